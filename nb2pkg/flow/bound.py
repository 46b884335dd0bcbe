"""Every name that code binds, in whichever of its scopes: an argument of that name would mean something else there."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from nb2pkg.flow.scopes import imported_name, parameters_of

Function = ast.FunctionDef | ast.AsyncFunctionDef


def bound_anywhere(tree: ast.AST) -> frozenset[str]:
    """The names that a piece of code binds, in any scope of it."""
    return frozenset(name for node in ast.walk(tree) for name in bound_by(node))


def declared_global(tree: ast.AST) -> frozenset[str]:
    """The names that functions in a piece of code declare ``global`` or ``nonlocal``."""
    declared = (node.names for node in ast.walk(tree) if isinstance(node, ast.Global | ast.Nonlocal))
    return frozenset(name for names in declared for name in names)


def bound_by(node: ast.AST) -> Iterable[str]:
    """The names that a node itself binds, what is in it left out."""
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


def attributes_of_instances(tree: ast.AST) -> frozenset[str]:
    """The attributes that the methods in a piece of code read from, set on or delete from their first argument."""
    return frozenset(
        name for node in ast.walk(tree) if isinstance(node, Function) for name in _attributes_of_first(node)
    )


def _attributes_of_first(method: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterable[str]:
    first = next(iter(parameters_of(method.args)), None)
    for node in ast.walk(method) if first else ():
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if first and name == first.arg:
                yield attribute


def keywords_given(tree: ast.AST) -> Iterable[tuple[str, str]]:
    """What calls by name are given by keyword: (what is called, keyword)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for keyword in node.keywords:
                if keyword.arg:
                    yield node.func.id, keyword.arg
