"""What the slim notebook need not tell: what was defined anew before it was used, and what only the package uses."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement

_ENVIRONMENT = {"environ": {"setdefault", "update", "pop"}, "path": {"append", "insert", "extend", "remove"}}
_ACTS = frozenset({"putenv", "unsetenv", "chdir", "system", "check_call", "check_output", "Popen"})


def told(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements without the definitions that are made anew before anything uses them."""
    given = tuple(statements)
    return tuple(one for place, one in enumerate(given) if not _is_made_anew(one, given[:place], given[place + 1 :]))


def decides_imports(source: str) -> bool:
    """Tell whether a statement sets something that an import after it may look at: environment, search path, folder."""
    return any(_sets_environment(node) for node in ast.walk(tree_of(source)))


def words_quoted(source: str) -> frozenset[str]:
    """Return the words in the strings of a source: a query may name what no code does."""
    strings = [
        node.value
        for node in ast.walk(tree_of(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    plain = "".join(char if char.isalnum() or char == "_" else " " for text in strings for char in f"{text} ")
    return frozenset(plain.split())


def _is_made_anew(one: Statement, before: Sequence[Statement], after: Sequence[Statement]) -> bool:
    if one.kind not in {Kind.CLASS, Kind.FUNCTION} or len(one.names.binds) != 1:
        return False
    (name,) = one.names.binds
    if any(name in other.names.deferred for other in before):
        return False
    following = next((other.names for other in after if name in _mentions(other)), None)
    return following is not None and name in following.binds - following.reads - following.changes


def _mentions(statement: Statement) -> frozenset[str]:
    names = statement.names
    return names.binds | names.may_bind | names.deletes | names.reads | names.deferred | names.changes


def _sets_environment(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(value=ast.Attribute(attr="environ") | ast.Name(id="environ"), ctx=ast.Store() | ast.Del()):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=holder) | ast.Name(id=holder), attr=method)):
            acts = method in _ACTS or (holder, method) == ("subprocess", "run")
            return acts or method in _ENVIRONMENT.get(holder, ())
        case ast.Call(func=ast.Name(id=name)):
            return name in _ACTS
    return False
