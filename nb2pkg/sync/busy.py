"""One nb2pkg at a time in a folder; the lock vanishes with its process, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nb2pkg.errors import OutputRefused

if sys.platform != "win32":
    import fcntl


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder while writing in it.

    Args:
        folder: A folder that exists and is no link.

    Yields:
        Nothing.

    Raises:
        OutputRefused: Another nb2pkg holds it.
    """
    if sys.platform == "win32":  # folders cannot be locked there
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        busy = OutputRefused("another nb2pkg is writing here", file=str(folder), hint="wait for it, then try again")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        except OSError:
            pass  # a network disk without locks
        if not folder.exists() or not os.path.samestat(os.fstat(handle), os.lstat(folder)):
            raise busy  # renamed by the other one between our opening and locking it
        yield
    finally:
        os.close(handle)
