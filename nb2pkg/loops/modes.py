"""``model.train()`` and ``model.eval()`` in a training loop: what Lightning does by itself is left to it.

Lightning calls ``eval()`` before it measures and goes back to the mode from before afterwards. A loop that does just
that needs no such call of its own; any other keeps its calls, and Lightning's are switched off.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nb2pkg.flow.constants import dotted
from nb2pkg.loops.find import TrainingLoop, running_nodes
from nb2pkg.loops.parts import Part, Parts
from nb2pkg.model import Statement


@dataclass(frozen=True, slots=True)
class Modes:
    """A loop whose modes are settled.

    Attributes:
        loop: What is left of it.
        own: Whether it sets the modes while measuring itself, or leaves them as they are.
    """

    loop: TrainingLoop
    own: bool


def settle_modes(loop: TrainingLoop, networks: Sequence[str], before: Sequence[Statement]) -> Modes:
    """Leave to Lightning what it does by itself.

    Args:
        loop: The loop.
        networks: Names of what it trains.
        before: The statements before it.
    """
    evaluated = any(_evaluates(s.text, networks) for s in before)
    if loop.check is None:
        other = any(_evaluates(part.text, networks) for block in loop.blocks for part in block)
        return Modes(loop if evaluated or other else replace(loop, start=_without(loop.start, networks)), False)
    every = [part for block in loop.blocks for part in block]
    sets = {name: [_mode(part, name) for part in loop.between if _mode(part, name)] for name in networks}
    back = {name: [m for part in loop.start + loop.end if (m := _mode(part, name))] for name in networks}
    plain = all(sets[name] == ["eval"] and back[name] and set(back[name]) == {"train"} for name in networks)
    known = sum(len(sets[name]) + len(back[name]) for name in networks)
    calls = sum(_sets_modes(part, networks) for part in every)
    if not plain or known != calls:
        return Modes(loop, True)
    start = loop.start if evaluated else _without(loop.start, networks)
    return Modes(
        replace(loop, start=start, between=_without(loop.between, networks), end=_without(loop.end, networks)),
        False,
    )


def _without(parts: Parts, networks: Sequence[str]) -> Parts:
    return tuple(part for part in parts if not sets_mode(part, networks))


def _mode(part: Part, name: str) -> str:
    """``"train"`` or ``"eval"`` where the statement sets that mode and does nothing else."""
    match part.node:
        case ast.Expr(value=ast.Call(func=func, args=[], keywords=[])) if dotted(func) in (
            f"{name}.train",
            f"{name}.eval",
        ):
            return (dotted(func) or "").rpartition(".")[2]
    return ""


def sets_mode(part: Part, networks: Sequence[str]) -> bool:
    """Whether a statement sets the mode of a network and does nothing else."""
    return any(_mode(part, name) for name in networks)


def _sets_modes(part: Part, networks: Sequence[str]) -> int:
    wanted = {f"{name}.{mode}" for name in networks for mode in ("train", "eval")}
    return sum(isinstance(node, ast.Call) and dotted(node.func) in wanted for node in running_nodes(part.node))


def _evaluates(text: str, networks: Sequence[str]) -> bool:
    return any(f"{name}.eval(" in text for name in networks)
