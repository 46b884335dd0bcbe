"""The secrets of a notebook, once all are found: where else do they stand, and in which disguise."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

from nb2pkg.params.secret_names import free_name
from nb2pkg.params.secret_patterns import Hit

# Shorter values, and plain words, are replaced where they are bound and nowhere else: they may mean something there.
_LEAST = 8
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{11,}={0,2}")


@dataclass(frozen=True, slots=True)
class Span:
    """A secret within a text, and the variable that takes its place."""

    start: int
    end: int
    variable: str

    @property
    def removed(self) -> str:
        """What stands in its place where nothing can be looked up."""
        return f"<{self.variable} removed by nb2pkg>"


@dataclass(frozen=True, slots=True)
class Known:
    """The secrets of a notebook.

    Attributes:
        variables: The environment variable of each value.
        everywhere: The values to look for in every text, longest first.
    """

    variables: dict[str, str] = field(repr=False)
    everywhere: tuple[str, ...] = field(repr=False)

    def spans(self, text: str, hits: Iterable[Hit] = ()) -> tuple[Span, ...]:
        """Say which stretches of a text are secret.

        Args:
            text: The text.
            hits: What was found in it by itself.

        Returns:
            The stretches, in order, none overlapping another.
        """
        found = [(hit.start, hit.end) for hit in hits if text[hit.start : hit.end] in self.variables]
        found += [place for value in self.everywhere if value in text for place in _places(text, value)]
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
            if not any(start < other[1] and other[0] < end for other in kept):
                kept.append((start, end))
        return tuple(Span(start, end, self.variables[text[start:end]]) for start, end in sorted(kept))

    def shown_in(self, text: str) -> bool:
        """Whether a value still stands in a text."""
        return any(value in text for value in self.everywhere)


def know(variables: dict[str, str], names: frozenset[str], texts: Sequence[str]) -> Known:
    """Gather the secrets, with the disguises of them that the texts hold.

    Args:
        variables: The environment variable of each value.
        names: The values that are names of people: they may well stand elsewhere.
        texts: All texts of the notebook.
    """
    strong = [value for value in variables if _is_strong(value) and value not in names]
    every = dict(variables)
    joined = "\n".join(texts)
    for value in strong:
        for form, suffix in _disguises(value, joined):
            if form not in every:
                every[form] = free_name(f"{variables[value]}_{suffix}", every.values())
    everywhere = [*strong, *(value for value in every if value not in variables)]
    return Known(every, tuple(sorted(everywhere, key=lambda value: (-len(value), value))))


def _is_strong(value: str) -> bool:
    """Whether a value is unlike anything else a notebook says."""
    mixed = any(char.isdigit() for char in value) and any(char.isalpha() for char in value)
    return len(value) >= _LEAST and (mixed or (len(set(value)) > 6 and not value.isalpha()) or len(value) >= 24)


def _disguises(value: str, texts: str) -> Iterator[tuple[str, str]]:
    """The forms of a value that stand in the texts, with a word for each."""
    plain = {
        "QUOTED": (quote(value, safe=""), quote_plus(value), quote(value)),
        "ESCAPED": (json.dumps(value)[1:-1], value.replace("\n", "\\n")),
        "REVERSED": (value[::-1],),
        "HEX": (value.encode().hex(), value.encode().hex().upper()),
    }
    for suffix, forms in plain.items():
        for form in dict.fromkeys(forms):
            if form != value and form in texts:
                yield form, suffix
    for core in _base64_cores(value):
        place = texts.find(core)
        if place >= 0:
            runs = (match[0] for match in _BASE64_RUN.finditer(texts) if core in match[0])
            yield from ((run, "BASE64") for run in dict.fromkeys(runs))


def _base64_cores(value: str) -> Iterator[str]:
    """What the Base64 of any text with the value in it holds, whatever stands before and after."""
    data = value.encode(errors="surrogatepass")
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
        core = encoded[(0, 2, 3)[before] : len(encoded) - (1 if (before + len(data)) % 3 else 0)]
        yield core
        if "+" in core or "/" in core:
            yield core.replace("+", "-").replace("/", "_")


def _places(text: str, value: str) -> Iterator[tuple[int, int]]:
    at = text.find(value)
    while at >= 0:
        yield at, at + len(value)
        at = text.find(value, at + len(value))
