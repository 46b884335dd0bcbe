"""Loggers that remember what they were given."""

from __future__ import annotations


class Logger:
    """Logs nothing."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(sorted(vars(self).items()))})"


class CSVLogger(Logger):
    """Would write a table."""

    def __init__(self, save_dir: str = "logs", name: str | None = "lightning_logs", version: int | str | None = None):
        self.save_dir = save_dir
        self.name = name
        self.version = version


class TensorBoardLogger(CSVLogger):
    """Would write events."""
