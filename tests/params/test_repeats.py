"""How often something is tried and how many of something are made are options; as many as there are is none."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.signatures import signatures_of
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

MAKE = "def make(i):\n    return i"
REPEATS = {
    "for attempt in range(3):\n    try:\n        ask()\n    except OSError:\n        pass": [("max_attempts", "3")],
    "for attempt in range(3):\n    ask()": [],
    "for fold in range(3):\n    try:\n        ask()\n    except OSError:\n        pass": [],
    "def place():\n    for _ in range(500):\n        if free(draw()):\n            return 1": [("max_attempts", "500")],
    "def place():\n    for _ in range(5):\n        if free(draw()):\n            return 1": [],
    "specs = [make(i) for i in range(40)]": [("n_specs", "40")],
    "specs = [make(i) for i in range(40)]\nfirst = specs[:40]": [],
    "specs = [other(i) for i in range(40)]": [],
    "specs = [make(i) for i in range(4)]": [],
    "for i in range(40):\n    rows.append(make(i))": [("n_rows", "40")],
    "for i in range(40):\n    rows.append(names[i])": [],
    "for i in range(40):\n    rows.append(make(i))\nlabels = np.zeros(40), rows": [],
}


@pytest.mark.parametrize(("text", "found"), REPEATS.items())
def test_repeats(text: str, found: list[tuple[str, str]]) -> None:
    statements = program_of(["import numpy", MAKE, text]).statements
    known = Known({"np": "numpy"}, statements, signatures_of(statements))
    groups = named(spots_in(statements, known), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == found


FLOW = ["import probe", MAKE, "rows = []\nfor i in range(20):\n    rows.append(make(i))\nprobe.see(len(rows))"]


def test_as_many_are_made_as_the_option_says() -> None:
    assert replay(FLOW).differences() == []
    assert options_of(FLOW) == {"n_rows": "20"}
    more = [cell.replace("20", "25") for cell in FLOW]
    assert turned(FLOW, {"n_rows": "25"}) == by_hand(more)
