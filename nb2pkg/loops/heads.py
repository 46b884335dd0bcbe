"""What the head of a loop says: how many epochs, which loader, under which names.

for epoch in range(1, n_epochs + 1):                    count "n_epochs", epoch "epoch" from "1"
for i, (images, labels) in enumerate(tqdm(loader)):     loader "loader", batch "(images, labels)", number "i" from "0"
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted, source_of

#: Progress bars: what they show of a loop, a Trainer shows too.
BARS = ("tqdm", "tqdm_notebook", "trange", "tnrange", "progress_bar", "master_bar")
#: What a batch is bound to that nothing reads.
NOTHING = "_"


@dataclass(frozen=True, slots=True)
class Epochs:
    """The head of the loop over epochs.

    Attributes:
        count: How many there are, as source.
        name: The variable that counts them; empty for ``_``.
        start: What the first one is called, as source.
    """

    count: str
    name: str
    start: str = "0"


@dataclass(frozen=True, slots=True)
class Batches:
    """The head of a loop over batches.

    Attributes:
        loader: The name of what is looped over.
        target: What a batch is bound to, as source.
        number: The variable that counts batches; empty where there is none.
        start: What the first one is called, as source.
    """

    loader: str
    target: str
    number: str = ""
    start: str = "0"


def epochs_of(text: str, node: ast.stmt) -> Epochs | None:
    """What the head of a loop over epochs says; None for another loop."""
    if not isinstance(node, ast.For) or node.orelse or not isinstance(node.target, ast.Name):
        return None
    call = _without_bars(node.iter)
    if not isinstance(call, ast.Call) or dotted(call.func) not in ("range", "trange", "tnrange"):
        return None
    bounds = [source_of(text, argument) for argument in call.args]
    if call.keywords and dotted(call.func) == "range":
        return None
    name = "" if node.target.id == "_" else node.target.id
    if len(bounds) == 1:
        return Epochs(bounds[0], name)
    if len(bounds) == 2:
        return Epochs(_between(call.args[0], call.args[1], bounds[0], bounds[1]), name, bounds[0])
    return None


def batches_of(text: str, node: ast.stmt) -> Batches | None:
    """What the head of a loop over batches says; None where it does not loop over something that has a name."""
    if not isinstance(node, ast.For) or node.orelse:
        return None
    looped = _without_bars(node.iter)
    number, start = "", "0"
    target = node.target
    if isinstance(looped, ast.Call) and dotted(looped.func) == "enumerate":
        if not isinstance(target, ast.Tuple) or len(target.elts) != 2 or not isinstance(target.elts[0], ast.Name):
            return None
        given = [*looped.args, *(k.value for k in looped.keywords)]
        number, start = target.elts[0].id, source_of(text, given[1]) if len(given) > 1 else "0"
        looped, target = _without_bars(given[0]), target.elts[1]
    if not isinstance(looped, ast.Name):
        return None
    return Batches(looped.id, _bare(source_of(text, target)), number, start)


def _bare(source: str) -> str:
    """A target without brackets around all of it: ``(x, y)`` of an ``enumerate``."""
    alone = source.startswith("(") and source.endswith(")") and ")" not in source[1:-1]
    return source[1:-1] if alone else source


def _without_bars(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Call) and (dotted(node.func) or "").rpartition(".")[2] in BARS and node.args:
        if (dotted(node.func) or "").rpartition(".")[2] in ("trange", "tnrange"):
            return node
        node = node.args[0]
    return node


def _between(first: ast.expr, last: ast.expr, low: str, high: str) -> str:
    """How many numbers there are from `first` to before `last`."""
    match first, last:
        case ast.Constant(value=1), ast.BinOp(left=left, op=ast.Add(), right=ast.Constant(value=1)):
            return ast.unparse(left)
        case ast.Constant(value=1), ast.BinOp(left=ast.Constant(value=1), op=ast.Add(), right=right):
            return ast.unparse(right)
        case ast.Constant(value=0), _:
            return high
        case ast.Constant(value=int(a)), ast.Constant(value=int(b)):
            return str(b - a)
    return f"{high} - {low}" if isinstance(first, ast.Constant | ast.Name) else f"{high} - ({low})"
