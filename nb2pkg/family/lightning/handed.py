"""Under which attributes of datamodule and model a package keeps what the notebook goes on to use.

rows = load()                       dm = DM(rows[:9])
dm = DM(rows[:9])          ->       dm.notebook_rows = rows     where the class has a ``rows`` of its own
trainer.fit(model, dm)
print(len(rows))                    print(len(datamodule.notebook_rows))
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from nb2pkg.family.lightning.arguments import built_call
from nb2pkg.flow.constants import dotted
from nb2pkg.flow.reach import kept_by_itself
from nb2pkg.flow.reserved import reserved_by
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Statement

_KNOWN_BASES = frozenset(["LightningDataModule", "LightningModule", "Module", "object"])


def free_attributes(names: Iterable[str], taken: frozenset[str] | None) -> dict[str, str]:
    """An attribute for each name that hides nothing.

    Args:
        names: What is to be kept.
        taken: Attributes that are there already; None where nobody knows.
    """
    return {name: f"notebook_{name}" if taken is None or name in taken else name for name in names}


def attributes_of(class_name: str, owner: str, world: World) -> frozenset[str] | None:
    """The attributes that instances of a class have or are asked for.

    Args:
        class_name: The class.
        owner: What the notebook calls its instance.
        world: The program.

    Returns:
        Their names; None where a base of the class is not known.
    """
    definition = world.definitions.get(class_name)
    lineage = _lineage(definition, world) if definition else None
    if lineage is None:
        return None
    found = set(reserved_by(full for one in lineage for full in one.family))
    for one in lineage:
        tree = ast.parse(one.text)
        found |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        found |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        found |= {name for item in getattr(tree.body[0], "body", []) for name in _members(item)}
    return frozenset(found) | _set_from_outside(owner, world)


def passed_and_kept(statement: Statement, owner: str, world: World) -> dict[str, str]:
    """Names that the class is built with and keeps as they are -> under which of its attributes.

    Args:
        statement: Where it is built.
        owner: What the notebook calls it.
        world: The program.
    """
    call = built_call(statement)
    definition = world.definitions.get(dotted(call.func) or "")
    unpacks = any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords)
    if definition is None or unpacks or definition.family & frozenset(world.definitions):
        return {}
    names = [name for name, _ in definition.arguments]
    given = dict(zip(names, call.args, strict=False)) | {k.arg: k.value for k in call.keywords if k.arg}
    touched = _set_from_outside(owner, world)
    found: dict[str, str] = {}
    for attribute, argument in kept_by_itself(definition.text).items():
        value = given.get(argument)
        if isinstance(value, ast.Name) and attribute not in touched:
            found.setdefault(value.id, attribute)
    return found


def kept_and_handed(
    wanted: Iterable[str], late: frozenset[str], class_name: str, owner: str, statement: Statement, world: World
) -> tuple[dict[str, str], dict[str, str]]:
    """Under which attributes of an instance names are kept, and those of them that its class does not keep itself.

    Args:
        wanted: The names.
        late: Those that are bound again behind it.
        class_name: Its class.
        owner: What the notebook calls it.
        statement: Where it is built.
        world: The program.
    """
    names = frozenset(wanted)
    own = {n: a for n, a in passed_and_kept(statement, owner, world).items() if n in names - late}
    hand_on = free_attributes(sorted(names - own.keys()), attributes_of(class_name, owner, world))
    return {**own, **hand_on}, hand_on


def _lineage(definition: Definition, world: World) -> list[Definition] | None:
    found = [definition]
    for full in sorted(definition.family):
        if full in world.definitions:
            found.append(world.definitions[full])
        elif full.rpartition(".")[2] not in _KNOWN_BASES:
            return None
    return found


def _members(item: ast.stmt) -> set[str]:
    if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {item.name}
    return {n.id for n in ast.walk(item) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _set_from_outside(owner: str, world: World) -> frozenset[str]:
    """Attributes that the notebook sets on the instance: ``dm.extra = 3``."""
    return frozenset(
        node.attr
        for statement in world.statements
        if owner in statement.names.reads
        for node in ast.walk(ast.parse(statement.text))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == owner
    )
