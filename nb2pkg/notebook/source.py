"""Reads a notebook from disk: nothing else in the package opens one."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from nb2pkg.errors import BadNotebook

LARGEST = 1_000_000_000
"""The size in bytes above which a file is refused unread."""


def load(path: str) -> bytes:
    """Read a notebook file.

    Args:
        path: Its path, or ``-`` for standard input.

    Returns:
        Its bytes.

    Raises:
        BadNotebook: There is no such file, or it is no regular file, too large, or not readable.
    """
    if path == "-":
        return _within_limit(sys.stdin.buffer.read(LARGEST + 1), path)
    try:
        _refuse_irregular(Path(path).stat(), path)
        with Path(path).open("rb") as stream:
            return _within_limit(stream.read(LARGEST + 1), path)
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValueError:  # a NUL in the path
        raise BadNotebook("no such file", file=repr(path)) from None


def _refuse_irregular(status: os.stat_result, path: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise BadNotebook("this is a folder", file=path, hint="name one notebook in it")
    if not stat.S_ISREG(status.st_mode):
        raise BadNotebook("this is not a regular file", file=path)
    if status.st_size > LARGEST:
        raise _too_large(path)


def _within_limit(data: bytes, path: str) -> bytes:
    if len(data) > LARGEST:
        raise _too_large(path)
    return data


def _too_large(path: str) -> BadNotebook:
    return BadNotebook("the file is larger than 1 GB", file=path, hint="clear the notebook's outputs")


def _unreadable(path: str, error: OSError) -> BadNotebook:
    if isinstance(error, FileNotFoundError):
        if Path(path).is_symlink():
            return BadNotebook("this symbolic link leads nowhere", file=path)
        return BadNotebook("no such file", file=path, hint="check the path")
    if isinstance(error, IsADirectoryError):
        return BadNotebook("this is a folder", file=path, hint="name one notebook in it")
    if isinstance(error, PermissionError):
        return BadNotebook("the file may not be read", file=path, hint="check its permissions")
    return BadNotebook(f"the file cannot be read: {error.strerror or 'input/output error'}", file=path)
