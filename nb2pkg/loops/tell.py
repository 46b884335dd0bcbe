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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.family.lightning.handed import free_attributes
from nb2pkg.family.stage_names import free_name
from nb2pkg.flow.constants import dotted, single_target, value_of
from nb2pkg.flow.names import names_of, uses_of
from nb2pkg.flow.reserved import reserved_by
from nb2pkg.flow.world import World
from nb2pkg.loops.crossing import Crossing, crossing_of
from nb2pkg.loops.find import TrainingLoop, Untold, find_training_loop, leaving_nodes
from nb2pkg.loops.heads import Batches
from nb2pkg.loops.logged import logged_names
from nb2pkg.loops.modes import Modes, settle_modes
from nb2pkg.loops.module import Method, module_text
from nb2pkg.loops.optimizers import Tools, tools_of
from nb2pkg.loops.parts import Part, Parts, part_of
from nb2pkg.loops.spelling import Spelling
from nb2pkg.loops.steps import Step, automatic_step
from nb2pkg.model import Kind, Origin, Program, Role, Statement
from nb2pkg.rules.edits import Edit, apply_edits

#: What the package itself calls the parts of a fit.
_OURS = {"model": "network", "trainer": "notebook_trainer", "datamodule": "notebook_datamodule"}


@dataclass(frozen=True, slots=True)
class Told:
    """A program whose loop is a module.

    Attributes:
        program: The program.
        module: What the module is called.
        origin: The loop.
        index: Its statement in the program that it was told from.
        manual: Whether the module optimizes by itself.
        functions: Names of the notebook's functions whose statements are in the module.
    """

    program: Program
    module: str
    origin: Origin
    index: int
    manual: bool
    functions: tuple[str, ...] = ()

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
    tools = tools_of(loop, program.statements, world.aliases)
    if isinstance(tools, str):
        return Untold(tools, loop.index)
    modes = settle_modes(loop, tools.networks, program.statements[: loop.index])
    crossing = crossing_of(modes.loop, program.statements)
    problem = _problem(modes.loop, crossing, tools, world)
    if problem:
        return Untold(problem, loop.index)
    return _Teller(program, world, modes, tools, crossing).told()


def _problem(loop: TrainingLoop, crossing: Crossing, tools: Tools, world: World) -> str:
    """What a module could not do as the loop does it."""
    leaves = [list(leaving_nodes(part.node)) for block in loop.blocks[:-1] for part in block]
    if any(leaves):
        return "leaves a pass over batches early"
    if any(isinstance(one, ast.Return) for part in loop.end for one in leaving_nodes(part.node)):
        return "returns from within an epoch"
    inner = [node for block in loop.blocks for part in block for node in ast.walk(part.node)]
    if any(isinstance(node, ast.Global | ast.Nonlocal | ast.Yield | ast.Await) for node in inner):
        return "assigns names of an outer function"
    bound = crossing.kept | {n for block in loop.blocks for part in block for n in part.names.binds}
    reached = _reached(crossing.needed, world)
    lent = sorted(name for one in reached for name in world.definitions[one].names.deferred & bound)
    if lent:
        return f"calls functions that read {lent[0]!r} of the loop"
    if crossing.later & {loop.epochs.name, loop.train.head.number}:
        return "counts what is read behind it"
    count = names_of(loop.epochs.count).reads | names_of(loop.epochs.start).reads
    if count & bound:
        return "counts epochs with what it computes"
    specials = {loop.train.head.loader, *([loop.check.head.loader] if loop.check else [])}
    if specials & bound:
        return "builds its loader anew"
    if crossing.kept & {*tools.optimizers, *tools.schedulers, *tools.networks}:
        return "builds network or optimizer anew"
    if world.definitions.keys() & _OURS.keys():
        return "has a definition named like a part of a fit"
    return ""


def _reached(names: Iterable[str], world: World) -> set[str]:
    """Definitions that are used, directly or through others."""
    found: set[str] = set()
    queue = [name for name in names if name in world.definitions]
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            used = world.definitions[name].names
            queue += [n for n in used.reads | used.deferred if n in world.definitions]
    return found


@dataclass(frozen=True, slots=True)
class _Teller:
    """All that is known of the loop."""

    program: Program
    world: World
    modes: Modes
    tools: Tools
    crossing: Crossing

    @property
    def loop(self) -> TrainingLoop:
        return self.modes.loop

    def told(self) -> Told:
        loop, tools = self.loop, self.tools
        taken = set(self.world.mentioned) | set(self.world.aliases) | set(self.world.definitions) | set(_OURS)
        base, lines = self._base(taken)
        name = free_name(f"Lit{self._class_of_network()}", taken)
        inside = self._inside()
        handed = [n for n in self._handed() if n not in {self._name(one) for one in inside}]
        carried = [n for n in sorted(self.crossing.carried) if n not in inside and n in self.world.mentioned]
        carried = [n for n in carried if self._bound_before(n)]
        step = self._automatic()
        methods = self._methods(handed, inside, carried, step)
        text, places = module_text(name, base, methods)
        statement = self.program.statements[loop.index]
        told: list[Statement] = [self._line(line, Kind.IMPORT, Role.SETUP) for line in lines]
        told += [replace(self._line(part.text, Kind.CONSTANT), origin=part.origin) for part in loop.settings]
        given = ", ".join([*handed, *carried])
        told.append(
            replace(
                statement,
                kind=Kind.CLASS,
                text=text,
                names=names_of(text),
                role=Role.MODEL,
                why="trains",
                places=tuple(places.items()),
            )
        )
        told.append(self._line(f"model = {name}({given})", role=Role.MODEL))
        told.append(self._line(f"trainer = {base.rpartition('.')[0]}.Trainer({self._arguments(step)})"))
        loaders = [loop.train.head.loader, *([loop.check.head.loader] if loop.check else [])]
        told.append(self._line(f"trainer.fit({', '.join(['model', *loaders])})"))
        told += self._behind(handed, inside, carried)
        moved = {s.index for s in (*tools.statements, *inside.values(), *self._only_of_the_loop(self._devices()))}
        moved |= {s.index for s in self._only_called_here()}
        every = [
            new
            for s in self.program.statements
            if s.index not in moved
            for new in (told if s.index == loop.index else [self._renamed(s)])
        ]
        numbered = tuple(replace(s, index=i) for i, s in enumerate(every))
        return Told(
            replace(self.program, statements=numbered), name, statement.origin, loop.index, step is None, loop.functions
        )

    # --- names

    def _base(self, taken: set[str]) -> tuple[str, tuple[str, ...]]:
        """What ``LightningModule`` is called, and the line that imports it where none does."""
        for alias, full in self.world.aliases.items():
            if full in ("lightning.pytorch", "pytorch_lightning"):
                return f"{alias}.LightningModule", ()
        alias = free_name("pl", taken)
        return f"{alias}.LightningModule", (f"import lightning.pytorch as {alias}",)

    def _class_of_network(self) -> str:
        """The notebook's own class of its one network, else ``Model``."""
        if len(self.tools.networks) > 1:
            return "Model"
        network = self.tools.networks[0]
        for statement in self.program.statements[: self.loop.index]:
            if network in statement.names.binds and statement.kind is Kind.RUN:
                value = value_of(part_of(statement).node)
                named = [
                    node.id
                    for node in ast.walk(value or ast.Pass())
                    if isinstance(node, ast.Name)
                    and node.id in self.world.definitions
                    and self.world.definitions[node.id].kind is Kind.CLASS
                ]
                if named:
                    return named[0]
        return "Model"

    def _name(self, name: str) -> str:
        """What a variable of the notebook is called in the package."""
        return _OURS.get(name, name)

    def _handed(self) -> list[str]:
        """Variables from before the loop that the module is built with, the networks first."""
        loop = self.loop
        moved = frozenset().union(*(s.names.reads for s in self.tools.statements))
        special = {loop.train.head.loader, *([loop.check.head.loader] if loop.check else [])}
        special |= {*self.tools.optimizers, *self.tools.schedulers, *self._devices()}
        wanted = (self.crossing.needed | moved) & self.world.computed
        wanted -= special | self.crossing.kept
        networks = [n for n in self.tools.networks if n in wanted]
        return [self._name(n) for n in [*networks, *sorted(wanted - set(networks))]]

    def _devices(self) -> set[str]:
        """Names of the device: a module knows its own."""
        return {"device", "DEVICE"} & self.crossing.needed

    def _inside(self) -> dict[str, Statement]:
        """What starts with a plain value and only the loop uses starts in the module: name -> that statement."""
        found: dict[str, Statement] = {}
        before = self.program.statements[: self.loop.index]
        wanted = self.crossing.kept | (self.crossing.needed & self.world.computed)
        for statement in before:
            names = statement.names.binds
            if not names or not names <= wanted or not _starts_plainly(statement, self.world.aliases):
                continue
            if any(names & (s.names.mentioned | s.names.changes) for s in before if s.index != statement.index):
                continue
            if not any(names & s.names.deferred for s in self.program.statements):
                found |= dict.fromkeys(sorted(names), statement)
        return found

    def _only_of_the_loop(self, names: Iterable[str]) -> list[Statement]:
        """What binds names that nothing but the loop reads."""
        found: list[Statement] = []
        for name in names:
            others = [s for s in self.program.statements if s.index != self.loop.index and name in s.names.mentioned]
            if len(others) == 1 and single_target(part_of(others[0]).node) == name:
                found += others
        return found

    def _only_called_here(self) -> list[Statement]:
        """The functions whose statements are in the module, where nothing else uses them."""
        statements = self.program.statements
        found = {name: s for s in statements if s.kind is Kind.FUNCTION for name in s.names.binds}
        own = {name: found[name] for name in self.loop.functions}
        gone = {s.index for s in own.values()} | {self.loop.index}
        users = [s.names for s in statements if s.index not in gone]
        used = frozenset().union(*(names.reads | names.deferred for names in users)) if users else frozenset()
        return [s for name, s in own.items() if name not in used]

    def _bound_before(self, name: str) -> bool:
        return any(name in s.names.binds | s.names.may_bind for s in self.program.statements[: self.loop.index])

    def _automatic(self) -> Step | None:
        """The step, where Lightning's own optimization does the same."""
        tools = self.tools
        if len(tools.optimizers) != 1:
            return None
        name = next(iter(tools.optimizers))
        return automatic_step(self.loop.train, name, frozenset(tools.networks), frozenset(tools.schedulers))

    # --- the class

    def _methods(
        self, handed: Sequence[str], inside: Mapping[str, Statement], carried: Sequence[str], step: Step | None
    ) -> list[Method]:
        loop, spelling = self.loop, self._spelling(handed, inside, carried, step is None)
        methods = [self._constructor(handed, inside, carried, spelling, step is None)]
        methods.append(self._optimizers(spelling))
        if loop.start:
            lines = self._epoch(loop.start)
            methods.append(Method("def on_train_epoch_start(self)", lines, spelling.told(loop.start)))
        methods.append(self._training(spelling, step))
        if self.modes.own:
            methods += [
                Method("def on_validation_model_eval(self)", ("pass  # the modes are set as the loop does",)),
                Method("def on_validation_model_train(self)", ("pass",)),
            ]
        if loop.check:
            if loop.between:
                lines = self._epoch(loop.between)
                methods.append(Method("def on_validation_epoch_start(self)", lines, spelling.told(loop.between)))
            lines = (*self._epoch(loop.check.parts), *self._batch(loop.check.head, spelling))
            own = replace(spelling, local=self._number(loop.check.head))
            methods.append(Method("def validation_step(self, batch, batch_idx)", lines, own.told(loop.check.parts)))
        if loop.end:
            lines = self._epoch(loop.end)
            methods.append(Method("def on_train_epoch_end(self)", lines, self._logging(spelling)))
        return methods

    def _spelling(
        self, handed: Sequence[str], inside: Mapping[str, Statement], carried: Sequence[str], manual: bool
    ) -> Spelling:
        loop = self.loop
        kept = [*handed, *(self._name(n) for n in [*inside, *carried, *sorted(self.crossing.kept)])]
        attributes = free_attributes(dict.fromkeys(kept), reserved_by(["LightningModule"]))
        back = {new: old for old, new in _OURS.items()}
        names = {back.get(n, n) if n in _OURS.values() else n: f"self.{a}" for n, a in attributes.items()}
        names |= dict.fromkeys(self._devices(), "self.device")
        names[loop.train.head.loader] = "self.trainer.train_dataloader"
        if loop.check and loop.check.head.loader != loop.train.head.loader:
            names[loop.check.head.loader] = "self.trainer.val_dataloaders"
        names |= {name: f"self.{name}" for name in self.tools.schedulers}
        several = len(self.tools.optimizers) > 1
        for number, name in enumerate(self.tools.optimizers):
            names[name] = f"self.optimizers()[{number}]" if several else "self.optimizers()"
        if loop.epochs.count.isidentifier() and loop.epochs.count not in names:
            names[loop.epochs.count] = "self.trainer.max_epochs"
        names |= {old: new for old, new in _OURS.items() if old not in names}
        return Spelling(names, self._moved(), manual)

    def _epoch(self, *blocks: Parts) -> tuple[str, ...]:
        """``epoch = self.current_epoch`` in front of what reads it."""
        name, start = self.loop.epochs.name, self.loop.epochs.start
        if not name or not any(name in part.names.reads | part.names.deferred for b in blocks for part in b):
            return ()
        return (f"{name} = self.current_epoch" + ("" if start == "0" else f" + {self._spelled(start)}"),)

    def _moved(self) -> frozenset[str]:
        heads = [self.loop.train.head, *([self.loop.check.head] if self.loop.check else [])]
        return frozenset(n for head in heads for n in names_of(f"{head.target} = 0").binds)

    def _constructor(
        self,
        handed: Sequence[str],
        inside: Mapping[str, Statement],
        carried: Sequence[str],
        spelling: Spelling,
        manual: bool,
    ) -> Method:
        given = [*handed, *(self._name(n) for n in carried)]
        back = {new: old for old, new in _OURS.items()}
        lines = ["super().__init__()", *(["self.automatic_optimization = False"] if manual else [])]
        lines += [f"{spelling.text(back.get(n, n))} = {n}" for n in given]
        starts = dict.fromkeys(inside.values())
        parts = tuple(spelling.part(part_of(s)) for s in starts)
        return Method(f"def __init__({', '.join(['self', *given])})", tuple(lines), parts)

    def _optimizers(self, spelling: Spelling) -> Method:
        own = replace(spelling, local={name: name for name in self.tools.optimizers})
        parts = tuple(own.part(part_of(s)) for s in self.tools.statements)
        return Method("def configure_optimizers(self)", (), parts, (f"return {', '.join(self.tools.optimizers)}",))

    def _training(self, spelling: Spelling, step: Step | None) -> Method:
        train = self.loop.train
        spelling = replace(spelling, local=self._number(train.head))
        lines = (*self._epoch(train.parts), *self._batch(train.head, spelling))
        head = "def training_step(self, batch, batch_idx)"
        if step is not None:
            last = (f"return {spelling.text(step.loss)}",)
            return Method(head, lines, spelling.told(step.parts), last)
        names = ", ".join(self.tools.optimizers)
        own = replace(spelling, local={**spelling.local, **{name: name for name in self.tools.optimizers}})
        return Method(head, (f"{names} = self.optimizers()", *lines), own.told(train.parts))

    def _logging(self, spelling: Spelling) -> Parts:
        """The end of an epoch; what it prints is logged before it may end the training."""
        loop = self.loop
        names = logged_names(loop.blocks, loop.end)
        lines = [f'self.log("{name}", {spelling.text(name)}, prog_bar=True)' for name in names]
        at = next((i for i, part in enumerate(loop.end) if any(leaving_nodes(part.node))), len(loop.end))
        if any(names_of(name).reads & part.names.binds for name in names for part in loop.end[at:]):
            at = len(loop.end)
        made = tuple(Part(line, _nowhere(loop.end[-1].origin)) for line in lines)
        return (*spelling.told(loop.end[:at]), *made, *spelling.told(loop.end[at:]))

    def _batch(self, head: Batches, spelling: Spelling) -> tuple[str, ...]:
        """What binds the batch, and its number where that does not begin with 0."""
        number = (f"{head.number} = batch_idx + {self._spelled(head.start)}",) if head.start != "0" else ()
        target = (spelling.text(f"{head.target} = batch"),) if head.target != "batch" else ()
        return (*number, *target)

    def _number(self, head: Batches) -> dict[str, str]:
        return {head.number: "batch_idx"} if head.number and head.start == "0" else {}

    # --- around it

    def _arguments(self, step: Step | None) -> str:
        count = self._spelled(self.loop.epochs.count)
        clip = [f"{name}={self._spelled(source)}" for name, source in (step.clip if step else ())]
        return ", ".join([f"max_epochs={count}", *clip, "num_sanity_val_steps=0"])

    def _spelled(self, source: str) -> str:
        return _with_names(source, _OURS)

    def _behind(
        self, handed: Sequence[str], inside: Mapping[str, Statement], carried: Sequence[str]
    ) -> list[Statement]:
        """What the loop leaves to the rest of the notebook."""
        spelling = self._spelling(handed, inside, carried, False)
        later = [n for n in sorted(self.crossing.later) if n in self.crossing.kept]
        later += [n for n in inside if n not in later and self._read_behind(n)]
        found = [f"{self._name(n)} = {spelling.names[n].replace('self.', 'model.', 1)}" for n in later]
        for number, name in enumerate(self.tools.optimizers):
            if self._read_behind(name):
                found.append(f"{name} = trainer.optimizers[{number}]")
        return [self._line(line) for line in found]

    def _read_behind(self, name: str) -> bool:
        behind = self.program.statements[self.loop.index + 1 :]
        return any(name in s.names.reads | s.names.deferred | s.names.changes for s in behind)

    def _line(self, text: str, kind: Kind = Kind.RUN, role: Role = Role.TRAIN) -> Statement:
        """A statement that stands for no line of the notebook."""
        like = self.program.statements[self.loop.index]
        names = names_of(text)
        return replace(like, kind=kind, text=text, names=names, role=role, why="trains", origin=_nowhere(like.origin))

    def _renamed(self, statement: Statement) -> Statement:
        if not statement.names.mentioned & _OURS.keys():
            return statement
        text = _with_names(statement.text, _OURS)
        return replace(statement, text=text, names=names_of(text))


def _nowhere(origin: Origin) -> Origin:
    """A span of no lines: what has it stands for no line of the notebook."""
    return replace(origin, last=origin.first - 1)


def _with_names(text: str, names: Mapping[str, str]) -> str:
    edits = {
        (use.line, use.column): Edit(use.line, use.column, "name", names[use.name])
        for use in uses_of(text)
        if use.name in names
    }
    return apply_edits(text, list(edits.values()))


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
