"""How what an agent explores, or a softmax is divided by, becomes less while the notebook runs.

epsilon = max(1 - episode / 500, 0.01)                  epsilon_decay_episodes, epsilon_min
epsilon = max(epsilon * 0.995, 0.05)                    epsilon_decay, epsilon_min
eps *= 0.99                                             eps_decay
tau = np.maximum(tau * np.exp(-0.001 * step), 0.5)      tau_decay, tau_min
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition

_WORDS = frozenset("epsilon eps tau temperature temp exploration".split())
_LIMITS = {
    **dict.fromkeys(("max", "numpy.maximum", "jax.numpy.maximum"), "min"),
    **dict.fromkeys(("min", "numpy.minimum", "jax.numpy.minimum"), "max"),
}
_EXPONENTIAL = frozenset(("math.exp", "numpy.exp", "jax.numpy.exp"))


def schedules_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers in what such a name is bound to anew."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)], value=value):
                found = list(_numbers(name, value, known.imports))
            case ast.AugAssign(
                target=ast.Name(id=name) | ast.Attribute(attr=name),
                op=ast.Mult(),
                value=ast.Constant(value=float()) as number,
            ):
                found = [(number, "decay")]
            case _:
                continue
        base = argument_name(snake_case(name))
        if _WORDS & set(base.split("_")):
            for number, word in found:
                spot = spot_at(number, statement, f"{base}_{word}", owner="schedule", help=_said(word, base))
                yield within_definition(replace(spot, spelled=True), statement)


def _said(word: str, name: str) -> str:
    if word in _LIMITS.values():
        return f"{'Smallest' if word == 'min' else 'Greatest'} {name}."
    return f"What {name} is multiplied by." if word == "decay" else f"How long {name} falls."


def _numbers(name: str, value: ast.expr, imports: Mapping[str, str]) -> Iterator[tuple[ast.Constant, str]]:
    """The limit of a value, by how much it changes, or over how many rounds."""
    match value:
        case ast.Call(func=func, args=[left, right], keywords=[]) if word := _LIMITS.get(
            resolve(dotted(func) or "", imports)
        ):
            for limit, rest in ((right, left), (left, right)):
                if _is_number(limit) and isinstance(limit, ast.Constant) and limit.value:
                    yield limit, word
                    yield from _numbers(name, rest, imports)
                    break
        case ast.BinOp(left=ast.Name(id=other) | ast.Attribute(attr=other), op=ast.Mult(), right=ast.Constant() as by):
            if other == name and isinstance(by.value, float):
                yield by, "decay"
        case ast.BinOp(
            left=ast.Constant(),
            op=ast.Sub(),
            right=ast.BinOp(left=ast.Name(id=rounds), op=ast.Div(), right=ast.Constant() as last),
        ):
            if _is_number(last):
                word = argument_name(snake_case(rounds))
                yield last, f"decay_{word.rstrip('s')}s"


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)
