"""What calling the notebook's own definitions changes: arguments it was given, and names of the notebook.

def tidy(frame):                       tidy -> argument ``frame``
    frame.drop_duplicates(inplace=True)
    seen.append(len(frame))            tidy -> global ``seen``
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import tree_of

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Inside:
    """What one definition may change when it is called.

    Attributes:
        parameters: Its parameters in order, without ``self``.
        arguments: Those whose objects it may change.
        outside: Names of the notebook whose objects it may change.
    """

    parameters: tuple[str, ...]
    arguments: frozenset[str]
    outside: frozenset[str]


def changes_inside(texts: Mapping[str, str]) -> dict[str, Inside]:
    """What each definition may change, calls of the others included.

    Args:
        texts: Definition -> its source.
    """
    codes = {name: _code_of(text) for name, text in texts.items()}
    found = {name: _direct(code) for name, code in codes.items()}
    changed = True
    while changed:
        changed = False
        for name, code in codes.items():
            more = _through_calls(found[name], code, found)
            if more != found[name]:
                found[name], changed = more, True
    return found


def changed_arguments(node: ast.AST, inside: Mapping[str, Inside]) -> frozenset[str]:
    """Names that the code hands to the notebook's own definitions, which may change what they stand for."""
    names: set[str] = set()
    for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id in inside:
            for value in _changed_values(call, inside[call.func.id]):
                names |= roots_of(value)
    return frozenset(names)


def roots_of(value: ast.expr) -> frozenset[str]:
    """Names of the objects that the value is, is part of, or holds."""
    match value:
        case ast.Name(id=name):
            return frozenset({name})
        case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
            return roots_of(inner)
        case ast.NamedExpr(value=inner) | ast.Await(value=inner):
            return roots_of(inner)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) | ast.BoolOp(values=parts):
            return _all(parts)
        case ast.Dict(values=parts):
            return _all(parts)
        case ast.IfExp(body=body, orelse=orelse):
            return roots_of(body) | roots_of(orelse)
        case ast.GeneratorExp() | ast.Lambda():
            return frozenset(n.id for n in ast.walk(value) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
        case ast.Call(func=ast.Name(id=name), args=parts) if name in _LAZY:
            return _all(parts)
    return frozenset()


#: Functions whose result goes on reading what they were given.
_LAZY = frozenset("iter zip map filter enumerate reversed partial".split())


def _all(values: Iterable[ast.expr]) -> frozenset[str]:
    return frozenset(name for value in values for name in roots_of(value))


@dataclass(frozen=True, slots=True)
class _Code:
    """The functions of a definition: the one that a call runs with its arguments, and all of them."""

    called: _Function | None
    every: tuple[_Function, ...]
    skipped: int


def _code_of(text: str) -> _Code:
    node = tree_of(text).body[0]
    if isinstance(node, _Function):
        return _Code(node, (node,), 0)
    methods = tuple(item for item in getattr(node, "body", []) if isinstance(item, _Function))
    return _Code(next((one for one in methods if one.name == "__init__"), None), methods, 1)


def _direct(code: _Code) -> Inside:
    parameters = _parameters(code)
    changes: frozenset[str] = frozenset()
    outside: set[str] = set()
    for function in code.every:
        names = names_of(ast.unparse(ast.Module(function.body, [])))
        own = _arguments(function)
        outside |= names.changes - own - names.binds - names.may_bind
        changes |= names.changes & own if function is code.called else frozenset()
    return Inside(parameters, changes & frozenset(parameters), frozenset(outside))


def _arguments(function: _Function) -> frozenset[str]:
    return frozenset(arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg))


def _parameters(code: _Code) -> tuple[str, ...]:
    """What a call can hand over: the arguments of the function or of the constructor."""
    if code.called is None:
        return ()
    args = code.called.args
    return tuple(arg.arg for arg in [*args.posonlyargs, *args.args, *args.kwonlyargs])[code.skipped :]


def _through_calls(inside: Inside, code: _Code, known: Mapping[str, Inside]) -> Inside:
    arguments, outside = set(inside.arguments), set(inside.outside)
    for function in code.every:
        handed = changed_arguments(function, known)
        arguments |= handed & set(inside.parameters) if function is code.called else set()
        stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        local = _arguments(function) | stored
        outside |= handed - local
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id in known and node.id not in local:
                outside |= known[node.id].outside
    return Inside(inside.parameters, frozenset(arguments), frozenset(outside))


def _changed_values(call: ast.Call, inside: Inside) -> Iterator[ast.expr]:
    for place, value in enumerate(call.args):
        name = inside.parameters[place] if place < len(inside.parameters) else ""
        if (isinstance(value, ast.Starred) and inside.arguments) or name in inside.arguments:
            yield value
    for keyword in call.keywords:
        if keyword.arg in inside.arguments or (keyword.arg is None and inside.arguments):
            yield keyword.value
