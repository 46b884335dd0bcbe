"""First guesses, one statement after the other: what earlier ones bound is known to later ones."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from nb2pkg.flow.imports import aliases, find_imports
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.roles.definitions import read_class, read_function, role_of_call
from nb2pkg.roles.evidence import Guess, Strength
from nb2pkg.roles.reading import read_statement
from nb2pkg.roles.scope import Scope


def first_guesses(statements: Sequence[Statement], told: Callable[[Statement], bool]) -> list[Guess]:
    """What each statement seems to be for, by itself and by what was bound before it.

    Args:
        statements: The program.
        told: Whether a person said what a statement is for.
    """
    nodes = [_parsed(statement) for statement in statements]
    imports = aliases(find_imports(tuple(statements)))
    defined = [(s, n) for s, n in zip(statements, nodes, strict=True) if s.kind in (Kind.CLASS, Kind.FUNCTION)]
    own = frozenset(name for statement, _ in defined for name in statement.names.binds)
    scope = Scope({name: full for name, full in imports.items() if name not in own})
    definitions: dict[int, Guess] = {}
    called: Mapping[str, Role | None] = dict.fromkeys(own)
    for turn in range(2):  # one may call another that comes later
        scope = Scope(scope.imports, called, setting=_setting(defined, definitions))
        for s, n in defined:
            if not turn or (s.names.reads | s.names.deferred) & own:
                definitions[s.index] = _told(s) if told(s) else _definition(n, scope, imports)
        called = _calls(defined, definitions)
    scope = Scope(scope.imports, called, setting=_setting(defined, definitions))
    return _in_order(statements, nodes, definitions, scope, told)


def _setting(defined: list[tuple[Statement, ast.stmt]], guesses: Mapping[int, Guess]) -> frozenset[str]:
    idle = [s for s, _ in defined if s.index in guesses and guesses[s.index].sets_up]
    return frozenset(name for s in idle for name in s.names.binds)


def _calls(defined: list[tuple[Statement, ast.stmt]], guesses: Mapping[int, Guess]) -> dict[str, Role | None]:
    return {name: role_of_call(name, guesses[s.index]) for s, _ in defined for name in s.names.binds}


def _definition(node: ast.stmt, scope: Scope, imports: Mapping[str, str]) -> Guess:
    if isinstance(node, ast.ClassDef):
        # class DeepGP(DeepGP): the base is the imported one
        inherited = {node.name: imports[node.name]} if node.name in imports else {}
        return read_class(node, replace(scope, imports={**scope.imports, **inherited}))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return read_function(node, scope)
    return Guess(None, "", Strength.NOTHING)


def _in_order(
    statements: Sequence[Statement],
    nodes: Sequence[ast.stmt],
    definitions: Mapping[int, Guess],
    scope: Scope,
    told: Callable[[Statement], bool],
) -> list[Guess]:
    guesses: list[Guess] = []
    holds: dict[str, Role | None] = {}
    for place, (statement, node) in enumerate(zip(statements, nodes, strict=True)):
        if statement.kind is Kind.IMPORT:
            guesses.append(Guess(Role.SETUP, "imports", Strength.CALL))
            holds = {name: role for name, role in holds.items() if name not in statement.names.binds}
            continue
        if statement.index in definitions:
            guesses.append(definitions[statement.index])
            continue
        last = place + 1 == len(statements) or statements[place + 1].origin.cell != statement.origin.cell
        guess = read_statement(node, replace(scope, holds=holds), shown=last and not statement.inner)
        holds |= dict.fromkeys(statement.names.binds | statement.names.may_bind) | dict(guess.made)
        guesses.append(_told(statement) if told(statement) else guess)
    return guesses


def _told(statement: Statement) -> Guess:
    return Guess(statement.role, statement.why, Strength.PERSON)


def _parsed(statement: Statement) -> ast.stmt:
    return tree_of(statement.text).body[0]
