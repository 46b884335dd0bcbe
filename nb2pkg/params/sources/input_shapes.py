"""Shapes of the images that a Keras network takes: their size is that to which images are scaled, written out again.

flow = generator.flow_from_directory(folder, target_size=(150, 150))       target_size
model.add(Conv2D(32, 3, input_shape=(150, 150, 3)))                        input_shape=(*target_size, 3)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted, resolve, source_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.calls import arguments_of
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.tables.keras import KERAS

_SHAPES = ("input_shape", "shape", "batch_input_shape")
_SIZES = ("target_size", "image_size")


def input_shapes_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The shapes in a statement of images that are scaled to that size, which is an option."""
    if statement.role is Role.EXPLORE or "shape" not in statement.text:
        return
    for call in (node for node in ast.walk(tree_of(statement.text)) if isinstance(node, ast.Call)):
        name = dotted(call.func) or ""
        for word in call.keywords if resolve(name, known.imports).startswith(KERAS) else ():
            match word.value:
                case ast.Tuple(elts=[first, second, ast.Constant(value=int() as channels)]) if word.arg in _SHAPES:
                    size = _scaled_to([first, second], known)
                    if size:
                        keyword, source = size
                        spot = spot_at(word.value, statement, keyword, call=name, help="Size of the images.")
                        yield replace(spot, source=source, read=f"(*{{}}, {channels})")


def _scaled_to(size: list[ast.expr], known: Known) -> tuple[str, str] | None:
    """The word for the size of images, and how it is spelled, if it is the only size that images are scaled to."""
    found: dict[tuple[str, str], ast.expr] = {}
    for statement in known.statements:
        if statement.kind is Kind.RUN and statement.role is not Role.EXPLORE:
            for call in (node for node in ast.walk(tree_of(statement.text)) if isinstance(node, ast.Call)):
                for one in arguments_of(call, known.imports):
                    if one.keyword in _SIZES:
                        found[one.keyword, source_of(statement.text, one.node)] = one.node
    if len(found) != 1:
        return None
    ((spelled, node),) = found.items()
    return spelled if ast.dump(node) == ast.dump(ast.Tuple(size, ast.Load())) else None
