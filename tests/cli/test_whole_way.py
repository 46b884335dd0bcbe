"""The commands with the real pipeline, on a notebook that uses much and holds a secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_helpers import tree

import nb2pkg
from nb2pkg.__main__ import main

NOTEBOOK = Path(nb2pkg.__file__).parents[1] / "fixtures" / "leaf-disease" / "notebook.ipynb"
KEY = b"0123456789abcdef0123456789abcdef01234567"


@pytest.mark.slow
def test_convert_check_edit_sync(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert KEY in NOTEBOOK.read_bytes()
    (here / "leaf.ipynb").write_bytes(NOTEBOOK.read_bytes())
    assert main(["convert", "leaf.ipynb", "--output", "leaf"]) == 0
    package = tree(here / "leaf")
    assert [path for path, (content, _) in package.items() if KEY in content] == []
    assert main(["convert", "leaf.ipynb", "--output", "leaf"]) == 0
    assert tree(here / "leaf") == package
    assert main(["check"]) == 0

    (here / "leaf.ipynb").write_bytes(NOTEBOOK.read_bytes().replace(b"N_COLS = 4", b"N_COLS = 5"))
    assert main(["check"]) == 1
    assert main(["sync"]) == 1
    assert main(["sync"]) == 0
    assert main(["check"]) == 0
    said = capsys.readouterr()
    assert KEY.decode() not in said.out + said.err


@pytest.mark.slow
def test_tags_are_written_once_and_change_no_role(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "leaf.ipynb").write_bytes(NOTEBOOK.read_bytes())
    main(["tag", "leaf.ipynb", "--write"])
    capsys.readouterr()
    tagged = (here / "leaf.ipynb").read_bytes()
    assert tagged != NOTEBOOK.read_bytes()
    main(["tag", "leaf.ipynb", "--write"])
    assert "every cell has its tag" in capsys.readouterr().out
    assert (here / "leaf.ipynb").read_bytes() == tagged
