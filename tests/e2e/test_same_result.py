"""The package computes what the notebook computes: logged metrics and written files are equal."""

from __future__ import annotations

from pathlib import Path

import pytest
from installed import Installed, Ran
from logged import differences, logged

# Files that the notebook writes and that hold no time and no random name.
WRITTEN = {
    "house-prices": ("submission.csv",),
    "kitchen-sink": (),
    "leaf-disease": ("submission.csv",),
    "movie-reviews": ("vocab.json",),
}

# Classes that the slim notebook still defines: in the package their arguments are others.
KEPT: dict[str, set[str]] = {
    "house-prices": set(),
    "kitchen-sink": set(),
    "leaf-disease": set(),
    "movie-reviews": set(),
}


def test_fit_logs_the_metrics_of_the_notebook(fitted: tuple[Path, Ran], notebook_ran: Path) -> None:
    metrics = logged(notebook_ran)
    assert len(metrics) >= 5
    assert not differences(logged(fitted[0]), metrics)


def test_fit_writes_the_files_of_the_notebook(project: Installed, fitted: tuple[Path, Ran], notebook_ran: Path) -> None:
    for name in WRITTEN[project.case]:
        assert (fitted[0] / name).read_bytes() == (notebook_ran / name).read_bytes()
    left = [{path.name for path in place.rglob("*.pt")} for place in (fitted[0], notebook_ran)]
    assert left[0] == left[1]


def test_the_slim_notebook_runs_and_logs_the_same(project: Installed, notebook_ran: Path) -> None:
    place = project.place("slim")
    cells = project.run_notebook(project.source / "notebooks" / f"{project.case}.ipynb", place)
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert f"from {project.package}" in code
    assert {line.split("(")[0] for line in code.split("\n") if line.startswith("class ")} == KEPT[project.case]
    assert not differences(logged(place), logged(notebook_ran))


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({"a": [(0, 1.0)]}, {"a": [(0, 1.0 + 1e-9)]}, ""),
        ({"a": [(0, float("nan"))]}, {"a": [(0, float("nan"))]}, ""),
        ({"a": [(0, 1.0)]}, {"a": [(0, 1.001)]}, "step 0: 1.0 and 1.001"),
        ({"a": [(0, 1.0)]}, {"a": [(0, float("nan"))]}, "nan"),
        ({"a": [(0, 1.0)]}, {"a": [(1, 1.0)]}, "at steps [0] and [1]"),
        ({"a": [(0, 1.0)]}, {"a": []}, "at steps [0] and []"),
        ({"a": [(0, 1.0)]}, {"b": [(0, 1.0)]}, "only one of them logged a"),
    ],
)
def test_a_difference_is_seen(
    one: dict[str, list[tuple[int, float]]], other: dict[str, list[tuple[int, float]]], words: str
) -> None:
    assert words in " ".join(differences(one, other))
    assert bool(differences(one, other)) == bool(words)
