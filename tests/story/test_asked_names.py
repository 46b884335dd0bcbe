"""Each row: cells, and what becomes of the last statement."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.story.asked_names import settle_questions

ANSWERED = [
    (["a = 1", "if 'a' in globals(): f()"], "if True: f()"),
    (["a = 1", "if 'a' not in globals(): f()"], "if False: f()"),
    (["if 'a' in globals(): f()"], "if False: f()"),
    (["a = 1", "if b and 'a' in globals():\n    f()  # x"], "if b:\n    f()  # x"),
    (["a = 1", "if (b or c) and 'a' in locals():\n    f()"], "if (b or c):\n    f()"),
    (["a = 1", "if 'a' in vars() and 'a' in dir(): f()"], "if True: f()"),
    (["def a(): pass", "x = 'a' in globals()"], "x = True"),
    (["import a", "x = 'a' in globals()"], "x = True"),
]
LEFT = [
    ["if 'a' not in globals(): a = 1"],
    ["if c: a = 1", "if 'a' in globals(): f()"],
    ["a = 1", "del a", "if 'a' in globals(): f()"],
    ["def g():\n    global a\n    a = 1", "if 'a' in globals(): f()"],
    ["from m import *", "if 'a' in globals(): f()"],
    ["a = 1", "x = lambda: 'a' in globals()"],
    ["a = 1", "def g(): return 'a' in globals()"],
    ["a = 1", "globals = dict", "x = 'a' in globals()"],
    ["a = 1", "x = name in globals()"],
    ["a = 1", "x = 'a' in vars(a)"],
    ["a = 1", "try:\n    f()\nexcept E as a:\n    pass", "x = 'a' in globals()"],
]


@pytest.mark.parametrize(("cells", "last"), ANSWERED)
def test_a_question_with_one_answer_is_answered(cells: list[str], last: str) -> None:
    told, notes = settle_questions(program_of(cells))
    assert told.statements[-1].text == last
    assert notes
    assert all("is bound: it is" in note.text for note in notes)


@pytest.mark.parametrize("cells", LEFT)
def test_others_are_left_alone(cells: list[str]) -> None:
    program = program_of(cells)
    assert settle_questions(program) == (program, ())
