"""From which line of which cell each line of a definition came.

Converting moves lines and changes some; what is left alone or nearly so is found again by comparing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import SequenceMatcher

from nb2pkg.model import Origin
from nb2pkg.sync.lock import Run
from nb2pkg.sync.text import split_lines

# How alike a changed line must be to what stood in its place (`a = 1` and `b = 1` are 0.8).
_ALIKE = 0.6

# A piece of a line with fewer letters and digits could come from anywhere.
_FEWEST = 4

# Comparing every line of a changed region with every other is for small regions only.
_MAX_COMPARISONS = 4000


def line_origins(
    text: Sequence[str], origins: Sequence[Origin], sources: Mapping[int, str], keys: Mapping[int, str]
) -> tuple[Run, ...]:
    """Align the final lines of a definition with the lines of the cells it came from.

    Args:
        text: The definition's lines as written.
        origins: Where it came from.
        sources: Text of each cell, by its number.
        keys: Name of each cell in the lock, by its number.

    Returns:
        Runs of lines with a known origin, in order. Lines that nb2pkg added are in none.
    """
    there = [
        (origin.cell, number, line.strip())
        for origin in origins
        for number, line in enumerate(split_lines(sources.get(origin.cell, "")), 1)
        if origin.first <= number <= origin.last and line.strip()
    ]
    # Blank lines are everywhere, and say nothing about where a line came from.
    here = [(number, line.strip()) for number, line in enumerate(text, 1) if line.strip()]
    pairs = _pairs([line for _, line in here], [line for _, _, line in there])
    known = [(here[index][0], *there[other][:2]) for index, other in pairs]
    return tuple(_runs(known, {number for number, _ in here}, keys))


def _pairs(here: Sequence[str], there: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Indices here and there of lines that belong together."""
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(range(first, last), range(start, end), strict=True)
        elif kind == "replace":
            yield from _alike(here, there, (first, last), (start, end))


def _alike(
    here: Sequence[str], there: Sequence[str], ours: tuple[int, int], theirs: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Lines of a changed region that are still recognisable, in order on both sides."""
    if (ours[1] - ours[0]) * (theirs[1] - theirs[0]) > _MAX_COMPARISONS:
        return
    start = theirs[0]
    for index in range(*ours):
        for candidate in range(start, theirs[1]):
            if _is_part(here[index], there[candidate]):
                yield index, candidate
                start = candidate  # the formatter cut this line up: more parts of it may follow
                break
            if _is_part(there[candidate], here[index]) or _is_similar(here[index], there[candidate]):
                yield index, candidate
                start = candidate + 1
                break


def _is_part(part: str, whole: str) -> bool:
    """Whether a line is a piece of another, however the two are spaced, quoted and cut."""
    squeezed = _squeezed(part)
    return sum(map(str.isalnum, squeezed)) >= _FEWEST and squeezed in _squeezed(whole)


def _squeezed(line: str) -> str:
    return "".join(line.split()).replace("'", '"').rstrip(",")


def _is_similar(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # Cheapest first: each is an upper bound of the next.
    return matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


def _runs(known: Sequence[tuple[int, int, int]], filled: Set[int], keys: Mapping[int, str]) -> Iterator[Run]:
    """Join (line, cell, cell line) where both lines go on by as many, over blank lines too."""
    start = previous = None
    for entry in known:
        goes_on = (
            previous is not None
            and entry[1] == previous[1]
            and entry[0] - previous[0] == entry[2] - previous[2]
            and filled.isdisjoint(range(previous[0] + 1, entry[0]))
        )
        if start is None or previous is None or not goes_on:
            if start is not None and previous is not None:
                yield Run(start[0], previous[0], keys[start[1]], start[2])
            start = entry
        previous = entry
    if start is not None and previous is not None:
        yield Run(start[0], previous[0], keys[start[1]], start[2])
