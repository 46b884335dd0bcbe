"""Killed before, in the middle of and after every system call, the old tree or the new one is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from crash_driver import MINE, NEW, OLD
from hypothesis import given, settings
from hypothesis import strategies as st
from sync_steps import CountingOs, Killed, kill_in_play
from sync_trees import lock_for, put, read, write

import nb2pkg
from nb2pkg.sync import fsio
from nb2pkg.sync.lock import render_lock
from nb2pkg.sync.write import finish_interrupted

DRIVER = Path(__file__).with_name("crash_driver.py")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")


def _text(generated: dict[str, bytes], mine: dict[str, bytes]) -> dict[str, str]:
    lock = {"nb2pkg.lock": render_lock(lock_for(generated))}
    return {f"leaf/{path}": content.decode() for path, content in {**generated, **lock, **mine}.items()}


BEFORE = {"new": {}, "update": _text(OLD, {}), "forced": _text(OLD, MINE)}
AFTER = {
    "new": _text(NEW, {}),
    "update": _text(NEW, {}),
    "forced": _text(NEW, {"notes.txt": MINE["notes.txt"], "leaf/data.py.orig": MINE["leaf/data.py"]}),
}


@cache
def _outcomes(scenario: str) -> list[dict[str, Any]]:
    with TemporaryDirectory() as folder:
        command = [sys.executable, str(DRIVER), folder, scenario]
        env = {**os.environ, "PYTHONPATH": str(Path(nb2pkg.__file__).parents[1])}
        done = subprocess.run(command, check=True, capture_output=True, timeout=120, env=env)
    outcomes: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(outcomes) > 50
    return outcomes


def _files(listing: dict[str, str]) -> dict[str, str]:
    """Without what a killed run could not clean up any more."""
    return {path: text for path, text in listing.items() if ".nb2pkg-" not in path}


@pytest.mark.parametrize("scenario", BEFORE)
def test_a_killed_run_leaves_the_old_tree_or_the_new_one_once_finished(scenario: str) -> None:
    seen = [_files(outcome["finished"]) for outcome in _outcomes(scenario) if outcome["stop"] == "kill_for_real"]
    assert [tree for tree in seen if tree not in (BEFORE[scenario], AFTER[scenario])] == []
    assert BEFORE[scenario] in seen
    assert AFTER[scenario] in seen


@pytest.mark.parametrize("scenario", BEFORE)
def test_the_next_run_completes_the_work_and_leaves_nothing_over(scenario: str) -> None:
    wrong = [outcome for outcome in _outcomes(scenario) if outcome["after"] != AFTER[scenario]]
    assert wrong == []


@pytest.mark.parametrize("scenario", BEFORE)
def test_the_children_were_really_killed(scenario: str) -> None:
    statuses = {outcome["status"] for outcome in _outcomes(scenario) if outcome["stop"] == "kill_for_real"}
    assert statuses == {-9}


@pytest.mark.parametrize("scenario", BEFORE)
def test_a_full_disk_is_refused_and_changes_nothing_or_is_finished_later(scenario: str) -> None:
    full = [outcome for outcome in _outcomes(scenario) if outcome["stop"] == "disk_full"]
    # The last calls only tidy up; a new folder is complete before them.
    assert {outcome["status"] for outcome in full} <= {0, 3}
    assert sum(outcome["status"] == 3 for outcome in full) > len(full) / 2
    assert [o for o in full if o["finished"] not in (BEFORE[scenario], AFTER[scenario])] == []


def test_the_harness_catches_writing_in_place(tmp_path: Path) -> None:
    """A harness that cannot fail proves nothing."""
    root = tmp_path / "leaf"
    put(root, OLD)
    with pytest.raises(Killed):
        _in_place(root, CountingOs(4, kill_in_play, partial=True))
    assert read(root) not in (OLD, NEW)


def _in_place(root: Path, counting: CountingOs) -> None:
    for path, content in NEW.items():
        handle = counting.open(root / path, fsio.os.O_WRONLY | fsio.os.O_CREAT | fsio.os.O_TRUNC)
        counting.write(handle, content)


@pytest.mark.parametrize("path", OLD)
def test_an_edit_between_a_crash_and_the_next_run_survives(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    total = _calls(tmp_path / "count")
    for stop_at in range(1, total + 1):
        root = tmp_path / str(stop_at) / "leaf"
        put(root.parent, {})
        root.parent.mkdir()
        write(root, OLD)
        _killed(root, NEW, stop_at, monkeypatch)
        mine = f"# mine {stop_at}\n".encode()
        put(root, {path: mine})
        finish_interrupted(root)
        write(root, NEW, force=True)
        assert mine in read(root).values(), stop_at


def _calls(folder: Path) -> int:
    folder.mkdir()
    write(folder / "leaf", OLD)
    counting = CountingOs()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fsio, "os", counting)
        write(folder / "leaf", NEW)
    return counting.calls


def _killed(root: Path, tree: dict[str, bytes], stop_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(fsio, "os", CountingOs(stop_at, kill_in_play, partial=True))
        with suppress(Killed):
            write(root, tree, force=True)


PATHS = st.sampled_from(["README.md", "a.py", "pkg/a.py", "pkg/b.py", "pkg/sub/c.py", "tests/t.py"])
TREES = st.dictionaries(PATHS, st.binary(max_size=20), max_size=6)


@settings(max_examples=60, deadline=None)
@given(old=st.none() | TREES, new=TREES, stop_at=st.integers(1, 60), again=st.integers(0, 40))
def test_whatever_the_trees_and_wherever_it_is_killed(
    old: dict[str, bytes] | None, new: dict[str, bytes], stop_at: int, again: int
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder) / "leaf"
        if old is not None:
            write(root, old)
        _killed(root, new, stop_at, patch)
        if again:
            _killed(root, new, again, patch)
        if root.exists():
            finish_interrupted(root)
        left = {path: content for path, content in read(root).items() if ".nb2pkg-" not in path}
        assert left in (old or {}, new)
        write(root, new, force=False)
        assert read(root) == new
        assert [path.name for path in Path(folder).iterdir()] == ["leaf"]
