"""What stage functions are called: after their heading, or after what they do and to what.

## Load the data                     load_the_data
X, y = split(frame)                  split_frame         the second piece under the same heading
forest.fit(X, y)                     train_forest
sns.countplot(x=labels)              plot_labels
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nb2pkg.family.drawn import draws_figures
from nb2pkg.family.headings import asks, slug
from nb2pkg.family.plain.flows import Flow
from nb2pkg.family.plain.groups import Group
from nb2pkg.family.plain.telling import TELLING, calls_in, verb_of_call
from nb2pkg.family.plain.units import effects_of
from nb2pkg.family.stage_names import free_name, says_something, telling_words
from nb2pkg.flow.states import sets_attributes
from nb2pkg.flow.world import World
from nb2pkg.model import Role
from nb2pkg.params.kinds import snake_case
from nb2pkg.rules.docstring_words import words_of
from nb2pkg.text.prose import heading_words

_LONGEST = 40
_SHORT = 20
_FEW_LINES = 8
#: What a group does where none of its calls tells.
_USUAL = {"data": "prepare", "models": "build", "train": "run", "explore": "show"}
#: What it does it to where nothing tells.
_THING = {"data": "data", "models": "model", "train": "training", "explore": "data"}


def name_groups(
    groups: Sequence[Group], flows: Sequence[Flow], world: World, title: str, taken: set[str]
) -> list[tuple[str, str]]:
    """A name and a title for every group.

    Args:
        groups: What becomes a function, in order.
        flows: What each needs and gives.
        world: The program.
        title: The notebook's title: as a heading it tells nothing of its parts.
        taken: Names that are not free; those given here are added.

    Returns:
        For each, its name and what its docstring says.
    """
    heads = _heads(groups, title)
    found: dict[int, tuple[str, str]] = {}
    for place in sorted(range(len(groups)), key=lambda place: place not in heads):
        group, flow = groups[place], flows[place]
        verb = _verb(group, world, bool(set(flow.outputs) - set(flow.inputs)))
        headed = _headed(group, verb) if place in heads else []
        names = [*_of_classes(group, world), *headed, *_of_setup(group), *_pieces(group, flow, verb)]
        name = free_name(next((one for one in names if one not in taken), names[0]), taken)
        words = heading_words(group.section) if place in heads else ""
        found[place] = name, words or words_of(name.rstrip("0123456789_"))
    return [found[place] for place in range(len(groups))]


def _heads(groups: Sequence[Group], title: str) -> frozenset[int]:
    """Of the groups under one heading, the one that it names: the longest."""
    found: set[int] = set()
    first = 0
    for place in range(1, len(groups) + 1):
        if place == len(groups) or groups[place].section != groups[first].section:
            section = groups[first].section
            if section and (section != title or slug(title, "") == slug(title, "do")):
                found.add(max(range(first, place), key=lambda one: (groups[one].lines, -one)))
            first = place
    return frozenset(found)


def _headed(group: Group, verb: str) -> list[str]:
    name = slug(group.section, verb, group.room == "explore")
    if name == verb or asks(group.section):
        return []
    thing = _THING[group.room]
    return [name] if name.endswith(f"_{thing}") else [name, f"{name}_{thing}"]


def _of_setup(group: Group) -> list[str]:
    """Settings and seeds alone."""
    if all(unit.effect.seeds for unit in group.units):
        return ["set_seeds"]
    return ["set_up"] if group.sets_up or all(unit.statement.role is Role.SETUP for unit in group.units) else []


def _of_classes(group: Group, world: World) -> list[str]:
    """What sets nothing but attributes of a class that is no class for settings: ``set_up_net``."""
    found: dict[str, None] = {}
    for unit in group.units if group.sets_up else ():
        pairs = sets_attributes(unit.statement, world.definitions.keys())
        if not pairs or unit.statement.role is Role.SETUP:
            return []
        found |= dict.fromkeys(sorted(name for name, _ in pairs))
    names = [f"set_up_{snake_case(name)}" for name in found]
    return names if len(names) == 1 and len(names[0]) <= _LONGEST else []


def _verb(group: Group, world: World, gives: bool) -> str:
    if group.room == "explore":
        return "plot" if any(draws_figures(effect, world) for effect in effects_of(group.units)) else "show"
    told = [verb for call in calls_in(group.units) if (verb := verb_of_call(call, group.room))]
    told = [verb for verb in told if verb != "split" or group.lines <= _FEW_LINES]  # more than that does more
    if group.room == "train" and "train" in told:
        return "train"  # a loop that trains saves and measures, too
    verbs = list(TELLING.get(group.room, {}))
    usual = "make" if group.room == "train" and gives else _USUAL[group.room]
    return max(told, key=lambda verb: (told.count(verb), -verbs.index(verb)), default=usual)


def _pieces(group: Group, flow: Flow, verb: str) -> list[str]:
    """Names from what it does and what it gives, changes, says above its first statement, or looks at."""
    given = [name for name in flow.outputs if name not in flow.inputs and says_something(name)]
    changed = frozenset(name for unit in group.units for name in unit.effect.changes)
    worked_on = [name for name in flow.inputs if name in changed and says_something(name)]
    taken = [name for name in flow.inputs if says_something(name)]
    said = telling_words(group.units[0].statement.text)
    made = [*_together(given), *said] if given else [*worked_on, *said, *taken]
    things = {
        "data": made,
        "models": made,
        "train": [*worked_on, *said, *_together(given), *taken],
        "explore": [*said, *_together(given), *taken],
    }[group.room]
    if verb == "make":
        things = [*_together(given), *said]
    if verb == "split" and len(given) > 1:
        things = [*taken, "data", *things]
    names = [f"{verb}_{snake_case(thing).strip('_')}" for thing in [*things, _THING[group.room]]]
    return [name for name in dict.fromkeys(names) if len(name) <= _LONGEST and name.isidentifier()] or [verb]


def _together(names: Sequence[str]) -> Iterable[str]:
    """One result names a function, two short ones do so together, of many the last tells most."""
    if len(names) == 2 and sum(map(len, names)) <= _SHORT:
        yield "_".join(names)
    yield from reversed(names)
