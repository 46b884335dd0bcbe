"""Before and after, or no change: builtins whose names the notebook binds."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.story.builtin_names import spell_builtins

SPELLED = [
    (["sum = sum([1])", "print(sum)"], ["sum = builtins.sum([1])", "print(sum)"]),
    (["a = max(1, 2)", "max = 3"], ["a = builtins.max(1, 2)", "max = 3"]),
    (["print(f'{max(1, 2)}')", "max = 3"], ["print(f'{builtins.max(1, 2)}')", "max = 3"]),
    (["sum = 1\ndel sum", "print(sum([1]))"], ["sum = 1", "del sum", "print(builtins.sum([1]))"]),
    (["a = sum([1])", "from numpy import sum"], ["a = builtins.sum([1])", "from numpy import sum"]),
    (["a = sum([1])", "def sum(x): return 0"], ["a = builtins.sum([1])", "def sum(x): return 0"]),
    (["for x in range(3):\n    print(x)", "range = 1"], ["for x in builtins.range(3):\n    print(x)", "range = 1"]),
    (["list = list(map(int, '12'))  # both"], ["list = builtins.list(map(int, '12'))  # both"]),
]


@pytest.mark.parametrize(("cells", "expected"), SPELLED)
def test_what_means_the_builtin_says_so(cells: list[str], expected: list[str]) -> None:
    told, notes = spell_builtins(program_of(cells))
    assert [statement.text for statement in told.statements] == expected
    assert not notes
    assert spell_builtins(told) == (told, ())


@pytest.mark.parametrize(
    "cells",
    [
        ["print(sum([1]))"],
        ["list = [1]", "print(list)"],
        ["sum = 0\nfor x in (1, 2):\n    sum += x", "print(sum)"],
        ["for x in (1, 2):\n    max = max(1, 2) if x == 1 else max"],
        ["def f(): return sum([1])", "print(f())"],
        ["__name__ = __name__"],
        ["display = print", "display(1)"],
    ],
)
def test_other_names_stay(cells: list[str]) -> None:
    program = program_of(cells)
    assert spell_builtins(program) == (program, ())


def test_a_definition_that_may_mean_either_is_reported() -> None:
    program = program_of(["def f(): return sum([1])", "f()", "sum = 3"])
    told, notes = spell_builtins(program)
    assert told == program
    assert [note.text for note in notes] == [
        "f uses sum, which the notebook binds further down: it may stand for the builtin"
    ]
