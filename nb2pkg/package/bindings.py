"""Where the names that an expression uses come from, in a package that is about to be written."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Member, Module, Plan

_NEAREST_FIRST = ("train", "models", "data", "explore")


def imports_for(expressions: Iterable[str], plan: Plan) -> tuple[str, ...]:
    """Find the imports that expressions need within the package.

    Args:
        expressions: Python expressions with names of the package's modules.
        plan: The plan the expressions belong to.

    Returns:
        Import statements of one name each, sorted.

    Raises:
        SafetyCheckFailed: An expression does not parse, or no module binds one of its names.
    """
    names = {name for expression in expressions for name in free_names(expression)}
    return tuple(sorted({_import_of(name, plan) for name in names}))


def free_names(expression: str) -> frozenset[str]:
    """Return the names an expression takes from around it, builtins left out."""
    tree = parsed(expression)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    own = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return frozenset(node.id for node in names if node.id not in own and not hasattr(builtins, node.id))


def parsed(expression: str) -> ast.expr:
    """Return the tree of an expression of the plan.

    Args:
        expression: Source of one expression.

    Raises:
        SafetyCheckFailed: It is none.
    """
    try:
        return ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as error:
        raise SafetyCheckFailed(f"a value of the plan is no Python: {expression!r}") from error


def bound_by(member: Member) -> frozenset[str]:
    """Return the names a member binds at the top level of its module."""
    return frozenset({member.name, *(name for node in tree_of(member.code).body for name in _bound_in(node))})


def _import_of(name: str, plan: Plan) -> str:
    for module in _ordered(plan.modules):
        for statement in module.imports:
            found = _alias_import(statement, name)
            if found:
                return found
        if any(name in bound_by(member) for member in module.members):
            return f"from .{module.name} import {name}"
    for statement in getattr(plan.entry, "imports", ()):
        found = _alias_import(statement, name)
        if found:
            return found
    raise SafetyCheckFailed(f"the command line would use {name!r}, which no module of the package binds")


def _ordered(modules: tuple[Module, ...]) -> list[Module]:
    ranks = {name: rank for rank, name in enumerate(_NEAREST_FIRST)}
    return sorted(modules, key=lambda module: (ranks.get(module.name, len(ranks)), module.name))


def _alias_import(statement: str, name: str) -> str | None:
    """Return the part of an import statement that binds a name, as a statement."""
    for node in tree_of(statement).body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for alias in node.names:
            if (alias.asname or alias.name.partition(".")[0]) == name:
                only = (
                    ast.Import(names=[alias])
                    if isinstance(node, ast.Import)
                    else ast.ImportFrom(module=node.module, names=[alias], level=node.level)
                )
                return ast.unparse(only)
    return None


def _bound_in(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name
        case ast.Assign() | ast.AnnAssign():
            for child in ast.walk(node):
                if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                    yield child.id
