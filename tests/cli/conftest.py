from __future__ import annotations

import sys
from collections.abc import Iterator
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


def _forget_commands() -> None:
    """The commands that took hold of the pipeline when they were imported."""
    for name in ("convert", "params", "tag"):
        sys.modules.pop(f"nb2pkg.cli.{name}", None)


@pytest.fixture
def run(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs a command in the empty folder, with a stand-in for the pipeline."""
    monkeypatch.setitem(sys.modules, "nb2pkg.pipeline", cli_fakes)
    monkeypatch.setattr(nb2pkg, "pipeline", cli_fakes, raising=False)
    _forget_commands()

    def run_command(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    yield run_command
    _forget_commands()


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
