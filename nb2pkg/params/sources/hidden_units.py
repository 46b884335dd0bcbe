"""Units of a Keras layer that has its activation as the next layer: how many there are in the last one is no choice.

model.add(Dense(128))                 dense_units
model.add(Activation("relu"))
model.add(Dense(10))
model.add(Activation("softmax"))
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import pairwise

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Role, Statement
from nb2pkg.params.calls import Argument, is_number
from nb2pkg.params.holders import holders_in
from nb2pkg.params.shown import is_only_shown
from nb2pkg.params.sources.arguments import spot_of, targets_in
from nb2pkg.params.sources.spot import Known, Spot
from nb2pkg.params.tables.keras import HIDDEN, LAYERS

#: Layers that are no last ones' next.
_NEXT = frozenset("ReLU LeakyReLU PReLU ELU ThresholdedReLU BatchNormalization Dropout GaussianNoise".split())


def hidden_units_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers of units in a statement that belong to layers in the middle of a network."""
    if statement.role is Role.EXPLORE or is_only_shown(statement, known.statements):
        return
    tree = tree_of(statement.text)
    targets, holders = targets_in(tree), holders_in(tree, known.imports)
    for layer, later in layers_in_a_row(tree, statement, known):
        path = resolve(dotted(layer.func) or "", known.imports)
        if path.startswith(LAYERS) and path.endswith(".Dense") and _is_next(later, known.imports):
            units = _units(layer)
            if units is not None:
                one = Argument("units", units, "Number of units of the layer.", "cell", path)
                holder = holders.get(id(layer))
                yield spot_of(one, dotted(layer.func) or "", statement, targets.get(id(layer), ""), holder)


def _units(layer: ast.Call) -> ast.expr | None:
    """What is given as the number of units to a layer that has no activation of its own."""
    given = {word.arg: word.value for word in layer.keywords}
    units = layer.args[0] if len(layer.args) == 1 else given.get("units")
    return units if units is not None and is_number(units) and "activation" not in given else None


def _is_next(layer: ast.Call, imports: Mapping[str, str]) -> bool:
    path = resolve(dotted(layer.func) or "", imports)
    last = path.rpartition(".")[2]
    match layer.args:
        case [ast.Constant(value=str() as text), *_] if last == "Activation":
            return path.startswith(LAYERS) and text in HIDDEN
    return path.startswith(LAYERS) and last in _NEXT


def layers_in_a_row(tree: ast.Module, statement: Statement, known: Known) -> Iterator[tuple[ast.Call, ast.Call]]:
    """Layers of a statement, each with the one behind it: in a list, in the next line, in the next statement.

    Args:
        tree: The statement's.
        statement: It.
        known: What there is to know of the program.
    """
    behind = next((one for one in known.statements if one.index > statement.index), None)
    rows = [[*tree.body, *(tree_of(behind.text).body[:1] if behind else [])]]
    for node in ast.walk(tree):
        match node:
            case ast.List(elts=layers):
                yield from ((a, b) for a, b in pairwise(layers) if isinstance(a, ast.Call) and isinstance(b, ast.Call))
            case ast.FunctionDef(body=body) | ast.For(body=body) | ast.If(body=body) | ast.With(body=body):
                rows.append(body)
    for row in rows:
        for one, later in pairwise(row):
            (first, place), (second, other) = _layer(one), _layer(later)
            if first is not None and second is not None and place == other:
                yield first, second


def _layer(statement: ast.stmt) -> tuple[ast.Call | None, str]:
    """The layer that a statement adds or applies, and to what: ``model.add(layer)``, ``x = layer(x)``."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=place, attr="add"), args=[ast.Call() as layer])):
            return layer, ast.dump(place)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Call() as layer)):
            return layer, name
    return None, ""
