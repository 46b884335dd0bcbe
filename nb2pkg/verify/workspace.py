"""Folders to run in, so that neither run sees what another wrote, and the notebook's own folder stays as it is.

Paths that lead up (``../input``) must lead where they lead from the notebook: two folders above it are rebuilt of
links.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

#: So many bytes of what lies beside the notebook are copied, small things first; the rest is linked, and what a run
#: writes into that is written for real.
LARGEST = 200_000_000
UP = 2
NEVER = frozenset(("__pycache__", ".ipynb_checkpoints"))


def make_workspace(top: Path, name: str, beside: Path) -> Path:
    """A folder that looks like the notebook's.

    Args:
        top: Where it is made.
        name: What it is called there.
        beside: The notebook's folder.

    Returns:
        The folder to run in.
    """
    real = beside.resolve()
    folders = [real, *list(real.parents)[:UP]]
    here = top / name
    here.mkdir(parents=True)
    for above, below in zip(reversed(folders[1:]), reversed(folders[:-1]), strict=True):
        for one in _listed(above):
            if one != below and top.resolve() not in (one, *one.parents):
                (here / one.name).symlink_to(one)
        here = here / below.name
        here.mkdir()
    left = LARGEST
    for size, one in sorted((_size(one, top.resolve()), one) for one in _listed(real) if one.name not in NEVER):
        left -= size
        _bring(one, here / one.name, copied=left >= 0)
    return here


def lay_out(files: Mapping[str, bytes], root: Path) -> None:
    """Write a package's files into a folder that nobody keeps.

    Args:
        files: Path below the folder -> what is in it.
        root: The folder.
    """
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:  # above the notebook there may be folders that are nobody's business
        return []


def _bring(one: Path, to: Path, *, copied: bool) -> None:
    if not copied:
        to.symlink_to(one)
    elif one.is_dir():
        shutil.copytree(one, to, symlinks=True)
    else:
        shutil.copy2(one, to)


def _size(one: Path, top: Path) -> int:
    """Bytes to copy; too many for what must not be: links, repositories, what the runs themselves are in."""
    if one.is_symlink() or one.name == ".git" or one in (top, *top.parents):
        return LARGEST + 1
    if one.is_file():
        return one.stat().st_size
    total = 0
    for path in one.rglob("*"):
        if path.is_file() and not path.is_symlink():
            total += path.stat().st_size
        if total > LARGEST:
            break
    return total
