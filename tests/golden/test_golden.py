"""Each fixture gives the tree that is kept beside it, byte for byte, wherever and whenever it is converted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from golden_trees import CASES, FIXTURES, LEFT_BEHIND, converted, difference, expected_folder, files_below, written
from lost import lost

from nb2pkg.__main__ import main

AGAIN = "if the change is meant: python -m tests.golden, and review the diff"
# What may differ between two machines, as unlike as it gets.
HERE = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
ELSEWHERE = {"PYTHONHASHSEED": "4242", "TZ": "America/Anchorage", "LANG": "tr_TR.UTF-8", "LC_ALL": "POSIX"}


def test_every_fixture_has_its_tree() -> None:
    lightning = ("house-prices", "kitchen-sink", "leaf-disease", "movie-reviews")
    assert sorted(CASES) == sorted((*lightning, "boulangerie-tokyo", "doodle-net", "loan-defaults"))


# What looks at a fixture's conversion is in one process of the tests, so that it is converted once.
each = pytest.mark.parametrize("case", [pytest.param(case, marks=pytest.mark.xdist_group(case)) for case in CASES])


@each
def test_the_tree_is_the_kept_one(case: str) -> None:
    found = difference(files_below(expected_folder(case)), written(case))
    assert not found, f"{found}\n{AGAIN}"


@each
def test_nothing_of_its_notebook_is_lost(case: str) -> None:
    notebook, done = converted(case)
    assert lost(notebook, done.plan, done.package) == []


@pytest.mark.parametrize("case", CASES)
def test_check_says_that_the_kept_tree_agrees_with_its_notebook(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(expected_folder(case))]) == 0
    assert "agrees" in capsys.readouterr().out


def test_a_difference_names_the_file_and_both_lines() -> None:
    found = difference({"a": b"1\n2", "b": b"x", "c": b""}, {"a": b"1\n3", "b": b"x", "d": b""})
    assert found.split("\n") == [
        *("--- kept/a", "+++ written/a", "@@ -1,2 +1,2 @@", " 1", "-2", "+3"),
        *("c: is gone", "d: is new"),
    ]
    assert difference({"a": b"1"}, {"a": b"1"}) == ""


def convert(folder: Path, case: str, setting: dict[str, str]) -> Path:
    """Convert a copy of a fixture with the real command, in another place and under other circumstances."""
    folder.mkdir(parents=True)
    notebook = folder / "notebook.ipynb"
    for path in (FIXTURES / case / "notebook.ipynb", *(FIXTURES / case).glob("*.py")):
        shutil.copy(path, folder)
    output = folder / "expected"
    command = [sys.executable, "-m", "nb2pkg", "convert", str(notebook), "--name", case, "--output", str(output)]
    search = os.pathsep.join([str(FIXTURES.parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": search, **setting}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return output


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=() if case == "kitchen-sink" else pytest.mark.slow) for case in CASES]
)
def test_bytes_do_not_depend_on_the_path_the_hash_seed_the_clock_or_the_language(case: str, tmp_path: Path) -> None:
    kept = files_below(expected_folder(case))
    elsewhere = convert(tmp_path / "öther pláce" / "deep" / "er", case, ELSEWHERE)
    assert difference(kept, files_below(elsewhere)) == ""
    if case == "kitchen-sink":  # the kept tree came about under a third setting
        assert difference(kept, files_below(convert(tmp_path / "here", case, HERE))) == ""


@pytest.mark.parametrize("case", CASES)
def test_converting_again_changes_nothing(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(FIXTURES / case, tmp_path / case, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    root = tmp_path / case / "expected"
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert len(before) > 15
    assert main(["convert", str(tmp_path / case / "notebook.ipynb"), "--name", case, "--output", str(root)]) == 0
    assert "up to date" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
