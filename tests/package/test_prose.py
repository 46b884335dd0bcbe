from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.text import literals
from nb2pkg.text.prose import BODY_WIDTH, SUMMARY_WIDTH, docstring_text

LONG = "word " * 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "Fall back."),
        ("Data", "Data."),
        ("Data!", "Data!"),
        ("Data:", "Data."),
        ("Data\nMore here", "Data.\n\nMore here"),
        ("Data\n\n- a\n- b", "Data.\n\n- a\n- b"),
        ("  \n", "Fall back."),
        (f"Short one. {LONG}", f"Short one.\n\n{literals.one_line(LONG)[:84]}\n{literals.one_line(LONG)[85:]}."),
    ],
)
def test_words_become_a_summary_and_a_body(text: str, expected: str) -> None:
    assert docstring_text(text, "Fall back") == expected


def test_a_title_that_is_too_long_is_cut_above_and_whole_below() -> None:
    text = docstring_text(LONG, "x")
    summary, blank, *body = text.split("\n")
    assert summary.endswith("...")
    assert blank == ""
    assert " ".join(body) == literals.one_line(LONG) + "."


def test_a_wrapped_list_item_is_indented_below_its_mark() -> None:
    text = docstring_text("Data\n\n- " + LONG, "x")
    assert text.split("\n")[3].startswith("  word")


@given(st.text(max_size=300))
def test_the_summary_fits_whatever_the_notebook_says(text: str) -> None:
    laid_out = docstring_text(text, "Fall back")
    summary, *rest = laid_out.split("\n")
    assert 0 < len(summary) <= SUMMARY_WIDTH
    assert summary[-1] in ".!?"
    assert not rest or rest[0] == ""
    literals.docstring(laid_out)


@given(st.lists(st.sampled_from(["word", "longer words", "x"]), max_size=80).map(" ".join))
def test_the_body_is_wrapped(text: str) -> None:
    assert all(len(line) <= BODY_WIDTH for line in docstring_text("A\n" + text, "x").split("\n"))
