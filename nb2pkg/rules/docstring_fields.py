"""Sphinx' and Epydoc's fields as sections.

:param x: the input          Args:
:type x: int           ->        x (int): the input
:return: the loss            Returns:
                                 the loss
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Name, type, words.
FieldEntry = tuple[str, str, tuple[str, ...]]
Sections = list[tuple[str, list[FieldEntry]]]

_FIELD = re.compile(r"[:@](\w+)([^:]*):(?:\s+(.*)|)")
_TITLES = {
    **dict.fromkeys(("param", "parameter", "arg", "argument", "key", "keyword"), "Args"),
    **dict.fromkeys(("raises", "raise", "except", "exception"), "Raises"),
    **dict.fromkeys(("return", "returns"), "Returns"),
    **dict.fromkeys(("yield", "yields"), "Yields"),
}


def fields_to_sections(lines: Sequence[str]) -> tuple[list[str], Sections]:
    """Split text from the fields below it.

    Args:
        lines: A stretch of a docstring, at the left margin.

    Returns:
        The text, and the sections: title -> entries. All is text where a field is of another sort, or text follows.
    """
    start = next((at for at, line in enumerate(lines) if _FIELD.fullmatch(line)), None)
    if start is None:
        return list(lines), []
    fields = _fields(lines[start:])
    if fields is None:
        return list(lines), []
    text = list(lines[:start])
    while text and not text[-1]:
        text.pop()
    return text, _sections(fields)


def _fields(lines: Sequence[str]) -> list[tuple[str, str, tuple[str, ...]]] | None:
    """The fields as (sort, what it is about, words), or None where they are not all of a sort that is known."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    closed = False
    for line in lines:
        match = _FIELD.fullmatch(line)
        if match:
            if match[1] not in _TITLES and match[1] not in ("type", "rtype"):
                return None
            found.append((match[1], match[2].strip(), (match[3].strip(),) if match[3] else ()))
            closed = False
        elif not line:
            closed = True
        elif closed:
            return None
        else:
            sort, about, words = found[-1]
            found[-1] = (sort, about, (*words, line.strip()))
    return found


def _sections(fields: Sequence[tuple[str, str, tuple[str, ...]]]) -> Sections:
    types = {about: " ".join(words) for sort, about, words in fields if sort == "type"}
    returned = next((" ".join(words) for sort, _, words in fields if sort == "rtype"), "")
    sections: dict[str, list[FieldEntry]] = {}
    for sort, about, words in fields:
        title = _TITLES.get(sort, "")
        if title in ("Args", "Raises"):
            kind, _, name = about.rpartition(" ")
            described = name if title == "Args" else about
            sections.setdefault(title, []).append((described, types.pop(name, kind.strip()), words))
        elif title:
            head = ": ".join(part for part in (about, returned) if part)
            told = (f"{head}: {words[0]}", *words[1:]) if head and words else words
            sections.setdefault(title, []).append(("", "", told or (head,)))
            returned = ""
    for name, kind in types.items():
        sections.setdefault("Args", []).append((name, kind, ()))
    if returned:
        sections.setdefault("Returns", []).append(("", "", (returned,)))
    order = ("Args", "Returns", "Yields", "Raises")
    return [(title, sections[title]) for title in order if title in sections]
