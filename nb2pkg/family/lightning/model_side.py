"""The model side of a Lightning package: the notebook's class or a function around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nb2pkg.family.assemble import Placed
from nb2pkg.family.lightning.data_side import DataSide
from nb2pkg.family.lightning.handed import attributes_of, free_attributes
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
    kept = _kept_on_model(story, frozenset(data.kept))
    site = Site(
        "model",
        "models",
        free_name("build_model", taken),
        story.shape.model_name,
        story.segments.model,
        story.shape.model,
        data=story.data_name,
        context=data.kept,
        hand_on=kept,
    )
    built = decide(site, story.world, story.threads)
    return ModelSide(built, kept, (glue("models", built.member),) if built.member else ())


def _kept_on_model(story: Story, elsewhere: frozenset[str]) -> dict[str, str]:
    """Names that only the building of the model binds and that are used later."""
    wanted = (set(needed_names(story.later)) | story.read_by_callbacks) & bound_names(story.segments.model)
    wanted -= {story.shape.model_name} | elsewhere
    taken = attributes_of(story.class_at(story.shape.model, "model"), story.shape.model_name, story.world)
    return free_attributes(sorted(wanted), taken)
