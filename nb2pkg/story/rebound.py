"""A variable that a notebook binds afresh, each time under a name of its own.

trainer = Trainer(...)             trainer_1 = Trainer(...)
Tuner(trainer).lr_find(net)   ->   Tuner(trainer_1).lr_find(net)
trainer = Trainer(...)             trainer = Trainer(...)
trainer.fit(net)                   trainer.fit(net)

Only where that is the same: at the top level, on every path, and nothing that is kept for later reads the name.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from nb2pkg.flow.names import names_of, uses_of
from nb2pkg.model import Kind, Program, Statement
from nb2pkg.rules.edits import Edit, apply_edits
from nb2pkg.story.capture import captured


def tell_apart(program: Program, name: str) -> Program | None:
    """Number the earlier meanings of a variable; the last one keeps the name.

    Args:
        program: The program.
        name: A variable that it binds at the top level.

    Returns:
        The program with one fresh binding for each name, or None where there is one only or it would not be the same.
    """
    touching = [s for s in program.statements if _touches(s, name)]
    fresh = [s.index for s in touching if _binds_afresh(s, name)]
    if len(fresh) < 2 or touching[0].index != fresh[0] or any(_is_held(s, name) for s in touching):
        return None
    taken = {n for s in program.statements for n in s.names.binds | s.names.may_bind | s.names.reads | s.names.deferred}
    names = _numbered(name, len(fresh) - 1, taken)
    changed = {s.index: _renamed(s, name, fresh, names) for s in touching if s.index <= fresh[-1]}
    return replace(program, statements=tuple(changed.get(s.index, s) for s in program.statements))


def _touches(statement: Statement, name: str) -> bool:
    return name in statement.names.mentioned


def _binds_afresh(statement: Statement, name: str) -> bool:
    """Whether the name gets a new object on every path: by ``x = ...``, not by ``x += 1`` or ``if c: x = 1``."""
    if statement.kind is not Kind.RUN or name not in statement.names.binds or name in statement.names.may_bind:
        return False
    return isinstance(ast.parse(statement.text).body[0], ast.Assign | ast.AnnAssign)


def _is_held(statement: Statement, name: str) -> bool:
    """Whether something reads the name later than here, or does with it what a variable of a new name cannot follow."""
    names = statement.names
    odd = names.deferred | names.deletes | names.assigns_globals | captured(statement.text)
    return statement.kind is not Kind.RUN or statement.names.awaits or name in odd


def _numbered(name: str, count: int, taken: set[str]) -> list[str]:
    found: list[str] = []
    number = 1
    while len(found) < count:
        if f"{name}_{number}" not in taken:
            found.append(f"{name}_{number}")
        number += 1
    return [*found, name]


def _renamed(statement: Statement, name: str, fresh: list[int], names: list[str]) -> Statement:
    """The statement with the name that holds there; what it binds afresh it may read in its old meaning."""
    before = sum(index < statement.index for index in fresh) - 1
    new = fresh.index(statement.index) if statement.index in fresh else before
    edits = {
        (use.line, use.column): Edit(use.line, use.column, "name", names[new if use.how == "store" else before])
        for use in uses_of(statement.text)
        if use.name == name
    }
    text = apply_edits(statement.text, list(edits.values()))
    return replace(statement, text=text, names=names_of(text))
