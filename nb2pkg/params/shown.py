"""Networks that a notebook only shows: built, summed up, and built anew before anything is learnt.

model = Sequential([Embedding(10000, 32), LSTM(32)])
model.summary()
model = Sequential(...)
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Statement

#: Methods that make a network or look at it.
_LOOKING = frozenset("add summary build get_layer count_params get_config pop".split())
_LOOKS = frozenset("print display plot_model summary repr type".split())


def is_only_shown(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Whether the network that a statement builds, or adds a layer to, is never used before its name has another one.

    Args:
        statement: It.
        statements: The program it is from, in order.
    """
    name = _built(statement)
    if not name or not any(one.index > statement.index for one in statements):
        return False
    for later in statements:
        if later.index <= statement.index:
            continue
        if _is_used(name, later):
            return False
        if name in later.names.binds:
            return True
    return False


def _built(statement: Statement) -> str:
    match tree_of(statement.text).body:
        case [ast.Assign(targets=[ast.Name(id=name)])]:
            return name
        case [ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="add")))]:
            return name
    return ""


def _is_used(name: str, statement: Statement) -> bool:
    """Whether anything but a look happens to what the name stands for."""
    if name in statement.names.deferred:
        return True
    looked: set[int] = set()
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=one) as place, attr=method)) if method in _LOOKING:
                looked |= {id(place)} if one == name else set()
            case ast.Call(func=ast.Name(id=function) | ast.Attribute(attr=function), args=arguments):
                looked |= {id(place) for place in arguments} if function in _LOOKS else set()
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) and id(node) not in looked
        for node in ast.walk(tree_of(statement.text))
    )
