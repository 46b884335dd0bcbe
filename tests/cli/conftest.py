from __future__ import annotations

import sys
from pathlib import Path

import cli_fakes
import pytest
from cli_helpers import LESSON, Ran, Run, notebook_bytes

import nb2pkg
from nb2pkg.__main__ import main


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in the empty folder, with a stand-in for the pipeline."""
    monkeypatch.setitem(sys.modules, "nb2pkg.pipeline", cli_fakes)
    monkeypatch.setattr(nb2pkg, "pipeline", cli_fakes, raising=False)
    for name in ("convert", "params", "tag"):
        monkeypatch.delitem(sys.modules, f"nb2pkg.cli.{name}", raising=False)

    def run_command(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run_command


@pytest.fixture
def lesson(here: Path) -> Path:
    """A small notebook."""
    path = here / "leaf.ipynb"
    path.write_bytes(notebook_bytes(LESSON))
    return path


@pytest.fixture
def package(run: Run, lesson: Path, here: Path) -> Path:
    """The package of the small notebook."""
    assert run("convert", "leaf.ipynb").status == 0
    return here / "leaf"
