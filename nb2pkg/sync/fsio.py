"""The only place of nb2pkg that writes to disk.

Each function is one small step, so that the tests can count the steps and stop the program before, in the middle of and
after each of them.
"""

# The steps are system calls and are counted as such, so no pathlib here.
# ruff: noqa: PTH102, PTH104, PTH105, PTH106, PTH108, PTH116

from __future__ import annotations

import os
from pathlib import Path

# What Windows has not is 0 there.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def write_new(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file that does not exist yet, and wait until it is on the disk.

    Args:
        path: The file.
        content: What it shall hold.
        mode: Its permission bits; None takes what the user's umask gives.
    """
    handle = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(handle, mode)
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a folder whose parent exists."""
    os.mkdir(path)


def sync_folder(path: Path) -> None:
    """Wait until a folder's list of names is on the disk."""
    if os.name == "nt":  # cannot open folders
        return
    handle = os.open(path, _FOLDER)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: Path, target: Path) -> None:
    """Put one file in the place of another, at once."""
    os.replace(source, target)


def rename_folder(source: Path, target: Path) -> None:
    """Give a folder its final name; fails where something is already there."""
    os.rename(source, target)


def remove_file(path: Path) -> None:
    """Remove a file, or a link itself."""
    os.unlink(path)


def remove_folder(path: Path) -> None:
    """Remove an empty folder."""
    os.rmdir(path)


def remove_tree(path: Path) -> None:
    """Remove a folder with all it holds, following no link."""
    with os.scandir(path) as entries:
        listed = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    for name, is_folder in listed:
        if is_folder:
            remove_tree(path / name)
        else:
            remove_file(path / name)
    remove_folder(path)


def replace_file(path: Path, content: bytes) -> None:
    """Change one file at once: the old content or the new, never a part, whatever happens.

    Args:
        path: A file that exists; its permissions stay.
        content: What it shall hold.
    """
    temporary = path.with_name(f".{path.name}.nb2pkg-new")
    if os.path.lexists(temporary):  # left by a run that was killed
        remove_file(temporary)
    try:
        write_new(temporary, content, os.stat(path).st_mode & 0o7777)
        replace(temporary, path)
    except OSError:
        if os.path.lexists(temporary):
            remove_file(temporary)
        raise
    sync_folder(path.parent)
