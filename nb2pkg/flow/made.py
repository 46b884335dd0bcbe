"""What a definition reads while it is being made that the notebook changes: it must be made where it stands.

def train(rows, epochs=CFG.epochs): ...       its default
@repeat(CFG.times)                            its decorator
class Net(base(CFG.width)):                   its bases
    width = CFG.width                         its body
    config = CFG                              nothing: the class itself

class Child(CFG): ...                         nothing: asked for when it is used
def show(config: CFG): ...                    nothing
def show(config=CFG): ...                     nothing
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nb2pkg.flow.scopes import defaults_of
from nb2pkg.flow.source import Places, parse, plain_newlines, tree_of
from nb2pkg.flow.states import changed_attributes, changed_definitions
from nb2pkg.flow.world import Definition, World


def read_while_made(world: World) -> dict[str, frozenset[str]]:
    """Definition -> those other definitions that it reads while it is being made, and whose attributes change."""
    states = changed_definitions(world.statements, world.inside)
    if not states:
        return {}
    changed = changed_attributes(world.statements, world.inside)
    found: dict[str, frozenset[str]] = {}
    for name, definition in world.definitions.items():
        asked = {one: told for one, told in asked_while_made(definition).items() if one in world.definitions}
        meant = {one for one, told in asked.items() if not _asks_what_stays(one, told, changed.get(one), world)}
        found[name] = _reached(frozenset(meant), world) & states
    return {name: read for name, read in found.items() if read}


def asked_while_made(definition: Definition) -> dict[str, frozenset[str]]:
    """Name -> the attributes for which a definition asks it while it is being made; ``""`` stands for anything else."""
    early = [use for use in definition.uses if use.how == "load" and not use.deferred]
    if not early:
        return {}
    named, attributes = _only_named(definition.text), _attributes(definition.text)
    found: dict[str, frozenset[str]] = {}
    for use in early:
        place = (use.line, use.column)
        if place not in named:
            found[use.name] = found.get(use.name, frozenset()) | {attributes.get(place, "")}
    return found


def _attributes(text: str) -> dict[tuple[int, int], str]:
    """Where a name stands that is asked for an attribute: the attribute."""
    plain = plain_newlines(text)
    places = Places(plain)
    found: dict[tuple[int, int], str] = {}
    for node in ast.walk(parse(plain)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found[places.start(node.value)] = node.attr
    return found


def _asks_what_stays(name: str, asked: frozenset[str], changed: frozenset[str] | None, world: World) -> bool:
    """Whether a class is asked for nothing but values that nothing ever changes."""
    return changed is not None and not asked & changed and asked <= values_of(name, world)


def values_of(name: str, world: World) -> frozenset[str]:
    """Attributes of a class that are plain values, those of its bases included: no methods, no properties."""
    values: set[str] = set()
    others: set[str] = set()
    for one in {name} | (world.definitions[name].family & world.definitions.keys()):
        for node in getattr(tree_of(world.definitions[one].text).body[0], "body", []):
            stored = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.If):
                values |= stored
            else:
                others |= stored | {getattr(node, "name", "")}
    return frozenset(values - others)


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
            case ast.ClassDef(bases=bases, body=body):
                found |= {places.start(base) for base in bases if isinstance(base, ast.Name)}
                found |= {places.start(value) for value in _held(body)}
            case ast.arguments():
                found |= {places.start(default) for default in defaults_of(node) if isinstance(default, ast.Name)}
            case ast.arg(annotation=annotation) | ast.AnnAssign(annotation=annotation) if annotation:
                found |= {places.start(name) for name in _bare(annotation)}
            case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns) if returns:
                found |= {places.start(name) for name in _bare(returns)}
    return frozenset(found)


def _held(body: list[ast.stmt]) -> Iterator[ast.Name]:
    """``config = CFG`` in a class, where nothing else in its body asks ``config``."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    rest = [node for one in body if not isinstance(one, functions) for node in ast.walk(one)]
    read = {node.id for node in rest if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    for one in body:
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name() as value) if name not in read:
                yield value


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
