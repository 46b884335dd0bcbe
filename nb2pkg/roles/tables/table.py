"""How a table is written: names by role, separated by white space."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nb2pkg.model import Role


@dataclass(frozen=True, slots=True)
class Table:
    """What one family of libraries says.

    Attributes:
        paths: Dotted path, or the beginning of one -> its role; None where it says nothing (``numpy``).
        names: Last part of what is called -> its role, wherever it comes from.
        bases: Last part of a base class -> the role of what derives from it.
    """

    paths: Mapping[str, Role | None] = field(default_factory=dict)
    names: Mapping[str, Role | None] = field(default_factory=dict)
    bases: Mapping[str, Role | None] = field(default_factory=dict)


def roles(
    data: str = "", model: str = "", train: str = "", explore: str = "", plain: str = ""
) -> dict[str, Role | None]:
    """Names by role; `plain` are names that say nothing about what they are used for."""
    given: tuple[tuple[Role | None, str], ...] = (
        (Role.DATA, data),
        (Role.MODEL, model),
        (Role.TRAIN, train),
        (Role.EXPLORE, explore),
        (None, plain),
    )
    return {name: role for role, names in given for name in names.split()}
