"""What a loop prints of its progress is logged, under its own name.

print(f"{epoch}: {train_loss:.3f}")   ->   self.log("train_loss", self.train_loss)
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nb2pkg.loops.find import running_nodes
from nb2pkg.loops.parts import Parts

_MEASURES = frozenset(
    "loss acc accuracy err error f1 auc score precision recall iou dice mse rmse mae perplexity r2".split()
)


def logged_names(blocks: Sequence[Parts], end: Parts) -> list[str]:
    """Names of single numbers that the end of an epoch prints, in order.

    Args:
        blocks: All of the loop.
        end: What runs at the end of each epoch.
    """
    printed = [
        node.id
        for part in end
        for call in running_nodes(part.node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"
        for node in ast.walk(call)
        if isinstance(node, ast.Name) and _measures(node.id)
    ]
    always = [part for part in end if "print" in part.text and not isinstance(part.node, ast.If | ast.For)]
    values = _values([part.node for block in blocks for part in block])
    known = {name for part in always for name in part.names.reads}
    return [n for n in dict.fromkeys(printed) if n in known and n in values and all(map(_is_number, values[n]))]


def _measures(name: str) -> bool:
    return not _MEASURES.isdisjoint(name.lower().split("_"))


def _values(nodes: Sequence[ast.stmt]) -> dict[str, list[ast.expr]]:
    """What is assigned to each name, wherever that stands."""
    found: dict[str, list[ast.expr]] = {}
    for top in nodes:
        for node in running_nodes(top):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                found.setdefault(node.target.id, []).append(ast.Constant(0))
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    one = isinstance(target, ast.Name)
                    for name in [n for n in ast.walk(target) if isinstance(n, ast.Name)]:
                        found.setdefault(name.id, []).append(node.value if one else ast.Tuple(elts=[]))
            elif isinstance(node, ast.For):
                for name in [n for n in ast.walk(node.target) if isinstance(n, ast.Name)]:
                    found.setdefault(name.id, []).append(ast.Tuple(elts=[]))
    return found


def _is_number(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=int() | float()):
            return True
        case ast.BinOp(op=ast.Div() | ast.Mult()):
            return True
        case ast.Call(func=ast.Attribute(attr="item" | "mean" | "average")) | ast.Call(func=ast.Name(id="float")):
            return True
    return False
