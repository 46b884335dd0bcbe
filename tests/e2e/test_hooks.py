"""The hooks as a team has them: pre-commit fetches nb2pkg from a repository, builds it, and runs it at every commit."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from installed import FIXTURES, TOP, Ran, run

CASE = "leaf-disease"
WHO = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")


class Team:
    """A repository with a notebook, its package, and one of the hooks."""

    def __init__(self, folder: Path) -> None:
        self.tool, self.work = folder / "tool", folder / "work"
        self.setting = {
            "PRE_COMMIT_HOME": str(folder / "cache"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "PYTHONPATH": "",
        }
        for name in ("nb2pkg", "templates"):
            shutil.copytree(TOP / name, self.tool / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
            shutil.copy(TOP / name, self.tool / name)
        self.git("init", "--quiet", where=self.tool)
        self.git("add", "--all", where=self.tool)
        self.git("commit", "--quiet", "--message", "A release", where=self.tool)
        self.work.mkdir()
        shutil.copy(FIXTURES / CASE / "notebook.ipynb", self.work / "leaf.ipynb")
        self.git("init", "--quiet")

    def git(self, *arguments: str, where: Path | None = None, status: int | None = 0) -> Ran:
        return run(["git", *WHO, *arguments], where or self.work, self.setting, status)

    def install(self, hook: str) -> None:
        """Say in the configuration that this hook is wanted, and install it."""
        release = self.git("rev-parse", "HEAD", where=self.tool).out.strip()
        config = {"repos": [{"repo": str(self.tool), "rev": release, "hooks": [{"id": hook}]}]}
        (self.work / ".pre-commit-config.yaml").write_text(json.dumps(config))
        run([sys.executable, "-m", "pre_commit", "install", "--install-hooks"], self.work, self.setting)

    def nb2pkg(self, *arguments: str, status: int = 0) -> Ran:
        """Run the command that pre-commit built: from a wheel, with the templates inside."""
        (command,) = Path(self.setting["PRE_COMMIT_HOME"]).glob("repo*/py_env-*/bin/nb2pkg")
        return run([str(command), *arguments], self.work, self.setting, status)

    def commit(self, status: int | None = 0) -> Ran:
        self.git("add", "--all")
        return self.git("commit", "--message", "x", status=status)

    def edit_notebook(self, before: str, after: str) -> None:
        path = self.work / "leaf.ipynb"
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.xdist_group("hooks")
def test_hooks_keep_a_package_in_step(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.install("nb2pkg-sync")
    team.nb2pkg("convert", "leaf.ipynb", "--name", CASE)
    assert "Passed" in team.commit().err

    team.edit_notebook("nn.Dropout(0.25)", "nn.Dropout(0.4)")
    stopped = team.commit(status=1)
    assert "files were modified by this hook" in stopped.err or "Failed" in stopped.err
    models = (team.work / CASE / "leaf_disease" / "models.py").read_text(encoding="utf-8")
    assert "dropout_rate: float = 0.4" in models
    assert "Passed" in team.commit().err
    assert team.git("status", "--porcelain").out == ""

    edited = team.work / CASE / "leaf_disease" / "models.py"
    edited.write_text(models + "# mine\n", encoding="utf-8")
    team.edit_notebook("nn.Dropout(0.4)", "nn.Dropout(0.5)")
    refused = team.commit(status=1)
    assert "models.py" in refused.err
    assert edited.read_text(encoding="utf-8") == models + "# mine\n"

    team.install("nb2pkg-check")
    assert "models.py" in team.commit(status=1).err
    edited.write_text(models, encoding="utf-8")
    assert "nb2pkg sync" in team.commit(status=1).err
    team.nb2pkg("sync", status=1)
    assert "Passed" in team.commit().err
