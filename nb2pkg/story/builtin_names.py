"""A builtin's name that the notebook binds: what reads it before that goes on reading the builtin.

sum = sum(rows)     ->     sum = builtins.sum(rows)
print(sum)                 print(sum)

In a function the name would be the function's own all the way, and not there yet.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from nb2pkg.flow.methods import is_builtin
from nb2pkg.flow.names import names_of, uses_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Note, Program, Statement
from nb2pkg.rules.edits import Edit, apply_edits

_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Assert)


def spell_builtins(program: Program) -> tuple[Program, tuple[Note, ...]]:
    """Spell builtins out where their names mean them, and are bound further down.

    Returns:
        The program, and a note on each definition that cannot tell which of the two it means.
    """
    statements = list(program.statements)
    notes: list[Note] = []
    for name in _bound_builtins(statements):
        bound = False
        for place, statement in enumerate(statements):
            names = statement.names
            if not bound and name in names.reads and _means_builtin(statement, name):
                statements[place] = _spelled(statement, name)
            elif not bound and name in names.deferred and statement.kind is not Kind.RUN:
                who = " and ".join(sorted(names.binds))
                text = f"{who} uses {name}, which the notebook binds further down: it may stand for the builtin"
                notes.append(Note("warning", text, statement.origin))
            bound = (bound and name not in names.deletes) or name in names.binds
    return replace(program, statements=tuple(statements)), tuple(notes)


def _bound_builtins(statements: Iterable[Statement]) -> list[str]:
    names = frozenset[str]().union(*(s.names.binds | s.names.may_bind for s in statements))
    return sorted(name for name in names if is_builtin(name) and not name.startswith("_"))


def _means_builtin(statement: Statement, name: str) -> bool:
    """Whether all that reads the name in the statement is done before the statement may bind it."""
    if statement.kind is not Kind.RUN or name in statement.names.deferred or statement.names.awaits:
        return False
    simple = isinstance(tree_of(statement.text).body[0], _SIMPLE)
    return simple or name not in statement.names.binds | statement.names.may_bind


def _spelled(statement: Statement, name: str) -> Statement:
    uses = [use for use in uses_of(statement.text) if use.name == name and use.how == "load"]
    text = apply_edits(statement.text, [Edit(use.line, use.column, "name", f"builtins.{name}") for use in uses])
    return replace(statement, text=text, names=names_of(text))
