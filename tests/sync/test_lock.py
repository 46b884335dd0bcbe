from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.errors import BadUsage
from nb2pkg.model import Cell, File, Notebook, Origin, Package, Unit
from nb2pkg.options import Options
from nb2pkg.sync.digest import cell_keys, file_prints
from nb2pkg.sync.lock import Lock, LockedCell, LockedUnit, Run, parse_lock, render_lock
from nb2pkg.sync.make import make_lock

TEXT = st.text(max_size=8)
CELLS = st.builds(LockedCell, digest=TEXT, cell_id=st.none() | st.text(min_size=1, max_size=8))
RUNS = st.builds(Run, st.integers(1, 9), st.integers(1, 9), TEXT, st.integers(1, 9))
UNITS = st.builds(
    LockedUnit, TEXT, TEXT, st.lists(TEXT).map(tuple), st.lists(RUNS).map(tuple), st.lists(TEXT, max_size=3).map(tuple)
)
OPTIONS = st.builds(Options, st.none() | TEXT, st.lists(TEXT, max_size=2).map(tuple), TEXT, st.booleans())
NAMES = st.text("abc/é", min_size=1, max_size=5).filter(lambda p: all(p.split("/")))
FILES = st.dictionaries(NAMES, st.lists(TEXT, min_size=1, max_size=3).map(tuple)).map(
    lambda f: tuple(sorted(f.items()))
)
LOCKS = st.builds(
    Lock, TEXT, TEXT, st.lists(CELLS).map(tuple), OPTIONS, FILES, st.lists(UNITS, max_size=3).map(tuple), TEXT
)


@given(LOCKS)
def test_a_lock_is_read_as_it_was_written(lock: Lock) -> None:
    rendered = render_lock(lock)
    assert parse_lock(rendered, "nb2pkg.lock") == lock
    assert render_lock(parse_lock(rendered, "nb2pkg.lock")) == rendered


@given(LOCKS)
def test_a_lock_is_json_in_lines_with_sorted_keys(lock: Lock) -> None:
    rendered = render_lock(lock)
    assert list(json.loads(rendered)) == sorted(json.loads(rendered))
    assert rendered.endswith(b"}\n")
    assert rendered.isascii()


GOOD = json.loads(render_lock(Lock("../x.ipynb", "a", (LockedCell("c"),), Options(), (("a.py", ("1",)),))))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "upgrade nb2pkg"),
        ({"schema": 0}, "damaged"),
        ({"schema": "1"}, "damaged"),
        ({"files": {"../x": []}}, "damaged"),
        ({"files": {"/etc/passwd": []}}, "damaged"),
        ({"files": {"nb2pkg.lock": []}}, "damaged"),
        ({"files": []}, "damaged"),
        ({"cells": [{}]}, "damaged"),
        ({"units": [{"path": "a"}]}, "damaged"),
        ({"notebook": {"path": 3, "about": ""}}, "damaged"),
        ({"options": {"unknown": 1}}, "damaged"),
        ({"options": {}}, "damaged"),
    ],
)
def test_a_lock_that_nb2pkg_did_not_write_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(BadUsage) as caught:
        parse_lock(json.dumps({**GOOD, **change}).encode(), "leaf/nb2pkg.lock")
    assert message in str(caught.value)
    assert str(caught.value).startswith("leaf/nb2pkg.lock: ")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b"null", b"[" * 100_000, render_lock(Lock("", "", (), Options(), ()))[:-9]]
)
def test_a_damaged_lock_is_refused(content: bytes) -> None:
    with pytest.raises(BadUsage, match="damaged"):
        parse_lock(content, "nb2pkg.lock")


def test_an_unresolved_merge_names_its_line() -> None:
    text = json.dumps(GOOD, indent=1).replace('"cells"', '\n<<<<<<< HEAD\n"cells"', 1)
    with pytest.raises(BadUsage, match="line 3: the lock holds an unresolved merge conflict"):
        parse_lock(text.encode(), "nb2pkg.lock")


# -- what stands in it -----------------------------------------------------------------------------------------------

CODE = """\
import os


# Reads.
def load(path):
    return open(path)


class Net:
    lr = 1

    def step(self):
        return self.lr
"""
NOTEBOOK = Notebook(
    "leaf",
    "/home/somebody/leaf.ipynb",
    (
        Cell(0, "code", "import os\n\n# Reads.\ndef load(path):\n    return open(path)", cell_id="abc-1"),
        Cell(1, "code", "class Net:\n    lr = 0.5\n    def step(self):\n        return self.lr"),
        Cell(2, "code", "class Net:\n    lr = 0.5\n    def step(self):\n        return self.lr"),
        Cell(3, "code", "x", cell_id="no id, but text"),
    ),
)
PACKAGE = Package(
    (File("leaf/data.py", CODE.encode()),),
    (
        Unit("leaf/data.py", "load", (Origin(0, 3, 5),)),
        Unit("leaf/data.py", "Net.step", (Origin(2, 3, 4),)),
        Unit("leaf/data.py", "Net", (Origin(2, 1, 4),)),
        Unit("leaf/data.py", "gone", (Origin(1, 1, 1),)),
    ),
)


def test_each_definition_has_its_text_and_the_origin_of_its_lines() -> None:
    lock = make_lock(NOTEBOOK, PACKAGE, Options(), "../leaf.ipynb")
    second = f"{lock.cells[2].digest}#2"
    assert lock.units == (
        LockedUnit(
            "leaf/data.py",
            "load",
            ("abc-1",),
            (Run(1, 3, "abc-1", 3),),
            ("# Reads.", "def load(path):", "    return open(path)"),
        ),
        LockedUnit(
            "leaf/data.py",
            "Net.step",
            (second,),
            (Run(1, 2, second, 3),),
            ("    def step(self):", "        return self.lr"),
        ),
        LockedUnit(
            "leaf/data.py",
            "Net",
            (second,),
            (Run(1, 2, second, 1), Run(4, 5, second, 3)),
            ("class Net:", "    lr = 1", "", "    def step(self):", "        return self.lr"),
        ),
        LockedUnit("leaf/data.py", "gone", (lock.cells[1].digest,), (), ()),
    )


def test_ids_that_are_text_stay_out_and_so_does_the_machine() -> None:
    rendered = render_lock(make_lock(NOTEBOOK, PACKAGE, Options(), "../leaf.ipynb")).decode()
    assert "abc-1" in rendered
    assert "no id" not in rendered
    assert "somebody" not in rendered


def test_cells_have_names_that_do_not_move() -> None:
    assert cell_keys([(None, "a"), ("id", "b"), (None, "a"), (None, "c")]) == ("a", "id", "a#2", "c")


# -- merging ---------------------------------------------------------------------------------------------------------


def _lock_of(functions: list[str]) -> bytes:
    """A notebook of many cells and one module that holds them all, as on one branch."""
    cells = tuple(Cell(index, "code", source) for index, source in enumerate(functions))
    text = "\n\n\n".join(functions) + "\n"
    units = tuple(Unit("leaf/data.py", f"f{n}", (Origin(n, 1, 4),)) for n in range(len(functions)))
    package = Package((File("leaf/data.py", text.encode()), File("README.md", b"# Leaf\n")), units)
    return render_lock(make_lock(Notebook("leaf", "leaf.ipynb", cells), package, Options(), "../leaf.ipynb"))


@pytest.mark.parametrize("seed", range(6))
def test_branches_that_change_different_cells_merge_without_a_conflict(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    base = [f"def f{n}(a):\n    b = a + {n}\n    c = b * {n}\n    return c - {n}" for n in range(40)]
    touched = dice.sample(range(0, 40, 4), 8)  # the file itself merges only where the changes are apart
    ours, theirs, both = list(base), list(base), list(base)
    for side, cells in ((ours, touched[:4]), (theirs, touched[4:])):
        for cell in cells:
            side[cell] = both[cell] = base[cell].replace(f"a + {cell}", f"a - {cell}")
    for name, functions in (("ours", ours), ("base", base), ("theirs", theirs)):
        (tmp_path / name).write_bytes(_lock_of(functions))
    command = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    merged = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert merged.returncode == 0
    assert merged.stdout == _lock_of(both)


def test_inserting_a_cell_changes_no_record_of_another() -> None:
    base = [f"def f{n}(a):\n    return a - {n}" for n in range(9)]
    before = parse_lock(_lock_of(base), "")
    after = parse_lock(_lock_of([*base[:3], "def f9(a):\n    return 9", *base[3:]]), "")
    assert set(before.cells) < set(after.cells)


# -- fingerprints ----------------------------------------------------------------------------------------------------


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_files_have_the_same_fingerprint_only_if_they_say_the_same(one: bytes, other: bytes) -> None:
    same = one == other or (b"\0" not in one + other and one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n"))
    assert (file_prints(one) == file_prints(other)) == same


@given(
    st.lists(st.sampled_from(["a", "b", "", "x = 1"]), max_size=8), st.integers(0, 8), st.sampled_from(["", " ", "z"])
)
def test_any_edited_line_shows(lines: list[str], at: int, line: str) -> None:
    edited = [*lines[:at], line, *lines[at:]]
    assert (
        file_prints("\n".join(lines).encode()) != file_prints("\n".join(edited).encode())
        or lines == edited
        or (not lines and edited == [""])
    )


def test_line_ends_do_not_count_but_in_binary_files_they_do() -> None:
    assert file_prints(b"a\r\nb\r\n") == file_prints(b"a\nb\n")
    assert file_prints(b"\0a\r\n") != file_prints(b"\0a\n")
