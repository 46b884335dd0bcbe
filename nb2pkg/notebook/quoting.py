"""A command line as a shell reads its quotes.

A value that the notebook fills in stands as one character of a private range, so that whatever its expression looks
like, the words around it are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass

FIRST, _LAST = "\ue000", "\uf8ff"
# What needs no quotes.
_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_")
_SPECIAL = frozenset("*?`$&|;<>()\n")


@dataclass(frozen=True, slots=True)
class Char:
    """One character of a command.

    Attributes:
        char: The character; empty for a quote that opens.
        within: The quote it stands in: nothing, ``'``, ``"``, or a backslash before it.
    """

    char: str
    within: str


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command."""

    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        """The word without its quotes."""
        return "".join(one.char for one in self.chars)

    @property
    def bare(self) -> str:
        """What of it stands outside of quotes."""
        return "".join(one.char for one in self.chars if not one.within)

    @property
    def needs_shell(self) -> bool:
        """Whether a shell makes something else of it: a pattern, a variable, ``{a,b}``."""
        bare = self.bare
        if "://" in bare and "*" not in bare:  # https://x.org?id=1 is no pattern to anybody
            bare = bare.replace("?", "")
        if _SPECIAL.intersection(bare) or ("[" in bare and "]" in bare[bare.find("[") :]):
            return True
        inner = bare.partition("{")[2].rpartition("}")[0]
        return "," in inner or ".." in inner or any(one.char in ("$", "`") and one.within == '"' for one in self.chars)


def is_value(char: str) -> bool:
    """Return whether a character stands for a value."""
    return len(char) == 1 and FIRST <= char <= _LAST


def number_of(char: str) -> int:
    """Return which value it stands for, from 0."""
    return ord(char) - ord(FIRST)


def split_words(text: str) -> list[Word] | None:
    """Split a command into words, a comment left out.

    Args:
        text: The command.

    Returns:
        Its words, operators among them; None where a quote does not close.
    """
    chars = _chars(text)
    if chars is None:
        return None
    words: list[list[Char]] = [[]]
    for one in chars:
        if one.char.isspace() and one.char != "\n" and not one.within:
            words.append([])
        elif one.char == "#" and not one.within and not words[-1]:
            break
        else:
            words[-1].append(one)
    return [Word(tuple(word)) for word in words if word]


def closes(text: str) -> bool:
    """Return whether every quote in a command closes."""
    return _chars(text) is not None


def without_quotes_around_values(text: str) -> tuple[str, frozenset[int]]:
    """Return a command whose values all stand outside of quotes: ``"{a} b"`` becomes ``{a}" b"``.

    Args:
        text: The command; its quotes close.

    Returns:
        The command and the numbers of the values that stood within quotes.
    """
    made, at = "", 0
    inside: set[int] = set()
    while at < len(text):
        end = at + 1
        if text[at] == "\\":
            end = at + 2
        elif text[at] in "'\"":
            end = _end_of_quoted(text, at)
            values = [number_of(char) for char in text[at:end] if is_value(char)]
            inside.update(values)
            made += _opened(text[at:end]) if values else text[at:end]
            at = end
            continue
        made, at = made + text[at:end], end
    return made, frozenset(inside)


def _opened(quoted: str) -> str:
    mark, pieces = quoted[0], [""]
    for char in quoted[1:-1]:
        if is_value(char):
            pieces += [char, ""]
        else:
            pieces[-1] += char
    return "".join(piece if is_value(piece) or _BARE.issuperset(piece) else f"{mark}{piece}{mark}" for piece in pieces)


def _end_of_quoted(text: str, at: int) -> int:
    mark, end = text[at], at + 1
    while text[end] != mark:
        end += 2 if text[end] == "\\" and mark == '"' else 1
    return end + 1


def _chars(text: str) -> list[Char] | None:
    found: list[Char] = []
    at, within = 0, ""
    while at < len(text):
        char = text[at]
        if char == "\\" and within != "'":
            at += 1
            following = text[at : at + 1]
            escapes = not within or following in ("$", "`", '"', "\\")
            found += [Char(following, "\\")] if escapes else [Char("\\", within), Char(following, within)]
        elif char in "'\"" and within in ("", char):
            within = "" if within else char
            found += [Char("", char)] if within else []  # "" is a word, too
        else:
            found.append(Char(char, within))
        at += 1
    return None if within else found
