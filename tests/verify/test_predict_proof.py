"""`verify` runs `predict` where `fit` has run: what it writes again must be what the notebook wrote."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from stories import notebook

from nb2pkg import pipeline
from nb2pkg.cli.verify import case_of
from nb2pkg.options import Options
from nb2pkg.verify.prove import Terms, prove
from nb2pkg.verify.verdict import Outcome, Verdict
from nb2pkg.verify.workspace import lay_out

CELLS = [
    ("md", "# Means"),
    """\
    class Mean:
        def fit(self, rows):
            self.mean = sum(rows) / len(rows)
            return self

        def predict(self, rows):
            return [row > self.mean for row in rows]
    """,
    ("md", "## Load"),
    ("data", "train, test = [1.0, 2.0, 6.0], [2.5, 3.5]"),
    ("md", "## Train"),
    ("train", "model = Mean()\nmodel.fit(train)\nprint('mean', model.mean)"),
    ("md", "## Predict"),
    ("train", "answers = model.predict(test)\nwith open('answers.txt', 'w') as file:\n    file.write(str(answers))"),
]
pytestmark = pytest.mark.slow


def verdict_on(top: Path, old: str = "", new: str = "") -> Verdict:
    """The verdict on the package, with something in its module `train` put otherwise."""
    book = notebook(CELLS)
    conversion = pipeline.convert(book, Options())
    files = {file.path: file.content for file in conversion.package.files}
    name = f"{conversion.plan.package}/train.py"
    assert old.encode() in files[name]
    files[name] = files[name].replace(old.encode(), new.encode())
    lay_out(files, top / "package")
    (top / "here").mkdir()
    case = case_of(book, conversion, Options(), top / "here", top / "package")
    return prove(case, Terms(sys.executable, 0, 120, 1e-4), top / "runs")


def test_predict_is_part_of_the_proof(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path)
    assert verdict.outcome is Outcome.EQUAL, verdict
    assert verdict.compared["again"] == 1


def test_a_predict_that_writes_something_else_is_noticed(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, '"model")', '"model")\n    model.mean += 1')
    assert [(one.kind, one.what, one.command) for one in verdict.differences] == [("file", "answers.txt", "predict")]


def test_a_predict_that_stops_is_noticed(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, '"model")', '"other")')
    assert [(one.kind, one.command) for one in verdict.differences] == [("error", "predict")]
