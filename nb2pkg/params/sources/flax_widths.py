"""Widths of layers that only say what they give, of Flax and Haiku, where an activation follows.

x = nn.relu(nn.Conv(features=32, kernel_size=(3, 3))(x))     conv_channels
x = nn.Dense(256)(x)                                         hidden_size
x = nn.relu(x)
x = nn.Dense(10)(x)                                          classes are no choice
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import calls_in_order, tree_of
from nb2pkg.model import Role, Statement
from nb2pkg.params.calls import Argument
from nb2pkg.params.sources.arguments import spot_of
from nb2pkg.params.sources.spot import Known, Spot

_LIBRARIES = ("flax.linen.", "haiku.")
_CONVOLUTIONS = frozenset(
    {"Conv", "ConvTranspose", *(f"Conv{n}D{end}" for n in (1, 2, 3) for end in ("", "Transpose"))}
)
_LAYERS = _CONVOLUTIONS | {"Dense", "Linear"}
_WORDS = ("features", "output_size", "output_channels")
_ACTIVATIONS = frozenset("relu relu6 gelu silu swish elu selu celu leaky_relu tanh softplus mish hard_tanh".split())
#: What stands between a layer and its activation.
_BETWEEN = frozenset("BatchNorm LayerNorm".split())
#: What makes one number of channels follow from another.
_BOUND = frozenset("GroupNorm glu split reshape dot_general einsum".split())
#: Fewer are the channels of an image.
_FEWEST = 4


def flax_widths_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The widths in a statement that belong to layers in the middle of a network."""
    if statement.role is Role.EXPLORE or not any(path.startswith(("flax", "haiku")) for path in known.imports.values()):
        return
    tree = tree_of(statement.text)
    layers = [(call, last) for call in calls_in_order(tree) if (last := _layer(call, known.imports))]
    if not layers or any(_binds(node) for node in ast.walk(tree)):
        return
    middle = _activated(tree)
    sizes = [(call, last, node) for call, last in layers[:-1] if id(call) in middle and (node := _size(call))]
    own = {id(node) for _, _, node in sizes}
    others = {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and id(one) not in own}
    for call, last, node in sizes:
        if node.value not in others:
            word = "conv_channels" if last in _CONVOLUTIONS else "hidden_size"
            path = resolve(dotted(call.func) or "", known.imports)
            yield spot_of(Argument(word, node, "", "cell", path), dotted(call.func) or "", statement, "", None)


def _layer(call: ast.Call, imports: Mapping[str, str]) -> str:
    path = resolve(dotted(call.func) or "", imports)
    last = path.rpartition(".")[2]
    return last if path.startswith(_LIBRARIES) and last in _LAYERS else ""


def _size(call: ast.Call) -> ast.Constant | None:
    given = {word.arg: word.value for word in call.keywords}
    named = [given[word] for word in _WORDS if word in given]
    match [*call.args[:1], *named]:
        case [ast.Constant(value=int() as number) as node] if number >= _FEWEST and not _is_grouped(given):
            return node
    return None


def _is_grouped(given: Mapping[str | None, ast.expr]) -> bool:
    return any(word in given for word in ("feature_group_count", "groups"))


def _binds(node: ast.AST) -> bool:
    """Whether something needs as many channels of one as of another: sums, shapes that are written out."""
    match node:
        case ast.BinOp(op=ast.Add() | ast.Mult(), left=left, right=right):
            return not any(isinstance(one, ast.Constant) for one in (left, right))
        case ast.Call(func=ast.Attribute(attr="reshape"), args=shape):
            return any(isinstance(one, ast.Constant) and one.value not in (0, 1) for one in _plain(shape))
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in _BOUND - {"reshape"}
    return False


def _plain(shape: Sequence[ast.expr]) -> Iterator[ast.AST]:
    """The numbers of a shape, places in other shapes left out."""
    for one in shape:
        yield from one.elts if isinstance(one, ast.Tuple | ast.List) else [one]


def _activated(tree: ast.AST) -> set[int]:
    """The layers, called or held by an instance, whose outcome goes into an activation."""
    held: dict[str, list[ast.Call]] = {}
    applied: list[ast.expr] = []
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=ast.Call() as call):
                held.setdefault(name, []).append(call)
            case ast.Call(func=function, args=[ast.Call(func=layer), *_]) if _is_activation(function):
                applied.append(layer)
            case ast.List(elts=parts):
                applied += [one for one, later in pairwise(parts) if _is_activation(later)]
            case ast.FunctionDef(body=body):
                applied += _in_lines(body)
    names = {name for one in applied if (name := (dotted(one) or "").removeprefix("self."))}
    own = {id(one) for one in applied if isinstance(one, ast.Call)}
    return own | {id(calls[0]) for name, calls in held.items() if name in names and len(calls) == 1}


def _in_lines(body: Sequence[ast.stmt]) -> Iterator[ast.expr]:
    """The layers of lines ``x = layer(x)`` behind which ``x = relu(x)`` stands, maybe after a normalization."""
    waiting: tuple[str, ast.expr] | None = None
    for line in body:
        match line:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function, args=[ast.Name(id=given), *_])):
                if waiting and waiting[0] == given == name and _is_activation(function):
                    yield waiting[1]
                    waiting = None
                elif not (waiting and waiting[0] == given == name and _is_between(function)):
                    waiting = (name, function)
            case _:
                waiting = None


def _is_activation(function: ast.expr) -> bool:
    return (dotted(function) or "").rpartition(".")[2] in _ACTIVATIONS


def _is_between(function: ast.expr) -> bool:
    called = function.func if isinstance(function, ast.Call) else function
    return (dotted(called) or "").rpartition(".")[2] in _BETWEEN
