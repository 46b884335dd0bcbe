"""An option made of an argument turns what that turned: as if somebody had changed the notebook by hand."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import probe\n"
TRAIN = 'def train(net, epochs, lr=0.1):\n    probe.see("train", (net, epochs, lr))\n    return net'
PICK = 'def pick(x, seed):\n    return probe.see("pick", (x, seed))'
LOAD = 'def load(x, batch_size):\n    return probe.see("load", (x, batch_size))'
STORIES = {
    "positional arguments of the notebook's own": (
        [HEAD, TRAIN, "net = probe.see('net', 'n')\nnet = train(net, 10, 0.01)"],
        {"epochs": "10", "lr": "0.01"},
        ("train(net, 10, 0.01)", "train(net, 30, 0.03)"),
        {"epochs": "30", "lr": "0.03"},
    ),
    "one seed in a function and beside it": (
        [
            HEAD,
            PICK,
            "def split(x):\n    return pick(x, seed=42)",
            "parts = split(3)\nagain = pick(parts, seed=42)",
        ],
        {"seed": "42"},
        ("=42", "=43"),
        {"seed": "43"},
    ),
    "the same value in two places of one function": (
        [HEAD, LOAD, "a = load(1, batch_size=64)\nb = load(2, batch_size=64)"],
        {"batch_size": "64"},
        ("=64", "=32"),
        {"batch_size": "32"},
    ),
}


@pytest.mark.parametrize(("cells", "options", "edit", "values"), STORIES.values(), ids=STORIES)
def test_the_option_turns_what_the_argument_turned(
    cells: list[str], options: dict[str, str], edit: tuple[str, str], values: dict[str, str]
) -> None:
    assert options_of(cells) == options
    assert replay(cells).differences() == []
    assert turned(cells, values) == by_hand([cell.replace(*edit) for cell in cells])
