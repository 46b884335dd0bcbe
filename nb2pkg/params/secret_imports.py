"""Sees to it that `os` is there where ``os.environ["NAME"]`` was put, without moving a line.

    import os                        on a line that was blank
    import os; train = load()        before a simple statement
    import os  # Set up              before a comment

in the cell itself if it can be, else in one above; and where nothing of the sort can be done,
``__import__("os").environ["NAME"]`` needs no import.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from nb2pkg.params.secret_literals import line_starts

NO_IMPORT = '__import__("os")'

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPOUND = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.Match,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place at which an import can be put: ``start`` to ``end`` is replaced by ``text``."""

    start: int
    end: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class OsNames:
    """What a cell does with the name `os`.

    Attributes:
        imported: Lines of the statements at top level that import it.
        local: (first line, last line, line of the import) of functions that import it for themselves.
        shadowed: Whether it is bound to anything else.
    """

    imported: tuple[int, ...]
    local: tuple[tuple[int, int, int], ...]
    shadowed: bool


#: Of a cell without Python.
NO_NAMES = OsNames((), (), False)


def os_names(tree: ast.Module) -> OsNames:
    """Look for what binds `os`."""
    imported, local, shadowed = [], [], False
    waiting: list[tuple[ast.AST, ast.AST | None]] = [(node, None) for node in tree.body]
    while waiting:
        node, function = waiting.pop()
        if isinstance(node, ast.Import) and any(_is_os(name) for name in node.names):
            if function is None:
                imported.append(node.lineno)
            else:
                local.append((getattr(function, "lineno", 0), getattr(function, "end_lineno", 0), node.lineno))
        shadowed = shadowed or _shadows(node)
        within = node if isinstance(node, _SCOPES) else function
        waiting += [(child, within) for child in ast.iter_child_nodes(node)]
    return OsNames(tuple(sorted(imported)), tuple(sorted(local)), shadowed)


def _is_os(name: ast.alias) -> bool:
    return (name.asname == "os" and name.name == "os") or (name.asname is None and name.name.split(".")[0] == "os")


def _shadows(node: ast.AST) -> bool:
    match node:
        case ast.Name(id="os", ctx=ast.Store() | ast.Del()) | ast.arg(arg="os") | ast.ExceptHandler(name="os"):
            return True
        case ast.FunctionDef(name="os") | ast.AsyncFunctionDef(name="os") | ast.ClassDef(name="os"):
            return True
        case ast.ImportFrom(names=names):
            return any((name.asname or name.name) == "os" for name in names)
        case ast.Import(names=names):
            return any(name.asname == "os" and name.name != "os" for name in names)
    return False


def import_slot(source: str, python: str, tree: ast.Module, before: int) -> Slot | None:
    """Find the best place for an import at the top level of a cell.

    Args:
        source: The cell.
        python: The same with its notebook syntax blanked out.
        tree: The tree of `python`.
        before: Line by which it has to be there: it may stand before the statement there, on the same line.

    Returns:
        The place, or None.
    """
    lines, masked, starts = source.split("\n"), python.split("\n"), line_starts(source)
    body = [node for node in tree.body if _first_line(node) <= before]
    last = min(before, max((_first_line(node) for node in body), default=before))
    taken = {line for node in tree.body for line in range(_first_line(node), (node.end_lineno or node.lineno) + 1)}
    free = [line for line in range(1, min(last, len(lines)) + 1) if line not in taken and _starts_a_line(masked, line)]
    for line in free:
        if not lines[line - 1].strip():
            return Slot(starts[line - 1], starts[line - 1] + len(lines[line - 1]), "import os", line)
    simple = [node for node in body if _takes_a_prefix(node, lines, masked)]
    best = sorted(simple, key=lambda node: _reluctance(node, lines))
    comments = [line for line in free if _is_plain_comment(lines[line - 1])]
    if comments and (not best or _reluctance(best[0], lines) > 1):
        return Slot(starts[comments[0] - 1], starts[comments[0] - 1], "import os  ", comments[0])
    for node in best:
        return Slot(starts[node.lineno - 1], starts[node.lineno - 1], "import os; ", node.lineno)
    return None


def _reluctance(node: ast.stmt, lines: list[str]) -> int:
    """Imports go well together; the line of a form is better left alone."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return 0
    return 2 if "@param" in lines[node.lineno - 1] else 1


def _first_line(node: ast.stmt) -> int:
    decorators: Sequence[ast.expr] = getattr(node, "decorator_list", ())
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _starts_a_line(masked: list[str], line: int) -> bool:
    """Whether the line is no continuation of the one above."""
    return line == 1 or not masked[line - 2].rstrip().endswith("\\")


def _takes_a_prefix(node: ast.stmt, lines: list[str], masked: list[str]) -> bool:
    same = lines[node.lineno - 1] == masked[node.lineno - 1]
    future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return same and node.col_offset == 0 and not isinstance(node, _COMPOUND) and not future


def _is_plain_comment(line: str) -> bool:
    """Whether a comment means nothing to anybody but its reader."""
    return line.startswith("#") and not line.startswith(
        ("#@", "#!", "# %%", "#%%", "# +", "# -*-", "# nb2pkg", "#|", "# |")
    )
