"""A loop without batches: every epoch is one step, and all the data are its one batch.

    for t in range(500):                    t = self.current_epoch
        out = model(x)                      training_step, with x, y = batch
        loss = loss_fn(out, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(t, loss.item())               on_train_epoch_end

The batch is that of ``Subset([(x, y)], [0])``: it hands on the very tensors, and it draws no random number for each
epoch, as a ``DataLoader`` would.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass, replace

from nb2pkg.family.stage_names import free_name
from nb2pkg.flow.constants import dotted
from nb2pkg.flow.names import names_of
from nb2pkg.flow.world import World
from nb2pkg.loops.fed import fed_names
from nb2pkg.loops.find import TrainingLoop, running_nodes, trains
from nb2pkg.loops.heads import NOTHING, Batches
from nb2pkg.loops.modes import sets_mode
from nb2pkg.loops.optimizers import Tools
from nb2pkg.loops.parts import Part
from nb2pkg.model import Kind

_SUBSET = "torch.utils.data.Subset"


def with_one_batch(loop: TrainingLoop, tools: Tools, world: World) -> TrainingLoop:
    """The loop with what its one step is told apart, and given as a batch what it is computed from.

    Args:
        loop: A loop, all of an epoch in its pass that trains.
        tools: Its optimizers and networks.
        world: The program, surveyed.
    """
    body = tuple(part for part in loop.train.parts if not isinstance(part.node, ast.Pass))
    first = next((i for i, part in enumerate(body) if not sets_mode(part, tools.networks)), 0)
    last = max(i for i, part in enumerate(body) if _turns(part, {*tools.optimizers, *tools.networks}))
    step = body[first : last + 1]
    names = fed_names(step, loop.index, tools.networks, world)
    head = Batches(free_name("train_loader", set(world.mentioned)), ", ".join(names) or NOTHING)
    return replace(loop, start=body[:first], train=replace(loop.train, head=head, parts=step), end=body[last + 1 :])


@dataclass(frozen=True, slots=True)
class Loader:
    """What gives the one batch.

    Attributes:
        behind: The statement behind which it is made: the last one that binds some of the data, the first one of all
            where there are none.
        imported: The line that imports what it is made of; empty where the notebook does.
        text: The line that makes it.
    """

    behind: int
    imported: str
    text: str


def loader_of(loop: TrainingLoop, world: World, taken: set[str]) -> Loader:
    """How the one batch is given.

    Args:
        loop: A loop with one batch.
        world: The program, surveyed.
        taken: Names that are not free; that of the import is added.
    """
    head = loop.train.head
    known = next((alias for alias, full in world.aliases.items() if full == _SUBSET), "")
    name = known or free_name("Subset", taken)
    line = "from torch.utils.data import Subset" + ("" if name == "Subset" else f" as {name}")
    names = names_of(f"{head.target} = 0").binds - {NOTHING}
    batch = f"({head.target})" if len(names) > 1 else "".join(names) or "()"
    before = world.statements[: loop.index]
    bound = [s.index for s in before if s.kind is not Kind.IMPORT and names & (s.names.binds | s.names.may_bind)]
    told = "all of it is one batch" if names else "nothing is loaded: an epoch is one step"
    text = f"{head.loader} = {name}([{batch}], [0])  # {told}"
    return Loader(max(bound, default=0), "" if known else line, text)


def stays_on_the_cpu(world: World) -> bool:
    """Whether nothing in the program says where it computes."""
    return not any(word in s.text for s in world.statements for word in ("cuda", "device", "mps"))


def _turns(part: Part, names: Collection[str]) -> bool:
    """Whether a statement computes gradients, uses them or clears them."""
    methods = {f"{name}.{method}" for name in names for method in ("step", "zero_grad")}
    calls = (node for node in running_nodes(part.node) if isinstance(node, ast.Call))
    return trains(part) or any(dotted(call.func) in methods for call in calls)
