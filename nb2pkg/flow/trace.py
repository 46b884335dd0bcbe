"""What a walk over code records: every touch of a global name, and how objects pass from name to name."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Literal

from nb2pkg.flow.scopes import Key

How = Literal["load", "store", "delete", "declare", "catch", "change", "pass"]


@dataclass(frozen=True, slots=True)
class Event:
    """One touch of a name.

    Attributes:
        name: The name, mangled as Python stores it.
        key: The scope it lives in, and the name there.
        how: ``"catch"`` stores the exception of a handler, which is gone when the handler ends; ``"declare"`` annotates
            without binding; ``"change"`` changes the object in place; ``"pass"`` hands it to a call that might.
        node: The node that the name stands in.
        deferred: Whether it happens only when a function defined here is called.
        known: Whether this code has certainly bound the name by then.
        path: Names of the classes and functions around.
        owners: The definitions in whose functions it happens, outermost first.
        quoted: Whether the name stands in a string annotation.
    """

    name: str
    key: Key
    how: How
    node: ast.AST
    deferred: bool
    known: bool
    path: tuple[str, ...]
    owners: tuple[Key, ...]
    quoted: bool


#: Names that an object may come from, each with whether the code had certainly bound it by then.
Sources = tuple[tuple[Key, bool], ...]


@dataclass(slots=True)
class Trace:
    """What a walk has found so far.

    Attributes:
        events: Touches of names: loads, stores and deletions of global ones, changes of all.
        aliases: For a name, the names that its object may come from (``for p in model.parameters()``: p from model).
        called: Definitions that the code may also call, since it reads their names.
        stars: Modules of star imports.
        awaits: Whether it awaits at top level.
    """

    events: list[Event] = field(default_factory=list)
    aliases: dict[Key, list[Sources]] = field(default_factory=dict)
    called: set[Key] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    awaits: bool = False
