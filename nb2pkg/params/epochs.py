"""The number of epochs of a training loop.

for epoch in range(10):                               epochs
loss.backward()
"""

from __future__ import annotations

import ast

from nb2pkg.flow.constants import dotted
from nb2pkg.params.calls import Argument

_COUNTING = frozenset(("range", "trange"))
_TRAINS = frozenset("backward step zero_grad train_on_batch partial_fit apply_gradients fit".split())
_SAID = ("train", "epoch", "step", "fit", "optimi", "update")


def epochs_of(loop: ast.For) -> Argument | None:
    """The literal that says how often the loop goes over the data, if it trains and is told by one."""
    if not (isinstance(loop.target, ast.Name) and _counts_epochs(loop.target.id) and any(map(_trains, loop.body))):
        return None
    for node in ast.walk(loop.iter):
        match node:
            case ast.Call(func=func, args=[ast.Constant(value=int() as number) as end]) if number > 0:
                if (dotted(func) or "").rpartition(".")[2] in _COUNTING and not isinstance(number, bool):
                    return Argument("epochs", end, "Number of epochs to train.", "notebook", "range")
    return None


def _counts_epochs(name: str) -> bool:
    return name.lower().startswith("epoch") or name.lower() in ("ep", "_epoch")


def _trains(statement: ast.stmt) -> bool:
    """Whether something in it takes a step, or says that it does."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Call):
            name = (dotted(node.func) or "").lower()
            last = node.func.attr if isinstance(node.func, ast.Attribute) else name
            if last in _TRAINS or (name.isidentifier() and any(said in name for said in _SAID)):
                return True
    return False
