"""Docstrings read from what people write, whichever way they lay it out.

    Computes the loss                     Computes the loss.

    Inputs:                        ->     Args:
        x - the input                         x: the input
    Returns                               Returns:
    -------                                   the loss
    the loss

The words stay; Google's, NumPy's and Sphinx' ways to lay them out are known, and what is none of them stays as text.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from nb2pkg.rules.docstring_fields import fields_to_sections
from nb2pkg.rules.docstring_headings import HEADING, Heading, heading_at, indent_of
from nb2pkg.rules.docstring_parts import FIELD_LIKE, LISTED, Doc, Entry, Part
from nb2pkg.text.literals import unix_lines, visible

_WITH_ENTRIES = frozenset({"Args", "Attributes", "Raises"})
_NAMES = r"`{0,2}\\?\*{0,2}\\?\*?\w+`{0,2}"
_ENTRY = re.compile(
    rf"({_NAMES}(?:\s*,\s*{_NAMES})*)\s*(\([^()]*(?:\([^()]*\)[^()]*)*\))?\s*(:(?!:|//)|\s-{{1,2}}\s|\s–\s|\s—\s)\s*(.*)"
)
_NUMPY_ENTRY = re.compile(rf"({_NAMES}(?:\s*,\s*{_NAMES})*)(?:\s*:\s*(.+))?")
_MARKDOWN_HEADING = re.compile(r"\A#{1,6}\s+")
_OPEN_END = re.compile(
    r".*(?:,|\b(?:the|a|an|of|and|or|with|to|for|in|by|is|are|from|on|as|that|which|this|its))", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|N\{[^}]+\})")
_OWN_TITLES = re.compile(r"(?:hyper|input )?param(?:eter)?s?|inputs?|input arguments", re.IGNORECASE)
_WRAPPED_LENGTH = 50
_CODE_INDENT = 4


def read_doc(value: str, arguments: Collection[str] = ()) -> Doc:
    """Understand a docstring.

    Args:
        value: The value of the literal, or any text.
        arguments: Names that can be described.

    Returns:
        Its parts; every word is in one of them.
    """
    clean = visible(inspect.cleandoc(unix_lines(value)).strip())
    lines = [line.rstrip() for line in clean.split("\n")]
    summary, rest = _split_summary(lines, arguments)
    found = [part for part in _parts(_flat(rest), arguments) if part.entries or any(part.lines)]
    return Doc(summary, tuple(_gathered(found)))


def _gathered(parts: Sequence[Part]) -> list[Part]:
    """The parts with one section of arguments, where there were several of them."""
    sections = [part for part in parts if part.title == "Args"]
    if len(sections) < 2:
        return list(parts)
    whole = replace(sections[0], entries=tuple(entry for section in sections for entry in section.entries))
    return [whole if part is sections[0] else part for part in parts if part not in sections[1:] or part is sections[0]]


def _split_summary(lines: list[str], arguments: Collection[str]) -> tuple[str, list[str]]:
    """The first paragraph where it is one sentence or more, and the lines below it."""
    lines = [_MARKDOWN_HEADING.sub("", lines[0]), *lines[1:]]
    first = lines[0]
    if not any(c.isalnum() for c in first) or LISTED.match(first):
        return "", lines
    field = FIELD_LIKE.match(first)
    if (
        heading_at(lines, 0)
        or _own_heading(lines, 0, arguments)
        or (field and first.split(":")[0].strip() in arguments)
    ):
        return "", lines
    end = 1
    while end < len(lines) and _goes_on(lines, end):
        end += 1
    return " ".join(" ".join(lines[:end]).split()), lines[end:]


def _goes_on(lines: list[str], at: int) -> bool:
    """Whether the line belongs to the sentence that the lines above it began."""
    line, above = lines[at], lines[at - 1]
    if not line or above.endswith((".", "!", "?", ":")):
        return False
    if LISTED.match(line) or FIELD_LIKE.match(line) or heading_at(lines, at):
        return False
    wrapped = len(above) >= _WRAPPED_LENGTH or _OPEN_END.fullmatch(above) is not None
    return wrapped or (indent_of(line) < _CODE_INDENT and line.lstrip()[0].islower())


def _flat(lines: list[str]) -> list[str]:
    """Lines in which headings stand at the left margin only: deeper ones are joined with the line that follows.

    ``    Note:`` above ``        not on the GPU``  ->  ``    Note: not on the GPU``
    """
    found: list[str] = []
    at = 0
    while at < len(lines):
        heading = heading_at(lines, at)
        if heading is None or not heading.indent:
            found.append(lines[at])
            at += 1
            continue
        following = at + heading.lines
        while following < len(lines) and not lines[following]:
            following += 1
        title = lines[at].rstrip().rstrip(":")
        more = lines[following].strip() if following < len(lines) and indent_of(lines[following]) else ""
        found.append(f"{title}: {more}" if more else f"{title}.")
        at = following + bool(more)
    return found


def _parts(lines: list[str], arguments: Collection[str]) -> Iterable[Part]:
    at = start = 0
    while at < len(lines):
        heading = heading_at(lines, at) or _own_heading(lines, at, arguments)
        if heading is None:
            at += 1
            continue
        yield from _text(lines[start:at])
        content, at = _content(lines, at + heading.lines, heading)
        start = at
        yield _section(heading, _dedented(content), arguments)
    yield from _text(lines[start:])


def _own_heading(lines: Sequence[str], at: int, arguments: Collection[str]) -> Heading | None:
    """``Inputs:`` and the like: what others call arguments, above entries that all are some."""
    match = HEADING.fullmatch(lines[at])
    if match is None or match[1] or not _OWN_TITLES.fullmatch(match[2]):
        return None
    heading = Heading("Args", 0, 1, drawn=False)
    content, _ = _content(lines, at + 1, heading)
    if not content or not indent_of(next(filter(None, content))):
        return None
    entries = _entries(_dedented(content), arguments)
    names = {entry.name.lstrip("*") for entry in entries}
    return heading if names and names <= {name.lstrip("*") for name in arguments} else None


def _content(lines: Sequence[str], start: int, heading: Heading) -> tuple[list[str], int]:
    """What belongs to a section, and where it ends."""
    at = start
    while at < len(lines) and not lines[at]:
        at += 1
    deeper = at < len(lines) and indent_of(lines[at]) > heading.indent
    first = at
    while at < len(lines):
        if (not deeper or at > first) and heading_at(lines, at) and indent_of(lines[at]) <= heading.indent:
            break
        if deeper and lines[at] and indent_of(lines[at]) <= heading.indent:
            break
        if not deeper and not lines[at] and not heading.drawn:
            break
        at += 1
    return _stripped(lines[first:at]), at


def _section(heading: Heading, lines: list[str], arguments: Collection[str]) -> Part:
    if heading.title not in _WITH_ENTRIES:
        return Part(heading.title, tuple(lines))
    numpy = heading.drawn
    entries = _numpy_entries(lines) if numpy else _entries(lines, arguments)
    return Part(heading.title, entries=tuple(entries))


def _text(lines: list[str]) -> Iterable[Part]:
    kept = _stripped(lines)
    if not kept:
        return
    text, sections = fields_to_sections(kept)
    if text:
        yield Part("", tuple(text if indent_of(text[0]) == 0 else _dedented(text)))
    for title, entries in sections:
        yield (
            Part(title, entries=tuple(Entry(name, kind, words) for name, kind, words in entries))
            if title in _WITH_ENTRIES
            else Part(title, tuple(line for _, _, words in entries for line in words))
        )


def _entries(lines: Sequence[str], arguments: Collection[str]) -> list[Entry]:
    """The entries of a section, each with the lines that go on below it."""
    known = {name.lstrip("*") for name in arguments}
    found: list[Entry] = []
    for line in lines:
        started = None if line[:1].isspace() else _started(line, known)
        if started:
            found.append(started)
        elif found and (not line or line[0].isspace() or (found[-1].lines and found[-1].lines[-1])):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        else:
            found.append(Entry("", "", (line,)))
    return [one for entry in found if entry.name or any(entry.lines) for one in _tidied(entry)]


def _started(line: str, known: Collection[str]) -> Entry | None:
    """The entry that a line begins, for several names where it is ``x, y (int): text``."""
    match = _ENTRY.fullmatch(line)
    if match is None:
        return None
    names = [_bare(name) for name in match[1].split(",")]
    if (len(names) > 1 or match[3] != ":") and not {name.lstrip("*") for name in names} <= set(known):
        return None
    kind = match[2][1:-1].strip() if match[2] else ""
    return Entry(",".join(names), kind, (match[4],))


def _numpy_entries(lines: Sequence[str]) -> list[Entry]:
    found: list[Entry] = []
    for line in lines:
        match = None if line[:1].isspace() else _NUMPY_ENTRY.fullmatch(line)
        if match:
            names = ",".join(_bare(name) for name in match[1].split(","))
            found.append(Entry(names, (match[2] or "").strip(), ("",)))
        elif found and (not line or line[0].isspace() or any(found[-1].lines)):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        elif line:
            found.append(Entry("", "", (line,)))
    return [one for entry in found for one in _tidied(entry)]


def _bare(name: str) -> str:
    return name.strip().strip("`").replace("\\", "")


def _tidied(entry: Entry) -> list[Entry]:
    """The entry, once for each of its names, with its words on the first line, the lines below at the left margin."""
    first, more = entry.lines[:1], _dedented(_stripped(entry.lines[1:]))
    lines = [*(line.strip() for line in first if line.strip()), *more]
    return [replace(entry, name=name, lines=tuple(lines)) for name in entry.name.split(",")]


def _stripped(lines: Sequence[str]) -> list[str]:
    """Without blank lines at either end."""
    kept = list(lines)
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _dedented(lines: Sequence[str]) -> list[str]:
    margin = min((indent_of(line) for line in lines if line), default=0)
    return [line[margin:] for line in lines]


def meant_text(raw: str) -> str:
    r"""What stands between triple quotes, where a backslash before a letter was meant as one.

    ``\alpha`` and ``\n`` in a docstring without ``r`` are a bell and a line end to Python, and neither to its author.
    """
    found: list[str] = []
    at = 0
    while at < len(raw):
        step = 2 if raw[at] == "\\" and at + 1 < len(raw) else 1
        piece = raw[at : at + step]
        if piece in ("\\\\", '\\"', "\\'"):
            piece = piece[1]
        elif piece == "\\\n":
            piece = ""
        elif step == 2 and piece[1] in "uUNx":
            piece, step = _character(raw, at)
        found.append(piece)
        at += step
    return "".join(found)


def _character(raw: str, at: int) -> tuple[str, int]:
    r"""The character that ``\u00e9`` or ``\N{BULLET}`` stands for, and its length in the source."""
    match = _ESCAPE.match(raw, at)
    if match is None:
        return raw[at : at + 2], 2
    value = ast.literal_eval(f'"{match[0]}"')
    return (value if value.isprintable() else match[0]), len(match[0])
