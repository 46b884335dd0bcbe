"""The share of the rows that a part gets is an option where the size of the part is computed from it."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import math\nimport probe\nrows = list(range(probe.pull('size') * 10))\nn = len(rows)\nwidth = n"
SEEN = "\nprobe.see('rows', k)"

SHARES = {
    "of the length": ("n_train = int(0.8 * len(rows))\nk = n_train", {"train_fraction": "0.8"}),
    "the other way round": ("n_train = int(len(rows) * 0.8)\nk = n_train", {"train_fraction": "0.8"}),
    "of how many there are": ("train_n = int(math.floor(0.8 * n))\nk = train_n", {"train_fraction": "0.8"}),
    "rounded": ("val_size = round(n * .2)\nk = val_size", {"val_fraction": ".2"}),
    "what is left": ("num_train = int((1 - 0.2) * len(rows))\nk = num_train", {"val_fraction": "0.2"}),
    "a split": ("cut = int(n * 0.5)\nk = cut", {"split_fraction": "0.5"}),
    "slices": (
        "train = rows[:int(0.8 * n)]\ntest = rows[int(0.8 * n):]\nk = train, test",
        {"train_fraction": "0.8"},
    ),
    "two parts": (
        "n_val = int(0.1 * n)\nn_test = int(0.1 * n)\nk = n_val, n_test",
        {"val_fraction": "0.1", "test_fraction": "0.1"},
    ),
    "in a function": (
        "def parts(rows):\n    n_train = int(0.8 * len(rows))\n    return rows[:n_train]\nk = parts(rows)",
        {"train_fraction": "0.8"},
    ),
    "milestones": (
        "epochs = 5\nk = dict(milestones=[int(0.4 * epochs), int(0.8 * epochs)])",
        {"epochs": "5", "milestone_fraction": "0.4", "milestone_fraction_2": "0.8"},
    ),
    "boundaries": (
        "epochs = 5\nk = dict(boundaries_and_scales={int(9 * epochs * 0.6): 2})",
        {"epochs": "5", "milestone_fraction": "0.6"},
    ),
    "a warmup": (
        "num_steps = 50\nwarmup_steps = int(0.1 * num_steps)\nk = warmup_steps",
        {"num_steps": "50", "warmup_fraction": "0.1"},
    ),
    "of something else": ("half = int(0.5 * width)\nk = half", {}),
    "not rounded": ("mean = 0.5 * len(rows)\nk = mean", {}),
    "more than all": ("more = int(1.5 * len(rows))\nk = more", {}),
    "of the time": ("epochs = 5\nk = int(0.5 * epochs)", {"epochs": "5"}),
}


@pytest.mark.parametrize(("cell", "options"), SHARES.values(), ids=SHARES)
def test_options(cell: str, options: dict[str, str]) -> None:
    assert options_of([HEAD, f"{cell}{SEEN}"]) == options


@pytest.mark.parametrize("name", SHARES)
def test_the_package_does_the_same(name: str) -> None:
    assert replay([HEAD, f"{SHARES[name][0]}{SEEN}"]).differences() == []


@pytest.mark.parametrize(
    ("name", "option"),
    [("of the length", "train_fraction"), ("slices", "train_fraction"), ("what is left", "val_fraction")],
)
def test_an_option_turns_what_the_share_turned(name: str, option: str) -> None:
    cell = SHARES[name][0]
    story, other = ([HEAD, f"{one}{SEEN}"] for one in (cell, cell.replace(SHARES[name][1][option], "0.3")))
    assert turned(story, {option: "0.3"}) == by_hand(other) != by_hand(story)
