"""What the arguments are called that definitions get: free wherever they are read or passed on."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from nb2pkg.flow.bound import attributes_of_instances, bound_anywhere, declared_global, keywords_given
from nb2pkg.flow.reach import kept_by_itself
from nb2pkg.flow.reserved import reserved_by
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.uses import uses_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Kind

#: Names in code that is written around the notebook's.
_WRITTEN = frozenset(["report", "Report", "partial", "Path"])
#: Arguments of the functions that hold what runs around training.
_AROUND = frozenset(["trainer", "model", "datamodule", "output_dir"])


@dataclass(frozen=True, slots=True)
class _Taken:
    """Names that mean something where a key passes.

    Attributes:
        bound: Names that code binds or reads; the key's own name means the key there.
        binds: Those that code binds: the key's own name may mean something else where the key is passed on.
        strict: Names that are not free even for the key of that name.
        members: For a class, the attributes that its instances have or are asked for.
        keeps: Attribute -> the name of the notebook that the class's own constructor sets it from.
        passes: Other definitions that it uses.
    """

    bound: frozenset[str]
    binds: frozenset[str]
    strict: frozenset[str]
    members: frozenset[str]
    keeps: Mapping[str, str]
    passes: frozenset[str]


def choose_names(
    world: World,
    users: Mapping[str, frozenset[str]],
    kept: Mapping[str, frozenset[str]],
    wanted: Mapping[str, Sequence[str]],
) -> dict[str, str]:
    """Give every key an argument name that is free wherever it passes.

    Args:
        world: The program.
        users: Key -> definitions that take it.
        kept: Class -> keys that its instances keep as attributes.
        wanted: Key -> the names it would like, best first; the first key comes first where two like the same.

    Returns:
        Key -> name.
    """
    definitions = _in_definitions(world)
    running = _in_statements(world, frozenset(wanted) | frozenset(definitions))
    everywhere = _everywhere(world)
    chosen: dict[str, str] = {}
    for key, options in wanted.items():
        blocked = (everywhere - {key}) | _WRITTEN | _among_statements(world, key, users[key], running)
        for name in users[key]:
            blocked |= (definitions[name].bound - {key}) | definitions[name].strict
            blocked |= definitions[name].binds if definitions[name].passes & users[key] else frozenset()
            if key in kept.get(name, ()):
                own = {attribute for attribute, value in definitions[name].keeps.items() if value == key}
                blocked |= definitions[name].members - own
        chosen[key] = _first_free(options, blocked | set(chosen.values()))
    return chosen


def trains(world: World) -> bool:
    """Whether the notebook uses Lightning."""
    return any("lightning" in full for full in world.aliases.values())


def _in_definitions(world: World) -> dict[str, _Taken]:
    given: dict[str, set[str]] = {}
    for statement in world.statements:
        if statement.kind is not Kind.IMPORT:
            for called, keyword in keywords_given(tree_of(statement.text)):
                given.setdefault(called, set()).add(keyword)
    found: dict[str, _Taken] = {}
    for name, definition in world.definitions.items():
        tree = tree_of(definition.text)
        binds = bound_anywhere(tree)
        used = frozenset(use.name for use in definition.uses)
        own_arguments = {argument for argument, _ in definition.arguments}
        strict = declared_global(tree) | given.get(name, set()) | own_arguments
        own = kept_by_itself(definition.text) if not definition.family & frozenset(world.definitions) else {}
        own = {attribute: value for attribute, value in own.items() if value not in own_arguments}
        passes = (used & frozenset(world.definitions)) - {name}
        found[name] = _Taken(binds | used, binds, strict, _members(definition, world), own, passes)
    return found


def _in_statements(world: World, names: frozenset[str]) -> dict[int, frozenset[str]]:
    """What running statements bind and read, as far as they touch one of the names."""
    return {
        s.index: bound_anywhere(tree_of(s.text)) | {use.name for use in uses_of(s.text)}
        for s in world.statements
        if s.kind is Kind.RUN and (s.names.reads | s.names.deferred) & names
    }


def _members(definition: Definition, world: World) -> frozenset[str]:
    """The attributes that instances have or are asked for, those of the class's bases included."""
    if definition.kind is not Kind.CLASS:
        return frozenset()
    found = set(reserved_by(definition.family))
    for name in (definition.name, *definition.family):
        if name in world.definitions:
            tree = tree_of(world.definitions[name].text)
            found |= {n for item in getattr(tree.body[0], "body", []) for n in _bound_by_member(item)}
            found |= attributes_of_instances(tree)
    return frozenset(found)


def _bound_by_member(item: ast.stmt) -> frozenset[str]:
    if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return frozenset([item.name])
    return bound_anywhere(item)


def _everywhere(world: World) -> frozenset[str]:
    """Global names that mean something: statements that are far apart in the notebook meet in one function."""
    read = {n for s in world.statements if s.kind is Kind.RUN for n in s.names.reads | s.names.deferred}
    return frozenset(read) | world.computed | set(world.definitions) | set(world.aliases) | set(world.constants)


def _among_statements(world: World, key: str, users: frozenset[str], running: Mapping[int, frozenset[str]]) -> set[str]:
    blocked: set[str] = set()
    around = _AROUND if trains(world) and key in world.constants else frozenset()
    for index, names in running.items():
        statement = world.statements[index]
        if (statement.names.reads | statement.names.deferred) & {key, *users}:
            blocked |= (names - {key}) | around
    return blocked


def _first_free(options: Sequence[str], taken: Set[str]) -> str:
    for option in options:
        if option not in taken:
            return option
    number = 2
    while f"{options[0]}_{number}" in taken:
        number += 1
    return f"{options[0]}_{number}"
