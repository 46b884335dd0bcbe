"""The number of epochs, episodes or steps of a training loop.

for epoch in range(10): ... loss.backward()           epochs
for epoch in range(1, 11): ... loss.backward()        epochs: 10
for epoch in range(3): for x, y in loader: ...        epochs
for i in range(1000): ... loss.backward()             train_steps
for _ in range(45): ... model.partial_fit(x, y)       train_steps
for step in range(40): loss = training_step(x, y)     train_steps
"""

from __future__ import annotations

import ast

from nb2pkg.flow.constants import dotted
from nb2pkg.params.calls import Argument
from nb2pkg.params.counted import counted

_TRAINS = frozenset("backward step zero_grad train_on_batch partial_fit apply_gradients fit".split())
#: What a loop over batches or steps does itself.
_STEPS = frozenset("backward zero_grad train_on_batch apply_gradients partial_fit".split())
#: What the names of functions begin with that take one step.
_TAKES_STEP = ("train_step", "training_step", "train_one_step", "update_step", "train_batch")
#: Names that count anything: with so few rounds, layers or parts of a batch.
_PLAIN = frozenset("i j k t n _ it idx".split())
_FEW = 50
#: With so few steps of a function that is named so, somebody looks at how it works.
_FEW_TAKEN = 10
#: What the names end with of what gives batches.
_LOADING = ("loader", "dl", "dataset")
_SAID = ("train", "epoch", "step", "fit", "optimi", "update")


def epochs_of(loop: ast.For) -> Argument | None:
    """The literal that says how often the loop goes over the data, or takes a step, if it trains and is told by one."""
    meant, found = _meant(loop), counted(loop)
    least = _FEW_TAKEN if any(map(_takes_step, loop.body)) else _FEW
    if meant is None or found is None or (found.name in _PLAIN and found.rounds + found.one_more < least):
        return None
    word, help = meant
    return Argument(word, found.end, help, "notebook", "range", one_more=found.one_more)


def _meant(loop: ast.For) -> tuple[str, str] | None:
    """What the loop counts, as a word and one line, if it trains."""
    name = loop.target.id.lower() if isinstance(loop.target, ast.Name) else ""
    if name.startswith("epoch") or name in ("ep", "_epoch"):
        trains = any(_trains(one) or _goes_over_data(one) for one in loop.body)
        return ("epochs", "Number of epochs to train.") if trains else None
    if "episode" in name:
        return ("n_episodes", "Number of episodes to train.") if any(map(_trains, loop.body)) else None
    if name in _PLAIN or any(word in ("step", "iter", "iteration", "itr") for word in name.split("_")):
        return ("train_steps", "Number of steps to train.") if any(map(_steps, loop.body)) else None
    return None


def _steps(statement: ast.stmt) -> bool:
    """Whether something in it takes a step, in no other loop that counts or goes over the data."""
    if isinstance(statement, ast.For | ast.While | ast.FunctionDef | ast.ClassDef):
        return False
    inner = (one for one in ast.iter_child_nodes(statement) if isinstance(one, ast.stmt))
    calls = (one for one in ast.walk(statement) if isinstance(one, ast.Call)) if not _holds(statement) else ()
    return any(_is_step(call) for call in calls) or any(map(_steps, inner))


def _is_step(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(attr=name):
            return name in _STEPS or name.startswith(_TAKES_STEP)
        case ast.Name(id=name):
            return name.startswith(_TAKES_STEP)
    return False


def _takes_step(statement: ast.stmt) -> bool:
    """Whether it calls what by its name takes one step, or learns from a few rows."""
    calls = (one.func for one in ast.walk(statement) if isinstance(one, ast.Call))
    names = (
        one.attr if isinstance(one, ast.Attribute) else one.id
        for one in calls
        if isinstance(one, ast.Attribute | ast.Name)
    )
    return any(name.startswith(_TAKES_STEP) or name == "partial_fit" for name in names)


def _holds(statement: ast.stmt) -> bool:
    """Whether it consists of statements."""
    return any(isinstance(one, ast.stmt) for one in ast.iter_child_nodes(statement))


def _goes_over_data(statement: ast.stmt) -> bool:
    """Whether it is a loop over the batches that something loads: ``for step, (x, y) in enumerate(train_loader)``."""
    if not isinstance(statement, ast.For):
        return False
    names = (one.id.lower() for one in ast.walk(statement.iter) if isinstance(one, ast.Name))
    return any(name.endswith(_LOADING) for name in names)


def _trains(statement: ast.stmt) -> bool:
    """Whether something in it takes a step, or says that it does."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Call):
            name = (dotted(node.func) or "").lower()
            last = node.func.attr if isinstance(node.func, ast.Attribute) else name
            if last in _TRAINS or (name.isidentifier() and any(said in name for said in _SAID)):
                return True
    return False
