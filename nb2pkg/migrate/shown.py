"""Names of notebooks as they may be shown and written: no secrets, no bytes that are no text."""

from __future__ import annotations

from nb2pkg.model import Cell, Notebook
from nb2pkg.params.secrets import remove_secrets


def shown_path(path: str, cells: tuple[Cell, ...] = ()) -> str:
    """A path without the secrets that have a known form or stand in the notebook too."""
    return without_secrets(readable(path), cells)


def readable(path: str) -> str:
    """A path in characters that every file can hold: names on a disk are bytes."""
    return path.encode("utf-8", "replace").decode("utf-8")


def without_secrets(text: str, cells: tuple[Cell, ...] = ()) -> str:
    """Text without the secrets that have a known form or stand in these cells too."""
    # The text stands in a cell of its own, as if the notebook said it.
    clean, _ = remove_secrets(Notebook("", "", (*cells, Cell(len(cells), "markdown", text))))
    return clean.cells[-1].source
