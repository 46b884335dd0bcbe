"""What is decided of the module that a training loop becomes: what it is built with and keeps, how it optimizes."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from nb2pkg.family.lightning.handed import free_attributes
from nb2pkg.flow.constants import dotted
from nb2pkg.flow.names import names_of
from nb2pkg.flow.reserved import reserved_by
from nb2pkg.flow.world import World
from nb2pkg.loops.crossing import Crossing
from nb2pkg.loops.find import TrainingLoop
from nb2pkg.loops.modes import Modes
from nb2pkg.loops.optimizers import Tools
from nb2pkg.loops.parts import part_of
from nb2pkg.loops.spelling import Spelling
from nb2pkg.loops.steps import Step, automatic_step
from nb2pkg.model import Program, Statement
from nb2pkg.rules.edits import with_names

#: What the package itself calls the parts of a fit, and what a variable of that name is called there.
OURS = {"model": "network", "trainer": "notebook_trainer", "datamodule": "notebook_datamodule"}


@dataclass(frozen=True, slots=True)
class Settled:
    """A loop, and what is decided of its module.

    Attributes:
        program: The program with the loop.
        modes: The loop, and whether it sets the modes of its networks itself.
        tools: Its optimizers and schedulers.
        crossing: Its names.
        handed: Variables from before the loop that the module is built with, as the package calls them.
        inside: Variables that start in the module -> the statement that starts them.
        carried: Further variables that the module is built with, and keeps up to date.
        devices: Names of the device: a module knows its own.
        step: The step that Lightning optimizes, or None where the module does it itself.
    """

    program: Program
    modes: Modes
    tools: Tools
    crossing: Crossing
    handed: tuple[str, ...]
    inside: Mapping[str, Statement]
    carried: tuple[str, ...]
    devices: frozenset[str]
    step: Step | None

    @property
    def loop(self) -> TrainingLoop:
        """The loop."""
        return self.modes.loop

    @property
    def loaders(self) -> tuple[str, ...]:
        """What it passes over: to train, to measure."""
        return (self.loop.train.head.loader, *([self.loop.check.head.loader] if self.loop.check else []))

    @property
    def given(self) -> dict[str, str]:
        """Arguments of the module's constructor -> what they are called in the notebook."""
        back = {new: old for old, new in OURS.items()}
        return {**{name: back.get(name, name) for name in self.handed}, **{ours(n): n for n in self.carried}}

    @property
    def spelling(self) -> Spelling:
        """How the loop is spelled in the module."""
        loop = self.loop
        kept = dict.fromkeys([*self.given.values(), *self.inside, *sorted(self.crossing.kept)])
        attributes = free_attributes([ours(name) for name in kept], reserved_by(["LightningModule"]))
        names = {name: f"self.{attributes[ours(name)]}" for name in kept}
        names |= dict.fromkeys(self.devices, "self.device")
        if loop.check:
            names[loop.check.head.loader] = "self.trainer.val_dataloaders"
        names[loop.train.head.loader] = "self.trainer.train_dataloader"
        names |= {name: f"self.{name}" for name in self.tools.schedulers}
        several = len(self.tools.optimizers) > 1
        for number, name in enumerate(self.tools.optimizers):
            names[name] = f"self.optimizers()[{number}]" if several else "self.optimizers()"
        if loop.epochs.count.isidentifier() and loop.epochs.count not in names:
            names[loop.epochs.count] = "self.trainer.max_epochs"
        names |= {old: new for old, new in OURS.items() if old not in names}
        heads = [loop.train.head, *([loop.check.head] if loop.check else [])]
        batch = frozenset(name for head in heads for name in names_of(f"{head.target} = 0").binds)
        return Spelling(names, batch, self.step is None)


def settle(program: Program, world: World, modes: Modes, tools: Tools, crossing: Crossing) -> Settled:
    """Decide what the module is.

    Args:
        program: The program with the loop.
        world: The same, surveyed.
        modes: The loop, its modes settled.
        tools: Its optimizers and schedulers.
        crossing: Its names.
    """
    loop = modes.loop
    before = program.statements[: loop.index]
    inside = _inside(program, world, loop, crossing)
    devices = frozenset({"device", "DEVICE"} & crossing.needed)
    handed = [
        ours(name) for name in _handed(loop, world, tools, crossing) if name not in inside | dict.fromkeys(devices)
    ]
    bound = frozenset().union(*(s.names.binds | s.names.may_bind for s in before)) if before else frozenset()
    carried = tuple(name for name in sorted(crossing.carried & bound) if name not in inside)
    return Settled(program, modes, tools, crossing, tuple(handed), inside, carried, devices, _automatic(loop, tools))


def ours(name: str) -> str:
    """What a variable of the notebook is called in the package."""
    return OURS.get(name, name)


def in_our_words(text: str) -> str:
    """Code with the package's names for the notebook's variables."""
    return with_names(text, OURS)


def _handed(loop: TrainingLoop, world: World, tools: Tools, crossing: Crossing) -> list[str]:
    """Variables from before the loop that the module is built with, the networks first."""
    moved = frozenset().union(*(s.names.reads for s in tools.statements))
    special = {loop.train.head.loader, *([loop.check.head.loader] if loop.check else [])}
    special |= {*tools.optimizers, *tools.schedulers}
    wanted = ((crossing.needed | moved) & world.computed) - special - crossing.kept
    networks = [name for name in tools.networks if name in wanted]
    return [*networks, *sorted(wanted - set(networks))]


def _inside(program: Program, world: World, loop: TrainingLoop, crossing: Crossing) -> dict[str, Statement]:
    """What starts with a plain value and only the loop uses starts in the module: name -> that statement."""
    found: dict[str, Statement] = {}
    before = program.statements[: loop.index]
    wanted = crossing.kept | (crossing.needed & world.computed)
    for statement in before:
        names = statement.names.binds
        if not names or not names <= wanted or not _starts_plainly(statement, world.aliases):
            continue
        if any(names & (s.names.mentioned | s.names.changes) for s in before if s.index != statement.index):
            continue
        if not any(names & s.names.deferred for s in program.statements):
            found |= dict.fromkeys(sorted(names), statement)
    return found


def _automatic(loop: TrainingLoop, tools: Tools) -> Step | None:
    """The step, where Lightning's own optimization does the same."""
    if len(tools.optimizers) != 1:
        return None
    name = next(iter(tools.optimizers))
    return automatic_step(loop.train, name, frozenset(tools.networks), frozenset(tools.schedulers))


def _starts_plainly(statement: Statement, aliases: Mapping[str, str]) -> bool:
    """Whether it binds names to plain values: ``best, waited = np.inf, 0``."""
    if statement.names.awaits:
        return False
    match part_of(statement).node:
        case ast.Assign(targets=[ast.Name()], value=value):
            return _is_plain(value, aliases)
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            plain = all(_is_plain(value, aliases) for value in values)
            return plain and len(names) == len(values) and all(isinstance(n, ast.Name) for n in names)
    return False


def _is_plain(value: ast.expr | None, aliases: Mapping[str, str]) -> bool:
    """A number, a text, an empty list or the like, ``np.inf``, ``float("inf")``: the same wherever it is computed."""
    match value:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand, aliases)
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Dict(values=values):
            return all(_is_plain(one, aliases) for one in values)
        case ast.Attribute(value=ast.Name(id=name), attr="inf" | "Inf" | "infty" | "nan"):
            return aliases.get(name, "") in ("numpy", "math", "torch")
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant()], keywords=[]):
            return True
        case ast.Call(func=func, args=args, keywords=[]) if dotted(func) in ("list", "dict", "set", "defaultdict"):
            return all(isinstance(one, ast.Name | ast.Constant) for one in args)
    return False
