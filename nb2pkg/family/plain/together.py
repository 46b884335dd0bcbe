"""What must stay in one function, since names are read or assigned later than where they are handed over.

late = lambda x: x + shift        reads ``shift`` whenever it is called: whatever binds ``shift`` after it
shift = 2                         stays in its function

print(total)                      no one has bound ``total`` yet: both stay together, and fail as the notebook does
total = 3
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nb2pkg.family.plain.groups import Group, joined
from nb2pkg.family.plain.units import Unit
from nb2pkg.story.effects import is_state


def kept_together(groups: Sequence[Group]) -> list[Group]:
    """Groups such that every function can be handed what it needs.

    Args:
        groups: All that runs, in order.

    Returns:
        The same units; groups that depend on each other in another way than by handing on are one.
    """
    units = [unit for group in groups for unit in group.units]
    owner = [number for number, group in enumerate(groups) for _ in group.units]
    spans = sorted({(owner[first], owner[last]) for first, last in _spans(units) if owner[first] != owner[last]})
    found: list[Group] = []
    number = 0
    while number < len(groups):
        end = number
        for first, last in spans:  # sorted: a span that begins within what is joined stretches it
            if first <= end and last > end and last >= number:
                end = last
        found.append(joined(groups[number : end + 1], forced=True) if end > number else groups[number])
        number = end + 1
    return found


def _spans(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Places of units that must run in one function, the first and the last of each such run."""
    last_binding: dict[str, int] = {}
    last_touch: dict[str, int] = {}
    for place, unit in enumerate(units):
        last_binding |= dict.fromkeys(unit.effect.binds, place)
        last_touch |= dict.fromkeys(unit.touched, place)
    bound: set[str] = set()
    for place, unit in enumerate(units):
        for name in unit.late:
            if last_binding.get(name, -1) > place:
                yield place, last_binding[name]
        for name in unit.assigns:
            yield place, last_touch[name]
        for name in unit.effect.reads - bound - unit.effect.binds:
            later = next((p for p in range(place + 1, len(units)) if name in units[p].effect.binds), None)
            if later is not None and not is_state(name):
                yield place, later
        bound |= unit.effect.binds
