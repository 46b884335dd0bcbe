"""The lines of a definition within the file that holds it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nb2pkg.sync.text import split_lines


class UnitText:
    """Finds definitions in one file; of several with one name, the first call gives the first, and so on.

    Args:
        path: The file's path, which says whether it is Python.
        content: Its bytes.
    """

    def __init__(self, path: str, content: bytes) -> None:
        self._lines = split_lines(content.decode("utf-8", "replace"))
        self._spans: dict[str, list[tuple[int, int]]] = {}
        if path.endswith(".py"):
            for name, first, last in _definitions(ast.parse(content), ""):
                self._spans.setdefault(name, []).append((first, last))

    def take(self, name: str) -> tuple[str, ...]:
        """The lines of a definition with the comments right above it; nothing where there is no such definition."""
        spans = self._spans.get(name, [])
        if not spans:
            return ()
        first, last = spans.pop(0)
        while first > 1 and self._lines[first - 2].lstrip().startswith("#"):
            first -= 1
        return tuple(self._lines[first - 1 : last])


def _definitions(node: ast.AST, prefix: str) -> Iterator[tuple[str, int, int]]:
    """Name, first and last line of everything a module and its classes define, decorators included."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                first = min([child.lineno, *(decorator.lineno for decorator in child.decorator_list)])
                yield prefix + child.name, first, child.end_lineno or child.lineno
                if isinstance(child, ast.ClassDef):
                    yield from _definitions(child, f"{prefix}{child.name}.")
            case ast.Assign(targets=targets):
                for target in targets:
                    for name in _names(target):
                        yield prefix + name, child.lineno, child.end_lineno or child.lineno
            case ast.AnnAssign(target=target):
                for name in _names(target):
                    yield prefix + name, child.lineno, child.end_lineno or child.lineno
            case ast.stmt():
                yield from _definitions(child, prefix)


def _names(target: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
