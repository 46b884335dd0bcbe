from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_helpers import LESSON, Run, notebook_bytes, tree


def test_convert_says_where_the_package_is_and_what_to_run(run: Run, lesson: Path, here: Path) -> None:
    ran = run("convert", "leaf.ipynb")
    assert ran.status == 0
    assert ran.out == "leaf: 3 files written\n\nnext:\n  pip install ./leaf\n  leaf --help\n"
    assert sorted(tree(here / "leaf")) == ["README.md", "leaf/data.py", "nb2pkg.lock"]


def test_the_report_goes_to_standard_error(run: Run, lesson: Path) -> None:
    ran = run("convert", "leaf.ipynb")
    assert ran.err == "warning: cell 1, line 1: look at this\ninfo: done\n"
    assert "warning" not in ran.out


def test_json_is_one_object_and_nothing_else(run: Run, lesson: Path) -> None:
    document = run("convert", "leaf.ipynb", "--json").json
    assert document["created"] == ["README.md", "leaf/data.py", "nb2pkg.lock"]
    assert document["output"] == "leaf"
    assert document["notes"][0] == {"level": "warning", "text": "look at this", "cell": 1, "line": 1}
    assert document["secrets"] == []


def test_converting_again_changes_nothing(run: Run, package: Path) -> None:
    before = tree(package)
    ran = run("convert", "leaf.ipynb")
    assert (ran.status, ran.out) == (0, "leaf is up to date\n")
    assert tree(package) == before


def test_running_the_notebook_changes_nothing(run: Run, package: Path, lesson: Path) -> None:
    document = json.loads(lesson.read_bytes())
    document["cells"][1] |= {"execution_count": 7, "outputs": [{"output_type": "stream", "text": "hi", "name": "x"}]}
    lesson.write_text(json.dumps(document))
    before = tree(package)
    run("convert", "leaf.ipynb")
    assert tree(package) == before


def test_the_lock_is_the_same_wherever_the_notebook_lies(run: Run, lesson: Path, here: Path) -> None:
    locks = []
    for folder in ("one", "two/deep"):
        (here / folder).mkdir(parents=True)
        (here / folder / "leaf.ipynb").write_bytes(lesson.read_bytes())
        run("convert", here / folder / "leaf.ipynb", "--output", here / folder / "leaf")
        locks.append((here / folder / "leaf" / "nb2pkg.lock").read_bytes())
    assert locks[0] == locks[1]
    assert str(here).encode() not in locks[0]


def test_the_lock_names_the_notebook_from_the_package(run: Run, lesson: Path, here: Path) -> None:
    run("convert", "leaf.ipynb", "--output", "out/deep/leaf")
    lock = json.loads((here / "out/deep/leaf/nb2pkg.lock").read_bytes())
    assert lock["notebook"]["path"] == "../../../leaf.ipynb"


def test_the_lock_holds_no_output_of_the_notebook(run: Run, lesson: Path, here: Path) -> None:
    document = json.loads(lesson.read_bytes())
    document["cells"][1]["outputs"] = [{"output_type": "stream", "text": "PRIVATE", "name": "stdout"}]
    document["cells"].append({"cell_type": "code", "source": "key = 'SECRET-1234'", "metadata": {}, "outputs": []})
    lesson.write_text(json.dumps(document))
    run("convert", "leaf.ipynb")
    lock = (here / "leaf/nb2pkg.lock").read_text()
    assert "PRIVATE" not in lock
    assert "SECRET" not in lock


REFUSED: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a folder of somebody else": (lambda here: (here / "leaf").mkdir(), "was not written by nb2pkg"),
    "a file": (lambda here: (here / "leaf").write_text("mine"), "not a folder"),
    "a link to a folder": (lambda here: (here / "leaf").symlink_to(here / "elsewhere"), "a link"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_output_that_is_somebody_elses_is_refused(case: str, run: Run, lesson: Path, here: Path) -> None:
    prepare, message = REFUSED[case]
    (here / "elsewhere").mkdir()
    prepare(here)
    before = tree(here)
    ran = run("convert", "leaf.ipynb")
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert tree(here) == before


def test_force_writes_beside_what_is_there(run: Run, lesson: Path, here: Path) -> None:
    (here / "leaf").mkdir()
    (here / "leaf/notes.txt").write_text("mine")
    (here / "leaf/README.md").write_text("mine too")
    ran = run("convert", "leaf.ipynb", "--force")
    assert ran.status == 0
    assert "leaf/README.md.orig" in ran.err
    assert (here / "leaf/notes.txt").read_text() == "mine"
    assert (here / "leaf/README.md.orig").read_text() == "mine too"
    assert (here / "leaf/README.md").read_text() == "# Leaves\n"


def test_an_edited_file_is_refused_by_name(run: Run, package: Path, lesson: Path) -> None:
    (package / "leaf/data.py").write_text("mine\n")
    lesson.write_bytes(notebook_bytes([*LESSON, ("markdown", "More")]))
    before = tree(package)
    ran = run("convert", "leaf.ipynb")
    assert ran.status == 2
    assert "leaf/leaf/data.py: edited by hand" in ran.err
    assert tree(package) == before


def test_two_notebooks_do_not_share_a_package(run: Run, package: Path, here: Path) -> None:
    (here / "sub").mkdir()
    (here / "sub/leaf.ipynb").write_bytes(notebook_bytes([("code", "x = 1")]))
    before = tree(package)
    ran = run("convert", "sub/leaf.ipynb")
    assert ran.status == 2
    assert "made from another notebook (leaf.ipynb)" in ran.err
    assert tree(package) == before


def test_a_renamed_notebook_keeps_its_package(run: Run, package: Path, lesson: Path, here: Path) -> None:
    lesson.rename(here / "leaves.ipynb")
    assert run("convert", "leaves.ipynb", "--name", "leaf").status == 0
    assert run("check").status == 0


def test_the_package_never_overwrites_its_notebook(run: Run, here: Path) -> None:
    (here / "README.md").write_bytes(notebook_bytes(LESSON))
    before = tree(here)
    ran = run("convert", "README.md", "--output", ".", "--name", "leaf", "--force")
    assert ran.status == 2
    assert "overwrite the notebook itself" in ran.err
    assert tree(here) == before


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.ipynb", b"", "x.ipynb"),
        ("x.ipynb", b"{", "x.ipynb"),
        ("x.ipynb", notebook_bytes([("code", "BROKEN")]), "x.ipynb, cell 0, line 1: this does not parse"),
        ("gone.ipynb", None, "gone.ipynb"),
    ],
)
def test_bad_input_is_one_message_and_nothing_written(
    name: str, content: bytes | None, message: str, run: Run, here: Path
) -> None:
    if content is not None:
        (here / name).write_bytes(content)
    ran = run("convert", name)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err
    assert [path.name for path in here.iterdir()] == ([name] if content is not None else [])


@pytest.mark.parametrize("name", ["../evil", "a/b", "..", ".git"])
def test_a_name_that_leads_elsewhere_is_no_folder(name: str, run: Run, lesson: Path, here: Path) -> None:
    ran = run("convert", "leaf.ipynb", "--name", name)
    assert ran.status == 2
    assert sorted(path.name for path in here.iterdir()) == ["leaf.ipynb"]


def test_options_come_from_the_configuration_and_the_command_line(run: Run, lesson: Path, here: Path) -> None:
    (here / "pyproject.toml").write_text('[tool.nb2pkg]\nname = "configured"\nkeep = ["A*"]\nskip-rules = ["one"]\n')
    run("convert", "leaf.ipynb", "--name", "told", "--keep", "B", "--skip-rule", "one", "--skip-rule", "two")
    options = json.loads((here / "told/nb2pkg.lock").read_bytes())["options"]
    assert options == {
        "name": "told",
        "keep": ["A*", "B"],
        "skip_rules": ["one", "two"],
        "lift": [],
        "order": "cell",
        "keep_going": False,
    }


def test_the_terminal_is_not_steered_by_a_notebook(run: Run, here: Path) -> None:
    (here / "\x1b[31mx.ipynb").write_bytes(b"{")
    assert "\x1b" not in run("convert", "\x1b[31mx.ipynb").err
