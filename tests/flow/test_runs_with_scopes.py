"""What a run with functions, classes and comprehensions in it reads, binds and deletes of the namespace was foreseen.

Each global name starts with an object of its own, so that what is read tells whether it was there before: that sees
through what bypasses a watching namespace (``global``, ``:=`` in comprehensions).
"""

from __future__ import annotations

import ast
import tokenize
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nb2pkg.flow.names import names_of, uses_of

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

NAMES = ("a", "b", "c", "d", "_C__p")
WRITTEN = ("a", "b", "c", "d", "__p")
names = st.sampled_from(WRITTEN)


# Each row may have names (n), values (v) and, on lines of their own, blocks (B) in it.
VALUES = """\
(n := v)
[v for n in (v,)]
[(n := v) for q in go() if v]
list(v for n in (v,) for n in (v,))
{v: n for n in (v,)}
(lambda n=v: v)()
(lambda *, q=v: v)()
(v if coin() else v)
(coin() and v)
call(n)
'%s' % n
[v, *(v,)]"""

SIMPLE = """\
n = v
n: n = v
n: n
n, *n = v, v
n[v] = v
n += v
n.x, n = v, v
del n
import sys as n
v
call(n)
raise ValueError
pass"""

COMPOUND = """\
def n(n=v):
    B
    return v

def n():
    global n
    B

def n():
    def n():
        global n
        B
    call(n)

def n(n):
    def n():
        nonlocal n
        B
    n = 1
    call(n)

@call
def n():
    B

@call(v)
class C:
    B

class C(base(v)):
    B

class C:
    def n(self, n=v):
        B
C().n()

class C:
    class n:
        B
    n = v

class C:
    global n
    B

if coin():
    B
else:
    B

for n in go():
    B

try:
    B
except ValueError as n:
    B

try:
    B
finally:
    B

with cm() as n:
    B

match v:
    case n if v:
        B"""


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Statements that mix all of these."""
    return "\n".join(block(draw, 3))


def block(draw: st.DrawFn, depth: int) -> list[str]:
    """One to three statements."""
    return [line for _ in range(draw(st.integers(1, 3))) for line in statement(draw, depth)]


def statement(draw: st.DrawFn, depth: int) -> list[str]:
    """One statement, its blocks at most that deep."""
    if not depth or draw(st.integers(0, 2)):
        return [filled(draw, draw(st.sampled_from(SIMPLE.split("\n"))))]
    lines: list[str] = []
    for line in draw(st.sampled_from(COMPOUND.split("\n\n"))).split("\n"):
        margin = line[: len(line) - len(line.lstrip())]
        inner = block(draw, depth - 1) if line.strip() == "B" else [filled(draw, line.strip())]
        lines += [margin + each for each in inner]
    return lines


def filled(draw: st.DrawFn, row: str, depth: int = 2) -> str:
    """A row with names and values drawn."""
    words = {"n": lambda: draw(names), "v": lambda: value(draw, depth)}
    parts = [part.string for part in tokenize.generate_tokens(StringIO(row).readline)]
    return " ".join(words[part]() if part in words else part for part in parts).strip()


def value(draw: st.DrawFn, depth: int) -> str:
    """One expression."""
    if not depth or draw(st.booleans()):
        return draw(st.one_of(names, st.just("fresh()")))
    return filled(draw, draw(st.sampled_from(VALUES.split("\n"))), depth - 1)


@dataclass(eq=False)
class Thing:
    """What a name stands for; it can be called, changed, iterated over, and knows the name it was bound to first."""

    name: str = ""
    parts: dict[str, Any] = field(default_factory=dict)

    def __call__(self, *_: object) -> Thing:
        return Thing()

    def __setitem__(self, key: object, value: object) -> None:
        return None

    def __add__(self, other: object) -> Thing:
        return Thing()

    def __iadd__(self, other: object) -> Thing:
        return Thing()


class Manager:
    """Does nothing."""

    def __enter__(self) -> Thing:
        return Thing()

    def __exit__(self, *caught: object) -> None:
        return None


class Namespace(dict[str, Any]):
    """Records which of the objects that were there in the beginning are read under their own names."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.needed: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if isinstance(value, Thing) and value.name == name:
            self.needed.add(name)
        return value


@dataclass(frozen=True)
class Run:
    before: dict[str, Any]
    after: Namespace
    complete: bool


def run(source: str, coins: list[bool]) -> Run:
    tosses = iter(coins * 50)
    depth = iter(range(40))

    def call(thing: Any) -> Any:
        next(depth)
        return thing() if callable(thing) else thing

    before = {name: Thing(name) for name in NAMES}
    tools = {
        "coin": lambda: next(tosses),
        "go": lambda: range(next(tosses) + next(tosses)),
        "call": call,
        "fresh": Thing,
        "base": lambda _: object,
        "cm": Manager,
        "__name__": "cells",
    }
    space = Namespace({**tools, **before})
    try:
        exec(compile(source, "<cell>", "exec"), space)
    except (ValueError, NameError, TypeError, AttributeError, StopIteration, RecursionError, RuntimeError):
        return Run(before, space, False)
    return Run(before, space, True)


@settings(QUICK)
@given(programs(), st.lists(st.booleans(), min_size=3, max_size=12))
def test_a_run_touches_what_was_foreseen(source: str, coins: list[bool]) -> None:
    try:
        compile(source, "<cell>", "exec")
    except SyntaxError:
        assume(False)
    done = run(source, coins)
    got = names_of(source)
    touched = got.binds | got.may_bind | got.deletes | got.assigns_globals | _caught(source)
    now = {name: done.after.get(name, None) for name in NAMES}
    assert done.after.needed <= got.reads | (got.deferred if _calls_what_it_decorates(source) else set()), source
    assert {name for name in NAMES if now[name] is not done.before[name]} <= touched, source
    if done.complete:
        still = {name for name in NAMES if now[name] is done.before[name]}
        own = {name for name in still if not _rebinds_itself(source)}
        assert not got.binds & own, source
        gone = {name for name in NAMES if name not in done.after}
        assert gone <= got.deletes | got.assigns_globals | _caught(source), source
    assert got.reads | got.deferred <= {use.name for use in uses_of(source) if use.how == "load"}


def _caught(source: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler) and node.name}


def _calls_what_it_decorates(source: str) -> bool:
    """Whether a decorator calls a function at once: of those nothing is foreseen."""
    return any(isinstance(node, ast.FunctionDef) and node.decorator_list for node in ast.walk(ast.parse(source)))


def _rebinds_itself(source: str) -> bool:
    """Whether a name may get what it had: told apart from one that was not bound only by what it is bound to."""
    nodes = list(ast.walk(ast.parse(source)))
    return any(isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in WRITTEN for node in nodes)
