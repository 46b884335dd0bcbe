"""Lines as Python counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE_END = re.compile(r"\r\n|\r|\n")


def split_lines(text: str) -> list[str]:
    r"""Split at ``\r\n``, ``\r`` and ``\n`` only; ``"\n".join`` of the result has the same line numbers.

    `str.splitlines` also splits at form feeds and at U+2028, where Python sees no new line.
    """
    return _LINE_END.split(text)


def indent_of(line: str) -> str:
    """Return the white space that a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t\f"))]


def dedent(lines: Sequence[str]) -> list[str]:
    """Take away the white space that all lines with text begin with, as IPython does with a whole cell."""
    margins = [indent_of(line) for line in lines if line.strip()]
    if not margins:
        return list(lines)
    low, high = min(margins), max(margins)
    width = next((i for i, pair in enumerate(zip(low, high, strict=False)) if pair[0] != pair[1]), len(low))
    return [line[width:] if line.strip() else line.strip() for line in lines] if width else list(lines)


def dedent_by_first(lines: Sequence[str]) -> list[str]:
    """Take away what the first line with text begins with, wherever a line begins with it, as IPython 7 and 8 do."""
    margin = next((indent_of(line) for line in lines if line.strip()), "")
    return [line.removeprefix(margin) for line in lines]


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, for tables of names."""
    return frozenset(text.split())
