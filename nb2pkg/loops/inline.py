"""Calls of the notebook's functions in a training loop, as the statements that they run.

def train(net, epoch):                     for epoch in range(3):
    for x, y in loader: ...                    for x, y in loader: ...
    return total                      ->       loss = total
for epoch in range(3):
    loss = train(model, epoch)

Only where that is the same: one ``return`` at the end, arguments that are names or values, no clash of names.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nb2pkg.family.stage_names import free_name
from nb2pkg.flow.constants import dotted, source_of
from nb2pkg.flow.names import names_of
from nb2pkg.loops.parts import Part, Parts, body_of, joined
from nb2pkg.model import Statement
from nb2pkg.rules.edits import with_names

Function = ast.FunctionDef


@dataclass(frozen=True, slots=True)
class Call:
    """A statement that does nothing but to call a function and to take its result.

    Attributes:
        function: The function's name.
        node: The call.
        before: What stands before the result, as source: ``"loss = "``.
        behind: What stands behind it.
    """

    function: str
    node: ast.Call
    before: str = ""
    behind: str = ""


def call_in(part: Part) -> Call | None:
    """The call of a named function that a statement consists of; None for any other statement."""
    match part.node:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as call):
            return Call(name, call)
        case ast.Assign(targets=[target], value=ast.Call(func=ast.Name(id=name)) as call):
            return Call(name, call, f"{source_of(part.text, target)} = ")
        case ast.AugAssign(target=ast.Name(id=left), value=ast.Call(func=ast.Name(id=name)) as call, op=ast.Add()):
            return Call(name, call, f"{left} += ")
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=owner), attr="append"),
                args=[ast.Call(func=ast.Name(id=name)) as call],
                keywords=[],
            )
        ):
            return Call(name, call, f"{owner}.append(", ")")
    return None


def inlined(part: Part, call: Call, function: Statement, taken: set[str]) -> tuple[Parts, Parts] | None:
    """What a call runs, as statements; None where that could differ.

    Args:
        part: The statement that calls.
        call: The call in it.
        function: What is called.
        taken: Names that the rest of the program uses: the function's own get out of their way; new ones are added.

    Returns:
        The values that it is called with, each bound to a name, and the statements.
    """
    home = Part(function.text, function.origin)
    node = home.node
    if not isinstance(node, ast.FunctionDef) or _is_odd(node):
        return None
    given = _given(node, call.node, part, home)
    body, result = _body(home)
    own = names_of(joined(body))
    bound = own.binds | own.may_bind | own.deletes
    if given is None or not body or (own.assigns_globals | own.deferred) & (bound | given.keys()):
        return None
    names: dict[str, str] = {}
    settings: list[Part] = []
    first: list[Part] = []
    for name, (source, place) in given.items():
        value = ast.parse(source, mode="eval").body
        if name not in bound and dotted(value) is not None:
            names[name] = source
            continue
        names[name] = free_name(name, taken)
        constant = isinstance(value, ast.Constant) and name not in bound
        (settings if constant else first).append(Part(f"{names[name]} = {source}", place.origin))
    names |= {n: free_name(f"{node.name}_{n}", taken) for n in sorted((bound & taken) - given.keys())}
    lent = {n for name in given for n in names_of(names[name]).reads if names[name] != name} & (bound - names.keys())
    if lent:
        return None
    told = [replace(one, text=with_names(one.text, names)) for one in body]
    if result is not None and call.before:
        source = with_names(source_of(result.text, _value(result.node)), names)
        if call.before != f"{source} = ":
            told.append(Part(f"{call.before}{source}{call.behind}", result.origin))
    elif call.before:
        return None
    return tuple(settings), (*first, *told)


def _is_odd(node: ast.FunctionDef) -> bool:
    if node.decorator_list or node.args.vararg or node.args.kwarg or node.args.posonlyargs:
        return True
    inner = [n for one in node.body for n in ast.walk(one)]
    if any(isinstance(n, ast.Global | ast.Nonlocal | ast.Yield | ast.YieldFrom | ast.Await) for n in inner):
        return True
    return any(isinstance(n, ast.Return) and n is not node.body[-1] for n in _own(node))


def _own(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            found += [child, *_own(child)]
    return found


def _given(node: ast.FunctionDef, call: ast.Call, part: Part, home: Part) -> Mapping[str, tuple[str, Part]] | None:
    """What each argument is given: its source, and where that stands."""
    names = [argument.arg for argument in node.args.args]
    every = [*names, *(argument.arg for argument in node.args.kwonlyargs)]
    if any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords):
        return None
    if len(call.args) > len(names):
        return None
    found = {name: (source_of(part.text, value), part) for name, value in zip(names, call.args, strict=False)}
    found |= {k.arg: (source_of(part.text, k.value), part) for k in call.keywords if k.arg}
    defaults = dict(zip(reversed(names), reversed(node.args.defaults), strict=False))
    defaults |= {a.arg: d for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is not None}
    for name in every:
        if name not in found:
            if name not in defaults:
                return None
            found[name] = (source_of(home.text, defaults[name]), _at(home, defaults[name]))
    if set(found) - set(every):
        return None
    return {name: found[name] for name in every}


def _at(home: Part, node: ast.expr) -> Part:
    return replace(home, origin=home.line(node.lineno))


def _body(home: Part) -> tuple[Parts, Part | None]:
    """The statements of a function without its docstring, and the ``return`` at its end."""
    parts = body_of(home)
    match parts[0].node if parts else None:
        case ast.Expr(value=ast.Constant(value=str())):
            parts = parts[1:]
    if parts and isinstance(parts[-1].node, ast.Return):
        last = parts[-1]
        return parts[:-1], last if last.node.value is not None else None  # type: ignore[attr-defined]
    return parts, None


def _value(node: ast.stmt) -> ast.expr:
    assert isinstance(node, ast.Return)
    assert node.value is not None
    return node.value
