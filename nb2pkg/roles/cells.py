"""The role of a cell, from those of its statements."""

from __future__ import annotations

from collections.abc import Sequence

from nb2pkg.model import CellRole, Kind, Role, Statement
from nb2pkg.roles.evidence import Guess, Strength

_MOST_LINES = 3
_ACTS = 3.0
_SURE = {
    Strength.NOTHING: 0.25,
    Strength.FLOW: 0.5,
    Strength.NAME: 0.9,
    Strength.CALL: 1.0,
    Strength.PERSON: 1.0,
}


def role_of_cell(cell: CellRole, statements: Sequence[Statement], guesses: Sequence[Guess]) -> CellRole:
    """What a cell is for: what most of it is for.

    Args:
        cell: The cell, its role as it is without statements.
        statements: Its statements, with their roles.
        guesses: What those rest on.

    Returns:
        The cell's role, all roles of its statements, and the reason of the weightiest.
    """
    pairs = list(zip(statements, guesses, strict=True))
    working = [(s, g) for s, g in pairs if s.role is not Role.SETUP and not g.sets_up and not _is_title(s, g)]
    if not working or _is_preamble(pairs, working):
        kept = "imports and notebook commands only" if all(s.role is Role.SETUP for s in statements) else _SETTINGS
        return CellRole(cell.cell, cell.cell_id, Role.SETUP, (Role.SETUP,), kept)
    counted = [(g.counts_as or s.role, _weight(s, g), s.why) for s, g in working]
    roles = tuple(dict.fromkeys(role for role, _, _ in counted))
    sums = {role: sum(weight for one, weight, _ in counted if one is role) for role in roles}
    main = max(roles, key=lambda role: (sums[role], -roles.index(role)))
    why = max((each for each in counted if each[0] is main), key=lambda each: each[1])[2]
    return CellRole(cell.cell, cell.cell_id, main, roles, why)


_SETTINGS = "imports and settings only"


def _is_title(statement: Statement, guess: Guess) -> bool:
    """Whether it prints a fixed text: ``print("Done.")``."""
    return guess.tells and not statement.names.reads


def _weight(statement: Statement, guess: Guess) -> float:
    lines = statement.origin.last - statement.origin.first + 1
    if statement.kind is Kind.RUN and not statement.text.rpartition("\n")[2].startswith((" ", "\t")):
        lines = min(lines, _MOST_LINES)
    return lines * _SURE[guess.strength] * (_ACTS if guess.acts else 1.0)


def _is_preamble(pairs: list[tuple[Statement, Guess]], working: list[tuple[Statement, Guess]]) -> bool:
    """Whether it is a block of imports with a few constants behind it."""
    setting_up = len(pairs) - len(working) if any(s.kind is Kind.IMPORT for s, _ in pairs) else 0
    return setting_up >= 2 * len(working) and all(g.strength <= Strength.FLOW for _, g in working)
