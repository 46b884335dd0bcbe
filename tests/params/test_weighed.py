"""How much the parts of a loss count are options."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import probe\na, fit_loss, entropy = (probe.pull(one) * 2 for one in ('size', 'size', 'size'))"
SUMS = {
    "loss = a + 0.5 * fit_loss - 0.01 * entropy": {"fit_loss_weight": "0.5", "entropy_weight": "0.01"},
    "loss = fit_loss + entropy * 3": {"entropy_weight": "3"},
    "loss = 0.3 * fit_loss": {},
    "loss = 100 * fit_loss + a": {},
    "loss = 2 * (fit_loss + a) + entropy": {},
    "total = 0.5 * fit_loss + entropy": {"fit_loss_weight": "0.5"},
    "total = 0.4 * fit_loss + a": {},
    "total = 0.4 * a + 7": {},
}


@pytest.mark.parametrize("line", SUMS)
def test_sums(line: str) -> None:
    cells = [HEAD, f"{line}\nprobe.see('it', str({line.split()[0]}))"]
    assert options_of(cells) == SUMS[line]
    assert replay(cells).differences() == []


FUNCTIONS = {
    "def box_loss(size_error, place_error):\n    return max(size_error * 5.0, place_error * 0.5)": {
        "size_error_weight": "5.0",
        "place_error_weight": "0.5",
    },
    "def box_loss(size_error, place_error):\n    return max(size_error * 5.0, place_error)": {},
    "def box(size_error, place_error):\n    return max(size_error * 5.0, place_error * 0.5)": {},
    "def one(recon, kl):\n    return recon + 4 * kl": {"kl_weight": "4"},
    "def one(height, width):\n    return height + 4 * width": {},
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_functions(function: str) -> None:
    name = function.partition("(")[0].removeprefix("def ")
    cells = ["import probe", function, f"probe.see('it', str({name}(2, 3)))"]
    assert options_of(cells) == FUNCTIONS[function]
    assert replay(cells).differences() == []


def test_the_option_turns_the_weight() -> None:
    cells = ["import probe", "def one(recon, kl):\n    return recon + 4 * kl", "probe.see('it', one(2, 3))"]
    other = [cell.replace("4", "5") for cell in cells]
    assert turned(cells, {"kl_weight": "5"}) == by_hand(other) != by_hand(cells)
