"""The model side of a Lightning package: the notebook's class or a function around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nb2pkg.family.assemble import Placed
from nb2pkg.family.lightning.data_side import DataSide
from nb2pkg.family.lightning.handed import kept_and_handed
from nb2pkg.family.lightning.story import Story, glue
from nb2pkg.family.lightning.targets import Built, Site, decide
from nb2pkg.family.stage_names import free_name
from nb2pkg.family.stages import bound_names, needed_names


@dataclass(frozen=True, slots=True)
class ModelSide:
    """The model side, decided.

    Attributes:
        built: What the command line builds.
        kept: Computed names that the model keeps for later -> under which attribute.
        placed: Everything written.
    """

    built: Built
    kept: Mapping[str, str]
    placed: tuple[Placed, ...]


def plan_model(story: Story, data: DataSide, taken: set[str]) -> ModelSide:
    """Decide the model side.

    Args:
        story: The notebook's story.
        data: Its data side.
        taken: Names of functions and classes; those of new ones are added.
    """
    kept, hand_on = _kept_on_model(story, frozenset(data.kept))
    site = Site(
        "model",
        "models",
        free_name("build_model", taken),
        story.shape.model_name,
        story.segments.model,
        story.shape.model,
        data=story.data_name,
        context=data.kept,
        hand_on=hand_on,
    )
    built = decide(site, story.world, story.threads)
    return ModelSide(built, kept, (glue("models", built.member),) if built.member else ())


def _kept_on_model(story: Story, elsewhere: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Names that only the building of the model binds and that are used later, and which the class does not keep."""
    shape = story.shape
    wanted = (set(needed_names(story.later)) | story.read_by_callbacks) & bound_names(story.segments.model)
    wanted -= {shape.model_name} | elsewhere
    late = frozenset(name for e in story.segments.model if e.statement.index > shape.model for name in e.binds)
    class_name, statement = story.class_at(shape.model, "model"), story.world.statements[shape.model]
    return kept_and_handed(wanted, late, class_name, shape.model_name, statement, story.world)
