"""Which names of a training loop live longer than one hook, and which come from before the loop.

best = np.inf                          self.best = np.inf                  carried: kept by the module
for epoch in range(3):
    total = 0.0                        self.total = 0.0                    crosses hooks: kept by the module
    for x, y in loader:                x, y = batch                        of one step: stays a local name
        out = model(x)                 out = self.model(x)                 from before: handed to the module
        total += ...
    best = min(best, total)
print(best)                            best = module.best                  read behind the loop
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nb2pkg.flow.names import names_of
from nb2pkg.loops.find import TrainingLoop
from nb2pkg.loops.parts import Parts, joined
from nb2pkg.model import Kind, Names, Statement

#: Stands for what a loader gives.
_BATCH = "__batch__"


@dataclass(frozen=True, slots=True)
class Crossing:
    """The names of a training loop.

    Attributes:
        kept: What the module keeps: bound in the loop, read in another hook, in another epoch or behind it.
        carried: Those of them that have a value before the loop, which the loop reads.
        needed: Names that the loop reads and does not bind.
        later: Names bound in the loop that something behind it reads.
    """

    kept: frozenset[str]
    carried: frozenset[str]
    needed: frozenset[str]
    later: frozenset[str]


def crossing_of(loop: TrainingLoop, statements: Sequence[Statement]) -> Crossing:
    """Find the names of a training loop, those of its heads left out where only they bind them."""
    blocks = [names_of(text) for text in _hooks(loop)]
    bound = frozenset().union(*(names.binds | names.may_bind | names.deletes for names in blocks))
    open_ = frozenset().union(*(names.reads | names.deferred for names in blocks))
    later = _read_later(loop, (bound - _fed(loop)) | _counted(loop), statements)
    kept = bound & (open_ | later)
    whole = names_of(_in_order(loop))
    return Crossing(
        kept, kept & (whole.reads | _maybe_only(loop, kept)), open_ - bound - _counted(loop) - {_BATCH}, later
    )


def _hooks(loop: TrainingLoop) -> list[str]:
    """The blocks as they run, what binds a batch in front of each pass."""
    check = _with_batch(loop.check.head.target, loop.check.parts) if loop.check else ""
    train = _with_batch(loop.train.head.target, loop.train.parts)
    return [joined(loop.start), train, joined(loop.between), check, joined(loop.measured), joined(loop.end)]


def _with_batch(target: str, parts: Parts) -> str:
    return f"{target} = {_BATCH}\n{joined(parts)}"


def _in_order(loop: TrainingLoop) -> str:
    """One epoch; whether there is a batch nobody knows, unless all the data are one."""
    start, train, between, check, measured, end = _hooks(loop)
    passes = [_indented(f"for {_BATCH} in {_BATCH}:\n", text) if text else "" for text in (train, check)]
    return "\n".join([start, train if loop.train.whole else passes[0], between, passes[1], measured, end])


def _fed(loop: TrainingLoop) -> frozenset[str]:
    """Names that have the same value before the loop and behind it: those of its one batch."""
    return names_of(_with_batch(loop.train.head.target, ())).binds if loop.train.whole else frozenset()


def _indented(head: str, text: str) -> str:
    return head + "\n".join(f"    {line}" for line in text.split("\n"))


def _maybe_only(loop: TrainingLoop, kept: frozenset[str]) -> frozenset[str]:
    """Names that some epochs do not bind: the value from before stays."""
    names = names_of(_in_order(loop))
    return kept & (names.may_bind - names.binds)


def _counted(loop: TrainingLoop) -> frozenset[str]:
    heads = {loop.epochs.name, loop.train.head.number, loop.check.head.number if loop.check else ""}
    return frozenset(heads - {""})


def _read_later(loop: TrainingLoop, bound: frozenset[str], statements: Sequence[Statement]) -> frozenset[str]:
    """Names whose value from the loop something reads behind it."""
    found: set[str] = set()
    held = frozenset().union(
        *(s.names.deferred for s in statements if s.kind in (Kind.FUNCTION, Kind.CLASS) or s.index > loop.index)
    )
    open_ = set(bound)
    for statement in statements:
        if statement.index <= loop.index:
            continue
        names: Names = statement.names
        found |= open_ & names.reads
        open_ -= names.binds
    return frozenset(found | (bound & held))
