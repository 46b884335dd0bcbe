"""Folders as dictionaries, and the smallest locks for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nb2pkg.model import File
from nb2pkg.options import Options
from nb2pkg.sync.digest import file_prints
from nb2pkg.sync.lock import Lock, LockedCell
from nb2pkg.sync.write import Written, write_package

Tree = Mapping[str, bytes]


def lock_for(tree: Tree, notebook: str = "../lesson.ipynb") -> Lock:
    files = tuple(sorted((path, file_prints(content)) for path, content in tree.items()))
    return Lock(notebook, "about", (LockedCell("cell"),), Options(), files, version="1")


def write(root: Path, tree: Tree, *, force: bool = False) -> Written:
    files = tuple(File(path, content) for path, content in tree.items())
    return write_package(root, files, lock_for(tree), force=force)


def put(root: Path, tree: Tree) -> None:
    """Write files as a person would."""
    for path, content in tree.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def read(root: Path) -> dict[str, bytes]:
    """Every file below a folder, the lock excluded; empty where there is no folder."""
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {path: content for path, content in found.items() if path != "nb2pkg.lock"}


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
