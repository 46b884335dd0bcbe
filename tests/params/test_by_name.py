"""What a dictionary holds of one setting for several things is an option for each."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

BY_NAME = {
    "CAPS = {'a': 3, 'b': 4}": {"a_cap": "3", "b_cap": "4"},
    "CAPS = {'a': 3, 'b': None}": {"a_cap": "3"},
    "NOISE_LEVELS = {'a': 3, 'b': 4}": {},
    "TEMPERATURES = {'a': 0.3, 'b': 0.4}": {"a_temperature": "0.3", "b_temperature": "0.4"},
    "AGES = {'a': 3, 'b': 4}": {},
    "DATASET_SIZES = {'a': 3, 'b': 4}": {},
    "LABELS = {'a': 0, 'b': 1}": {},
    "CAPS = {'a': 3, 'b': 'all'}": {},
}
USE = "for one in ('a', 'b'):\n    probe.see(str({}[one]))"


@pytest.mark.parametrize("line", BY_NAME)
def test_dictionaries(line: str) -> None:
    cells = ["import probe", line, USE.format(line.split()[0])]
    assert options_of(cells) == BY_NAME[line]
    assert replay(cells).differences() == []


@pytest.mark.parametrize(
    "use",
    ["probe.see(len(CAPS))", "probe.see(CAPS['a'])", "CAPS['a'] = 5\nfor one in CAPS:\n    probe.see(CAPS[one])"],
)
def test_what_is_not_looked_up_by_a_name_or_is_written_later_stays(use: str) -> None:
    cells = ["import probe", "CAPS = {'a': 3, 'b': 4}", use]
    assert "b_cap" not in options_of(cells)
    assert replay(cells).differences() == []


def test_one_of_them_can_be_turned() -> None:
    cells = ["import probe", "CAPS = {'a': 3, 'b': 4}", USE.format("CAPS")]
    other = [cell.replace("3", "7") for cell in cells]
    assert turned(cells, {"a_cap": "7"}) == by_hand(other) != by_hand(cells)
