"""Which class comes out where the notebook builds its data or its model.

Net(width=8)                    Net
Net.load_from_checkpoint(path)  Net
make_net(8)                     what the notebook's function returns
timm_like.create(8)             nobody knows: Lightning's own class
"""

from __future__ import annotations

import ast

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.world import World
from nb2pkg.model import Kind

#: What a slot holds at least.
BASES = {"data": "LightningDataModule", "model": "LightningModule"}


def built_class(call: ast.Call, group: str, world: World) -> str:
    """The class of what a call builds, as the package can write it.

    Args:
        call: The construction.
        group: ``"data"`` or ``"model"``.
        world: The program.
    """
    return _class_of(call, BASES[group], world, frozenset()) or BASES[group]


def _class_of(call: ast.expr | None, base: str, world: World, seen: frozenset[str]) -> str | None:
    name = dotted(call.func) if isinstance(call, ast.Call) else None
    if name is None:
        return None
    definition = world.definitions.get(name)
    if definition is not None and definition.kind is Kind.CLASS:
        return name
    if definition is not None:
        node = ast.parse(definition.text).body[0]
        return None if name in seen else _returned(node, base, world, seen | {name})
    owner, _, method = name.rpartition(".")
    if owner in world.definitions:
        return owner if method == "load_from_checkpoint" and world.is_a(owner, base) else None
    return name if name.rpartition(".")[2][:1].isupper() else None


def _returned(node: ast.stmt, base: str, world: World, seen: frozenset[str]) -> str | None:
    """The one class of the notebook that the function returns."""
    if not isinstance(node, ast.FunctionDef):
        return None
    bound = {
        target.id: inner.value
        for inner in ast.walk(node)
        if isinstance(inner, ast.Assign)
        for target in inner.targets
        if isinstance(target, ast.Name)
    }
    values = [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return)]
    values = [bound.get(value.id) if isinstance(value, ast.Name) else value for value in values]
    classes = {_class_of(value, base, world, seen) for value in values}
    found = classes.pop() if len(classes) == 1 else None
    return found if found and world.is_a(found, base) else None
