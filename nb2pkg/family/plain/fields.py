"""Where the fields of configurations are read, whose options belong to what reads them, not to what sets them.

CFG.lr = lr                                    set up with the data
optimizer = Adam(net.parameters(), CFG.lr)     read where the model is trained: ``--train.lr``
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nb2pkg.family.plain.written import Written
from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Statement
from nb2pkg.params.config_classes import holds_settings
from nb2pkg.params.config_words import is_config
from nb2pkg.params.sources.config_uses import is_learner
from nb2pkg.params.sources.config_values import Makers, key_path
from nb2pkg.story.effects import used_definitions


@dataclass(frozen=True, slots=True)
class _Field:
    """A field or a key: of what, and its name."""

    owner: str
    name: str


def rooms_of_fields(world: World, written: Sequence[Written]) -> Mapping[str, tuple[str, ...]]:
    """The rooms of the stages that read the fields that constants are given to.

    Args:
        world: The program.
        written: The stage functions that count.

    Returns:
        Constant -> rooms, of those that are given to fields alone and are read somewhere.
    """
    fields = _fields(world)
    owners = dict(_instances(world))
    asked: dict[str, set[_Field]] = {}
    for one in written:
        asked.setdefault(one.group.room, set()).update(_asked(one, world, owners))
    found = {
        name: tuple(room for room, read in asked.items() if any(_is_among(one, read) for one in several))
        for name, several in fields.items()
    }
    return {name: rooms for name, rooms in found.items() if rooms}


def _fields(world: World) -> dict[str, set[_Field]]:
    """Constants that nothing reads but to give a field its value, with those fields."""
    plain = {name for name, one in world.constants.items() if one.sort == "plain"}
    found: dict[str, set[_Field]] = {}
    others: set[str] = set()
    for statement in world.statements:
        mentioned = plain & (statement.names.reads | statement.names.deferred)
        if statement.kind in (Kind.CLASS, Kind.FUNCTION):
            others |= mentioned
        elif mentioned:
            tree = tree_of(statement.text)
            given = {id(node): field for field, value in _given(tree, world) for node in ast.walk(value)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Name) and node.id in mentioned:
                    field = given.get(id(node))
                    found.setdefault(node.id, set()).update({field} if field else ())
                    others |= set() if field else {node.id}
    return {name: fields for name, fields in found.items() if name not in others}


def _given(tree: ast.Module, world: World) -> Iterator[tuple[_Field, ast.expr]]:
    """What a statement gives to fields: those of a configuration that it makes, or one that it sets."""
    match tree.body:
        case [ast.Assign(targets=[ast.Attribute(value=owner, attr=field)], value=value)]:
            yield _Field(_last(owner), field), value
        case [ast.Assign(targets=[ast.Subscript(value=owner, slice=ast.Constant(value=str() as key))], value=value)]:
            yield _Field(_last(owner), key), value
        case [ast.Assign(targets=[ast.Name(id=owner)], value=value)]:
            yield from _parts(owner, value, world)


def _parts(owner: str, value: ast.expr, world: World) -> Iterator[tuple[_Field, ast.expr]]:
    makers = Makers(world.aliases)
    pairs = makers.pairs(value)
    if pairs is None and isinstance(value, ast.Call) and _makes_settings(value, world):
        pairs = [(word.arg, word.value) for word in value.keywords if word.arg]
    for key, part in pairs or ():
        inner = list(_parts(key, part, world))
        yield from inner or [(_Field(owner, key), part)]


def _makes_settings(call: ast.Call, world: World) -> bool:
    definition = world.definitions.get(dotted(call.func) or "")
    node = tree_of(definition.text).body[0] if definition else None
    return isinstance(node, ast.ClassDef) and holds_settings(node)


def _instances(world: World) -> Iterator[tuple[str, str]]:
    """Variables for what classes for settings make, each with the class."""
    for statement in world.statements:
        match tree_of(statement.text).body:
            case [ast.Assign(targets=[ast.Name(id=made)], value=ast.Call() as call)] if _makes_settings(call, world):
                yield made, dotted(call.func) or ""


def _asked(one: Written, world: World, owners: Mapping[str, str]) -> set[_Field]:
    """The fields that a stage reads, itself or in what it uses."""
    texts = [unit.statement for unit in one.group.units]
    reached = used_definitions({name for s in texts for name in s.names.reads | s.names.deferred}, world)
    trees = [tree_of(statement.text) for statement in texts if not _sets(statement)]
    trees += [tree_of(world.definitions[name].text) for name in sorted(reached)]
    read = {field for tree in trees for field in _read_in(tree, world)}
    return read | {_Field(owners[field.owner], field.name) for field in read if field.owner in owners}


def _sets(statement: Statement) -> bool:
    """Whether a statement does nothing but give a field a value, maybe one that follows from another field."""
    match tree_of(statement.text).body:
        case [ast.Assign(targets=[ast.Attribute() | ast.Subscript()])]:
            return True
    return False


def _read_in(tree: ast.AST, world: World) -> Iterator[_Field]:
    """The fields that are asked for; one without a name where something is told with all of them how to work."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=owner, attr=field, ctx=ast.Load()):
                yield _Field(_last(owner), field)
            case ast.Subscript(value=owner, slice=ast.Constant(value=str() as field), ctx=ast.Load()):
                yield _Field(_last(owner), field)
            case ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[ast.Constant(value=str() as field), *_]):
                yield _Field(_last(owner), field)
            case ast.keyword(arg=None, value=owner):
                yield _Field(_last(owner), "")
            case ast.Call(func=function, args=[ast.Name(id=name), *_]):
                if is_learner(resolve(dotted(function) or "", world.aliases)):
                    yield _Field(name, "")


def _last(node: ast.expr) -> str:
    """The last name of what is asked: ``cfg`` of ``self.cfg``, ``params`` of ``config["params"]``."""
    root, path = key_path(node) or ("", ())
    return (root, *path)[-1]


def _is_among(field: _Field, read: Iterable[_Field]) -> bool:
    """Whether it is read: by its owner's name or that of any configuration, or with all the others at once."""
    return any(
        (one.name == field.name and (one.owner == field.owner or is_config(one.owner)))
        or (not one.name and one.owner == field.owner)
        for one in read
    )
