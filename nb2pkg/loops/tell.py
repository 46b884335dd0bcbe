"""A training loop told as a LightningModule that a Trainer fits; the rest of the notebook stays as it is.

    optimizer = SGD(model.parameters(), lr=lr)      class LitNet(pl.LightningModule): ...
    for epoch in range(n_epochs):                   model = LitNet(network, criterion)
        for x, y in train_loader:             ->    trainer = pl.Trainer(max_epochs=n_epochs)
            ...                                     trainer.fit(model, train_loader)

What comes out is a program again: where data, options and the command line come from is found as in a notebook that
was written so.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from nb2pkg.family.drawn import draws_in, imports_drawing
from nb2pkg.family.stage_names import free_name
from nb2pkg.flow.constants import value_of
from nb2pkg.flow.names import names_of
from nb2pkg.flow.world import World
from nb2pkg.loops.crossing import Crossing, crossing_of
from nb2pkg.loops.find import TrainingLoop, Untold, find_training_loop, leaving_nodes
from nb2pkg.loops.left import left_behind, only_of_the_loop
from nb2pkg.loops.measuring import with_measuring_apart
from nb2pkg.loops.methods import methods_of, nowhere
from nb2pkg.loops.modes import settle_modes
from nb2pkg.loops.module import module_text
from nb2pkg.loops.optimizers import Tools, tools_of
from nb2pkg.loops.parts import part_of
from nb2pkg.loops.settled import OURS, Settled, in_our_words, settle
from nb2pkg.loops.whole import Loader, loader_of, stays_on_the_cpu, with_one_batch
from nb2pkg.model import Kind, Origin, Program, Role, Statement
from nb2pkg.story.effects import used_definitions


@dataclass(frozen=True, slots=True)
class Told:
    """A program whose loop is a module.

    Attributes:
        program: The program.
        module: What the module is called.
        origin: The loop.
        manual: Whether the module optimizes by itself.
        functions: Names of the notebook's functions whose statements are in the module.
        draws: Whether the loop draws figures.
    """

    program: Program
    module: str
    origin: Origin
    manual: bool
    functions: tuple[str, ...] = ()
    draws: bool = False

    @property
    def told(self) -> str:
        """What became of the loop."""
        how = ", under manual optimization" if self.manual else ""
        called = " and ".join(f"{name}()" for name in self.functions)
        return f"the training loop{f', with {called},' if called else ''} is the LightningModule {self.module} now{how}"


def tell_training_loop(program: Program, world: World) -> Told | Untold | None:
    """Tell the program's one training loop as a module, or why not; None where it has none."""
    loop = find_training_loop(program)
    if not isinstance(loop, TrainingLoop):
        return loop
    tools = tools_of(loop, world)
    origin = program.statements[loop.index].origin
    if isinstance(tools, str):
        return Untold(tools, origin)
    if loop.train.whole:
        loop = with_one_batch(loop, tools, world)
    apart = with_measuring_apart(loop)
    modes = settle_modes(apart, tools.networks, program.statements[: loop.index])
    crossing = crossing_of(modes.loop, program.statements)
    problem = _problem(modes.loop, crossing, tools, world)
    if problem:
        return Untold(problem, origin)
    return _written(settle(program, world, modes, tools, crossing), world)


def _problem(loop: TrainingLoop, crossing: Crossing, tools: Tools, world: World) -> str:
    """What a module could not do as the loop does it."""
    leaves = [list(leaving_nodes(part.node)) for block in loop.blocks[:-1] for part in block]
    if any(leaves):
        return "leaves a step early" if loop.train.whole else "leaves a pass over batches early"
    if any(isinstance(one, ast.Return) for part in loop.end for one in leaving_nodes(part.node)):
        return "returns from within an epoch"
    inner = [node for block in loop.blocks for part in block for node in ast.walk(part.node)]
    if any(isinstance(node, ast.Global | ast.Nonlocal | ast.Yield | ast.Await) for node in inner):
        return "assigns names of an outer function"
    bound = crossing.kept | {n for block in loop.blocks for part in block for n in part.names.binds}
    lent = sorted(
        name
        for one in used_definitions(crossing.needed, world)
        for name in world.definitions[one].names.deferred & bound
    )
    if lent:
        return f"calls functions that read {lent[0]!r} of the loop"
    if crossing.later & {loop.epochs.name, loop.train.head.number}:
        return "counts what is read behind it"
    count = names_of(loop.epochs.count).reads | names_of(loop.epochs.start).reads
    if count & bound:
        return "counts epochs with what it computes"
    before = [s for s in world.statements if s.index < loop.index]
    unsure = (crossing.needed & world.computed) - frozenset().union(*(s.names.binds for s in before), ())
    if unsure:
        return f"reads {min(unsure)!r}, which is bound on some paths only"
    specials = {loop.train.head.loader, *([loop.check.head.loader] if loop.check else [])}
    if specials & bound:
        return "builds its loader anew"
    if crossing.kept & {*tools.optimizers, *tools.schedulers, *tools.networks}:
        return "builds network or optimizer anew"
    if world.definitions.keys() & OURS.keys():
        return "has a definition named like a part of a fit"
    return ""


def _written(settled: Settled, world: World) -> Told:
    """The program with the module, the Trainer and the fit where the loop stands."""
    loop = settled.loop
    statement = settled.program.statements[loop.index]
    taken = {*world.mentioned, *world.aliases, *world.definitions, *OURS}
    base, imports = _base(world, taken)
    name = free_name(f"Lit{_class_of_network(settled, world)}", taken)
    loader = loader_of(loop, world, taken) if loop.train.whole else None
    text, places = module_text(name, base, methods_of(settled))
    module = replace(
        _line(text, statement, Kind.CLASS, Role.MODEL), origin=statement.origin, places=tuple(places.items())
    )
    told = [
        *(_line(line, statement, Kind.IMPORT, Role.SETUP) for line in imports),
        *(replace(_line(part.text, statement, Kind.CONSTANT), origin=part.origin) for part in loop.settings),
        module,
        _line(f"model = {name}({', '.join(settled.given)})", statement, role=Role.MODEL),
        replace(
            _line(f"trainer = {base.rpartition('.')[0]}.Trainer({_arguments(settled, world)})", statement),
            origin=replace(statement.origin, last=statement.origin.first),  # it counts what the loop's head counts
        ),
        _line(f"trainer.fit({', '.join(['model', *settled.loaders])})", statement),
        *(_line(line, statement) for line in left_behind(settled)),
    ]
    gone = {s.index for s in (*settled.tools.statements, *settled.inside.values(), *only_of_the_loop(settled))}
    every: list[Statement] = []
    for s in settled.program.statements:
        if s.index not in gone:
            every += told if s.index == loop.index else [_renamed(s)]
        every += _fed(loader, s)
    program = replace(settled.program, statements=tuple(replace(s, index=i) for i, s in enumerate(every)))
    whole = "\n".join(part.text for block in loop.blocks for part in block)
    draws = imports_drawing(world) and draws_in(whole, names_of(whole).reads, world)
    return Told(program, name, statement.origin, settled.step is None, loop.functions, draws)


def _fed(loader: Loader | None, behind: Statement) -> list[Statement]:
    """What gives the one batch, where it is made right behind the statement."""
    if loader is None or loader.behind != behind.index:
        return []
    found = [_line(loader.imported, behind, Kind.IMPORT, Role.SETUP)] if loader.imported else []
    return [*found, _line(in_our_words(loader.text), behind, role=Role.DATA)]


def _base(world: World, taken: set[str]) -> tuple[str, tuple[str, ...]]:
    """What ``LightningModule`` is called, and the line that imports it where none does."""
    for alias, full in world.aliases.items():
        if full in ("lightning.pytorch", "pytorch_lightning"):
            return f"{alias}.LightningModule", ()
    alias = free_name("pl", taken)
    return f"{alias}.LightningModule", (f"import lightning.pytorch as {alias}",)


def _class_of_network(settled: Settled, world: World) -> str:
    """The notebook's own class of its one network, else ``Model``."""
    network = settled.tools.networks[0]
    if len(settled.tools.networks) > 1:
        return "Model"
    for statement in settled.program.statements[: settled.loop.index]:
        if network in statement.names.binds and statement.kind is Kind.RUN:
            value = value_of(part_of(statement).node)
            inner = ast.walk(value) if value else ()
            named = [n.id for n in inner if isinstance(n, ast.Name) and n.id in world.definitions]
            if any(world.definitions[one].kind is Kind.CLASS for one in named):
                return next(one for one in named if world.definitions[one].kind is Kind.CLASS)
    return "Model"


def _arguments(settled: Settled, world: World) -> str:
    """The arguments of the Trainer."""
    clip = settled.step.clip if settled.step else ()
    given = [("max_epochs", settled.loop.epochs.count), *clip, ("num_sanity_val_steps", "0")]
    if settled.loop.train.whole:
        given += [("log_every_n_steps", "1"), *([("accelerator", '"cpu"')] if stays_on_the_cpu(world) else [])]
    return ", ".join(f"{name}={in_our_words(source)}" for name, source in given)


def _line(text: str, like: Statement, kind: Kind = Kind.RUN, role: Role = Role.TRAIN) -> Statement:
    """A statement that stands for no line of the notebook."""
    origin = nowhere(like.origin)
    return replace(like, kind=kind, text=text, names=names_of(text), role=role, why="trains", origin=origin)


def _renamed(statement: Statement) -> Statement:
    if not statement.names.mentioned & OURS.keys():
        return statement
    text = in_our_words(statement.text)
    return replace(statement, text=text, names=names_of(text))
