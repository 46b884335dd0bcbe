"""The role of every statement and cell of a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from nb2pkg.model import Program, Role, Statement
from nb2pkg.roles.cells import role_of_cell
from nb2pkg.roles.evidence import Guess, Strength
from nb2pkg.roles.first import first_guesses
from nb2pkg.roles.prose_words import of_prose
from nb2pkg.roles.settle import settle_by_use


def give_roles(program: Program) -> Program:
    """Judge what each statement and each cell is for; what a person said of a cell stays.

    Args:
        program: The program; a statement's reason tells whether a person gave its role.

    Returns:
        The same program with roles.
    """
    statements = program.statements
    guesses = settle_by_use(statements, first_guesses(statements, is_told))
    guesses = [_by_words(s, g, program) for s, g in zip(statements, guesses, strict=True)]
    judged: list[Statement] = []
    cells = {cell.cell: cell for cell in program.roles}
    for number, group in groupby(zip(statements, guesses, strict=True), key=lambda pair: pair[0].origin.cell):
        here, found = zip(*group, strict=True)
        guessed = _among_neighbours(found)
        roled = [_with_role(s, g) for s, g in zip(here, guessed, strict=True)]
        judged += roled
        if number in cells and not is_told_by_person(cells[number].why):
            cells[number] = role_of_cell(cells[number], roled, guessed)
    return replace(program, statements=tuple(judged), roles=tuple(cells[cell.cell] for cell in program.roles))


def is_told(statement: Statement) -> bool:
    """Whether a person said what the statement is for, by a tag or a comment."""
    return is_told_by_person(statement.why)


def is_told_by_person(why: str) -> bool:
    """Whether a reason is that a person said so."""
    return why.startswith(("cell tag", "comment "))


def _by_words(statement: Statement, guess: Guess, program: Program) -> Guess:
    """What the comment above a statement, the text above its cell or the heading says, where nothing else does."""
    if guess.role is not None or guess.tells or guess.sets_up:
        return guess
    for words, where in _words(statement, program):
        role = of_prose(words)
        if role:
            return replace(guess, role=role, why=f"{where} {_shortened(words)!r}")
    return guess


def _words(statement: Statement, program: Program) -> list[tuple[str, str]]:
    comments = [line.lstrip("#-= ") for line in statement.text.split("\n") if line.startswith("#")]
    found = [(line, "its comment says") for line in comments if line][:1]
    if statement.section and statement.section != program.title:
        found.append((statement.section, "stands under"))
    return found


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57].rstrip()}..."


def _among_neighbours(guesses: Sequence[Guess]) -> list[Guess]:
    """What nothing speaks for is as what stands before it in its cell, else as what follows; a print too."""
    found: list[Guess] = []
    for place, guess in enumerate(guesses):
        sure = guess.role is not None and not guess.tells
        around = [*reversed(found), *guesses[place + 1 :]]
        near = next((one for one in around if one.role not in (None, Role.SETUP) and not one.tells), None)
        found.append(guess if sure else _as_neighbour(guess, near))
    return found


def _as_neighbour(guess: Guess, near: Guess | None) -> Guess:
    if near is not None:
        why = "sets something up" if guess.sets_up else "goes with what stands around it"
        # What is not known to look only may act: it does not move to the exploration.
        role = Role.DATA if near.role is Role.EXPLORE and not guess.tells else near.role
        return replace(guess, role=role, why=why, counts_as=near.counts_as or near.role)
    if guess.tells:
        return replace(guess, role=guess.role or Role.DATA, why="prints", counts_as=Role.EXPLORE)
    return replace(guess, role=Role.DATA, why="feeds what follows", strength=Strength.NOTHING)


def _with_role(statement: Statement, guess: Guess) -> Statement:
    return replace(statement, role=guess.role or Role.DATA, why=guess.why)
