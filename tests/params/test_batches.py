"""How many rows a loop takes at a time is an option; what stands together is none."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

BATCHES = {
    "for i in range(0, len(x), 64):\n    see(x[i : i + 64])": [("batch_size", "64")],
    "for i in tqdm(range(0, n, 64), desc='all'):\n    see(x[i : i + 64], y[i : i + 64])": [("batch_size", "64")],
    "def go(x):\n    for i in range(0, len(x), 64):\n        see(x[i : i + 64])": [("batch_size", "64")],
    "parts = [x[i : i + 64] for i in range(0, len(x), 64)]": [("batch_size", "64")],
    "chunks = [x[i : i + 64] for i in range(0, len(x), 64)]": [("chunk_size", "64")],
    "for i in range(0, len(x), 5):\n    a, b, c, d, e = x[i : i + 5]": [],
    "for i in range(0, len(x), 64):\n    see(x[i : i + 64], 64)": [],
    "for i in range(0, len(x), 64):\n    see(x[i : i + 32])": [],
    "for i in range(0, len(x), 64):\n    see(x[i])": [],
    "for i in range(0, len(x), 64):\n    see(x[j : j + 64])": [],
    "for i in range(8, len(x), 64):\n    see(x[i : i + 64])": [],
    "for i in range(0, len(x), size):\n    see(x[i : i + size])": [],
}


@pytest.mark.parametrize(("text", "found"), BATCHES.items())
def test_batches(text: str, found: list[tuple[str, str]]) -> None:
    statements = program_of([text]).statements
    groups = named(spots_in(statements, Known({}, statements)), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == found


STORY = [
    "import probe\nrows = list(range(probe.pull('size') * 10))",
    "for i in range(0, len(rows), 16):\n    probe.see('rows', rows[i : i + 16])",
]


def test_batches_can_be_turned() -> None:
    assert options_of(STORY) == {"batch_size": "16"}
    assert replay(STORY).differences() == []
    other = [cell.replace("16", "9") for cell in STORY]
    assert turned(STORY, {"batch_size": "9"}) == by_hand(other) != by_hand(STORY)
