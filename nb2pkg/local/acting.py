"""Modules beside the notebook that do something as they are imported: the package must import them, used or not.

import plot_style        (sets what figures look like; nothing ever names it)
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from nb2pkg.local.search import Search, added_folders
from nb2pkg.local.wanted import wanted_by
from nb2pkg.model import Beside, Kind, LocalModule, Program, Statement


def line_that_acts(module: LocalModule) -> int | None:
    """The line of the first statement that does something as the module is imported; None where it only defines."""
    for node in ast.parse(module.text).body:
        if _is_main_guard(node) or added_folders(node, Search()):
            continue
        acting = next((one.lineno for one in _run_at_once(node) if _acts(one)), None)
        if acting is not None:
            return acting
    return None


def imported_for_effect(program: Program, beside: Beside) -> tuple[str, ...]:
    """Imports of modules that act, themselves or through others, of which the notebook uses no name.

    Args:
        program: The notebook.
        beside: What lies beside it.

    Returns:
        ``import name`` for each, in order.
    """
    acting = _acting(beside.modules)
    used: set[str] = set()
    unused: dict[str, None] = {}
    names = frozenset().union(*(s.names.reads | s.names.deferred | s.names.changes for s in program.statements))
    for statement in program.statements if acting else ():
        for module, bound in _imports(statement):
            if bound in names or bound == "*":
                used.add(module)
            elif module in acting:
                unused[module] = None
    return tuple(f"import {module}" for module in unused if module not in used)


def _acting(modules: Iterable[LocalModule]) -> frozenset[str]:
    listed = tuple(modules)
    found = {name for one in listed if line_that_acts(one) is not None for name in (one.name, *one.also)}
    wanted = {one: {wanted.name for wanted in wanted_by(ast.parse(one.text).body, _package(one))} for one in listed}
    while True:
        more = {name for one in listed if wanted[one] & found for name in (one.name, *one.also)} - found
        if not more:
            return frozenset(found)
        found |= more


def _package(module: LocalModule) -> str:
    return module.name if module.is_package else module.name.rpartition(".")[0]


def _imports(statement: Statement) -> Iterator[tuple[str, str]]:
    """(module, name that is bound) for each import of a plain import statement."""
    for node in ast.parse(statement.text).body if statement.kind is Kind.IMPORT else ():
        match node:
            case ast.Import(names=aliases):
                yield from ((one.name, one.asname or one.name.partition(".")[0]) for one in aliases)
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                yield from ((module, one.asname or one.name) for one in aliases)


def _run_at_once(node: ast.stmt) -> Iterator[ast.stmt]:
    """A statement, and those in its branches and loops."""
    waiting: list[ast.AST] = [node]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if isinstance(one, ast.stmt):
            yield one
        waiting += [inner for inner in ast.iter_child_nodes(one) if isinstance(inner, ast.stmt | ast.ExceptHandler)]


def _acts(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Call() | ast.Await()):
            return True
        case ast.Assign(targets=targets):
            return any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets)
        case ast.AugAssign(target=ast.Attribute() | ast.Subscript()):
            return True
    return False


def _is_main_guard(node: ast.stmt) -> bool:
    match node:
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
    return False
