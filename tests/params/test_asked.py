"""Settings by what the machine has: computed until somebody says something."""

from __future__ import annotations

import pytest
from replay import replay
from stories import plan_of
from turned import by_hand, options_of, turned

ASKED = "4 if os.environ.get('NOT_SET', '') else 3"
STORIES = {
    "a constant": (f"BATCH_SIZE = {ASKED}", "BATCH_SIZE", "batch_size"),
    "a variable": (f"batch_size = {ASKED}", "batch_size", "chosen_batch_size"),
}


@pytest.mark.parametrize(("cell", "name", "option"), STORIES.values(), ids=STORIES)
def test_a_setting_by_what_the_machine_has(cell: str, name: str, option: str) -> None:
    cells = ["import os\nimport probe", cell, f"def train(x):\n    probe.see(x, {name})\n", f"train(1)\ntrain({name})"]
    (parameter,) = plan_of(cells).parameters
    assert (parameter.name, parameter.type, parameter.default) == (option, "int | None", "None")
    assert replay(cells).differences() == []
    assert turned(cells, {option: "7"}) == by_hand([one.replace(ASKED, "7") for one in cells])


@pytest.mark.parametrize(
    "cells",
    [
        ["import os", f"BATCH_SIZE = {ASKED}\ndef train(n=BATCH_SIZE):\n    return n\n", "train()"],
        ["import os", f"kind = {ASKED}", "def train():\n    return kind\n", "train()"],
    ],
    ids=["something is defined with it", "no setting"],
)
def test_what_stays(cells: list[str]) -> None:
    assert options_of(cells) == {}


def test_two_numbers_of_which_the_machine_says_which_are_two_options() -> None:
    asks = "256 if torch.cuda.is_available() else 64"
    cells = ["import torch\nimport probe", f"batch_size = {asks}", "probe.see(batch_size)"]
    assert options_of(cells) == {"gpu_batch_size": "256", "cpu_batch_size": "64"}
