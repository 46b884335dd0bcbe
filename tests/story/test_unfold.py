"""A story inside a main function, or under the main guard, is read as top-level code."""

from __future__ import annotations

import pytest
from stories import Story, program_of

from nb2pkg.model import Role
from nb2pkg.story.unfold import unfold_guard, unfold_main

MAIN = 'def main():\n    """Do it."""\n    # the net\n    net = Net()\n    trainer.fit(net)\n    net'
UNFOLDED: list[tuple[Story, list[str]]] = [
    ([MAIN, "main()"], ["# the net\nnet = Net()", "trainer.fit(net)", "net"]),
    (
        ["x = 1", MAIN, "y = 2\nmain()\nz = 3"],
        ["x = 1", "y = 2", "# the net\nnet = Net()", "trainer.fit(net)", "net", "z = 3"],
    ),
    ([MAIN, 'if __name__ == "__main__":\n    main()'], ["# the net\nnet = Net()", "trainer.fit(net)", "net"]),
]
KEPT: list[Story] = [
    ["def main():\n    net = Net()", "main()"],  # nothing is fitted
    ["def main(n):\n    trainer.fit(n)", "main(1)"],
    ["def main():\n    trainer.fit(1)\n    return 2", "x = main()"],
    ["def main():\n    trainer.fit(1)\n    return 2", "main()"],
    ["def main():\n    global net\n    trainer.fit(net)", "main()"],
    ["@timed\ndef main():\n    trainer.fit(1)", "main()"],
    ["async def main():\n    trainer.fit(1)", "await main()"],
    ["def main():\n    net = 1\n    trainer.fit(net)", "net = 2\nmain()\nnet"],
    ["def main():\n    trainer.fit(1)", "main()\nmain()"],
    ["def main():\n    trainer.fit(1)"],
    ["trainer.fit(1)"],
]


@pytest.mark.parametrize(("cells", "texts"), UNFOLDED)
def test_the_story_of_a_main_function_is_told_at_the_top_level(cells: Story, texts: list[str]) -> None:
    program = unfold_guard(program_of(cells))
    unfolded, notes = unfold_main(program)
    assert [s.text for s in unfolded.statements] == texts
    assert [s.index for s in unfolded.statements] == list(range(len(texts)))
    assert len(notes) == 1
    assert unfold_main(unfolded) == (unfolded, ())


@pytest.mark.parametrize("cells", KEPT)
def test_where_that_would_mean_something_else_it_stays(cells: Story) -> None:
    program = program_of(cells)
    assert unfold_main(program) == (program, ())


def test_unfolded_statements_know_where_they_stood() -> None:
    unfolded, _ = unfold_main(program_of(["x = 1", "\n" + MAIN, "main()"]))
    assert [(s.origin.cell, s.origin.first, s.origin.last) for s in unfolded.statements[1:]] == [
        (1, 4, 4),
        (1, 5, 5),
        (1, 6, 6),
    ]
    assert all(s.inner for s in unfolded.statements[1:])


GUARDED: list[tuple[str, list[str]]] = [
    ('if __name__ == "__main__":\n    x = 1\n    y = 2', ["x = 1", "y = 2"]),
    ("if '__main__' == __name__:\n    x = 1", ["x = 1"]),
    ('if __name__ == "__main__": x = 1', ["x = 1"]),
    ('if __name__ == "__main__":\n    # why\n    x = 1  # how\n    # end', ["# why\nx = 1  # how\n# end"]),
    ('if __name__ == "__main__":\n    t = """a\n    b"""', ['t = """a\n    b"""']),
    ('if __name__ != "__main__":\n    x = 1', ['if __name__ != "__main__":\n    x = 1']),
    ('if __name__ == "main":\n    x = 1', ['if __name__ == "main":\n    x = 1']),
    ("if x == y:\n    z = 1", ["if x == y:\n    z = 1"]),
]


@pytest.mark.parametrize(("source", "texts"), GUARDED)
def test_what_stands_under_the_main_guard_runs(source: str, texts: list[str]) -> None:
    program = unfold_guard(program_of([source]))
    assert [s.text for s in program.statements] == texts


def test_statements_under_the_guard_keep_their_lines_and_their_tag() -> None:
    cell = 'a = 0\n\nif __name__ == "__main__":\n\n    # why\n    x = 1\n    y = [\n        2]'
    program = unfold_guard(program_of([("explore", cell)]))
    assert [(s.origin.first, s.origin.last, s.role) for s in program.statements] == [
        (1, 1, Role.EXPLORE),
        (6, 6, Role.EXPLORE),
        (7, 8, Role.EXPLORE),
    ]
