"""A class that reads a variable of the notebook under a name that it binds itself gets it under another name.

size = len(rows)                 size = len(rows)
                                 size_ = size
class Config:             ->     class Config:
    size: int = size                 size: int = size_

Python looks such a name up in the module only, never in a function around the class.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from nb2pkg.flow.names import names_of, uses_of
from nb2pkg.flow.scopes import declared_by
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Program, Role, Statement, Use
from nb2pkg.rules.edits import Edit, apply_edits


def hand_to_classes(program: Program) -> Program:
    """Give classes what they read under names of their own under another name.

    Returns:
        The program, its statements numbered as they were; what is new has the number of its class.
    """
    computed = _computed(program.statements)
    taken = {n for s in program.statements for n in s.names.binds | s.names.may_bind | s.names.reads | s.names.deferred}
    told: list[Statement] = []
    for statement in program.statements:
        names = sorted(_shared(statement) & computed) if statement.kind is Kind.CLASS else []
        for name in names:
            fresh = name
            while fresh in taken:
                fresh += "_"
            taken.add(fresh)
            text = f"{fresh} = {name}"
            why = "a class reads it"
            told.append(replace(statement, kind=Kind.RUN, text=text, names=names_of(text), role=Role.DATA, why=why))
            statement = _reading(statement, name, fresh)
        told.append(statement)
    return replace(program, statements=tuple(told))


def _computed(statements: tuple[Statement, ...]) -> frozenset[str]:
    """Names that something else than ``name = literal`` binds."""
    running = [s for s in statements if s.kind is Kind.RUN and not _is_plain(s)]
    return frozenset[str]().union(*(s.names.binds | s.names.may_bind for s in running))


def _is_plain(statement: Statement) -> bool:
    match tree_of(statement.text).body if not statement.names.awaits else []:
        case [ast.Assign(targets=[ast.Name()], value=ast.Constant())]:
            return True
    return False


def _shared(statement: Statement) -> frozenset[str]:
    """Names that the class body reads from the notebook and binds for itself."""
    if not statement.names.reads:
        return frozenset()
    node = tree_of(statement.text).body[0]
    own = declared_by(node.body, node.name).bound if isinstance(node, ast.ClassDef) else frozenset[str]()
    return frozenset(use.name for use in _read_in_body(statement) if use.name in own) if own else frozenset()


def _read_in_body(statement: Statement) -> list[Use]:
    return [u for u in uses_of(statement.text) if u.how == "load" and not u.deferred and len(u.scope) == 1]


def _reading(statement: Statement, name: str, fresh: str) -> Statement:
    edits = [Edit(u.line, u.column, "name", fresh) for u in _read_in_body(statement) if u.name == name]
    text = apply_edits(statement.text, edits)
    return replace(statement, text=text, names=names_of(text))
