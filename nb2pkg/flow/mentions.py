"""How code uses the notebook's definitions: calls them, hands them on, compares them, only names them.

    encode(x), partial(encode, 1)           call
    map(encode, xs), [Net, Other]           value
    loss is mse, f in (mse, mae)            compare
    Net.forward = forward                   patch
    isinstance(x, Net), class B(Net): ...   named

A name that means something else where it stands, a local variable say, is no use.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Literal

from nb2pkg.flow.fstrings import place_fstrings
from nb2pkg.flow.source import Places, head_of, parse, plain_newlines
from nb2pkg.flow.uses import uses_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Statement

How = Literal["call", "value", "compare", "patch", "named"]

#: Calls that look at their arguments without calling them.
_LOOKS = frozenset(("isinstance", "issubclass", "super", "help", "type"))


@dataclass(frozen=True, slots=True)
class Mention:
    """One use of a definition.

    Attributes:
        name: The definition.
        how: What is done with it.
        statement: Index of the statement it stands in.
        early: Whether it happens while another definition is being made.
    """

    name: str
    how: How
    statement: int
    early: bool


def mentions_of(world: World) -> tuple[Mention, ...]:
    """Every use of a definition, statement by statement."""
    found: list[Mention] = []
    for statement in world.statements:
        names = (statement.names.reads | statement.names.deferred) & world.definitions.keys()
        if names:
            found += _in_statement(statement, names)
    return tuple(found)


def _in_statement(statement: Statement, names: Set[str]) -> Iterator[Mention]:
    text = plain_newlines(statement.text)
    uses = {(use.line, use.column): use for use in uses_of(text) if use.how == "load" and use.name in names}
    tree = parse(text)
    place_fstrings(tree, text)
    places = Places(text)
    defines = statement.kind in (Kind.CLASS, Kind.FUNCTION)
    for node, how in _named(tree):
        use = uses.get(places.start(node))
        if use is not None:
            yield Mention(use.name, how, statement.index, defines and not use.deferred)


def _named(tree: ast.AST) -> Iterator[tuple[ast.Name, How]]:
    stack: list[tuple[ast.AST, How]] = [(tree, "value")]
    while stack:
        node, how = stack.pop()
        if isinstance(node, ast.Name):
            yield node, how
            continue
        special = dict(_special(node))
        stack += [(child, special.get(child, _inherited(node, how))) for child in ast.iter_child_nodes(node)]


def _inherited(node: ast.AST, how: How) -> How:
    """Tuples and annotations are about what is in them; elsewhere a name is a value again."""
    return how if how == "named" or isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Starred) else "value"


def _special(node: ast.AST) -> Iterator[tuple[ast.AST, How]]:
    """The children of a node that are more than values."""
    match node:
        case ast.Call(func=func, args=args):
            yield func, "call"
            name = head_of(func)
            if name == "partial" and args:
                yield args[0], "call"
            elif name in _LOOKS:
                yield from ((arg, "named") for arg in args)
            elif name == "setattr":
                yield from ((arg, "patch") for arg in args)
        case ast.Attribute(value=value) | ast.Subscript(value=value):
            if isinstance(value, ast.Name):
                yield value, "named"
        case ast.ClassDef(bases=bases):
            yield from ((base, "named") for base in bases)
        case ast.arg(annotation=annotation) | ast.AnnAssign(annotation=annotation) if annotation:
            yield annotation, "named"
        case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns) if returns:
            yield returns, "named"
        case ast.ExceptHandler(type=caught) if caught:
            yield caught, "named"
        case ast.MatchClass(cls=matched):
            yield matched, "named"
        case ast.Compare(left=left, comparators=others):
            yield from ((operand, "compare") for operand in [left, *others])
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner))], value=value) if owner != "self":
            yield value, "patch"
