"""Networks to which layers are added one by one, in statements of their own.

model = nn.Sequential()
model.add_module("conv1", nn.Conv2d(1, 32, 5))
model.add_module("conv2", nn.Conv2d(32, 64, 5))      what it takes is what the first one gives
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement
from nb2pkg.params.layer_slots import slots_in
from nb2pkg.params.sources.spot import Known

_ADDING = ("add_module", "append")
_EMPTY = ("Sequential", "ModuleList")


def built_together(statement: Statement, known: Known) -> Sequence[Statement]:
    """The statements that build the same network as this one does, in order; itself where it is alone.

    Args:
        statement: It.
        known: What there is to know of the program.
    """
    name = _added_to(statement) or _begun(statement)
    if not name:
        return [statement]
    found: list[Statement] = []
    for one in known.statements:
        if name in one.names.binds:
            if one.index > statement.index:
                break
            found = [one] if _begun(one) == name else []
        elif _added_to(one) == name:
            found.append(one)
        elif name in one.names.reads | one.names.changes and slots_in([tree_of(one.text)], known.imports)[0]:
            return [statement]  # it has layers that are added in another way
    return found if statement in found and _begun(found[0]) == name else [statement]


def _added_to(statement: Statement) -> str:
    """The name of what a layer is added to."""
    if statement.kind is not Kind.RUN:
        return ""
    match tree_of(statement.text).body:
        case [ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute)))]:
            return name if attribute in _ADDING else ""
    return ""


def _begun(statement: Statement) -> str:
    """The name of a network that is bound to what layers can be added to."""
    if statement.kind is not Kind.RUN:
        return ""
    match tree_of(statement.text).body:
        case [ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=made))]:
            return name if (dotted(made) or "").rpartition(".")[2] in _EMPTY else ""
    return ""
