"""The lists that a search goes through are options."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

SEARCH = "import probe\n\ndef grid_search(*a, **k):\n    probe.see('search', a, k)\n"
SEARCHED = {
    "grid = {'C': [1.0, 10.0], 'penalty': ['l1', 'l2']}\ngrid_search(grid)": {
        "c_values": "[1.0, 10.0]",
        "penalty_values": "['l1', 'l2']",
    },
    "grid_search({'svm__C': [1.0, 10.0]})": {"c_values": "[1.0, 10.0]"},
    "grid = [{'C': [1.0, 10.0]}, {'C': [2, 3]}]\ngrid_search(param_grid=grid)": {
        "c_values": "[1.0, 10.0]",
        "c_values_2": "[2, 3]",
    },
    "plan = {'method': 'bayes', 'parameters': {'bs': {'values': [16, 32]}, 'lr': {'min': 0.1, 'max': 1}}}\n"
    "grid_search(plan)": {"search_method": "'bayes'", "bs_values": "[16, 32]"},
    "plan = {'method': 'bayes', 'parameters': {'rate': {'value': 3}}}\ngrid_search(plan)": {
        "search_method": "'bayes'",
        "rate": "3",
    },
}
NOT_SEARCHED = {
    "given to something else": "grid = {'C': [1.0, 10.0]}\nprobe.see('grid', grid)",
    "one value, nothing to choose": "grid_search({'penalty': ['l2'], 'stop': [None], 'n': [(1, 1)]})",
    "what is computed": "grid_search({'C': [2 ** i for i in range(3)]})",
}


@pytest.mark.parametrize(("cell", "options"), SEARCHED.items())
def test_searched(cell: str, options: dict[str, str]) -> None:
    story = [SEARCH, cell]
    assert options_of(story) == options
    assert replay(story).differences() == []


@pytest.mark.parametrize("cell", NOT_SEARCHED.values(), ids=NOT_SEARCHED.keys())
def test_not_searched(cell: str) -> None:
    assert options_of([SEARCH, cell]) == {}


def test_the_option_turns_the_search() -> None:
    cell = next(iter(SEARCHED))
    other = by_hand([SEARCH, cell.replace("[1.0, 10.0]", "[5.0]")])
    assert turned([SEARCH, cell], {"c_values": "[5.0]"}) == other
