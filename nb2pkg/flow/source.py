"""Python text: parsing it at the boundary, its lines, and where in a line a name stands."""

from __future__ import annotations

import ast
import io
import tokenize
import unicodedata
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from nb2pkg.errors import BadCell

#: The tokens that carry no code.
LAYOUT = frozenset(
    {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.COMMENT}
)


def plain_newlines(text: str) -> str:
    r"""The text with ``\r\n`` and ``\r`` turned into ``\n``, as Python itself does before it looks."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_lines(text: str) -> list[str]:
    r"""The lines with their ends, split at ``\r\n``, ``\r`` and ``\n`` only, as Python counts them."""
    lines = io.StringIO(text, newline="").readlines()
    return lines if lines else [""]


def parse(text: str) -> ast.Module:
    """Parse one cell's Python.

    Args:
        text: The source.

    Returns:
        Its tree.

    Raises:
        BadCell: It is not Python, or nested deeper than Python can parse.
    """
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise BadCell(f"this is not valid Python: {error.msg}", line=error.lineno) from error
    except (RecursionError, MemoryError) as error:
        raise too_deep() from error
    except ValueError as error:  # null bytes before Python 3.12, lone surrogates
        raise BadCell(f"this is not valid Python: {error}") from error


@lru_cache(maxsize=4096)
def tree_of(text: str) -> ast.Module:
    """The tree of source that is known to parse: one for all who ask, so nobody may change it.

    A notebook's statements are looked at by many, each for something else, and parsing is most of what that takes.
    """
    return ast.parse(text)


@lru_cache(maxsize=64)
def tree_of_file(text: str, path: str) -> ast.Module:
    """The tree of a written file: one for all who ask, so nobody may change it.

    A file is looked at when it is made, tidied and proven, and much of it is the same in every package.

    Args:
        text: The file.
        path: What it is called where it does not parse.

    Raises:
        SyntaxError: It does not parse.
        ValueError: It holds what no file of Python may hold.
    """
    return ast.parse(text, path)


def statements_in(tree: ast.AST) -> Iterator[ast.stmt]:
    """The statements in a tree at any depth, in the order of `ast.walk`, which looks into expressions as well."""
    waiting = deque([tree])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, ast.stmt):
            yield node
        for block in ("body", "handlers", "orelse", "finalbody", "cases"):
            waiting.extend(getattr(node, block, ()))


def calls_in_order(tree: ast.AST) -> list[ast.Call]:
    """The calls in a tree, as one reads them."""
    return sorted((node for node in ast.walk(tree) if isinstance(node, ast.Call)), key=place_of)


def place_of(node: ast.expr) -> tuple[int, int]:
    """Where it begins in its text: the line, from 1, and the byte in the line."""
    return node.lineno, node.col_offset


def head_of(expression: ast.AST) -> str:
    """The last part of a dotted name: ``Literal`` of ``typing.Literal``; empty where it ends in none."""
    match expression:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def too_deep() -> BadCell:
    """The error for code that is nested too deeply to be analysed."""
    return BadCell("the code is nested too deeply", hint="split the expression into several statements")


def tokens_of(text: str) -> list[tokenize.TokenInfo]:
    """The tokens of source that parses; `text` has plain newlines.

    Raises:
        BadCell: It does not tokenize.
    """
    try:
        return list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        raise BadCell(f"this is not valid Python: {error.args[0]}") from error


def spliced(text: str, edits: Iterable[tuple[tuple[int, int], tuple[int, int], str]]) -> str:
    """The text with other text between some places: (line from 1, column in characters from 0) of start and end."""
    starts = [0, *accumulate(len(line) for line in split_lines(text))]
    for start, end, new in sorted(edits, reverse=True):
        text = text[: starts[start[0] - 1] + start[1]] + new + text[starts[end[0] - 1] + end[1] :]
    return text


class Places:
    """Where names stand in a source: (line from 1, column in characters from 0).

    ast counts columns in UTF-8 bytes, and gives no place at all to the names of definitions, imports, handlers and
    captures; those are found among the tokens.

    Args:
        text: The source, with plain newlines.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = split_lines(text)
        self._columns: dict[int, list[int]] = {}
        self._words: list[tuple[tuple[int, int], str]] | None = None

    def at(self, line: int, byte: int) -> tuple[int, int]:
        """The place of a position that ast gives."""
        content = self._lines[line - 1] if line <= len(self._lines) else ""
        if content.isascii():
            return line, byte
        if line not in self._columns:
            self._columns[line] = _characters(content)
        columns = self._columns[line]
        return line, columns[min(byte, len(columns) - 1)]

    def start(self, node: ast.AST) -> tuple[int, int]:
        """Where a node starts."""
        return self.at(getattr(node, "lineno", 1), getattr(node, "col_offset", 0))

    def end(self, node: ast.AST) -> tuple[int, int]:
        """Where a node ends."""
        return self.at(getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0))

    def after(self, start: tuple[int, int], word: str, name: str) -> tuple[int, int] | None:
        """The place of `name` where it directly follows the first `word` at or after `start`."""
        words = self._all_words()
        for index in range(bisect_left(words, (start, "")), len(words) - 1):
            if words[index][1] == word:
                return self._if_named(words[index + 1], name)
        return None

    def last(self, node: ast.AST, name: str) -> tuple[int, int] | None:
        """The place of `name` where it is the last word of a node."""
        words = self._all_words()
        index = bisect_left(words, (self.end(node), "")) - 1
        return self._if_named(words[index], name) if index >= 0 else None

    def _all_words(self) -> list[tuple[tuple[int, int], str]]:
        if self._words is None:
            self._words = [(t.start, t.string) for t in tokens_of(self._text) if t.type == tokenize.NAME]
        return self._words

    @staticmethod
    def _if_named(word: tuple[tuple[int, int], str], name: str) -> tuple[int, int] | None:
        return word[0] if unicodedata.normalize("NFKC", word[1]) == name else None


def _characters(line: str) -> list[int]:
    columns: list[int] = []
    for column, character in enumerate(line):
        columns += [column] * len(character.encode("utf-8", "surrogatepass"))
    return [*columns, len(line)]
