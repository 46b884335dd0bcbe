"""The statements of a block, each with its comments and the place in the notebook where it stood."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

import libcst as cst

from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.statements import split_statements
from nb2pkg.model import Names, Origin, Statement
from nb2pkg.rules.source import as_block

Parts = tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One statement of a block.

    Attributes:
        text: Its source at the left margin, with its comments.
        origin: Where it stood, without its comments.
    """

    text: str
    origin: Origin

    @property
    def node(self) -> ast.stmt:
        """The statement."""
        return tree_of(self.text).body[0]

    @property
    def names(self) -> Names:
        """What it does with names."""
        return names_of(self.text)

    def line(self, number: int) -> Origin:
        """Where a line of the text stood, from 1."""
        first = self.origin.first + number - self.node.lineno
        return replace(self.origin, first=first, last=first)


def part_of(statement: Statement) -> Part:
    """A statement of the notebook as a part."""
    return Part(statement.text, statement.origin)


def body_of(part: Part) -> Parts:
    """The statements of the (first) block of a compound statement: of a loop, an ``if``, a ``with``, a function."""
    shell = next(item for item in cst.parse_module(part.text).body if isinstance(item, cst.BaseCompoundStatement))
    suite = as_block(shell.body)
    comments = [line for line in suite.footer if line.comment]
    code = cst.Module(body=list(suite.body), footer=comments).code  # type: ignore[arg-type]
    blank = len(code) - len(code.lstrip("\n"))
    code = code[blank:]
    found = [piece for piece in split_statements(code) if not piece.is_comment]
    if not found:
        return ()
    inner: list[ast.stmt] = getattr(part.node, "body")  # noqa: B009
    above = _top(inner[0]) - found[0].first  # lines of the part above the code's first
    shift = part.origin.first + above - part.node.lineno
    cell, cell_id = part.origin.cell, part.origin.cell_id
    return tuple(Part(piece.text, Origin(cell, piece.first + shift, piece.last + shift, cell_id)) for piece in found)


def joined(parts: Parts) -> str:
    """The source of a block."""
    return "\n".join(part.text for part in parts)


def names_in_block(parts: Parts) -> Names:
    """What a block does with names; nothing where it is empty."""
    return names_of(joined(parts))


def _top(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])
