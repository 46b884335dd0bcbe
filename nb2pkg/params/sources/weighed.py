"""How much the parts of a loss count, where they are added up.

loss = policy_loss + 0.5 * value_loss - 0.01 * entropy       value_loss_weight, entropy_weight
def box_loss(...): return join(xy_error * 5.0, no_object)    xy_error_weight
kl = -0.5 * torch.sum(1 + logvar - mu ** 2)                  a formula
loss = 2 * error                                             nothing else counts: how steep it is
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition

#: Words of names of what is made smaller.
_LOSSES = frozenset(
    "loss losses cost error err penalty reg regularization regularizer kl kld bce mse mae nll ce divergence entropy "
    "recon reconstruction tv perplexity ssim".split()
)
_WHOLE = frozenset("loss losses cost objective".split())
#: Of such parts there are several in a function.
_SEVERAL = 2
_SHORT = 2
#: What no part is weighed with: it counts once, or it is counted in percent.
_PLAIN = (0, 1, -1, 100)


def weighed_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The numbers in a statement with which the parts of a loss are multiplied."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    claimed: set[int] = set()
    for node in ast.walk(tree_of(statement.text)):
        for number, name in [*_in_sum(node), *_in_loss(node)]:
            if id(number) not in claimed:
                claimed.add(id(number))
                spot = spot_at(number, statement, f"{name}_weight", owner="loss", help=f"How much `{name}` counts.")
                yield within_definition(replace(spot, spelled=True), statement)


def _in_sum(node: ast.AST) -> list[tuple[ast.Constant, str]]:
    """The weights of what is added up to be a loss."""
    match node:
        case ast.Assign(targets=[ast.Name(id=whole)], value=ast.BinOp(op=ast.Add() | ast.Sub()) as value):
            pass
        case ast.AugAssign(target=ast.Name(id=whole), op=ast.Add(), value=value):
            pass
        case ast.Return(value=ast.BinOp(op=ast.Add() | ast.Sub()) as value):
            whole = ""
        case _:
            return []
    terms = _terms(value)
    products = [one for term in terms if (one := _weighted(term))]
    parts = [name for _, name in products] + [_name(term) for term in terms if not _weighted(term)]
    return products if _says(whole, _WHOLE) or all(_says(name, _LOSSES) for name in parts) else []


def _in_loss(node: ast.AST) -> list[tuple[ast.Constant, str]]:
    """The weights of what a function that is called a loss makes of several errors."""
    if not isinstance(node, ast.FunctionDef) or not _says(node.name, _WHOLE):
        return []
    found = [one for inner in ast.walk(node) if isinstance(inner, ast.BinOp) and (one := _weighted(inner))]
    errors = [one for one in found if _says(one[1], _LOSSES)]
    return errors if len(errors) >= _SEVERAL else []


def _terms(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return [*_terms(left), right]
    return [node]


def _weighted(node: ast.expr) -> tuple[ast.Constant, str] | None:
    """The number of a product, and what it is the weight of."""
    match node:
        case ast.BinOp(left=ast.Constant(value=int() | float()) as number, op=ast.Mult(), right=other):
            pass
        case ast.BinOp(left=other, op=ast.Mult(), right=ast.Constant(value=int() | float()) as number):
            pass
        case _:
            return None
    name = _name(other)
    return (number, name) if name and number.value not in _PLAIN else None


def _name(node: ast.expr) -> str:
    """What a part is called: ``entropy.mean()`` is ``entropy``, ``F.mse_loss(a, b)`` is ``mse_loss``."""
    match node:
        case ast.Name(id=name):
            pass
        case ast.Call(func=ast.Attribute(value=inner, attr="mean" | "sum" | "item"), args=[], keywords=[]):
            return _name(inner)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if _says(name, _LOSSES):
            pass
        case ast.Attribute(value=ast.Name(), attr=name):
            pass
        case _:
            return ""
    word = argument_name(snake_case(name)).strip("_")
    return word if len(word) > _SHORT or word in _LOSSES else ""


def _says(name: str, words: frozenset[str]) -> bool:
    return any(word.rstrip("0123456789") in words for word in snake_case(name).split("_"))
