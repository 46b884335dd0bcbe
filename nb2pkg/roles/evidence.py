"""What speaks for a role: signs, votes on them, and the guess that comes out.

A guess is as strong as what it rests on. Weaker ones give way to what the rest of the program says (`roles.settle`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from nb2pkg.model import Role


class Strength(IntEnum):
    """What a guess rests on."""

    NOTHING = 0
    FLOW = 1  # what it is computed from
    NAME = 2  # how it is called
    CALL = 3  # what it calls or derives from, that it shows something
    PERSON = 4  # a tag or a comment


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for a role.

    Attributes:
        role: The role.
        why: One clause: ``"calls DataLoader"``.
        weight: How much it counts.
    """

    role: Role
    why: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Guess:
    """What one statement seems to be for.

    Attributes:
        role: The role; None where nothing speaks for any.
        why: One clause.
        strength: What it rests on.
        sets_up: Whether it only sets something up, which says nothing about its cell.
        tells: Whether all it does is print: it belongs to what it tells of.
        stores: Names whose objects it changes by assigning to parts of them.
        made: What the names it binds hold, where that is not the statement's own role.
        counts_as: What it is in the eyes of its cell, where that differs: what is computed only to be printed stays
            with the data, but a cell of nothing else looks at them.
        acts: Whether it trains, draws or the like: one such statement says more of its cell than others.
    """

    role: Role | None
    why: str
    strength: Strength
    sets_up: bool = False
    tells: bool = False
    stores: frozenset[str] = frozenset()
    made: Mapping[str, Role] = field(default_factory=dict)
    counts_as: Role | None = None
    acts: bool = False


#: Of roles with as many votes the first one counts.
ORDER = (Role.TRAIN, Role.MODEL, Role.EXPLORE, Role.DATA)


def elected(signs: list[Sign]) -> Sign | None:
    """The sign that stands for the role with the most votes: the weightiest one of it, the first of those."""
    votes: dict[Role, float] = {}
    for sign in signs:
        votes[sign.role] = votes.get(sign.role, 0.0) + sign.weight
    if not votes:
        return None
    role = max(votes, key=lambda one: (votes[one], -ORDER.index(one)))
    best = max((sign for sign in signs if sign.role is role), key=lambda sign: sign.weight)
    return Sign(role, best.why, votes[role])
