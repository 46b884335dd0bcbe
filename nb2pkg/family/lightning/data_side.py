"""The data side of a Lightning package: stages, the datamodule or a function around it, what it keeps for later."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from nb2pkg.family.assemble import Placed
from nb2pkg.family.lightning.handed import kept_and_handed
from nb2pkg.family.lightning.loaders import loader_module
from nb2pkg.family.lightning.story import GLUE, Story, glue
from nb2pkg.family.lightning.targets import Built, Site, decide
from nb2pkg.family.stage_names import free_name, stage_name
from nb2pkg.family.stages import (
    Stage,
    bound_names,
    constant_keys,
    group_stages,
    needed_names,
    stage_member,
)

_MUTABLE = (ast.List, ast.Dict, ast.Set, ast.Call)


@dataclass(frozen=True, slots=True)
class DataSide:
    """The data side, decided.

    Attributes:
        built: What the command line builds, if there are data to serve.
        stages: Functions for what runs before that.
        kept: Names that the datamodule keeps for later -> under which attribute.
        objects: Keys of options that it keeps, too: the notebook may change what they hold.
        placed: Everything written.
    """

    built: Built | None
    stages: tuple[Stage, ...]
    kept: Mapping[str, str]
    objects: frozenset[str]
    placed: tuple[Placed, ...]


def plan_data(story: Story, taken: set[str]) -> DataSide:
    """Decide the data side.

    Args:
        story: The notebook's story.
        taken: Names of functions and classes; those of new ones are added.
    """
    stages = _data_stages(story, taken)
    if story.data_name is None:
        return DataSide(None, stages, {}, frozenset(), ())
    placed = [
        glue("data", stage_member(s, story.world, story.threads, story.last_of_cell), s.effects[0].statement.index)
        for s in stages
    ]
    wanted = set(needed_names(story.segments.model)) | set(needed_names(story.later)) | set(story.shape.loaders)
    wanted |= story.read_by_callbacks
    from_data = frozenset((wanted & bound_names(story.segments.data)) - {story.shape.data_name})
    objects = _objects(story)
    from_data |= {story.threads.items[key].argument for key in objects}
    if story.shape.data is None:
        built, members, kept = loader_module(
            story.shape,
            story.segments,
            stages,
            from_data,
            story.world,
            story.threads,
            story.title,
            taken,
            story.computed,
        )
        placed += [glue("data", member) for member in members]
        return DataSide(built, stages, kept, objects, tuple(placed))
    kept, hand_on = _kept_on_data(story, story.data_name, from_data)
    site = Site(
        "data",
        "data",
        free_name("build_datamodule", taken),
        story.data_name,
        story.segments.data,
        story.shape.data,
        hand_on=hand_on,
        stages=stages,
        computed=story.computed,
    )
    built = decide(site, story.world, story.threads)
    if built.member:
        placed.append(glue("data", built.member))
    return DataSide(built, stages, kept, objects, tuple(placed))


def _objects(story: Story) -> frozenset[str]:
    """Keys of lists, dictionaries and the like that the data and what comes later share."""
    shared = set(constant_keys(story.segments.data, story.threads)) & set(constant_keys(story.later, story.threads))
    defaults = {key: ast.parse(story.threads.items[key].default or "None", mode="eval") for key in shared}
    return frozenset(key for key, tree in defaults.items() if any(isinstance(n, _MUTABLE) for n in ast.walk(tree)))


def _data_stages(story: Story, taken: set[str]) -> tuple[Stage, ...]:
    """Stage functions for what runs before the datamodule is built, where there is more than a little of it."""
    segments = story.segments
    end = story.shape.data if story.shape.data is not None else GLUE
    before = [e for e in segments.data if e.statement.index < end]
    breaks = frozenset(e.statement.index for e in segments.explore if e.reads & bound_names(before) or e.changes)
    groups = group_stages(before, breaks)
    if len(before) <= 3 and len(groups) <= 1:
        return ()
    everything = [
        *segments.data,
        *segments.model,
        *segments.trainer,
        *segments.before,
        *segments.after,
        *segments.explore,
        *segments.explore_after,
    ]
    # What stands further up in the notebook may still run when data and model are built.
    behind = {e.statement.index for e in [*segments.model, *story.later]}
    stages: list[Stage] = []
    for group in groups:
        end_index = group[-1].statement.index
        inside = {e.statement.index for e in group}
        later = {
            n
            for e in everything
            if (e.statement.index > end_index or e.statement.index in behind) and e.statement.index not in inside
            for n in e.reads | e.maybe
        }
        later |= set(story.shape.loaders) | {n for e in story.computed.values() for n in e.reads}
        inputs = needed_names(group)
        outputs = tuple(n for n in dict.fromkeys(n for e in group for n in sorted(e.binds)) if n in later)
        title = group[0].statement.section or "Prepare the data"
        name = stage_name(group, inputs, outputs, "prepare", taken)
        stages.append(Stage(name, title, group, inputs, outputs, constant_keys(group, story.threads)))
    return tuple(stages)


def _kept_on_data(story: Story, data_name: str, wanted: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What the datamodule keeps for later, and what of it the class does not keep itself."""
    assert story.shape.data is not None
    late = frozenset(name for e in story.segments.data if e.statement.index > story.shape.data for name in e.binds)
    class_name, statement = story.class_at(story.shape.data, "data"), story.world.statements[story.shape.data]
    return kept_and_handed(wanted, late, class_name, data_name, statement, story.world)
