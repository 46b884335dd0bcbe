"""How many options are enough: a tutorial that builds thirty models does not get two hundred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

#: With so many values for one argument of one class a notebook compares, it does not choose.
MOST_OF_A_KIND = 5
#: As many places may have their own value of one argument where few of the values differ: nothing is compared there.
MOST_ALIKE = 8
#: Options that a reader of ``--help`` can still oversee; with those of the statement that reaches it there may be more.
MOST = 40


@dataclass(frozen=True, slots=True)
class Enough(Generic[T]):
    """What is left of a notebook's literals.

    Attributes:
        kept: Those that become options, in order.
        repeated: Number of those left alone since the notebook has the same argument with many values.
        early: Number of those left alone since there are too many, and these come first.
    """

    kept: tuple[T, ...]
    repeated: int
    early: int


def enough(
    spots: Sequence[T],
    option: Callable[[T], Hashable],
    kind: Callable[[T], Hashable],
    place: Callable[[T], int],
    sure: Callable[[T], bool] = lambda _: False,
    value: Callable[[T], Hashable] | None = None,
) -> Enough[T]:
    """Keep what a person would want to turn.

    Args:
        spots: The literals, in order.
        option: What makes two of them one option.
        kind: What makes two options alike.
        place: The statement that holds it.
        sure: Whether it counts whatever else there is.
        value: What it is; none: every option is another value.

    Returns:
        Those that are kept, and how many are not.
    """
    kinds = Counter(kind for kind, _ in {(kind(spot), option(spot)) for spot in spots})
    values = Counter(kind for kind, _ in {(kind(spot), (value or option)(spot)) for spot in spots})
    fits = {one for one, number in kinds.items() if number <= MOST_ALIKE and values[one] <= MOST_OF_A_KIND}
    fitting = {option(spot) for spot in spots if kind(spot) in fits}  # everywhere, or nowhere: it is one value
    few = [spot for spot in spots if sure(spot) or option(spot) in fitting]
    last: dict[Hashable, int] = {option(spot): place(spot) for spot in few if not sure(spot)}
    options_from = Counter(last.values())
    wanted: set[int] = set()
    room = MOST
    for statement in sorted(options_from, reverse=True):
        if room <= 0:
            break
        room -= options_from[statement]
        wanted.add(statement)
    kept = tuple(spot for spot in few if sure(spot) or last.get(option(spot)) in wanted)
    return Enough(kept, len(spots) - len(few), len(few) - len(kept))


def in_words(*found: Enough[T]) -> str:
    """One line about those that are left alone; nothing where there are none."""
    why = [
        (sum(one.repeated for one in found), "belong to calls that the notebook makes with many values"),
        (sum(one.early for one in found), f"come before the last {MOST}"),
    ]
    said = [f"{number} {text}" for number, text in why if number]
    return f"hyperparameters that stay in the code: {', '.join(said)}" if said else ""
