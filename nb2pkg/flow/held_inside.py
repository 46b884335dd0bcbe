"""What the notebook's own definitions change through what keeps it, and what their results keep.

def make(net):                    make(net) keeps net
    return SGD(net.parameters())

def learn(net, x):                learn(net, x) changes net
    net(x).sum().backward()
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from nb2pkg.flow.holding import Holding
from nb2pkg.flow.source import tree_of

_Function = ast.FunctionDef | ast.AsyncFunctionDef

#: How often calls of definitions by definitions are followed.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Through:
    """What one definition does to others' objects when it is called.

    Attributes:
        parameters: Its parameters in order, without ``self``.
        changes: Those whose objects it may change.
        outside: Names of the notebook whose objects it may change.
        gives: Parameters that its result may keep; nothing for a class, whose name tells.
    """

    parameters: tuple[str, ...] = ()
    changes: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    gives: frozenset[str] | None = None


def changed_and_given(texts: Mapping[str, str], nobody: frozenset[str]) -> dict[str, Through]:
    """What each definition changes and gives.

    Args:
        texts: Definition -> its source.
        nobody: Names of modules, definitions and constants.
    """
    nodes = {name: tree_of(text).body[0] for name, text in texts.items()}
    found = dict.fromkeys(nodes, Through())
    for _ in range(_ROUNDS):
        before = dict(found)
        holding = Holding(given_by(before), changed_in(before), nobody)
        found = {name: _through(node, holding) for name, node in nodes.items()}
        if found == before:
            break
    return found


def given_by(known: Mapping[str, Through]) -> Callable[[ast.Call], list[ast.expr] | None]:
    """For a call of a function of the notebook, the arguments that its result may keep."""

    def given(call: ast.Call) -> list[ast.expr] | None:
        through = known.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if through is None or through.gives is None:
            return None
        return list(_handed(call, through, through.gives))

    return given


def changed_in(known: Mapping[str, Through]) -> Callable[[ast.Call], list[ast.expr]]:
    """For a call of a definition of the notebook, the arguments that it may change."""

    def changed(call: ast.Call) -> list[ast.expr]:
        through = known.get(call.func.id) if isinstance(call.func, ast.Name) else None
        return [] if through is None else list(_handed(call, through, through.changes))

    return changed


def _handed(call: ast.Call, through: Through, wanted: frozenset[str]) -> Iterator[ast.expr]:
    for place, value in enumerate(call.args):
        name = through.parameters[place] if place < len(through.parameters) else ""
        if (isinstance(value, ast.Starred) and wanted) or name in wanted:
            yield value
    for keyword in call.keywords:
        if keyword.arg in wanted or (keyword.arg is None and wanted):
            yield keyword.value


def _through(node: ast.stmt, holding: Holding) -> Through:
    if isinstance(node, _Function):
        parameters = _parameters(node)
        touched, given = _inside(node, holding)
        own = frozenset(arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg))
        return Through(parameters, touched & own, touched - own - _stored(node), given & own)
    methods = [item for item in getattr(node, "body", []) if isinstance(item, _Function)]
    found = [_through(method, holding) for method in methods]
    made = next((one for method, one in zip(methods, found, strict=True) if method.name == "__init__"), Through())
    outside = frozenset[str]().union(*(one.outside for one in found))
    return Through(made.parameters[1:], made.changes - {"self"}, outside)


def _inside(function: _Function, holding: Holding) -> tuple[frozenset[str], frozenset[str]]:
    """Names that a function changes through others, and names that it may give back."""
    here = holding.copy()
    body = ast.If(test=ast.Constant(True), body=function.body, orelse=[])
    here.learn(body)
    given = [inner.value for inner in ast.walk(body) if isinstance(inner, ast.Return | ast.Yield) and inner.value]
    kept = frozenset[str]().union(*(here.kept_by(value).down for value in given))
    return here.changed_by(body), here.below(kept)


def _parameters(function: _Function) -> tuple[str, ...]:
    args = function.args
    return tuple(arg.arg for arg in [*args.posonlyargs, *args.args, *args.kwonlyargs])


def _stored(function: _Function) -> frozenset[str]:
    shared = {name for node in ast.walk(function) if isinstance(node, ast.Global) for name in node.names}
    stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return frozenset(stored - shared)
