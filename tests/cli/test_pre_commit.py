"""The hooks, under pre-commit itself, in a real repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from cli_helpers import LESSON, notebook_bytes, tree

import nb2pkg

TOP = Path(nb2pkg.__file__).parents[1]
HOOKS: list[dict[str, Any]] = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())
MORE = (*LESSON, ("code", "def more():\n    return 1"), ("code", "FILE = 1"))


def test_the_manifest_is_one_that_pre_commit_takes() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(TOP / ".pre-commit-hooks.yaml")]
    assert subprocess.run(command, check=False, timeout=60).returncode == 0


def test_the_hooks_run_at_every_commit_once_and_as_the_installed_command() -> None:
    assert [hook["id"] for hook in HOOKS] == ["nb2pkg-check", "nb2pkg-sync"]
    for hook in HOOKS:
        assert hook["entry"].split()[0] == "nb2pkg"
        assert (hook["always_run"], hook["pass_filenames"], hook["require_serial"]) == (True, False, True)


class Repository:
    """A git repository with pre-commit installed; its hooks are the manifest's, with a command that lies ready."""

    def __init__(self, folder: Path, hooks: Sequence[str]) -> None:
        self.folder = folder / "repository"
        self.folder.mkdir()
        commands = folder / "bin"
        commands.mkdir()
        script = commands / "nb2pkg"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).parent / "run_with_fakes.py"}" "$@"\n')
        script.chmod(0o755)
        self._env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self._env |= {
            "PATH": os.pathsep.join([str(commands), os.environ["PATH"]]),
            "PYTHONPATH": str(TOP),
            "PRE_COMMIT_HOME": str(folder / "cache"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
        local = [{**hook, "language": "system"} for hook in HOOKS if hook["id"] in hooks]
        config = {"repos": [{"repo": "local", "hooks": local}]}
        (self.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        (self.folder / "leaf.ipynb").write_bytes(notebook_bytes(LESSON))
        self.run("git", "init", "--quiet")
        self.run("git", "config", "user.name", "Somebody")
        self.run("git", "config", "user.email", "somebody@example.org")
        self.run(sys.executable, "-m", "pre_commit", "install")
        self.run("nb2pkg", "convert", "leaf.ipynb")
        assert self.commit("--all", stage=".") == 0

    def run(self, *command: str) -> None:
        subprocess.run(command, cwd=self.folder, env=self._env, check=True, capture_output=True, timeout=120)

    def commit(self, *arguments: str, stage: str = "") -> int:
        if stage:
            self.run("git", "add", stage)
        command = ["git", "commit", "--message", "x", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=self._env, check=False, capture_output=True, timeout=120)
        self.said = (done.stdout + done.stderr).decode()
        return done.returncode

    def status(self) -> str:
        command = ["git", "status", "--porcelain"]
        return subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.slow
def test_sync_writes_and_the_second_attempt_commits(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ["nb2pkg-sync"])
    (repository.folder / "leaf.ipynb").write_bytes(notebook_bytes(MORE))
    assert repository.commit(stage="leaf.ipynb") == 1
    assert "changed: leaf/leaf/data.py" in repository.said
    assert "git add --update leaf && git add leaf/leaf/extra.py" in repository.said
    repository.run("git", "add", "--update", "leaf")
    repository.run("git", "add", "leaf/leaf/extra.py")
    assert repository.commit() == 0
    assert repository.status() == ""
    assert "def more" in (repository.folder / "leaf/leaf/data.py").read_text()


@pytest.mark.slow
def test_sync_never_stages(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ["nb2pkg-sync"])
    (repository.folder / "leaf.ipynb").write_bytes(notebook_bytes(MORE))
    repository.commit(stage="leaf.ipynb")
    assert repository.status().split("\n")[:-1] == [
        "M  leaf.ipynb",
        " M leaf/leaf/data.py",
        " M leaf/nb2pkg.lock",
        "?? leaf/leaf/extra.py",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("hook", ["nb2pkg-sync", "nb2pkg-check"])
def test_an_edited_file_stops_the_commit_and_stays(hook: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path, [hook])
    edited = repository.folder / "leaf/leaf/data.py"
    edited.write_text("mine\n")
    before = tree(repository.folder / "leaf")
    assert repository.commit(stage="leaf") == 1
    assert "leaf/data.py was edited by hand" in repository.said
    assert tree(repository.folder / "leaf") == before


@pytest.mark.slow
def test_a_commit_that_only_deletes_the_notebook_is_seen(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ["nb2pkg-check"])
    repository.run("git", "rm", "--quiet", "leaf.ipynb")
    assert repository.commit() == 1
    assert "the notebook is missing" in repository.said


@pytest.mark.slow
def test_check_stops_a_commit_of_the_notebook_alone_and_lets_others_pass(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ["nb2pkg-check"])
    (repository.folder / "other.txt").write_text("x")
    assert repository.commit(stage="other.txt") == 0
    (repository.folder / "leaf.ipynb").write_bytes(notebook_bytes(MORE))
    assert repository.commit(stage="leaf.ipynb") == 1
    assert "run: nb2pkg sync leaf" in repository.said


@pytest.mark.slow
def test_unstaged_work_of_a_person_survives_the_hook(tmp_path: Path) -> None:
    repository = Repository(tmp_path, ["nb2pkg-sync"])
    readme = repository.folder / "leaf/README.md"
    readme.write_text("mine, not staged\n")
    (repository.folder / "leaf.ipynb").write_bytes(notebook_bytes(MORE))
    repository.commit(stage="leaf.ipynb")
    assert readme.read_text() == "mine, not staged\n"
