"""Loops that count: how far, what by, and whether each round begins with what the last one came to.

for step in range(200): ...          200, step
for t in trange(1, 201): ...         201, t: one more than there are rounds
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted

_COUNTING = frozenset(("range", "trange"))


@dataclass(frozen=True, slots=True)
class Counted:
    """A loop's end.

    Attributes:
        end: The number it counts to.
        name: The variable it counts with, in small letters.
        one_more: Whether the number is one more than there are rounds.
    """

    end: ast.Constant
    name: str
    one_more: bool

    @property
    def rounds(self) -> int:
        """How many there are."""
        number = self.end.value
        return int(number) - self.one_more if isinstance(number, int) else 0


def counted(loop: ast.For) -> Counted | None:
    """The end of a loop that a number says, if one does, be there a bar around it or not."""
    for node in ast.walk(loop.iter):
        match node:
            case ast.Call(func=func, args=[ast.Constant(value=int() as number) as end]):
                first = 0
            case ast.Call(func=func, args=[ast.Constant(value=1), ast.Constant(value=int() as number) as end]):
                first = 1
            case _:
                continue
        if (dotted(func) or "").rpartition(".")[2] in _COUNTING and not isinstance(number, bool) and number > first:
            name = loop.target.id.lower() if isinstance(loop.target, ast.Name) else ""
            return Counted(end, name, bool(first)) if name else None
    return None


def goes_on(loop: ast.For) -> bool:
    """Whether a round begins with what the last one came to: a name, or something in what has one."""
    begun: set[str] = set()
    bound: set[str] = set()
    changed: set[str] = set()
    own = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
    bases: set[int] = set()
    for node in _in_order(loop.body):
        match node:
            case ast.AugAssign(value=ast.Constant()):
                pass  # that counts
            case ast.AugAssign(target=ast.Name(id=name)) if name not in bound:
                return True
            case ast.AugAssign(target=ast.Subscript(value=base) | ast.Attribute(value=base)) if not _holds(base, own):
                return True
            case ast.Subscript(value=ast.Name(id=name) as base, ctx=ast.Store()) if name not in bound:
                bases.add(id(base))
                changed.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                bound.add(name)
            case ast.Name(id=name) if name not in bound and id(node) not in bases:
                begun.add(name)
    return bool(begun & (bound | changed) - own)


def _holds(node: ast.expr, names: set[str]) -> bool:
    return any(isinstance(one, ast.Name) and one.id in names for one in ast.walk(node))


def _in_order(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """What statements consist of, in the order in which it happens: a value before what is bound to it."""
    stack: list[ast.AST] = list(reversed(body))
    while stack:
        node = stack.pop()
        yield node
        match node:
            case ast.Assign(targets=targets, value=value):
                parts: list[ast.AST] = [value, *targets]
            case ast.AugAssign(target=target, value=ast.Constant()):
                parts = [] if isinstance(target, ast.Name) else [target]
            case ast.AugAssign(target=target, value=value):
                parts = [value, target]
            case ast.For(target=target, iter=over, body=inner, orelse=rest):
                parts = [over, target, *inner, *rest]
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp() | ast.Lambda():
                parts = [one for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)]
            case ast.FunctionDef() | ast.ClassDef():
                parts = []
            case _:
                parts = list(ast.iter_child_nodes(node))
        stack += reversed(parts)
