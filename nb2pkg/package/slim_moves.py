"""Which definitions of the notebook the slim notebook imports from the package, and what their calls then hand over."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nb2pkg.flow.source import tree_of
from nb2pkg.flow.uses import uses_of
from nb2pkg.model import Kind, Member, Origin, Plan, Statement
from nb2pkg.package.slim_signature import Grown, growth
from nb2pkg.package.values import value_of
from nb2pkg.params.kinds import argument_name
from nb2pkg.rules.edits import Edit, apply_edits


@dataclass(frozen=True, slots=True)
class Move:
    """A definition that is imported.

    Attributes:
        place: Index of the statement that defined it.
        module: Module of the package.
        name: What it is called, here and there.
        passes: Arguments that calls hand over besides their own: (argument, name in the notebook).
        strict: Whether one of them has no default.
    """

    place: int
    module: str
    name: str
    passes: tuple[tuple[str, str], ...] = ()
    strict: bool = False


def covers(origins: Iterable[Origin], statement: Statement) -> bool:
    """Tell whether a statement lies within what something came from."""
    here = statement.origin
    return any(one.cell == here.cell and one.first <= here.first and here.last <= one.last for one in origins)


def moves_of(plan: Plan, statements: tuple[Statement, ...], constants: Mapping[str, str]) -> dict[str, Move]:
    """Return the definitions that the slim notebook can import, by name.

    Args:
        plan: Where the definitions went.
        statements: The notebook.
        constants: Argument of the package -> the setting of the notebook that it stands for.

    Returns:
        Those whose uses in the notebook still work, calls being handed what the package's definition asks for.
    """
    bound = frozenset(name for one in statements for name in one.names.binds | one.names.may_bind)
    members = _by_name(plan)
    found = (_move(members, one, constants, bound) for one in statements)
    moves = {move.name: move for move in found if move is not None}
    touching = _touching(statements, moves)
    while True:
        places = {move.place for move in moves.values()}
        unfit = {
            name
            for name, move in moves.items()
            if any(one.index not in places and not _fits(move, one) for one in touching[name])
        }
        if not unfit:
            return moves
        moves = {name: move for name, move in moves.items() if name not in unfit}


def _by_name(plan: Plan) -> dict[str, list[tuple[str, Member]]]:
    found: dict[str, list[tuple[str, Member]]] = {}
    for module in plan.modules:
        for member in module.members:
            found.setdefault(member.name, []).append((module.name, member))
    return found


def _touching(statements: Iterable[Statement], moves: Iterable[str]) -> dict[str, list[Statement]]:
    """Return the statements that do anything with each name."""
    found: dict[str, list[Statement]] = {name: [] for name in moves}
    for one in statements:
        names = one.names
        for name in names.binds | names.may_bind | names.deletes | names.reads | names.deferred | names.changes:
            if name in found:
                found[name].append(one)
    return found


def handed_over(text: str, moves: Mapping[str, Move]) -> str:
    """Return a statement whose calls of imported definitions hand over what those ask for."""
    edits = [
        Edit(use.line, use.column, "pass", arguments=moves[use.name].passes)
        for use in uses_of(text)
        if use.how == "load" and use.name in moves and moves[use.name].passes
    ]
    return apply_edits(text, edits)


def settings_of(plan: Plan, statements: Iterable[Statement]) -> frozenset[int]:
    """Return the statements, by index, that give a value which the package has as a constant of its own."""
    members = _by_name(plan)
    return frozenset(
        one.index for one in statements if any(member.kind == "constant" for _, member in _made_from(members, one))
    )


def definitions_of(plan: Plan, statements: Iterable[Statement]) -> frozenset[int]:
    """Return the definitions, by index, that the package has too, under whatever name and with whatever arguments."""
    members = [one for module in plan.modules for one in module.members if one.kind in {"class", "function"}]
    defined = [one for one in statements if one.kind in {Kind.CLASS, Kind.FUNCTION}]
    return frozenset(one.index for one in defined if any(covers(member.origins, one) for member in members))


def _made_from(members: Mapping[str, list[tuple[str, Member]]], statement: Statement) -> list[tuple[str, Member]]:
    """Return what the package has of the one name that a statement binds, with the modules."""
    if len(statement.names.binds) != 1:
        return []
    (name,) = statement.names.binds
    return [pair for pair in members.get(name, ()) if covers(pair[1].origins, statement)]


def _move(
    members: Mapping[str, list[tuple[str, Member]]],
    statement: Statement,
    constants: Mapping[str, str],
    bound: frozenset[str],
) -> Move | None:
    for module, member in _made_from(members, statement)[:1]:
        return _as_move(member, module, statement, constants, bound)
    return None


def _as_move(
    member: Member, module: str, statement: Statement, constants: Mapping[str, str], bound: frozenset[str]
) -> Move | None:
    if member.kind == "constant":
        return None if _is_setting(statement.text) else Move(statement.index, module, member.name)
    if member.kind not in {"class", "function"} or statement.kind not in {Kind.CLASS, Kind.FUNCTION}:
        return None
    grown = growth(member.code, statement.text)
    if grown is None:
        return None
    known = {one.name: _stands_for(one, constants, bound) for one in grown}
    if any(one.required and not known[one.name] for one in grown):
        return None
    wanted = [one for one in grown if one.required or one.name in constants]
    passes = tuple((one.name, known[one.name]) for one in wanted)
    return Move(statement.index, module, member.name, passes, any(one.required for one in grown))


def _stands_for(one: Grown, constants: Mapping[str, str], bound: frozenset[str]) -> str:
    """Return what the notebook calls the value of an argument; empty where it cannot be told."""
    named = {name for name in bound if one.name in (name, argument_name(name))}
    return constants.get(one.name) or (next(iter(named)) if len(named) == 1 else "")


def _fits(move: Move, statement: Statement) -> bool:
    """Tell whether a statement that stays can use the package's definition instead of the notebook's."""
    names = statement.names
    if move.name in names.binds | names.may_bind | names.deletes:
        return False
    if move.name not in names.reads | names.deferred | names.changes:
        return True
    tree = tree_of(statement.text)
    if move.strict and any(_only_named(node, move.name) for node in ast.walk(tree)):
        return False
    try:
        handed_over(statement.text, {move.name: move})
    except LookupError:
        return False
    return True


def _only_named(node: ast.AST, name: str) -> bool:
    """Find a base class or ``Name.method``: there nothing can be handed over."""
    match node:
        case ast.Attribute(value=ast.Name(id=found)) if found == name:
            return True
        case ast.ClassDef(bases=bases):
            return any(isinstance(base, ast.Name) and base.id == name for base in bases)
    return False


def _is_setting(text: str) -> bool:
    """Tell a value that a reader of the notebook turns from an object that is built."""
    match ast.parse(text).body:
        case [ast.Assign(value=value)] | [ast.AnnAssign(value=ast.expr() as value)]:
            return value_of(ast.unparse(value)) is not None
    return False
