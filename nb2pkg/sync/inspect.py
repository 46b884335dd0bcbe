"""Reading a package and its notebook from the disk, as far as it takes to compare them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nb2pkg.sync.disk import look, module_at, was_interrupted
from nb2pkg.sync.find import notebook_of
from nb2pkg.sync.lock import Lock
from nb2pkg.sync.meaning import Meaning, glance
from nb2pkg.sync.verdict import Verdict, judge_files, judge_modules, judge_notebook


def inspect_package(
    root: Path, lock: Lock, load: Callable[[Path], bytes], read: Callable[[bytes, Path], Meaning]
) -> Verdict:
    """Compare a package with its notebook; writes nothing.

    Args:
        root: The package's folder.
        lock: Its lock.
        load: Gives the bytes of a notebook.
        read: Reads any notebook in full. It is called only where a glance does not show that nothing changed.

    Returns:
        What differs.
    """
    verdict = _notebook_verdict(root, lock, load, read)
    found = {path: look(root, path) for path, _ in lock.files}
    return replace(judge_files(lock, found, verdict), interrupted=was_interrupted(root))


def _notebook_verdict(
    root: Path, lock: Lock, load: Callable[[Path], bytes], read: Callable[[bytes, Path], Meaning]
) -> Verdict:
    notebook = notebook_of(root, lock)
    if notebook is None:
        return Verdict()
    if not notebook.exists():
        return Verdict(notebook_missing=True)
    modules = {path: module_at(notebook.parent, path) for path, _ in lock.local}
    return judge_modules(lock, modules, _cells_verdict(notebook, lock, load, read))


def _cells_verdict(
    notebook: Path, lock: Lock, load: Callable[[Path], bytes], read: Callable[[bytes, Path], Meaning]
) -> Verdict:
    data = load(notebook)
    glanced = glance(data, lock.options.order)
    if glanced is not None and judge_notebook(lock, glanced).agrees:
        return Verdict()
    return judge_notebook(lock, read(data, notebook))
