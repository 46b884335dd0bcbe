"""What a loop tries is an option where it is a setting."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

LOOPS = {
    "for k_shot in [2, 4, 8]:\n    probe.see('k', k_shot)": {"k_shot_values": "[2, 4, 8]"},
    "for lr in (0.1, 0.2):\n    probe.see('lr', lr)": {"lr_values": "(0.1, 0.2)"},
    "for name in [2, 4, 8]:\n    probe.see('k', name)": {},
    "for k_shot in ['a', 'b']:\n    probe.see('k', k_shot)": {},
    "for k_shot in [2, 4, 8]:\n    print(k_shot)": {},
    "for k_shot in [2]:\n    probe.see('k', k_shot)": {},
    "for count in [2, 4]:\n    for scale in [0.5, 1.5]:\n        probe.see(count, scale)": {
        "count_values": "[2, 4]",
        "scale_values": "[0.5, 1.5]",
    },
    "for scale in [2, 4]:\n    probe.see(3 * scale + 1)": {"scale_values": "[2, 4]"},
    "specs = []\nfor scale in [2, 4]:\n    specs.append({'scale': scale})\nprobe.see(str(specs))": {
        "scale_values": "[2, 4]"
    },
    "def f(x):\n    scales = [2, 4]\n    for s in scales:\n        probe.see(x * s)\nf(1)": {"f_scales": "[2, 4]"},
    "def f(x):\n    scales = [2, 4]\n    scales = scales + [5]\n    for s in scales:\n        probe.see(s)\nf(1)": {},
    "def f(x):\n    rows = [2, 4]\n    for row in rows:\n        probe.see(row)\nf(1)": {},
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


ROWS = {
    "THRESHOLD_GRID = np.linspace(0.35, 0.65, 61)": {
        "threshold_min": "0.35",
        "threshold_max": "0.65",
        "threshold_count": "61",
    },
    "thresholds = np.arange(0.2, 0.9, 0.1)": {"threshold_min": "0.2", "threshold_max": "0.9", "threshold_step": "0.1"},
    "thresholds = np.linspace(0.0, 1.0, 51)": {"threshold_count": "51"},
    "threshold = np.linspace(0.35, 0.65, 61)": {},
    "thresholds = np.linspace(0.35, top, 61)": {},
    "grid = np.linspace(0.35, 0.65, 61)": {},
    "columns = np.linspace(0.35, 0.65, 61)": {},
    "thresholds = np.ones(3, 4, 5)": {},
}


@pytest.mark.parametrize(("text", "options"), ROWS.items())
def test_rows_of_values_of_a_setting(text: str, options: dict[str, str]) -> None:
    statements = program_of(["import numpy as np", text]).statements
    groups = named(spots_in(statements, Known({"np": "numpy"}, statements)), frozenset())
    assert {one.name: one.spots[0].source for one in groups} == options


def test_a_row_can_be_turned() -> None:
    cells = ["import numpy as np\nimport probe", "THRESHOLDS = np.arange(0, 6, 2)", "probe.see(str(THRESHOLDS))"]
    assert replay(cells).differences() == []
    other = [one.replace("6", "8") for one in cells]
    assert turned(cells, {"threshold_max": "8"}) == by_hand(other) != by_hand(cells)
