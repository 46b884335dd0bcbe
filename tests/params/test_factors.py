"""By how much something is more or less than a learning rate is an option; other arithmetic is none."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import probe\nbase_lr = probe.pull('size')\nwidth = probe.pull('size')"

FACTORS = {
    "divided": ("k = dict(eta_min=base_lr / 50)", {"eta_min_divisor": "50"}),
    "multiplied": ("k = dict(end_value=2e-2 * base_lr)", {"end_value_factor": "2e-2"}),
    "of a group": ("k = {'lr': base_lr * 0.1}", {"lr_factor": "0.1"}),
    "of an attribute": (
        "class Net:\n    def __init__(self, lr):\n        self.lr = lr\n    def get(self):\n"
        "        return dict(end_value=0.01 * self.lr)\nk = Net(base_lr).get()",
        {"end_value_factor": "0.01"},
    ),
    "epochs of a schedule": ("k = dict(decay_steps=500 * len(str(width)))", {"decay_epochs": "500"}),
    "epochs of a schedule of so many steps": (
        "steps_per_epoch = width\nk = dict(total_steps=steps_per_epoch * 30)",
        {"schedule_epochs": "30"},
    ),
    "what it is multiplied by later": (
        "k = dict(boundaries_and_scales={len(str(width)): 0.1, 8: 0.1})",
        {"lr_scale": "0.1"},
    ),
    "of steps of something else": ("k = dict(decay_steps=500 * width)", {}),
    "a part of what there is": ("k = dict(size=20 * len(str(width)))", {}),
    "of something else": ("k = dict(end_value=0.5 * width)", {}),
    "not given to anything": ("k = 5 - base_lr * 2", {}),
    "a part of it": ("k = dict(end_value=1 - base_lr)", {}),
    "by another": ("k = dict(end_value=width * base_lr)", {}),
}


@pytest.mark.parametrize(("cell", "options"), FACTORS.values(), ids=FACTORS)
def test_options(cell: str, options: dict[str, str]) -> None:
    assert options_of([HEAD, f"{cell}\nprobe.see(repr(k))"]) == options


@pytest.mark.parametrize("name", [name for name, (_, options) in FACTORS.items() if options])
def test_an_option_turns_what_the_number_turned(name: str) -> None:
    cell, options = FACTORS[name]
    ((option, value),) = options.items()
    new = "4" if value.isdigit() else "0.25"
    story, other = ([HEAD, f"{one}\nprobe.see(repr(k))"] for one in (cell, cell.replace(value, new)))
    assert replay(story).differences() == []
    assert turned(story, {option: new}) == by_hand(other) != by_hand(story)
