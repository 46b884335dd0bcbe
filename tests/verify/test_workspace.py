"""Where runs happen: it looks like the notebook's folder, and what is written there stays there."""

from __future__ import annotations

from pathlib import Path

import pytest

from nb2pkg.verify import workspace
from nb2pkg.verify.workspace import make_workspace


def test_paths_lead_where_they_lead_from_the_notebook(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "input").mkdir(parents=True)
    (project / "input" / "rows.csv").write_text("1")
    beside = project / "notebooks"
    (beside / "data").mkdir(parents=True)
    (beside / "data" / "a.txt").write_text("a")
    (beside / "helpers.py").write_text("x = 1")
    (beside / ".git").mkdir()
    here = make_workspace(tmp_path / "top", "run", beside)
    assert here.name == "notebooks"
    assert (here / "../input/rows.csv").read_text() == "1"
    assert (here / "data/a.txt").read_text() == "a"
    assert (here / "helpers.py").read_text() == "x = 1"
    (here / "data/a.txt").write_text("changed")
    (here / "../output.csv").write_text("new")
    assert (beside / "data/a.txt").read_text() == "a"
    assert sorted(one.name for one in project.iterdir()) == ["input", "notebooks"]
    again = make_workspace(tmp_path / "top", "again", beside)
    assert (again / "data/a.txt").read_text() == "a"


def test_a_folder_is_never_copied_into_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    here = make_workspace(tmp_path / "deep" / "top", "run", tmp_path)
    assert (here / "a.txt").read_text() == "a"
    assert (here / "deep").is_symlink()


def test_so_much_is_copied_and_the_rest_is_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "LARGEST", 10)
    beside = tmp_path / "here"
    for name, size in (("big", 8), ("small", 3), ("tiny", 1)):
        (beside / name).mkdir(parents=True)
        (beside / name / "data").write_text("x" * size)
    here = make_workspace(tmp_path / "top", "run", beside)
    assert {one.name for one in here.iterdir() if one.is_symlink()} == {"big"}
    assert (here / "big" / "data").read_text() == "x" * 8
