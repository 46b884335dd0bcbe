"""The notebook's imports: what each name stands for, and which import lines a piece of code needs.

import torch.nn as nn            nn    -> torch.nn
from torch import nn             nn    -> torch.nn
import os.path                   os    -> os
try: import a as m               m     -> a       (the whole block is one import)
except ImportError: import b as m
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement


@dataclass(frozen=True, slots=True)
class Import:
    """One importable name, or one block of imports that belong together.

    Attributes:
        line: The import statement (for a block: the whole block).
        names: The names it binds; empty for a star import.
        full: Dotted path each name stands for, in the order of `names`.
        modules: Every module it imports from, for the requirements.
        statement: Index of the notebook's statement.
        star: Whether it is ``from m import *``, or a block with one.
        future: Whether it is ``from __future__ import ...``.
    """

    line: str
    names: tuple[str, ...]
    full: tuple[str, ...]
    modules: tuple[str, ...]
    statement: int
    star: bool = False
    future: bool = False


def is_import(node: ast.stmt) -> bool:
    """Whether the statement only imports: plain, or a try/if around imports and harmless fallbacks."""
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=[]):
            return _has_import(body) and all(
                _is_fallback(item) for item in [*body, *orelse, *(s for h in handlers for s in h.body)]
            )
    return False


def _has_import(body: list[ast.stmt]) -> bool:
    return any(isinstance(item, ast.Import | ast.ImportFrom) for item in body)


def _is_fallback(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Pass():
            return True
        case ast.Assign(targets=[ast.Name()], value=ast.Constant()):
            return True
    return False


def find_imports(statements: tuple[Statement, ...]) -> tuple[Import, ...]:
    """All imports at the notebook's top level, one entry a name."""
    found: list[Import] = []
    for statement in statements:
        if statement.kind is not Kind.IMPORT:
            continue
        for node in tree_of(statement.text).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                found += _single(node, statement.index)
            else:
                found.append(_block(node, statement))
    return tuple(found)


def _single(node: ast.Import | ast.ImportFrom, statement: int) -> Iterator[Import]:
    for alias in node.names:
        if isinstance(node, ast.Import):
            text = f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
            name = alias.asname or alias.name.partition(".")[0]
            full = alias.name if alias.asname else name
            yield Import(text, (name,), (full,), (alias.name,), statement)
            continue
        module = "." * node.level + (node.module or "")
        text = f"from {module} import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
        if alias.name == "*":
            yield Import(text, (), (), (module,), statement, star=True)
        else:
            name = alias.asname or alias.name
            future = module == "__future__"
            modules = (module,) if module.startswith(".") or future else (module, f"{module}.{alias.name}")
            yield Import(text, (name,), (f"{module}.{alias.name}",), modules[:1], statement, future=future)


def _block(node: ast.stmt, statement: Statement) -> Import:
    names: dict[str, str] = {}
    modules: list[str] = []
    star = False
    for inner in ast.walk(node):
        if isinstance(inner, ast.Import | ast.ImportFrom):
            for item in _single(inner, statement.index):
                star = star or item.star
                modules += item.modules
                for name, full in zip(item.names, item.full, strict=True):
                    names.setdefault(name, full)
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            names.setdefault(inner.id, inner.id)
    return Import(statement.text, tuple(names), tuple(names.values()), tuple(modules), statement.index, star=star)


def aliases(imports: Iterable[Import]) -> dict[str, str]:
    """What each imported name stands for; the last import of a name counts."""
    return {name: full for item in imports for name, full in zip(item.names, item.full, strict=True)}


def told_apart(imports: Iterable[Import], statements: Iterable[Statement]) -> frozenset[str]:
    """Names that are imported with two meanings, of which the first is used before the second comes.

    ``from tqdm import tqdm`` and ``from tqdm.auto import tqdm`` mean the same.
    """
    found: set[str] = set()
    first: dict[str, tuple[int, str]] = {}
    for item in imports:
        for name, full in zip(item.names, item.full, strict=True):
            start, meaning = first.setdefault(name, (item.statement, full))
            between = [s for s in statements if start < s.index < item.statement]
            used = any(name in s.names.reads | s.names.deferred for s in between)
            if used and not _alike(meaning, full):
                found.add(name)
    return frozenset(found)


def _alike(one: str, other: str) -> bool:
    here, there = one.split("."), other.split(".")
    return (here[0], here[-1]) == (there[0], there[-1])


def lines_for(names: Iterable[str], imports: tuple[Import, ...]) -> tuple[str, ...]:
    """The import lines that bind these names, in notebook order, star imports only if something is left over."""
    wanted = set(names)
    meaning = aliases(imports)
    chosen: dict[str, None] = {}
    for item in imports:
        if item.future:
            continue
        if any(name in wanted and meaning[name] == full for name, full in zip(item.names, item.full, strict=True)):
            chosen[item.line] = None
    return tuple(chosen)


def star_lines(imports: tuple[Import, ...]) -> tuple[str, ...]:
    """The star imports."""
    return tuple(dict.fromkeys(item.line for item in imports if item.star))
