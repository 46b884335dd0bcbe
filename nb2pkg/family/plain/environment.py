"""Environment variables that the notebook sets before it imports what looks at them.

import os
os.environ["KERAS_BACKEND"] = "jax"      environment.set_environment(), which the command line calls before it
import keras                             imports the modules that import keras
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nb2pkg.family.plain.units import Unit
from nb2pkg.family.report import free_word
from nb2pkg.family.stages import merged_origins
from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Member
from nb2pkg.rules.docstring_entry import function_doc
from nb2pkg.rules.source import function


def set_before_imports(units: Sequence[Unit], world: World) -> tuple[Unit, ...]:
    """The units that set a variable to a plain value before an import of the notebook.

    Args:
        units: All that runs, in order.
        world: The program.
    """
    last = max((s.index for s in world.statements if s.kind is Kind.IMPORT), default=-1)
    return tuple(unit for unit in units if unit.statement.index < last and _sets_plainly(unit.statement.text, world))


def environment_member(units: Sequence[Unit], world: World) -> Member:
    """The function that sets them."""
    name = free_word(("set_environment", "prepare_environment", "set_variables"), world)
    doc = function_doc("Set what libraries look up in the environment when they are imported.", [])
    code = function(f"def {name}() -> None", [doc, *(unit.statement.text for unit in units)])
    return Member(name, "stage", code, merged_origins(unit.statement.origin for unit in units))


def _sets_plainly(text: str, world: World) -> bool:
    """``os.environ["A"] = "1"``, ``os.environ.setdefault("A", "1")``."""
    match tree_of(text).body:
        case [ast.Assign(targets=[ast.Subscript(value=holder, slice=ast.Constant())], value=ast.Constant())]:
            return _is_environment(holder, world)
        case [ast.Expr(ast.Call(ast.Attribute(holder, "setdefault"), [ast.Constant(), ast.Constant()], []))]:
            return _is_environment(holder, world)
    return False


def _is_environment(node: ast.expr, world: World) -> bool:
    name = dotted(node)
    return name is not None and resolve(name, world.aliases) == "os.environ"
