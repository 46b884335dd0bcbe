"""Reading from disk."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from nb2pkg.errors import BadNotebook
from nb2pkg.notebook import source
from nb2pkg.notebook.source import load


def refused(path: object) -> str:
    with pytest.raises(BadNotebook) as caught:
        load(str(path))
    assert caught.value.file
    return caught.value.message


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_bytes(b"\xff\r\n")
    assert load(str(tmp_path / "x.ipynb")) == b"\xff\r\n"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"abc")))
    assert load("-") == b"abc"


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    (tmp_path / "y").symlink_to("x")
    assert load(str(tmp_path / "y")) == b"abc"


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    assert refused(tmp_path / "none.ipynb") == "no such file"
    assert refused("a\0b") == "no such file"
    assert refused(tmp_path / "link") == "this symbolic link leads nowhere"


def test_what_is_no_regular_file_is_refused_unread(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ipynb")
    assert refused(tmp_path / "pipe.ipynb") == "this is not a regular file"
    assert refused("/dev/zero") == "this is not a regular file"
    assert refused(tmp_path) == "this is a folder"


def test_loops_and_files_as_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    (tmp_path / "f").write_bytes(b"")
    assert "cannot be read" in refused(tmp_path / "a")
    assert "cannot be read" in refused(tmp_path / "f" / "x.ipynb")
    assert "cannot be read" in refused("x" * 5000)


def test_what_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 10)
    (tmp_path / "x").write_bytes(b"12345678901")
    assert "larger than" in refused(tmp_path / "x")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"12345678901")))
    assert "larger than" in refused("-")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    (tmp_path / "x").chmod(0)
    assert refused(tmp_path / "x") == "the file may not be read"
