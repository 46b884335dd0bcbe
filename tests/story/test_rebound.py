"""A variable with several meanings gets a name for each."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.model import Program
from nb2pkg.story.rebound import tell_apart


def text(found: Program | None) -> str | None:
    return None if found is None else "\n".join(s.text.strip("\n") for s in found.statements)


APART = [
    ("x = f()\nx = g()", "x_1 = f()\nx = g()"),
    ("x = f()\nprint(x)\nx = g()\nprint(x)", "x_1 = f()\nprint(x_1)\nx = g()\nprint(x)"),
    ("x = f()\nx = g(x)\nprint(x)", "x_1 = f()\nx = g(x_1)\nprint(x)"),
    ("x = f()\nx = g()\nx = h()", "x_1 = f()\nx_2 = g()\nx = h()"),
    ("x = f()\nx += 1\nx = g()", "x_1 = f()\nx_1 += 1\nx = g()"),
    ("x = f()\nx.a = x['b']\nx = g()", "x_1 = f()\nx_1.a = x_1['b']\nx = g()"),
    ("x = f()\nif x:\n    x = 2\nx = g()", "x_1 = f()\nif x_1:\n    x_1 = 2\nx = g()"),
    ("x = f()\nfor i in x:\n    print(i, x)\nx = g()", "x_1 = f()\nfor i in x_1:\n    print(i, x_1)\nx = g()"),
    ("x, y = f()\nx = g(x, y)", "x_1, y = f()\nx = g(x_1, y)"),
    ("x = f()  # first\n# second\nx = g()", "x_1 = f()  # first\n# second\nx = g()"),
    ("x = f()\nprint(f'{x:>{x}}')\nx = g()", "x_1 = f()\nprint(f'{x_1:>{x_1}}')\nx = g()"),
    ("x_1 = x = f()\nx = g(x_1)", "x_1 = x_2 = f()\nx = g(x_1)"),
    ("x: int = f()\nx = g()", "x_1: int = f()\nx = g()"),
    ("x = f()\ng(x=x)\nx = g()", "x_1 = f()\ng(x=x_1)\nx = g()"),
    ("x = f()\nsum(x for x in x)\nx = g()", "x_1 = f()\nsum(x for x in x_1)\nx = g()"),
]
TOGETHER = [
    "x = f()",
    "x = f()\nx += 1",
    "x = f()\nif x:\n    x = 2",
    "x = f()\ndel x\nx = g()",
    "x = f()\nlate = lambda: x\nx = g()",
    "x = f()\ndef late():\n    return x\nx = g()",
    "x = f()\ndef late():\n    global x\n    x = 2\nx = g()",
    "import x\nx = g()\nx = h()",
    "def x():\n    pass\nx = g()\nx = h()",
    "if f():\n    x = 1\nx = g()\nx = h()",
    "print(x)\nx = g()\nx = h()",
]


@pytest.mark.parametrize(("before", "after"), APART)
def test_each_meaning_has_a_name(before: str, after: str) -> None:
    assert text(tell_apart(program_of([before]), "x")) == after


@pytest.mark.parametrize("source", TOGETHER)
def test_one_meaning_or_one_that_others_hold_keeps_its_name(source: str) -> None:
    assert tell_apart(program_of([source]), "x") is None


def test_a_second_time_there_is_nothing_to_tell_apart() -> None:
    once = tell_apart(program_of(["x = f()\nx = g(x)"]), "x")
    assert once is not None
    assert tell_apart(once, "x") is None
    assert tell_apart(once, "x_1") is None
