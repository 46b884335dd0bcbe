"""``explore(output_dir, ...)`` of a Lightning package: the data's stages and the looking between them, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nb2pkg.family.assemble import Placed
from nb2pkg.family.lightning.data_side import DataSide
from nb2pkg.family.lightning.hooks import explore_stages
from nb2pkg.family.lightning.model_side import ModelSide
from nb2pkg.family.lightning.story import Story, glue
from nb2pkg.family.lightning.targets import described, item_parameters
from nb2pkg.family.report import folder_variable, report_class, report_variable
from nb2pkg.family.stages import Stage, constant_keys, stage_call, stage_member, statement_text
from nb2pkg.model import Member, Parameter
from nb2pkg.rules.docstring_entry import Described, function_doc
from nb2pkg.rules.source import function
from nb2pkg.story.effects import Effect, is_state, leaves_traces


@dataclass(frozen=True, slots=True)
class Looking:
    """The exploration, decided.

    Attributes:
        parameters: Its options.
        placed: Everything written.
    """

    parameters: tuple[Parameter, ...] = ()
    placed: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """One statement of ``explore``: its place in the notebook, the items it takes, its source.

    `builds`: whether it builds the datamodule, with the options of that.
    """

    place: int
    keys: tuple[str, ...]
    text: str
    builds: bool = False


def plan_looking(story: Story, data: DataSide, model: ModelSide, taken: set[str]) -> Looking:
    """Decide the exploration before training.

    Args:
        story: The notebook's story.
        data: Its data side.
        model: Its model side.
        taken: Names of functions and classes; those of new ones are added.
    """
    segments = story.segments
    if not segments.explore:
        return Looking()
    breaks = frozenset(e.statement.index for e in [*segments.data, *segments.model])
    said = {name for effect in segments.explore for name in effect.statement.names.reads}
    within = {key: "a default here" for key, item in story.threads.items.items() if item.sort == "literal"}
    fixed = {key: why for key, why in within.items() if key not in said}  # what a network has for itself
    local = replace(story.threads, fixed={**story.threads.fixed, **fixed})
    stages = explore_stages(segments.explore, local, breaks, taken, report_variable(story.world))
    placed = [
        glue("explore", stage_member(s, story.world, local, story.last_of_cell), s.effects[0].statement.index)
        for s in stages
    ]
    steps = [*_before(story), *_Steps(story, data, model).needed(stages)]
    keys = list(dict.fromkeys(key for step in steps for key in step.keys))
    items = [story.threads.items[key] for key in keys]
    whole = item_parameters(items, "explore")
    given = {item.argument for item in items}
    own = data.built.target.parameters if data.built and any(step.builds for step in steps) else ()
    parameters = [*whole, *(p for p in own if p.name not in given)]
    code = _explore(story, parameters, steps)
    placed.append(glue("explore", Member("explore", "glue", code, ())))
    return Looking(tuple(whole), tuple(placed))


def _explore(story: Story, parameters: Sequence[Parameter], steps: Sequence[_Step]) -> str:
    """The source of ``explore``."""
    folder, world = folder_variable(story.world), story.world
    arguments = [Described(folder, "Folder for figures and tables."), *described(parameters)]
    texts = [function_doc("Run the notebook's exploration and save what it shows.", arguments)]
    texts.append(f"{report_variable(world)} = {report_class(world)}(Path({folder}))")
    texts += [step.text for step in steps]
    signature = [f'{folder}: str = "explore"', *(f"{p.name}: {p.type} = {p.default}" for p in parameters)]
    return function(f"def explore({', '.join(signature)})", texts)


def _before(story: Story) -> list[_Step]:
    """What the command line does by itself before it builds."""
    steps: list[_Step] = []
    if story.seed:
        effect = story.seed.effect
        keys = constant_keys([effect], story.threads)
        steps.append(_Step(-1, keys, statement_text(effect, story.world, story.threads)))
    if story.segments.prelude:
        steps.append(_Step(-1, (), "prepare_environment()"))
    return steps


@dataclass(frozen=True, slots=True)
class _Steps:
    """Finds what must run for the exploration."""

    story: Story
    data: DataSide
    model: ModelSide

    def needed(self, stages: Sequence[Stage]) -> list[_Step]:
        """What must run, in notebook order: the stages, and what they look at."""
        segments = self.story.segments
        need: set[str] = set()
        steps: list[_Step] = []
        staged = {e.statement.index for stage in self.data.stages for e in stage.effects}
        found: list[tuple[int, Stage | Effect]] = [
            (s.effects[0].statement.index, s) for s in [*stages, *self.data.stages]
        ]
        found += [(e.statement.index, e) for e in [*segments.data, *segments.model] if e.statement.index not in staged]
        for place, one in sorted(found, key=lambda pair: pair[0], reverse=True):
            if isinstance(one, Stage):
                acts = any(leaves_traces(e) for e in one.effects)
                after = need | {name for e in one.effects for name in e.maybe}
                if one.report or set(one.outputs) & need or _changes(one.effects) & need or acts:
                    states = {name for e in one.effects for name in e.reads if is_state(name)}
                    need = (need - set(one.outputs)) | set(one.inputs) | states
                    steps.append(_Step(place, one.keys, stage_call(one, self.story.threads, frozenset(after))))
            elif (one.binds | self._changes_in(one)) & need or leaves_traces(one):
                need = (need - (one.binds - one.maybe)) | self._reads(one)
                steps.append(self._statement(one))
        return sorted(steps, key=lambda step: step.place)

    def _changes_in(self, effect: Effect) -> frozenset[str]:
        """What a step changes; what is done to the model after it was built, the function that builds it does."""
        within = bool(self.model.built.member) and effect.statement.index > self.story.shape.model
        return effect.changes - {self.story.shape.model_name} if within else effect.changes

    def _reads(self, effect: Effect) -> frozenset[str]:
        if effect.statement.index == self.story.shape.model and self.model.built.member:
            return frozenset(self._linked())
        return effect.reads

    def _linked(self) -> list[str]:
        links = self.model.built.links
        return [link.target.partition(".")[2] for link in links if link.on == "instantiate"]

    def _statement(self, effect: Effect) -> _Step:
        """One statement of data or model as the exploration runs it; the model is built with its defaults."""
        shape, world, threads = self.story.shape, self.story.world, self.story.threads
        index, model, data = effect.statement.index, self.model.built, self.data.built
        if index == shape.data and data and data.construction:
            return _Step(index, (), data.construction, builds=True)
        if index == shape.model and model.member:
            return _Step(index, (), f"{shape.model_name} = {model.target.name}({', '.join(self._linked())})")
        keys = constant_keys([effect], threads)
        if index != shape.model:
            return _Step(index, keys, statement_text(effect, world, threads))
        fixed = {**threads.fixed, **dict.fromkeys(keys, "default")}
        return _Step(index, (), statement_text(effect, world, replace(threads, fixed=fixed)))


def _changes(effects: Sequence[Effect]) -> frozenset[str]:
    return frozenset(name for effect in effects for name in effect.changes)
