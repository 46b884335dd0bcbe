"""Right places for what stands in f-strings.

Before Python 3.12 ast parses the expressions in f-strings on their own, and the places it gives them are often wrong
(several lines, implicit concatenation, repeated text). Here the replacement fields are found in the source and their
expressions parsed again at their place. From 3.12 on ast is right.
"""

from __future__ import annotations

import ast
import sys
import tokenize
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from nb2pkg.flow.source import Places, split_lines, tokens_of

_OPENING = "([{"
_CLOSING = ")]}"


@dataclass(frozen=True, slots=True)
class Field:
    """A replacement field: where its expression starts and ends, and the fields in its format."""

    start: int
    end: int
    nested: tuple[Field, ...]


def place_fstrings(tree: ast.AST, text: str) -> None:
    """Give all expressions in the f-strings of a tree their right places.

    Args:
        tree: What ``ast.parse(text)`` gave; its f-strings are changed in place.
        text: The source, with plain newlines.
    """
    if sys.version_info < (3, 12) and _may_hold_one(text):
        source = _Source(text)
        stack = [tree]
        while stack:
            node = stack.pop()
            if isinstance(node, ast.JoinedStr):
                fields = source.fields_of(node)
                stack.extend(_place(node, fields, source))
            else:
                stack.extend(ast.iter_child_nodes(node))


def _may_hold_one(text: str) -> bool:
    small = text.lower()
    return any(start in small for start in ("f'", 'f"', "fr'", 'fr"'))


def _place(string: ast.JoinedStr, fields: tuple[Field, ...], source: _Source) -> Iterator[ast.AST]:
    """Replace the expressions of one f-string; answers the new ones, in which there may be f-strings again."""
    values = [value for value in string.values if isinstance(value, ast.FormattedValue)]
    if len(values) != len(fields):
        return  # not understood: ast's own places stay
    for value, field in zip(values, fields, strict=True):
        value.value = source.parse(field)
        yield value.value
        if isinstance(value.format_spec, ast.JoinedStr):
            yield from _place(value.format_spec, field.nested, source)


class _Source:
    """Source by offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = _line_starts(text)
        self._places = Places(text)

    def fields_of(self, string: ast.JoinedStr) -> tuple[Field, ...]:
        """The replacement fields of an f-string whose place is right."""
        start = self._offset(self._places.start(string))
        segment = f"({self.text[start : self._offset(self._places.end(string))]})"
        starts = _line_starts(segment)
        found: list[Field] = []
        for token in tokens_of(segment):
            if token.type == tokenize.STRING:
                found += _fields_in(token.string, start - 1 + starts[token.start[0] - 1] + token.start[1])
        return tuple(found)

    def parse(self, field: Field) -> ast.expr:
        """Parse the expression of a field at its place."""
        expression = ast.parse(f"({self.text[field.start : field.end]})", mode="eval").body
        line = bisect_right(self._starts, field.start) - 1
        column = len(self.text[self._starts[line] : field.start].encode()) - 1
        for node in ast.walk(expression):
            _move(node, line, column)
        return expression

    def _offset(self, place: tuple[int, int]) -> int:
        return self._starts[place[0] - 1] + place[1]


def _line_starts(text: str) -> list[int]:
    return [0, *accumulate(len(line) for line in split_lines(text))]


def _move(node: ast.AST, lines: int, columns: int) -> None:
    if isinstance(node, ast.expr | ast.arg | ast.keyword):
        if node.lineno == 1:
            node.col_offset += columns
        if node.end_lineno == 1 and node.end_col_offset is not None:
            node.end_col_offset += columns
        node.lineno += lines
        node.end_lineno = (node.end_lineno or 1) + lines


def _fields_in(token: str, offset: int) -> list[Field]:
    """The replacement fields in one string token that starts at `offset`."""
    quote = min(index for index in (token.find('"'), token.find("'")) if index >= 0)
    prefix = token[:quote].lower()
    if "f" not in prefix:
        return []
    width = 3 if token[quote : quote + 3] in ('"""', "'''") else 1
    scanner = _Scanner(token, quote + width, len(token) - width, offset, raw="r" in prefix)
    return scanner.literal()


class _Scanner:
    """Reads the body of an f-string token as Python before 3.12 does.

    Args:
        token: The token.
        position: Where its body starts.
        end: Where its body ends.
        offset: Where the token starts in the source.
        raw: Whether backslashes mean themselves.
    """

    def __init__(self, token: str, position: int, end: int, offset: int, *, raw: bool) -> None:
        self._token = token
        self._position = position
        self._end = end
        self._offset = offset
        self._raw = raw

    def literal(self, *, in_format: bool = False) -> list[Field]:
        """Read text with fields in it, up to its end or the ``}`` that ends a format."""
        fields: list[Field] = []
        while self._position < self._end:
            character = self._token[self._position]
            if character == "\\" and not self._raw:
                self._escape()
            elif not in_format and self._token[self._position : self._position + 2] in ("{{", "}}"):
                self._position += 2
            elif character == "{":
                self._position += 1
                fields.append(self._field())
            elif character == "}":
                break
            else:
                self._position += 1
        return fields

    def _escape(self) -> None:
        if self._token.startswith("\\N{", self._position):
            self._position = self._token.index("}", self._position) + 1
        else:  # a backslash before a brace leaves the brace what it is
            self._position += 1 if self._token[self._position + 1] in "{}" else 2

    def _field(self) -> Field:
        start = self._position
        self._skip_expression()
        end = self._position
        while self._token[self._position] not in ":}":  # `=` and a conversion
            self._position += 1
        nested: list[Field] = []
        if self._token[self._position] == ":":
            self._position += 1
            nested = self.literal(in_format=True)
        self._position += 1
        return Field(self._offset + start, self._offset + end, tuple(nested))

    def _skip_expression(self) -> None:
        depth = 0
        while True:
            character = self._token[self._position]
            if character in "\"'":
                self._skip_string(character)
                continue
            if depth == 0 and character in "!=<>" and self._token[self._position + 1] == "=":
                self._position += 2  # a comparison
                continue
            if depth == 0 and character in "!:}=":
                return
            depth += (character in _OPENING) - (character in _CLOSING)
            self._position += 1

    def _skip_string(self, quote: str) -> None:
        opening = quote * 3 if self._token.startswith(quote * 3, self._position) else quote
        self._position = self._token.index(opening, self._position + len(opening)) + len(opening)
