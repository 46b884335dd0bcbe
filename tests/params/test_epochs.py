"""Loops that train go on as often as they are told."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import probe\nclass Loss:\n    def backward(self):\n        probe.see('step')\nloss = Loss()"
LOOPS = {
    "for epoch in range(1, 4):\n    loss.backward()\n    probe.see(epoch)": ("epochs", "3", "range(1, 6)"),
    "for epoch in range(3):\n    loss.backward()\n    probe.see(epoch)": ("epochs", "3", "range(5)"),
    "train_loader = [len('a')]\nfor epoch in range(3):\n    for x in train_loader:\n        probe.see(epoch, x)": (
        "epochs",
        "3",
        "range(5)",
    ),
    "for step in range(1, 4):\n    loss.backward()\n    probe.see(step)": ("train_steps", "3", "range(1, 6)"),
    "for episode in range(3):\n    loss.backward()\n    probe.see(episode)": ("n_episodes", "3", "range(5)"),
}


@pytest.mark.parametrize("loop", LOOPS)
def test_a_loop_goes_on_as_often_as_the_option_says(loop: str) -> None:
    word, default, longer = LOOPS[loop]
    assert replay([HEAD, loop]).differences() == []
    assert options_of([HEAD, loop]) == {word: default}
    told = loop.replace("range(1, 4)", longer).replace("range(3)", longer)
    assert turned([HEAD, loop], {word: "5"}) == by_hand([HEAD, told])
