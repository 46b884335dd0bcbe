"""The methods of the LightningModule that a training loop becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nb2pkg.loops.bars import LOG
from nb2pkg.loops.find import leaving_nodes
from nb2pkg.loops.heads import NOTHING, Batches
from nb2pkg.loops.logged import logged_names
from nb2pkg.loops.module import Method
from nb2pkg.loops.parts import Part, Parts, part_of
from nb2pkg.loops.settled import Settled, in_our_words
from nb2pkg.loops.spelling import Spelling
from nb2pkg.loops.steps import Step
from nb2pkg.model import Origin

_STEP = "def {}(self, batch, batch_idx)"


def methods_of(settled: Settled) -> list[Method]:
    """The methods, in the order in which Lightning calls them.

    Args:
        settled: The loop, and what is decided of the module.
    """
    loop, spelling = settled.loop, settled.spelling
    methods = [_constructor(settled, spelling), _optimizers(settled, spelling)]
    if loop.start:
        lines = _epoch(settled, loop.start)
        methods.append(Method("def on_train_epoch_start(self)", lines, spelling.told(loop.start)))
    methods.append(_training(settled, spelling))
    if settled.modes.own:
        methods += [
            Method("def on_validation_model_eval(self)", ("pass  # the modes are set as the loop does",)),
            Method("def on_validation_model_train(self)", ("pass",)),
        ]
    if loop.check:
        if loop.between:
            lines = _epoch(settled, loop.between)
            methods.append(Method("def on_validation_epoch_start(self)", lines, spelling.told(loop.between)))
        lines = (*_epoch(settled, loop.check.parts), *_batch(loop.check.head, spelling))
        own = replace(spelling, local=_number(loop.check.head))
        methods.append(Method(_STEP.format("validation_step"), lines, own.told(loop.check.parts)))
    loss = settled.step.loss if settled.step and loop.train.whole else ""
    logged = [name for name in logged_names(loop.blocks, loop.end) if name != loss]
    measured = [name for name in logged if _is_measured(name, settled)]
    if loop.measured:
        parts = (*spelling.told(loop.measured), *_logging(measured, settled, spelling))
        methods.append(Method("def on_validation_epoch_end(self)", _epoch(settled, loop.measured), parts))
    if loop.end:
        rest = [name for name in logged if name not in measured]
        methods.append(Method("def on_train_epoch_end(self)", _epoch(settled, loop.end), _end(rest, settled, spelling)))
    return methods


def _is_measured(name: str, settled: Settled) -> bool:
    """Whether the pass that measures gives it, and nothing before or after."""
    loop = settled.loop
    given = [name in part.names.binds for part in loop.measured]
    others = (loop.start, loop.train.parts, loop.end)
    return any(given) and not any(name in p.names.binds | p.names.may_bind for block in others for p in block)


def _logging(names: Sequence[str], settled: Settled, spelling: Spelling) -> Parts:
    lines = [f'self.log("{name}", {spelling.text(name)}, prog_bar=True)' for name in names]
    return tuple(Part(line, nowhere(settled.loop.train.part.origin)) for line in lines)


def _constructor(settled: Settled, spelling: Spelling) -> Method:
    lines = ["super().__init__()", *(["self.automatic_optimization = False"] if settled.step is None else [])]
    lines += [f"{spelling.text(old)} = {name}" for name, old in settled.given.items()]
    parts = tuple(spelling.part(part_of(s)) for s in dict.fromkeys(settled.inside.values()))
    return Method(f"def __init__({', '.join(['self', *settled.given])})", tuple(lines), parts)


def _optimizers(settled: Settled, spelling: Spelling) -> Method:
    tools = settled.tools
    own = replace(spelling, local={name: name for name in tools.optimizers})
    parts = tuple(own.part(part_of(s)) for s in tools.statements)
    return Method("def configure_optimizers(self)", (), parts, (f"return {', '.join(tools.optimizers)}",))


def _training(settled: Settled, spelling: Spelling) -> Method:
    train, step = settled.loop.train, settled.step
    spelling = replace(spelling, local=_number(train.head))
    lines = (*_epoch(settled, train.parts), *_batch(train.head, spelling))
    if step is not None:
        last = (*_loss(settled, spelling, step), f"return {spelling.text(step.loss)}")
        return Method(_STEP.format("training_step"), lines, spelling.told(step.parts), last)
    optimizers = settled.tools.optimizers
    own = replace(spelling, local={**spelling.local, **{name: name for name in optimizers}})
    lines = (f"{', '.join(optimizers)} = self.optimizers()", *lines)
    return Method(_STEP.format("training_step"), lines, own.told(train.parts))


def _loss(settled: Settled, spelling: Spelling, step: Step) -> tuple[str, ...]:
    """What logs the loss of a step that is all of an epoch, unless the loop's bar has shown it."""
    line = f'self.log("{step.loss}", {spelling.text(step.loss)}, prog_bar=True)'
    shown = any(f'{LOG}("{step.loss}"' in part.text for block in settled.loop.blocks for part in block)
    return (line,) if settled.loop.train.whole and not shown else ()


def _end(names: Sequence[str], settled: Settled, spelling: Spelling) -> Parts:
    """The end of an epoch; what it prints is logged before it may end the training."""
    end = settled.loop.end
    at = next((i for i, part in enumerate(end) if any(leaving_nodes(part.node))), len(end))
    if any(name in part.names.binds for name in names for part in end[at:]):
        at = len(end)
    return (*spelling.told(end[:at]), *_logging(names, settled, spelling), *spelling.told(end[at:]))


def _epoch(settled: Settled, block: Parts) -> tuple[str, ...]:
    """``epoch = self.current_epoch`` in front of what reads it."""
    name, start = settled.loop.epochs.name, settled.loop.epochs.start
    if not name or not any(name in part.names.reads | part.names.deferred for part in block):
        return ()
    return (f"{name} = self.current_epoch" + ("" if start == "0" else f" + {in_our_words(start)}"),)


def _batch(head: Batches, spelling: Spelling) -> tuple[str, ...]:
    """What binds the batch, and its number where that does not begin with 0."""
    number = (f"{head.number} = batch_idx + {in_our_words(head.start)}",) if head.start != "0" else ()
    target = (spelling.text(f"{head.target} = batch"),) if head.target not in ("batch", NOTHING) else ()
    return (*number, *target)


def _number(head: Batches) -> dict[str, str]:
    return {head.number: "batch_idx"} if head.number and head.start == "0" else {}


def nowhere(origin: Origin) -> Origin:
    """A span of no lines: what has it stands for no line of the notebook."""
    return replace(origin, last=origin.first - 1)
