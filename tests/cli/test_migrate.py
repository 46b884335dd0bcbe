from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_helpers import LESSON, Ran, hear_interrupts, notebook_bytes

import nb2pkg
from nb2pkg.__main__ import main

# The folder is converted once for all of them.
pytestmark = pytest.mark.xdist_group("migrate")

TOP = Path(nb2pkg.__file__).parents[1]
ENV = {**os.environ, "PYTHONPATH": str(TOP)}
KEY = "hf_" + "aB3dE5gH7jK9mN1pQ3sT5vW7xY9zA1bC2d"
GOOD = {
    "leaf.ipynb": "leaf",
    "a/train.ipynb": "a-train",
    "b/train.ipynb": "b-train",
    "my nice 🍃 model.ipynb": "my-nice-model",
    "x\\..\\..\\evil.ipynb": "evil",
    "line\nbreak.ipynb": "line-break",
    "-rf.ipynb": "rf",
    "$(touch x); `y`.ipynb": "touch-x-y",
}
REFUSED = {
    "bad/print.ipynb": "cell 0, line 1: ",
    "bad/python2.ipynb": "the notebook is in Python 2",
    "bad/r.ipynb": "the notebook is in R, not Python",
    "bad/empty.ipynb": "the file is empty",
    "bad/prose.ipynb": "not a notebook: the file is not JSON",
    "bad/cut.ipynb": "line 1: the file is truncated",
    "bad/lost.ipynb": "this symbolic link leads nowhere",
    "bad/pipe.ipynb": "this is not a regular file",
}


def migrate(here: Path, *arguments: str | Path, program: tuple[str, ...] = ("-m", "nb2pkg")) -> Ran:
    command = [sys.executable, *program, "migrate", *map(str, arguments)]
    done = subprocess.run(command, cwd=here, env=ENV, capture_output=True, text=True, timeout=300, check=False)
    assert "Traceback" not in done.stderr + done.stdout
    return Ran(done.returncode, done.stdout, done.stderr)


def lay_out(old: Path) -> None:
    lesson = notebook_bytes(LESSON)
    for path in GOOD:
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).write_bytes(lesson)
    bad = old / "bad"
    bad.mkdir()
    (bad / "print.ipynb").write_bytes(notebook_bytes([("code", "print 'x'")]))
    (bad / "python2.ipynb").write_bytes(notebook_bytes(LESSON, kernelspec={"name": "python2", "language": "python"}))
    (bad / "r.ipynb").write_bytes(notebook_bytes(LESSON, kernelspec={"name": "ir", "language": "R"}))
    (bad / "empty.ipynb").write_bytes(b"")
    (bad / "prose.ipynb").write_bytes(b"Dear all")
    (bad / "cut.ipynb").write_bytes(b'{"cells": [')
    (bad / "lost.ipynb").symlink_to("nowhere")
    (bad / "loop").symlink_to(old)
    os.mkfifo(bad / "pipe.ipynb")
    (old / os.fsdecode(b"odd\xff.ipynb")).write_bytes(lesson)
    secret = [("code", f"from huggingface_hub import login\nTOKEN = '{KEY}'\nlogin(TOKEN)")]
    (old / f"with {KEY}.ipynb").write_bytes(notebook_bytes(secret))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of notebooks of every sort."""
    here = tmp_path_factory.mktemp("migrate")
    lay_out(here / "old")
    return here


@pytest.fixture(scope="module")
def first(place: Path) -> Ran:
    return migrate(place, "old", "--output", "out", "--jobs", "3")


@pytest.fixture(scope="module")
def second(place: Path, first: Ran) -> Ran:
    """The same with one worker, elsewhere, as JSON."""
    return migrate(place, "old", "--output", "again", "--jobs", "1", "--json")


def rows(place: Path) -> dict[str, dict[str, object]]:
    report = json.loads((place / "out" / "report.json").read_bytes())
    return {row["notebook"]: row for row in report["notebooks"]}


def test_good_ones_become_packages_whatever_they_are_called(place: Path, first: Ran) -> None:
    for path, package in GOOD.items():
        row = rows(place)[path]
        assert (row["status"], row["package"], row["family"]) == ("converted", package, "plain")
        assert (place / "out" / package / "nb2pkg.lock").is_file()
    assert sorted(path.name for path in place.iterdir() if path.name != "again") == ["old", "out"]


def test_two_with_one_name_are_two_distributions(place: Path, first: Ran) -> None:
    assert (place / "out" / "a-train" / "a_train" / "__init__.py").is_file()
    assert (place / "out" / "b-train" / "b_train" / "__init__.py").is_file()


def test_a_name_that_is_no_text_is_shown_as_some(place: Path, first: Ran) -> None:
    assert rows(place)["odd?.ipynb"]["package"] == "odd"


def test_refused_ones_are_rows_with_a_reason_and_nothing_else(place: Path, first: Ran) -> None:
    for path, reason in REFUSED.items():
        row = rows(place)[path]
        assert (row["status"], row["package"]) == ("refused", None)
        told = next(line for line in first.out.split("\n") if line.startswith(f"  {path}: "))
        assert told.startswith(f"  {path}: {reason}")
    found = sorted(path.name for path in (place / "out").iterdir())
    assert found == sorted([*GOOD.values(), "odd", "with-hf-token-removed-by-nb2pkg", "report.json"])


def test_the_summary_counts_and_the_status_says_that_some_were_refused(first: Ran) -> None:
    assert first.status == 1
    assert f"{len(GOOD) + 2} converted, {len(REFUSED)} refused, 0 failed" in first.out
    assert first.err == ""


def test_secrets_reach_nothing(place: Path, first: Ran, second: Ran) -> None:
    written = files(place / "out")
    assert [path for path, content in written.items() if KEY.encode() in content or KEY.lower() in path.lower()] == []
    assert KEY not in first.out + second.out
    (row,) = [row for path, row in rows(place).items() if path.startswith("with ")]
    assert row["warnings"]


def test_bytes_are_the_same_for_any_number_of_workers(place: Path, first: Ran, second: Ran) -> None:
    assert files(place / "out") == files(place / "again")


def test_json_is_the_report_and_the_seconds(place: Path, second: Ran) -> None:
    assert (second.status, second.err) == (1, "")
    printed = second.json
    seconds = printed.pop("seconds")
    assert printed == json.loads((place / "again" / "report.json").read_bytes())
    assert sorted(seconds) == sorted(row["notebook"] for row in printed["notebooks"])
    assert printed["summary"] == {"converted": len(GOOD) + 2, "refused": len(REFUSED), "failed": 0, "timeout": 0}


@pytest.fixture
def old(here: Path) -> Path:
    (here / "old").mkdir()
    (here / "old" / "leaf.ipynb").write_bytes(notebook_bytes(LESSON))
    return here / "old"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    status = main(["migrate", *arguments])
    said = capsys.readouterr()
    return Ran(status, said.out, said.err)


def test_all_converted_is_status_0_and_again_needs_force(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "old", "--output", "out").status == 0
    before = files(Path("out"))
    again = run(capsys, "old", "--output", "out")
    assert (again.status, again.out) == (2, "")
    assert "out: this folder is not empty" in again.err
    (Path("out") / "leaf" / "README.md").write_text("mine")
    forced = run(capsys, "old", "--output", "out", "--force")
    assert forced.status == 0
    assert "what you had written is kept in out/leaf/README.md.orig" in forced.err
    assert files(Path("out")) == before | {"leaf/README.md.orig": b"mine"}


def test_options_of_a_conversion_are_passed_on(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (old / "leaf.ipynb").write_bytes(notebook_bytes([*LESSON, ("code", "print 'x'")]))
    ran = run(capsys, "old", "--output", "out", "--keep-going", "--keep", "A*", "--json")
    assert ran.status == 0
    (row,) = ran.json["notebooks"]
    assert row["set_aside"][0]["text"].startswith("cell 4 is set aside")
    assert b'"A*"' in (Path("out") / "leaf" / "nb2pkg.lock").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere", "--output", "out"], "nowhere: there is no such folder"),
        (["old/leaf.ipynb", "--output", "out"], "old/leaf.ipynb: this is a file\n  try: nb2pkg convert"),
        (["old"], "Missing option '--output'"),
        (["old", "--output", "old"], "old: the notebooks lie in there"),
        (["old", "--output", "."], ".: the notebooks lie in there"),
        (["old", "--output", "old/leaf.ipynb"], "old/leaf.ipynb: this is no folder"),
        (["empty", "--output", "out"], "empty: there is no notebook"),
        (["old", "--output", "package"], "package: this lies in a package"),
        (["old", "--output", "package/deep/er", "--force"], "package/deep/er: this lies in a package"),
        (["old", "--output", "full"], "full: this folder is not empty"),
        (["old", "--output", "full", "--force"], "full/report.json: this is no report of nb2pkg"),
        (["old", "--output", "out", "--timeout", "0"], "Invalid value for '--timeout'"),
        (["old", "--output", "out", "--jobs", "0"], "Invalid value for '--jobs'"),
        (["old", "--output", "out", "--skip-rule", "docstring"], "there is no rule 'docstring'"),
    ],
)
def test_bad_usage_is_status_2_and_writes_nothing(
    arguments: list[str], told: str, old: Path, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("empty", "package", "full"):
        (here / folder).mkdir()
    (here / "package" / "nb2pkg.lock").write_text("{}")
    (here / "full" / "report.json").write_text('{"mine": 1}')
    before = files(here)
    ran = run(capsys, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert files(here) == before
    assert not (here / "out").exists()


def test_help_brings_nothing_heavy(here: Path) -> None:
    code = "import sys; from nb2pkg.__main__ import main; main(sys.argv[1:]); print(*sys.modules, sep='\\n')"
    for arguments in (["--help"], ["migrate", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], env=ENV, capture_output=True, text=True, check=True
        )
        brought = {name.partition(".")[0] for name in done.stdout.split("\n")}
        assert "nb2pkg" in brought
        assert not brought & {"libcst", "nbformat", "jinja2", "multiprocessing"}


@pytest.mark.slow
def test_packages_are_those_that_convert_makes(here: Path) -> None:
    ran = migrate(here, TOP / "fixtures", "--output", "out", "--json")
    assert ran.status == 0
    found = ran.json["notebooks"]
    assert sorted(row["family"] for row in found) == ["lightning"] * 4 + ["plain"] * 3
    assert all(row["parameters"] > 5 for row in found if row["family"] == "lightning")
    for row in found:
        alone = here / "alone" / row["package"]
        assert main(["convert", str(TOP / "fixtures" / row["notebook"]), "--output", str(alone)]) == 0
        assert files(alone) == files(here / "out" / row["package"])


@pytest.mark.slow
def test_a_terminal_shows_how_far_it_is(old: Path, here: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "nb2pkg", "migrate", "old", "--output", "out"]
    done = subprocess.run(command, cwd=here, env=ENV, stdout=subprocess.PIPE, stderr=theirs, timeout=120, check=True)
    os.close(theirs)
    said = os.read(ours, 100_000)
    os.close(ours)
    assert b"1 notebook " in said
    assert b"100%" in said
    assert b"%" not in done.stdout


@pytest.mark.slow
def test_an_interrupt_leaves_whole_packages_and_force_goes_on(old: Path, here: Path) -> None:
    for name in ("hang", "tree"):
        (old / f"{name}.ipynb").write_bytes(notebook_bytes(LESSON))
    program = str(Path(__file__).with_name("run_hanging_migration.py"))
    command = [sys.executable, program, "migrate", "old", "--output", "out", "--jobs", "2"]
    process = subprocess.Popen(
        command,
        cwd=here,
        env=ENV,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    )
    deadline = time.monotonic() + 120
    while not (here / "out" / "tree").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"interrupted\n")
    assert sorted(path.name for path in (here / "out").iterdir()) == ["leaf", "tree"]
    assert migrate(here, "old", "--output", "out", "--force").status == 0
    assert migrate(here, "old", "--output", "whole").status == 0
    assert files(here / "out") == files(here / "whole")
