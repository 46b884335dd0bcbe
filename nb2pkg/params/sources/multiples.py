"""Numbers that settings are computed with from other settings.

decay_steps = 500 * len(train_loader)                       decay_epochs
delay = sampling_rate * (sequence_length + 24 - 1)          delay_offset
warmup_steps = warmup_epochs * 100                          warmup_steps_factor
last = sequence_length - 1                                  where something ends
x = width * 2                                               arithmetic
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from dataclasses import replace

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.factors import epochs_told
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition
from nb2pkg.params.words import is_setting, surely_setting

#: What the names of numbers of steps end with.
_STEPS = ("_steps", "_iterations", "_iters")
#: These say where something ends, or how many there are of something else.
_NO_CHOICE = (-1, 0, 1, 2)
#: Greater ones are places in the data.
_GREATEST_OFFSET = 1000
#: How many there are of one unit in another.
_UNITS = (7, 8, 12, 24, 30, 60, 100, 365, 1000, 1024, 3600, 86400)


def multiples_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers of epochs that something takes, in steps, and those between settings."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if number := epochs_told(value):
                word = argument_name(snake_case(name.lower() if name.isupper() else name))
                if word.endswith(_STEPS):
                    yield _spot(number, statement, f"{word.rpartition('_')[0]}_epochs", "Number of epochs.")
    match tree_of(statement.text).body:
        case [ast.Assign(targets=[ast.Name(id=target)], value=ast.BinOp() as value)]:
            word = argument_name(snake_case(target.lower() if target.isupper() else target))
            for number, kind in _between(value, known.constants or frozenset(), surely_setting(word)):
                yield _spot(number, statement, f"{word}_{kind}", f"Part of `{target}`.")


def _spot(number: ast.Constant, statement: Statement, word: str, help: str) -> Spot:
    spot = spot_at(number, statement, word, owner="multiple", help=help)
    return within_definition(replace(spot, spelled=True), statement)


def _between(value: ast.BinOp, constants: Set[str], multiplied: bool) -> Iterator[tuple[ast.Constant, str]]:
    """The numbers that settings are added to, or multiplied with, where nothing but settings is in it."""
    names = [node.id for node in ast.walk(value) if isinstance(node, ast.Name)]
    plain = all(isinstance(node, _ARITHMETIC) for node in ast.walk(value))
    if not plain or not any(map(is_setting, names)) or not all(one in constants or is_setting(one) for one in names):
        return
    for node in ast.walk(value):
        match node:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                for one, other in ((left, right), (right, left)):
                    if isinstance(one, ast.Constant) and _is_choice(one) and isinstance(other, ast.Name):
                        yield from [(one, "offset")] if ast.literal_eval(one) < _GREATEST_OFFSET else []
            case ast.BinOp(left=left, op=ast.Mult(), right=right) if multiplied:
                for one in (left, right):
                    if isinstance(one, ast.Constant) and _is_choice(one) and one.value not in _UNITS:
                        yield one, "factor"


_ARITHMETIC = (ast.BinOp, ast.operator, ast.Name, ast.Constant, ast.expr_context)


def _is_choice(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number not in _NO_CHOICE
    return False
