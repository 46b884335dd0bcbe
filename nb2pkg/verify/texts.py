"""Texts that say the same, within a tolerance: the words must be equal, the numbers near."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"(?<![A-Za-z_\d.])-?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
#: A class is ``__main__.Net`` in a notebook, ``leaf.models.Net`` in a package.
_HOME = re.compile(r"\b(?:__main__|[a-z_][a-z_0-9]*\.(?:data|models|train|explore))\.(?=[A-Za-z_])")
_BAR = re.compile(r"\d+%\|.*\||\d+it \[")
_SPACE = re.compile(r"\s+")
#: Below that, a number is nothing.
NOTHING = 1e-6


def said(text: str, folder: str) -> str:
    """A text without what two runs never share: addresses in memory, where they ran, where a class lives."""
    text = text.replace(folder, "<folder>") if folder else text
    return _HOME.sub("", _ADDRESS.sub("0x...", _COLOR.sub("", text)))


def lines_of(text: str) -> list[str]:
    """The lines that stay on a terminal; bars of progress do not count."""
    lines = [line.split("\r")[-1].rstrip() for line in text.split("\n")]
    return [line for line in lines if line.strip() and not _BAR.search(line)]


def words_of(text: str) -> str:
    """A text with its numbers taken out."""
    return _SPACE.sub(" ", _NUMBER.sub("#", text)).strip()


def numbers_of(text: str) -> tuple[float, ...]:
    """The numbers of a text."""
    return tuple(float(one) for one in _NUMBER.findall(text))


def near(some: Sequence[float], others: Sequence[float], tolerance: float) -> bool:
    """Whether numbers are equal within a tolerance relative to the larger of two."""
    return len(some) == len(others) and all(
        abs(one - other) <= tolerance * max(abs(one), abs(other)) + NOTHING
        for one, other in zip(some, others, strict=True)
    )


def same(one: str, other: str, tolerance: float) -> bool:
    """Whether two texts say the same."""
    return one == other or (words_of(one) == words_of(other) and near(numbers_of(one), numbers_of(other), tolerance))
