"""Statements that only look at what a step computes: they say the same before gradients are computed and after.

loss.backward()
print(epoch, loss.item(), model.noise.item())     only looks
losses.append(loss.item())                        only looks
optimizer.step()
"""

from __future__ import annotations

import ast
from collections.abc import Collection

from nb2pkg.flow.constants import dotted
from nb2pkg.loops.bars import LOG

#: Calls that give a number, a text or a part of their values, and change nothing.
_GIVING = frozenset(
    "item mean sum norm squeeze format float int str len round abs max min dict numpy detach cpu tolist".split()
)
#: Calls that show or collect.
_TAKING = ("print", LOG)


def only_looks(node: ast.stmt, touched: Collection[str]) -> bool:
    """Whether a statement does nothing but to print, log or collect numbers.

    Args:
        node: The statement.
        touched: Names that it may not bind or add to.
    """
    match node:
        case ast.Pass():
            return True
        case ast.If(test=test, body=body, orelse=orelse):
            return _gives(test) and all(only_looks(one, touched) for one in (*body, *orelse))
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=args, keywords=keywords)) if name in _TAKING:
            return all(map(_gives, [*args, *(k.value for k in keywords)]))
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value])):
            return name not in touched and _gives(value)
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AugAssign(target=ast.Name(id=name), value=value)
        ):
            return name not in touched and _gives(value)
    return False


def _gives(value: ast.expr) -> bool:
    """Whether it gives a value, asks for no gradient and changes nothing."""
    for node in ast.walk(value):
        if isinstance(node, ast.Attribute) and "grad" in node.attr:
            return False
        if isinstance(node, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom):
            return False
        if isinstance(node, ast.Call) and (dotted(node.func) or _method(node)).rpartition(".")[2] not in _GIVING:
            return False
    return True


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""
