"""What a star stands for is known where everything that says so says the same."""

from __future__ import annotations

import ast

import pytest
from stories import world_of

from nb2pkg.params.unpacked import Unpacked, given_by

ROWS = "class Rows:\n    def __init__(self):\n        self.dims = (1, 28, 28)"
DIGITS = "import lightning.pytorch as pl\n" + ROWS.replace("Rows", "Rows(pl.LightningDataModule)")
MADE = "rows = Rows()"

LENGTHS = {
    "set by the class": ([ROWS, MADE], "rows.dims", 3),
    "set by a base": ([ROWS, "class More(Rows):\n    pass\nrows = More()"], "rows.dims", 3),
    "set alike twice": ([ROWS + "\n    def setup(self):\n        self.dims = [1, 2, 3]", MADE], "rows.dims", 3),
    "what Lightning's method returned": ([DIGITS, MADE], "rows.size()", 3),
    "what a method returns": ([ROWS + "\n    def size(self):\n        return 1, 2", MADE], "rows.size()", 2),
    "a property": ([ROWS + "\n    @property\n    def size(self):\n        return 1, 2", MADE], "rows.size", 2),
    "written out": ([MADE], "(1, 2)", 2),
    "set otherwise elsewhere": ([ROWS, MADE + "\nrows.dims = rows.dims[1:]"], "rows.dims", None),
    "added to": ([ROWS, MADE + "\nrows.dims += (3,)"], "rows.dims", None),
    "of several lengths": ([ROWS + "\n    def setup(self):\n        self.dims = (1, 2)", MADE], "rows.dims", None),
    "returned in several lengths": (
        [ROWS + "\n    def size(self):\n        if self:\n            return 1, 2\n        return 1", MADE],
        "rows.size()",
        None,
    ),
    "a method that is not called": ([ROWS + "\n    def size(self):\n        return 1, 2", MADE], "rows.size", None),
    "a method that is given something": (
        [ROWS + "\n    def size(self, n):\n        return 1, 2", MADE],
        "rows.size(1)",
        None,
    ),
    "a method that nobody wrote": ([ROWS, MADE], "rows.size()", None),
    "of another class": ([ROWS, "rows = open('x')"], "rows.dims", None),
    "of any of two": ([ROWS, MADE + "\nrows = open('x')"], "rows.dims", None),
    "of what a function is given": ([ROWS, MADE, "def f(rows):\n    g(*rows.dims)"], "rows.dims", None),
    "with a star in it": ([ROWS.replace("28)", "*range(3))"), MADE], "rows.dims", None),
}


@pytest.mark.parametrize(("cells", "value", "length"), LENGTHS.values(), ids=LENGTHS)
def test_length(cells: list[str], value: str, length: int | None) -> None:
    assert _known(cells).length(ast.parse(value, mode="eval").body) == length


KEYS = {
    "a dictionary": (["more = {'a': 1, 'b': 2}"], "more", {"a", "b"}),
    "a call": (["more = dict(a=1)"], "more", {"a"}),
    "written out": (["x = 1"], "{'a': x}", {"a"}),
    "changed later": (["more = {'a': 1}\nmore['b'] = 2"], "more", None),
    "bound again": (["more = {'a': 1}\nmore = {'b': 1}"], "more", None),
    "keys that are computed": (["k = input()\nmore = {k: 1}"], "more", None),
    "of another": (["a = {'a': 1}\nmore = {**a}"], "more", None),
    "what somebody made": (["more = load()"], "more", None),
}


@pytest.mark.parametrize(("cells", "value", "keys"), KEYS.values(), ids=KEYS)
def test_keys(cells: list[str], value: str, keys: set[str] | None) -> None:
    assert _known(cells).keys(ast.parse(value, mode="eval").body) == keys


GIVEN = {
    "f(1, c=2)": {"a", "c"},
    "f(*rows.dims)": {"a", "b", "c"},
    "f(*rows.dims, 4)": {"a", "b", "c", "d"},
    "f(1, **{'d': 2})": {"a", "d"},
    "f(*who)": None,
    "f(**who)": None,
}


@pytest.mark.parametrize(("call", "given"), GIVEN.items())
def test_given(call: str, given: set[str] | None) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert given_by(node, ["a", "b", "c", "d"], _known([ROWS, MADE])) == given


def _known(cells: list[str]) -> Unpacked:
    world = world_of(cells)
    return Unpacked(world.statements, frozenset(world.constants))
