"""Comments that speak to nb2pkg: what they say, and the code without them."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import program_of

from nb2pkg.flow.directives import said_in, take_directives

SAYS = [
    ("# nb2pkg: keep", "keep", {}, ""),
    ("#nb2pkg:keep", "keep", {}, ""),
    ("## NB2PKG:  Keep ", "keep", {}, ""),
    ("# nb2pkg: param", "param", {}, ""),
    ('# nb2pkg: param help="Pixels a side."', "param", {"help": "Pixels a side."}, ""),
    ("# nb2pkg: param help='the #1 rate' name=lr", "param", {"help": "the #1 rate", "name": "lr"}, ""),
    ("# pixels  # nb2pkg: param", "param", {}, "# pixels"),
    ("# nb2pkg: keep  # 64 on Kaggle", "keep", {}, "# 64 on Kaggle"),
    ("# pixels # nb2pkg: keep # noqa", "keep", {}, "# pixels  # noqa"),
    ("# nb2pkg: explore", "explore", {}, ""),
    ("# nb2pkg: setup", "setup", {}, ""),
]
NOTHING = ["# pixels", "# nb2pkg", "# see nb2pkg: keep", "# nb2pkg keep", "#", "# $ nb2pkg: keep"]
ODD = [
    "# nb2pkg:",
    "# nb2pkg: kep",
    "# nb2pkg: keep it",
    "# nb2pkg: param help",
    "# nb2pkg: param help='x",
    "# nb2pkg: a",
]


@pytest.mark.parametrize(("comment", "verb", "settings", "rest"), SAYS)
def test_a_directive_says_what_it_says(comment: str, verb: str, settings: dict[str, str], rest: str) -> None:
    said = said_in(comment)
    assert said is not None
    assert not isinstance(said, str)
    assert (said.verb, said.settings, said.rest) == (verb, settings, rest)


@pytest.mark.parametrize("comment", NOTHING)
def test_other_comments_say_nothing(comment: str) -> None:
    assert said_in(comment) is None


@pytest.mark.parametrize("comment", ODD)
def test_what_is_not_understood_says_why(comment: str) -> None:
    assert isinstance(said_in(comment), str)


@given(st.text("# nb2pkg:kepam='\"\\", max_size=40))
def test_any_comment_is_read(text: str) -> None:
    said = said_in(f"#{text}")
    assert said is None or isinstance(said, str) or said.verb in ("keep", "param")


BEFORE_AND_AFTER = [
    ("x = 1", "x = 1"),
    ("x = 1  # nb2pkg: keep", "x = 1"),
    ("x = 1  # pixels  # nb2pkg: keep", "x = 1  # pixels"),
    ("# nb2pkg: keep\nx = 1", "x = 1"),
    ("# nb2pkg: explore\n\n# pixels\nx = 1", "# pixels\nx = 1"),
    ("# pixels\n# nb2pkg: keep\nx = 1", "# pixels\nx = 1"),
    ("x = [  # nb2pkg: keep\n    1,\n]", "x = [\n    1,\n]"),
    ("x = [\n    # nb2pkg: keep\n    1,\n]", "x = [\n\n    1,\n]"),
    ("x = 1\n# nb2pkg: keep", "x = 1"),
    ("x = 1\n# the end\n# nb2pkg: keep", "x = 1\n# the end"),
    ("def f():\n    # nb2pkg: keep\n    return 1  # nb2pkg: keep", "def f():\n\n    return 1"),
    ("x = '# nb2pkg: keep'", "x = '# nb2pkg: keep'"),
    ("x = '''\n# nb2pkg: keep\n'''", "x = '''\n# nb2pkg: keep\n'''"),
    ("x = 1  # nb2pkg: kep", "x = 1  # nb2pkg: kep"),
    ("# nb2pkg: data\r\nx = 1  # nb2pkg: keep\r\n# end", "x = 1\r\n# end"),
    ("# nb2pkg: data\nf(\n    1)  # nb2pkg: keep", "f(\n    1)"),
]


@pytest.mark.parametrize(("before", "after"), BEFORE_AND_AFTER)
def test_directives_are_left_out_of_the_code(before: str, after: str) -> None:
    program, _, _ = take_directives(program_of([before]))
    (statement,) = program.statements
    assert statement.text == after
    assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(before))


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("x = 1  # nb2pkg: keep", [1]),
        ("# nb2pkg: keep\n\n# pixels\nx = 1\ny = 2  # nb2pkg: keep", [4, 5]),
        ("x = [\n    1,  # nb2pkg: keep\n]", [2]),
        ("@f\nclass A:\n    # nb2pkg: keep\n    x = 1\n    y = 2  # nb2pkg: keep", [4, 5]),
        ("# about A\n\n@f\nclass A:\n    y = 2  # nb2pkg: keep", [5]),
    ],
)
def test_a_directive_is_about_a_line_of_the_cell(cell: str, lines: list[int]) -> None:
    _, found, notes = take_directives(program_of(["import os", cell]))
    assert [(one.origin.cell, one.origin.first) for one in found] == [(1, line) for line in lines]
    assert not notes


NOTED = [
    ("# nb2pkg: data\nx = 1", None),
    ("x = 1\ny = 2  # nb2pkg: data", "it tags a cell from its first line"),
    ("# nb2pkg: setup\nx = 1", "find their place by themselves"),
    ("x = 1  # nb2pkg: kep", "is not understood"),
    ("x = 1  # nb2pkg: param type=int", "`type=` is not supported yet"),
    ('x = 1  # nb2pkg: param help="a"', None),
]


@pytest.mark.parametrize(("cell", "said"), NOTED)
def test_what_a_directive_cannot_do_is_said(cell: str, said: str | None) -> None:
    _, _, notes = take_directives(program_of([cell]))
    assert [said in note.text for note in notes if said] == ([True] if said else [])
    assert len(notes) == (1 if said else 0)
