"""Loops that train go on as often as they are told."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

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


#: Loops that say by what they call that they train.
CALLED = {
    "for step in range(4):\n    loss = training_step(x, y)": [("train_steps", "4")],
    "for _ in tqdm(range(20)):\n    state = train_step_fn(state, batch)": [("train_steps", "20")],
    "for _ in range(20):\n    state = trainer.train_step(state, batch)": [("train_steps", "20")],
    "for _ in range(45):\n    x, y = rows(size)\n    model.partial_fit(x, y)": [("train_steps", "45")],
    "for _ in range(3):\n    state = train_step_fn(state, batch)": [],
    "for _ in range(20):\n    see(state)": [],
    "for step in range(40):\n    see(training_steps)": [],
}


@pytest.mark.parametrize(("text", "found"), CALLED.items())
def test_a_loop_calls_what_takes_a_step(text: str, found: list[tuple[str, str]]) -> None:
    statements = program_of([text]).statements
    groups = named(spots_in(statements, Known({}, statements)), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == found
