r"""Finds notebook syntax in a cell that is not Python as it stands.

No tokenizer can read such a cell, since the rest of a shell line (``!echo it's``) is no Python at all. So this
looks at single characters, and knows just enough to tell where a statement starts: strings, comments, brackets and
lines that a backslash continues. It is only asked about cells that do not parse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nb2pkg.notebook.lines import indent_of

# What a statement of Python never starts with, and IPython gives a meaning.
_ESCAPES = "%!?,;/"
_QUOTES = "'\""
_OPENING, _CLOSING = "([{", ")]}"
# `=` after one of these is no assignment: ==, <=, +=, :=, !=
_BEFORE_EQUALS = "=<>!+-*/%&|^@:~"


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of notebook syntax.

    Attributes:
        sort: ``"escape"`` (``%x``, ``!x``, ``?x``), ``"assigned"`` (``a = %x``, ``a = !x``) or ``"help"`` (``x?``).
        statement: Index of the line where its statement starts.
        first: Index of the line where it starts itself.
        column: Where in that line.
        last: Index of the last line it takes.
        text: All of it in one line, continuation lines joined.
    """

    sort: str
    statement: int
    first: int
    column: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class _State:
    """What is open at the start of a line."""

    quote: str = ""
    depth: int = 0
    continued: bool = False
    assigned: bool = False
    statement: int = 0

    @property
    def fresh(self) -> bool:
        return not (self.quote or self.depth or self.continued)


@dataclass(frozen=True, slots=True)
class _Line:
    """What one line of Python does to the state."""

    after: _State
    assigned_at: int | None = None
    ends_with: str = ""


def find_special(lines: Sequence[str], start: int = 0) -> Found | None:
    """Find the first piece of notebook syntax.

    Args:
        lines: The cell, line by line.
        start: Index of a line at which a statement starts.

    Returns:
        The first piece at or below `start`, or None.
    """
    state = _State(statement=start)
    for index in range(start, len(lines)):
        if state.fresh:
            state = _State(statement=index)
            if lines[index].lstrip(" \t\f")[:1] in _ESCAPES and lines[index].strip(" \t\f"):
                return _piece(lines, "escape", index, index, len(indent_of(lines[index])))
        read = _read_line(lines[index], state)
        if read.assigned_at is not None:
            return _piece(lines, "assigned", state.statement, index, read.assigned_at)
        if read.ends_with == "?" and read.after.fresh:
            return _help(lines, state.statement, index)
        state = read.after
    return None


def statement_starts(lines: Sequence[str]) -> list[int] | None:
    """Return the lines at which no string, bracket or backslash is open; None if one is never closed."""
    state, starts = _State(), []
    for index, line in enumerate(lines):
        if state.fresh:
            starts.append(index)
            if line.lstrip(" \t\f")[:1] in _ESCAPES and line.strip(" \t\f"):
                continue
        state = _read_line(line, state).after
    return starts if state.fresh else None


def _piece(lines: Sequence[str], sort: str, statement: int, first: int, column: int) -> Found:
    last = first
    while lines[last].endswith("\\") and last + 1 < len(lines):
        last += 1
    parts = [lines[first][column:], *lines[first + 1 : last + 1]]
    joined = [part[:-1] for part in parts[:-1]] + [parts[-1].rstrip()]
    quoted = any(mark in part for part in parts for mark in _QUOTES)  # within quotes, spaces count
    return Found(sort, statement, first, column, last, " ".join(joined if quoted else map(str.strip, joined)).rstrip())


def _help(lines: Sequence[str], statement: int, last: int) -> Found:
    column = len(indent_of(lines[statement]))
    text = " ".join(line.strip() for line in lines[statement : last + 1])
    return Found("help", statement, statement, column, last, text)


def _read_line(line: str, state: _State) -> _Line:
    """Follow one line of Python through strings and brackets."""
    at, ends_with, depth, assigned = 0, "", state.depth, state.assigned
    if state.quote:
        at = _string_end(line, 0, state.quote)
        if at < 0:
            return _Line(replace(state, quote=_still_open(line, state.quote)))
    while at < len(line):
        char = line[at]
        if char == "#":
            break
        if char in _QUOTES:
            quote = char * 3 if line.startswith(char * 3, at) else char
            at, ends_with = _string_end(line, at + len(quote), quote), char
            if at < 0:
                return _Line(replace(state, quote=_still_open(line, quote), depth=depth, assigned=assigned))
            continue
        if char == "\\" and at == len(line) - 1:
            return _Line(replace(state, quote="", depth=depth, continued=True, assigned=assigned))
        if char == "=" and depth == 0 and not assigned and _assigns(line, at):
            assigned = True
            if (place := _special_after(line, at + 1)) is not None:
                return _Line(state, place)
        depth = max(0, depth + (char in _OPENING) - (char in _CLOSING))
        ends_with = ends_with if char.isspace() else char
        at += 1
    after = replace(state, quote="", depth=depth, continued=False, assigned=assigned)
    return _Line(after, ends_with=ends_with)


def _string_end(line: str, at: int, quote: str) -> int:
    """Return the place after the closing quote, or -1 if the line has none."""
    while at < len(line):
        if line[at] == "\\":
            at += 2
        elif line.startswith(quote, at):
            return at + len(quote)
        else:
            at += 1
    return -1


def _still_open(line: str, quote: str) -> str:
    """A string that is not closed goes on below only if it is tripled, or a backslash ends the line."""
    return quote if len(quote) == 3 or line.endswith("\\") else ""


def _assigns(line: str, at: int) -> bool:
    return line[at + 1 : at + 2] != "=" and (at == 0 or line[at - 1] not in _BEFORE_EQUALS)


def _special_after(line: str, at: int) -> int | None:
    """Return where a shell command or a magic starts, if that is what is assigned."""
    place = at + len(indent_of(line[at:]))
    mark, following = line[place : place + 1], line[place + 1 : place + 2]
    if mark == "!" and following not in ("", "="):
        return place
    return place if mark == "%" and following.isidentifier() else None
