"""The tokens of a query: enough of SQL to tell names and literals from what is written around them."""

from __future__ import annotations

from dataclasses import dataclass

_QUOTES = "'\"`"
#: What begins a comment, and what ends it.
_COMMENTS = (("--", "\n"), ("#", "\n"), ("/*", "*/"))
_TRIPLE = 3


@dataclass(frozen=True, slots=True)
class Token:
    """One of them.

    Attributes:
        quote: The quotes that it stands in; empty for a word, a number or a sign.
        text: What it is, without them.
        first: Its first character in the query, behind the quotes.
    """

    quote: str
    text: str
    first: int

    @property
    def end(self) -> int:
        """The character after its last one."""
        return self.first + len(self.text)

    def says(self, *words: str) -> bool:
        """Whether it is one of these words, however that is written."""
        return not self.quote and self.text.upper() in words


def tokens_of(query: str) -> tuple[Token, ...] | None:
    """The tokens in order, without comments; None where a quote is not closed, or says more than it shows.

    Args:
        query: A query.
    """
    found: list[Token] = []
    place = 0
    while place < len(query):
        ends = next((end for begin, end in _COMMENTS if query.startswith(begin, place)), "")
        char = query[place]
        if ends:
            at = query.find(ends, place + 1)
            place = len(query) if at < 0 else at + len(ends)
        elif char.isspace():
            place += 1
        elif char in _QUOTES:
            at = query.find(char, place + 1)
            if at < 0 or "\\" in query[place:at] or query.startswith(char * _TRIPLE, place):
                return None
            found.append(Token(char, query[place + 1 : at], place + 1))
            place = at + 1
        else:
            end = place
            while end < len(query) and _is_of_word(query, end):
                end += 1
            found.append(Token("", query[place : max(end, place + 1)], place))
            place = max(end, place + 1)
    return tuple(found)


def _is_of_word(query: str, place: int) -> bool:
    """Whether a character is of a word or number; a name of a table may have dots, and ``-`` in its project."""
    char = query[place]
    if char == "-":
        return query[place - 1 : place].isalnum() and query[place + 1 : place + 2].isalnum() and _is_path(query, place)
    return char.isalnum() or char in "_.$"


def _is_path(query: str, place: int) -> bool:
    """Whether what goes on here is a name with dots: ``bigquery-public-data.samples.natality``."""
    end = place
    while end < len(query) and (query[end].isalnum() or query[end] in "_.-"):
        end += 1
    return "." in query[place:end] and "--" not in query[place:end]
