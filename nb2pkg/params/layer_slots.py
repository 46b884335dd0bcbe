"""Where the sizes of a network's layers are written: what a layer takes, what it gives, what passes through it.

nn.Conv2d(1, 16, 5)                 takes 1, gives 16
nn.BatchNorm2d(16)                  passes 16 through
nn.Linear(16 * 14 * 14, 10)         takes what the convolution gives, flattened
nn.Linear(3136, 10)                 the same, written out: 196 times what the convolution gives
block(128, 256)                     takes 128, gives 256, where the network has ``def block(i, o): nn.Linear(i, o)``
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Literal

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import calls_in_order, place_of

Way = Literal["in", "out", "through"]
Sort = Literal["linear", "recurrent", "embedding", "convolution", "norm"]

_MODULES = ("torch", "flax")
_RECURRENT = ("RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell")
_RECURRENT_SIZES = {0: "input_size", 1: "hidden_size"}
_CONVOLUTIONS = tuple(f"{name}{n}d" for name in ("Conv", "ConvTranspose") for n in (1, 2, 3))
_CHANNELS = {0: "in_channels", 1: "out_channels"}
_BATCHES = tuple(f"{name}{n}d" for name in ("BatchNorm", "InstanceNorm") for n in (1, 2, 3))
_SIDES = {0: "in_features", 1: "out_features"}
_FEATURES = {0: "num_features"}
#: Layer -> which positional arguments are sizes, under what keyword.
_POSITIONS: Mapping[str, Mapping[int, str]] = {
    "Linear": _SIDES,
    "Embedding": {1: "embedding_dim"},
    **dict.fromkeys(_RECURRENT, _RECURRENT_SIZES),
    **dict.fromkeys(_CONVOLUTIONS, _CHANNELS),
    **dict.fromkeys(_BATCHES, _FEATURES),
    "LayerNorm": {0: "normalized_shape"},
    **dict.fromkeys(("nnx.Linear", "nnx.Conv", "nnx.ConvTranspose"), _SIDES),
    **dict.fromkeys(("nnx.BatchNorm", "nnx.LayerNorm"), _FEATURES),
}
_WAYS: Mapping[str, Way] = {
    **dict.fromkeys(("in_features", "input_size", "in_channels"), "in"),
    **dict.fromkeys(("out_features", "hidden_size", "embedding_dim", "out_channels"), "out"),
    **dict.fromkeys(("num_features", "normalized_shape"), "through"),
}
_SORTS: Mapping[str, Sort] = {
    **{"Linear": "linear", "nnx.Linear": "linear", "Embedding": "embedding"},
    **dict.fromkeys(_RECURRENT, "recurrent"),
    **dict.fromkeys((*_CONVOLUTIONS, "nnx.Conv", "nnx.ConvTranspose"), "convolution"),
    **dict.fromkeys((*_BATCHES, "LayerNorm", "nnx.BatchNorm", "nnx.LayerNorm"), "norm"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One place where a size is written.

    Attributes:
        node: The number.
        way: Whether the layer takes, gives or keeps it.
        call: What is called.
        sort: The layer's sort.
        times: How many times the size the number is: an image that is flattened has many numbers for each channel.
    """

    node: ast.Constant
    way: Way
    call: str
    sort: Sort
    times: int = 1

    @property
    def size(self) -> int | None:
        """The size that is meant."""
        return self.node.value // self.times if isinstance(self.node.value, int) else None


@dataclass(frozen=True, slots=True)
class _Layer:
    call: ast.Call
    name: str
    sort: Sort
    sizes: tuple[tuple[Way, ast.expr], ...]

    def size(self, way: Way) -> ast.expr | None:
        return next((node for one, node in self.sizes if one == way), None)


@dataclass(frozen=True, slots=True)
class _Helper:
    """A function of the network that makes layers: what its arguments are to them."""

    sort: Sort
    positions: Mapping[int, str]
    ways: Mapping[str, Way]


def slots_in(trees: Sequence[ast.AST], imports: Mapping[str, str]) -> tuple[list[Slot], frozenset[int]]:
    """Where sizes are written, and the sizes of which something else is made that they do not say.

    Args:
        trees: A class, a function, or the statements that build layers.
        imports: Alias -> dotted path.

    Returns:
        The places, in order, and the sizes that cannot change.
    """
    layers = [one for tree in trees for one in sorted(_layers(tree, imports), key=lambda one: place_of(one.call))]
    if not layers:
        return [], frozenset()
    shapes = [shape for tree in trees for shape in _shapes(tree)]
    flat, stuck = _between([one for one in layers if one.sort != "norm"], [one for _, one in shapes])
    products = {id(product) for product, _ in flat}
    slots = [
        Slot(node, way, one.name, one.sort)
        for one in layers
        for way, node in one.sizes
        if isinstance(node, ast.Constant) and id(node) not in products
    ]
    slots += [slot for _, slot in flat]
    slots += _reshaped(shapes, flat)
    constants = (node for tree in trees for node in sorted(_constants(tree), key=place_of))
    order = {id(node): number for number, node in enumerate(constants)}
    return sorted(slots, key=lambda one: order[id(one.node)]), stuck


def _constants(tree: ast.AST) -> Iterator[ast.Constant]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Constant))


def _layers(tree: ast.AST, imports: Mapping[str, str]) -> Iterator[_Layer]:
    helpers = _helpers(tree, imports) if any(path.startswith(_MODULES) for path in imports.values()) else {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func) or ""
        helper = helpers.get(name)
        if helper:
            sizes = [(helper.ways[word], value) for word, value in _given(node, helper.positions)]
            yield _Layer(node, name, helper.sort, tuple(sizes))
        elif known := _known(node, imports):
            sizes = [(_WAYS[word], value) for word, value in _given(node, _POSITIONS[known])]
            yield _Layer(node, name, _SORTS[known], tuple(sizes))


def _known(call: ast.Call, imports: Mapping[str, str]) -> str:
    """The layer of torch or Flax that a call makes; nothing where its sizes must be multiples of something."""
    module, _, last = resolve(dotted(call.func) or "", imports).rpartition(".")
    layer = {"torch.nn": last, "flax.nnx": f"nnx.{last}"}.get(module, "")
    grouped = any(word.arg in ("groups", "feature_group_count") for word in call.keywords) or len(call.args) > 6
    return layer if layer in _POSITIONS and not (grouped and _SORTS[layer] == "convolution") else ""


def _given(call: ast.Call, positions: Mapping[int, str]) -> list[tuple[str, ast.expr]]:
    named = [(word.arg, word.value) for word in call.keywords if word.arg in positions.values()]
    placed = [(word, call.args[i]) for i, word in positions.items() if i < len(call.args)]
    return [(word, value) for word, value in [*placed, *named] if word and _is_size(value)]


def _is_size(node: ast.expr) -> bool:
    """Whether it may be one: all but what is plainly no whole number."""
    return not isinstance(node, ast.Constant) or type(node.value) is int


def _helpers(tree: ast.AST, imports: Mapping[str, str]) -> dict[str, _Helper]:
    """The functions and methods within that only hand sizes on to layers, by how they are called."""
    found: dict[str, _Helper] = {}
    twice: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node is not tree:
            words = [one.arg for one in node.args.args]
            method = words[:1] == ["self"]
            name = f"self.{node.name}" if method else node.name
            helper = _helper(node, words[1:] if method else words, imports)
            twice |= {name} if name in found else set()
            found |= {name: helper} if helper else {}
    return {name: helper for name, helper in found.items() if name not in twice}


def _helper(function: ast.FunctionDef, words: Sequence[str], imports: Mapping[str, str]) -> _Helper | None:
    ways: dict[str, Way] = {}
    used: set[int] = set()
    sorts: list[Sort] = []
    for call in calls_in_order(function):
        known = _known(call, imports)
        for word, value in _given(call, _POSITIONS[known]) if known else ():
            if isinstance(value, ast.Name) and value.id in words:
                ways.setdefault(value.id, _WAYS[word])
                used.add(id(value))
                sorts += [] if _SORTS[known] == "norm" else [_SORTS[known]]
    others = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and id(n) not in used}
    sizes = {word: way for word, way in ways.items() if word not in others and way != "through"}
    return _Helper(sorts[0], {words.index(word): word for word in sizes}, sizes) if sizes and sorts else None


def _between(
    layers: Sequence[_Layer], shapes: Sequence[Sequence[ast.AST]]
) -> tuple[list[tuple[ast.expr, Slot]], frozenset[int]]:
    """What stands in products between two layers, with the product, and what a product hides that is written out."""
    flat: list[tuple[ast.expr, Slot]] = []
    stuck: set[int] = set()
    for before, layer in pairwise(layers):
        made, taken = before.size("out"), layer.size("in")
        if made is None or taken is None:
            continue
        if factor := _factor(taken, _value(made)):
            flat.append((taken, Slot(factor, "in", layer.name, before.sort)))
        elif factor := _factor(made, _value(taken)):
            flat.append((made, Slot(factor, "out", before.name, layer.sort)))
        elif _flattens(before, layer) and _value(made) != _value(taken):
            if slot := _flattened(before, made, layer, taken, shapes):
                flat.append((slot.node, slot))
            else:
                stuck |= {size for size in (_value(made), _value(taken)) if size is not None}
        elif _is_doubled(before) and (size := _value(made)) is not None:
            stuck |= {size, 2 * size}
    return flat, frozenset(stuck)


def _flattened(
    before: _Layer, made: ast.expr, layer: _Layer, taken: ast.expr, shapes: Sequence[Sequence[ast.AST]]
) -> Slot | None:
    """The number of all that an image has, where it is written out and the channels, times its sides, are as many."""
    if "linear" not in (before.sort, layer.sort):
        return None
    first = before.sort == "convolution"
    channels, all_of_it = (_value(made), taken) if first else (_value(taken), made)
    number, sides = _value(all_of_it), _SIDES_OF.get((before if first else layer).name[-2:], 0)
    if not (isinstance(all_of_it, ast.Constant) and channels and number and number % channels == 0 and shapes):
        return None
    times = number // channels
    fits = _is_image(times, sides) if first else any(_sides(shape, channels) == times for shape in shapes)
    return (
        Slot(all_of_it, "in" if first else "out", (layer if first else before).name, "convolution", times)
        if fits
        else None
    )


#: How many sides what convolutions take has.
_SIDES_OF = {"1d": 1, "2d": 2, "3d": 3}


def _is_image(number: int, sides: int) -> bool:
    """Whether an image whose sides are as long as each other, and longer than one, has so many numbers."""
    return sides > 0 and number >= 2**sides and round(number ** (1 / sides)) ** sides == number


def _sides(shape: Sequence[ast.AST], channels: int) -> int:
    """How many numbers a shape has for each channel, if it has so many of those."""
    sizes = [node.value for node in shape[2:] if isinstance(node, ast.Constant) and isinstance(node.value, int)]
    is_image = len(shape) > 2 and isinstance(shape[1], ast.Constant) and shape[1].value == channels
    return prod(sizes) if is_image and len(sizes) == len(shape) - 2 else 0


def _flattens(before: _Layer, layer: _Layer) -> bool:
    """Whether an image or a series stands on one side alone: its size may count, too."""
    return (before.sort == "convolution") != (layer.sort == "convolution")


def _is_doubled(layer: _Layer) -> bool:
    words = [word for word in layer.call.keywords if word.arg == "bidirectional"]
    return any(not (isinstance(word.value, ast.Constant) and word.value.value is False) for word in words)


def _value(node: ast.expr) -> int | None:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def _factor(node: ast.expr, size: int | None) -> ast.Constant | None:
    """The one number of that size that the others are multiplied by."""
    found = [one for one in _factors(node) if isinstance(one, ast.Constant) and _value(one) == size]
    return found[0] if size is not None and isinstance(node, ast.BinOp) and len(found) == 1 else None


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node


def _shapes(tree: ast.AST) -> Iterator[tuple[str, list[ast.AST]]]:
    """The shapes that something is given, with what gives it: what says nothing of a size stands for itself."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="view" | "reshape" as name), args=shape):
                yield name, [*shape]
            case ast.Call(func=ast.Attribute(attr="Unflatten" as name), args=[_, ast.Tuple(elts=sizes)]):
                yield name, [node, *sizes]
            case ast.Call(func=ast.Attribute(attr="Flatten" | "flatten" as name)):
                yield name, []


def _reshaped(shapes: Sequence[tuple[str, Sequence[ast.AST]]], flat: Sequence[tuple[ast.expr, Slot]]) -> Iterator[Slot]:
    """The same products, and the channels that come of them, where the shape is changed."""
    products = {ast.dump(product): slot for product, slot in flat}
    channels = {slot.size for _, slot in flat if slot.way == "out"}
    for name, shape in shapes:
        for one in shape:
            slot = products.get(ast.dump(one))
            if slot and isinstance(one, ast.Constant):
                yield Slot(one, "through", name, slot.sort, slot.times)
            elif slot and isinstance(one, ast.BinOp) and (factor := _factor(one, slot.size)):
                yield Slot(factor, "through", name, slot.sort)
        if len(shape) > 2 and isinstance(shape[1], ast.Constant) and shape[1].value in channels:
            yield Slot(shape[1], "through", name, "convolution")
