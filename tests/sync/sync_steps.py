"""Stops the program at a chosen system call that changes the disk, as a crash, a full disk or the user would."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from typing import Any

NEEDS_SPACE = ("open", "write", "fsync", "mkdir")
CHANGING = ("open", "write", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "fchmod")


class Killed(BaseException):
    """Stands for the end of the process: nothing after it changes the disk."""


class CountingOs:
    """The `os` module as `fsio` sees it, counting its calls.

    Args:
        stop_at: Number of the call to stop at, from 1; 0 never stops.
        stop: What to do there and at every later call.
        partial: Whether a stopped `write` first writes half of its bytes.
    """

    def __init__(self, stop_at: int = 0, stop: Callable[[], None] | None = None, partial: bool = False) -> None:
        self.names: list[str] = []
        self._stop_at = stop_at
        self._stop = stop
        self._partial = partial

    @property
    def calls(self) -> int:
        return len(self.names)

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CHANGING:
            return real

        def counted(*arguments: Any, **more: Any) -> Any:
            self.names.append(name)
            if self._stop is not None and self.calls >= self._stop_at > 0:
                if self._partial and name == "write" and self.calls == self._stop_at:
                    real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                if self._stop is not disk_full or name in NEEDS_SPACE:
                    self._stop()
            # Killing keeps what the kernel holds, so waiting for the disk would only cost time.
            return None if name == "fsync" else real(*arguments, **more)

        return counted


def kill_for_real() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_in_play() -> None:
    raise Killed


def disk_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
