"""Arguments appended to calls as LibCST has them; through edits: test_edits."""

from __future__ import annotations

import ast

import libcst as cst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.rules.calls import argument, with_appended, with_arguments


def call(text: str) -> cst.Call:
    return cst.ensure_type(cst.parse_expression(text), cst.Call)


def code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)


def test_a_call_that_gives_all_already_is_the_same_object() -> None:
    for text in ["f()", "f(a=1, b=2)", "f(\n    a=1,  # one\n)"]:
        node = call(text)
        assert with_appended(node, []) is node
        assert with_arguments(node, ()) is node
    full = call("f(a=1)")
    assert with_arguments(full, (("a", "x"),)) is full


def test_an_argument_has_no_spaces_around_its_sign() -> None:
    assert code(argument("size", "(1,  2)")) == "size=(1,  2)"


SPACES = st.sampled_from(["", " ", "\n    ", "  # note\n    ", "\n    # alone\n    "])
VALUES = st.sampled_from(["x", "'é # no comment'", "(1, 2)", "k=1", "*a", "**d", "lambda: 0", "[i for i in x]", "g(x)"])


@st.composite
def calls(draw: st.DrawFn) -> str:
    """Calls laid out in every way."""
    values = draw(st.lists(VALUES, max_size=4, unique=True))
    values.sort(key=lambda value: (value.startswith("**"), "=" in value and not value.startswith("*")))
    text = "f(" + draw(SPACES)
    for place, value in enumerate(values):
        last = place == len(values) - 1
        text += value + draw(SPACES)
        text += "" if last and draw(st.booleans()) else "," + draw(SPACES)
    return text + ")"


def comments(text: str) -> list[str]:
    return [line.split("#", 1)[1] for line in text.split("\n") if "#" in line and "no comment" not in line]


@given(calls(), st.integers(1, 3))
def test_however_a_call_is_laid_out_it_gets_its_arguments_and_keeps_its_comments(text: str, number: int) -> None:
    more = tuple((f"new{place}", f"v{place}") for place in range(number))
    changed = code(with_arguments(call(text), more))
    before, after = ast.parse(text, mode="eval").body, ast.parse(changed, mode="eval").body
    assert isinstance(before, ast.Call)
    assert isinstance(after, ast.Call)
    assert [ast.dump(a) for a in after.args] == [ast.dump(a) for a in before.args]
    assert [ast.dump(k) for k in after.keywords[: len(before.keywords)]] == [ast.dump(k) for k in before.keywords]
    assert [(k.arg, ast.unparse(k.value)) for k in after.keywords[len(before.keywords) :]] == list(more)
    assert comments(changed) == comments(text)
    assert code(with_arguments(call(changed), more)) == changed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(a,\n  b)", "f(a,\n  b,\n  x=1,\n  y=2)"),
        ("f(\n    a,  # a\n    b,  # b\n)", "f(\n    a,  # a\n    b,  # b\n    x=1,\n    y=2,\n)"),
        ("f(a, b)", "f(a, b, x=1, y=2)"),
        ("f(a,)", "f(a, x=1, y=2,)"),
        ("f()", "f(x=1, y=2)"),
    ],
    ids=["hanging", "lines with comments", "one line", "a last comma", "none"],
)
def test_several_arguments_stand_as_those_before_them(before: str, after: str) -> None:
    assert code(with_arguments(call(before), (("x", "1"), ("y", "2")))) == after
