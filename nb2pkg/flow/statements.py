"""Cuts a cell into its top-level statements, losing nothing but blank lines and semicolons."""

from __future__ import annotations

import ast
import tokenize
from dataclasses import dataclass
from itertools import accumulate

from nb2pkg.flow.source import LAYOUT, Places, parse, plain_newlines, split_lines, tokens_of

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """One top-level statement with its comments.

    Attributes:
        text: Its source as it stands in the cell, from its leading comments to its trailing one; line ends are kept,
            the last one is not part of it. Indented comments right under a block belong to the block; comments behind
            the last statement of the cell belong to that.
        first: First line of the statement itself within the cell, from 1; of a definition, its first decorator's.
        last: Last line of the statement itself.
        lead: First line with its leading comments.
        is_comment: Whether there is no statement at all; `first` and `last` are then those of the comments.
    """

    text: str
    first: int
    last: int
    lead: int
    is_comment: bool = False


def split_statements(python: str) -> tuple[Piece, ...]:
    """Cut a cell's Python into its top-level statements.

    Args:
        python: The cell's source.

    Returns:
        One piece for each statement; of a cell with comments only, one piece; of an empty cell, none.

    Raises:
        BadCell: The source does not parse.
    """
    text = plain_newlines(python)
    body = parse(text).body
    tokens = tokens_of(text)
    comments = [token for token in tokens if token.type == tokenize.COMMENT]
    lines = _Lines(python, comments)
    spans = _spans(body, tokens, Places(text))
    if not spans:
        return _only_comments(comments, lines)
    groups = _comment_lines(spans, comments)
    return tuple(
        _piece(span, following, above, below, lines)
        for span, following, (above, below) in zip(spans, [*spans[1:], None], groups, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a statement stands: from its first token to its last, and whether it ends with an indented block."""

    start: Place
    end: Place
    is_block: bool


class _Lines:
    """The cell's lines as they are, and the comment that ends each.

    Args:
        text: The cell.
        comments: Its comments.
    """

    def __init__(self, text: str, comments: list[tokenize.TokenInfo]) -> None:
        self._text = text
        self._lines = split_lines(text)
        self._starts = [0, *accumulate(len(line) for line in self._lines)]
        self._comments = {comment.start[0]: comment for comment in comments}

    def between(self, start: Place, end: Place) -> str:
        """The text between two places."""
        return self._text[self._starts[start[0] - 1] + start[1] : self._starts[end[0] - 1] + end[1]]

    def comment_lines(self, first: int, last: int) -> str:
        """Lines without code: their comments and blanks, without the semicolons and backslashes there may be."""
        return "".join(self._comment_line(number) for number in range(first, last + 1))

    def trailing(self, end: Place, following: Place | None) -> str:
        """The comment behind a statement on its last line, with the blanks before it."""
        comment = self._comments.get(end[0])
        if comment is None or comment.start < end or (following is not None and following < comment.start):
            return ""
        blanks = self.between(end, comment.start)
        return (blanks if not blanks.strip() else "  ") + comment.string

    def line_end(self, number: int) -> str:
        """What ends a line."""
        line = self._lines[number - 1]
        return line[len(line.rstrip("\r\n")) :]

    def _comment_line(self, number: int) -> str:
        line = self._lines[number - 1]
        content = line.rstrip("\r\n")
        if content.strip() and not content.lstrip().startswith("#"):
            comment = self._comments.get(number)
            return (comment.string if comment else "") + line[len(content) :]
        return line


def _spans(body: list[ast.stmt], tokens: list[tokenize.TokenInfo], places: Places) -> list[_Span]:
    spans: list[_Span] = []
    here = 0
    for node in body:
        end = places.end(node)
        first = here
        while here < len(tokens) and tokens[here].start < end:
            here += 1
        own = tokens[first:here]
        code = [token for token in own if _is_code(token)]
        while code[0].string == ";":
            del code[0]
        while code[-1].string == ";":
            del code[-1]
        is_block = any(token.type == tokenize.INDENT for token in own)
        spans.append(_Span(code[0].start, code[-1].end, is_block))
    return spans


def _is_code(token: tokenize.TokenInfo) -> bool:
    return token.type not in LAYOUT and bool(token.string.strip())


def _comment_lines(spans: list[_Span], comments: list[tokenize.TokenInfo]) -> list[tuple[list[int], list[int]]]:
    """For each statement, the lines of the comments above it and of those below it that are its own."""
    found: list[tuple[list[int], list[int]]] = [([], []) for _ in spans]
    after = -1  # the last statement that starts before the comment
    for comment in comments:
        line, column = comment.start
        while after + 1 < len(spans) and spans[after + 1].start < comment.start:
            after += 1
        if after >= 0 and line <= spans[after].end[0]:
            continue  # in the statement, or behind it
        is_last = after + 1 == len(spans)
        in_block = after >= 0 and column > 0 and spans[after].is_block and not found[min(after + 1, len(spans) - 1)][0]
        if is_last or in_block:
            found[after][1].append(line)
        else:
            found[after + 1][0].append(line)
    return found


def _piece(span: _Span, following: _Span | None, above: list[int], below: list[int], lines: _Lines) -> Piece:
    first, last = span.start[0], span.end[0]
    lead = above[0] if above else first
    text = lines.comment_lines(lead, first - 1) + lines.between(span.start, span.end)
    text += lines.trailing(span.end, following.start if following else None)
    if below:
        text += lines.line_end(last) + lines.comment_lines(last + 1, below[-1])
    return Piece(text.rstrip("\r\n") if below else text, first, last, lead)


def _only_comments(comments: list[tokenize.TokenInfo], lines: _Lines) -> tuple[Piece, ...]:
    if not comments:
        return ()
    first, last = comments[0].start[0], comments[-1].start[0]
    return (Piece(lines.comment_lines(first, last).rstrip("\r\n"), first, last, first, is_comment=True),)
