from __future__ import annotations

import os
from pathlib import Path

import pytest

from nb2pkg.migrate.find import find_notebooks


def lay_out(top: Path, *paths: str) -> None:
    for path in paths:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text("{}")


def test_notebooks_are_found_in_order_and_others_not(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        *("z.ipynb", "a/b.ipynb", "a/B.IPYNB", "a/c d\n.ipynb", "dir.ipynb/x.ipynb"),
        *("a.py", ".hidden.ipynb", ".git/x.ipynb", "a/.ipynb_checkpoints/b-checkpoint.ipynb", "node_modules/x.ipynb"),
        *("venv/pyvenv.cfg", "venv/x.ipynb", "leaf/nb2pkg.lock", "leaf/notebooks/leaf.ipynb", "out/x/y.ipynb"),
    )
    found = find_notebooks(tmp_path, tmp_path / "out")
    assert found.notebooks == ("a/B.IPYNB", "a/b.ipynb", "a/c d\n.ipynb", "dir.ipynb/x.ipynb", "z.ipynb")
    assert found.unreadable == ()


def test_links_lead_to_notebooks_but_into_no_folder(tmp_path: Path) -> None:
    lay_out(tmp_path, "a/b.ipynb")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "dir.ipynb").symlink_to(tmp_path)
    (tmp_path / "link.ipynb").symlink_to("a/b.ipynb")
    (tmp_path / "lost.ipynb").symlink_to("nowhere")
    (tmp_path / "self.ipynb").symlink_to("self.ipynb")
    found = find_notebooks(tmp_path, tmp_path / "out")
    assert found.notebooks == ("a/b.ipynb", "link.ipynb", "lost.ipynb", "self.ipynb")


def test_folders_that_cannot_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, "a/b.ipynb", "c/d.ipynb")
    scan = os.scandir

    def refuse(place: Path) -> object:
        if place.name == "c":
            raise PermissionError(13, "no")
        return scan(place)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_notebooks(tmp_path, tmp_path / "out")
    assert (found.notebooks, found.unreadable) == (("a/b.ipynb",), ("c",))
