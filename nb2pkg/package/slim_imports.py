"""Where the slim notebook imports: in one cell at the top, as a person would.

An import stays below a statement that decides what importing does (``os.environ["KERAS_BACKEND"] = "torch"``), unless
its library is imported above it already; and it stays in place where its name means two things, one after the other.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nb2pkg.flow.acting import ACTS_UPON
from nb2pkg.package.imports import bound_names
from nb2pkg.package.moved import as_of_today
from nb2pkg.package.slim_steps import Step


@dataclass(frozen=True, slots=True)
class Imports:
    """Imports that stand together.

    Attributes:
        cell: The cell they stand in.
        after: The step they follow there, by place; None for the head of the cell.
        lines: The statements.
        modules: Modules of the package among them.
    """

    cell: int
    after: int | None
    lines: tuple[str, ...]
    modules: frozenset[str]


def gather_imports(
    package: str, steps: Sequence[Step], lifted: frozenset[int], needed: frozenset[str]
) -> tuple[Imports, ...]:
    """Return where what is imported.

    Args:
        package: The package's import name.
        steps: The steps of the slim notebook.
        lifted: Places of the imports that may stand further up.
        needed: Names that its code uses; imports of others are left out.

    Returns:
        The places in order: one, or one more after each statement that some imports must not precede.
    """
    stretches = _stretches(steps)
    firsts: dict[str, int] = {}
    members: dict[int, list[Step]] = {}
    for step, stretch in zip(steps, stretches, strict=True):
        if step.module or step.place in lifted:
            library = _library(step)
            firsts.setdefault(library, stretch)
            members.setdefault(firsts[library], []).append(step)
    found = []
    for stretch, inside in sorted(members.items()):
        anchor = inside[0]
        lines = [line for one in inside if one.is_import for line in still_used(one.text, needed)]
        lines = [*_distinct(lines), *_from_package(package, inside)]
        if lines:
            modules = frozenset(one.module for one in inside if one.module)
            found.append(Imports(anchor.cell, _after(stretch, anchor, steps, stretches), tuple(lines), modules))
    return tuple(found)


def lifted_imports(steps: Iterable[Step]) -> frozenset[int]:
    """Return the places of the imports that may stand further up: nothing else ever gives their names a meaning."""
    meanings: dict[str, set[str | None]] = {}
    imports: list[tuple[Step, dict[str, str]]] = []
    for step in steps:
        here = _meaning(step)
        imports += [(step, here)] if here and step.binds == here.keys() else []
        for name in step.binds:
            meanings.setdefault(name, set()).add(here.get(name))
        for name in step.unbinds:
            meanings.setdefault(name, set()).add(None)
    fixed = {name for name, found in meanings.items() if len(found) > 1 or None in found}.union(dir(builtins))
    return frozenset(step.place for step, meaning in imports if not meaning.keys() & fixed)


def _meaning(step: Step) -> dict[str, str]:
    """Return what each name of a plain import stands for; ``import a.b`` and ``import a.c`` bind the same ``a``."""
    return {one.name: one.target for one in bound_names(step.text)} if step.is_import else {}


def still_used(statement: str, needed: frozenset[str]) -> list[str]:
    """Return an import without the names that nothing uses any more, and as libraries spell it today."""
    return [line for now in as_of_today(statement) for line in _needed_part(now, needed)]


def _needed_part(statement: str, needed: frozenset[str]) -> list[str]:
    node = ast.parse(statement).body[0]
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return [statement]
    module = node.module if isinstance(node, ast.ImportFrom) else ""
    if module == "__future__" or any(alias.name == "*" or alias.name in ACTS_UPON for alias in node.names):
        return [statement]
    kept = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) in needed]
    if len(kept) == len(node.names) or module in ACTS_UPON:
        return [statement]
    node.names = kept
    return [ast.unparse(node)] if kept else []


def _stretches(steps: Sequence[Step]) -> list[int]:
    """Number each step by how many statements before it decide what importing does."""
    numbers, passed = [], 0
    for step in steps:
        numbers.append(passed)
        passed += step.acts
    return numbers


def _after(stretch: int, anchor: Step, steps: Sequence[Step], stretches: Sequence[int]) -> int | None:
    before = [one for one, number in zip(steps, stretches, strict=True) if one.acts and number == stretch - 1]
    return before[-1].place if before and before[-1].cell == anchor.cell else None


def _library(step: Step) -> str:
    if step.module:
        return f".{step.module}"
    match ast.parse(step.text).body[0]:
        case ast.ImportFrom(module=str(module)):
            return module.partition(".")[0]
        case ast.Import(names=names):
            return names[0].name.partition(".")[0]
    return ""


def _distinct(lines: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for line in lines:
        kept.setdefault(ast.dump(ast.parse(line)), line)
    return list(kept.values())


def _from_package(package: str, steps: Iterable[Step]) -> list[str]:
    names: dict[str, set[str]] = {}
    for step in steps:
        if step.module:
            names.setdefault(step.module, set()).add(step.name)
    return [f"from {package}.{module} import {', '.join(sorted(names[module]))}" for module in sorted(names)]
