"""What a definition reads while it is being made that the notebook changes: it must be made where it stands.

def train(rows, epochs=CFG.epochs): ...       its default
@repeat(CFG.times)                            its decorator
class Net(base(CFG.width)):                   its bases
    width = CFG.width                         its body

class Child(CFG): ...                         nothing: asked for when it is used
def show(config: CFG): ...                    nothing
def show(config=CFG): ...                     nothing
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nb2pkg.flow.scopes import defaults_of
from nb2pkg.flow.source import Places, parse, plain_newlines
from nb2pkg.flow.states import changed_definitions
from nb2pkg.flow.world import Definition, World


def read_while_made(world: World) -> dict[str, frozenset[str]]:
    """Definition -> those other definitions that it reads while it is being made, and whose attributes change."""
    states = changed_definitions(world.statements, world.inside)
    if not states:
        return {}
    found = {name: _reached(_read_early(d), world) & states for name, d in world.definitions.items()}
    return {name: read for name, read in found.items() if read}


def _read_early(definition: Definition) -> frozenset[str]:
    early = [use for use in definition.uses if use.how == "load" and not use.deferred]
    named = _only_named(definition.text) if early else frozenset()
    return frozenset(use.name for use in early if (use.line, use.column) not in named)


def _reached(names: frozenset[str], world: World) -> frozenset[str]:
    """The names and all that they use when they are called."""
    found: set[str] = set()
    stack = sorted(names & world.definitions.keys())
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack += sorted({use.name for use in world.definitions[name].uses} & world.definitions.keys())
    return frozenset(found)


def _only_named(text: str) -> frozenset[tuple[int, int]]:
    """Where names stand that are not asked for anything: bare bases and defaults, and what annotations name."""
    plain = plain_newlines(text)
    tree = parse(plain)
    places = Places(plain)
    found: set[tuple[int, int]] = set()
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(bases=bases):
                found |= {places.start(base) for base in bases if isinstance(base, ast.Name)}
            case ast.arguments():
                found |= {places.start(default) for default in defaults_of(node) if isinstance(default, ast.Name)}
            case ast.arg(annotation=annotation) | ast.AnnAssign(annotation=annotation) if annotation:
                found |= {places.start(name) for name in _bare(annotation)}
            case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns) if returns:
                found |= {places.start(name) for name in _bare(returns)}
    return frozenset(found)


def _bare(annotation: ast.expr) -> Iterator[ast.expr]:
    match annotation:
        case ast.Name() | ast.Constant():
            yield annotation
        case ast.Subscript(value=value, slice=inner):
            yield from _bare(value)
            yield from _bare(inner)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _bare(part)
        case ast.BinOp(left=left, right=right):
            yield from _bare(left)
            yield from _bare(right)
