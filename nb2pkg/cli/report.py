"""The report of a conversion: what was done to the notebook, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nb2pkg.cli.say import remark
from nb2pkg.model import Note, Origin, Plan, SecretFound
from nb2pkg.notebook.lines import split_lines


def place(origin: Origin | None) -> str:
    """Where in the notebook: ``cell:line``."""
    return f"{origin.cell}:{origin.first}" if origin else ""


def report(plan: Plan) -> None:
    """Print the report on standard error; the secrets are among its notes."""
    for note in plan.notes:
        where = f"cell {note.origin.cell}, line {note.origin.first}: " if note.origin else ""
        remark(f"{note.level}: {where}{note.text}", color="yellow" if note.level == "warning" else None)
        for line in split_lines(note.source) if note.source else ():
            remark(f"    {line}")


def notes_json(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Notes for `--json`."""
    return [
        {
            "level": note.level,
            "text": note.text,
            "cell": note.origin.cell if note.origin else None,
            "line": note.origin.first if note.origin else None,
            **({"source": note.source} if note.source else {}),
        }
        for note in notes
    ]


def secrets_json(secrets: Iterable[SecretFound]) -> list[dict[str, Any]]:
    """Secrets for `--json`: where they stand, never what they are."""
    return [
        {"cell": None if one.file else one.origin.cell, "line": one.origin.first, "kind": one.kind}
        | ({"file": one.file} if one.file else {})
        for one in secrets
    ]
