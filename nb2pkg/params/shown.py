"""Networks that a notebook only shows: built, summed up, and built anew before anything is learnt.

model = Sequential([Embedding(10000, 32), LSTM(32)])
model.summary()
model = Sequential(...)
outputs = SimpleRNN(16)(inputs)            no network: its shape is all that is asked for
print(outputs.shape)
outputs = SimpleRNN(16, return_sequences=True)(inputs)
layer = Attention(num_heads=2)             its weights are written down by hand
layer.projection.weight.data = torch.eye(2)
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nb2pkg.flow.constants import dotted
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


def is_set_by_hand(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Whether the layer that a statement makes is given its weights in writing: somebody looks at how it works.

    Args:
        statement: It.
        statements: The program it is from, in order.
    """
    name = _built(statement)
    later = (one for one in statements if one.index > statement.index and "." in one.text and name in one.text)
    return bool(name) and any(_gets_weights(name, one) for one in later)


#: Parts of layers that are learnt, but for a look at how they work.
_WEIGHTS = frozenset(("data", "weight", "bias"))


def _gets_weights(name: str, statement: Statement) -> bool:
    """Whether numbers are given to a layer as its weights: ``layer.linear.weight.data = torch.Tensor([[1.0]])``."""
    match tree_of(statement.text).body[0]:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Attribute() as part, attr=last)], value=ast.Call(args=[value])
        ):
            written = isinstance(value, ast.List | ast.Tuple)
            return written and last in _WEIGHTS and (dotted(part) or "").partition(".")[0] == name
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
                shapes = [one.value for one in arguments if isinstance(one, ast.Attribute) and one.attr == "shape"]
                looked |= {id(place) for place in (*arguments, *shapes)} if function in _LOOKS else set()
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) and id(node) not in looked
        for node in ast.walk(tree_of(statement.text))
    )
