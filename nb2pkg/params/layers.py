"""Sizes of hidden layers: what one layer gives is what the next one takes, so both change together or not at all.

nn.Linear(784, 128)
nn.BatchNorm1d(128)
nn.Linear(128, 10)             128 is a hidden size; 784 and 10 follow from the data
nn.Conv2d(1, 16, 3)
nn.Conv2d(16, 2, 3)            16 is a number of channels
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from nb2pkg.flow.source import head_of
from nb2pkg.params.calls import Argument
from nb2pkg.params.layer_slots import Slot, slots_in

_SMALLEST = 2
#: A network of more widths than these has a shape of its own, which nobody turns one by one.
_MOST_WIDTHS = 4
#: What joins or parts channels: how many there are is then a sum, which no number says.
_JOINING = frozenset(
    "cat concat concatenate hstack chunk split tensor_split unbind PixelShuffle PixelUnshuffle pixel_shuffle "
    "pixel_unshuffle rearrange glu GLU".split()
)


def hidden_sizes(trees: Sequence[ast.AST], imports: Mapping[str, str]) -> dict[int, Argument | None]:
    """The places in a network where a size stands that is written in several.

    Args:
        trees: A class, a function, or the statements that build layers, in order.
        imports: Alias -> dotted path.

    Returns:
        Id of the node -> the hyperparameter, the same for all places of a hidden size; None where it cannot be one.
    """
    several, stuck = slots_in(trees, imports)
    if not several:
        return {}
    slots: dict[int, list[Slot]] = {}
    for slot in several:
        if slot.size is not None:
            slots.setdefault(slot.size, []).append(slot)
    nodes = [node for tree in trees for node in ast.walk(tree)]
    joins = any(head_of(node) in _JOINING for node in nodes)
    free = {
        size
        for size, those in slots.items()
        if size >= _SMALLEST and size not in stuck and _is_hidden(those) and not (joins and _convolves(those))
    }
    widths = {size for size in free if _convolves(slots[size]) and _stands_only_there(slots[size], nodes)}
    free -= widths if len(widths) > _MOST_WIDTHS else set()
    found: dict[int, Argument | None] = {}
    for size, those in slots.items():
        alone = _stands_only_there(those, nodes)
        for slot in those if size in free or size in stuck or len(those) > 1 or not alone else ():
            found[id(slot.node)] = _argument(slot, those) if size in free and alone else None
    return found


def _argument(slot: Slot, those: Sequence[Slot]) -> Argument:
    first = "embedding_dim" if those[0].sort == "embedding" else "hidden_size"
    word = "conv_channels" if _convolves(those) else first
    return Argument(word, slot.node, "", "variable", slot.call, times=slot.times)


def _convolves(those: Sequence[Slot]) -> bool:
    return any(slot.sort == "convolution" for slot in those)


def _is_hidden(slots: Sequence[Slot]) -> bool:
    """Whether what it is the size of is made by a layer first, and taken by one last."""
    ways = [slot.way for slot in slots if slot.way != "through"]
    return ways[:1] == ["out"] and ways[-1] == "in"


def _stands_only_there(slots: Sequence[Slot], nodes: Iterable[ast.AST]) -> bool:
    """Whether no other literal has the value, or one that is so many times as much: that one would change, too."""
    own = {id(slot.node) for slot in slots}
    values = {slot.size for slot in slots} | {slot.node.value for slot in slots}
    nodes = list(nodes)
    drawn = {id(inner) for node in nodes if _says_how_large(node) for inner in ast.walk(node)}
    literals = (node for node in nodes if isinstance(node, ast.Constant) and type(node.value) is int)
    return all(node.value not in values or id(node) in own | drawn for node in literals)


def _says_how_large(node: ast.AST) -> bool:
    """Whether it is the size of a drawing: ``plt.figure(figsize=(10, 3))``."""
    return isinstance(node, ast.keyword) and node.arg == "figsize"
