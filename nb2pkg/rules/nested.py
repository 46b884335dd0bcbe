"""Statements of the notebook inside a function: ``global x`` of a nested function means the function around it."""

from __future__ import annotations

import libcst as cst


def nested(text: str, assigned: frozenset[str]) -> str:
    """The statement as it works inside a function.

    Args:
        text: A statement of the notebook.
        assigned: Notebook globals that some function assigns through ``global``.

    Returns:
        The statement with ``global`` turned into ``nonlocal`` in functions; a name that nothing assigns needs neither.
    """
    if "global" not in text:
        return text
    return cst.parse_module(text).visit(_Nonlocal(assigned)).code


class _Nonlocal(cst.CSTTransformer):
    def __init__(self, assigned: frozenset[str]) -> None:
        super().__init__()
        self.assigned = assigned
        self.depth = 0

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self.depth += 1

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.BaseStatement:
        self.depth -= 1
        return updated_node

    def leave_Global(self, original_node: cst.Global, updated_node: cst.Global) -> cst.BaseSmallStatement:
        names = [
            item.with_changes(comma=cst.MaybeSentinel.DEFAULT)
            for item in updated_node.names
            if item.name.value in self.assigned
        ]
        if self.depth and names:
            return cst.Nonlocal(names=names, whitespace_after_nonlocal=cst.SimpleWhitespace(" "))
        return cst.Pass()
