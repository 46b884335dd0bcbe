"""The weights of a blend are options, other sums have none."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import probe\na, b, c = (probe.pull(one) * 2 for one in ('size', 'size', 'size'))"
SUMS = {
    "a * 0.3 + b * 0.7": {"a_weight": "0.3", "b_weight": "0.7"},
    "0.32 * a + b * 0.38 + 0.3 * c": {"a_weight": "0.32", "b_weight": "0.38", "c_weight": "0.3"},
    "0.5 * a + 0.5 * b": {"a_weight": "0.5", "b_weight": "0.5"},
    "2 * (0.25 * a + 0.75 * b)": {"a_weight": "0.25", "b_weight": "0.75"},
    "a * 0.3 + b * 0.6": {},
    "a * 0.3 + b * 0.7 + 1": {},
    "a * 0.3 + a * 0.7": {},
    "0.3 * (a + b) + 0.7 * c": {},
    "0.299 * a + 0.587 * b + 0.114 * c": {},
    "1.5 * a + -0.5 * b": {},
}


@pytest.mark.parametrize("total", SUMS)
def test_sums(total: str) -> None:
    cells = [HEAD, f"probe.see('blend', {total})"]
    assert options_of(cells) == SUMS[total]
    assert replay(cells).differences() == []


def test_a_sum_in_a_function() -> None:
    cells = [HEAD, "def blend(a, b):\n    return 0.3 * a + 0.7 * b", "probe.see('blend', blend(a, b))"]
    assert options_of(cells) == {"a_weight": "0.3", "b_weight": "0.7"}
    assert replay(cells).differences() == []


def test_the_option_turns_the_weight() -> None:
    cells = [HEAD, "probe.see('blend', 0.3 * a + 0.7 * b)"]
    other = [HEAD, "probe.see('blend', 0.4 * a + 0.7 * b)"]
    assert turned(cells, {"a_weight": "0.4"}) == by_hand(other) != by_hand(cells)


ROWS = "import probe\nfirst, second, rows = {0: 3, 1: 4}, {0: 5, 1: 6}, probe.pull('size') * 0"
OF_ROWS = {
    "0.3 * first[rows] + 0.7 * second[rows]": {"first_weight": "0.3", "second_weight": "0.7"},
    "0.3 * first[rows] + 0.7 * first[rows]": {},
    "0.3 * first[0] + 0.7 * second[1]": {},
}


@pytest.mark.parametrize("total", OF_ROWS)
def test_sums_of_some_rows(total: str) -> None:
    cells = [ROWS, f"probe.see('blend', {total})"]
    assert options_of(cells) == OF_ROWS[total]
    assert replay(cells).differences() == []
