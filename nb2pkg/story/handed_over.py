"""Calls give what arguments default to, so that what is handed over can be turned.

def train(net, epochs=EPOCHS): ...               def train(net, epochs=10): ...
train(net)                                ->     train(net, epochs=EPOCHS)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nb2pkg.flow.names import names_of
from nb2pkg.model import Program, Statement
from nb2pkg.params.direct_calls import Called
from nb2pkg.rules.edits import Edit, apply_edits, character_place


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Arguments of one function or class that its calls are to give.

    Attributes:
        called: The function or class.
        edits: What becomes of its definition.
        given: The arguments, each with the expression that is given.
    """

    called: Called
    edits: tuple[Edit, ...]
    given: tuple[tuple[str, str], ...]


def hand_over(program: Program, found: Iterable[HandedOver]) -> Program:
    """Have the calls give these arguments, where they do not give something else."""
    edits: dict[int, list[Edit]] = {}
    passed: dict[tuple[int, int, int], list[tuple[str, str]]] = {}
    for one in found:
        edits.setdefault(one.called.definition.index, []).extend(one.edits)
        for call in one.called.calls:
            spot = (call.statement, *character_place(program.statements[call.statement].text, call.name))
            missing = [(argument, value) for argument, value in one.given if argument not in call.given]
            passed.setdefault(spot, []).extend(missing)
    for (index, line, column), given in passed.items():
        if given:
            edits.setdefault(index, []).append(Edit(line, column, "pass", arguments=tuple(given), bind=False))
    statements = tuple(with_edits(s, edits.get(s.index, [])) for s in program.statements)
    return replace(program, statements=statements) if edits else program


def with_edits(statement: Statement, edits: Sequence[Edit]) -> Statement:
    """The statement, edited; its names follow."""
    if not edits:
        return statement
    text = apply_edits(statement.text, edits)
    return replace(statement, text=text, names=names_of(text))
