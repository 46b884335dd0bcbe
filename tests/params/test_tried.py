"""What a loop tries is an option where it is a setting."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

LOOPS = {
    "for k_shot in [2, 4, 8]:\n    probe.see('k', k_shot)": {"k_shot_values": "[2, 4, 8]"},
    "for lr in (0.1, 0.2):\n    probe.see('lr', lr)": {"lr_values": "(0.1, 0.2)"},
    "for name in [2, 4, 8]:\n    probe.see('k', name)": {},
    "for k_shot in ['a', 'b']:\n    probe.see('k', k_shot)": {},
    "for k_shot in [2, 4, 8]:\n    print(k_shot)": {},
    "for k_shot in [2]:\n    probe.see('k', k_shot)": {},
}


@pytest.mark.parametrize(("loop", "options"), LOOPS.items())
def test_loops(loop: str, options: dict[str, str]) -> None:
    story = ["import probe", loop]
    assert options_of(story) == options
    assert replay(story).differences() == []


def test_the_option_turns_the_loop() -> None:
    loop = next(iter(LOOPS))
    other = loop.replace("[2, 4, 8]", "[3]")
    assert turned(["import probe", loop], {"k_shot_values": "[3]"}) == by_hand(["import probe", other])


def test_two_loops_over_the_same_are_one_option() -> None:
    loop = next(iter(LOOPS))
    assert options_of(["import probe", loop, loop]) == {"k_shot_values": "[2, 4, 8]"}
