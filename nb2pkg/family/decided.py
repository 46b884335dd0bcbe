"""What every family decides."""

from __future__ import annotations

from dataclasses import dataclass

from nb2pkg.model import LightningEntry, Module, Note, Parameter, PlainEntry


@dataclass(frozen=True, slots=True)
class FamilyPlan:
    """The outcome of planning within one family.

    Attributes:
        modules: The package's modules.
        entry: Its command line.
        parameters: All its parameters.
        notes: What is reported.
    """

    modules: tuple[Module, ...]
    entry: LightningEntry | PlainEntry
    parameters: tuple[Parameter, ...]
    notes: tuple[Note, ...]
