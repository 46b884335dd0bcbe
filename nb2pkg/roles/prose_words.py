"""What a heading or a comment says about the code below it."""

from __future__ import annotations

import unicodedata

from nb2pkg.model import Role
from nb2pkg.roles.tables.headings import OF_DATA, WORDS


def of_prose(text: str) -> Role | None:
    """The role that a heading or comment speaks of, in any of the languages of the tables."""
    plain = _plain(text)
    about_data = False
    for phrase in _PHRASES:
        if phrase in plain:
            plain = plain.replace(phrase, " ")
            about_data = True
    words = "".join(char if char.isalpha() or char == "-" else " " for char in plain).split()
    for role, marks in _MARKS:
        if any(_is_met(mark, words, plain) for mark in marks):
            return role
    return Role.DATA if about_data else None


def _is_met(mark: str, words: list[str], plain: str) -> bool:
    if " " in mark or not _is_alphabetic(mark):
        return mark in plain
    if len(mark) <= 3:
        return mark in words
    return any(word.startswith(mark) for word in words)


def _is_alphabetic(mark: str) -> bool:
    """Whether words of this script stand apart: all but Chinese, Japanese and Korean."""
    return ord(mark[0]) < 0x1100


def _plain(text: str) -> str:
    """Lower case, accents gone."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char)).replace("’", "'")


_MARKS = tuple((role, tuple(_plain(mark) for mark in marks)) for role, marks in WORDS)
_PHRASES = tuple(sorted((_plain(phrase) for phrase in OF_DATA), key=len, reverse=True))
