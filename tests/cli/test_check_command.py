from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_helpers import LESSON, Run, notebook_bytes, tree

import nb2pkg


def test_an_unchanged_package_agrees(run: Run, package: Path) -> None:
    ran = run("check")
    assert (ran.status, ran.out) == (0, "leaf agrees with leaf.ipynb\n")


def test_running_the_notebook_is_no_drift(run: Run, package: Path, lesson: Path) -> None:
    document = json.loads(lesson.read_bytes())
    document["cells"][1] |= {"execution_count": 7, "outputs": [{"output_type": "stream", "text": "hi", "name": "x"}]}
    document["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    lesson.write_text(json.dumps(document, indent=4))
    assert run("check").status == 0


def test_other_line_ends_are_no_drift(run: Run, package: Path) -> None:
    for path in (package / "README.md", package / "leaf/data.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("check").status == 0


CHANGED: dict[str, tuple[list[tuple[str, str]], list[int], list[int]]] = {
    "a cell": ([LESSON[0], ("code", "import sys"), *LESSON[2:]], [1], []),
    "a new cell": ([*LESSON[:2], ("code", "x = 1"), *LESSON[2:]], [2], []),
    "a new last cell": ([*LESSON, ("code", "x = 1")], [4], []),
    "a cell that is gone": ([*LESSON[:2], *LESSON[3:]], [], [2]),
    "prose": ([("markdown", "# Other"), *LESSON[1:]], [0], []),
    "the kind of a cell": ([("raw", "# Leaves"), *LESSON[1:]], [0], []),
}


@pytest.mark.parametrize("case", CHANGED)
def test_a_changed_notebook_differs_and_the_cells_are_named(case: str, run: Run, package: Path, lesson: Path) -> None:
    cells, changed, removed = CHANGED[case]
    lesson.write_bytes(notebook_bytes(cells))
    ran = run("check", "--json")
    (result,) = ran.json["packages"]
    assert (ran.status, result["status"], result["run"]) == (1, "differs", "nb2pkg sync leaf")
    assert (result["changed_cells"], result["removed_cells"]) == (changed, removed)


def test_a_tag_is_part_of_what_a_cell_means(run: Run, package: Path, lesson: Path) -> None:
    document = json.loads(lesson.read_bytes())
    document["cells"][2]["metadata"]["tags"] = ["data"]
    lesson.write_text(json.dumps(document))
    assert run("check", "--json").json["packages"][0]["changed_cells"] == [2]


def test_edited_and_missing_files_are_named(run: Run, package: Path) -> None:
    (package / "leaf/data.py").write_text("mine")
    (package / "README.md").unlink()
    ran = run("check", "leaf", "--json")
    (result,) = ran.json["packages"]
    assert ran.status == 1
    assert (result["edited_files"], result["missing_files"]) == (["leaf/data.py"], ["README.md"])
    assert result["why"] == ["leaf/data.py was edited by hand", "README.md is missing"]


def test_a_file_that_became_a_link_counts_as_edited(run: Run, package: Path, here: Path) -> None:
    (package / "README.md").rename(here / "copy.md")
    (package / "README.md").symlink_to(here / "copy.md")
    assert run("check", "--json").json["packages"][0]["edited_files"] == ["README.md"]


def test_files_of_others_in_the_folder_are_no_drift(run: Run, package: Path) -> None:
    (package / "notes.txt").write_text("mine")
    assert run("check").status == 0


def test_a_missing_notebook_differs(run: Run, package: Path, lesson: Path) -> None:
    lesson.unlink()
    ran = run("check")
    assert ran.status == 1
    assert "the notebook is missing" in ran.out
    assert "nb2pkg convert NOTEBOOK --output leaf" in ran.out


def test_check_writes_nothing(run: Run, package: Path, here: Path, lesson: Path) -> None:
    lesson.write_bytes(notebook_bytes([("code", "x = 1")]))
    before = tree(here)
    run("check")
    assert tree(here) == before


@pytest.mark.parametrize("name", ["leaf", "leaf/leaf", "leaf/leaf/data.py", "leaf.ipynb", "leaf/nb2pkg.lock", "."])
def test_every_way_to_name_a_package(name: str, run: Run, package: Path) -> None:
    assert run("check", name).out == "leaf agrees with leaf.ipynb\n"


def test_all_packages_below_are_checked_but_not_those_of_environments(run: Run, package: Path, here: Path) -> None:
    for folder in ("node_modules", ".hidden", "env"):
        (here / folder).mkdir()
        (here / folder / "nb2pkg.lock").write_text("broken")
    (here / "env/pyvenv.cfg").touch()
    (here / "linked").symlink_to(here / "leaf")
    ran = run("check", "--json")
    assert [result["package"] for result in ran.json["packages"]] == ["leaf"]


def test_no_package_is_no_difference(run: Run) -> None:
    ran = run("check")
    assert (ran.status, ran.out) == (0, "")
    assert "no package here" in ran.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        ("{}", "damaged"),
        ('{"schema": 99}', "upgrade nb2pkg"),
        ("{\n<<<<<<< HEAD\n}", "line 2: the lock holds an unresolved merge conflict"),
    ],
)
def test_a_lock_that_cannot_be_read_is_told_and_the_others_are_checked(
    content: str, message: str, run: Run, package: Path, here: Path
) -> None:
    (here / "other").mkdir()
    (here / "other/nb2pkg.lock").write_text(content)
    ran = run("check")
    assert ran.status == 2
    assert message in ran.err
    assert "other/nb2pkg.lock" in ran.err
    assert ran.out == "leaf agrees with leaf.ipynb\n"


def test_a_broken_notebook_is_told(run: Run, package: Path, lesson: Path) -> None:
    lesson.write_text("{")
    ran = run("check")
    assert ran.status == 2
    assert "leaf.ipynb" in ran.err
    assert "Traceback" not in ran.err


def test_a_name_that_is_not_there_is_bad_usage(run: Run) -> None:
    assert run("check", "gone").status == 2


def test_from_standard_input_only_the_files_are_compared(
    run: Run, package: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = json.loads((package / "nb2pkg.lock").read_bytes())
    lock["notebook"]["path"] = "-"
    (package / "nb2pkg.lock").write_text(json.dumps(lock))
    assert run("check", "--json").json["packages"][0]["notebook"] == "-"
    (package / "README.md").unlink()
    assert run("check").status == 1
    assert run("sync").status == 1


HEAVY = ("libcst", "nbformat", "jinja2", "IPython", "nbconvert", "nb2pkg.model", "nb2pkg.notebook.read")


def _imported(here: Path, *arguments: str) -> set[str]:
    code = "import sys; from nb2pkg.__main__ import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    env = {**os.environ, "PYTHONPATH": str(Path(nb2pkg.__file__).parents[1])}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=here, env=env, capture_output=True, text=True, check=True, timeout=60)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["check"], ["sync"], ["--version"]])
def test_nothing_heavy_is_imported_where_nothing_changed(arguments: list[str], package: Path, here: Path) -> None:
    imported = _imported(here, *arguments)
    assert "click" in imported
    assert imported.isdisjoint(HEAVY)
