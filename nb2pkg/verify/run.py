"""What one run of a notebook or of a package's command did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        kind: ``"out"``, ``"show"``, ``"show several"``, ``"figure"``.
        text: What it said, or showed.
        cell: The cell that did it; -1 in a package.
    """

    kind: str
    text: str
    cell: int = -1


@dataclass(frozen=True, slots=True)
class Trained:
    """Something that was trained.

    Attributes:
        kind: ``"optimizer"``, ``"model"``, ``"metrics"``.
        what: What it is: its class, its settings, its number of steps.
        how: How it came out: weights, what was learned, what was measured.
        cell: The cell that did it; -1 in a package.
    """

    kind: str
    what: str
    how: str
    cell: int = -1


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run did not get to its end.

    Attributes:
        type: The exception's name; ``"TimeLimit"`` where the time was over.
        text: What it said.
        cell: The cell that it was raised in; -1 in a package.
    """

    type: str
    text: str
    cell: int = -1


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Attributes:
        events: What was printed, shown and drawn, in order.
        trained: What was trained, in order.
        values: Variable -> the values that it was seen with, as fingerprints.
        files: File that was written -> what is in it.
        failure: Why it stopped, if it did.
        seconds: How long it took.
        folder: Where it ran; it is no part of what it said.
    """

    events: tuple[Event, ...] = ()
    trained: tuple[Trained, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0
    folder: str = ""


def run_from(found: Mapping[str, Any], seconds: float, folder: str) -> Run:
    """A run from what its probe noted."""
    error = found.get("error")
    return Run(
        tuple(Event(*one) for one in found.get("events", ())),
        tuple(Trained(*one) for one in found.get("trained", ())),
        {name: tuple(several) for name, several in found.get("values", {}).items()},
        dict(found.get("files", {})),
        Failure(error["type"], error["text"], error.get("cell", -1)) if error else None,
        seconds,
        folder,
    )
