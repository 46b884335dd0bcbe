"""Every name that code binds, in whichever of its scopes: an argument of that name would mean something else there."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from nb2pkg.flow.scopes import imported_name


def bound_anywhere(tree: ast.AST) -> frozenset[str]:
    """The names that a piece of code binds, in any scope of it."""
    return frozenset(name for node in ast.walk(tree) for name in _bound_by(node))


def declared_global(tree: ast.AST) -> frozenset[str]:
    """The names that functions in a piece of code declare ``global`` or ``nonlocal``."""
    declared = (node.names for node in ast.walk(tree) if isinstance(node, ast.Global | ast.Nonlocal))
    return frozenset(name for names in declared for name in names)


def _bound_by(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return (name,)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.alias():
            return (imported_name(node),)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return (name,)
        case ast.MatchMapping(rest=str(name)):
            return (name,)
    return ()


def attributes_named(tree: ast.AST) -> tuple[str, ...]:
    """The names of all attributes that a piece of code reads, sets or deletes, as often as it does."""
    return tuple(node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))


def keywords_given(tree: ast.AST) -> Iterable[tuple[str, str]]:
    """What calls by name are given by keyword: (what is called, keyword)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for keyword in node.keywords:
                if keyword.arg:
                    yield node.func.id, keyword.arg
