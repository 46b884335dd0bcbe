"""Groups as functions of the package, and the functions that run them one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nb2pkg.family.assemble import names_in
from nb2pkg.family.drawn import draws, saves_at_its_end
from nb2pkg.family.plain.flows import Flow
from nb2pkg.family.plain.groups import Group
from nb2pkg.family.plain.units import effects_of
from nb2pkg.family.report import report_variable
from nb2pkg.family.stages import (
    Stage,
    body_texts,
    constant_keys,
    last_in_cells,
    merged_origins,
    parameters_of,
    perhaps_unbound,
    stage_call,
    stage_doc,
)
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Member
from nb2pkg.rules.nested import nested
from nb2pkg.rules.source import function
from nb2pkg.story.threads import Threads


@dataclass(frozen=True, slots=True)
class Written:
    """A group as a stage function.

    Attributes:
        group: What it runs.
        stage: Its name, arguments and results.
        member: The function.
        dropped: What it takes that nobody needs any more.
    """

    group: Group
    stage: Stage
    member: Member
    dropped: tuple[str, ...]


def write_groups(
    groups: Sequence[Group],
    flows: Sequence[Flow],
    world: World,
    threads: Threads,
    names: Sequence[tuple[str, str]],
) -> list[Written]:
    """Every group as a function.

    Args:
        groups: What runs, in order.
        flows: What crosses the edges of each.
        world: The program.
        threads: What is handed where.
        names: The name and the title of each.
    """
    found: list[Written] = []
    made: dict[str, str] = {}
    for group, flow, (name, title) in zip(groups, flows, names, strict=True):
        effects = effects_of(group.units)
        keys = keys_of(group, world, threads)
        texts = body_of(group, flow.inputs, world, threads)
        report = report_variable(world) if report_variable(world) in names_in("\n".join(texts)) else ""
        stage = Stage(name, title, effects, flow.inputs, flow.outputs, keys, report)
        found.append(Written(group, stage, _member(stage, texts, group, threads, made), flow.dropped))
        made |= dict.fromkeys(flow.outputs, name)
    return found


def body_of(group: Group, inputs: Iterable[str], world: World, threads: Threads) -> list[str]:
    """The statements of a group as they stand in its function, names that only functions assign bound first."""
    effects = effects_of(group.units)
    report = report_variable(world)
    assigned = frozenset(name for unit in group.units for name in unit.assigns)
    bound = frozenset(name for effect in effects for name in effect.binds)
    texts = [f"{one} = None  # assigned by a function below" for one in sorted(assigned - bound - frozenset(inputs))]
    for text in body_texts(effects, world, threads, report, last_in_cells(world), own_scope=True):
        texts.append(nested(text, assigned))
    if any(draws(effect, world) for effect in effects) and not saves_at_its_end(texts[-1], report):
        texts.append(f"{report}.figures()")
    return texts


def keys_of(group: Group, world: World, threads: Threads) -> tuple[str, ...]:
    """Items with defaults that a group takes: for its statements, and for the definitions that stand in it."""
    found = set(constant_keys(effects_of(group.units), threads))
    for unit in group.units:
        if unit.statement.kind not in (Kind.CLASS, Kind.FUNCTION):
            continue
        for name in unit.statement.names.binds & frozenset(world.definitions):
            found |= _keys_inside(name, world, threads)
    return tuple(key for key in threads.items if key in found)


def _keys_inside(name: str, world: World, threads: Threads) -> set[str]:
    """What a definition that stays where it stands reads there; literals of a class stay in it."""
    definition = world.definitions[name]
    own = {f"{name}.{literal.argument}" for literal in threads.literals.get(name, ())}
    used = {use.name for use in definition.uses}
    wanted = used | {key for other in used for key in threads.needs.get(other, ())}
    wanted |= own if definition.kind is Kind.FUNCTION else set()
    return {k for k in wanted if k in threads.items and threads.items[k].default is not None and k not in threads.fixed}


def _member(stage: Stage, body: Sequence[str], group: Group, threads: Threads, made: Mapping[str, str]) -> Member:
    items = [threads.items[key] for key in stage.keys]
    first = [stage.report] if stage.report else []
    head = f"def {stage.name}({', '.join(parameters_of([*first, *stage.inputs], items))})"
    texts = [stage_doc(stage.title, stage.inputs, items, stage.outputs, stage.report, stage.name, made)]
    unbound = perhaps_unbound(stage.effects, stage.outputs, stage.inputs)
    texts += [f"{name} = None  # bound on some paths only" for name in unbound]
    texts += body
    if stage.outputs:
        texts.append(f"return {', '.join(stage.outputs)}")
    origins = merged_origins(unit.statement.origin for unit in group.units)
    return Member(stage.name, "stage", function(head, texts), origins)


def calls_of(
    written: Sequence[Written], threads: Threads, kept: Sequence[Iterable[str]] | None = None
) -> list[list[str]]:
    """The calls of stage functions, one after the other, each with the results that a later one needs.

    Args:
        written: The functions to call.
        threads: What is handed where.
        kept: For each, results that are wanted although no later one needs them.

    Returns:
        For each function, its call and what is done with its arguments afterwards.
    """
    texts: list[list[str]] = []
    wanted = kept or [()] * len(written)
    live: frozenset[str] = frozenset()
    for one, more in zip(reversed(written), reversed(wanted), strict=True):
        call = stage_call(one.stage, threads, live.union(more))
        texts.append([call, *([f"del {', '.join(one.dropped)}"] if one.dropped else [])])
        live = live.difference(one.stage.outputs).union(one.stage.inputs)
    return texts[::-1]
