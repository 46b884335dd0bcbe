"""Docstrings as values: a summary, then text and sections; and how they are written in Google style."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nb2pkg.rules.docstring_headings import heading_at, indent_of
from nb2pkg.text.prose import sentence

WIDTH = 88
# Stands for a blank that no line ends at: a character that no notebook holds, for it has no meaning.
_GLUE = "\uffff"
_MOST_GLUED = 52
LISTED = re.compile(r"\s*(?:[-*+•]|\d+[.)]|>>>|\.\.\.|[:@]\w|\||```|=+$|-+$)")
FIELD_LIKE = re.compile(r"\s*`?\*{0,2}\w+`?\s*(?:\([^)]*\))?\s*(?::|-{1,2}\s|=)")
_KEPT_WIDE = re.compile(r"\s*(?:>>>|\.\.\. |\||\+-|\$|#|```|\.\. )|\s{8,}|.*\S\s{3,}\S")
_HANGING = re.compile(r"(?:[-*+•]|\d+[.)])\s+")


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
        inner = [line for entry in part.entries for line in entry_lines(entry, width - 4)]
        lines = inner if part.entries else _wrapped(part.lines, width - 4)
        blocks.append("\n".join([f"{part.title}:", *(line and f"    {line}" for line in lines)]))
    return "\n\n".join(blocks)


def entry_lines(entry: Entry, width: int) -> list[str]:
    """The lines of one entry of a section, what goes on below it indented."""
    if not entry.name:
        return _wrapped(entry.lines, width)
    head = f"{entry.name} ({entry.type}):" if entry.type else f"{entry.name}:"
    lines = [f"{head} {entry.lines[0] if entry.lines else ''}".rstrip(), *entry.lines[1:]]
    whole = _refilled(lines, width - 4)
    glued = _with_default_glued(whole[0])
    first = textwrap.wrap(glued, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return [
        *(line.replace(_GLUE, " ") for line in first),
        *(line and f"    {line}" for line in _wrapped(whole[1:], width - 4)),
    ]


def _with_default_glued(text: str) -> str:
    """The text with a short last sentence on the default in one piece: no line ends between "to" and the value."""
    head, mark, tail = text.rpartition("Defaults to ")
    return f"{head}{(mark + tail).replace(' ', _GLUE)}" if mark and len(tail) <= _MOST_GLUED else text


def _refilled(lines: Sequence[str], width: int) -> list[str]:
    """Each paragraph that has a line too long as one line, to be wrapped anew; the others as they are."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and _is_plain(lines[end]) and (end > at + 1 or not _KEPT_WIDE.match(lines[at])):
            end += 1
        paragraph = lines[at:end]
        joined = _is_fillable(paragraph) and any(len(line) > width for line in paragraph)
        found += [" ".join(paragraph)] if joined else paragraph
        at = end
    return found


def _is_plain(line: str) -> bool:
    """Whether the line goes on with the text above it."""
    return bool(line) and not line[0].isspace() and not LISTED.match(line) and not FIELD_LIKE.match(line)


def _is_fillable(paragraph: Sequence[str]) -> bool:
    return not any(_KEPT_WIDE.match(line) for line in paragraph)


def _wrapped(lines: Sequence[str], width: int) -> list[str]:
    if any(line.lstrip().startswith("```") for line in lines):
        return list(lines)
    found: list[str] = []
    for line in _refilled(lines, width):
        short = len(line) <= width
        found += [line] if short or _KEPT_WIDE.match(line) else _broken(line, width)
    return found


def _broken(line: str, width: int) -> list[str]:
    text = line.strip()
    indent = " " * indent_of(line)
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
    odd = any(LISTED.match(part) or heading_at(broken, at + 1) for at, part in enumerate(broken[1:]))
    return [line] if odd else broken


def as_summary(words: str, names: Collection[str] = ()) -> str:
    """The words as a summary: on one line, with a full stop, capitalised unless they begin with one of the names."""
    line = sentence(words)
    first = line.split(" ", 1)[0].rstrip(".!?")
    if first in names:
        return f"`{first}`{line[len(first) :]}"
    plain = first.isascii() and all(c.isalpha() or c == "'" for c in first)
    return line[0].upper() + line[1:] if plain else line
