"""The written tree of each fixture, as it is now and as it is kept in `fixtures/<case>/expected`."""

from __future__ import annotations

import shutil
from difflib import unified_diff
from functools import cache
from pathlib import Path

from nb2pkg import pipeline
from nb2pkg.cli.reading import load_named
from nb2pkg.model import Notebook
from nb2pkg.options import Conversion, Options
from nb2pkg.sync.lock import render_lock
from nb2pkg.sync.make import make_lock
from nb2pkg.sync.paths import LOCK_NAME

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = tuple(sorted(path.parent.name for path in FIXTURES.glob("*/notebook.ipynb")))
# Running a package or its tests leaves these; they are nobody's output.
LEFT_BEHIND = ("__pycache__", ".ruff_cache", ".pytest_cache", ".mypy_cache")

Tree = dict[str, bytes]


def expected_folder(case: str) -> Path:
    """Where a fixture's golden tree lies."""
    return FIXTURES / case / "expected"


@cache
def converted(case: str) -> tuple[Notebook, Conversion]:
    """A fixture's notebook, and its conversion: one for all that is looked at in it."""
    options = Options(name=case)
    notebook = load_named(str(FIXTURES / case / "notebook.ipynb"), options)
    return notebook, pipeline.convert(notebook, options)


def written(case: str) -> Tree:
    """What `nb2pkg convert notebook.ipynb --name CASE --output expected` writes in the fixture's folder."""
    notebook, done = converted(case)
    package = done.package
    lock = make_lock(notebook, package, Options(name=case), "../notebook.ipynb")
    return {**{file.path: file.content for file in package.files}, LOCK_NAME: render_lock(lock)}


def files_below(folder: Path) -> Tree:
    """Every file of a folder by its path, without what running leaves behind."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(LEFT_BEHIND) & set(path.relative_to(folder).parts)
    }


def difference(before: Tree, after: Tree, most: int = 200) -> str:
    """What differs between two trees, as a diff; empty if nothing does."""
    lines: list[str] = []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old is None or new is None:
            lines.append(f"{path}: {'is new' if old is None else 'is gone'}")
        elif old != new:
            lines += unified_diff(_lines(old), _lines(new), f"kept/{path}", f"written/{path}", lineterm="", n=1)
    left = len(lines) - most
    return "\n".join([*lines[:most], *([f"... and {left} lines more"] if left > 0 else [])])


def keep(case: str) -> bool:
    """Write a fixture's golden tree anew, and say whether that changed anything."""
    folder, tree = expected_folder(case), written(case)
    if folder.is_dir() and files_below(folder) == tree:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in tree.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return True


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "backslashreplace").split("\n")
