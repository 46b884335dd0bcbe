"""Which groups only look, so that ``explore`` runs them and ``fit`` does not.

train = load_train()           both
show_label_counts(train)       explore
train = clean(train)           fit
show_losses(fit_model(train))  fit: looking at what training gave would mean training
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nb2pkg.family.plain.facts import Facts
from nb2pkg.family.plain.flows import Flow


def looked_at(facts: Sequence[Facts], flows: Sequence[Flow]) -> frozenset[int]:
    """Places of the groups that only ``explore`` runs.

    Args:
        facts: What each group does, in order.
        flows: What each needs and gives.

    Returns:
        Those whose absence no other group notices, and which look at nothing that training makes.
    """
    seeded = any(one.seeds for one in facts)
    looks = [place for place, one in enumerate(facts) if one.room == "explore" and not one.acts(seeded)]
    moving = {place for place in looks if not _needs_training(place, facts, flows)}
    while True:
        missed = {place for place in moving if _is_missed(place, facts, moving)}
        if not missed:
            break
        moving -= missed
    moving |= _only_for(moving, facts, flows, seeded)
    rest = [one for place, one in enumerate(facts) if place not in moving]
    looks_at_all = any(one.room == "explore" for one in facts)
    nothing_to_fit = looks_at_all and all(one.room != "train" and not one.gives(seeded) for one in rest)
    return frozenset(range(len(facts)) if nothing_to_fit else moving)


def needed_for(places: Iterable[int], facts: Sequence[Facts], flows: Sequence[Flow]) -> list[int]:
    """The groups that must run for those at the places, they included, in order.

    Args:
        places: What is wanted.
        facts: What each group does.
        flows: What each needs and gives.
    """
    seeded = any(one.seeds for one in facts)
    wanted = frozenset(places)
    needed: set[str] = set()
    found: list[int] = []
    for place in range(max(wanted, default=-1), -1, -1):
        one, flow = facts[place], flows[place]
        gives = not needed.isdisjoint(flow.outputs) or not needed.isdisjoint(one.changed)
        sets = (one.sets_up and not one.elsewhere) or (
            one.room != "train" and (one.seeds or one.leaves or one.holds_settings)
        )
        if place in wanted or gives or sets or (seeded and one.draws):
            needed = (needed - one.sure) | set(flow.inputs) | one.states
            found.append(place)
    return found[::-1]


def _only_for(moving: set[int], facts: Sequence[Facts], flows: Sequence[Flow], seeded: bool) -> set[int]:
    """Groups of data and models that give something to those which move and to no other."""
    found: set[int] = set()
    for place in reversed(range(len(facts))):
        may = facts[place].room in ("data", "models") and place not in moving and flows[place].outputs
        if may and not facts[place].acts(seeded) and not _is_missed(place, facts, moving | found | {place}):
            found.add(place)
    return found


def _is_missed(place: int, facts: Sequence[Facts], moving: set[int]) -> bool:
    """Whether a group that stays finds something else when this one does not run."""
    bound = facts[place].bound
    changed = facts[place].changed
    changed -= _made_by_looking(place, facts, moving) if changed else frozenset()
    for other in range(place + 1, len(facts)):
        if not bound and not changed:
            return False
        if other not in moving:
            if not facts[other].needed.isdisjoint(bound | changed):
                return True
            bound -= facts[other].sure
    return False


def _made_by_looking(place: int, facts: Sequence[Facts], moving: set[int]) -> frozenset[str]:
    """Names that only groups which move have bound, or this one itself: changing those is nobody else's matter."""
    own = frozenset[str]().union(*(facts[one].bound for one in moving if one <= place))
    return own.difference(*(facts[one].bound for one in range(place) if one not in moving))


def _needs_training(place: int, facts: Sequence[Facts], flows: Sequence[Flow]) -> bool:
    """Whether it looks at what training made: at its results, or at files that it names as well."""
    needed = needed_for([place], facts, flows)
    if any(facts[one].room == "train" for one in needed if one != place):
        return True
    trained = [one for one in range(place) if facts[one].room == "train"]
    written = frozenset[str]().union(*(facts[one].words for one in trained))
    return any(written & facts[one].words for one in needed if trained and one > trained[0])
