"""Speaking to the user: results on standard output, the rest on standard error."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click


def printable(text: str) -> str:
    """Text from a notebook or a file name without characters that would steer the terminal."""
    return "".join(
        character if character in "\n\t" or character.isprintable() else repr(character)[1:-1] for character in text
    )


def tell(text: str, *, color: str | None = None, bold: bool = False) -> None:
    """A result. Colour reaches terminals only."""
    click.echo(click.style(printable(text), fg=color, bold=bold))


def remark(text: str, *, color: str | None = None) -> None:
    """Anything that is not the result."""
    click.echo(click.style(printable(text), fg=color), err=True)


def tell_json(value: dict[str, Any]) -> None:
    """One JSON object, in ASCII, so that it survives every pipe."""
    click.echo(json.dumps(value, indent=2))


def tell_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as they need to be; the last may run on."""
    clean = [[printable(cell).replace("\n", " ") for cell in row] for row in [head, *rows]]
    widths = [max(len(row[column]) for row in clean) for column in range(len(head))]
    for number, row in enumerate(clean):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        click.echo(click.style(line, bold=True) if number == 0 else line)


def shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        short = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if Path(short).parts[:3] == ("..", "..", "..") else Path(short).as_posix()


def say_left(root: Path, backups: Sequence[str], kept: Sequence[str], beside: Sequence[str]) -> None:
    """Name every file that holds a person's work and is not where that person left it, or should not be there."""
    for path in backups:
        remark(f"what you had written is kept in {shown(root / path)}", color="yellow")
    for path in kept:
        remark(f"{shown(root / path)} is no longer generated, but you edited it, so it stays", color="yellow")
    for path in beside:
        remark(f"{shown(root / path)} was put beside the file that you edited meanwhile", color="yellow")
