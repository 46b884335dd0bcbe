"""A function that the notebook calls once to train, read as if its statements stood where it is called.

def train(net, epochs=20): ...            epochs = 20
net = Net()                         ->    net = Net()
train(net)                                for epoch in range(epochs): ...
"""

from __future__ import annotations

from dataclasses import replace

from nb2pkg.flow.names import names_of
from nb2pkg.flow.program import kind_of
from nb2pkg.flow.source import tree_of
from nb2pkg.loops.find import training_places
from nb2pkg.loops.inline import call_in, inlined
from nb2pkg.loops.parts import Part, part_of
from nb2pkg.model import Kind, Program, Statement
from nb2pkg.roles.give import give_roles

#: How deep functions that train call others that do.
_DEEPEST = 3


def unfold_training(program: Program) -> Program:
    """The program with the one call that trains replaced by what it runs, where that is the same."""
    for _ in range(_DEEPEST):
        told = _unfolded(program)
        if told is None:
            break
        program = told
    return program


def _unfolded(program: Program) -> Program | None:
    places = training_places(program)
    found, functions, training = places.statements, places.functions, places.training
    call = call_in(part_of(found[0])) if len(found) == 1 else None
    if call is None or call.function not in training:
        return None
    statement, function = found[0], functions[call.function]
    others = [s for s in program.statements if s.kind is not Kind.FUNCTION and s.index != statement.index]
    taken = set(frozenset().union(*(s.names.mentioned for s in others), functions.keys()))
    told = inlined(part_of(statement), call, function, taken)
    if told is None:
        return None
    body = [_statement(part, statement) for part in (*told[0], *told[1])]
    used = any(
        call.function in s.names.reads | s.names.deferred
        for s in program.statements
        if s.index not in (statement.index, function.index)
    )
    kept = [s for s in program.statements if used or s.index != function.index]
    merged = [new for s in kept for new in (body if s.index == statement.index else [s])]
    return give_roles(replace(program, statements=tuple(replace(s, index=i) for i, s in enumerate(merged))))


def _statement(part: Part, like: Statement) -> Statement:
    node = tree_of(part.text).body[0]
    return replace(like, kind=kind_of(node), text=part.text, names=names_of(part.text), origin=part.origin, inner=True)
