"""Walks statements: which ways there are through them, and what each does with names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import cast

from nb2pkg.flow.assigned import SKIPPED, Assigned, Path
from nb2pkg.flow.expressions import ExpressionWalker
from nb2pkg.flow.scopes import Key, defaults_of, imported_name, parameters_of
from nb2pkg.flow.source import head_of
from nb2pkg.flow.trace import Sources

Function = ast.FunctionDef | ast.AsyncFunctionDef

#: Context managers that swallow exceptions, so that their bodies may end early.
_SWALLOWING = frozenset({"suppress", "raises", "assertRaises"})

#: Names that every class body finds bound.
_IN_CLASSES = ("__module__", "__qualname__")


class Walker(ExpressionWalker):
    """Walks statements; `trace` holds what was found, `assigned` what is bound at the end."""

    def block(self, body: Iterable[ast.stmt]) -> None:
        """Walk statements that run one after the other."""
        for statement in body:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node)
            case ast.ClassDef():
                self._class(node)
            case ast.If():
                self._if(node)
            case ast.For() | ast.AsyncFor() | ast.While():
                self._loop(node)
            case ast.With() | ast.AsyncWith():
                self._with(node)
            case ast.Match():
                self._match(node)
            case _ if type(node).__name__ in ("Try", "TryStar"):  # TryStar came with Python 3.11
                self._try(cast(ast.Try, node))
            case _:
                self._simple(node)

    def _simple(self, node: ast.stmt) -> None:
        match node:
            case ast.Import() | ast.ImportFrom():
                self._import(node)
            case ast.Assign():
                self._assign(node)
            case ast.AugAssign():
                self._augmented(node)
            case ast.AnnAssign():
                self._annotated(node)
            case ast.Delete(targets=targets):
                self._delete(targets)
            case ast.Global() | ast.Nonlocal():
                pass
            case _ if type(node).__name__ == "TypeAlias":  # Python 3.12
                self._type_alias(node)
            case _:
                self.exprs(ast.iter_child_nodes(node))
                if isinstance(node, ast.Return | ast.Raise | ast.Break | ast.Continue):
                    self.assigned.ended = True

    # -- assignments

    def _assign(self, node: ast.Assign) -> None:
        self.expr(node.value)
        for target in node.targets:
            for part, value in _pairs(target, node.value):
                self.target(part, self.sources(value))

    def _augmented(self, node: ast.AugAssign) -> None:
        # x += 1
        if isinstance(node.target, ast.Name):
            self.load(node.target)
            self.expr(node.value)
            self.changes(node.target)
            self.bind(node.target.id, node.target)
        else:
            self.expr(node.value)
            self.target(node.target)

    def _annotated(self, node: ast.AnnAssign) -> None:
        # x: int = 1
        self.expr(node.value)
        if node.value is not None:
            self.target(node.target, self.sources(node.value))
        elif isinstance(node.target, ast.Name):
            self.declare(node.target)
        else:
            self.exprs(ast.iter_child_nodes(node.target))
        self.annotation(node.annotation)

    def _delete(self, targets: Iterable[ast.expr]) -> None:
        for target in targets:
            match target:
                case ast.Name():
                    self.unbind(target)
                case ast.Tuple(elts=parts) | ast.List(elts=parts):
                    self._delete(parts)
                case _:
                    self.target(target)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.ImportFrom) and alias.name == "*":
                self.trace.stars.append("." * node.level + (node.module or ""))
            else:
                self.bind(imported_name(alias), alias)

    # -- ways through

    def _if(self, node: ast.If) -> None:
        # A chain of elif is as deep as it is long, so it is walked in a loop.
        self.expr(node.test)
        bodies = [self.assigned.run(partial(self.block, node.body))]
        mark = self.assigned.mark()
        rest = node.orelse
        while len(rest) == 1 and isinstance(link := rest[0], ast.If):
            self.expr(link.test)
            bodies.append(self.assigned.run(partial(self.block, link.body)))
            rest = link.orelse
        bodies.append(self.assigned.run(partial(self.block, rest)))
        self.assigned.maybe_since(mark)  # the second test and those after it may not have been reached
        self.assigned.merge(bodies)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        if isinstance(node, ast.AsyncFor):
            self.awaits()
        self.expr(node.test if isinstance(node, ast.While) else node.iter)
        around = self.assigned.run(partial(self._loop_body, node))
        jumps = _jumps(node.body)
        self.assigned.merge([around, SKIPPED, *([self._interrupted(around)] if jumps else [])])
        if node.orelse and ast.Break in jumps:
            self.assigned.merge([self.assigned.run(partial(self.block, node.orelse)), SKIPPED])
        else:
            self.block(node.orelse)

    def _loop_body(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        if not isinstance(node, ast.While):
            for target, source in _paired(node.target, node.iter):
                self.target(target, self.sources(source))
        self.block(node.body)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        if isinstance(node, ast.AsyncWith):
            self.awaits()
        for item in node.items:
            self.expr(item.context_expr)
            if item.optional_vars is not None:
                self.target(item.optional_vars, self.sources(item.context_expr))
        if any(_swallows(item.context_expr) for item in node.items):
            body = self.assigned.run(partial(self.block, node.body))
            self.assigned.merge([body, self._interrupted(body)])
        else:
            self.block(node.body)

    def _interrupted(self, path: Path) -> Path:
        return self.assigned.run(partial(self.assigned.interrupt, [path]))

    def _try(self, node: ast.Try) -> None:
        run = self.assigned.run
        body = run(partial(self.block, node.body))
        ways = [run(partial(self._handler, handler, body)) for handler in node.handlers]
        caught = frozenset[Key]().union(*(way.gained for way in ways))
        ways.append(run(partial(self._after, body, node, caught)))
        last: list[Path] = []
        run(partial(self._finally, [body, *ways], node.finalbody, last))
        self.assigned.merge(ways)
        self.assigned.follow(last[0])

    def _handler(self, handler: ast.ExceptHandler, body: Path) -> None:
        self.assigned.interrupt([body])
        self.expr(handler.type)
        if handler.name is None:
            self.block(handler.body)
            return
        caught = self.bind(handler.name, handler, "catch")
        self.block(handler.body)
        self.assigned.unbind(caught)

    def _after(self, body: Path, node: ast.Try, caught: frozenset[Key]) -> None:
        self.assigned.follow(body)
        # try: rate      where nothing is caught, something has bound it
        # except NameError: rate = 0.1
        for statement in node.body:
            if isinstance(statement, ast.Expr) and isinstance(asked := statement.value, ast.Name):
                key = self.around.scope.of_load(asked.id, self.assigned.certain)
                if key in caught:
                    self.assigned.bind(key)
        self.block(node.orelse)

    def _finally(self, before: list[Path], body: list[ast.stmt], last: list[Path]) -> None:
        self.assigned.interrupt(before)
        last.append(self.assigned.run(partial(self.block, body)))

    def _match(self, node: ast.Match) -> None:
        self.expr(node.subject)
        sources = self.sources(node.subject)
        cases = [self.assigned.run(partial(self._case, case, sources)) for case in node.cases]
        final = node.cases[-1]
        covered = final.guard is None and _takes_anything(final.pattern)
        self.assigned.merge(cases if covered else [*cases, SKIPPED])

    def _case(self, case: ast.match_case, sources: Sources) -> None:
        self._pattern(case.pattern, sources)
        self.expr(case.guard)
        self.block(case.body)

    def _pattern(self, pattern: ast.pattern, sources: Sources) -> None:
        name: str | None = None
        match pattern:
            case ast.MatchValue(value=value):
                self.expr(value)
            case ast.MatchMapping(keys=keys, rest=name):
                self.exprs(keys)
            case ast.MatchClass(cls=cls):
                self.expr(cls)
            case ast.MatchAs(name=name) | ast.MatchStar(name=name):
                pass
        for inner in ast.iter_child_nodes(pattern):
            if isinstance(inner, ast.pattern):
                self._pattern(inner, sources)
        if name is not None:
            self.names_come_from(name, sources)
            self.bind(name, pattern)

    # -- definitions

    def _function(self, node: Function) -> None:
        around = self.around
        self._decorators(node.decorator_list)
        with self.inside(replace(around, defining=True)):
            self.exprs(defaults_of(node.args))
            with self._type_parameters(node):
                for arg in parameters_of(node.args):
                    self.annotation(arg.annotation)
                self.annotation(node.returns)
                parameters = [arg.arg for arg in parameters_of(node.args)]
                scope = self.new_scope("function", node.body, parameters, node.name)
        owner = self.bind(node.name, node)
        inner = replace(around, scope=scope, deferred=True, owners=(*around.owners, owner), defining=False)
        outside, self.assigned = self.assigned, Assigned()
        with self.inside(inner):
            self.block(node.body)
        self.assigned = outside

    def _class(self, node: ast.ClassDef) -> None:
        around = self.around
        self._decorators(node.decorator_list)
        owner: Key = around.scope.of_store(around.scope.mangled(node.name))
        with self.inside(replace(around, defining=True, owners=(*around.owners, owner))), self._type_parameters(node):
            self.exprs([*node.bases, *node.keywords])
            scope = self.new_scope("class", node.body, _IN_CLASSES, node.name)
            for name in _IN_CLASSES:
                self.assigned.bind((scope.number, name))
            with self.inside(replace(self.around, scope=scope)):
                self.block(node.body)
        self.bind(node.name, node)

    def _decorators(self, decorators: Iterable[ast.expr]) -> None:
        for decorator in decorators:
            named = decorator.func if isinstance(decorator, ast.Call) else decorator
            of_another = isinstance(named, ast.Attribute)  # @x.setter takes what is on x, @x calls it
            with self.inside(replace(self.around, decorating=of_another)):
                self.expr(decorator)

    def _type_alias(self, node: ast.AST) -> None:
        # type Pair[T] = tuple[T, T]
        name: ast.Name = getattr(node, "name")  # noqa: B009
        self.bind(name.id, name)
        with self._type_parameters(node), self.inside(replace(self.around, deferred=True)):
            self.expr(getattr(node, "value"))  # noqa: B009

    @contextmanager
    def _type_parameters(self, node: ast.AST) -> Iterator[None]:
        """Inside the scope of a definition's type parameters, whose bounds and defaults are evaluated when needed."""
        parameters: list[ast.AST] = getattr(node, "type_params", [])
        if not parameters:
            yield
            return
        names: list[str] = [getattr(parameter, "name") for parameter in parameters]  # noqa: B009
        with self.inside(replace(self.around, scope=self.new_scope("types", (), names))):
            with self.inside(replace(self.around, deferred=True)):
                for parameter in parameters:
                    self.exprs(ast.iter_child_nodes(parameter))
            yield


def _pairs(target: ast.expr, value: ast.expr) -> Iterable[tuple[ast.expr, ast.expr]]:
    """Which part of a target gets which part of a value: in ``a, b = x, y`` a gets x."""
    match target, value:
        case ((ast.Tuple(elts=targets) | ast.List(elts=targets)), (ast.Tuple(elts=values) | ast.List(elts=values))):
            if len(targets) == len(values) and not any(isinstance(e, ast.Starred) for e in (*targets, *values)):
                return zip(targets, values, strict=True)
    return [(target, value)]


def _paired(target: ast.expr, source: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Which part of a loop's target comes from what: ``for i, (a, b) in enumerate(zip(x, y))`` gives a: x, b: y."""
    match target, source:
        case (
            ast.Tuple(elts=[index, item]),
            ast.Call(func=ast.Name(id="enumerate"), args=[inner, *start], keywords=keywords),
        ) if len(start) + len(keywords) <= 1:
            return [(index, ast.copy_location(ast.Constant(0), index)), *_paired(item, inner)]
        case ast.Tuple(elts=items), ast.Call(func=ast.Name(id="zip"), args=sources) if len(items) == len(sources):
            if not any(isinstance(node, ast.Starred) for node in [*items, *sources]):
                return [pair for item, one in zip(items, sources, strict=True) for pair in _paired(item, one)]
    return [(target, source)]


def _jumps(body: list[ast.stmt]) -> set[type[ast.stmt]]:
    """Which of ``break`` and ``continue`` there are for the loop with this body."""
    found: set[type[ast.stmt]] = set()
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Break | ast.Continue):
            found.add(type(node))
        elif isinstance(node, ast.For | ast.AsyncFor | ast.While):
            stack.extend(node.orelse)
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case) and not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ):
            stack.extend(ast.iter_child_nodes(node))
    return found


def _swallows(manager: ast.expr) -> bool:
    return isinstance(manager, ast.Call) and head_of(manager.func) in _SWALLOWING


def _takes_anything(pattern: ast.pattern) -> bool:
    match pattern:
        case ast.MatchAs(pattern=None):
            return True
        case ast.MatchAs(pattern=ast.pattern() as inner):
            return _takes_anything(inner)
        case ast.MatchOr(patterns=patterns):
            return any(_takes_anything(inner) for inner in patterns)
    return False
