"""Walks expressions in the order in which they run, and records what they do with names.

Expressions can be nested far deeper than Python's own stack (a sum of a thousand strings), so they are walked with a
stack of our own; only functions, comprehensions and annotations inside one another recurse.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from nb2pkg.flow.assigned import Assigned
from nb2pkg.flow.methods import DEVICE_MOVES
from nb2pkg.flow.mutation import Roots
from nb2pkg.flow.quoted import parse_annotation, types_and_data
from nb2pkg.flow.scopes import (
    GLOBAL,
    Key,
    Scope,
    ScopeKind,
    declared_by,
    defaults_of,
    mangled,
    names_in_target,
    parameters_of,
)
from nb2pkg.flow.source import head_of
from nb2pkg.flow.trace import Event, How, Sources, Trace

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True, slots=True)
class Around:
    """What holds at a place in the code.

    Attributes:
        scope: The scope.
        deferred: Whether it runs only when a function is called.
        owners: The definitions whose functions it lies in.
        defining: Whether it is part of a definition, where a lambda that no call takes waits to be called.
        decorating: Whether it is a decorator on something, which names that without calling it (``@x.setter``).
        quoted: The string annotation that it stands in.
    """

    scope: Scope
    deferred: bool = False
    owners: tuple[Key, ...] = ()
    defining: bool = False
    decorating: bool = False
    quoted: ast.Constant | None = None


@dataclass(frozen=True, slots=True)
class _Conditional:
    """A task of the walk: parts that run one after the other, if at all."""

    parts: list[ast.expr]
    in_call: bool


@dataclass(frozen=True, slots=True)
class _Maybe:
    """A task of the walk: what was done since the mark was conditional."""

    mark: int


_Task = tuple[ast.AST, bool] | _Conditional | _Maybe


class ExpressionWalker:
    """Walks expressions; `trace` holds what was found."""

    def __init__(self) -> None:
        self.trace = Trace()
        self.assigned = Assigned()
        self._outside = self.assigned  # functions get one of their own
        self.around = Around(Scope(GLOBAL, "module"))
        self.roots = Roots()
        self._numbers = itertools.count(GLOBAL + 1)

    def expr(self, root: ast.AST | None, *, in_call: bool = False) -> None:
        """Walk one expression."""
        stack: list[_Task] = [(root, in_call)] if root is not None else []
        while stack:
            match stack.pop():
                case _Maybe(mark):
                    self.assigned.maybe_since(mark)
                case _Conditional(parts, inside):
                    stack.append(_Maybe(self.assigned.mark()))
                    stack.extend((part, inside) for part in reversed(parts))
                case (node, inside):
                    self._step(node, inside, stack)

    def exprs(self, roots: Iterable[ast.AST | None]) -> None:
        """Walk expressions one after the other."""
        for root in roots:
            self.expr(root)

    def _step(self, node: ast.AST, in_call: bool, stack: list[_Task]) -> None:
        match node:
            case ast.Name(ctx=ast.Store()):  # of `:=`
                self.bind(node.id, node)
            case ast.Name():
                self.load(node)
            case ast.Call():
                self._touched_by(node)
                stack.extend((child, True) for child in _backwards(node) if child is not node.func)
                stack.append((node.func, True))
            case ast.Lambda():
                self._lambda(node, in_call)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                self._comprehension(node, in_call)
            case ast.NamedExpr():
                self.comes_from(node.target, self.sources(node.value))
                stack += [(node.target, in_call), (node.value, in_call)]
            case ast.BoolOp(values=[first, *rest]):
                stack += [_Conditional(rest, in_call), (first, in_call)]
            case ast.IfExp(test=test, body=body, orelse=orelse):
                stack += [_Conditional([orelse], in_call), _Conditional([body], in_call), (test, in_call)]
            case ast.Compare(left=left, comparators=[first, *rest]) if rest:
                stack += [_Conditional(rest, in_call), (first, in_call), (left, in_call)]
            case _:
                if isinstance(node, ast.Await):
                    self.awaits()
                stack.extend((child, in_call) for child in _backwards(node))

    # -- what is recorded

    def load(self, node: ast.Name) -> None:
        """A name is read."""
        around = self.around
        name = around.scope.mangled(node.id)
        key = around.scope.of_load(name, self.assigned.certain)
        own = around.scope.number, name  # a class that may have bound it by now
        if not (around.deferred or around.decorating or around.quoted):
            self.trace.called.update({key, own} & self.assigned.possible)
        if key[0] == GLOBAL:
            self._record(name, key, "load", around.quoted or node)

    def bind(self, name: str, node: ast.AST, how: How = "store") -> Key:
        """A name is bound; answers which."""
        scope = self.around.scope
        name = scope.mangled(name)
        key = scope.of_store(name)
        if key[0] == GLOBAL:
            self._record(name, key, how, node)
        if key[0] == GLOBAL or scope.kind == "class":
            self.assigned.bind(key)
        return key

    def declare(self, node: ast.Name) -> None:
        """A name is annotated and not bound."""
        name = self.around.scope.mangled(node.id)
        key = self.around.scope.of_store(name)
        if key[0] == GLOBAL:
            self._record(name, key, "declare", node)

    def unbind(self, node: ast.Name) -> None:
        """A name is deleted."""
        name = self.around.scope.mangled(node.id)
        key = self.around.scope.of_store(name)
        if key[0] == GLOBAL:
            self._record(name, key, "delete", node)
        self.assigned.unbind(key)

    def changes(self, value: ast.expr) -> None:
        """The object of an expression is changed in place."""
        self._touch("change", self.roots.of(value))

    def sources(self, value: ast.expr | None) -> Sources:
        """The names that an expression's object may come from, as they are known here."""
        if self.around.deferred or value is None:
            return ()
        keys = [self._key(name) for name in self.roots.of(value)]
        return tuple((key, key in self.assigned.certain) for key in keys)

    def comes_from(self, target: ast.AST, sources: Sources) -> None:
        """The names in a target get objects that come from others."""
        if sources:
            for name in names_in_target(target):
                self.names_come_from(name.id, sources)

    def names_come_from(self, name: str, sources: Sources) -> None:
        """A name gets an object that comes from others."""
        scope = self.around.scope
        if sources:
            self.trace.aliases.setdefault(scope.of_store(scope.mangled(name)), []).append(sources)

    def awaits(self) -> None:
        """There is an ``await`` here, or what amounts to one."""
        if not self.around.deferred:
            self.trace.awaits = True

    def _touched_by(self, call: ast.Call) -> None:
        if not self.around.deferred:
            moves = head_of(call.func) in DEVICE_MOVES
            self._touch("change", self.roots.changed_by(call), only_new=moves)
            self._touch("pass", self.roots.passed_by(call))

    def _touch(self, how: How, names: Iterable[ast.Name], *, only_new: bool = False) -> None:
        if not self.around.deferred:
            for name in names:
                key = self._key(name)
                if not (only_new and (key[0] != GLOBAL or key in self.assigned.certain)):
                    self._record(key[1], key, how, name)

    def _key(self, name: ast.Name) -> Key:
        scope = self.around.scope
        return scope.of_load(scope.mangled(name.id), self.assigned.certain)

    def _record(self, name: str, key: Key, how: How, node: ast.AST) -> None:
        around = self.around
        known = key in (self._outside if around.deferred else self.assigned).certain
        quoted = around.quoted is not None
        event = Event(name, key, how, node, around.deferred, known, around.scope.path, around.owners, quoted)
        self.trace.events.append(event)

    # -- scopes

    @contextmanager
    def inside(self, around: Around) -> Iterator[None]:
        """Walk something that lies elsewhere."""
        before = self.around
        self.around = around
        try:
            yield
        finally:
            self.around = before

    def new_scope(
        self, kind: ScopeKind, body: Iterable[ast.AST], own: Iterable[str] = (), name: str | None = None
    ) -> Scope:
        """A scope inside the present one.

        Args:
            kind: What it is.
            body: The code that says what it binds.
            own: What it binds besides: parameters, targets.
            name: The name of the class or function that it is.
        """
        parent = self.around.scope
        private = name if kind == "class" else parent.private
        declared = declared_by(body, private)
        bound = declared.bound.union(mangled(each, private) for each in own) - declared.globals
        path = (*parent.path, name) if name else parent.path
        return Scope(next(self._numbers), kind, parent, bound, declared.globals, private, path)

    def _lambda(self, node: ast.Lambda, in_call: bool) -> None:
        around = self.around
        self.exprs(defaults_of(node.args))
        scope = self.new_scope("function", [node.body], [arg.arg for arg in parameters_of(node.args)])
        waits = around.defining and not in_call and not around.decorating
        with self.inside(replace(around, scope=scope, deferred=around.deferred or waits)):
            self.expr(node.body)

    def _comprehension(self, node: Comprehension, in_call: bool) -> None:
        first = node.generators[0]
        self.expr(first.iter, in_call=in_call)
        sources = self.sources(first.iter)
        own = [name.id for generator in node.generators for name in names_in_target(generator.target)]
        with self.inside(replace(self.around, scope=self.new_scope("comprehension", (), own))):
            mark = self.assigned.mark()
            for generator in node.generators:
                if generator is not first:
                    self.expr(generator.iter, in_call=in_call)
                    sources = self.sources(generator.iter)
                self.target(generator.target, sources)
                self.exprs(generator.ifs)
                if generator.is_async:
                    self.awaits()
            for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
                self.expr(part, in_call=in_call)
            self.assigned.maybe_since(mark)

    # -- targets and annotations

    def target(self, node: ast.expr, sources: Sources = ()) -> None:
        """An object is assigned to a target."""
        match node:
            case ast.Name():
                self.comes_from(node, sources)
                self.bind(node.id, node)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self.target(part, sources)
            case ast.Starred(value=value):
                self.target(value, sources)
            case ast.Attribute(value=value):
                self.expr(value)
                self.changes(value)
            case ast.Subscript(value=value, slice=index):
                self.exprs((value, index))
                self.changes(value)

    def annotation(self, node: ast.expr | None) -> None:
        """A type is written down, where strings may stand for types."""
        match node:
            case ast.Constant(value=str(text)):
                parsed = parse_annotation(text)
                with self.inside(replace(self.around, quoted=self.around.quoted or node)):
                    self.annotation(None if isinstance(parsed, ast.Constant) else parsed)
            case ast.Subscript():
                types, data = types_and_data(node)
                self.annotation(node.value)
                for each in types:
                    self.annotation(each)
                self.exprs(data)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self.annotation(part)
            case ast.BinOp(left=left, right=right):
                self.annotation(left)
                self.annotation(right)
            case _:
                self.expr(node)


def _backwards(node: ast.AST) -> list[ast.AST]:
    """The expressions in a node, last first."""
    children = list(ast.iter_child_nodes(node))
    return [child for child in reversed(children) if isinstance(child, ast.expr | ast.keyword)]
