"""Notebooks with loops of their own: their packages are converted whole, lose nothing, and compute the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from test_lost import lost_of

from nb2pkg import pipeline
from nb2pkg.model import LightningEntry
from nb2pkg.notebook.read import read_notebook
from nb2pkg.options import Options

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
    (tmp_path / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "nb2pkg", "verify", "--yes", path.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("equal\n")
    assert "trained model" in done.stdout
