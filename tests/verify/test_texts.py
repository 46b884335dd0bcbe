"""Texts that two runs print: what counts of them, and when two say the same."""

from __future__ import annotations

import pytest

from nb2pkg.verify.texts import lines_of, numbers_of, said, same, words_of


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("loss 0.5", "loss 0.5", True),
        ("loss 0.50000", "loss 0.50001", True),
        ("loss 0.5", "loss 0.501", False),
        ("loss 0.5", "error 0.5", False),
        ("epoch 3", "epoch 4", False),
        ("1e-3", "0.001", True),
        ("[1, 2]", "[1,  2]", True),
        ("[1, 2]", "[1, 2, 3]", False),
        ("Adam", "SGD", False),
        ("x2 is 0.1", "x3 is 0.1", False),  # a digit of a name is no number
        ("-1.0", "1.0", False),
        ("1e-9", "2e-9", True),  # nothing, both
        ("nan", "nan", True),
        ("nan", "0.1", False),
    ],
)
def test_texts_say_the_same_if_words_are_equal_and_numbers_near(one: str, other: str, equal: bool) -> None:
    assert same(one, other, 1e-4) is equal
    assert same(other, one, 1e-4) is equal


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<Net at 0x7f00aa11bb22>", "<Net at 0x...>"),
        ("/tmp/a/b/out.csv", "<folder>/out.csv"),
        ("<__main__.Net object>", "<Net object>"),
        ("<leaf_disease.models.Net object>", "<Net object>"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("torch.nn.modules.Linear", "torch.nn.modules.Linear"),
    ],
)
def test_what_two_runs_never_share_is_taken_out(text: str, left: str) -> None:
    assert said(text, "/tmp/a/b") == left


def test_lines_that_are_written_over_and_bars_do_not_count() -> None:
    assert lines_of("a\n\nstep 1\rstep 2\n 40%|####      | 2/5 [00:01<00:02]\nb  \n") == ["a", "step 2", "b"]


def test_words_and_numbers_are_told_apart() -> None:
    assert words_of("loss  0.25 at -3e-4 of v2.1 x_1") == "loss # at # of v2.1 x_1"
    assert numbers_of("loss 0.25 at -3e-4 .5") == (0.25, -3e-4, 0.5)
