"""What a statement binds or fills, and with what, blocks included and definitions left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nb2pkg.flow.keepers import FILLS

Names = frozenset[str]

NONE: Names = frozenset()


def bindings(node: ast.stmt) -> Iterator[tuple[Names, ast.expr]]:
    """Names and what their objects come from or get, in the order of the text; definitions are left out."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return
        case ast.Assign(targets=targets, value=value):
            yield from (pair for target in targets for pair in _pairs(target, value))
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _pairs(target, value)
        case ast.AugAssign(target=target, value=value):
            yield first_name(target), value
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=method)) as call) if method in FILLS:
            yield from ((first_name(owner), part) for part in [*call.args, *(k.value for k in call.keywords)])
        case ast.With(items=items) | ast.AsyncWith(items=items):
            yield from ((names_in(i.optional_vars), i.context_expr) for i in items if i.optional_vars is not None)
    for inner in _inside(node):
        yield from bindings(inner)


def _inside(node: ast.stmt) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from child.body


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[Names, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, part in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, part)
    else:
        yield (names_in(target) if isinstance(target, ast.Tuple | ast.List) else first_name(target)), value


def names_in(target: ast.expr) -> Names:
    """Every name in a target."""
    return frozenset(node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def first_name(value: ast.expr) -> Names:
    """The name that ``a.b[0].c`` begins with."""
    while isinstance(value, ast.Attribute | ast.Subscript | ast.Starred | ast.Call):
        value = value.func if isinstance(value, ast.Call) else value.value
    return frozenset({value.id}) if isinstance(value, ast.Name) else NONE
