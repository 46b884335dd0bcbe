"""The metrics that a run logged, read back from where Lightning's loggers leave them."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

# What a run measures of the machine, not of the model.
NOT_OF_THE_MODEL = ("hp_metric",)

Logged = dict[str, list[tuple[int, float]]]


def logged(folder: Path) -> Logged:
    """All metrics below a folder: (step, value) by metric and logger, in the order in which they were logged."""
    found: Logged = defaultdict(list)
    for path in sorted(folder.rglob("metrics.csv")):
        run = path.parent.relative_to(folder).as_posix()
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for name, value in row.items():
                    if value and name != "step":
                        found[f"{run}:{name}"].append((int(row["step"]), float(value)))
    for path in sorted(folder.rglob("events.out.tfevents.*")):
        for name, values in _events(path).items():
            found[f"{path.parent.relative_to(folder).as_posix()}:{name}"] += values
    return dict(found)


def _events(path: Path) -> Logged:
    from tensorboard.backend.event_processing.event_accumulator import (  # type: ignore[import-untyped, unused-ignore]
        EventAccumulator,
    )

    accumulator = EventAccumulator(str(path), size_guidance={"scalars": 0})
    accumulator.Reload()
    return {
        name: [(event.step, event.value) for event in accumulator.Scalars(name)]
        for name in accumulator.Tags()["scalars"]
        if name not in NOT_OF_THE_MODEL
    }


def differences(one: Logged, other: Logged, tolerance: float = 1e-6) -> list[str]:
    """Where two runs logged something else, in words."""
    found = [f"only one of them logged {name}" for name in sorted(one.keys() ^ other.keys())]
    for name in sorted(one.keys() & other.keys()):
        first, second = one[name], other[name]
        if [step for step, _ in first] != [step for step, _ in second]:
            found.append(f"{name}: at steps {[s for s, _ in first][:8]} and {[s for s, _ in second][:8]}")
            continue
        far = [
            f"{name}, step {step}: {a} and {b}"
            for (step, a), (_, b) in zip(first, second, strict=True)
            if not (math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance) or (math.isnan(a) and math.isnan(b)))
        ]
        found += far[:2]
    return found
