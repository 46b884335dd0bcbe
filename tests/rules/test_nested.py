"""Each row: a statement of the notebook, and the same inside a function where ``best`` is a variable."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.rules.nested import nested

CHANGED: dict[str, tuple[str, str]] = {
    "a function": (
        "def f():\n    global best  # so far\n    best = 1",
        "def f():\n    nonlocal best  # so far\n    best = 1",
    ),
    "on one line": ("def f(): global best; best = 1", "def f(): nonlocal best; best = 1"),
    "among others": (
        "def f():\n    global table, best\n    best = table",
        "def f():\n    nonlocal best\n    best = table",
    ),
    "before others": ("def f():\n    global best ,  table\n    best = 1", "def f():\n    nonlocal best\n    best = 1"),
    "a function in a function": (
        "def f():\n    def g():\n        global best\n        best = 1",
        "def f():\n    def g():\n        nonlocal best\n        best = 1",
    ),
    "a method": (
        "class A:\n    def f(self):\n        global best\n        best = 1",
        "class A:\n    def f(self):\n        nonlocal best\n        best = 1",
    ),
    "an asynchronous function": (
        "async def f():\n\tglobal best\n\tbest = await g()",
        "async def f():\n\tnonlocal best\n\tbest = await g()",
    ),
    "what nothing assigns": ("def f():\n    global table\n    return table", "def f():\n    pass\n    return table"),
    "outside of functions": ("if a:\n    global best\n    best = 1", "if a:\n    pass\n    best = 1"),
}
UNCHANGED = {
    "no global": "def f():\n    best = 1",
    "a word in a string": "x = 'global best'  # global best",
    "a name like it": "global_best = 1",
    "nonlocal": "def f():\n    best = 0\n    def g():\n        nonlocal best\n        best = 1",
    "nothing": "",
}


@pytest.mark.parametrize(("before", "after"), [pytest.param(*row, id=name) for name, row in CHANGED.items()])
def test_global_means_the_function_around(before: str, after: str) -> None:
    compile(f"def around():\n    best = table = None\n{_indented(after)}", "nested", "exec")
    assert nested(before, frozenset({"best"})) == after
    assert nested(after, frozenset({"best"})) == after


@pytest.mark.parametrize("text", UNCHANGED.values(), ids=UNCHANGED)
def test_what_declares_nothing_stays(text: str) -> None:
    ast.parse(text)
    assert nested(text, frozenset({"best", "x"})) == text


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".replace("\t", "    ") for line in text.split("\n"))
