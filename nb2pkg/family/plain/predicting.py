"""What training gives, so that ``fit`` keeps it, and which groups predict with it, so that ``predict`` trains nothing.

forest.fit(X, y)                       fit saves forest when this is done; predict loads it
preds = forest.predict(X_test)         both
sub["y"] = preds; sub.to_csv(path)     both
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nb2pkg.family.plain.facts import Facts
from nb2pkg.family.plain.flows import Flow
from nb2pkg.family.plain.groups import Group
from nb2pkg.family.plain.learning import doing, drivers_in, leaves_alone, made_by, predicts, trained_by, trains
from nb2pkg.flow.world import World
from nb2pkg.story.effects import is_state


@dataclass(frozen=True, slots=True)
class Learned:
    """What training gives and who uses it.

    Attributes:
        kept: Place of each group that trains -> the names that ``fit`` saves when it is done.
        loaded: Place of each of them that ``predict`` stands in for -> the names that it loads there.
        predicts: Places of the groups that ``predict`` runs, in order; none where nothing predicts by itself.
        why: Why there is no ``predict`` although something predicts; empty where there is one, or nothing predicts.
    """

    kept: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    loaded: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    predicts: tuple[int, ...] = ()
    why: str = ""


def learned_by(
    groups: Sequence[Group], facts: Sequence[Facts], flows: Sequence[Flow], looking: frozenset[int], world: World
) -> Learned:
    """Tell what training gives and which groups predict with it.

    Args:
        groups: All that runs, in order.
        facts: What each does.
        flows: What each needs and gives.
        looking: Places of those that only ``explore`` runs.
        world: The program.
    """
    training = frozenset(p for p, one in enumerate(facts) if one.room == "train" and trains(groups[p], world))
    if not training:
        return Learned()
    drivers = drivers_in(groups, world)
    trained = {p: trained_by(groups[p], facts[p], flows[p], groups, world) - drivers for p in training}
    everything = frozenset[str]().union(*trained.values())
    later = frozenset(range(min(training) + 1, len(groups))) - training - looking
    predicting = frozenset(place for place in later if predicts(groups[place], everything))
    run = _Run(facts, flows, training, tuple(leaves_alone(group, world) for group in groups), doing(groups))
    wanted = _for_files(predicting, later, run) or predicting
    loaded, places, why = run.needed_for(wanted) if wanted else ({}, (), "")
    unsaved = {name for p, names in loaded.items() for name in names & (drivers | made_by(groups[p]))}
    why = f"it needs `{min(unsaved)}`, which no file holds" if unsaved else why
    if not any(loaded.values()) or why:
        loaded, places = {}, ()
    kept = {p: trained[p] | loaded.get(p, frozenset()) for p in sorted(training)}
    return Learned(_in_order(kept), _in_order(loaded), places, why)


def _in_order(names: Mapping[int, frozenset[str]]) -> dict[int, tuple[str, ...]]:
    return {place: tuple(sorted(ones)) for place, ones in sorted(names.items()) if ones}


@dataclass(frozen=True, slots=True)
class _Run:
    """The groups, of which some train.

    Attributes:
        facts: What each does.
        flows: What each needs and gives.
        trains: Places of those that train.
        alone: For each, what it hands to functions at most.
        doing: Names of what is called, or has a method that is.
    """

    facts: Sequence[Facts]
    flows: Sequence[Flow]
    trains: frozenset[int]
    alone: tuple[frozenset[str], ...]
    doing: frozenset[str]

    def needed_for(self, wanted: frozenset[int]) -> tuple[dict[int, frozenset[str]], tuple[int, ...], str]:
        """What must run for the groups at these places if what training gives is loaded.

        Returns:
            What is loaded in the place of each group that trains; the groups that run, in order; why it cannot be.
        """
        facts, seeded = self.facts, any(one.seeds for one in self.facts)
        needed: frozenset[str] = frozenset()
        loaded: dict[int, frozenset[str]] = {}
        found: list[int] = []
        first = min(self.trains)
        for place in range(max(wanted), -1, -1):
            one = facts[place]
            if place in self.trains:
                again = self._of_data(place) | (needed - self.doing)
                changed = one.changed - (self.alone[place] & again)
                loaded[place] = needed & (one.bound | changed | self._built(place))
                if any(map(is_state, needed & one.changed)):
                    return {}, (), "training changes a class that it reads"
                needed -= loaded[place]
                continue
            gives = not needed.isdisjoint((*self.flows[place].outputs, *one.changed))
            sets = one.sets_up or (one.room != "train" and (one.seeds or one.leaves or one.holds_settings))
            if place in wanted or gives or (sets and not one.elsewhere) or (seeded and one.draws and place < first):
                if seeded and one.draws and place > first:
                    return {}, (), "random numbers are drawn for it after training"
                needed = (needed - one.sure) | {*self.flows[place].inputs} | one.states
                found.append(place)
        return loaded, tuple(reversed(found)), ""

    def _of_data(self, place: int) -> frozenset[str]:
        """What stages of the data bind before, and no other does afterwards."""
        found: frozenset[str] = frozenset()
        for one in self.facts[:place]:
            found = found | one.bound if one.room == "data" else found - one.bound
        return found

    def _built(self, place: int) -> frozenset[str]:
        """What was built as a model before and does something: training can change it in ways that do not show."""
        built = frozenset[str]().union(*(one.bound for one in self.facts[:place] if one.room == "models"))
        return built & self.facts[place].needed & self.doing


def _for_files(predicting: frozenset[int], later: frozenset[int], run: _Run) -> frozenset[int]:
    """Where predictions become files, those that predict for them and those that write them."""
    found: set[int] = set()
    for place in (one for one in later if run.facts[one].leaves):
        asked = predicting.intersection(run.needed_for(frozenset([place]))[1])
        found |= {place, *asked} if asked else set()
    return frozenset(found)
