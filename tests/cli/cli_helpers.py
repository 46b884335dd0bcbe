"""What the tests of the commands share."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


def notebook_bytes(cells: Sequence[tuple[str, str] | dict[str, Any]], **metadata: Any) -> bytes:
    """A notebook of (kind, source) cells, or cells as they stand in the file."""
    document = {
        "cells": [cell if isinstance(cell, dict) else _cell(*cell) for cell in cells],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def _cell(kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell


LESSON = (
    ("markdown", "# Leaves"),
    ("code", "import os"),
    ("code", "def load(path):\n    return open(path)"),
    ("code", "def split(rows):\n    return rows[1:], rows[:1]"),
)


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its content and the time it was written."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def hear_interrupts() -> None:
    """For a new process: who runs the tests in the background may have told it to ignore interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
