"""Where an argument of the notebook's class says what it is: its own line, and the constant that it defaults to."""

from __future__ import annotations

import ast
from dataclasses import replace

from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Origin
from nb2pkg.story.threads import place_of_line

#: An expression that is longer says less than the name that stands for it.
_LONGEST = 80


def places_of(name: str, definition: Definition, world: World) -> tuple[Origin, ...]:
    """The lines of the notebook that say what an argument is when nobody gives it, the constant's first.

    Args:
        name: The argument.
        definition: What takes it.
        world: The program.
    """
    argument = next((one for one in _arguments(definition) if one.arg == name), None)
    top = replace(definition.origin, last=definition.origin.first)
    own = top if argument is None else place_of_line(definition, argument.lineno)
    return (*constant_places(dict(definition.arguments).get(name) or "", world), own)


def constant_places(name: str, world: World) -> tuple[Origin, ...]:
    """The lines of a constant of that name, if there is one."""
    constant = world.constants.get(name)
    return constant.places if constant else ()


def behind(default: str, world: World) -> str:
    """What a person is shown for a default that is the name of a constant: its value; nothing where that is no help."""
    constant = world.constants.get(default)
    value = constant.value if constant else ""
    return value if len(value) <= _LONGEST and "\n" not in value else ""


def does_something(name: str, definition: Definition) -> bool:
    """Whether anything in a definition mentions one of its arguments: else turning it changes nothing."""
    for node in ast.walk(tree_of(definition.text)):
        match node:
            case ast.Name(id=found) | ast.Attribute(attr=found) | ast.Constant(value=str(found)) if found == name:
                return True
            case ast.Name(id="locals" | "vars"):
                return True
    return False


def _arguments(definition: Definition) -> list[ast.arg]:
    node = tree_of(definition.text).body[0]
    methods = node.body if isinstance(node, ast.ClassDef) else [node]
    for method in methods:
        if isinstance(method, ast.FunctionDef) and (method is node or method.name == "__init__"):
            return [*method.args.posonlyargs, *method.args.args, *method.args.kwonlyargs]
    return []
