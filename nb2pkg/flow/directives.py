"""Comments that speak to nb2pkg. They are read here, and left out of what is written.

``LR = 1e-3  # nb2pkg: keep`` stays a constant; ``SIZE = 8  # pixels  # nb2pkg: param`` becomes a parameter, and with
``help="Pixels a side."`` behind it, that is its help. ``# nb2pkg: explore`` says what a cell is for (`notebook.tags`).
"""

from __future__ import annotations

import shlex
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nb2pkg.flow.source import LAYOUT, plain_newlines, split_lines, tokens_of
from nb2pkg.model import Note, Origin, Program, Role, Statement

_PREFIX = "nb2pkg:"
_ROLES = frozenset(role.value for role in Role)
_SETTINGS = frozenset(["help"])


@dataclass(frozen=True, slots=True)
class Directive:
    """One such comment.

    Attributes:
        verb: ``"keep"``, ``"param"``, or a role.
        settings: What else it says (``{"help": "Pixels a side."}``).
        origin: The line of code that it is about, in the notebook.
        text: How it is spelled, for messages.
        source: What asks for it where no such comment does: ``"form"``, ``"parameters"``.
    """

    verb: str
    settings: Mapping[str, str]
    origin: Origin
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A directive within a comment: what it says, and the text with it cut out."""

    verb: str
    settings: Mapping[str, str]
    text: str
    rest: str


def take_directives(program: Program) -> tuple[Program, tuple[Directive, ...], tuple[Note, ...]]:
    """Take the directives out of a program.

    Args:
        program: The notebook.

    Returns:
        The program without them, every line of code on the line of its statement where it was; the directives; what a
        person should know of those that say nothing. A comment that is not understood stays.
    """
    why = {cell.cell: cell.why for cell in program.roles}
    statements: list[Statement] = []
    found: list[Directive] = []
    notes: list[Note] = []
    for statement in program.statements:
        if _PREFIX not in statement.text.lower():
            statements.append(statement)
            continue
        text, here, doubts = _taken(statement)
        statements.append(replace(statement, text=text))
        found += here
        notes += doubts
        notes += [note for one in here if (note := _without_effect(one, why.get(one.origin.cell, "")))]
    return replace(program, statements=tuple(statements)), tuple(found), tuple(notes)


def _without_effect(directive: Directive, why: str) -> Note | None:
    if directive.verb not in _ROLES or why.startswith("cell tag") or f"'# nb2pkg: {directive.verb}'" in why:
        return None
    reason = "it tags a cell from its first line"
    if directive.verb == Role.SETUP.value:
        reason = "imports and settings find their place by themselves"
    return Note("warning", f"`{directive.text}` says nothing here: {reason}", directive.origin)


def _taken(statement: Statement) -> tuple[str, list[Directive], list[Note]]:
    """The statement's text without directives, those, and doubts about comments that look like one."""
    tokens = tokens_of(plain_newlines(statement.text))
    code = [token for token in tokens if token.type not in LAYOUT and token.string]
    first, last = code[0].start[0], code[-1].end[0]
    lines: list[str | None] = list(split_lines(statement.text))
    found: list[Directive] = []
    notes: list[Note] = []
    for comment in (token for token in tokens if token.type == tokenize.COMMENT):
        said = said_in(comment.string)
        row, column = comment.start
        line = lines[row - 1] or ""
        alone = not line[:column].strip()
        about = next((token.start[0] for token in code if token.start[0] > row), row) if alone else row
        origin = _at(statement.origin, statement.origin.first + about - first)
        if isinstance(said, str):
            notes.append(Note("warning", f"`{comment.string}` is not understood: {said}", origin))
        elif said is not None:
            found.append(Directive(said.verb, said.settings, origin, said.text))
            notes += [Note("warning", text, origin) for text in _not_supported(said)]
            lines[row - 1] = _without(line, column, comment.string, said.rest, first <= row <= last)
    return "".join(line for line in _trimmed(lines) if line is not None).rstrip("\r\n"), found, notes


def _at(origin: Origin, line: int) -> Origin:
    return Origin(origin.cell, line, line, origin.cell_id)


def _not_supported(said: _Said) -> list[str]:
    others = sorted(set(said.settings) - _SETTINGS)
    return [f"`{said.text}`: `{name}=` is not supported yet" for name in others]


def _without(line: str, column: int, comment: str, rest: str, inside: bool) -> str | None:
    """The line with the rest of its comment; None for a line of its own that goes."""
    before, end = line[:column], line[column + len(comment) :]
    if rest:
        return before + rest + end
    if before.strip():
        return before.rstrip(" \t\f") + end
    return end if inside else None


def _trimmed(lines: list[str | None]) -> list[str | None]:
    """Without the blank lines that stood between a comment that is gone and what follows it."""
    if None not in lines:
        return lines
    start = 0
    while start < len(lines) and not (lines[start] or "").strip():
        start += 1
    return lines[start:]


def said_in(comment: str) -> _Said | str | None:
    """What a comment says to nb2pkg.

    Args:
        comment: The comment with its mark; the directive may follow other words: ``# pixels  # nb2pkg: param``.

    Returns:
        What it says; a text that says why that is not understood; None where it does not speak to nb2pkg.
    """
    starts = [place for place, char in enumerate(comment) if char == "#"]
    start = next((s for s in starts if comment[s:].lstrip("#").lstrip().lower().startswith(_PREFIX)), None)
    if start is None:
        return None
    end = _end(comment, len(comment) - len(comment[start:].lstrip("#")))
    text = comment[start:end].rstrip()
    try:
        words = shlex.split(text.lstrip("#").lstrip()[len(_PREFIX) :])
    except ValueError:
        return "a quotation mark has no other"
    verb, *settings = words or [""]
    verb = verb.lower()
    if verb not in _ROLES | {"keep", "param"}:
        return f"it says none of {', '.join(sorted(_ROLES | {'keep', 'param'}))}"
    if any("=" not in word for word in settings) or (settings and verb != "param"):
        return 'write `# nb2pkg: keep` or `# nb2pkg: param help="..."`'
    rest = (comment[:start].rstrip() + "  " + comment[end:]).strip()
    said = {name: value for name, _, value in (word.partition("=") for word in settings)}
    return _Said(verb, said, text, "" if not rest.strip("# \t") else rest)


def _end(comment: str, start: int) -> int:
    """Where the directive ends: at the next mark of a comment that is not within quotation marks."""
    quote = ""
    for place in range(start, len(comment)):
        char = comment[place]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "#":
            return place
    return len(comment)
