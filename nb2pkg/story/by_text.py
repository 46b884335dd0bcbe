"""Code that gets at names by their text: kept working where a function can do that, named in the report where not.

missing = [n for n in needed if n not in globals()]     namespace = globals()
                                                   ->   missing = [n for n in needed if n not in namespace]
globals()["a"] = 1, exec("a = 1")                       a function cannot bind ``a`` so: reported
def has(n): return n in globals()                       sees the package's names, not the notebook's: reported

A comprehension in a function has a namespace of its own, in a notebook it has not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import libcst as cst

from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Note, Program, Statement

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SPACES = ("globals", "locals", "vars")
_LOOKUPS = frozenset(["globals", "locals", "vars", "eval", "exec"])
_NEWS = frozenset(["update", "setdefault", "__setitem__", "pop", "popitem", "clear"])
_LOST = "binds names by their text, which a function cannot do; try: bind them by name"
_HANDED = "hands all names of the notebook to something; what that binds among them is lost"
_ELSEWHERE = "looks names up by their text where it will not find the notebook's own; try: hand them to it"


def settle_lookups(program: Program) -> tuple[Program, tuple[Note, ...]]:
    """Take ``globals()`` out of comprehensions, and say what a package cannot do.

    Returns:
        The program, its statements numbered as they were; what is new has the number of the statement behind it.
    """
    told: list[Statement] = []
    notes: dict[tuple[int, str], Note] = {}
    taken = {n for s in program.statements for n in s.names.binds | s.names.may_bind | s.names.reads | s.names.deferred}
    free = next(name for name in ("namespace", *(f"namespace_{n}" for n in range(2, 99))) if name not in taken)
    for statement in program.statements:
        if _LOOKUPS.isdisjoint(statement.names.reads | statement.names.deferred):
            told.append(statement)
            continue
        tree = tree_of(statement.text)
        told += _taken_out(statement, tree, free)
        for text in _said(tree):
            notes.setdefault((statement.origin.cell, text), Note("warning", text, statement.origin))
    return replace(program, statements=tuple(told)), tuple(notes.values())


def _taken_out(statement: Statement, tree: ast.Module, free: str) -> list[Statement]:
    """The statement, and before it one that asks for the namespace if it does so in a comprehension."""
    if statement.kind is not Kind.RUN or not isinstance(
        tree.body[0], ast.Assign | ast.Expr | ast.AnnAssign | ast.Assert
    ):
        return [statement]
    calls = [node for node, inside in _calls(tree) if inside == "comprehension" and _name(node) == "globals"]
    if not calls or "globals" in statement.names.binds | statement.names.may_bind:
        return [statement]
    text = cst.parse_module(statement.text).visit(_Outside(free)).code
    before = f"{free} = globals()"
    return [
        replace(statement, text=before, names=names_of(before), inner=True),
        replace(statement, text=text, names=names_of(text)),
    ]


class _Outside(cst.CSTTransformer):
    """Puts a name in the place of every ``globals()`` in a comprehension."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        self._depth += isinstance(node, cst.BaseComp)
        return super().on_visit(node)

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> Any:
        self._depth -= isinstance(original_node, cst.BaseComp)
        return super().on_leave(original_node, updated_node)

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        asks = isinstance(original_node.func, cst.Name) and original_node.func.value == "globals"
        return cst.Name(self._name) if self._depth and asks else updated_node


def _said(tree: ast.Module) -> Iterator[str]:
    for node, inside in _calls(tree):
        name, own = _name(node), len(node.args) < 2 and not node.keywords
        if inside == "function" and ((name in ("eval", "exec") and own) or name == "globals"):
            yield _ELSEWHERE
        elif (name == "exec" and own) or (inside == "comprehension" and name == "eval" and own):
            yield _LOST if name == "exec" else _ELSEWHERE
    spaces = {node for node, inside in _calls(tree) if _name(node) in _SPACES and not node.args and not inside}
    for outer in ast.walk(tree):
        match outer:
            case ast.Subscript(value=ast.Call() as space, ctx=ast.Store() | ast.Del()) if space in spaces:
                yield _LOST
            case ast.Call(func=ast.Attribute(value=ast.Call() as space, attr=method)) if space in spaces:
                if method in _NEWS:
                    yield _LOST
            case ast.Call(func=ast.Attribute(), args=[ast.Call() as space, *_]) if space in spaces:
                yield _HANDED


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """The calls by name, each with whether it is inside a function, else a comprehension, or neither."""
    stack: list[tuple[ast.AST, str]] = [(tree, "")]
    while stack:
        node, inside = stack.pop()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node, inside
        if isinstance(node, _FUNCTIONS):
            inside = "function"
        elif isinstance(node, _COMPREHENSIONS):
            inside = inside or "comprehension"
        stack += [(child, inside) for child in ast.iter_child_nodes(node)]
