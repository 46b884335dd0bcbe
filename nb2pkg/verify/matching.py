"""Which of the things that one run did another did as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from nb2pkg.verify.items import Item
from nb2pkg.verify.texts import near


@dataclass(frozen=True, slots=True)
class Match:
    """Two runs beside each other.

    Attributes:
        lost: Items of the first that the second has not, by index.
        new: Items of the second that the first has not, by index.
        moved: Items of the second that come earlier in the first than the one before them, by index.
    """

    lost: tuple[int, ...]
    new: tuple[int, ...]
    moved: tuple[int, ...]


def match(first: Sequence[Item], second: Sequence[Item], tolerance: float) -> Match:
    """Pair each item of the second run with an equal one of the first, in order where that can be.

    Args:
        first: What the first run did.
        second: What the second did.
        tolerance: How far numbers may be apart, relative to the larger.
    """
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, item in enumerate(first):
        alike[item.key].append(index)
    taken: set[int] = set()
    last: dict[str, int] = {}
    new, moved = [], []
    for index, item in enumerate(second):
        equal = [i for i in alike[item.key] if i not in taken and near(first[i].numbers, item.numbers, tolerance)]
        if not equal:
            new.append(index)
            continue
        chosen = next((i for i in equal if i > last.get(item.kind, -1)), equal[0])
        if chosen < last.get(item.kind, -1):
            moved.append(index)
        last[item.kind] = max(last.get(item.kind, -1), chosen)
        taken.add(chosen)
    lost = tuple(index for index in range(len(first)) if index not in taken)
    return Match(lost, tuple(new), tuple(moved))
