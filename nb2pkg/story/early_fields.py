"""A field of a class for settings that an argument defaults to is handed over by the calls, so that it can be turned.

class CFG:                                       class CFG:
    seed = 42                                        seed = 42
def seed_all(seed=CFG.seed): ...         ->      def seed_all(seed=42): ...
seed_all()                                       seed_all(seed=CFG.seed)
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from nb2pkg.flow.bound import bound_anywhere
from nb2pkg.flow.made import asked_while_made
from nb2pkg.flow.source import Places, plain_newlines, tree_of
from nb2pkg.flow.states import changed_attributes, changed_definitions
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Program
from nb2pkg.params.direct_calls import Called, direct_calls
from nb2pkg.rules.edits import Edit, character_place
from nb2pkg.story.handed_over import HandedOver, hand_over


def hand_over_fields(program: Program, world: World, fields: Mapping[str, Mapping[str, str]]) -> Program:
    """Have the calls give what arguments default to, where that is a field of a class.

    Args:
        program: The program.
        world: The same, surveyed.
        fields: Class -> its fields with plain values -> those values, as spelled.

    Returns:
        The program; it does the same.
    """
    known = {one.definition.index: one for one in direct_calls(program.statements).values()}
    found: list[HandedOver] = []
    for name, values in fields.items():
        for reader in world.definitions.values():
            called = known.get(reader.statement)
            asked = asked_while_made(reader).get(name, frozenset()) if reader.name != name else frozenset()
            if called is None or not asked or not _can_hand_over(name, reader, called, values, world):
                continue
            places = [(argument, node) for argument, node in called.defaults if _field(node, name)]
            text = called.definition.text
            edits = (Edit(*character_place(text, node), "attribute", values[_field(node, name)]) for _, node in places)
            given = ((argument, f"{name}.{_field(node, name)}") for argument, node in places)
            found.append(HandedOver(called, tuple(edits), tuple(given)))
    return hand_over(program, found)


def _can_hand_over(name: str, reader: Definition, called: Called, values: Mapping[str, str], world: World) -> bool:
    """Whether the calls find in the class what the definition found there, which asks it for nothing else early."""
    read = [_field(node, name) for _, node in called.defaults if _field(node, name)]
    if not called.calls or not set(read) <= values.keys() or len(read) != _times_asked(name, reader):
        return False
    if any(name in bound_anywhere(tree_of(world.statements[call.statement].text)) for call in called.calls):
        return False
    if name in changed_definitions(world.statements, world.inside):
        changing = [s.index for s in world.statements if name in s.names.changes]
        known = name in changed_attributes(world.statements, world.inside)
        return known and max(changing, default=-1) < reader.statement
    return True


def _times_asked(name: str, reader: Definition) -> int:
    """How often a definition asks a class for something while it is being made."""
    places = Places(plain_newlines(reader.text))
    plain = {
        places.start(node.value)
        for node in ast.walk(tree_of(reader.text))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    early = [use for use in reader.uses if use.name == name and use.how == "load" and not use.deferred]
    return len(early) if all((use.line, use.column) in plain for use in early) else -1


def _field(node: ast.AST, name: str) -> str:
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=field) if owner == name:
            return field
    return ""
