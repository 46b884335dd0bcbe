"""Find the training loop of a program: epochs, in them a pass over batches that trains, maybe one that measures.

for epoch in range(n_epochs):
    train_loss = 0.0                       # start
    for x, y in train_loader: ...          # train: loss.backward(), optimizer.step()
    model.eval()                           # between
    with torch.no_grad():
        for x, y in valid_loader: ...      # check
    print(epoch, train_loss)               # end
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nb2pkg.flow.constants import dotted, single_target, value_of
from nb2pkg.loops.bars import without_bars
from nb2pkg.loops.heads import NOTHING, Batches, Epochs, batches_of, epochs_of
from nb2pkg.loops.inline import call_in, inlined
from nb2pkg.loops.parts import Part, Parts, body_of, part_of
from nb2pkg.model import Kind, Origin, Program, Statement

#: The method that computes gradients.
_BACKWARD = "backward"


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over a loader.

    Attributes:
        head: What the head of its loop says.
        parts: What is done with each batch.
        part: The loop.
        whole: Whether there are no batches: all the data are one.
    """

    head: Batches
    parts: Parts
    part: Part
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TrainingLoop:
    """A loop that trains.

    Attributes:
        index: Its statement.
        epochs: What its head says.
        start: What runs before the batches of an epoch.
        train: The pass that trains.
        between: What runs before the pass that measures.
        check: That pass, or None.
        end: What runs after both.
        measured: What sums up the pass that measures, if that is told apart.
        settings: Values that functions are called with in it, each bound to a name.
        functions: Names of the functions whose statements stand in it.
        bar: The statement that makes the progress bar over its epochs, if there is one.
    """

    index: int
    epochs: Epochs
    start: Parts
    train: Pass
    between: Parts
    check: Pass | None
    end: Parts
    measured: Parts = ()
    settings: Parts = ()
    functions: tuple[str, ...] = ()
    bar: int | None = None

    @property
    def blocks(self) -> tuple[Parts, ...]:
        """All that is done, block by block, in order."""
        check = self.check.parts if self.check else ()
        return (self.start, self.train.parts, self.between, check, self.measured, self.end)


@dataclass(frozen=True, slots=True)
class Untold:
    """Why a training loop stays a loop.

    Attributes:
        reason: What it does, as the end of "it ...".
        origin: Where it stands.
    """

    reason: str
    origin: Origin


def find_training_loop(program: Program) -> TrainingLoop | Untold | None:
    """The program's one training loop, why it cannot be told as a module, or None where nothing is trained so."""
    places = training_places(program)
    found, functions, training = places.statements, places.functions, places.training
    if not found:
        hidden = next((s for s in program.statements if s.kind is Kind.RUN and _hides_training(s)), None)
        return Untold("computes gradients in a function of its own", hidden.origin) if hidden else None
    if len(found) > 1:
        return Untold(f"is one of {len(found)} places that train", found[0].origin)
    reader = _Reader(program, functions, training)
    told = _read(found[0], reader)
    if isinstance(told, str):
        return Untold(told, found[0].origin)
    bar = found[0].index - 1 if epochs_of(found[0].text, part_of(found[0]).node) is None else None
    return replace(told, bar=bar, settings=tuple(reader.settings), functions=tuple(dict.fromkeys(reader.read)))


def _hides_training(statement: Statement) -> bool:
    """Whether it is a loop that defines a function that computes gradients: what some optimizers call."""
    if _BACKWARD not in statement.text or statement.names.awaits:
        return False
    node = part_of(statement).node
    return isinstance(node, ast.For) and any(map(_computes, ast.walk(node)))


@dataclass(frozen=True, slots=True)
class TrainingPlaces:
    """Where a program trains.

    Attributes:
        statements: The running statements that compute gradients, or call a function that does.
        functions: The program's functions, those that are defined once, by name.
        training: Names of those that compute gradients, themselves or through others.
    """

    statements: tuple[Statement, ...] = ()
    functions: Mapping[str, Statement] = field(default_factory=dict)
    training: frozenset[str] = frozenset()


def training_places(program: Program) -> TrainingPlaces:
    """Where a program trains; nothing is looked through where nothing says ``backward``."""
    if not any(_BACKWARD in s.text for s in program.statements):
        return TrainingPlaces()
    named = [(name, s) for s in program.statements if s.kind is Kind.FUNCTION for name in s.names.binds]
    counts = Counter(name for name, _ in named)
    functions = {name: s for name, s in named if counts[name] == 1}
    training = _training(functions)
    running = (s for s in program.statements if s.kind is Kind.RUN and not s.names.awaits)
    found = tuple(s for s in running if trains(part_of(s)) or calls_of(part_of(s)) & training)
    return TrainingPlaces(found, functions, training)


def _training(functions: Mapping[str, Statement]) -> frozenset[str]:
    inner = {
        name: [node for child in ast.iter_child_nodes(part_of(s).node) for node in running_nodes(child)]
        for name, s in functions.items()
    }
    called = {name: _called(nodes) for name, nodes in inner.items()}
    found = {name for name, nodes in inner.items() if any(map(_computes, nodes))}
    while more := {name for name, names in called.items() if names & found} - found:
        found |= more
    return frozenset(found)


def calls_of(part: Part) -> frozenset[str]:
    """Names of functions that a statement itself calls."""
    return _called(running_nodes(part.node))


def _called(nodes: Iterable[ast.AST]) -> frozenset[str]:
    return frozenset(n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))


def _computes(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == _BACKWARD


def trains(part: Part) -> bool:
    """Whether a statement itself computes gradients."""
    return any(map(_computes, running_nodes(part.node)))


def running_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """A statement and all below it that runs when it does: no bodies of functions."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from running_nodes(child)


def leaving_nodes(node: ast.AST) -> Iterator[ast.stmt]:
    """``break``, ``continue`` and ``return`` in a statement that leave the block in which it stands."""
    return _leaving(node, False)


def _leaving(node: ast.AST, inside: bool) -> Iterator[ast.stmt]:
    if isinstance(node, ast.Return) or (isinstance(node, ast.Break | ast.Continue) and not inside):
        yield node
    inside = inside or isinstance(node, ast.For | ast.While)
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from _leaving(child, inside)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What reading a loop asks of the program, and what it finds out on the way.

    Attributes:
        program: The program.
        functions: Its functions, by name.
        training: Names of those that compute gradients.
        settings: Values that functions were called with, each bound to a name.
        read: Names of the functions that were read.
        lasting: Names that those keep from one batch to the next.
    """

    program: Program
    functions: Mapping[str, Statement]
    training: frozenset[str]
    settings: list[Part] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    lasting: set[str] = field(default_factory=set)

    def parts(self, parts: Parts, taken: set[str], depth: int = 0) -> Parts:
        """The parts, calls of functions that pass over a loader as what those run."""
        found: list[Part] = []
        for part in without_bars(parts):
            call = call_in(part)
            function = self.functions.get(call.function) if call else None
            told = None
            if call and function and depth < 3 and self._passes(call.function):
                told = inlined(part, call, function, taken | self.lasting)
            if told is None or call is None:
                found.append(part)
            else:
                self.settings.extend(told[0])
                self.read.append(call.function)
                # What one function keeps over a pass must not be what the next one starts.
                once = [one.names for one in told[1] if not isinstance(one.node, ast.For)]
                self.lasting.update(*(names.binds for names in once))
                found += self.parts(told[1], taken, depth + 1)
        return tuple(found)

    def apart(self) -> _Reader:
        """Another one of the same program, which has found nothing yet but what lasts."""
        return _Reader(self.program, self.functions, self.training, lasting=set(self.lasting))

    def take(self, other: _Reader) -> None:
        """Take over what another one has found."""
        self.settings.extend(other.settings)
        self.read.extend(other.read)
        self.lasting.update(other.lasting)

    def training_in(self, parts: Parts) -> list[int]:
        """Which of the parts train."""
        return [i for i, part in enumerate(parts) if trains(part) or calls_of(part) & self.training]

    def _passes(self, name: str) -> bool:
        """Whether a function trains or passes over something like a loader."""
        home = part_of(self.functions[name])
        inner = (n for n in ast.walk(home.node) if isinstance(n, ast.For))
        return name in self.training or any(batches_of(home.text, n) is not None for n in inner)

    def taken(self) -> set[str]:
        """Names that the rest of the program's running statements use."""
        others = [s for s in self.program.statements if s.kind is not Kind.FUNCTION]
        names = frozenset().union(*(s.names.mentioned for s in others)) if others else frozenset()
        return set(names)


def _read(statement: Statement, reader: _Reader) -> TrainingLoop | str:
    loaders = _built_as_loaders(reader.program.statements)
    above = [part_of(s) for s in reader.program.statements if s.index == statement.index - 1 and s.kind is Kind.RUN]
    whole = without_bars((*above, part_of(statement)))[-1]
    epochs = epochs_of(whole.text, whole.node)
    if epochs is None:
        return "does not count epochs with a range"
    alone = _in_one_step(statement.index, epochs, whole, reader)
    if alone is not None:
        return alone
    parts = reader.parts(body_of(whole), reader.taken())
    training = reader.training_in(parts)
    if len(training) != 1:
        return f"trains in {len(training)} places of an epoch"
    at = training[0]
    if calls_of(parts[at]) & reader.training:
        return "trains in a function that does more than to pass over batches"
    head = batches_of(parts[at].text, parts[at].node)
    if head is None:
        return "takes its batches from something that has no name"
    train = Pass(head, reader.parts(body_of(parts[at]), reader.taken()), parts[at])
    rest = _with_pass_told(parts[at + 1 :], loaders, reader)
    check = next((i for i, part in enumerate(rest) if _measures(part, loaders)), None)
    if check is None:
        return TrainingLoop(statement.index, epochs, parts[:at], train, (), None, rest)
    found = batches_of(rest[check].text, rest[check].node)
    assert found is not None
    measured = Pass(found, _unwrapped(body_of(rest[check])), rest[check])
    return TrainingLoop(statement.index, epochs, parts[:at], train, rest[:check], measured, rest[check + 1 :])


def _in_one_step(index: int, epochs: Epochs, whole: Part, reader: _Reader) -> TrainingLoop | str | None:
    """The loop, where each epoch is one step; why it is none that can be told; None where there are batches."""
    own = reader.apart()
    parts = own.parts(body_of(whole), own.taken())
    training = own.training_in(parts)
    if not training or not all(_is_one_step(parts[i], own) for i in training):
        return None
    if any(map(_takes_by_hand, parts[: training[-1]])):
        return "takes batches of a loader by hand"
    reader.take(own)
    return TrainingLoop(index, epochs, (), Pass(Batches("", NOTHING), parts, whole, True), (), None, ())


def _is_one_step(part: Part, reader: _Reader) -> bool:
    """Whether a statement of an epoch computes gradients once."""
    loops = (node for node in running_nodes(part.node) if isinstance(node, ast.For | ast.While))
    return not calls_of(part) & reader.training and not any(_computes(n) for one in loops for n in running_nodes(one))


def _takes_by_hand(part: Part) -> bool:
    """Whether it asks for the next batch: ``next(iter(loader))``, ``next(batches)``."""
    calls = (node for node in running_nodes(part.node) if isinstance(node, ast.Call))
    return any(dotted(call.func) == "next" for call in calls)


def _with_pass_told(parts: Parts, loaders: frozenset[str], reader: _Reader) -> Parts:
    """The parts, ``with torch.no_grad():`` around the first pass that measures left out: that needs no gradients."""
    for i, part in enumerate(parts):
        own = reader.apart()
        told = own.parts(_unwrapped((part,)), own.taken()) if _only_without_gradients(part.node) else (part,)
        if any(_measures(one, loaders) for one in told):
            reader.take(own)
            return (*parts[:i], *told, *parts[i + 1 :])
    return parts


def _unwrapped(parts: Parts) -> Parts:
    """The parts, those under ``with torch.no_grad():`` as if it were not there."""
    found: list[Part] = []
    for part in parts:
        found += _unwrapped(body_of(part)) if _only_without_gradients(part.node) else [part]
    return tuple(found)


def _only_without_gradients(node: ast.stmt) -> bool:
    if not isinstance(node, ast.With) or len(node.items) != 1 or node.items[0].optional_vars:
        return False
    call = node.items[0].context_expr
    name = dotted(call.func) if isinstance(call, ast.Call) and not call.args else None
    return bool(name) and str(name).rpartition(".")[2] in ("no_grad", "inference_mode")


def _measures(part: Part, loaders: frozenset[str]) -> bool:
    head = batches_of(part.text, part.node)
    return head is not None and (head.loader in loaders or "loader" in head.loader.lower())


def _built_as_loaders(statements: Sequence[Statement]) -> frozenset[str]:
    """Names that are bound to a ``DataLoader``."""
    found: set[str] = set()
    for statement in statements:
        if statement.kind is not Kind.RUN or "DataLoader" not in statement.text or statement.names.awaits:
            continue
        node = part_of(statement).node
        value, name = value_of(node), single_target(node)
        if name and isinstance(value, ast.Call) and (dotted(value.func) or "").rpartition(".")[2] == "DataLoader":
            found.add(name)
    return frozenset(found)
