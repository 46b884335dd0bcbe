"""Literals of networks that stay nested in a step are options of that step: the network closes over them."""

from __future__ import annotations

import pytest
from replay import replay
from stories import member_of, plan_of
from turned import by_hand, options_of, turned

HEAD = "import probe\nimport lightning.pytorch as pl\nfrom torch import nn"
WIDTH = "width = probe.see('width', 7)"
BASE = "class Net(nn.Module):\n    def __init__(self, size=width):\n        super().__init__()\n"
CHILD = "class Child(Net):\n    def __init__(self):\n        super().__init__()\n"
OPEN = "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
LAYER = "        self.drop = nn.Dropout(0.1)\n"
USE = "net = Net()\nprobe.see('drop', net.drop(1))"
NESTED = {
    "its default is computed": ("Net", [HEAD, WIDTH, BASE + LAYER, USE]),
    "what it derives from has such a default": (
        "Child",
        [HEAD, WIDTH, BASE, CHILD + LAYER, USE.replace("Net", "Child")],
    ),
    "the same value twice": ("Net", [HEAD, WIDTH, BASE + LAYER + LAYER.replace("drop ", "last "), USE]),
    "it builds a Trainer and assigns a global": (
        "build",
        [
            HEAD,
            "made = 0",
            "def build(share=0.1):\n    global made\n    made = made + 1\n"
            "    drop = nn.Dropout(0.1)\n    return drop, pl.Trainer()",
            "drop, trainer = build()\nprobe.see('drop', drop(made))",
        ],
    ),
}


@pytest.mark.parametrize(("name", "cells"), NESTED.values(), ids=NESTED)
def test_the_option_turns_what_stays_nested(name: str, cells: list[str]) -> None:
    assert not any(member.name == name for module in plan_of(cells).modules for member in module.members)
    assert {"dropout": "0.1"}.items() <= options_of(cells).items()
    assert replay(cells).differences() == []
    changed = by_hand([cell.replace("Dropout(0.1", "Dropout(0.4") for cell in cells])
    assert changed != by_hand(cells)
    assert turned(cells, {"dropout": "0.4"}) == changed


def test_what_does_not_stay_nested_takes_its_own() -> None:
    cells = [HEAD, OPEN + LAYER, USE]
    assert options_of(cells) == {"dropout": "0.1"}
    assert "def __init__(self, dropout: float = 0.1)" in member_of(plan_of(cells), "Net")
