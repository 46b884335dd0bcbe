"""What every part of the planning of a Lightning package reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nb2pkg.family.assemble import Placed, names_in
from nb2pkg.family.lightning.arguments import built_call
from nb2pkg.family.lightning.built import built_class
from nb2pkg.family.lightning.seed import Seed
from nb2pkg.family.lightning.segments import Segments
from nb2pkg.family.lightning.shape import Shape
from nb2pkg.family.lightning.trainer import TrainerPlan
from nb2pkg.flow.world import World
from nb2pkg.model import Member
from nb2pkg.story.effects import Effect, needed_by
from nb2pkg.story.threads import Threads

#: The place of what was written for the package: behind everything that stood in the notebook.
GLUE = 1_000_000


@dataclass(frozen=True, slots=True)
class Story:
    """The notebook's story, sorted.

    Attributes:
        world: The program.
        threads: What is handed where.
        shape: Which statements build and fit.
        segments: Where each other statement runs in the package.
        tools: What callbacks that only code can build are built from.
        trainer: The Trainer's arguments, decided.
        computed: Attribute of the datamodule -> an argument of the Trainer that is computed with the data.
        seed: The notebook's seed, if it is an option.
        last_of_cell: Statements whose value the notebook shows.
        title: The notebook's title.
    """

    world: World
    threads: Threads
    shape: Shape
    segments: Segments
    tools: tuple[Effect, ...]
    trainer: TrainerPlan
    computed: Mapping[str, Effect]
    seed: Seed | None
    last_of_cell: frozenset[int]
    title: str

    @property
    def data_name(self) -> str | None:
        """The notebook's name of the datamodule, or the one it gets; None where there are no data to serve."""
        return self.shape.data_name or ("datamodule" if self.shape.loaders else None)

    @property
    def later(self) -> list[Effect]:
        """What runs when data and model are built."""
        segments = self.segments
        return [*self.tools, *segments.before, *segments.after, *segments.explore_after]

    @property
    def read_by_callbacks(self) -> frozenset[str]:
        """Computed names in the source of the callbacks that only code can build."""
        code = "[" + ", ".join(self.trainer.built_in_code) + "]"
        direct = names_in(code)
        follow = {name for name, one in self.world.constants.items() if one.sort == "derived"}
        return (direct & self.world.computed.union(follow)) | needed_by(direct, self.threads)

    def class_at(self, index: int, group: str) -> str:
        """The class of what a statement builds."""
        return built_class(built_call(self.world.statements[index]), group, self.world)


def glue(room: str, member: Member, order: int = GLUE) -> Placed:
    """Something that was written for the package, in its module."""
    return Placed(room, order, member)
