"""The notebooks of a folder tree."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nb2pkg.sync.paths import LOCK_NAME

# Other people's code, which brings notebooks of its own.
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "__pypackages__"})
_ENVIRONMENT = "pyvenv.cfg"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a folder tree.

    Attributes:
        notebooks: Their paths below the folder, with forward slashes, sorted.
        unreadable: Folders that may not be looked into, in the same manner.
    """

    notebooks: tuple[str, ...]
    unreadable: tuple[str, ...] = ()


def find_notebooks(folder: Path, leave_out: Path) -> Found:
    """Every notebook at or below a folder.

    Hidden files and folders, packages that nb2pkg wrote, environments and links to folders are not entered. A link to
    a notebook counts as one.

    Args:
        folder: Where to look.
        leave_out: A folder that is not entered: where the packages go.

    Returns:
        The notebooks, and the folders that could not be read.
    """
    seen = tuple(_walk(folder, "", leave_out.resolve()))
    return Found(
        tuple(sorted(path for path, is_notebook in seen if is_notebook)),
        tuple(sorted(path for path, is_notebook in seen if not is_notebook)),
    )


def _walk(folder: Path, below: str, leave_out: Path) -> Iterator[tuple[str, bool]]:
    """Yield (path, whether it is a notebook; otherwise a folder that cannot be read)."""
    try:
        with os.scandir(folder) as entries:
            listed = [(entry.name, entry.is_dir(follow_symlinks=False), _leads_to_folder(entry)) for entry in entries]
    except OSError:
        yield below.rstrip("/") or ".", False
        return
    names = {name for name, _, is_folder in listed if not is_folder}
    if LOCK_NAME in names or _ENVIRONMENT in names or folder.resolve() == leave_out:
        return
    for name, is_real_folder, is_folder in listed:
        if name.startswith(".") or name in _SKIPPED:
            continue
        if is_real_folder:
            yield from _walk(folder / name, f"{below}{name}/", leave_out)
        elif not is_folder and name.lower().endswith(".ipynb"):
            yield below + name, True


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False
