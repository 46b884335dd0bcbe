"""The Lightning family: a LightningCLI over the notebook's own data and model."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from nb2pkg.family.assemble import SUPPLIED, Placed, documented, make_modules, names_in, place_definitions, rewritten
from nb2pkg.family.decided import FamilyPlan
from nb2pkg.family.lightning.around_fit import AroundFit, plan_around_fit
from nb2pkg.family.lightning.built import BASES
from nb2pkg.family.lightning.data_side import DataSide, plan_data
from nb2pkg.family.lightning.looking import Looking, plan_looking
from nb2pkg.family.lightning.model_side import ModelSide, plan_model
from nb2pkg.family.lightning.only_looked_at import speaks
from nb2pkg.family.lightning.seed import take_seed
from nb2pkg.family.lightning.segments import Segments, sort_segments
from nb2pkg.family.lightning.shape import NoShape, Shape
from nb2pkg.family.lightning.story import Story
from nb2pkg.family.lightning.targets import Built
from nb2pkg.family.lightning.trainer import TrainerPlan, plain_reads, plan_trainer, tool_names
from nb2pkg.family.report import report_class, report_module
from nb2pkg.family.stages import bound_names, last_in_cells
from nb2pkg.flow.constants import value_of
from nb2pkg.flow.imports import lines_for
from nb2pkg.flow.names import names_of
from nb2pkg.flow.world import World
from nb2pkg.model import Callback, Kind, LightningEntry, Link, Module, Note, Parameter, Role, Target
from nb2pkg.rules.hyperparameters import save_hyperparameters
from nb2pkg.rules.signature import set_defaults
from nb2pkg.story.capture import looks_up_names, read_too_early
from nb2pkg.story.effects import (
    Effect,
    computed_effect,
    draws_numbers,
    is_state,
    leaves_traces,
    running,
    used_definitions,
)
from nb2pkg.story.files import files_of
from nb2pkg.story.threads import Threads

_DOCS = {
    "report": "Keeps what the notebook showed, as files.",
    "data": "Data: loading, features, datasets, the datamodule.",
    "models": "The model and its parts.",
    "train": "What happens around training.",
    "explore": "A look at the data and at the results.",
}


def plan_lightning(world: World, threads: Threads, shape: Shape, title: str) -> FamilyPlan | NoShape:
    """Plan the package of a Lightning notebook.

    Args:
        world: The program.
        threads: What is handed where.
        shape: Its story.
        title: The notebook's title.

    Returns:
        The plan, or why this family cannot tell the story soundly.
    """
    effects = running(world, threads, through_keepers=False)
    problem = _untellable(world, threads, effects)
    if problem:
        return problem
    story = _sorted(world, threads, shape, effects, title)
    if isinstance(story, NoShape):
        return story
    taken = set(world.definitions) | set(world.aliases) | world.mentioned | {"explore"}
    data = plan_data(story, taken)
    model = plan_model(story, data, taken)
    around = plan_around_fit(story, data, model, taken)
    if isinstance(around, NoShape):
        return around
    return _finished(story, data, model, around, plan_looking(story, data, model, taken))


def _untellable(world: World, threads: Threads, effects: tuple[Effect, ...]) -> NoShape | None:
    """What no order of functions can tell."""
    if threads.unsound:
        name, reason = next(iter(threads.unsound.items()))
        return NoShape(f"{name} {reason}", world.definitions[name].statement)
    twice = sorted(world.computed & frozenset(world.aliases))
    if twice:
        return NoShape(f"binds the imported name {twice[0]!r} again")
    waits = next((s.index for s in world.statements if s.names.awaits), None)
    if waits is not None:
        return NoShape("awaits at the top level", waits)
    lookup = looks_up_names(world)
    if lookup is not None:
        return NoShape("looks names up by their text", lookup)
    early = read_too_early(world, threads, effects)
    if early:
        return NoShape(f"keeps code for later that reads {early[0]!r} before it is bound", early[1].statement.index)
    return None


def _sorted(world: World, threads: Threads, shape: Shape, effects: tuple[Effect, ...], title: str) -> Story | NoShape:
    """The story with every statement in its place."""
    seed, effects = take_seed(effects, shape, threads, world)
    statement = world.statements[shape.trainer]
    call = value_of(ast.parse(statement.text).body[0])
    assert isinstance(call, ast.Call)
    tools, others = tool_names(call) & world.computed, plain_reads(statement, world, threads)
    late = [e for e in effects if e.statement.index > shape.fit]
    files = {e.statement.index: files_of(e, world, shape.trainer_name) for e in late}
    speaking = frozenset(e.statement.index for e in late if speaks(e, world, shape.trainer_name))
    segments = sort_segments(effects, shape, tools, others, _acting(effects, world), files, speaking)
    if isinstance(segments, NoShape):
        return segments
    trainer = plan_trainer(statement, segments.trainer, world, threads)
    built = tuple(e for e in segments.trainer if e.statement.index not in trainer.absorbed)
    if built and not trainer.built_in_code:
        segments = replace(segments, before=_in_order(*built, *segments.before))
        built = ()
    if shape.data_name is None and not shape.loaders:
        segments = replace(segments, data=(), model=_in_order(*segments.data, *segments.model))
    computed = _computed_with_data(trainer, segments, shape, world, threads)
    if isinstance(computed, NoShape):
        return computed
    return Story(world, threads, shape, segments, built, trainer, computed, seed, last_in_cells(world), title)


def _acting(effects: tuple[Effect, ...], world: World) -> frozenset[int]:
    """Statements that write files or the like within the notebook's own functions."""
    acting = {
        name
        for name, one in world.definitions.items()
        if effects and leaves_traces(replace(effects[0], statement=replace(effects[0].statement, text=one.text)))
    }
    return frozenset(
        e.statement.index
        for e in effects
        if used_definitions(e.statement.names.reads | e.statement.names.deferred, world) & acting
    )


def _in_order(*effects: Effect) -> tuple[Effect, ...]:
    return tuple(sorted(effects, key=lambda e: e.statement.index))


def _computed_with_data(
    trainer: TrainerPlan, segments: Segments, shape: Shape, world: World, threads: Threads
) -> dict[str, Effect] | NoShape:
    """Arguments of the Trainer that are computed from the data are computed where those are built."""
    bound = bound_names(segments.data) | {shape.data_name or ""}
    served = shape.data_name is not None or bool(shape.loaders)
    found: dict[str, Effect] = {}
    for name, source in trainer.computed:
        statement = replace(world.statements[shape.trainer], text=source, names=names_of(source))
        effect = computed_effect(statement, world, threads)
        if not name:
            return NoShape(f"unpacks the Trainer's arguments from {source}", shape.trainer)
        if not served or not {n for n in effect.reads if not is_state(n)} <= bound:
            return NoShape(f"computes the Trainer's {name} from {', '.join(sorted(names_in(source)))}", shape.trainer)
        found[f"trainer_{name}"] = effect
    return found


def _finished(story: Story, data: DataSide, model: ModelSide, around: AroundFit, looking: Looking) -> FamilyPlan:
    """The parts as one plan."""
    world, trainer, shape = story.world, story.trainer, story.shape
    own = (*(data.built.target.parameters if data.built else ()), *model.built.target.parameters)
    own = (*own, *around.parameters, *looking.parameters)
    modules = _modules(story, [b for b in (data.built, model.built) if b], _glue(data, model, around, looking), own)
    links = _links(story, data.built, model.built)
    entry = LightningEntry(
        library=_library(world),
        model=_placed_target(model.built.target, modules),
        data=_placed_target(data.built.target, modules) if data.built else None,
        links=links,
        trainer=trainer.arguments,
        callbacks=_callbacks_with_modules(trainer, modules),
        seed=story.seed.source if story.seed else None,
        hooks=around.hooks,
        explore_after=(around.show_results,) if around.show_results else (),
        results=around.results,
        follows=tuple(around.follows.items()),
        seed_workers=bool(story.seed and story.seed.workers),
        imports=lines_for({n for _, source in trainer.arguments for n in names_in(source)}, world.imports),
        model_first=shape.data is not None and shape.model < shape.data,
    )
    linked = {link.target for link in links}
    every = [*([story.seed.parameter] if story.seed else []), *own, *trainer.parameters]
    kept = tuple(p for p in every if f"{p.group}.{p.name}" not in linked)
    return FamilyPlan(modules, entry, kept, (*trainer.notes, *_remarks(story)))


def _remarks(story: Story) -> list[Note]:
    """What a person should know of the fitting."""
    origin = story.world.statements[story.shape.fit].origin
    notes: list[Note] = []
    for name, source in story.shape.fit_arguments:
        text = f"{story.shape.trainer_name}.fit(..., {name}={source}) is left out"
        hint = ": give --ckpt_path" if name == "ckpt_path" else ""
        notes.append(Note("warning", text + hint, origin))
    text = "draws random numbers while looking: training in the package goes on without that"
    looking = (effect for effect in story.segments.explore if draws_numbers(effect))
    notes += [Note("info", text, effect.statement.origin) for effect in looking]
    return [*notes, *_only_explored(story)]


def _only_explored(story: Story) -> list[Note]:
    """What is trained or predicted before training only to be looked at is no part of ``fit``; one note for all."""
    explored = [e.statement for e in story.segments.explore]
    # A heading alone, "Train and evaluate", tells nothing of the single statement.
    found = [s.origin for s in explored if s.role in (Role.MODEL, Role.TRAIN) and s.why.startswith("calls ")]
    cells = list(dict.fromkeys(origin.cell for origin in found))
    if not cells:
        return []
    too = f" (and cell{'s' * (len(cells) > 2)} {', '.join(map(str, cells[1:]))})" if cells[1:] else ""
    text = f"nothing in training needs what is built or trained here{too}: it runs with `explore`, not with `fit`"
    return [Note("info", text, found[0])]


def _glue(data: DataSide, model: ModelSide, around: AroundFit, looking: Looking) -> tuple[Placed, ...]:
    return (*data.placed, *model.placed, *around.placed, *looking.placed)


def _modules(
    story: Story, built: Sequence[Built], glue: Sequence[Placed], parameters: Sequence[Parameter]
) -> tuple[Module, ...]:
    """Definitions, constants and what was written for the package, laid into modules."""
    world = story.world
    texts = _definitions(story, built)
    direct = {one.target.class_name for one in built if not one.target.is_factory}
    texts = documented(texts, world, story.threads, parameters, direct)
    placed = place_definitions(world, glue, texts)
    if any(report_class(world) in names_in(one.member.code) for one in glue):
        placed.append(Placed("report", 0, report_module(world)))
    base = {name: f"from {_library(world)} import {name}" for name in BASES.values()}
    return make_modules([*placed, *glue], world, _DOCS, {**SUPPLIED, **base})


def _definitions(story: Story, built: Sequence[Built]) -> dict[str, str]:
    """The notebook's definitions, with their arguments, defaults and saved hyperparameters."""
    world, threads = story.world, story.threads
    texts = rewritten(world, threads)
    for one in built:
        if one.defaults:
            texts[one.target.name] = set_defaults(texts[one.target.name], one.defaults)
    for name, definition in world.definitions.items():
        is_module = world.is_a(name, "LightningModule", "LightningDataModule")
        if definition.kind is not Kind.CLASS or not is_module or "save-hyperparameters" in world.skipped:
            continue
        items = [threads.items[key] for key in threads.needs.get(name, ())]
        added = tuple(item.argument for item in items if item.default is not None)
        texts[name] = save_hyperparameters(texts[name], added, not world.is_a(name, "LightningDataModule"))
    return texts


def _callbacks_with_modules(trainer: TrainerPlan, modules: Sequence[Module]) -> tuple[Callback, ...]:
    """A callback of the notebook's own is imported from where it was put."""
    where = {member.name: module.name for module in modules for member in module.members}
    return tuple(
        replace(c, import_line=f"from .{where[c.class_name]} import {c.class_name}") if c.class_name in where else c
        for c in trainer.callbacks
    )


def _links(story: Story, data: Built | None, model: Built) -> tuple[Link, ...]:
    """Arguments that follow others: what is computed with the data, the seed, a constant that both sides use."""
    links = [*model.links, *(Link(f"data.{n}", n.replace("_", ".", 1), "instantiate") for n in story.computed)]
    data_parameters = data.target.parameters if data else ()
    seeded = {p.flag for p in (*data_parameters, *model.target.parameters) if _is_seed(p, story)}
    links += [Link("seed_everything", flag.removeprefix("--"), "parse") for flag in sorted(seeded)]
    twins = {p.name: p for p in data_parameters}
    for parameter in model.target.parameters:
        twin = twins.get(parameter.name)
        same = twin is not None and twin.origins[:1] == parameter.origins[:1]
        if same and parameter.source in ("constant", "literal") and parameter.flag not in seeded:
            links.append(Link(f"data.{parameter.name}", f"model.{parameter.name}", "parse"))
    return tuple(links)


def _is_seed(parameter: Parameter, story: Story) -> bool:
    """Whether it is the constant that ``seed_everything`` is called with."""
    constant = story.seed is not None and len(story.seed.parameter.origins) > 1
    if not constant or story.seed is None or parameter.source != "constant":
        return False
    return parameter.origins[:1] == story.seed.parameter.origins[:1]


def _library(world: World) -> str:
    for full in world.aliases.values():
        if full.partition(".")[0] == "pytorch_lightning":
            return "pytorch_lightning"
    return "lightning.pytorch"


def _placed_target(target: Target, modules: Sequence[Module]) -> Target:
    """The target where it was put: a class that the data need lies with the data."""
    where = {member.name: module.name for module in modules for member in module.members}
    return replace(target, module=where.get(target.name, target.module))
