"""Colab's form fields, as the comment behind a value writes them.

steps = 50      #@param {type:"slider", min:0, max:100, step:10}
model = "base"  # @param ["base", "large"] {allow-input: true}
rounds = 3      # @param {type:"integer"} How often it is done.

People write these by hand: keys with and without quotation marks, either kind of those, whatever case. What cannot be
read counts as not said.
"""

from __future__ import annotations

from dataclasses import dataclass

#: What a form's marks begin with; ``# @param`` and ``#@param`` are the same.
_PARAM = "@param"
_TYPES = {
    **{"string": "string", "str": "string", "text": "string", "date": "date", "raw": "raw", "slider": "slider"},
    **{"integer": "integer", "int": "integer", "number": "number", "float": "number"},
    **{"boolean": "boolean", "bool": "boolean"},
}
_WORDS = {"true": True, "false": False, "none": None, "null": None}

Said = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Form:
    """What such a comment says.

    Attributes:
        type: ``"string"``, ``"integer"``, ``"number"``, ``"boolean"``, ``"date"``, ``"raw"``, ``"slider"``, or empty.
        choices: What the field offers, as it says it.
        others: Whether anything else can be typed in, too.
        minimum: Smallest value.
        maximum: Largest value.
        step: By how much the value changes.
        help: What the comment says besides.
        start: Where the form begins within the comment.
    """

    type: str = ""
    choices: tuple[Said, ...] = ()
    others: bool = False
    minimum: int | float | None = None
    maximum: int | float | None = None
    step: int | float | None = None
    help: str = ""
    start: int = 0


def form_in(comment: str) -> Form | None:
    """The form field that a comment declares.

    Args:
        comment: The comment with its mark.

    Returns:
        What it says; None where it declares none.
    """
    start, end = _mark(comment)
    if start < 0:
        return None
    reader = _Reader(comment, end)
    choices: tuple[Said, ...] = ()
    if reader.next_is("["):
        choices = reader.items()
    said = reader.pairs() if reader.next_is("{") else {}
    before, after = comment[:start].strip("# \t"), reader.rest().strip("# \t")
    return Form(
        type=_TYPES.get(str(said.get("type", "")).lower(), ""),
        choices=choices,
        others=said.get("allow-input", said.get("allow_input")) is True,
        minimum=_number(said.get("min")),
        maximum=_number(said.get("max")),
        step=_number(said.get("step")),
        help=before or after,
        start=start,
    )


def _mark(comment: str) -> tuple[int, int]:
    """Where the form begins and where its mark ends; -1 where there is none."""
    start = comment.find(_PARAM)
    before = comment[: max(start, 0)].rstrip(" \t")
    end = start + len(_PARAM)
    if start < 0 or not before.endswith("#") or comment[end : end + 1].isalnum():
        return -1, -1
    return len(before.rstrip("#").rstrip()), end


def _number(said: Said) -> int | float | None:
    return said if isinstance(said, int | float) and not isinstance(said, bool) else None


class _Reader:
    """Reads the lists and objects of a form from left to right.

    Args:
        text: The comment.
        at: Where to begin.
    """

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at

    def next_is(self, char: str) -> bool:
        """Whether that is the next character but blanks."""
        self._skip(" \t")
        return self._text[self._at : self._at + 1] == char

    def rest(self) -> str:
        """What was not read."""
        return self._text[self._at :]

    def items(self) -> tuple[Said, ...]:
        """The values of a list."""
        found: list[Said] = []
        self._at += 1
        while not self._ends("]"):
            found.append(self._value("]"))
        return tuple(found)

    def pairs(self) -> dict[str, Said]:
        """Keys and values of an object; one that is not closed is read to the end."""
        found: dict[str, Said] = {}
        self._at += 1
        while not self._ends("}"):
            key = str(self._value(":}")).strip()
            self._skip(" \t:")
            found[key] = self._value("}")
        return found

    def _ends(self, bracket: str) -> bool:
        self._skip(" \t,")
        if self._at >= len(self._text):
            return True
        if self._text[self._at] != bracket:
            return False
        self._at += 1
        return True

    def _value(self, ends: str) -> Said:
        quote = self._text[self._at : self._at + 1]
        return self._quoted(quote) if quote in ("'", '"') else self._bare(ends)

    def _quoted(self, quote: str) -> str:
        said: list[str] = []
        self._at += 1
        while self._at < len(self._text) and self._text[self._at] != quote:
            self._at += self._text[self._at] == "\\"
            said += self._text[self._at : self._at + 1]
            self._at += 1
        self._at += 1
        return "".join(said)

    def _bare(self, ends: str) -> Said:
        start = self._at
        while self._at < len(self._text) and self._text[self._at] not in f",{ends}":
            self._at += 1
        if self._at == start:  # nothing that could be read: go on behind it
            self._at += 1
        return _plain(self._text[start : self._at].strip())

    def _skip(self, chars: str) -> None:
        while self._at < len(self._text) and self._text[self._at] in chars:
            self._at += 1


def _plain(word: str) -> Said:
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word
