"""The weights with which predictions are blended: numbers that make one together.

final = forest_preds * 0.3 + boost_preds * 0.7         forest_preds_weight, boost_preds_weight
grey = 0.299 * r + 0.587 * g + 0.114 * b               how eyes see, no choice
mean = 0.9 * mean + 0.1 * x                            mean_weight, x_weight
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

_EXACT = 1e-6
#: How bright a color is.
_GREY = frozenset((0.587, 0.7152))
_FEWEST, _MOST = 2, 12


def blends_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The weights in sums of a statement, where each is of something that has a name."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION):
        return
    for node in _sums(tree_of(statement.text)):
        terms = [_weighted(term) for term in _terms(node)]
        found = [term for term in terms if term is not None]
        names = [name for _, name in found]
        if (
            len(found) == len(terms)
            and len(set(names)) == len(names)
            and _are_shares([float(ast.unparse(number)) for number, _ in found])
        ):
            for number, name in found:
                spot = spot_at(number, statement, f"{name}_weight", owner="blend")
                yield replace(within_definition(spot, statement), spelled=True)


def _sums(tree: ast.AST) -> Iterator[ast.BinOp]:
    """The outermost sums."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield node
        else:
            stack += reversed(list(ast.iter_child_nodes(node)))


def _terms(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [*_terms(left), right]
    return [node]


def _weighted(node: ast.expr) -> tuple[ast.Constant, str] | None:
    """The number of a product, and what it is the weight of."""
    match node:
        case ast.BinOp(left=ast.Constant(value=float()) as number, op=ast.Mult(), right=other):
            pass
        case ast.BinOp(left=other, op=ast.Mult(), right=ast.Constant(value=float()) as number):
            pass
        case _:
            return None
    name = _name_of(other)
    return (number, name) if name else None


def _name_of(node: ast.expr) -> str:
    """``forest_preds``, ``forest.predict(x)``, ``table["forest"]`` and ``forest_preds[rows]`` have names."""
    match node:
        case ast.Name(id=name) | ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            pass
        case ast.Attribute(value=ast.Name(), attr=name):
            pass
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str() as name)) if name.isidentifier():
            pass
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Name() | ast.Slice()):
            pass
        case _:
            return ""
    return argument_name(snake_case(name))


def _are_shares(numbers: list[float]) -> bool:
    shares = _FEWEST <= len(numbers) <= _MOST and all(0 < one < 1 for one in numbers)
    return shares and abs(sum(numbers) - 1) < _EXACT and not _GREY & set(numbers)
