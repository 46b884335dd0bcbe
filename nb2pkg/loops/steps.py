"""What a training step does: which optimizers, and whether Lightning's own optimization does the same.

    optimizer.zero_grad()
    loss = criterion(model(x), y)     ->   loss = criterion(model(x), y)
    loss.backward()                        running += loss.item()
    optimizer.step()                       return loss
    running += loss.item()

Lightning clears the gradients, computes them and steps once per batch, behind all the step's other statements. Where
something in between or behind could see the difference, optimization is manual and the body stays as it is; what only
prints or collects numbers in between cannot.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted, source_of
from nb2pkg.loops.find import Pass, running_nodes
from nb2pkg.loops.looks import only_looks
from nb2pkg.loops.parts import Part, Parts


@dataclass(frozen=True, slots=True)
class Step:
    """A step that Lightning optimizes.

    Attributes:
        parts: What is left of it.
        loss: The variable that holds the loss.
        clip: Arguments of the Trainer that clip gradients: (name, source).
    """

    parts: Parts
    loss: str
    clip: tuple[tuple[str, str], ...] = ()


def stepped_names(parts: Parts) -> list[str]:
    """Names of what ``name.step(...)`` is called on, in order."""
    found = [
        name.rpartition(".")[0]
        for part in parts
        for node in running_nodes(part.node)
        if isinstance(node, ast.Call) and (name := dotted(node.func) or "").endswith(".step")
    ]
    return list(dict.fromkeys(found))


def automatic_step(train: Pass, optimizer: str, networks: frozenset[str], watched: frozenset[str]) -> Step | None:
    """The step as Lightning optimizes it, or None where that could differ.

    Args:
        train: The pass that trains.
        optimizer: The name of its one optimizer.
        networks: Names of what the optimizer changes.
        watched: Further names whose state a step changes (schedulers).
    """
    calls = {i: call for i, part in enumerate(train.parts) if (call := _call(part))}
    named = {i: dotted(call.func) or "" for i, call in calls.items()}
    backward = [i for i, name in named.items() if name.endswith(".backward")]
    steps = [i for i, name in named.items() if name == f"{optimizer}.step"]
    zeros = [i for i, name in named.items() if name in _clearing(optimizer, networks)]
    clips = [i for i, name in named.items() if name.rpartition(".")[2] in _CLIPS]
    if not (len(backward) == len(steps) == len(zeros) == 1) or len(clips) > 1:
        return None
    taken = {*backward, *steps, *zeros, *clips}
    at, until = backward[0], steps[0]
    loss = named[at].removesuffix(".backward")
    clear = at < until and (zeros[0] < at or zeros[0] > until) and all(at < i < until for i in clips)
    earlier = frozenset().union(*(part.names.mentioned for part in train.parts[: at + 1]))
    looking = {i for i in range(at, until) if i not in taken and only_looks(train.parts[i].node, earlier)}
    alone = all(i in taken | looking for i in range(at, until))
    bare = not any(calls[i].args or calls[i].keywords for i in (*backward, *steps))
    if not (clear and alone and bare and loss.isidentifier()):
        return None
    others = tuple(part for i, part in enumerate(train.parts) if i not in taken)
    seen = {optimizer, *networks, *watched}
    behind = [(seen - networks if i in looking else seen, train.parts[i]) for i in range(at, len(train.parts))]
    if any(names & part.names.mentioned or loss in part.names.binds for names, part in behind if part in others):
        return None
    if _counts(others, optimizer, loss):
        return None
    clipped = _clipping(train.parts[clips[0]], calls[clips[0]], networks) if clips else ()
    return None if clipped is None else Step(others, loss, clipped)


#: What clips gradients -> the Trainer's algorithm.
_CLIPS = {"clip_grad_norm_": "norm", "clip_grad_norm": "norm", "clip_grad_value_": "value"}


def _clearing(optimizer: str, networks: frozenset[str]) -> set[str]:
    """What clears all gradients that the optimizer uses."""
    return {f"{optimizer}.zero_grad", *(f"{name}.zero_grad" for name in networks if len(networks) == 1)}


def _clipping(part: Part, call: ast.Call, networks: frozenset[str]) -> tuple[tuple[str, str], ...] | None:
    given = list(call.args)
    limit = given[1] if len(given) == 2 else None
    limit = limit or next((k.value for k in call.keywords if k.arg in ("max_norm", "clip_value")), None)
    if limit is None or len(given) + len(call.keywords) != 2 or not given:
        return None
    if ast.unparse(given[0]) not in {f"{name}.parameters()" for name in networks} or len(networks) != 1:
        return None
    how = _CLIPS[(dotted(call.func) or "").rpartition(".")[2]]
    found = (("gradient_clip_val", source_of(part.text, limit)),)
    return found if how == "norm" else (*found, ("gradient_clip_algorithm", '"value"'))


def _call(part: Part) -> ast.Call | None:
    match part.node:
        case ast.Expr(value=ast.Call() as call) | ast.Assign(value=ast.Call() as call, targets=[ast.Name(id="_")]):
            return call
    return None


def _counts(parts: Parts, optimizer: str, loss: str) -> bool:
    """Whether something inside other statements touches gradients: then the order in which it does matters."""
    inner = (node for part in parts for node in running_nodes(part.node))
    for node in inner:
        if isinstance(node, ast.Attribute) and node.attr in ("grad", "backward", "zero_grad", "requires_grad"):
            return True
        if isinstance(node, ast.Continue | ast.Break | ast.Return | ast.Yield | ast.Await):
            return True
        if isinstance(node, ast.Name) and node.id == optimizer:
            return True
    return not any(loss in part.names.binds for part in parts)
