"""Pieces of a cell that something else takes the place of."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text, by the offsets of its bytes in UTF-8."""

    start: int
    end: int


def span_of(text: str, node: ast.stmt | ast.expr) -> Span:
    """Return where a node stands in the text that it was parsed from."""
    starts = _line_starts(text.encode("utf-8"))
    start = starts[node.lineno - 1] + node.col_offset
    return Span(start, starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0))


def replaced(text: str, edits: Mapping[Span, str]) -> str:
    """Put new text in place of pieces, each over as many lines as before.

    Args:
        text: The text.
        edits: Pieces that do not overlap, and what takes their place.
    """
    source = text.encode("utf-8")
    for span in sorted(edits, reverse=True):
        lines = source.count(b"\n", span.start, span.end)
        source = source[: span.start] + (edits[span] + "\n" * lines).encode("utf-8") + source[span.end :]
    return source.decode("utf-8")


def _line_starts(source: bytes) -> list[int]:
    """The offset of each line as Python counts them."""
    starts, at = [0], 0
    while at < len(source):
        at += 2 if source[at : at + 2] == b"\r\n" else 1
        if source[at - 1 : at] in (b"\n", b"\r"):
            starts.append(at)
    return starts
