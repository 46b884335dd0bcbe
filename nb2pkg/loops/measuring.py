"""What belongs to the pass that measures goes with it, so that it can be made without training.

    for epoch in range(n):
        train_loss, valid_loss = 0.0, ...     valid_loss starts with the pass that measures
        for x, y in train_loader: ...
        for x, y in valid_loader: ...
        train_loss /= len(train_loader)
        valid_loss /= len(valid_loader)       this is done when that pass is over
        print(train_loss, valid_loss)

Only assignments that do nothing but to compute are moved, and only over what does not touch their names.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from nb2pkg.flow.constants import dotted
from nb2pkg.loops.find import TrainingLoop
from nb2pkg.loops.parts import Part, Parts, names_in_block
from nb2pkg.model import Names

#: Calls that give the same whenever they are made with the same.
_COMPUTING = frozenset("len float int round sum min max mean item average sqrt abs".split())


def with_measuring_apart(loop: TrainingLoop) -> TrainingLoop:
    """The loop with all that its pass that measures needs and gives around that pass."""
    if loop.check is None:
        return loop
    start, begun = _sunk(loop)
    between, trained = _risen(replace(loop, between=(*begun, *loop.between)))
    told = replace(loop, start=start, between=between, end=(*trained, *loop.end))
    measured, end = _measured(told)
    return replace(told, measured=measured, end=end)


def _sunk(loop: TrainingLoop) -> tuple[Parts, Parts]:
    """The start of an epoch, and what of it only starts something that training does not touch."""
    train = names_in_block(loop.train.parts)
    touched = train.mentioned | train.changes
    moved: list[Part] = []
    kept: list[Part] = []
    for part in reversed(loop.start):
        names = part.names
        free = not names.reads and _computes(part.node) and not names.binds & touched
        if free and not any(names.binds & (other.names.mentioned | other.names.changes) for other in kept):
            moved.insert(0, part)
        else:
            kept.insert(0, part)
    return tuple(kept), tuple(moved)


def _risen(loop: TrainingLoop) -> tuple[Parts, Parts]:
    """What runs before the pass that measures, and what of it sums up the training: that can wait."""
    assert loop.check is not None
    moved: list[Part] = []
    kept: list[Part] = []
    behind = _touching(loop.check.parts)
    for part in reversed(loop.between):
        names = part.names
        if names.reads and _computes(part.node) and _apart(names, behind):
            moved.insert(0, part)
        else:
            kept.insert(0, part)
            behind = _both(behind, _touching((part,)))
    return tuple(kept), tuple(moved)


def _measured(loop: TrainingLoop) -> tuple[Parts, Parts]:
    """What of the end of an epoch only needs what was measured, and the rest."""
    assert loop.check is not None
    own = _bound(loop.between) | _bound(loop.check.parts)
    trained = (_bound(loop.start) | _bound(loop.train.parts)) - own
    moved: list[Part] = []
    kept: list[Part] = []
    before: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    for part in loop.end:
        names = part.names
        about = names.reads & (own | _bound(tuple(moved)))
        if about and _computes(part.node) and not names.reads & trained and _apart(names, before):
            moved.append(part)
        else:
            kept.append(part)
            before = _both(before, _touching((part,)))
    return tuple(moved), tuple(kept)


def _computes(node: ast.stmt) -> bool:
    """Whether it assigns to names what calls of nothing but known functions give."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.AugAssign):
        targets = [node.target]
    elif isinstance(node, ast.Assign):
        targets = node.targets
    else:
        return False
    names = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
    calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    heads = [dotted(call.func) or getattr(call.func, "attr", "") for call in calls]
    known = all(str(head).rpartition(".")[2] in _COMPUTING for head in heads)
    return known and all(isinstance(one, ast.Name) for one in names)


def _bound(parts: Parts) -> frozenset[str]:
    names = names_in_block(parts)
    return names.binds | names.may_bind


def _touching(parts: Parts) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a block binds or changes, and those that it reads."""
    names = names_in_block(parts)
    return names.binds | names.may_bind | names.changes | names.deletes, names.reads | names.deferred


def _both(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> tuple[frozenset[str], frozenset[str]]:
    return one[0] | other[0], one[1] | other[1]


def _apart(names: Names, others: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether a statement can change places with others."""
    written, read = others
    return not names.binds & (written | read) and not names.reads & written
