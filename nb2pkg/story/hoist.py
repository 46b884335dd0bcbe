"""Literals where the data are built become constants of the program, and so parameters like those it has.

train_loader = DataLoader(a, batch_size=64)          batch_size = 64
val_loader = DataLoader(b, batch_size=64)      ->    train_loader = DataLoader(a, batch_size=batch_size)
                                                     val_loader = DataLoader(b, batch_size=batch_size)
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nb2pkg.flow.bound import bound_by
from nb2pkg.flow.constants import as_parameters
from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World, survey
from nb2pkg.model import Kind, Origin, Parameter, Program, Role, Statement
from nb2pkg.params.calls import with_stars
from nb2pkg.params.direct_calls import Called, direct_calls
from nb2pkg.params.enough import in_words
from nb2pkg.params.form_marks import without_marks
from nb2pkg.params.kinds import argument_name, type_of
from nb2pkg.params.literals import is_of_trainer
from nb2pkg.params.queries import spots_in_queries
from nb2pkg.params.running_literals import Running, as_one, named, wanted, with_more
from nb2pkg.params.signatures import signatures_of
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.configs import makers_of
from nb2pkg.params.sources.spot import Known, Spot
from nb2pkg.params.written_scripts import spots_in_scripts
from nb2pkg.rules.edits import Edit, apply_edits, character_place, removal, replacement
from nb2pkg.rules.filled_texts import Filling, filled_query, filled_text
from nb2pkg.story.said import said_of_arguments
from nb2pkg.story.threads import Threads, has_own_literals, is_of_lightning, kept_inside
from nb2pkg.story.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Hoisted:
    """The outcome.

    Attributes:
        program: The program with the constants.
        origins: Those constants, with the lines where their values stand.
        places: Every literal that could be one, by name -> lines where it stands.
        left: One line about those that are too many.
        kinds: Constant -> what sort of place it is from, where that is no plain literal.
        world: The program with the constants, surveyed; None where it has none.
    """

    program: Program
    origins: Mapping[str, tuple[Origin, ...]]
    places: dict[str, tuple[Origin, ...]]
    left: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    world: World | None = None

    @property
    def names(self) -> frozenset[str]:
        """Those constants."""
        return frozenset(self.origins)


def hoist_literals(
    program: Program,
    world: World,
    where: Sequence[Statement],
    wishes: Wishes,
    *,
    trainers: bool = False,
    others: frozenset[str] = frozenset(),
    without: frozenset[str] = frozenset(),
) -> Hoisted:
    """Make constants of the hyperparameters that are written as literals in statements.

    Args:
        program: The program.
        world: The same, surveyed.
        where: The statements: `building` or `running`.
        wishes: What a person wants left alone.
        trainers: Whether those of Trainers and callbacks count, too.
        others: Trainers whose arguments count whatever others' do.
        without: Constants that would be no options in the end: their values stay where they are.

    Returns:
        The program; it does the same.
    """
    if "lift-literals" in world.skipped:
        return Hoisted(program, {}, {})
    statements = program.statements
    known = Known(_imports(world), statements, signatures_of(statements), _calls(world, trainers))
    known = replace(known, constants=frozenset(world.constants))
    spots = spots_in(where, known, naming(world))
    counted = [s for s in spots if trainers or s.target in others or not is_of_trainer(s.call, world.aliases)]
    spots, scripts = as_one(counted), as_one(_in_scripts(where, known, world))
    taken, inside = _taken(world), _inside(world, [*spots, *scripts])
    places: dict[str, tuple[Origin, ...]] = {}
    for one in with_more(named(spots, taken, inside), scripts, taken, inside):
        for name in dict.fromkeys([one.name, *(word for spot in one.spots for word in spot.known_as)]):
            places[name] = (*places.get(name, ()), *(spot.origin for spot in one.spots))
    some, more = (wanted([one for one in those if not _is_kept(one, wishes)]) for those in (spots, scripts))
    groups = list(with_more(named(some.kept, taken, inside), more.kept, taken, inside))
    groups = [one for one in groups if one.name not in without]
    groups = [_said(one, world) for one in groups if not wishes.keeps_name(one.name)]
    while groups:
        made = _with_constants(program, groups)
        surveyed = survey(made, world.skipped)
        constants = as_parameters(surveyed.constants, frozenset(one.name for one in groups))
        sound = [one for one in groups if one.name in constants and constants[one.name].sort == "plain"]
        if len(sound) == len(groups):
            kinds = {one.name: one.spots[0].origin_kind for one in groups if one.spots[0].origin_kind}
            return Hoisted(
                made, {one.name: _origins(one) for one in groups}, places, in_words(some, more), kinds, surveyed
            )
        own = world.computed.union(world.definitions, world.constants, world.aliases, *inside.values())
        lists = [one for one in groups if one not in sound and _can_be_copied(one) and "list" not in own]
        copied = {one.name: _copied(one) for one in lists}
        groups = [copied.get(one.name, one) for one in groups if one in sound or one.name in copied]
    return Hoisted(program, {}, places)


def _in_scripts(where: Sequence[Statement], known: Known, world: World) -> list[Spot]:
    """The values in the programs that these statements write, where the texts can be filled in, and in queries."""
    writing = {s.index: s for s in [*where, *naming(world)]}
    ordered = [writing[index] for index in sorted(writing)]
    return [*(spots_in_scripts(ordered, known) if _has_string(world) else ()), *spots_in_queries(ordered)]


def _has_string(world: World) -> bool:
    """Whether ``string`` can be the module of that name, which fills texts in."""
    return world.aliases.get("string", "" if "string" in world.mentioned else "string") == "string"


#: How a list is read that the notebook may change: each time it is a new one, as it is where it is written out.
_COPY = "list({})"


def _can_be_copied(one: Running) -> bool:
    """Whether it is a list that stands where it can be read in another way."""
    plain = all(spot.read == "{}" and not (spot.drop or spot.passed) for spot in one.spots)
    return plain and isinstance(_expression(one.spots[0].source), ast.List)


def _copied(one: Running) -> Running:
    return replace(one, spots=tuple(replace(spot, read=_COPY) for spot in one.spots))


def _calls(world: World, all_turned: bool) -> dict[str, Called]:
    """What is called directly; on Lightning's command line what a class of its defaults to is an option by itself."""
    called = direct_calls(world.statements, some=True, constants=frozenset(world.constants))
    return called if all_turned else {name: one for name, one in called.items() if not is_of_lightning(world, name)}


def _said(one: Running, world: World) -> Running:
    """With the words of whoever wrote the function or class that takes the value, where they are about it."""
    first = one.spots[0]
    if first.part is not None:  # another program than the notebook's
        return one
    taker = world.definitions.get(first.call) or world.definitions.get(first.owner.partition(":")[0])
    said = said_of_arguments(taker) if taker else {}
    return replace(one, help=said.get(first.keyword, one.help))


def _imports(world: World) -> Mapping[str, str]:
    """What names stand for, those of ``from library import *`` too."""
    own = world.computed.union(world.definitions, world.constants)
    return with_stars(world.aliases, [module for one in world.imports if one.star for module in one.modules], own)


def unreached(hoisted: Hoisted, threads: Threads, parameters: Iterable[Parameter]) -> frozenset[str]:
    """The constants that no option reaches where they are used."""
    options = {(one.name, place) for one in parameters for place in one.origins}
    items = {name: threads.items[name].argument for name in hoisted.names if name in threads.items}
    return frozenset(
        name for name, places in hoisted.origins.items() if not options & {(items.get(name), place) for place in places}
    )


def as_literals(threads: Threads, origins: Mapping[str, tuple[Origin, ...]], kinds: Mapping[str, str]) -> Threads:
    """The decision, with these constants called what they are in the notebook: literals, wherever they stand."""
    items = {
        key: replace(item, sort="literal", origins=origins[key], kind=kinds.get(key, "")) if key in origins else item
        for key, item in threads.items.items()
    }
    return replace(threads, items=items)


def _origins(one: Running) -> tuple[Origin, ...]:
    return tuple(dict.fromkeys(spot.origin for spot in one.spots))


def _is_kept(spot: Spot, wishes: Wishes) -> bool:
    line = spot.origin
    return wishes.keeps_name(*spot.known_as) or wishes.keeps_line(line.cell, line.first, line.last)


#: Constants that are no options, and may be made of some.
_INERT = ("fixed", "object")


def running(
    world: World,
    configs: frozenset[str] = frozenset(),
    holders: frozenset[str] = frozenset(),
    late: frozenset[str] = frozenset(),
) -> list[Statement]:
    """What can hold values to turn, in order: what runs, and definitions whose values are not their own already.

    Networks that stay nested take no arguments; what they read around them can be turned.

    Args:
        world: The program.
        configs: Classes whose values are turned in another way.
        holders: Classes that take no arguments, and hold what is turned.
        late: More of them that stay nested, since what they read is computed as soon as there are options.
    """
    constant_at = _settled_at(world, _INERT)
    taking = frozenset(name for name, d in world.definitions.items() if has_own_literals(world, d))
    taking -= kept_inside(world) | holders | late
    own = {d.statement for name, d in world.definitions.items() if name in configs | taking}
    return [
        s
        for s in world.statements
        if s.kind is not Kind.IMPORT and s.index not in constant_at | own and not s.names.awaits
    ]


def _settled_at(world: World, inert: Sequence[str]) -> set[int]:
    """Constants that hold nothing to turn: what is neither of these sorts nor a configuration that is written out."""
    makers = makers_of(Known(_imports(world), world.statements))
    return {
        one.statement
        for one in world.constants.values()
        if one.sort not in inert and (one.sort == "plain" or makers.pairs(_expression(one.value)) is None)
    }


def _expression(source: str) -> ast.expr:
    return ast.parse(f"({source}\n)", mode="eval").body


def naming(world: World) -> list[Statement]:
    """What can name files, models and services, in order: all but constants that are options as they are."""
    plain = {one.statement for one in world.constants.values() if one.sort == "plain"}
    return [s for s in world.statements if s.kind is not Kind.IMPORT and s.index not in plain and not s.names.awaits]


def building(world: World, trainer: str, fit: int) -> list[Statement]:
    """The running statements that build what the Trainer is given, and what is done with it, in order.

    Looking builds nothing.

    Args:
        world: The program.
        trainer: Name of the Trainer: what it is given to fit or to test is what counts.
        fit: Index of the statement that fits.
    """
    constant_at = _settled_at(world, ())
    using = [s.names for s in world.statements[fit:] if s.kind is Kind.RUN and trainer in s.names.reads]
    wanted = frozenset().union(*(names.reads for names in using)) - {trainer}
    runs = [s for s in world.statements if s.kind is Kind.RUN and s.role is not Role.EXPLORE and not s.names.awaits]
    after = [s for s in runs if s.index > fit and s.index not in constant_at]
    wanted |= frozenset().union(*(s.names.reads for s in after)) - {trainer}
    found: list[Statement] = []
    for statement in reversed([s for s in runs if s.index < fit]):
        names = statement.names
        if statement.role is Role.TRAIN or (names.binds | names.may_bind | names.changes) & wanted:
            wanted |= names.reads | names.deferred
            found += [] if statement.index in constant_at else [statement]
    return [*found[::-1], *after]


def _taken(world: World) -> frozenset[str]:
    """Names that mean something to the program, or become arguments of it."""
    arguments = {argument_name(name) for name, one in world.constants.items() if one.sort == "plain"}
    return world.mentioned.union(world.aliases, arguments)


def _inside(world: World, spots: Sequence[Spot]) -> dict[int, frozenset[str]]:
    """Statement -> names that mean something of their own where the values stand."""
    touched = {spot.statement for spot in spots}
    return {s.index: _bound_but(tree_of(s.text), spots) for s in world.statements if s.index in touched}


def _bound_but(tree: ast.AST, spots: Sequence[Spot]) -> frozenset[str]:
    """The names that a piece of code binds, those left out that it binds only where the assignment can go."""
    bound = Counter(name for node in ast.walk(tree) for name in bound_by(node))
    drops = {id(spot.drop) for spot in spots if spot.drop}
    bound.subtract(
        name for node in ast.walk(tree) if id(node) in drops for part in ast.walk(node) for name in bound_by(part)
    )
    return frozenset(+bound)


def _with_constants(program: Program, groups: Sequence[Running]) -> Program:
    firsts: dict[int, list[Running]] = {}
    edits: dict[int, list[tuple[Spot, str]]] = {}
    for one in groups:
        firsts.setdefault(one.spots[0].statement, []).append(one)
        for spot in one.spots:
            edits.setdefault(spot.statement, []).append((spot, one.name))
    statements: list[Statement] = []
    for statement in program.statements:
        statements += [_constant(one, statement) for one in firsts.get(statement.index, ())]
        statements.append(_named_in(statement, edits.get(statement.index, ())))
    known = {name for statement in program.statements for name in statement.names.binds}
    types = {one.spots[0].declared.annotation: one.spots[0] for one in groups if one.spots[0].declared.definition}
    fresh = [spot for annotation, spot in types.items() if annotation not in known]
    first = [_type_of_values(spot, program.statements[spot.statement]) for spot in fresh]
    return replace(program, statements=tuple(replace(s, index=i) for i, s in enumerate([*first, *statements])))


def _type_of_values(spot: Spot, like: Statement) -> Statement:
    text = f"{spot.declared.annotation} = {spot.declared.definition}"
    return replace(like, kind=Kind.RUN, text=text, names=names_of(text), why="a type of values", inner=True)


def _constant(one: Running, before: Statement) -> Statement:
    kind = one.spots[0].declared.annotation
    annotation = f": {kind}" if kind not in ("", type_of(one.name, one.spots[0].source)) else ""
    text = f"{one.name}{annotation} = {one.spots[0].source}  # {one.help}"
    call = one.spots[0].call
    why = f"an argument of `{call}`" if call else "a setting"
    names, origin = names_of(text), one.spots[0].origin
    return replace(before, kind=Kind.RUN, text=text, names=names, why=why, origin=origin, inner=True)


def _named_in(statement: Statement, spots: Sequence[tuple[Spot, str]]) -> Statement:
    if not spots:
        return statement
    dropped = [spot.drop for spot, name in spots if spot.drop and spot.keyword == name]
    here = [(spot, name) for spot, name in spots if not spot.passed and spot.drop not in dropped]
    edits = [_read(statement.text, spot, name) for spot, name in here if spot.part is None]
    edits += _filled(statement.text, here)
    given: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for spot, name in spots:
        if spot.passed:
            given.setdefault(character_place(statement.text, spot.node), []).append(
                (spot.keyword, spot.read.format(name))
            )
    edits += [Edit(*place, "pass", arguments=tuple(pairs), bind=False) for place, pairs in given.items()]
    text = apply_edits(statement.text, [*edits, *(removal(statement.text, node) for node in dropped)])
    text = without_marks(text) if any(spot.origin_kind == "form" for spot, _ in spots) else text
    return replace(statement, text=text, names=names_of(text))


def _filled(text: str, spots: Sequence[tuple[Spot, str]]) -> list[Edit]:
    """The texts that values are parts of, which are filled in."""
    first: dict[int, Spot] = {}
    fillings: dict[int, list[Filling]] = {}
    for spot, name in spots:
        if spot.part is not None:
            first.setdefault(id(spot.node), spot)
            fillings.setdefault(id(spot.node), []).append(Filling(*spot.part, name))
    return [replacement(text, first[at].node, _as_filled(text, first[at], parts)) for at, parts in fillings.items()]


def _as_filled(text: str, spot: Spot, parts: Sequence[Filling]) -> str:
    if spot.in_text:
        return filled_query(ast.get_source_segment(text, spot.node) or "", parts)
    return filled_text(str(ast.literal_eval(spot.node)), parts)


def _read(text: str, spot: Spot, name: str) -> Edit:
    return replace(replacement(text, spot.node, name), text=spot.read.format(name))
