from __future__ import annotations

import pytest

from nb2pkg.model import Origin
from nb2pkg.sync.lock import Run
from nb2pkg.sync.origins import line_origins
from nb2pkg.sync.text import split_lines
from nb2pkg.sync.units import UnitText

CELLS = {0: "a = 1\nb = 2\n\nc = 3", 1: "    d = 4\n    optimizer = Adam(lr=1e-3)\n", 2: "z\x0cz = 1\ny = 2\ry = 3"}
KEYS = {0: "k0", 1: "k1", 2: "k2"}
ALL = (Origin(0, 1, 4), Origin(1, 1, 2), Origin(2, 1, 3))

TABLE: dict[str, tuple[list[str], list[Run]]] = {
    "copied": (["a = 1", "b = 2", "", "c = 3"], [Run(1, 4, "k0", 1)]),
    "indented": (["    a = 1", "    b = 2"], [Run(1, 2, "k0", 1)]),
    "a blank line more": (["a = 1", "", "b = 2"], [Run(1, 1, "k0", 1), Run(3, 3, "k0", 2)]),
    "from several cells": (["a = 1", "d = 4"], [Run(1, 1, "k0", 1), Run(2, 2, "k1", 1)]),
    "changed a little": (["d = 4", "optimizer = Adam(lr=self.lr)"], [Run(1, 2, "k1", 1)]),
    "cut up by the formatter": (
        ["    optimizer = Adam(", "        lr=1e-3,", "    )"],
        [Run(1, 1, "k1", 2), Run(2, 2, "k1", 2)],
    ),
    "joined by the formatter": (["a = 1; b = 2; other_stuff(of_mine)"], []),
    "written by nb2pkg": (["def stage():", '    """Do it."""', "    a = 1"], [Run(3, 3, "k0", 1)]),
    "nothing of it": (["def unrelated_name():"], []),
    "blank lines alone": (["", "", ""], []),
    "no lines": ([], []),
    "a form feed is no line end, a carriage return is": (
        ["z\x0cz = 1", "y = 3"],
        [Run(1, 1, "k2", 1), Run(2, 2, "k2", 3)],
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_lines_find_their_cells(case: str) -> None:
    text, runs = TABLE[case]
    assert list(line_origins(text, ALL, CELLS, KEYS)) == runs


def test_only_the_lines_of_the_origin_count() -> None:
    assert line_origins(["a = 1", "c = 3"], (Origin(0, 4, 4),), CELLS, KEYS) == (Run(2, 2, "k0", 4),)


def test_a_cell_that_is_not_there_is_no_origin() -> None:
    assert line_origins(["a = 1"], (Origin(7, 1, 1),), CELLS, KEYS) == ()


MODULE = """\
import os

LIMIT = 3  # how many
A, (B, *C) = values
D: int = 4

# Far away.

# One
# two.
@decorated(
    1
)
def f():
    inner = 1
    def nested(): pass


class Net:
    x = 1

    # Why.
    async def step(self):
        return 1

if A:
    def f():
        return "second"
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LIMIT", "LIMIT = 3  # how many"),
        ("A", "A, (B, *C) = values"),
        ("C", "A, (B, *C) = values"),
        ("D", "D: int = 4"),
        ("f", "# One\n# two.\n@decorated(\n    1\n)\ndef f():\n    inner = 1\n    def nested(): pass"),
        ("Net", "class Net:\n    x = 1\n\n    # Why.\n    async def step(self):\n        return 1"),
        ("Net.step", "    # Why.\n    async def step(self):\n        return 1"),
        ("Net.x", "    x = 1"),
        ("nested", ""),
        ("inner", ""),
        ("gone", ""),
    ],
)
def test_definitions_are_found_with_their_comments(name: str, text: str) -> None:
    assert "\n".join(UnitText("m.py", MODULE.encode()).take(name)) == text


def test_the_second_of_one_name_is_the_second_there() -> None:
    finder = UnitText("m.py", MODULE.encode())
    assert finder.take("f")[-1] == "    def nested(): pass"
    assert finder.take("f") == ("    def f():", '        return "second"')
    assert finder.take("f") == ()


def test_other_files_have_no_definitions() -> None:
    assert UnitText("x.yaml", b"f: 1\n").take("f") == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("a\n\n", ["a", ""]),
        ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
        ("a\x0b\x0c\x1c\x85\u2028b", ["a\x0b\x0c\x1c\x85\u2028b"]),
    ],
)
def test_lines_end_where_python_says(text: str, lines: list[str]) -> None:
    assert split_lines(text) == lines
