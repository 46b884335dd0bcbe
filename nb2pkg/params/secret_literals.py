r"""The string literals of Python source, character by character: what is written, what it means, where it stands.

    "a\n{" f"b{x}"      two pieces; units  a  \n  {   and  b  {x}   (a field, whose meaning is not known)

The tokenizer finds the literals. F-strings are read here, since it shows their insides from Python 3.12 on only.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTES = "'\""
_OPENING, _CLOSING = "([{", ")]}"
_FSTRING_START = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")} - {None}
_FSTRING_END = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")} - {None}
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}


@dataclass(frozen=True, slots=True)
class Unit:
    """The shortest stretch of a literal that means something.

    Attributes:
        start: Where it starts in the source.
        end: Where it ends.
        text: What it means; ``{}`` for a field.
        field: Whether it is a replacement field of an f-string.
    """

    start: int
    end: int
    text: str
    field: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One literal as the tokenizer sees it.

    Attributes:
        start: Where it starts in the source, prefix included.
        end: Where it ends.
        prefix: ``"r"``, ``"Rb"``, ...
        quote: One or three quotes.
        units: Its insides.
    """

    start: int
    end: int
    prefix: str
    quote: str
    units: tuple[Unit, ...]

    @property
    def formatted(self) -> bool:
        """Whether it is an f-string."""
        return "f" in self.prefix.lower()

    @property
    def raw(self) -> bool:
        """Whether backslashes mean themselves."""
        return "r" in self.prefix.lower()

    @property
    def binary(self) -> bool:
        """Whether it is made of bytes."""
        return "b" in self.prefix.lower()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: where it starts at its ``#``, where it ends, whether it has a line of its own."""

    start: int
    end: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """The literals and comments of a source.

    Attributes:
        groups: Literals that Python joins because nothing stands between them, by the place where the first starts:
            (line from 1, column in characters from 0).
        comments: In order.
    """

    groups: dict[tuple[int, int], tuple[Piece, ...]]
    comments: tuple[Comment, ...]


def read_tokens(source: str) -> Tokens | None:
    r"""Read the literals and comments of Python that parses, its lines ended by ``\n`` alone.

    Returns:
        What was found; None where the tokenizer gives up on what the parser accepts.
    """
    starts = line_starts(source)
    groups: dict[tuple[int, int], tuple[Piece, ...]] = {}
    comments: list[Comment] = []
    joined: tuple[int, int] | None = None
    try:
        for token, span in _merged(source, starts):
            if token.type == tokenize.STRING or token.type in _FSTRING_START:
                joined = joined or token.start
                groups[joined] = (*groups.get(joined, ()), _piece(source, *span))
            elif token.type == tokenize.COMMENT:
                comments.append(Comment(*span, alone=not token.line[: token.start[1]].strip()))
            elif token.type != tokenize.NL:
                joined = None
    except (tokenize.TokenError, SyntaxError, IndexError, ValueError):
        return None
    return Tokens(groups, tuple(comments))


def line_starts(source: str) -> list[int]:
    """Return the place at which each line starts."""
    starts, at = [0], source.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = source.find("\n", at + 1)
    return starts


def fields_of(source: str, unit: Unit) -> tuple[int, int]:
    """Return where the expression in a replacement field starts and ends."""
    depth, at = 0, unit.start + 1
    while at < unit.end - 1:
        char = source[at]
        if char in _QUOTES:
            at = _skip_string(source, at, unit.end)
            continue
        depth += (char in _OPENING) - (char in _CLOSING)
        if depth == 0 and (char == ":" or (char == "!" and source[at + 1] != "=")):
            break
        at += 1
    end = at
    text = source[unit.start + 1 : end].rstrip()
    if text.endswith("=") and text[-2:-1] not in ("=", "!", "<", ">", ""):
        end = unit.start + len(text)
    return unit.start + 1, end


def _merged(source: str, starts: list[int]) -> Iterator[tuple[tokenize.TokenInfo, tuple[int, int]]]:
    """Tokens with their spans, an f-string's many as one."""
    opened: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in _FSTRING_START:
            opened.append(token)
        elif token.type in _FSTRING_END:
            first = opened.pop()
            if not opened:
                yield first, (_place(starts, first.start), _place(starts, token.end))
        elif not opened:
            yield token, (_place(starts, token.start), _place(starts, token.end))


def _place(starts: list[int], position: tuple[int, int]) -> int:
    return starts[min(position[0], len(starts)) - 1] + position[1]


def _piece(source: str, start: int, end: int) -> Piece:
    opening = start
    while source[opening] not in _QUOTES:
        opening += 1
    prefix = source[start:opening]
    quote = (
        source[opening] * 3
        if source.startswith(source[opening] * 3, opening) and end - opening >= 6
        else source[opening]
    )
    inside = (opening + len(quote), end - len(quote))
    return Piece(start, end, prefix, quote, tuple(_units(source, *inside, prefix.lower())))


def _units(source: str, at: int, end: int, prefix: str) -> Iterator[Unit]:
    while at < end:
        char = source[at]
        if char == "\\" and "r" not in prefix:
            after = _escape_end(source, at, "b" in prefix)
            yield Unit(at, after, _meaning(source[at:after], "b" in prefix))
        elif "f" in prefix and char in "{}" and source[at : at + 2] in ("{{", "}}"):
            after = at + 2
            yield Unit(at, after, char)
        elif "f" in prefix and char == "{":
            after = _field_end(source, at, end)
            yield Unit(at, after, "{}", field=True)
        else:
            after = at + 1
            yield Unit(at, after, char)
        at = after


def _escape_end(source: str, at: int, binary: bool) -> int:
    char = source[at + 1]
    if char in "01234567":
        end = at + 2
        while end < at + 4 and source[end] in "01234567":
            end += 1
        return end
    if char == "N" and not binary and source.startswith("{", at + 2):
        return source.index("}", at) + 1
    return at + 2 + (_HEX_DIGITS.get(char, 0) if char == "x" or not binary else 0)


def _meaning(escape: str, binary: bool) -> str:
    if escape == "\\\n":
        return ""
    if escape[1] in "01234567":
        return chr(int(escape[1:], 8) & (0xFF if binary else 0xFFF))
    if escape[1] in _HEX_DIGITS and len(escape) > 2:
        return chr(int(escape[2:], 16))
    if escape.startswith("\\N{"):
        return str(ast.literal_eval(f'"{escape}"'))
    return {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}.get(
        escape[1], escape[1] if escape[1] in "\\'\"" else escape
    )


def _field_end(source: str, at: int, end: int) -> int:
    """Return the place after the brace that closes the field; a format may hold fields of its own."""
    depth, in_format = 0, False
    while at < end:
        char = source[at]
        if char in _QUOTES and not in_format:
            at = _skip_string(source, at, end)
            continue
        depth += (char in _OPENING) - (char in _CLOSING)
        if depth == 0:
            return at + 1
        in_format = in_format or (depth == 1 and char == ":")
        at += 1
    return end


def _skip_string(source: str, at: int, end: int) -> int:
    quote = source[at] * 3 if source.startswith(source[at] * 3, at) else source[at]
    at += len(quote)
    while at < end and not source.startswith(quote, at):
        at += 2 if source[at] == "\\" else 1
    return min(at + len(quote), end)
