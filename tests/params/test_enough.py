"""There is a limit to the options of a notebook, and the statement that reaches it keeps all of its own."""

from __future__ import annotations

import pytest

from nb2pkg.params.enough import MOST, MOST_OF_A_KIND, enough


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ([MOST], MOST),
        ([3, MOST - 1], MOST + 2),
        ([3, MOST], MOST),
        ([3, 4, MOST - 1], MOST + 3),
    ],
)
def test_the_last_statements_count(sizes: list[int], kept: int) -> None:
    spots = [(statement, number) for statement, size in enumerate(sizes) for number in range(size)]
    found = enough(spots, lambda one: one, lambda one: one, lambda one: one[0])
    assert len(found.kept) == kept
    assert found.early == len(spots) - kept


def test_one_value_is_kept_in_all_its_places_or_in_none() -> None:
    compared = [("seed", number, "split") for number in range(MOST_OF_A_KIND + 1)]
    spots = [*compared, ("seed", 0, "forest"), ("depth", 5, "forest")]
    found = enough(spots, lambda one: one[:2], lambda one: one[::2], lambda _: 0)
    assert found.kept == (("seed", 0, "split"), ("seed", 0, "forest"), ("depth", 5, "forest"))
    assert found.repeated == MOST_OF_A_KIND
