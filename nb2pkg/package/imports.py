"""The imports of one written module: the planner gives them generously, ruff takes away what nobody uses.

What ruff cannot know is decided here: of two imports that bind one name the later holds, as in the notebook, and an
import that is there for what it does, not for its name, stays where the library it acts upon is used. What stands
before a star stays before it, since nobody knows which names it binds anew.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from nb2pkg.flow.acting import ACTS_UPON, acts_upon
from nb2pkg.flow.source import tree_of
from nb2pkg.package.moved import as_of_today

# Tells ruff to sort what is above and what is below by itself.
_SPLIT = "# isort: split"


@dataclass(frozen=True, slots=True)
class Bound:
    """One name that an import binds, and what to."""

    name: str
    target: str


def settle_imports(statements: Iterable[str], code: str) -> tuple[str, ...]:
    """Return the import statements of a module, ready for ruff to sort and thin out.

    Args:
        statements: Import statements in notebook order; anything else among them is kept as it is.
        code: The rest of the module.

    Returns:
        Statements, ``from __future__`` first.
    """
    given = list(dict.fromkeys(line for statement in statements for line in as_of_today(statement)))
    used = _names_used(code)
    holds = {bound.name: bound.target for statement in given for bound in bound_names(statement)}
    libraries = {target.partition(".")[0] for name, target in holds.items() if name in used}
    settled = [line for statement in given for line in _settled(statement, holds, used, libraries)]
    future = [line for line in settled if line.startswith("from __future__")]
    return (*future, *_kept_apart([line for line in settled if line not in future]))


def _kept_apart(lines: list[str]) -> list[str]:
    """Stars with a line around them over which nothing is sorted."""
    apart = lines[:1]
    for before, line in pairwise(lines):
        apart += [_SPLIT, line] if _has_star(before) or _has_star(line) else [line]
    return apart


def _has_star(statement: str) -> bool:
    nodes = (node for node in ast.walk(tree_of(statement)) if isinstance(node, ast.ImportFrom))
    return any(alias.name == "*" for node in nodes for alias in node.names)


def _settled(statement: str, holds: dict[str, str], used: set[str], libraries: set[str]) -> list[str]:
    node = _only_import(statement)
    if node is None or _has_star(statement):
        return [statement]
    bound = bound_names(statement)
    kept = [alias for alias, one in zip(node.names, bound, strict=True) if holds.get(one.name) == one.target]
    acting = [alias for alias, one in zip(node.names, bound, strict=True) if _acts(one, used, libraries)]
    rest = [alias for alias in kept if alias not in acting]
    lines = [f"{_written(node, [alias])}  # noqa: F401" for alias in acting]
    if len(rest) == len(node.names):
        return [statement]
    return lines + ([_written(node, rest)] if rest else [])


def _acts(bound: Bound, used: set[str], libraries: set[str]) -> bool:
    if bound.name in used:
        return False
    return acts_upon(bound.target) in libraries


def _only_import(statement: str) -> ast.Import | ast.ImportFrom | None:
    match tree_of(statement).body:
        case [ast.Import() | ast.ImportFrom() as node]:
            return node
    return None


def bound_names(statement: str) -> list[Bound]:
    """Return what an import binds; nothing for any other statement."""
    match _only_import(statement):
        case ast.Import(names=aliases):
            return [Bound(one.asname or one.name.partition(".")[0], _import_target(one)) for one in aliases]
        case ast.ImportFrom(module=module, names=aliases, level=level):
            home = "." * level + (module or "")
            named = [one for one in aliases if one.name != "*"]
            return [Bound(one.asname or one.name, f"{home}.{one.name}") for one in named]
    return []


def _import_target(alias: ast.alias) -> str:
    # import a.b  and  import a.c  bind the same a
    return alias.name if alias.asname or alias.name in ACTS_UPON else alias.name.partition(".")[0]


def _written(node: ast.Import | ast.ImportFrom, aliases: list[ast.alias]) -> str:
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import(names=aliases))
    return ast.unparse(ast.ImportFrom(module=node.module, names=aliases, level=node.level))


def _names_used(code: str) -> set[str]:
    return {node.id for node in ast.walk(tree_of(code)) if isinstance(node, ast.Name)}
