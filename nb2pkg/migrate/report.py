"""The rows of the report: what became of each notebook. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nb2pkg import __version__
from nb2pkg.errors import Nb2pkgError, SafetyCheckFailed
from nb2pkg.model import Note

REPORT_NAME = "report.json"
CONVERTED, REFUSED, FAILED, TIMEOUT = "converted", "refused", "failed", "timeout"
STATUSES = (CONVERTED, REFUSED, FAILED, TIMEOUT)
_SCHEMA = 1
_LEFT_OUT = ("set aside", "left out", "is dropped", "not understood")


@dataclass(frozen=True, slots=True)
class Remark:
    """One note of the conversion; `cell` and `line` say where in the notebook, `source` is what was set aside there."""

    text: str
    cell: int | None = None
    line: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one notebook.

    Attributes:
        notebook: Its path below the folder.
        status: ``"converted"``, ``"refused"`` (what is wrong with it), ``"failed"`` (what is wrong with nb2pkg or the
            disk) or ``"timeout"``.
        package: Name of its folder below the output folder, if it was converted.
        family: ``"lightning"`` or ``"plain"``.
        parameters: How many parameters the package has.
        set_aside: What did not come along.
        warnings: What needs a person.
        reason: Why it was not converted, in one line.
        cell: Where in the notebook, where that is known.
        line: Line in that cell.
        hint: What to try.
    """

    notebook: str
    status: str
    package: str | None = None
    family: str | None = None
    parameters: int | None = None
    set_aside: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    reason: str | None = None
    cell: int | None = None
    line: int | None = None
    hint: str | None = None

    @property
    def told(self) -> str:
        """The reason in one line, with its place."""
        place = "" if self.cell is None else f"cell {self.cell}, "
        place += "" if self.line is None else f"line {self.line}, "
        return f"{place.removesuffix(', ')}: {self.reason}" if place else self.reason or ""


def one_line(text: str) -> str:
    """Text without line breaks and what steers a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def not_converted(notebook: str, error: Nb2pkgError) -> Row:
    """The row of a notebook that ended in a foreseen error."""
    hint = one_line(error.hint) if error.hint else None
    if isinstance(error, SafetyCheckFailed):  # its place is in what would have been written
        place = f"{error.file}, line {error.line}: " if error.file and error.line is not None else ""
        return Row(notebook, FAILED, reason=one_line(f"nb2pkg's own check failed: {place}{error.message}"), hint=hint)
    return Row(notebook, REFUSED, reason=one_line(error.message), cell=error.cell, line=error.line, hint=hint)


def left_out(notes: Sequence[Note]) -> tuple[Remark, ...]:
    """The notes on what did not come along."""
    return tuple(_remark(note) for note in notes if any(words in note.text for words in _LEFT_OUT))


def warnings_among(notes: Sequence[Note]) -> tuple[Remark, ...]:
    """The notes that need a person."""
    return tuple(_remark(note) for note in notes if note.level == "warning")


def _remark(note: Note) -> Remark:
    cell, line = (note.origin.cell, note.origin.first) if note.origin else (None, None)
    return Remark(one_line(note.text), cell, line, note.source or None)


def document(rows: Sequence[Row], unreadable: Sequence[str] = ()) -> dict[str, Any]:
    """The report as one JSON object.

    Args:
        rows: One for each notebook, in any order.
        unreadable: Folders that could not be looked into.

    Returns:
        What depends on the notebooks and the options alone.
    """
    return {
        "schema": _SCHEMA,
        "nb2pkg": __version__,
        "summary": {status: sum(row.status == status for row in rows) for status in STATUSES},
        "unreadable_folders": list(unreadable),
        "notebooks": [asdict(row) for row in sorted(rows, key=lambda row: (row.notebook, row.package or ""))],
    }


def report_bytes(report: dict[str, Any]) -> bytes:
    """The bytes of ``report.json``."""
    return (json.dumps(report, indent=2) + "\n").encode("ascii")


def is_report(content: bytes) -> bool:
    """Whether a file is a report that nb2pkg wrote."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and {"schema", "nb2pkg", "summary", "notebooks"} <= found.keys()
