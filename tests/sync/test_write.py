"""Over nobody's work, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sync_trees import names, put, read, write

from nb2pkg.errors import BadUsage, OutputRefused
from nb2pkg.sync import fsio
from nb2pkg.sync.busy import held
from nb2pkg.sync.journal import commit
from nb2pkg.sync.write import Written

OLD = {"README.md": b"old\n", "leaf/data.py": b"x = 1\n", "leaf/gone.py": b"y = 1\n"}
NEW = {"README.md": b"old\n", "leaf/data.py": b"x = 2\n", "leaf/new.py": b"z = 1\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "leaf"


def test_a_new_folder_holds_the_tree_and_its_lock_and_nothing_lies_beside_it(root: Path) -> None:
    written = write(root, NEW)
    assert written.created == ("README.md", "leaf/data.py", "leaf/new.py", "nb2pkg.lock")
    assert read(root) == NEW
    assert names(root.parent) == ["leaf"]


def test_missing_parents_are_made(tmp_path: Path) -> None:
    write(tmp_path / "a/b/leaf", NEW)
    assert read(tmp_path / "a/b/leaf") == NEW


def test_an_update_says_what_it_did(root: Path) -> None:
    write(root, OLD)
    written = write(root, NEW)
    assert written == Written(
        created=("leaf/new.py",), changed=("leaf/data.py", "nb2pkg.lock"), removed=("leaf/gone.py",)
    )
    assert read(root) == NEW
    assert not (root / ".nb2pkg-stage").exists()


def test_the_same_tree_again_touches_nothing(root: Path) -> None:
    write(root, NEW)
    before = {path: path.stat().st_mtime_ns for path in [root, *root.rglob("*")]}
    assert write(root, NEW) == Written()
    assert {path: path.stat().st_mtime_ns for path in [root, *root.rglob("*")]} == before


def test_permissions_stay(root: Path) -> None:
    write(root, OLD)
    (root / "leaf/data.py").chmod(0o750)
    write(root, NEW)
    assert (root / "leaf/data.py").stat().st_mode & 0o777 == 0o750


def test_a_folder_that_became_empty_goes(root: Path) -> None:
    write(root, {"a/b/c.py": b"", "x.py": b""})
    write(root, {"x.py": b""})
    assert not (root / "a").exists()


def test_a_folder_with_something_of_others_stays(root: Path) -> None:
    write(root, {"a/b/c.py": b"", "x.py": b""})
    put(root, {"a/mine.txt": b"mine"})
    write(root, {"x.py": b""})
    assert read(root) == {"a/mine.txt": b"mine", "x.py": b""}


@pytest.mark.parametrize("path", OLD)
def test_an_edited_file_forbids_everything(path: str, root: Path) -> None:
    write(root, OLD)
    put(root, {path: b"mine\n"})
    assert write(root, NEW) == Written(edited=(path,))
    assert read(root) == {**OLD, path: b"mine\n"}


def test_a_file_of_others_in_the_way_forbids_everything(root: Path) -> None:
    write(root, OLD)
    put(root, {"leaf/new.py": b"mine\n"})
    assert write(root, NEW).edited == ("leaf/new.py",)


def test_a_file_that_already_says_what_is_to_be_written_is_no_edit(root: Path) -> None:
    write(root, OLD)
    put(root, {"leaf/data.py": NEW["leaf/data.py"]})
    assert write(root, NEW).edited == ()
    assert read(root) == NEW


def test_a_deleted_file_is_no_edit(root: Path) -> None:
    write(root, OLD)
    (root / "leaf/gone.py").unlink()
    (root / "leaf/data.py").unlink()
    assert write(root, NEW).edited == ()
    assert read(root) == NEW


def test_force_keeps_every_edit(root: Path) -> None:
    write(root, OLD)
    mine = {"README.md": b"mine 1", "leaf/data.py": b"mine 2", "leaf/gone.py": b"mine 3", "README.md.orig": b"older"}
    put(root, mine)
    written = write(root, NEW, force=True)
    assert written.backups == ("README.md.orig.1", "leaf/data.py.orig")
    assert written.kept == ("leaf/gone.py",)
    assert read(root) == {
        **NEW,
        "README.md.orig": b"older",
        "README.md.orig.1": b"mine 1",
        "leaf/data.py.orig": b"mine 2",
        "leaf/gone.py": b"mine 3",
    }


@pytest.mark.parametrize("lock", [None, b"", b"{\n<<<<<<< HEAD\n"])
def test_a_folder_that_is_not_ours_is_refused_and_left(lock: bytes | None, root: Path) -> None:
    put(root, {"notes.txt": b"mine"} | ({"nb2pkg.lock": lock} if lock is not None else {}))
    with pytest.raises((OutputRefused, BadUsage)):
        write(root, NEW)
    assert read(root) == {"notes.txt": b"mine"}
    write(root, NEW, force=True)
    assert read(root) == {**NEW, "notes.txt": b"mine"}


IN_THE_WAY: dict[str, Callable[[Path, Path], object]] = {
    "a link in place of a file": lambda root, far: (root / "README.md").symlink_to(far / "file"),
    "a dangling link": lambda root, far: (root / "README.md").symlink_to(far / "nowhere"),
    "a link in place of a folder": lambda root, far: (root / "leaf").symlink_to(far),
    "a folder in place of a file": lambda root, far: (root / "README.md").mkdir(),
    "a file in place of a folder": lambda root, far: (root / "leaf").write_text("mine"),
    "a pipe": lambda root, far: os.mkfifo(root / "README.md"),
    "a link in place of the lock": lambda root, far: (root / "nb2pkg.lock").symlink_to(far / "file"),
    "a link in place of the stage": lambda root, far: (root / ".nb2pkg-stage").symlink_to(far),
}


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
@pytest.mark.parametrize("case", IN_THE_WAY)
def test_nothing_is_written_through_what_is_in_the_way_even_with_force(case: str, root: Path, tmp_path: Path) -> None:
    far = tmp_path / "far"
    put(far, {"file": b"far"})
    root.mkdir()
    IN_THE_WAY[case](root, far)
    with pytest.raises(OutputRefused):
        write(root, NEW, force=True)
    assert read(far) == {"file": b"far"}
    assert len(names(root)) == 1


@pytest.mark.parametrize("to", ["folder", "nowhere"])
def test_the_package_itself_may_not_be_a_link(to: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "leaf").symlink_to(tmp_path / to)
    with pytest.raises(OutputRefused):
        write(tmp_path / "leaf", NEW, force=True)
    assert names(tmp_path / "folder") == []


ESCAPING = ["../x", "/x", "a/../../x", "a//b", "", ".", "a/.", "..", "a\\b", "C:x", "a\0b", "a\nb", ".git/hooks/x"]
ESCAPING += [
    ".GIT/config",
    "a/.git",
    ".nb2pkg-stage/0",
    "nb2pkg.lock",
    "NB2PKG.lock",
    "trailing.",
    "trailing /x",
    "a\x7f",
]


@pytest.mark.parametrize("path", ESCAPING)
def test_a_path_that_leaves_the_folder_is_refused(path: str, root: Path) -> None:
    with pytest.raises(OutputRefused):
        write(root, {"a.py": b"", path: b"evil"})
    assert names(root.parent) == []


@pytest.mark.parametrize("paths", [("a.py", "A.py"), ("a", "a/b"), ("a/b", "A"), ("é/x", "É/x")])
def test_files_that_would_be_one_on_some_disk_are_refused(paths: tuple[str, str], root: Path) -> None:
    with pytest.raises(OutputRefused):
        write(root, dict.fromkeys(paths, b""))


def test_a_second_writer_is_refused_at_once(root: Path) -> None:
    write(root, OLD)
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n" + (
        "from pathlib import Path; from sync_trees import write; from nb2pkg.errors import OutputRefused\n"
        "try: write(Path(sys.argv[1]), {})\n"
        "except OutputRefused as error: print(error)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with held(root):
        command = [sys.executable, "-c", code, str(root)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60)
    assert "another nb2pkg is writing here" in done.stdout
    assert read(root) == OLD


def test_a_folder_that_appears_meanwhile_is_left(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fsio.rename_folder

    def rename(source: Path, target: Path) -> None:
        put(target, {"notes.txt": b"mine"})
        real(source, target)

    monkeypatch.setattr(fsio, "rename_folder", rename)
    with pytest.raises(OutputRefused):
        write(root, NEW)
    assert read(root.parent) == {"leaf/notes.txt": b"mine"}


def test_an_edit_while_nb2pkg_runs_forbids_everything(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, OLD)
    real = fsio.make_folder

    def make_folder(path: Path) -> None:
        put(root, {"README.md": b"mine\n"}) if path.name == ".nb2pkg-stage" else None
        real(path)

    monkeypatch.setattr(fsio, "make_folder", make_folder)
    with pytest.raises(OutputRefused, match="changed while nb2pkg was running"):
        write(root, {**NEW, "README.md": b"new\n"})
    assert read(root) == {**OLD, "README.md": b"mine\n"}


def test_an_edit_after_the_decision_stays_and_ours_is_put_beside(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, OLD)
    real = fsio.replace

    def replace(source: Path, target: Path) -> None:
        real(source, target)
        if target.name == "journal.json":
            put(root, {"leaf/data.py": b"mine\n"})

    monkeypatch.setattr(fsio, "replace", replace)
    assert write(root, NEW).beside == ("leaf/data.py.nb2pkg-recovered",)
    assert read(root)["leaf/data.py"] == b"mine\n"
    assert read(root)["leaf/data.py.nb2pkg-recovered"] == NEW["leaf/data.py"]


def test_a_damaged_journal_is_cleaned_up(root: Path) -> None:
    write(root, OLD)
    put(
        root,
        {".nb2pkg-stage/journal.json": b'{"steps": [["../x", null, "1"]], "sum": "1"}', ".nb2pkg-stage/0": b"evil"},
    )
    write(root, NEW)
    assert read(root.parent) == {f"leaf/{path}": content for path, content in NEW.items()} | {
        "leaf/nb2pkg.lock": (root / "nb2pkg.lock").read_bytes()
    }


def test_nothing_to_commit_leaves_no_trace(root: Path) -> None:
    root.mkdir()
    assert commit(root, ()) == ()
    assert names(root) == []


PATHS = st.sampled_from(["README.md", "a.py", "pkg/a.py", "pkg/sub/c.py"])
TREES = st.dictionaries(PATHS, st.sampled_from([b"", b"1\n", b"2\r\n", b"\0"]), max_size=4)


@settings(max_examples=60, deadline=None)
@given(old=TREES, new=TREES, mine=TREES, force=st.booleans())
def test_no_text_of_a_person_is_ever_lost(
    old: dict[str, bytes], new: dict[str, bytes], mine: dict[str, bytes], force: bool
) -> None:
    with TemporaryDirectory() as folder:
        _nothing_lost(Path(folder) / "leaf", old, new, mine, force)


def _nothing_lost(
    root: Path, old: dict[str, bytes], new: dict[str, bytes], mine: dict[str, bytes], force: bool
) -> None:
    write(root, old)
    put(root, mine)
    before = read(root)
    written = write(root, new, force=force)
    after = read(root)
    if written.edited:
        assert after == before
        return
    kept = {_lf(content) for content in (*after.values(), *old.values())}
    assert all(_lf(content) in kept for content in mine.values())
    assert {path: _lf(after[path]) for path in new} == {path: _lf(content) for path, content in new.items()}
    assert write(root, new) == Written()


def _lf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")
