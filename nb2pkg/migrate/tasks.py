"""What goes to the workers and comes back."""

from __future__ import annotations

from dataclasses import dataclass

from nb2pkg.errors import BadUsage
from nb2pkg.migrate.report import Row
from nb2pkg.model import File
from nb2pkg.options import Options
from nb2pkg.sync.lock import Lock


@dataclass(frozen=True, slots=True)
class Source:
    """One notebook.

    Attributes:
        path: Its path below the folder, with forward slashes.
        file: Where it lies.
        options: How to convert it.
        problem: Why these could not be found out.
    """

    path: str
    file: str
    options: Options
    problem: BadUsage | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One notebook and where its package goes.

    Attributes:
        source: The notebook.
        shown: Its path as it may be shown.
        root: The package's folder.
    """

    source: Source
    shown: str
    root: str


@dataclass(frozen=True, slots=True)
class Made:
    """A package that is ready to be written, and its row of the report."""

    row: Row
    files: tuple[File, ...]
    lock: Lock
