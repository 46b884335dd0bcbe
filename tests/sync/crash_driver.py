"""Kills real processes: forks one for each system call of a scenario, and says what each left behind.

Run by itself, in a process with one thread, so that forking is sound: ``crash_driver.py FOLDER SCENARIO``.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from sync_steps import NEEDS_SPACE, CountingOs, disk_full, kill_for_real
from sync_trees import put, write

from nb2pkg.errors import OutputRefused
from nb2pkg.sync import fsio
from nb2pkg.sync.write import finish_interrupted

OLD = {"README.md": b"old\n" * 40, "leaf/data.py": b"x = 1\n", "leaf/gone.py": b"", "leaf/same.py": b"s = 1\n"}
NEW = {"README.md": b"new\n" * 40, "leaf/data.py": b"x = 2\n", "leaf/same.py": b"s = 1\n", "tests/test_x.py": b"y\n"}
MINE = {"notes.txt": b"mine\n", "leaf/data.py": b"x = 'edited'\n"}


def prepare(root: Path, scenario: str) -> None:
    shutil.rmtree(root.parent, ignore_errors=True)
    root.parent.mkdir(parents=True)
    if scenario in ("update", "forced"):
        write(root, OLD)
    if scenario == "forced":
        put(root, MINE)


def run(root: Path, scenario: str) -> None:
    write(root, NEW, force=scenario == "forced")


def in_child(root: Path, scenario: str, stop_at: int, stop: Callable[[], None], partial: bool) -> int:
    """The status of a child that stops at one call of the scenario: -9 killed, 0 ran through, 3 refused."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            fsio.os = CountingOs(stop_at, stop, partial)  # type: ignore[assignment]
            run(root, scenario)
            status = 0
        except OutputRefused:
            status = 3
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def calls(root: Path, scenario: str) -> list[str]:
    prepare(root, scenario)
    counting = CountingOs()
    real, fsio.os = fsio.os, counting  # type: ignore[assignment]
    run(root, scenario)
    fsio.os = real
    return counting.names


def listing(root: Path) -> dict[str, str]:
    """All files beside and below the package's folder: what was written, and what was left over."""
    files = [path for path in root.parent.rglob("*") if path.is_file()]
    return {path.relative_to(root.parent).as_posix(): path.read_text() for path in files}


def main(folder: str, scenario: str) -> None:
    os.fsync = lambda handle: None  # killing keeps what the kernel holds
    root = Path(folder) / "work" / "leaf"
    names = calls(root, scenario)
    outcomes = []
    for stop, partial in ((kill_for_real, False), (kill_for_real, True), (disk_full, False)):
        for number, name in enumerate(names, 1):
            if (partial and name != "write") or (stop is disk_full and name not in NEEDS_SPACE):
                continue
            prepare(root, scenario)
            before = listing(root)
            status = in_child(root, scenario, number, stop, partial)
            left = listing(root)
            if root.exists():
                finish_interrupted(root)
            finished = listing(root)
            run(root, scenario)
            outcome = {"status": status, "call": number, "stop": stop.__name__, "before": before, "left": left}
            outcomes.append(outcome | {"finished": finished, "after": listing(root)})
    # Killed again while the next run repairs what the first left.
    for first in range(1, len(names) + 1, 7):
        for second in range(1, len(names) + 30, 7):
            prepare(root, scenario)
            in_child(root, scenario, first, kill_for_real, False)
            status = in_child(root, scenario, second, kill_for_real, False)
            run(root, scenario)
            outcomes.append({"status": -9, "call": (first, second), "stop": "twice", "after": listing(root)})
            if status == 0:
                break
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
