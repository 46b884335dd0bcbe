"""Changing the tags of cells in a notebook's bytes, and no other byte of it.

Writing a notebook back through a JSON library changes bytes that nobody edited in four of ten real notebooks. Here only
the places that must change are found and cut open; numbers, escapes, indentation and order of everything else stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nb2pkg.errors import BadNotebook, SafetyCheckFailed

_SPACE = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r"[^\s,:\[\]{}\"]+")
_MARK = re.compile(r'["\[\]{}]')
_STRING = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Span:
    """A member of a JSON object, or an item of an array: from `start` up to `end`; its value from `value` on."""

    key: str
    start: int
    value: int
    end: int


def add_tags(data: bytes, tags: Mapping[int, str], file: str) -> bytes:
    """Add a tag to some cells of a notebook.

    Args:
        data: The bytes of the notebook file.
        tags: The tag to add, by the cell's number; not one that the cell has already.
        file: What to call the file in messages.

    Returns:
        The bytes with the tags, all others as they were.

    Raises:
        BadNotebook: The file is no notebook of format 4, or says something twice.
    """
    try:
        text = data.decode("utf-8")
        cells = _cells(text, file)
        for index in sorted(tags, reverse=True):  # from the end, so that earlier places stay where they are
            text = _add_tag(text, cells[index].value, tags[index], file, index)
        _prove(data.decode("utf-8"), text, tags)
    except (ValueError, IndexError) as error:
        raise BadNotebook(f"this is no notebook that can be changed in place ({error})", file=file) from error
    return text.encode("utf-8")


def _cells(text: str, file: str) -> list[Span]:
    start = 1 if text.startswith("\ufeff") else 0
    cells = _member(text, _skip_space(text, start), "cells", file, None)
    if cells is None or text[cells.value] != "[":
        hint = "open it in Jupyter and save it once"
        raise BadNotebook("only notebooks of format 4 can be changed in place", file=file, hint=hint)
    return list(_items(text, cells.value))


def _add_tag(text: str, cell: int, tag: str, file: str, index: int) -> str:
    """Add a tag to the cell whose ``{`` stands at `cell`."""
    metadata = _member(text, cell, "metadata", file, index)
    if metadata is None:
        return _insert(text, cell, f'"metadata": {{"tags": [{json.dumps(tag)}]}}')
    if text[metadata.value] != "{":
        raise BadNotebook("its metadata is no object", file=file, cell=index)
    tags = _member(text, metadata.value, "tags", file, index)
    if tags is None:
        return _insert(text, metadata.value, f'"tags": [{json.dumps(tag)}]', _line_start(text, metadata.start))
    if text[tags.value] != "[":
        raise BadNotebook("its tags are no list", file=file, cell=index)
    return _insert(text, tags.value, json.dumps(tag), _line_start(text, tags.start))


def _insert(text: str, opening: int, item: str, indent: str | None = None) -> str:
    """Add an item as the last of the array or object that opens at `opening`, laid out like the others.

    Args:
        text: The JSON.
        opening: Place of ``[`` or ``{``.
        item: What to add.
        indent: White space before the line of an empty container, None if it does not begin a line.
    """
    items = list(_items(text, opening))
    if items:
        before = text[opening + 1 : items[-1].start] or " "
        if len(items) > 1:
            before = text[items[-2].end : items[-1].start].partition(",")[2]
        return f"{text[: items[-1].end]},{before}{item}{text[items[-1].end :]}"
    close = _end(text, opening) - 1
    if indent is None:
        return f"{text[: opening + 1]}{item}{text[close:]}"
    deeper = indent + (indent[-1] if indent.strip("\r\n") else "")
    return f"{text[: opening + 1]}{deeper}{item}{indent}{text[close:]}"


def _line_start(text: str, place: int) -> str | None:
    """The line end and indentation before something that begins its line."""
    start = len(text[:place].rstrip(" \t"))
    ends = (end for end in ("\r\n", "\n", "\r") if text.endswith(end, 0, start))
    return next((text[start - len(end) : place] for end in ends), None)


# -- finding places in JSON ------------------------------------------------------------------------------------------


def _member(text: str, opening: int, key: str, file: str, cell: int | None) -> Span | None:
    """The member of an object; None where it has none of this name."""
    if text[opening] != "{":
        raise BadNotebook("an object is expected here", file=file, cell=cell)
    found = [member for member in _items(text, opening) if member.key == key]
    if len(found) > 1:
        raise BadNotebook(f"{key!r} stands there twice, so what it means is unclear", file=file, cell=cell)
    return found[0] if found else None


def _items(text: str, opening: int) -> Iterator[Span]:
    """The members of an object or the items of an array (those have no key)."""
    place = _skip_space(text, opening + 1)
    while text[place] not in "]}":
        start, key = place, ""
        if text[opening] == "{":
            key, place = _STRING.raw_decode(text, place)
            place = _skip_space(text, place)
            if text[place] != ":":
                raise ValueError(f"':' expected at character {place}")
            place = _skip_space(text, place + 1)
        end = _end(text, place)
        yield Span(key, start, place, end)
        place = _skip_space(text, end)
        if text[place] == ",":
            place = _skip_space(text, place + 1)


def _end(text: str, start: int) -> int:
    """Where the value that starts here ends."""
    if text[start] not in '"[{':
        plain = _PLAIN.match(text, start)
        if plain is None:
            raise ValueError(f"a value expected at character {start}")
        return plain.end()
    depth, place = 0, start
    while True:
        mark = _MARK.search(text, place)
        if mark is None:
            raise ValueError("the file ends too early")
        place = mark.end()
        if mark[0] == '"':
            place = _STRING.raw_decode(text, mark.start())[1]
        else:
            depth += 1 if mark[0] in "[{" else -1
        if depth == 0:
            return place


def _skip_space(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return space.end() if space else place


# -- proof -----------------------------------------------------------------------------------------------------------


def _prove(before: str, after: str, tags: Mapping[int, str]) -> None:
    """Both say the same but for the tags."""
    expected = _load(before)
    for index, tag in tags.items():
        expected["cells"][index].setdefault("metadata", {}).setdefault("tags", []).append(tag)
    if expected != _load(after):
        raise SafetyCheckFailed("adding tags would have changed something else in the notebook, so nothing was written")


def _load(text: str) -> Any:
    # Numbers stay text: two NaN are not equal, and some have too many digits.
    return json.loads(text.removeprefix("\ufeff"), strict=False, parse_int=str, parse_float=str, parse_constant=str)
