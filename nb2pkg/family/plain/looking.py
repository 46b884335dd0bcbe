"""Which groups only look, so that ``explore`` runs them and ``fit`` does not.

train = load_train()           both
show_label_counts(train)       explore
train = clean(train)           fit
show_losses(fit_model(train))  fit: looking at what training gave would mean training
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from functools import lru_cache

from nb2pkg.family.plain.flows import Flow, flows_of
from nb2pkg.family.plain.groups import Group
from nb2pkg.family.plain.units import effects_of
from nb2pkg.story.effects import Effect, draws_numbers, leaves_traces

#: Strings up to this length are names of columns and modes rather than of files.
_SHORT = 7


def looked_at(groups: Sequence[Group]) -> frozenset[int]:
    """Places of the groups that only ``explore`` runs.

    Args:
        groups: All that runs, in order.

    Returns:
        Those whose absence no other group notices, and which look at nothing that training makes.
    """
    flows = flows_of(groups)
    seeded = _seeded(groups)
    looks = [place for place, group in enumerate(groups) if group.room == "explore" and not _acts(group, seeded)]
    moving = {place for place in looks if not _needs_training(place, groups, flows)}
    while True:
        missed = {place for place in moving if _is_missed(place, groups, moving)}
        if not missed:
            break
        moving -= missed
    moving |= _only_for(moving, groups, flows, seeded)
    rest = [group for place, group in enumerate(groups) if place not in moving]
    nothing_to_fit = moving and all(group.room in ("data", "models") and not _acts(group, seeded) for group in rest)
    return frozenset(range(len(groups)) if nothing_to_fit else moving)


def _only_for(moving: set[int], groups: Sequence[Group], flows: Sequence[Flow], seeded: bool) -> set[int]:
    """Groups of data and models that give something to those which move and to no other."""
    found: set[int] = set()
    for place in reversed(range(len(groups))):
        group = groups[place]
        may = group.room in ("data", "models") and place not in moving and flows[place].outputs
        if may and not _acts(group, seeded) and not _is_missed(place, groups, moving | found | {place}):
            found.add(place)
    return found


def needed_for(places: Iterable[int], groups: Sequence[Group], flows: Sequence[Flow]) -> list[int]:
    """The groups that must run for those at the places, they included, in order.

    Args:
        places: What is wanted.
        groups: All that runs, in order.
        flows: What they need and give.
    """
    seeded = _seeded(groups)
    wanted = frozenset(places)
    needed: set[str] = set()
    found: list[int] = []
    for place in range(max(wanted, default=-1), -1, -1):
        effects = effects_of(groups[place].units)
        gives = frozenset(flows[place].outputs) | _changed(effects)
        sets = groups[place].room != "train" and any(e.seeds or leaves_traces(e) for e in effects)
        if place in wanted or gives & needed or sets or (seeded and any(map(draws_numbers, effects))):
            needed = (needed - _sure(groups[place])) | set(flows[place].inputs) | _states(effects)
            found.append(place)
    return found[::-1]


def _acts(group: Group, seeded: bool) -> bool:
    """Whether it does more than to show: it writes files, asks, seeds, draws numbers that a seed makes the same."""
    if group.forced or any("input" in unit.statement.names.reads for unit in group.units):
        return True
    return any(e.seeds or leaves_traces(e) or (seeded and draws_numbers(e)) for e in effects_of(group.units))


def _seeded(groups: Sequence[Group]) -> bool:
    return any(effect.seeds for group in groups for effect in effects_of(group.units))


def _is_missed(place: int, groups: Sequence[Group], moving: set[int]) -> bool:
    """Whether a group that stays finds something else when this one does not run."""
    group = groups[place]
    effects = effects_of(group.units)
    bound = _bound(group)
    changed = _changed(effects) - _made_by_looking(place, groups, moving)
    for other in range(place + 1, len(groups)):
        if other in moving:
            continue
        if _needed(groups[other]) & (bound | changed):
            return True
        bound -= _sure(groups[other])
    return False


def _made_by_looking(place: int, groups: Sequence[Group], moving: set[int]) -> frozenset[str]:
    """Names that only groups which move have bound, or this one itself: changing those is nobody else's matter."""
    stay = frozenset(
        n for p, g in enumerate(groups[:place]) if p not in moving for u in g.units for n in u.effect.binds
    )
    return frozenset(n for p in [*moving] if p <= place for u in groups[p].units for n in u.effect.binds) - stay


def _needs_training(place: int, groups: Sequence[Group], flows: Sequence[Flow]) -> bool:
    """Whether it looks at what training made: at its results, or at files that it names as well."""
    needed = needed_for([place], groups, flows)
    if any(groups[one].room == "train" for one in needed if one != place):
        return True
    trained = [one for one in range(place) if groups[one].room == "train"]
    written = frozenset(word for one in trained for word in _words(groups[one]))
    return any(written & _words(groups[one]) for one in needed if trained and one > trained[0])


@lru_cache(maxsize=1024)
def _words(group: Group) -> frozenset[str]:
    """The strings in its code that may name a file or a folder."""
    nodes = [node for unit in group.units for node in ast.walk(ast.parse(unit.statement.text))]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return frozenset(text for text in texts if len(text) > _SHORT and "\n" not in text and " " not in text)


def _bound(group: Group) -> frozenset[str]:
    return frozenset(name for effect in effects_of(group.units) for name in effect.binds)


def _needed(group: Group) -> frozenset[str]:
    found: set[str] = set()
    bound: set[str] = set()
    for effect in effects_of(group.units):
        found |= (effect.reads | effect.changes | effect.maybe) - bound
        bound |= effect.binds - effect.maybe
    return frozenset(found)


def _sure(group: Group) -> frozenset[str]:
    return frozenset(n for e in effects_of(group.units) for n in e.binds - e.maybe)


def _changed(effects: Sequence[Effect]) -> frozenset[str]:
    return frozenset(name for effect in effects for name in effect.changes)


def _states(effects: Sequence[Effect]) -> set[str]:
    return {name for effect in effects for name in effect.reads if name.endswith(".")}
