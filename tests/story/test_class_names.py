"""Before and after, or no change: classes that read variables under names of their own."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.story.class_names import hand_to_classes

HANDED = [
    (["n = f()", "class A:\n    n: int = n"], ["n = f()", "n_ = n", "class A:\n    n: int = n_"]),
    (
        ["n = f()", "class A:\n    n = n + 1  # one\n    m = n"],
        ["n = f()", "n_ = n", "class A:\n    n = n_ + 1  # one\n    m = n"],
    ),
    (["n_ = n = f()", "class A:\n    n = n"], ["n_ = n = f()", "n__ = n", "class A:\n    n = n__"]),
    (
        ["a, b = f()", "class A:\n    b = b\n    a = a"],
        ["a, b = f()", "a_ = a", "b_ = b", "class A:\n    b = b_\n    a = a_"],
    ),
]


@pytest.mark.parametrize(("cells", "expected"), HANDED)
def test_a_class_gets_what_it_reads_under_another_name(cells: list[str], expected: list[str]) -> None:
    told = hand_to_classes(program_of(cells))
    assert [statement.text for statement in told.statements] == expected
    assert hand_to_classes(told) == told


@pytest.mark.parametrize(
    "cells",
    [
        ["n = 3", "class A:\n    n = n"],
        ["n = f()", "class A:\n    m = n"],
        ["n = f()", "class A:\n    n = 1\n    m = n"],
        ["n = f()", "class A:\n    n = 1\n    def g(self): return n"],
        ["n = f()", "class A:\n    def n(self): return n"],
        ["class A:\n    n = n"],
        ["import n", "class A:\n    n = n"],
        ["n = f()", "def g():\n    n = n"],
    ],
)
def test_other_classes_stay(cells: list[str]) -> None:
    program = program_of(cells)
    assert hand_to_classes(program) == program
