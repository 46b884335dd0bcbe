"""`pip install .` works without an edit, says nothing is deprecated, and a repository takes the tree as it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cases import LIGHTNING, each, everywhere
from installed import Installed, Ran, convert, run

# Where not every role has a module.
MODULES = {
    "boulangerie-tokyo": {"data", "explore", "cli", "tools"},
    "doodle-net": {"data", "models", "train", "cli", "doodle_helpers"},
    "loan-defaults": {"data", "train", "explore", "cli"},
}


@everywhere
def test_pip_installs_it_and_sees_nothing_deprecated(project: Installed) -> None:
    said = project.installation.out + project.installation.err
    assert f"Successfully installed {project.case}-0.1.0" in said
    assert "deprecat" not in said.lower(), [line for line in said.split("\n") if "deprecat" in line.lower()]


@everywhere
def test_pip_takes_nothing_else_from_the_network(project: Installed) -> None:
    # What the tests run with is all it needs: a surplus requirement would be seen here.
    (installed,) = [line for line in project.installation.out.split("\n") if "Successfully installed" in line]
    assert installed.split() == ["Successfully", "installed", f"{project.case}-0.1.0"]


@everywhere
def test_its_environment_holds_what_it_declares_and_no_more(project: Installed, tmp_path: Path) -> None:
    code = (
        "import importlib.util as u\n"
        "print([n for n in ('lightning', 'mypy', 'hypothesis', 'nb2pkg') if u.find_spec(n)])"
    )
    known = project.run(str(project.python), "-c", code, where=tmp_path).out.strip()
    declares = project.case in LIGHTNING and project.case != "movie-reviews"
    assert known == ("['lightning']" if declares else "[]")


@everywhere
def test_what_is_imported_is_what_was_installed(project: Installed, tmp_path: Path) -> None:
    code = f"import {project.package} as p, importlib.metadata as m; print(p.__file__, m.version('{project.case}'))"
    place, version = project.run(str(project.python), "-c", code, where=tmp_path).out.split()
    assert Path(place).is_relative_to(project.environment)
    assert version == "0.1.0"


@everywhere
def test_importing_every_module_says_and_writes_nothing(project: Installed) -> None:
    names = sorted(path.stem for path in (project.source / project.package).glob("*.py") if path.stem != "__main__")
    assert MODULES.get(project.case, {"data", "models", "train", "explore", "cli"}) <= set(names)
    assert project.warm.imported() == ("", [])


@everywhere
def test_git_takes_the_whole_tree_and_sees_nothing_that_running_left(project: Installed) -> None:
    status = run(["git", "status", "--porcelain"], project.source).out
    assert status == ""
    tracked = set(run(["git", "ls-files", "-z"], project.source).out.split("\0")) - {""}
    assert {"setup.py", "nb2pkg.lock", ".gitignore", ".pre-commit-config.yaml", ".github/workflows/ci.yml"} <= tracked


def test_git_ignores_data_logs_and_checkpoints_of_a_run(project: Installed, fitted: tuple[Path, Ran]) -> None:
    place = fitted[0]
    left = [path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()]
    logs = [path for path in left if "/" in path or path.endswith((".pt", ".ckpt"))]
    assert len(logs) > 3
    seen = [path for path in logs if run(["git", "check-ignore", "-q", path], project.source, status=None).status]
    assert not seen


@everywhere
def test_ruff_and_its_format_pass_in_the_written_tree(project: Installed) -> None:
    for command in (["check"], ["format", "--check"]):
        run([sys.executable, "-m", "ruff", *command, "--no-cache", "."], project.source)


@pytest.mark.parametrize("project", each("leaf-disease", "doodle-net"), indirect=True)
def test_converting_again_leaves_it_alone(project: Installed) -> None:
    assert "up to date" in convert(project.case, project.source).out


@everywhere
def test_python_m_runs_the_same_command(project: Installed, tmp_path: Path) -> None:
    ran = project.run(str(project.python), "-m", project.package, "--help", where=tmp_path)
    assert ran.out == project.command("--help", where=tmp_path).out
