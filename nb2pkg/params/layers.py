"""Sizes of hidden layers: what one layer gives is what the next one takes, so both change together or not at all.

nn.Linear(784, 128)
nn.BatchNorm1d(128)
nn.Linear(128, 10)             128 is a hidden size; 784 and 10 follow from the data
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.params.calls import Argument

Way = Literal["in", "out", "through"]

_RECURRENT = {0: "input_size", 1: "hidden_size"}
#: Layer -> which positional arguments are sizes, under what keyword.
_POSITIONS: Mapping[str, Mapping[int, str]] = {
    "Linear": {0: "in_features", 1: "out_features"},
    "Embedding": {1: "embedding_dim"},
    **dict.fromkeys(("RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"), _RECURRENT),
    "BatchNorm1d": {0: "num_features"},
    "LayerNorm": {0: "normalized_shape"},
}
_WAYS: Mapping[str, Way] = {
    **dict.fromkeys(("in_features", "input_size"), "in"),
    **dict.fromkeys(("out_features", "hidden_size", "embedding_dim"), "out"),
    **dict.fromkeys(("num_features", "normalized_shape"), "through"),
}
_SMALLEST = 2


@dataclass(frozen=True, slots=True)
class _Slot:
    node: ast.Constant
    way: Way
    call: str


def hidden_sizes(tree: ast.AST, imports: Mapping[str, str]) -> dict[int, Argument | None]:
    """The places in a network where a size stands that is written in several.

    Args:
        tree: A class, a function or a statement that builds layers.
        imports: Alias -> dotted path.

    Returns:
        Id of the node -> the hyperparameter, the same for all places of a hidden size; None where it cannot be one.
    """
    slots: dict[int, list[_Slot]] = {}
    for slot in sorted(_slots(tree, imports), key=lambda one: (one.node.lineno, one.node.col_offset)):
        if isinstance(slot.node.value, int):
            slots.setdefault(slot.node.value, []).append(slot)
    found: dict[int, Argument | None] = {}
    for size, several in slots.items():
        hidden = size >= _SMALLEST and _is_hidden(several)
        alone = _stands_only_there(size, several, tree)
        for slot in several if hidden or len(several) > 1 or not alone else ():
            found[id(slot.node)] = _argument(slot, several[0]) if hidden and alone else None
    return found


def _argument(slot: _Slot, first: _Slot) -> Argument:
    word = "embedding_dim" if first.call.endswith("Embedding") else "hidden_size"
    return Argument(word, slot.node, "", "variable", slot.call)


def _is_hidden(slots: list[_Slot]) -> bool:
    """Whether what it is the size of is made by a layer first, and taken by one last."""
    ways = [slot.way for slot in slots if slot.way != "through"]
    return slots[0].way == "out" and ways[-1] == "in"


def _stands_only_there(size: int, slots: list[_Slot], tree: ast.AST) -> bool:
    """Whether no other literal has the value: that one would have to change, too."""
    own = {id(slot.node) for slot in slots}
    literals = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is int)
    return all(node.value != size or id(node) in own for node in literals)


def _slots(tree: ast.AST, imports: Mapping[str, str]) -> Iterator[_Slot]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func) or ""
        full = resolve(name, imports)
        positions = _POSITIONS.get(full.removeprefix("torch.nn."), {}) if full.startswith("torch.nn.") else {}
        named = [(word.arg, word.value) for word in node.keywords if word.arg in positions.values()]
        for keyword, value in [*((word, node.args[i]) for i, word in positions.items() if i < len(node.args)), *named]:
            if isinstance(value, ast.Constant) and type(value.value) is int:
                yield _Slot(value, _WAYS[keyword or ""], name)
