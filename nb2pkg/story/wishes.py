"""What a person wants turned or left alone: by name on the command line, by a comment in the notebook.

The comment wins over the name, leaving alone over turning. What cannot soundly be turned stays, and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from nb2pkg.flow.constants import RESTRICTED, as_parameters
from nb2pkg.flow.directives import Directive
from nb2pkg.flow.world import World
from nb2pkg.model import Note, Origin, Parameter
from nb2pkg.params.choices import chosen_constants
from nb2pkg.params.kinds import help_for
from nb2pkg.story.holders import Holders
from nb2pkg.story.plots_only import only_for_plots
from nb2pkg.story.threads import NO_HOLDERS, Threads, declared_type, literals_of, place_of_line, thread


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person said.

    Attributes:
        keep: Patterns of names that stay as they are.
        lift: Patterns of names that become parameters.
        directives: Comments that say so of their line.
    """

    keep: tuple[str, ...] = ()
    lift: tuple[str, ...] = ()
    directives: tuple[Directive, ...] = ()

    def keeps_line(self, cell: int, first: int, last: int) -> bool:
        """Whether a comment on one of these lines says to leave alone what stands there."""
        return any(one.verb == "keep" and _is_at(one.origin, cell, first, last) for one in self.directives)

    def keeps_name(self, *names: str) -> bool:
        """Whether one of the names is to be left alone."""
        return any(fnmatchcase(name, pattern) for name in names for pattern in self.keep)


def with_lifted(world: World, wishes: Wishes, more: frozenset[str] = frozenset()) -> World:
    """The program with the constants plain that a person wants to turn and the inference would not, and some more."""
    names = _lifted(world, wishes) | chosen_constants(world.constants) | more
    return replace(world, constants=as_parameters(world.constants, names))


def thread_as_wished(
    world: World, wishes: Wishes, turned: frozenset[str] = frozenset(), holders: Holders = NO_HOLDERS
) -> Threads:
    """Decide what is handed where, as a person wants it.

    Args:
        world: The program, after `with_lifted`.
        wishes: What a person said.
        turned: More constants that somebody offers to be turned.
        holders: Classes that hold themselves what they need.

    Returns:
        The decision; what nobody but plots uses stays unless somebody asked for it.
    """
    kept = frozenset(key for key, places in _keys(world).items() if _is_kept(key, places, wishes))
    threads = thread(world, kept | (only_for_plots(world) - _lifted(world, wishes) - turned), holders)
    helps, kinds = _helps(world, wishes), _kinds(world, wishes)
    items = {
        key: replace(item, help=helps.get(key, item.help), kind=kinds.get(key, ""))
        for key, item in threads.items.items()
    }
    return replace(threads, items=items)


def left_alone(world: World, wishes: Wishes) -> frozenset[str]:
    """Classes of which a person names a literal that is to be left alone: ``Class.argument``."""
    owners = {key: key.partition(".")[0] for key in _keys(world) if "." in key}
    return frozenset(owner for key, owner in owners.items() if wishes.keeps_name(key))


def wish_notes(
    world: World,
    threads: Threads,
    wishes: Wishes,
    parameters: Iterable[Parameter],
    others: Mapping[str, tuple[Origin, ...]],
) -> tuple[Note, ...]:
    """What became of wishes that could not be followed, or that are about nothing.

    Args:
        world: The program.
        threads: What is handed where in it.
        wishes: What a person said.
        parameters: The options of the package.
        others: More names that can be left alone, with the lines where they stand.
    """
    keys = _keys(world)
    notes = [*_unmatched("keep", wishes.keep, [*keys, *others]), *_unmatched("lift", wishes.lift, keys, world.computed)]
    places = [place for found in [*keys.values(), *others.values()] for place in found]
    for one in wishes.directives:
        if one.verb in ("keep", "param") and not one.source and not any(_covers(place, one.origin) for place in places):
            notes.append(Note("warning", f"`{one.text}` stands where nothing can be a parameter", one.origin))
        about = _about(one, keys)
        if "help" in one.settings and len(about) > 1:
            text = f"`{one.text}` is set aside: give each a line, {', '.join(about)}, and it can have a help"
            notes.append(Note("warning", text, one.origin))
    options = {origin for parameter in parameters for origin in parameter.origins}
    for name in sorted(_lifted(world, wishes) | {n for n in world.computed if n in wishes.lift}):
        origin = world.constants[name].origin if name in world.constants else None
        if origin not in options or name in threads.fixed:
            level = "warning" if _is_asked(name, world, wishes) else "info"
            notes.append(Note(level, f"{name} could not become a parameter: {_why(name, world, threads)}", origin))
    return tuple(notes)


def _why(name: str, world: World, threads: Threads) -> str:
    if name in threads.fixed:
        return threads.fixed[name]
    if name not in world.constants:
        return "it is computed, or bound more than once, or changed"
    constant = world.constants[name]
    if constant.sort == "derived":
        return f"it follows from {', '.join(sorted(constant.uses))}"
    if constant.sort != "plain":
        return "its value is nothing that an option can have"
    return "nothing uses it where an option could reach it"


def _lifted(world: World, wishes: Wishes) -> frozenset[str]:
    """Constants that a person wants to turn, or offers to be turned."""
    found: set[str] = set()
    for name, constant in world.constants.items():
        offered = any(one.source and _is_about(one, constant.places) for one in wishes.directives)
        offered = offered or (constant.value == "None" and declared_type(world, constant) != "")
        if _is_asked(name, world, wishes) or (offered and not _is_kept(name, constant.places, wishes)):
            found.add(name)
    return frozenset(name for name in found if not world.constants[name].value.startswith(f"{RESTRICTED}("))


def _is_asked(name: str, world: World, wishes: Wishes) -> bool:
    """Whether a person asks for it: by name, or by a comment there."""
    if name not in world.constants:
        return name in wishes.lift
    places = [one for one in wishes.directives if _is_about(one, world.constants[name].places)]
    said = [one.verb for one in places if not one.source]
    named = any(fnmatchcase(name, pattern) for pattern in wishes.lift) and not wishes.keeps_name(name)
    return "keep" not in said and ("param" in said or named)


def _is_kept(key: str, places: tuple[Origin, ...], wishes: Wishes) -> bool:
    about = [one for one in wishes.directives if not one.source]
    said = {one.verb for one in about if _is_about(one, places)}
    return "keep" in said or ("param" not in said and wishes.keeps_name(key, key.rpartition(".")[2]))


def _keys(world: World) -> dict[str, tuple[Origin, ...]]:
    """All that can be turned, with the lines where it stands: constants, and literals as ``Class.argument``."""
    found: dict[str, tuple[Origin, ...]] = {name: constant.places for name, constant in world.constants.items()}
    for name, definition in world.definitions.items():
        for one in literals_of(world, definition):
            places = sorted({place_of_line(definition, node.lineno) for node in one.nodes})
            found[f"{name}.{one.argument}"] = tuple(places)
    return found


def _helps(world: World, wishes: Wishes) -> dict[str, str]:
    """The help that comments give; on a line with several values it says of none what it is about."""
    keys = _keys(world)
    found: dict[str, str] = {}
    for one in wishes.directives:
        about = _about(one, keys)
        if one.settings.get("help", "").strip() and len(about) == 1:
            found[about[0]] = help_for("", one.settings["help"])
    return found


def _kinds(world: World, wishes: Wishes) -> dict[str, str]:
    """What offers a constant to be set, where something does."""
    return {
        name: one.source
        for one in wishes.directives
        for name, constant in world.constants.items()
        if one.source and _is_about(one, constant.places)
    }


def _about(directive: Directive, keys: Mapping[str, tuple[Origin, ...]]) -> list[str]:
    return [key for key, places in keys.items() if _is_about(directive, places)]


def _unmatched(
    option: str, patterns: Iterable[str], keys: Iterable[str], computed: frozenset[str] = frozenset()
) -> Iterator[Note]:
    names = {name for key in keys for name in (key, key.rpartition(".")[2])} | computed
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in names):
            yield Note("info", f"--{option} {pattern} matches nothing in this notebook")


def _is_about(directive: Directive, places: Iterable[Origin]) -> bool:
    return any(_covers(place, directive.origin) for place in places)


def _covers(origin: Origin, line: Origin) -> bool:
    return _is_at(line, origin.cell, origin.first, origin.last)


def _is_at(origin: Origin, cell: int, first: int, last: int) -> bool:
    return origin.cell == cell and first <= origin.first <= last
