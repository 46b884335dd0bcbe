"""Reading notebooks for the commands; what is heavy is imported when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nb2pkg.cli.say import shown
from nb2pkg.notebook.source import load
from nb2pkg.options import Options
from nb2pkg.sync.lock import FROM_STDIN
from nb2pkg.sync.meaning import Meaning, meaning

if TYPE_CHECKING:
    from nb2pkg.model import Notebook


def read(data: bytes, notebook: str) -> Notebook:
    """A notebook in full."""
    from nb2pkg.notebook.read import read_notebook  # an unchanged `check` does without

    return read_notebook(data, notebook)


def load_named(notebook: str, options: Options) -> Notebook:
    """The notebook that a person named, with the modules beside it; - is standard input, which has none."""
    source = read(load(notebook), notebook)
    return source if notebook == FROM_STDIN else with_modules(source, Path(notebook), options)


def with_modules(source: Notebook, notebook: Path, options: Options) -> Notebook:
    """A notebook with the modules that lie beside it and that it imports."""
    from nb2pkg.beside.gather import gather  # an unchanged `check` does without

    return replace(source, beside=gather(source, notebook.parent, copy=not options.no_local))


def load_file(notebook: Path) -> bytes:
    """The bytes of a notebook that a lock named."""
    return load(shown(notebook))


def read_meaning(order: str) -> Callable[[bytes, Path], Meaning]:
    """What reads any notebook for its meaning."""
    return lambda data, notebook: meaning(read(data, shown(notebook)), order)
