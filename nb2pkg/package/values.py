"""The value of a default, read from its source without running it."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass

_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value that was found; it may be None."""

    value: object


def value_of(source: str) -> Value | None:
    """Return the value of a literal, or of arithmetic on numbers (``28 * 28``).

    Args:
        source: A Python expression.

    Returns:
        Its value; None where only running it could tell.
    """
    try:
        tree = ast.parse(source.strip(), mode="eval").body
        return Value(_number(tree) if isinstance(tree, ast.BinOp) else ast.literal_eval(tree))
    except (SyntaxError, ValueError, TypeError, ArithmeticError, MemoryError, RecursionError):
        return None


def _number(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _ARITHMETIC[type(op)](_number(left), _number(right))
    raise ValueError("not arithmetic on numbers")
