"""Notebooks of every kind, as people write them: nothing of them is lost, and their packages compute the same."""

from __future__ import annotations

import functools
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from test_lost import lost_of

from nb2pkg import pipeline
from nb2pkg.cli.verify import case_of
from nb2pkg.model import LightningEntry, Notebook, PlainEntry
from nb2pkg.notebook.read import read_notebook
from nb2pkg.options import Conversion, Options
from nb2pkg.verify.prove import Terms, prove
from nb2pkg.verify.verdict import Outcome
from nb2pkg.verify.workspace import lay_out

HERE = Path(__file__).parent / "notebooks"
RUN_SUITES = Path(__file__).parents[1] / "entry" / "run_suites.py"


@dataclass(frozen=True)
class Kind:
    """What is to come of a notebook.

    Attributes:
        entry: What its command line is made from.
        commands: The commands that together do what it does.
        values: How many variables must at least be compared.
        compared: How many of everything else are.
        needs: A library that not everybody has.
    """

    entry: type[LightningEntry | PlainEntry]
    commands: tuple[str, ...]
    values: int
    compared: Mapping[str, int] = field(default_factory=dict)
    needs: str = ""


KINDS = {
    "bikes_lightning": Kind(
        *(LightningEntry, ("fit", "explore"), 16),
        {"line": 19, "shown": 3, "figure": 3, "metrics": 4, "optimizer": 1, "weights": 1, "file": 4},
    ),
    "boosted_rents": Kind(
        *(PlainEntry, ("fit",), 19),
        {"line": 13, "shown": 4, "figure": 4, "model": 5, "weights": 5, "file": 7},
        needs="lightgbm",
    ),
    "harbours_explored": Kind(PlainEntry, ("explore",), 14, {"line": 10, "shown": 10, "figure": 7, "file": 1}),
    # Keras is too large for every run of the tests: whoever has it tries this one.
    "letters_keras": Kind(
        *(PlainEntry, ("fit", "explore"), 15),
        {"line": 25, "figure": 2, "model": 1, "weights": 1, "file": 3, "again": 1},
        needs="keras",
    ),
    "loans_pipeline": Kind(
        *(PlainEntry, ("fit", "explore"), 33),
        {"line": 29, "shown": 3, "figure": 5, "model": 14, "weights": 14, "file": 4},
    ),
    "mixture_folds": Kind(
        *(PlainEntry, ("fit",), 24),
        {"line": 29, "shown": 1, "figure": 2, "model": 2, "weights": 5, "optimizer": 3, "file": 4},
    ),
}
#: Whose written tests run in one process, where what they import is imported once.
SUITES = {
    "with torch": ("bikes_lightning", "mixture_folds"),
    "without torch": ("boosted_rents", "harbours_explored", "letters_keras", "loans_pipeline"),
}


@functools.cache
def converted(name: str) -> tuple[Notebook, Conversion]:
    path = HERE / f"{name}.py"
    book = read_notebook(path.read_bytes(), path.name)
    return book, pipeline.convert(book, Options())


def test_every_notebook_is_tried() -> None:
    assert sorted(path.stem for path in HERE.iterdir()) == sorted(KINDS)
    assert sorted(name for names in SUITES.values() for name in names) == sorted(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_lost_and_the_commands_are_those_of_its_kind(name: str) -> None:
    book, conversion = converted(name)
    kind = KINDS[name]
    assert isinstance(conversion.plan.entry, kind.entry)
    assert tuple(command for command, *_ in pipeline.what_runs(conversion.plan)) == kind.commands
    assert lost_of(book) == []


def lacks(name: str) -> str:
    """What is not there of what a notebook needs."""
    try:
        importlib.import_module(KINDS[name].needs or "sys")
    except (ImportError, OSError) as error:
        return f"{KINDS[name].needs} is not there: {error}"
    return ""


def written(name: str, folder: Path) -> Path:
    lay_out({file.path: file.content for file in converted(name)[1].package.files}, folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_the_package_computes_what_the_notebook_does(name: str, tmp_path: Path) -> None:
    if lacks(name):
        pytest.skip(lacks(name))
    beside = tmp_path / "here"
    beside.mkdir()
    case = case_of(*converted(name), Options(), beside, written(name, tmp_path / "package"))
    verdict = prove(case, Terms(sys.executable, 0, 120, 1e-4), tmp_path / "runs")
    assert verdict.outcome is Outcome.EQUAL, verdict
    compared = dict(verdict.compared)
    assert compared.pop("value") >= KINDS[name].values, verdict.unseen
    assert compared == KINDS[name].compared


@pytest.mark.slow
@pytest.mark.parametrize("names", SUITES.values(), ids=SUITES)
def test_the_tests_that_are_written_pass(names: tuple[str, ...], tmp_path: Path) -> None:
    folders = [str(written(name, tmp_path / name)) for name in names if not lacks(name)]
    ran = subprocess.run(
        [sys.executable, str(RUN_SUITES), *folders],
        env={**os.environ, "OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    results = json.loads(ran.stdout.strip().rpartition("\n")[2])
    assert sorted(results) == sorted(folders)
    wrong = {name: one["output"] for name, one in results.items() if one["status"] or "SKIPPED" in one["output"]}
    assert not wrong, wrong
