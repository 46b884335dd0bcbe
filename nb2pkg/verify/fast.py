"""A notebook that trains for a moment only, and the options with which its package does so, too.

    EPOCHS = 50                              EPOCHS = 2
    XGBClassifier(n_estimators=500)          XGBClassifier(n_estimators=5)
    fit                                      fit --train.epochs=2 --train.n_estimators=5

What is shrunk is what the package has as an option, wherever the notebook has the number in its cells; where a place is
not found for sure, both keep it.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

#: Ends of names of what is repeated -> how often a quick run does it.
_FEW = {
    **dict.fromkeys(("epochs", "epoch", "num_train_epochs"), 2),
    **dict.fromkeys(("n_estimators", "num_boost_round", "iterations", "training_iter", "max_steps", "num_steps"), 5),
}


@dataclass(frozen=True, slots=True)
class Count:
    """An option of ``fit``.

    Attributes:
        flag: The option.
        value: The notebook's value, as it is spelled there.
        places: Cell, first and last line of every place it stands for; the first is the one that binds it.
    """

    flag: str
    value: str
    places: tuple[tuple[int, int, int], ...]

    @property
    def name(self) -> str:
        """The option without its group."""
        return self.flag.rpartition(".")[2].lstrip("-")


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A notebook that does less, and what says so to its package.

    Attributes:
        cells: Index of each code cell, with its source.
        options: Option of ``fit`` -> its value.
    """

    cells: tuple[tuple[int, str], ...]
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number stands: cell, line (from 1) and column, and how it is spelled."""

    cell: int
    line: int
    column: int
    spelled: str


def shrink(cells: Sequence[tuple[int, str]], counts: Iterable[Count]) -> Shrunk:
    """Let a notebook train for a moment only.

    Args:
        cells: Index of each code cell, with its source.
        counts: The options of its package.

    Returns:
        The cells with small numbers, and the options that say the same; no options where nothing was found.
    """
    sources = dict(cells)
    options: list[tuple[str, str]] = []
    for one in counts:
        few = next((str(count) for end, count in _FEW.items() if _ends(one.name, end)), "")
        places = _places(one, sources) if few and one.value.isdigit() and int(one.value) > int(few) else []
        for place in places:
            sources[place.cell] = _put(sources[place.cell], place, few)
        if places:
            options.append((one.flag, few))
    return Shrunk(tuple(sources.items()), tuple(options))


def _ends(name: str, end: str) -> bool:
    words = name.lower()
    return words == end or words.endswith(f"_{end}") or words.rstrip("0123456789").rstrip("_") == end


def _places(one: Count, sources: dict[int, str]) -> list[_Place]:
    """Every place of the number; none where one of them is not certain."""
    found: list[_Place] = []
    for at, (cell, first, last) in enumerate(one.places):
        here = [x for x in _numbers(sources.get(cell, ""), cell, one.value) if first <= x[0].line <= last]
        named = [place for place, name in here if any(_ends(name, end) for end in _FEW)]
        certain = named if len(here) > 1 else [place for place, _ in here]
        if len(certain) > 1 or (at == 0 and not certain):
            return []
        found += certain  # a place without the number reads what another one binds
    # The last first, so that none moves another.
    return sorted(dict.fromkeys(found), key=lambda place: (place.cell, place.line, -place.column))


def _numbers(source: str, cell: int, spelled: str) -> Iterator[tuple[_Place, str]]:
    """The number wherever it stands in a cell, with the name before its ``=``."""
    before: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            line, column = token.start
            if token.type == tokenize.NUMBER and token.string == spelled:
                name = before[-2] if before[-1:] == ["="] and len(before) > 1 else ""
                yield _Place(cell, line, column, spelled), name
            before = [*before[-1:], token.string]
    except (tokenize.TokenError, SyntaxError):
        return  # magics that are no Python: what was found before them counts


def _put(source: str, place: _Place, text: str) -> str:
    lines = source.split("\n")
    line = lines[place.line - 1]
    lines[place.line - 1] = f"{line[: place.column]}{text}{line[place.column + len(place.spelled) :]}"
    return "\n".join(lines)
