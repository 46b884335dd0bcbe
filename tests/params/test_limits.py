"""Shares that something is compared with, clipped at or raised to are options; halves and checks are none."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

LIMITS = {
    "keep = np.where(scores >= 0.02)[0]": [("min_scores", "0.02", 1)],
    "eligible = base >= 0.21 - 1e-6": [("min_base", "0.21", 1)],
    "eligible = base >= 0.21 - 0.1": [],
    "good = (rank >= 0.55) & (task >= 0.45)": [("min_rank", "0.55", 1), ("min_task", "0.45", 1)],
    "sure = float(best.max()) > 0.65": [("min_best", "0.65", 1)],
    "fires = abs(matrix[j]) <= 0.3": [("max_matrix", "0.3", 1)],
    "a = scores >= 0.2\nb = scores >= 0.2": [("min_scores", "0.2", 2)],
    "def keep(scores):\n    return scores[scores > 0.2]": [("min_scores", "0.2", 1)],
    "grade = 'a' if scores > 0.9 else 'b' if scores > 0.7 else 'c'": [
        ("min_scores", "0.9", 1),
        ("min_scores_2", "0.7", 1),
    ],
    "grade = 'a' if scores > 0.9 else 'b' if scores > 0.7 else 'c' if scores > 0.3 else 'd'": [],
    "labels = scores > 0.5": [],
    "hit = overlap.max() >= 0.5": [("min_overlap", "0.5", 1)],
    "ok = 0.8 <= row['some_ratio'] <= 1.2": [("min_some_ratio", "0.8", 1), ("max_some_ratio", "1.2", 1)],
    "ok = 0 < ratio <= 1.2": [("max_ratio", "1.2", 1)],
    "ok = 0.0 <= ratio <= 1.0": [],
    "ok = 1.0 < ratio < 2.0": [],
    "ok = 0.2 > ratio > 0.1": [],
    "labels = scores == 0.3": [],
    "labels = scores > 3": [],
    "labels = scores > 3.0": [],
    "labels = s > 0.3": [],
    "labels = scores.draw() > 0.3": [],
    "assert scores.max() <= 0.3": [],
    "print(scores > 0.3)": [],
    "low = column.quantile(0.1)": [("quantile", "0.1", 1)],
    "low = np.quantile(column, 0.1)": [("quantile", "0.1", 1)],
    "column.quantile(0.1)": [],
    "low = np.quantile(column, 0.25)": [],
    "x.grad.data.clamp_(-0.03, 0.03)": [("grad_clip", "0.03", 2)],
    "x.grad.clamp_(-0.03, 0.04)": [],
    "x.clamp_(-0.03, 0.03)": [],
    "noise = counts ** 0.75": [("counts_exponent", "0.75", 1)],
    "noise = counts ** 0.5": [],
    "noise = counts ** 2": [],
}


@pytest.mark.parametrize(("text", "found"), LIMITS.items())
def test_limits(text: str, found: list[tuple[str, str, int]]) -> None:
    statements = program_of(["import torch", text]).statements
    groups = named(spots_in(statements, Known({"np": "numpy"}, statements)), frozenset())
    assert [(one.name, one.spots[0].source, len(one.spots)) for one in groups] == found


def test_both_ends_can_be_turned() -> None:
    cells = ["import probe", "def near(ratio):\n    return 0.8 <= ratio <= 1.2", "probe.see(near(0.7), near(1.25))"]
    assert replay(cells).differences() == []
    wider = [cell.replace("<= 1.2", "<= 1.3") for cell in cells]
    assert turned(cells, {"max_ratio": "1.3"}) == by_hand(wider) != by_hand(cells)


FLOW = ["import probe", "def sure(score):\n    return score > 0.3", "probe.see(sure(0.2), sure(0.4))"]


def test_what_counts_follows_the_option() -> None:
    assert replay(FLOW).differences() == []
    assert options_of(FLOW) == {"min_score": "0.3"}
    stricter = [cell.replace("0.3", "0.6") for cell in FLOW]
    assert turned(FLOW, {"min_score": "0.6"}) == by_hand(stricter)
