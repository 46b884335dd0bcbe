"""Annotations that are strings: which strings are types, and what they say."""

from __future__ import annotations

import ast

from nb2pkg.flow.source import head_of

#: Generics whose string arguments are data, not types.
STRING_ARGUMENTS = frozenset({"Literal", "TensorType"})

#: Generics whose first argument is a type and whose others are data: typing's, and jaxtyping's shapes.
TYPE_THEN_DATA = frozenset(
    {"Annotated", "Shaped", "Num", "Inexact", "Float", "Complex", "Integer", "UInt", "Int", "Bool"}
)


def parse_annotation(text: str) -> ast.expr | None:
    """The expression in a string annotation; None where the string is something else."""
    try:
        return ast.parse(f"(\n{text.strip()}\n)", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def types_and_data(node: ast.Subscript) -> tuple[list[ast.expr], list[ast.expr]]:
    """The arguments of a generic whose strings are types, and those whose strings are not."""
    arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    head = head_of(node.value)
    if head in STRING_ARGUMENTS:
        return [], arguments
    if head in TYPE_THEN_DATA:
        return arguments[:1], arguments[1:]
    return arguments, []
