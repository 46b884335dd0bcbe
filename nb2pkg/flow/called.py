"""What a statement reads through the notebook's own functions that it calls by name.

def show():
    print(total)       reads ``total`` when it is called
show()                 reads ``total`` through ``show``
later(show)            does not: nobody knows when ``later`` calls it
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement

_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Functions:
    """The notebook's functions as they are defined so far."""

    def __init__(self) -> None:
        self._now: dict[str, Statement] = {}
        self._inside: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def learn(self, statement: Statement) -> None:
        """A statement has run."""
        for name in statement.names.binds | statement.names.may_bind | statement.names.deletes:
            self._now.pop(name, None)
        if statement.kind is Kind.FUNCTION:
            self._now |= dict.fromkeys(statement.names.binds, statement)

    def read_by(self, statement: Statement) -> Mapping[str, Statement]:
        """The names that the functions read which the statement calls: name -> the function that reads it."""
        if statement.kind is not Kind.RUN or self._now.keys().isdisjoint(statement.names.reads):
            return {}
        found: dict[str, Statement] = {}
        seen: set[str] = set()
        stack = sorted(_called_in([tree_of(statement.text)]))
        while stack:
            name = stack.pop()
            if name in self._now and name not in seen:
                seen.add(name)
                read, called = self._in_function(self._now[name])
                found |= {one: self._now[name] for one in read if one not in found}
                stack += sorted(called)
        return found

    def _in_function(self, statement: Statement) -> tuple[frozenset[str], frozenset[str]]:
        """The global names that a call of the function reads and those that it calls, its inner functions left out."""
        if statement.index not in self._inside:
            body = [part for node in tree_of(statement.text).body if isinstance(node, _Function) for part in node.body]
            read = {node.id for node in _run_in(body) if isinstance(node, ast.Name)} & statement.names.deferred
            self._inside[statement.index] = frozenset(read), _called_in(body) & statement.names.deferred
        return self._inside[statement.index]


def _called_in(body: Iterable[ast.AST]) -> frozenset[str]:
    calls = (node.func for node in _run_in(body) if isinstance(node, ast.Call))
    return frozenset(function.id for function in calls if isinstance(function, ast.Name))


def _run_in(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """What runs with the code: all but functions inside it."""
    stack = list(body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _Function | ast.Lambda):
            stack.extend(ast.iter_child_nodes(node))
