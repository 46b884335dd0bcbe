"""One look over a piece of code: its calls, and the names in it."""

from __future__ import annotations

import ast
from collections import deque
from dataclasses import dataclass

from nb2pkg.roles.scope import root_of

_IDLE = (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in a piece of code.

    Attributes:
        calls: Its calls, outer ones before inner ones.
        loads: Names that are read.
        binds: Names that are stored, those of comprehensions left out.
        stores: Names to whose parts something is assigned: ``rows`` of ``rows["a"] = 1``.
    """

    calls: tuple[ast.Call, ...]
    loads: tuple[str, ...]
    binds: tuple[str, ...]
    stores: frozenset[str]


def seen_in(*nodes: ast.AST) -> Seen:
    """Look over nodes and all below them."""
    calls: list[ast.Call] = []
    loads: list[str] = []
    binds: list[str] = []
    stores: set[str] = set()
    queue = deque(nodes)
    while queue:
        node = queue.popleft()
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                loads.append(node.id)
            elif isinstance(node.ctx, ast.Store):
                binds.append(node.id)
            continue
        if isinstance(node, ast.Call):
            calls.append(node)
        elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            stores.update(filter(None, [root_of(node)]))
        skipped = node.target if isinstance(node, ast.comprehension) else None
        queue.extend(child for child in _children(node) if child is not skipped)
    return Seen(tuple(calls), tuple(loads), tuple(binds), frozenset(stores))


def _children(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST) and not isinstance(item, _IDLE)]
        elif isinstance(value, ast.AST) and not isinstance(value, _IDLE):
            found.append(value)
    return found
