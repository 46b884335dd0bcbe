"""What happened, in order, and the streams that are listened to."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any


class Record:
    """Everything that one run did that can be compared.

    Attributes:
        events: What was printed, shown, drawn, raised: kind, text, cell (-1 where there is none).
        trained: What was trained, as text with numbers: kind, what it is, how it came out, cell.
        cell: The cell that runs.
    """

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.events: list[list[Any]] = []
        self.trained: list[list[Any]] = []
        self.cell = -1

    def add(self, kind: str, text: str) -> None:
        """Note that something happened."""
        self.events.append([kind, text, self.cell])

    def printed(self, text: str) -> None:
        """Note what was written; what comes in pieces is one text."""
        if self.events and self.events[-1][0] == "out" and self.events[-1][2] == self.cell:
            self.events[-1][1] += text
        else:
            self.add("out", text)

    def add_trained(self, kind: str, what: str, how: str) -> None:
        """Note that something was trained."""
        self.trained.append([kind, what, how, self.cell])

    def write(self, path: str, **more: Any) -> None:
        """Leave all of it as JSON."""
        text = json.dumps({"events": self.events, "trained": self.trained, **more}, default=str)
        Path(path).write_text(text, encoding="utf-8")


class Listening(io.TextIOBase):
    """Standard output that is noted and goes nowhere else.

    Args:
        record: Where it is noted.
    """

    encoding = "utf-8"

    def __init__(self, record: Record) -> None:
        """Listen."""
        self.record = record
        self.buffer = _Bytes(record)

    def write(self, text: str) -> int:
        """Note a text."""
        self.record.printed(str(text))
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True

    def isatty(self) -> bool:
        """No terminal."""
        return False

    def fileno(self) -> int:
        """It has none: who asks writes to standard output by other ways."""
        raise io.UnsupportedOperation("fileno")


class _Bytes:
    def __init__(self, record: Record) -> None:
        self.record = record

    def write(self, data: bytes) -> int:
        self.record.printed(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""
