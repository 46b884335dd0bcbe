"""What feeds what: weak guesses give way to what the rest of the program does with what a statement makes.

params = {}                          nothing speaks for a role
params["eta"] = 0.1                  nor here
model = xgb.train(params, rows)      trains: and so all three

counts = rows.groupby("a").size()    works on data
counts.plot()                        looks, and nothing else needs the counts: both look

labels = rows.label.value_counts()   looks
rows["y"] = rows.label.map(labels)   is data: so are the labels
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.model import Kind, Role, Statement
from nb2pkg.roles.evidence import Guess, Strength
from nb2pkg.roles.tables.acting import LOOKS

#: The lowest room first: what several need is where all can have it.
_ROOMS = (Role.DATA, Role.MODEL, Role.TRAIN)


@dataclass(frozen=True, slots=True)
class _User:
    """Somebody who reads a name."""

    role: Role | None
    act: str = ""
    cell: int = -1
    sets_up: bool = False
    tells: bool = False


def settle_by_use(statements: Sequence[Statement], guesses: Sequence[Guess]) -> list[Guess]:
    """Let what a statement makes speak for it, from the last statement to the first.

    Args:
        statements: The program.
        guesses: What each statement seems to be for.

    Returns:
        The guesses; those that rest on a call or on a person stay, but what others than looks need does not look.
    """
    inside = _read_inside(statements)
    imported = frozenset(name for s in statements if s.kind is Kind.IMPORT for name in s.names.binds)
    own = _bound_in_cells(statements)
    users: dict[str, list[_User]] = {}
    settled: list[Guess] = []
    for statement, guess in reversed(list(zip(statements, guesses, strict=True))):
        names = statement.names
        binds = names.binds | names.may_bind
        made = (binds | guess.stores | names.changes) - imported - {"_"}
        found = [user for name in sorted(made) for user in users.get(name, ())]
        guess = _settled(guess, found, statement, made <= binds | own[statement.origin.cell])
        settled.append(guess)
        for name in binds if statement.kind is Kind.RUN else ():
            users.pop(name, None)
        user = _as_user(guess, statement.origin.cell)
        if user is not None:
            for name in _reads(statement, inside):
                users.setdefault(name, []).append(user)
    return settled[::-1]


def _bound_in_cells(statements: Sequence[Statement]) -> Mapping[int, frozenset[str]]:
    """Names that are bound by statements of each cell."""
    found: dict[int, frozenset[str]] = {}
    for statement in statements:
        cell = statement.origin.cell
        found[cell] = found.get(cell, frozenset()) | statement.names.binds
    return found


def _read_inside(statements: Sequence[Statement]) -> Mapping[str, frozenset[str]]:
    """What each definition reads when it is called."""
    defined = [s for s in statements if s.kind in (Kind.CLASS, Kind.FUNCTION)]
    return {name: s.names.deferred for s in defined for name in s.names.binds}


def _reads(statement: Statement, inside: Mapping[str, frozenset[str]]) -> Iterable[str]:
    read = statement.names.reads | statement.names.deferred
    return sorted(read.union(*(inside[name] for name in read if name in inside)))


def _as_user(guess: Guess, cell: int) -> _User | None:
    if guess.tells:
        return _User(Role.EXPLORE, "", cell, sets_up=guess.sets_up, tells=True)
    if guess.role is Role.SETUP:
        return None
    act = guess.why.partition(" ")[2].strip("`") if guess.why.startswith(("calls ", "feeds `")) else ""
    return _User(guess.role, act, cell, sets_up=guess.sets_up)


def _settled(guess: Guess, users: list[_User], statement: Statement, is_own: bool) -> Guess:
    """The guess in the light of who uses what comes of the statement; `is_own`: whether its cell made all of that."""
    if guess.strength is Strength.PERSON or guess.role is Role.SETUP:
        return guess
    if users and guess.strength <= Strength.NAME and all(user.sets_up for user in users):
        return replace(guess, sets_up=True)
    users = [user for user in users if not user.sets_up]
    if guess.strength is Strength.CALL:
        return _called(guess, users, statement)
    others = [user for user in users if user.role is not Role.EXPLORE]
    if guess.role is None and others:
        user = next((user for room in _ROOMS for user in others if user.role is room), None)
        return replace(guess, role=user.role, why=_feeds(user), strength=Strength.FLOW) if user else guess
    may_look = guess.role in (None, Role.DATA) or guess.strength is Strength.FLOW
    return _looked_at(guess, users) if users and not others and may_look and is_own else guess


def _called(guess: Guess, users: list[_User], statement: Statement) -> Guess:
    """What is read in a cell only to be drawn in it is part of the drawing; looking gives nothing that others need."""
    names, cell = statement.names, statement.origin.cell
    if statement.kind is not Kind.RUN or not names.binds or not users:
        return guess
    if guess.role is Role.DATA and all(user.role is Role.EXPLORE and user.cell == cell for user in users):
        return _looked_at(guess, users) if any(user.act and user.act not in LOOKS for user in users) else guess
    needed = [user for user in users if user.role in _ROOMS]
    if guess.role is Role.EXPLORE and needed and not any(user.role is Role.EXPLORE for user in users):
        return replace(guess, role=Role.DATA, why=_feeds(needed[0]), strength=Strength.FLOW)
    return guess


def _looked_at(guess: Guess, users: list[_User]) -> Guess:
    """It is part of looking; of what is only printed the cell alone thinks so."""
    looks = next((user for user in users if not user.tells), None)
    if looks:
        return replace(guess, role=Role.EXPLORE, why=_feeds(looks), strength=Strength.FLOW)
    return guess if guess.role is Role.TRAIN else replace(guess, counts_as=Role.EXPLORE)


def _feeds(user: _User) -> str:
    return f"feeds `{user.act}`" if user.act else f"feeds {_DOING[user.role or Role.DATA]}"


_DOING = {
    Role.DATA: "what is done with the data",
    Role.MODEL: "the model",
    Role.TRAIN: "the training",
    Role.EXPLORE: "what is looked at",
}
