"""A run as a list of single things that can be compared, each with the cell that did it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from nb2pkg.verify.run import Event, Run
from nb2pkg.verify.settings import without_names
from nb2pkg.verify.texts import lines_of, numbers_of, said, words_of

#: What a call that draws gives back; the figure is what counts.
_DRAWN = re.compile(
    r"<(?:matplotlib|Axes|Figure|seaborn|mpl_toolkits|BarContainer|ErrorbarContainer|a list of)|Text\(|^None$"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a run did.

    Attributes:
        kind: ``"line"``, ``"shown"``, ``"figure"``, ``"optimizer"``, ``"model"``, ``"metrics"``.
        text: What it says.
        cell: The cell that did it; -1 in a package.
        words: The text without its numbers.
        numbers: Its numbers.
    """

    kind: str
    text: str
    cell: int
    words: str
    numbers: tuple[float, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Items with different keys are never equal."""
        return self.kind, self.words


def items_of(run: Run, together: Set[str] = frozenset()) -> list[Item]:
    """All that a run did, in order.

    Args:
        run: The run.
        together: Tuples that the notebook shows as one; several values are else shown one by one.
    """
    items = [item for event in run.events for item in _of_event(event, run.folder, together)]
    for one in run.trained:
        items.append(item_of(one.kind, one.what, one.cell))
        items.append(item_of("metrics" if one.kind == "metrics" else "weights", f"{one.what}: {one.how}", one.cell))
    return items


def item_of(kind: str, text: str, cell: int = -1) -> Item:
    """One item."""
    return Item(kind, text, cell, words_of(text), numbers_of(text))


def without_added(items: Sequence[Item], own: Set[tuple[str, str]], added: Set[str]) -> list[Item]:
    """What a package did, the settings left out that its classes have and those of the notebook have not.

    Args:
        items: What it did.
        own: Keys of what the notebook did: what reads as it does there is left as it is.
        added: Names of the settings.
    """
    found = []
    for item in items:
        text = item.text
        if added and item.kind in ("line", "shown") and item.key not in own:
            text = without_names(text, added)
        if text:
            found.append(item if text == item.text else item_of(item.kind, text, item.cell))
    return found


def _of_event(event: Event, folder: str, together: Set[str]) -> Iterator[Item]:
    if event.kind == "out":
        for line in lines_of(said(event.text, folder)):
            yield item_of("line", line, event.cell)
    elif event.kind == "show several":
        whole, *parts = event.text.split("\0")
        for part in [whole] if whole in together else parts:
            yield from _shown(part, event.cell, folder)
    elif event.kind == "show":
        yield from _shown(event.text, event.cell, folder)
    else:
        yield item_of(event.kind, event.text, event.cell)


def _shown(text: str, cell: int, folder: str) -> Iterator[Item]:
    if text and not _DRAWN.search(text):
        yield item_of("shown", said(text, folder), cell)
