"""Notebooks with loops of their own: their packages are converted whole, lose nothing, and compute the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from test_lost import lost_of

from nb2pkg import pipeline
from nb2pkg.cli.verify import case_of
from nb2pkg.model import LightningEntry
from nb2pkg.notebook.read import read_notebook
from nb2pkg.options import Options
from nb2pkg.verify.prove import Terms, prove
from nb2pkg.verify.verdict import Outcome
from nb2pkg.verify.workspace import lay_out

HERE = Path(__file__).parent / "notebooks"
NOTEBOOKS = sorted(HERE.glob("*.py"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_loop_is_a_module_and_nothing_is_lost(path: Path) -> None:
    book = read_notebook(path.read_bytes(), path.name)
    plan = pipeline.plan(book, Options())
    assert isinstance(plan.entry, LightningEntry)
    assert plan.entry.of_a_loop
    assert lost_of(book) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_person_can_keep_the_loop(path: Path) -> None:
    book = read_notebook(path.read_bytes(), path.name)
    plan = pipeline.plan(book, Options(skip_rules=("loops-to-modules",)))
    assert not isinstance(plan.entry, LightningEntry)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_package_computes_what_the_loop_does(path: Path, tmp_path: Path) -> None:
    beside = tmp_path / "here"
    beside.mkdir()
    book = read_notebook(path.read_bytes(), path.name)
    conversion = pipeline.convert(book, Options())
    lay_out({file.path: file.content for file in conversion.package.files}, tmp_path / "package")
    case = case_of(book, conversion, Options(), beside, tmp_path / "package")
    verdict = prove(case, Terms(sys.executable, 0, 120, 1e-4), tmp_path / "runs")
    assert verdict.outcome is Outcome.EQUAL, verdict
    assert verdict.compared["optimizer"] == verdict.compared["weights"] >= 1
    assert verdict.compared["line"] > 4
