"""What a person can choose for one conversion, and what a conversion gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

# An unchanged `check` reads options from the lock and needs none of these.
if TYPE_CHECKING:
    from nb2pkg.model import Package, Plan, Program


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of one conversion; the lock records them, so that `sync` repeats the same conversion.

    Attributes:
        name: Distribution name; None takes the notebook's.
        skip_rules: Names of the rewriting rules that are switched off.
        order: ``"cell"`` or ``"execution"``.
        keep_going: Whether a cell that does not parse is set aside instead of failing the notebook.
        lift: Patterns of names that become parameters whatever the inference says.
        keep: Patterns of names that stay constants whatever the inference says.
        no_local: Whether modules that lie beside the notebook stay there.
    """

    name: str | None = None
    skip_rules: tuple[str, ...] = ()
    order: str = "cell"
    keep_going: bool = False
    lift: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    no_local: bool = False


@dataclass(frozen=True, slots=True)
class Conversion:
    """Everything one conversion found out and wants to write.

    Attributes:
        plan: The decision record.
        package: The files, without the lock.
        program: The notebook as a program.
    """

    plan: Plan
    package: Package
    program: Program
