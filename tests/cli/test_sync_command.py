from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_helpers import LESSON, Run, notebook_bytes, tree

MORE = (*LESSON, ("code", "def more():\n    return 1"))


def test_nothing_to_do_writes_nothing(run: Run, package: Path) -> None:
    before = tree(package)
    ran = run("sync")
    assert (ran.status, ran.out) == (0, "")
    assert tree(package) == before


def test_what_changed_is_written_and_a_second_run_finds_nothing(run: Run, package: Path, lesson: Path) -> None:
    lesson.write_bytes(notebook_bytes(MORE))
    ran = run("sync")
    assert ran.status == 1
    assert "changed: leaf/leaf/data.py" in ran.out
    assert "def more" in (package / "leaf/data.py").read_text()
    assert run("sync").status == 0
    assert run("check").status == 0


def test_only_what_changed_is_written(run: Run, package: Path, lesson: Path) -> None:
    before = tree(package)
    lesson.write_bytes(notebook_bytes(MORE))
    run("sync")
    assert tree(package)["README.md"] == before["README.md"]


def test_new_files_get_their_git_add_line(run: Run, package: Path, lesson: Path, here: Path) -> None:
    (here / ".git").mkdir()
    lesson.write_bytes(notebook_bytes([*LESSON, ("code", "FILE = 1")]))
    ran = run("sync")
    assert "git add --update leaf && git add leaf/leaf/extra.py" in ran.out


def test_a_file_that_is_no_longer_generated_is_removed(run: Run, package: Path, lesson: Path) -> None:
    lesson.write_bytes(notebook_bytes([*LESSON, ("code", "FILE = 1")]))
    run("sync")
    lesson.write_bytes(notebook_bytes(LESSON))
    ran = run("sync")
    assert "removed: leaf/leaf/extra.py" in ran.out
    assert not (package / "leaf/extra.py").exists()


@pytest.mark.parametrize("notebook", [LESSON, MORE])
@pytest.mark.parametrize("edited", ["leaf/data.py", "README.md"])
def test_an_edited_file_is_named_and_nothing_touched(
    edited: str, notebook: tuple[tuple[str, str], ...], run: Run, package: Path, lesson: Path, here: Path
) -> None:
    lesson.write_bytes(notebook_bytes(notebook))
    (package / edited).write_text("mine\n")
    before = tree(here)
    ran = run("sync")
    assert ran.status == 1
    assert f"leaf/{edited} was edited by hand" in ran.out
    assert tree(here) == before


def test_force_keeps_what_was_edited_beside_it(run: Run, package: Path, lesson: Path) -> None:
    (package / "README.md").write_text("mine\n")
    ran = run("sync", "--force")
    assert ran.status == 1
    assert (package / "README.md.orig").read_text() == "mine\n"
    assert run("check").status == 0


def test_an_edit_that_says_what_the_notebook_now_says_is_taken(run: Run, package: Path, lesson: Path) -> None:
    text = (package / "leaf/data.py").read_text()
    (package / "leaf/data.py").write_text(text.replace("return rows[1:]", "return rows[2:]"))
    lesson.write_bytes(lesson.read_bytes().replace(b"return rows[1:]", b"return rows[2:]"))
    assert run("sync").status == 1
    assert run("check").status == 0


def test_one_edited_package_does_not_stop_the_others(run: Run, package: Path, here: Path) -> None:
    (here / "other.ipynb").write_bytes(notebook_bytes(LESSON))
    run("convert", "other.ipynb")
    (package / "README.md").write_text("mine\n")
    (here / "other.ipynb").write_bytes(notebook_bytes(MORE))
    statuses = {result["package"]: result["status"] for result in run("sync", "--json").json["packages"]}
    assert statuses == {"leaf": "refused", "other": "written"}


def test_a_broken_notebook_is_told_and_its_package_stays(run: Run, package: Path, lesson: Path) -> None:
    lesson.write_bytes(notebook_bytes([("code", "BROKEN")]))
    before = tree(package)
    ran = run("sync")
    assert ran.status == 2
    assert "leaf.ipynb, cell 0, line 1: this does not parse" in ran.err
    assert tree(package) == before


def test_a_missing_notebook_leaves_the_package(run: Run, package: Path, lesson: Path) -> None:
    lesson.unlink()
    before = tree(package)
    ran = run("sync")
    assert ran.status == 1
    assert "the notebook is missing" in ran.out
    assert tree(package) == before


def test_a_missing_file_is_written_again(run: Run, package: Path) -> None:
    (package / "README.md").unlink()
    assert run("sync").status == 1
    assert (package / "README.md").exists()


def test_the_recorded_options_are_used(run: Run, lesson: Path, here: Path) -> None:
    run("convert", "leaf.ipynb", "--name", "chosen", "--output", "elsewhere", "--keep", "A")
    lesson.write_bytes(notebook_bytes(MORE))
    assert run("sync").status == 1
    assert "def more" in (here / "elsewhere/chosen/data.py").read_text()
    assert json.loads((here / "elsewhere/nb2pkg.lock").read_bytes())["options"]["keep"] == ["A"]


@pytest.mark.parametrize("names", [["leaf.ipynb"], ["leaf/README.md", "leaf/leaf/data.py"], ["leaf"]])
def test_names_as_pre_commit_passes_them(names: list[str], run: Run, package: Path, lesson: Path) -> None:
    lesson.write_bytes(notebook_bytes(MORE))
    assert [result["status"] for result in run("sync", *names, "--json").json["packages"]] == ["written"]


def test_a_notebook_without_a_package_is_no_difference(run: Run, package: Path, here: Path) -> None:
    (here / "free.ipynb").write_bytes(notebook_bytes(LESSON))
    ran = run("sync", "free.ipynb")
    assert (ran.status, ran.out) == (0, "")
    assert "no package was made from this" in ran.err


def test_what_a_killed_run_began_is_finished(run: Run, package: Path, lesson: Path, here: Path) -> None:
    lesson.write_bytes(notebook_bytes(MORE))
    code = (
        "import os, signal, cli_fakes; cli_fakes.install()\n"
        "from nb2pkg.sync import fsio\n"
        "real, seen = fsio.replace, []\n"
        "def replace(source, target):\n"
        "    seen.append(target)\n"
        "    if len(seen) == 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    real(source, target)\n"
        "fsio.replace = replace\n"
        "from nb2pkg.__main__ import main; main(['sync'])"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).parent)])}
    killed = subprocess.run([sys.executable, "-c", code], cwd=here, env=env, check=False, timeout=60)
    assert killed.returncode == -9
    told = run("check")
    assert (told.status, "an earlier run was killed while it wrote" in told.out) == (1, True)
    assert run("sync").status == 1
    assert run("check").status == 0
    assert not (package / ".nb2pkg-stage").exists()
