"""``from .utils import f`` in a notebook: there it can only mean a file beside it, so it is ``from utils import f``."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

import libcst as cst

from nb2pkg.flow.source import tree_of
from nb2pkg.model import PythonCell


def without_relative_imports(cells: Iterable[PythonCell]) -> tuple[PythonCell, ...]:
    """Spell relative imports as absolute ones.

    Args:
        cells: The notebook's code, in plain Python.

    Returns:
        The cells, each with as many lines.
    """
    return tuple(_absolute(cell) if "from" in cell.python else cell for cell in cells)


def _absolute(cell: PythonCell) -> PythonCell:
    tree = tree_of(cell.python)
    if not any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree)):
        return cell
    return replace(cell, python=cst.parse_module(cell.python).visit(_Absolute()).code)


class _Absolute(cst.CSTTransformer):
    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom | cst.Import | cst.Pass:
        if not original_node.relative:
            return updated_node
        if updated_node.module is not None:
            return updated_node.with_changes(relative=[], whitespace_after_from=cst.SimpleWhitespace(" "))
        if isinstance(updated_node.names, cst.ImportStar):  # of the folder itself, which is no module
            return cst.Pass(semicolon=updated_node.semicolon)
        plain = [alias.with_changes(comma=cst.MaybeSentinel.DEFAULT) for alias in updated_node.names]
        return cst.Import(names=plain, semicolon=updated_node.semicolon)
