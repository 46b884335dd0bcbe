from __future__ import annotations

import json
from pathlib import Path

from cli_helpers import Run, tree


def test_roles_are_listed_with_their_reasons(run: Run, lesson: Path) -> None:
    ran = run("tag", "leaf.ipynb")
    assert ran.status == 0
    assert ran.out.split("\n")[1:3] == ["1     setup  setup      it says so", "2     data   data       it says so"]


def test_json(run: Run, lesson: Path) -> None:
    cells = run("tag", "leaf.ipynb", "--json").json["cells"]
    assert cells[0] == {"cell": 1, "id": None, "role": "setup", "roles": ["setup"], "why": "it says so"}


def test_without_write_the_notebook_stays(run: Run, lesson: Path, here: Path) -> None:
    before = tree(here)
    run("tag", "leaf.ipynb")
    assert tree(here) == before


def test_write_tags_every_cell_but_imports_alone_and_once(run: Run, lesson: Path, here: Path) -> None:
    assert run("tag", "leaf.ipynb", "--write").status == 0
    tags = [cell["metadata"].get("tags") for cell in json.loads(lesson.read_bytes())["cells"]]
    assert tags == [None, None, ["data"], ["data"]]
    before = tree(here)
    assert "every cell has its tag" in run("tag", "leaf.ipynb", "--write").out
    assert tree(here) == before
    assert [path.name for path in here.iterdir()] == ["leaf.ipynb"]


def test_write_keeps_a_link_a_link(run: Run, lesson: Path, here: Path) -> None:
    (here / "sub").mkdir()
    lesson.rename(here / "sub/real.ipynb")
    lesson.symlink_to("sub/real.ipynb")
    assert run("tag", "leaf.ipynb", "--write").status == 0
    assert lesson.is_symlink()
    assert b'"data"' in (here / "sub/real.ipynb").read_bytes()


def test_scripts_and_standard_input_cannot_be_tagged(run: Run, here: Path) -> None:
    (here / "leaf.py").write_text("# %%\nx = 1\n")
    assert run("tag", "leaf.py", "--write").status == 2
    assert (here / "leaf.py").read_text() == "# %%\nx = 1\n"
