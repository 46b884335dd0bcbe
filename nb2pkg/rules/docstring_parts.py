"""Docstrings as values: a summary, then text and sections; read from what people write, written in Google style.

    Computes the loss                     Computes the loss.

    Inputs:                        ->     Args:
        x - the input                         x: the input
    Returns                               Returns:
    -------                                   the loss
    the loss

The words stay; Google's, NumPy's and Sphinx' ways to lay them out are read, and what is none of them stays as text.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from nb2pkg.package.literals import unix_lines, visible
from nb2pkg.package.prose import sentence
from nb2pkg.rules.docstring_fields import fields_to_sections

WIDTH = 88

_TITLES = {
    **{title.lower(): title for title in ("Attention", "Attributes", "Caution", "Danger", "Error", "Example", "Examples")},
    **{title.lower(): title for title in ("Hint", "Important", "Keyword Args", "Methods", "Note", "Notes", "Raises")},
    **{title.lower(): title for title in ("References", "Returns", "See Also", "Tip", "Todo", "Warning", "Warnings")},
    **{"warns": "Warns", "yields": "Yields", "return": "Returns", "yield": "Yields", "args": "Args"},
    **{"arguments": "Args", "keyword arguments": "Keyword Args"},
}
# Headings that are sections only where a line is drawn below them or all their entries are arguments.
_NUMPY_TITLES = {"parameters": "Args", "other parameters": "Args"}
_WITH_ENTRIES = frozenset({"Args", "Attributes", "Keyword Args", "Raises"})

_HEADER = re.compile(r"(\s*)([A-Za-z][A-Za-z ]*?)\s*(:?)")
_RULE = re.compile(r"\s*[-=]+")
_NAMES = r"`{0,2}\\?\*{0,2}\\?\*?\w+`{0,2}"
_ENTRY = re.compile(rf"({_NAMES}(?:\s*,\s*{_NAMES})*)\s*(\([^()]*(?:\([^()]*\)[^()]*)*\))?\s*(:(?!:)|\s-{{1,2}}\s|\s–\s|\s—\s)\s*(.*)")
_NUMPY_ENTRY = re.compile(rf"({_NAMES}(?:\s*,\s*{_NAMES})*)(?:\s*:\s*(.+))?")
_LISTED = re.compile(r"\s*(?:[-*+•]|\d+[.)]|>>>|\.\.\.|[:@]\w|\||```|=+$|-+$)")
_FIELD_LIKE = re.compile(r"\s*`?\*{0,2}\w+`?\s*(?:\([^)]*\))?\s*(?::|-{1,2}\s|=)")
_KEPT_WIDE = re.compile(r"\s*(?:>>>|\.\.\. |\||\+-|\$|#|```|\.\. )|\s{8,}|.*\S\s{3,}\S")
_HANGING = re.compile(r"(?:[-*+•]|\d+[.)])\s+")
_OPEN_ENDS = frozenset("the a an of and or with to for in by is are from on as that which this its".split())
# Where ruff takes the next line for a heading.
_PARAGRAPH_ENDS = (",", ";", ".", "-", "\\", "/", "]", "}", ")")
_WRAPPED_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section: an argument, an exception.

    Attributes:
        name: What it describes; empty for lines that describe nothing by name.
        type: Its type as the notebook's author gave it, without parentheses, or empty.
        lines: The words.
    """

    name: str
    type: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text (without title), or a section.

    Attributes:
        title: The heading, or empty.
        lines: Its lines, at the left margin.
        entries: Its entries, where it is a section of entries; then `lines` is empty.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Doc:
    """A docstring.

    Attributes:
        summary: Its first line, or empty.
        parts: The rest.
    """

    summary: str
    parts: tuple[Part, ...] = ()


def read_doc(value: str, arguments: Collection[str] = ()) -> Doc:
    """Understand a docstring.

    Args:
        value: The value of the literal, or any text.
        arguments: Names that can be described.

    Returns:
        Its parts; every word is in one of them.
    """
    clean = inspect.cleandoc(unix_lines(value)).strip()
    if "\\" in clean or '"""' in clean:
        clean = visible(clean)  # a literal can be raw or hold escapes, not both
    lines = [line.rstrip() for line in clean.split("\n")]
    summary, rest = _split_summary(lines)
    found = [part for part in _parts(_flat(rest), arguments) if part.entries or any(part.lines)]
    return Doc(summary, tuple(found))


def _split_summary(lines: list[str]) -> tuple[str, list[str]]:
    """The first paragraph where it is one sentence or more, and the lines below it."""
    first = lines[0]
    if not any(c.isalnum() for c in first) or _LISTED.match(first) or _header(lines, 0):
        return "", lines
    end = 1
    while end < len(lines) and _goes_on(lines, end):
        end += 1
    return " ".join(" ".join(lines[:end]).split()), lines[end:]


def _goes_on(lines: list[str], at: int) -> bool:
    """Whether the line belongs to the sentence that the lines above it began."""
    line, above = lines[at], lines[at - 1]
    if not line or line[0].isspace() or above.endswith((".", "!", "?", ":")):
        return False
    if _LISTED.match(line) or _FIELD_LIKE.match(line) or _header(lines, at):
        return False
    wrapped = len(above) >= _WRAPPED_LENGTH or above.endswith(",") or above.split()[-1].lower() in _OPEN_ENDS
    return wrapped or line[0].islower()


@dataclass(frozen=True, slots=True)
class _Header:
    """A heading: its title, its indent, and how many lines it takes."""

    title: str
    indent: int
    lines: int
    drawn: bool


def _header(lines: Sequence[str], at: int) -> _Header | None:
    """The heading at that line, if it is one of Google's or NumPy's."""
    match = _HEADER.fullmatch(lines[at])
    if match is None:
        return None
    key = " ".join(match[2].lower().split())
    below = lines[at + 1] if at + 1 < len(lines) else ""
    drawn = bool(below.strip()) and _RULE.fullmatch(below) is not None
    title = _TITLES.get(key) or (_NUMPY_TITLES.get(key) if drawn else None)
    if title is None:
        return None
    above = lines[at - 1].strip() if at else ""
    proper = bool(match[3]) and match[2][0].isupper() and _indent(below) > len(match[1])
    if drawn or proper or not above or above.endswith(_PARAGRAPH_ENDS):
        return _Header(title, len(match[1]), 1 + drawn, drawn)
    return None


def _flat(lines: list[str]) -> list[str]:
    """Lines in which headings stand at the left margin only: deeper ones are joined with the line that follows.

    ``    Note:`` above ``        not on the GPU``  ->  ``    Note: not on the GPU``
    """
    found: list[str] = []
    at = 0
    while at < len(lines):
        header = _header(lines, at)
        if header is None or not header.indent:
            found.append(lines[at])
            at += 1
            continue
        following = at + header.lines
        while following < len(lines) and not lines[following]:
            following += 1
        title = lines[at].rstrip().rstrip(":")
        more = lines[following].strip() if following < len(lines) and _indent(lines[following]) else ""
        found.append(f"{title}: {more}" if more else f"{title}.")
        at = following + bool(more)
    return found


def _parts(lines: list[str], arguments: Collection[str]) -> Iterable[Part]:
    at = start = 0
    while at < len(lines):
        header = _header(lines, at) or _own_header(lines, at, arguments)
        if header is None:
            at += 1
            continue
        yield from _text(lines[start:at], arguments)
        content, at = _content(lines, at + header.lines, header)
        start = at
        yield _section(header, _dedented(content), arguments)
    yield from _text(lines[start:], arguments)


def _own_header(lines: Sequence[str], at: int, arguments: Collection[str]) -> _Header | None:
    """``Inputs:`` and the like: a heading of the author's own above entries that are all arguments."""
    match = _HEADER.fullmatch(lines[at])
    if match is None or match[1] or not match[3] or not arguments:
        return None
    header = _Header("Args", 0, 1, drawn=False)
    content, _ = _content(lines, at + 1, header)
    if not content or not _indent(next(filter(None, content))):
        return None
    entries = _entries(_dedented(content), arguments)
    names = {entry.name.lstrip("*") for entry in entries}
    return header if names and names <= {name.lstrip("*") for name in arguments} else None


def _content(lines: Sequence[str], start: int, header: _Header) -> tuple[list[str], int]:
    """What belongs to a section, and where it ends."""
    at = start
    while at < len(lines) and not lines[at]:
        at += 1
    deeper = at < len(lines) and _indent(lines[at]) > header.indent
    first = at
    while at < len(lines):
        if (not deeper or at > first) and _header(lines, at) and _indent(lines[at]) <= header.indent:
            break
        if deeper and lines[at] and _indent(lines[at]) <= header.indent:
            break
        if not deeper and not lines[at] and not header.drawn:
            break
        at += 1
    return _stripped(lines[first:at]), at


def _section(header: _Header, lines: list[str], arguments: Collection[str]) -> Part:
    if header.title not in _WITH_ENTRIES:
        return Part(header.title, tuple(lines))
    numpy = header.drawn
    entries = _numpy_entries(lines) if numpy else _entries(lines, arguments)
    return Part(header.title, entries=tuple(entries))


def _text(lines: list[str], arguments: Collection[str]) -> Iterable[Part]:
    kept = _stripped(lines)
    if not kept:
        return
    text, sections = fields_to_sections(kept)
    if text:
        yield Part("", tuple(text if _indent(text[0]) == 0 else _dedented(text)))
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
            found += started
        elif found and (not line or line[0].isspace() or (found[-1].lines and found[-1].lines[-1])):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        else:
            found.append(Entry("", "", (line,)))
    return [_tidied(entry) for entry in found if entry.name or any(entry.lines)]


def _started(line: str, known: Collection[str]) -> list[Entry] | None:
    """The entries that a line begins: ``x, y (int): text`` begins two."""
    match = _ENTRY.fullmatch(line)
    if match is None:
        return None
    names = [_bare(name) for name in match[1].split(",")]
    if (len(names) > 1 or match[3] != ":") and not {name.lstrip("*") for name in names} <= set(known):
        return None
    kind = match[2][1:-1].strip() if match[2] else ""
    return [Entry(name, kind, (match[4],)) for name in names]


def _numpy_entries(lines: Sequence[str]) -> list[Entry]:
    found: list[Entry] = []
    for line in lines:
        match = None if line[:1].isspace() else _NUMPY_ENTRY.fullmatch(line)
        if match:
            found += [Entry(_bare(name), (match[2] or "").strip(), ()) for name in match[1].split(",")]
        elif found and (not line or line[0].isspace() or found[-1].lines):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        elif line:
            found.append(Entry("", "", (line,)))
    return [_tidied(entry) for entry in found]


def _bare(name: str) -> str:
    return name.strip().strip("`").replace("\\", "")


def _tidied(entry: Entry) -> Entry:
    """The entry with its words on the first line, the lines below at the left margin."""
    first, more = entry.lines[:1], _dedented(_stripped(entry.lines[1:]))
    lines = [*(line.strip() for line in first if line.strip()), *more]
    return replace(entry, lines=tuple(lines))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _stripped(lines: Sequence[str]) -> list[str]:
    """Without blank lines at either end."""
    kept = list(lines)
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _dedented(lines: Sequence[str]) -> list[str]:
    margin = min((_indent(line) for line in lines if line), default=0)
    return [line[margin:] for line in lines]


def write_doc(doc: Doc, width: int) -> str:
    """The docstring's text in Google style.

    Args:
        doc: What it says; the summary is there.
        width: The longest line.

    Returns:
        Text whose lines fit where that can be done by wrapping prose.
    """
    blocks = [doc.summary]
    for part in doc.parts:
        if not part.title:
            blocks.append("\n".join(_wrapped(part.lines, width)))
            continue
        inner = [line for entry in part.entries for line in _entry_lines(entry, width - 4)]
        lines = inner if part.entries else _wrapped(part.lines, width - 4)
        blocks.append("\n".join([f"{part.title}:", *(line and f"    {line}" for line in lines)]))
    return "\n\n".join(blocks)


def _entry_lines(entry: Entry, width: int) -> list[str]:
    if not entry.name:
        return _wrapped(entry.lines, width)
    head = f"{entry.name} ({entry.type}):" if entry.type else f"{entry.name}:"
    first = textwrap.wrap(
        f"{head} {entry.lines[0] if entry.lines else ''}".rstrip(),
        width,
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [*first, *(line and f"    {line}" for line in _wrapped(entry.lines[1:], width - 4))]


def _wrapped(lines: Sequence[str], width: int) -> list[str]:
    found: list[str] = []
    fenced = False
    for line in lines:
        fenced ^= line.lstrip().startswith("```")
        short = len(line) <= width
        found += [line] if short or fenced or _KEPT_WIDE.match(line) else _broken(line, width)
    return found


def _broken(line: str, width: int) -> list[str]:
    text = line.strip()
    indent = " " * _indent(line)
    item = _HANGING.match(text)
    hanging = indent + " " * (item.end() if item else 0)
    broken = textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    # A line that begins like a heading or an item would be taken for one.
    odd = any(_LISTED.match(part) or _header(broken, at + 1) for at, part in enumerate(broken[1:]))
    return [line] if odd else broken


def as_summary(words: str, names: Collection[str] = ()) -> str:
    """The words as a summary: on one line, with a full stop, capitalised unless they begin with one of the names."""
    line = sentence(words)
    first = line.split(" ", 1)[0].rstrip(".!?")
    if first in names:
        return f"`{first}`{line[len(first) :]}"
    plain = first.isascii() and all(c.isalpha() or c == "'" for c in first)
    return line[0].upper() + line[1:] if plain else line
