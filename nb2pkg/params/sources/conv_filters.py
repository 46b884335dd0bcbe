"""Filters of Keras convolutions: the same number within one network is one option, so that what is added still fits.

x = layers.Conv2D(64, 3, activation="relu")(x)      filters
x = layers.Conv2D(64, 3, activation="relu")(x)
x = layers.Conv2D(128, 3, activation="relu")(x)     filters_2
x = layers.Conv2D(3, 3, activation="sigmoid")(x)    the image that comes out is no choice
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import calls_in_order, tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.calls import Argument, last_word
from nb2pkg.params.shown import is_only_shown
from nb2pkg.params.sources.arguments import spot_of
from nb2pkg.params.sources.hidden_units import layers_in_a_row
from nb2pkg.params.sources.spot import Known, Spot
from nb2pkg.params.tables.keras import HIDDEN, LAYERS

_CONVOLUTIONS = frozenset(
    {f"{name}{n}D{end}" for name in ("Conv", "Convolution") for n in (1, 2, 3) for end in ("", "Transpose")}
    | {"SeparableConv1D", "SeparableConv2D", "Deconvolution2D"}
)
#: Layers that need as many channels of one as of another.
_MERGING = frozenset(
    "Add add Multiply multiply Subtract subtract Average average Maximum maximum Minimum minimum Dot dot".split()
)
#: What needs a number of channels that something divides, or says by itself how many there are.
_BOUND = frozenset("GroupNormalization depth_to_space space_to_depth pixel_shuffle Lambda load_weights".split())
#: Fewer are the channels of an image.
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class _Network:
    """What is looked at together: a definition, or the running statements of a cell."""

    trees: tuple[ast.Module, ...]
    imports: Mapping[str, str]

    def nodes(self) -> Iterator[ast.AST]:
        for tree in self.trees:
            yield from ast.walk(tree)

    def layers(self) -> list[tuple[ast.Call, str]]:
        """The layers of Keras, in order, with their names."""
        calls = (node for tree in self.trees for node in calls_in_order(tree))
        paths = ((call, resolve(dotted(call.func) or "", self.imports)) for call in calls)
        return [(call, path.rpartition(".")[2]) for call, path in paths if path.startswith(LAYERS)]


def conv_filters_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers of filters in a statement that belong to layers in the middle of a network."""
    if statement.role is Role.EXPLORE or not any(name in statement.text for name in ("Conv", "Deconv")):
        return
    own = _filters_in(_network([statement], known))
    if not own or is_only_shown(statement, known.statements):
        return
    together = _together(statement, known)
    network = _network(together, known)
    filters = _filters_in(network)
    middle = {one for each in together for one in _in_the_middle(each, network, known)}
    free = _free(network, {node.value for _, node in filters}, known)
    if _is_merged(network):  # all of them or none
        free -= {node.value for call, node in filters if id(call) not in middle}
    name = dotted(filters[0][0].func) or ""
    for call, node in own:
        if node.value in free and id(call) in middle:
            one = Argument("filters", node, "Number of filters of the convolution.", "cell", name)
            yield spot_of(one, name, statement, "", None)


def _filters_in(network: _Network) -> list[tuple[ast.Call, ast.Constant]]:
    layers = network.layers()
    return [(call, node) for call, last in layers if last in _CONVOLUTIONS and (node := _filters(call))]


def _in_the_middle(statement: Statement, network: _Network, known: Known) -> Iterator[int]:
    """The layers of a statement that are followed by another one, or by an activation of their own."""
    tree = tree_of(statement.text)
    ends = {id(node.elts[-1]) for node in ast.walk(tree) if isinstance(node, ast.List) and node.elts}
    followed = {id(one) for one, later in layers_in_a_row(tree, statement, known) if not _is_end(later)}
    if _is_merged(network):
        followed |= {id(call) for call, _ in network.layers()[:-1]}
    for call in calls_in_order(tree):
        told = [word.value for word in call.keywords if word.arg == "activation"]
        turns = any(last_word(one) in HIDDEN for one in told)
        if id(call) not in ends and (turns or (not told and id(call) in followed)):
            yield id(call)


def _filters(call: ast.Call) -> ast.Constant | None:
    """What is given as the number of filters to a layer whose filters stand by themselves."""
    given = {word.arg: word.value for word in call.keywords}
    node = call.args[0] if call.args else given.get("filters")
    match node:
        case ast.Constant(value=int() as number) if number >= _FEWEST and "groups" not in given:
            return node
    return None


def _free(network: _Network, numbers: Set[object], known: Known) -> set[object]:
    """Those of the numbers that can change without anything else."""
    if any(_name(node) in _BOUND for node in network.nodes()) or _is_reshaped(network):
        return set()
    if not _is_merged(network) and not any(_merges(one, known) for one in known.statements):
        return set(numbers)
    layers = network.layers()
    whole = any(_name(node) in ("Input", "InputLayer") for node in network.nodes())
    calls = {_name(node.func) for node in network.nodes() if isinstance(node, ast.Call)}
    in_a_row = all(any(_name(node) == "Sequential" for node in ast.walk(tree)) for tree in network.trees)
    if not (in_a_row and not _is_merged(network)) and (not whole or calls & set(known.signatures)):
        return set()
    own = {id(_filters(call)) for call, last in layers if last in _CONVOLUTIONS}
    others = {node.value for node in network.nodes() if isinstance(node, ast.Constant) and id(node) not in own}
    return set(numbers) - others


def _is_merged(network: _Network) -> bool:
    """Whether what two layers give is put together, number by number."""
    sums = any(_is_sum(node) for node in network.nodes())
    return sums or any(last in _MERGING for _, last in network.layers())


def _is_sum(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(op=ast.Add() | ast.Mult(), left=ast.Name() | ast.Call(), right=ast.Name() | ast.Call()):
            return True
    return False


def _merges(statement: Statement, known: Known) -> bool:
    """Whether a statement puts together what layers give."""
    network = _network([statement], known)
    return any(f"{name}(" in statement.text for name in _MERGING) and any(
        last in _MERGING for _, last in network.layers()
    )


def _is_reshaped(network: _Network) -> bool:
    """Whether something that is no plain layer gets a shape that is written out: the filters may be a part of it."""
    before = ""
    for call, last in network.layers():
        if last == "Reshape" and before not in ("", "Dense"):
            sizes = [one.value for one in ast.walk(call) if isinstance(one, ast.Constant)]
            minus = any(isinstance(one, ast.USub) for one in ast.walk(call))
            if sizes and not minus:
                return True
        before = last if last not in ("BatchNormalization", "LeakyReLU", "ReLU", "Activation", "Dropout") else before
    return False


def _is_end(layer: ast.Call) -> bool:
    """Whether it is the activation of a last layer."""
    told = [*layer.args, *(word.value for word in layer.keywords)]
    return _name(layer.func) == "Activation" and not any(
        isinstance(one, ast.Constant) and one.value in HIDDEN for one in told
    )


def _together(statement: Statement, known: Known) -> Sequence[Statement]:
    if statement.kind in (Kind.FUNCTION, Kind.CLASS):
        return [statement]
    cell = statement.origin.cell
    return [one for one in known.statements if one.origin.cell == cell and one.kind is Kind.RUN] or [statement]


def _network(statements: Sequence[Statement], known: Known) -> _Network:
    return _Network(tuple(tree_of(one.text) for one in statements), known.imports)


def _name(node: ast.AST) -> str:
    return (dotted(node) or "").rpartition(".")[2] if isinstance(node, ast.Name | ast.Attribute) else ""
