"""Each row: a definition with the names marked that it can be handed, by what holds them there."""

from __future__ import annotations

import pytest

from nb2pkg.flow.reach import kept_by_itself, reach_of

# «x» is at hand as an argument, «self:x» on self; unmarked names called x are out of reach.
ROWS = {
    "a body": "def f(a=x, b: x = 1) -> x:\n    return «x»",
    "a decorator": "@x\ndef f():\n    «x»()",
    "an asynchronous body": "async def f():\n    await «x»",
    "a function in a body": "def f():\n    def g(a=«x»):\n        return «x»\n    return lambda: «x»",
    "a default that runs later": "def f(a=lambda: x):\n    «x»",
    "an f-string": "def f():\n    return f'é{«x»:{«x»}}'",
    "other letters": "def f():\n    'äß漢🙂', «x», 'é', «x»",
    "a method": "class A:\n    def f(self):\n        return «self:x»",
    "another name for self": "class A:\n    def f(me, /):\n        return «me:x»",
    "a constructor": "class A:\n    def __init__(self):\n        «x»\n        f = lambda self: «x»",
    "a class body": "class A(x):\n    a = x\n    b = [x for i in x]\n    c = lambda self: x",
    "a header of a method": "class A:\n    @x\n    def f(self, a=x):\n        return «self:x»",
    "static": "class A:\n    @staticmethod\n    def f(self):\n        return x",
    "of the class": "class A:\n    @classmethod\n    def f(self):\n        return x",
    "static by its full name": "class A:\n    @abc.abstractclassmethod\n    def f(self):\n        return x",
    "without self": "class A:\n    def f(*args):\n        return x",
    "made by the class": "class A:\n    def __new__(cls):\n        return x",
    "a property": "class A:\n    @property\n    def f(self):\n        return «self:x»",
    "under a condition": (
        "class A:\n    if y:\n        def f(self): return «self:x»\n    else:\n        def f(self): return «self:x»"
    ),
    "under try": "class A:\n    try:\n        y\n    except E:\n        def f(self): return «self:x»",
    "in a function of a method": (
        "class A:\n    def f(self):\n        def g(a): return «self:x»\n        return g, lambda: «self:x»"
    ),
    "a self of its own": "class A:\n    def f(self):\n        def g(self): return x\n        return «self:x»",
    "a lambda with a self of its own": "class A:\n    def f(self):\n        return lambda self: x",
    "a default of a lambda with a self": "class A:\n    def f(self):\n        return lambda self=«self:x»: x",
    "a comprehension over self": (
        "class A:\n    def f(self):\n        return [x for self in y], [«self:x» for z in «self:x»]"
    ),
    "a function that binds self": (
        "class A:\n    def f(self):\n        def g():\n            self = 1\n            return x"
    ),
    "a method that binds self": "class A:\n    def f(self):\n        self = x\n        return x",
    "a method that loops over self": "class A:\n    def f(self):\n        for self in x: pass",
    "a class in a method": (
        "class A:\n    def f(self):\n        class B:\n            a = «self:x»\n            def g(self): return x"
    ),
    "a class in a class": "class A:\n    class B:\n        def g(self): return x",
    "tabs": "class A:\n\tdef f(self):\n\t\treturn «self:x»",
    "a match": "class A:\n    def f(self):\n        match «self:x»:\n            case B(a=b) if «self:x»: pass",
    "no definition": "x = 1",
}


def unmarked(marked: str) -> tuple[str, dict[tuple[int, int], str]]:
    """The code, and what holds each marked name."""
    pieces = marked.split("«")
    text, found = pieces[0], {}
    for piece in pieces[1:]:
        mark, _, rest = piece.partition("»")
        owner, _, name = mark.rpartition(":")
        found[(text.count("\n") + 1, len(text) - text.rfind("\n") - 1)] = owner
        text += name + rest
    return text, found


def places_of_x(text: str) -> list[tuple[int, int]]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        around = f" {line} "
        for column in range(len(line)):
            before, after = around[column], around[column + 2]
            if line[column] == "x" and not (before.isalnum() or after.isalnum() or before == "_"):
                found.append((number, column))
    return found


@pytest.mark.parametrize("marked", ROWS.values(), ids=ROWS)
def test_what_is_at_hand_where(marked: str) -> None:
    text, expected = unmarked(marked)
    compile(text, "row", "exec")
    reach = reach_of(text)
    assert {place: reach[place] for place in places_of_x(text) if place in reach} == expected


KEPT = {
    "self.a = A": {"a": "A"},
    "self.a = A\n        self.b = B": {"a": "A", "b": "B"},
    "'''Doc.'''\n        super().__init__()\n        self.save_hyperparameters()\n        self.a = A": {"a": "A"},
    "self.b = 3\n        self.a = A": {"a": "A"},
    "self.a = A\n        self.a = B": {},
    "self.a = A * 2": {},
    "self.build()\n        self.a = A": {},
    "if x:\n            self.a = A": {},
    "a = A": {},
    "self.a.b = A": {},
}


@pytest.mark.parametrize(("body", "kept"), KEPT.items())
def test_what_a_constructor_keeps_right_away(body: str, kept: dict[str, str]) -> None:
    text = f"class Net(Module):\n    def __init__(self):\n        {body}\n"
    assert kept_by_itself(text) == kept
    assert kept_by_itself(text + "    def f(self):\n        self.a = 1\n") == {
        k: v for k, v in kept.items() if k != "a"
    }


def test_what_has_no_constructor_keeps_nothing() -> None:
    for text in [
        "class A:\n    a = A",
        "def __init__(self):\n    self.a = A",
        "class A:\n    def f(self):\n        self.a = A",
    ]:
        assert kept_by_itself(text) == {}
