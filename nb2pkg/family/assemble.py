"""Lay members into modules: the lowest room that needs a definition holds it, and imports only point downward."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nb2pkg.flow.acting import acting_lines
from nb2pkg.flow.constants import RESTRICTED
from nb2pkg.flow.imports import lines_for, star_lines
from nb2pkg.flow.names import is_builtin
from nb2pkg.flow.uses import loaded_names
from nb2pkg.flow.world import World
from nb2pkg.model import Member, Module, Parameter, Role
from nb2pkg.params.bounds import SUPPLIED as BOUNDED
from nb2pkg.rules.docstrings import add_docstrings
from nb2pkg.story.definition import rewrite_definition
from nb2pkg.story.threads import Threads

ROOMS = ("environment", "report", "trained", "data", "models", "train", "explore")
ROOM_OF = {Role.DATA: "data", Role.MODEL: "models", Role.TRAIN: "train", Role.EXPLORE: "explore", Role.SETUP: "data"}

#: Names that written code may use without the notebook having imported them.
SUPPLIED = {
    "partial": "from functools import partial",
    "os": "import os",
    "asyncio": "import asyncio",
    "subprocess": "import subprocess",
    "sys": "import sys",
    "builtins": "import builtins",
    "shlex": "import shlex",
    "string": "import string",
    "runpy": "import runpy",
    "pathlib": "import pathlib",
    "Path": "from pathlib import Path",
    "Any": "from typing import Any",
    "Literal": "from typing import Literal",
    # Types that the command line enforces.
    **{name: f"from jsonargparse.typing import {name}" for name in (RESTRICTED, *BOUNDED.values())},
    # The notebook has these without an import.
    "display": "from IPython.display import display",
    "get_ipython": "from IPython import get_ipython",
    # What a notebook's own syntax becomes.
    "SList": "from IPython.utils.text import SList",
    "capture_output": "from IPython.utils.capture import capture_output",
    "bigquery": "from google.cloud import bigquery",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A member with its room and its place among its neighbours.

    Attributes:
        room: Module it goes to.
        order: What it is sorted by: the notebook's statement, or a large number for glue.
        member: The member.
    """

    room: str
    order: int
    member: Member


def names_in(code: str) -> frozenset[str]:
    """Global names that the code loads."""
    return loaded_names(code)


def place_definitions(
    world: World, glue: Sequence[Placed], texts: Mapping[str, str], skip: frozenset[str] = frozenset()
) -> list[Placed]:
    """Put every definition and every constant that is still needed into the lowest room that needs it.

    Args:
        world: The program.
        glue: Members already placed (stages, functions around classes).
        texts: Definition -> its rewritten source.
        skip: Definitions that live elsewhere (nested in a stage).

    Returns:
        Definitions and constants, placed.
    """
    rooms = {n: ROOM_OF.get(d.role, "data") for n, d in world.definitions.items() if n not in skip}
    used = {name: names_in(text) for name, text in texts.items()}
    asked = [(placed.room, names_in(placed.member.code)) for placed in glue]
    constants = world.constants
    constant_names = {name: names_in(c.value) for name, c in constants.items()}
    constant_room: dict[str, str] = {}
    read = frozenset(n for s in world.statements for n in s.names.reads | s.names.deferred)
    for name, constant in constants.items():
        if name not in read:  # nothing uses it, and nothing of the notebook is lost
            role = next(s.role for s in world.statements if s.index == constant.statement)
            constant_room[name] = ROOM_OF.get(role, "data")
    changed = True
    while changed:
        changed = False
        demands = [
            *asked,
            *((rooms[n], used[n]) for n in rooms),
            *((r, constant_names[n]) for n, r in constant_room.items()),
        ]
        for room, names in demands:
            for name in names:
                if name in rooms and _lower(room, rooms[name]):
                    rooms[name] = room
                    changed = True
                elif name in constants and (name not in constant_room or _lower(room, constant_room[name])):
                    constant_room[name] = room
                    changed = True
    placed = [
        Placed(
            room,
            world.definitions[n].statement,
            Member(n, world.definitions[n].kind.value, texts[n], (world.definitions[n].origin,)),
        )
        for n, room in rooms.items()
    ]
    for name, room in constant_room.items():
        statement = next(s for s in world.statements if s.index == constants[name].statement)
        alone = len(statement.names.binds) == 1
        text = statement.text if alone else f"{name} = {constants[name].value}"
        placed.append(Placed(room, statement.index, Member(name, "constant", text, (statement.origin,))))
    return placed


def _lower(one: str, other: str) -> bool:
    return ROOMS.index(one) < ROOMS.index(other)


def documented(
    texts: Mapping[str, str],
    world: World,
    threads: Threads,
    parameters: Iterable[Parameter] = (),
    direct: Collection[str] = (),
) -> dict[str, str]:
    """Every definition with docstrings that say what the notebook says.

    Args:
        texts: Definition -> its rewritten source.
        world: The program.
        threads: What is handed where, for the help of added arguments.
        parameters: What is on the command line, for its help.
        direct: Classes that the command line builds as they are.
    """
    if "docstrings" in world.skipped:
        return dict(texts)
    told = {parameter.name: parameter.help for parameter in parameters}
    found: dict[str, str] = {}
    for name, text in texts.items():
        definition = world.definitions[name]
        helps = {a: told[a] for a, _ in definition.arguments if a in told}
        helps |= {threads.items[k].argument: threads.items[k].help for k in threads.needs.get(name, ())}
        cell = definition.origin.cell
        first = min(s.index for s in world.statements if s.origin.cell == cell) == definition.statement
        found[name] = add_docstrings(text, world.above.get(cell, "") if first else "", helps, options=name in direct)
    return found


def rewritten(world: World, threads: Threads) -> dict[str, str]:
    """Every definition as the package holds it."""
    return {name: rewrite_definition(d, world, threads) for name, d in world.definitions.items()}


def make_modules(
    placed: Iterable[Placed], world: World, docs: Mapping[str, str], supplied: Mapping[str, str] = SUPPLIED
) -> tuple[Module, ...]:
    """The modules, each with the imports its code needs.

    Args:
        placed: All members.
        world: The program, for its imports.
        docs: Module -> its docstring.
        supplied: Name -> import line for what the notebook did not import itself.
    """
    rooms: dict[str, list[Placed]] = {}
    for one in placed:
        rooms.setdefault(one.room, []).append(one)
    where = {one.member.name: room for room, members in rooms.items() for one in members}
    modules: list[Module] = []
    for room in ROOMS:
        if room not in rooms:
            continue
        members = sorted(rooms[room], key=lambda one: one.order)
        code = "\n\n".join(one.member.code for one in members)
        imports = _imports(code, room, {one.member.name for one in members}, where, world, supplied)
        modules.append(Module(room, docs.get(room, ""), imports, tuple(one.member for one in members)))
    return tuple(modules)


def _imports(
    code: str, room: str, own: set[str], where: Mapping[str, str], world: World, supplied: Mapping[str, str]
) -> tuple[str, ...]:
    names = sorted(names_in(code) - own)
    imported = [name for name in names if name in world.aliases and name not in where]
    lines = [*lines_for(imported, world.imports), *acting_lines(world.imports)]
    missing = False
    for name in names:
        if name in where and where[name] != room:
            lines.append(f"from .{where[name]} import {name}")
        elif name in world.aliases or name in where:
            continue
        elif name in supplied:
            lines.append(supplied[name])
        elif not is_builtin(name):
            missing = True
    if missing:
        lines += star_lines(world.imports)
    # A star binds anew what was imported before it, and not what is imported behind it.
    order = {item.line: place for place, item in enumerate(world.imports)}
    return tuple(sorted(dict.fromkeys(lines), key=lambda line: order.get(line, len(order))))
