"""Magics without their ``%``: ``ls``, ``cd data``, ``pip install x`` as bare lines."""

from __future__ import annotations

from collections.abc import Sequence

from nb2pkg.notebook.grammar import fault_of
from nb2pkg.notebook.lines import dedent, indent_of
from nb2pkg.notebook.magics import is_magic_name
from nb2pkg.notebook.scan import statement_starts

_OPERATORS = tuple("=!()<>,+*/%&|^.[:@")


def automagic_lines(lines: Sequence[str]) -> list[str]:
    """Put ``%`` before the lines that IPython takes for magics.

    Only asked about a cell that is not Python; a line of it that is Python stays.

    Args:
        lines: The cell.

    Returns:
        As many lines.
    """
    plain = dedent(lines)
    starts = set(statement_starts(plain) or range(len(plain)))
    return [_marked(line) if index in starts else line for index, line in enumerate(plain)]


def is_bare_magic(source: str, names: frozenset[str]) -> bool:
    """Return whether a cell is one magic and nothing else, like ``ls``, which Python would take for a name.

    Args:
        source: The cell.
        names: What the notebook binds anywhere.
    """
    word = source.strip()
    return word.isidentifier() and is_magic_name(word) and word not in names


def _marked(line: str) -> str:
    word, _, rest = line.strip().partition(" ")
    if not is_magic_name(word) or rest.lstrip().startswith(_OPERATORS):
        return line
    indent = indent_of(line)
    return f"{indent}%{line[len(indent) :]}" if not rest or fault_of(line.strip()) else line
