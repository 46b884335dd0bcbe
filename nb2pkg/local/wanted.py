"""Which modules code asks for, by dotted name.

import src.models                 src, src.models
from src.models import Net        src, src.models, and src.models.Net if there is such a file
import_module("utils")            utils
from ..core import run            the same, counted from the package that the code belongs to
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from nb2pkg.flow.source import head_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """One module that an import names.

    Attributes:
        name: Its dotted name.
        members: What is taken from it; each may be a module too.
    """

    name: str
    members: tuple[str, ...] = ()


def wanted_by(nodes: Iterable[ast.AST], package: str = "") -> tuple[Wanted, ...]:
    """Return what the imports in a piece of code name, wherever they stand in it.

    Args:
        nodes: The code.
        package: Dotted name of the package that it belongs to; empty at the top.

    Returns:
        In order; relative imports that lead out of everything are left out.
    """
    found: dict[Wanted, None] = {}
    for node in (inner for one in nodes for inner in ast.walk(one)):
        match node:
            case ast.Import(names=names):
                found |= dict.fromkeys(Wanted(alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                home = absolute(module, level, package)
                if home is not None:
                    found[Wanted(home, tuple(alias.name for alias in names if alias.name != "*"))] = None
            case ast.Call(func=func, args=[ast.Constant(value=str(name))], keywords=[]):
                if head_of(func) == "import_module" and not name.startswith("."):
                    found[Wanted(name)] = None
    return tuple(found)


def absolute(module: str | None, level: int, package: str) -> str | None:
    """The dotted name that ``from ..module import`` means in a package; None if it leads out of everything."""
    if level == 0:
        return module
    parts = package.split(".") if package else []
    if level - 1 > len(parts):
        return None
    return ".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])
