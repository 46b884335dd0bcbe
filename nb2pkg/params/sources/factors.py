"""By how much one setting is more or less than a learning rate, and for how many epochs the rate has a schedule.

cosine(optimizer, eta_min=lr / 50)                    eta_min_divisor
schedule(peak_value=lr, end_value=0.01 * lr)          end_value_factor
{"params": head.parameters(), "lr": lr * 0.1}         lr_factor
schedule(decay_steps=500 * len(loader))               decay_epochs
schedule(lr, boundaries_and_scales={steps: 0.1})      lr_scale
x - lr * 2                                            arithmetic
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition


def factors_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The numbers by which arguments are parts or multiples of a learning rate, or of an epoch's steps."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    for node in ast.walk(tree_of(statement.text)):
        for word, value in _given(node):
            for number in _scales(value) if word == "boundaries_and_scales" else ():
                said = "What the learning rate is multiplied by at each boundary."
                spot = spot_at(number, statement, "lr_scale", owner="rate", help=said)
                yield within_definition(spot, statement)
            if epochs := epochs_told(value) if word in _OVER else None:
                spot = spot_at(epochs, statement, f"{_OVER[word]}_epochs", owner="rate", help=_SCHEDULED)
                yield within_definition(spot, statement)
            found = _factor(value)
            if found and word.isidentifier():
                number, kind = found
                said = f"What the learning rate is {'divided' if kind == 'divisor' else 'multiplied'} by."
                spot = spot_at(number, statement, f"{word}_{kind}", owner="rate", help=said)
                yield within_definition(replace(spot, spelled=True), statement)


#: Arguments that are a number of steps -> what happens in those.
_OVER = {
    **{"decay_steps": "decay", "warmup_steps": "warmup", "transition_steps": "decay", "num_warmup_steps": "warmup"},
    **{"total_steps": "schedule", "num_training_steps": "schedule", "T_max": "schedule"},
}
_SCHEDULED = "Number of epochs over which the learning rate changes."


def epochs_told(value: ast.expr) -> ast.Constant | None:
    """How many times as many steps as something has batches: ``500 * len(loader)``."""
    match value:
        case ast.BinOp(left=ast.Constant(value=int() as epochs) as number, op=ast.Mult(), right=steps) if epochs > 1:
            pass
        case ast.BinOp(left=steps, op=ast.Mult(), right=ast.Constant(value=int() as epochs) as number) if epochs > 1:
            pass
        case _:
            return None
    match steps:
        case ast.Call(func=ast.Name(id="len")):
            return number
        case ast.Name(id=name) | ast.Attribute(attr=name) if name.lower().endswith("steps_per_epoch"):
            return number
    return None


def _scales(value: ast.expr) -> list[ast.Constant]:
    """What a schedule multiplies the learning rate by, at each of the steps that the keys are."""
    scales = value.values if isinstance(value, ast.Dict) else []
    return [one for one in scales if isinstance(one, ast.Constant) and isinstance(one.value, float)]


def _given(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Keywords and keys with their values."""
    match node:
        case ast.Call(keywords=words):
            yield from ((word.arg, word.value) for word in words if word.arg)
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value


def _factor(value: ast.expr) -> tuple[ast.Constant, str] | None:
    match value:
        case ast.BinOp(left=ast.Constant() as number, op=ast.Mult(), right=rate) if _is_rate(rate):
            pass
        case ast.BinOp(left=rate, op=ast.Mult() | ast.Div(), right=ast.Constant() as number) if _is_rate(rate):
            pass
        case _:
            return None
    if not isinstance(number.value, int | float) or isinstance(number.value, bool):
        return None
    return number, "divisor" if isinstance(value.op, ast.Div) else "factor"


def _is_rate(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            words = snake_case(name.lower() if name.isupper() else name).split("_")
            return "lr" in words or words[-2:] == ["learning", "rate"]
    return False
