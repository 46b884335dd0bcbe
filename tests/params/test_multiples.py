"""Numbers that settings are computed with from other settings are settings; where something ends is none."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

FOUND = {
    "schedule = cosine(decay_steps=500 * len(train_loader))": [("decay_epochs", "500")],
    "total_steps = len(self.loader) * 20": [("total_epochs", "20")],
    "limit = 20 * len(train_dl)": [],
    "def make():\n    return cosine(decay_steps=500 * len(train_loader))": [("decay_epochs", "500")],
    "delay = rate * (sequence_length + 24 - 1)": [("delay_offset", "24")],
    "warmup_steps = warmup_epochs * 150": [("warmup_steps_factor", "150")],
    "last = sequence_length - 1": [],
    "both = batch_size * 150": [],
    "warmup_steps = warmup_minutes * 60": [],
    "warmup_steps = other * 150": [],
    "delay = other + 24": [],
    "n_steps = (300000 - 200001 - window_size) // batch_size": [],
    "delay = sequence_length + offset(24)": [],
    "total_steps = 1 * len(loader)": [],
}


@pytest.mark.parametrize(("text", "settings"), FOUND.items())
def test_multiples(text: str, settings: list[tuple[str, str]]) -> None:
    statements = program_of(["import torch", text]).statements
    known = Known({}, statements, constants=frozenset(("rate",)))
    groups = named(spots_in(statements, known), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == settings


STORY = ["import probe", "sequence_length = 5", "delay = 2 * (sequence_length + 24 - 1)\nprobe.see(delay)"]


def test_what_is_computed_from_settings_follows_the_option() -> None:
    assert replay(STORY).differences() == []
    assert options_of(STORY) == {"sequence_length": "5", "delay_offset": "24"}
    assert turned(STORY, {"delay_offset": "12"}) == by_hand([cell.replace("24", "12") for cell in STORY])
