"""`nb2pkg verify` as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from proof_notebooks import document, place

from nb2pkg.__main__ import main

PLAIN = """
# Sums
import random

import numpy as np

TIMES = 3
---
numbers = np.arange(6) * TIMES
total = int(numbers.sum())
print("total", total)
total
---
with open("total.txt", "w") as file:
    file.write(str(total))
"""


def verify(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(["verify", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    return place(tmp_path / "here", PLAIN)


def test_an_equal_package_has_status_0(notebook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(path.name for path in notebook.parent.rglob("*"))
    status, out, err = verify(capsys, notebook, "--yes")
    assert (status, out.splitlines()[0]) == (0, "equal")
    assert "running: notebook again" in err
    assert sorted(path.name for path in notebook.parent.rglob("*")) == before, "it runs in copies"


def test_a_package_that_was_changed_has_status_1(
    notebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", str(notebook), "--output", str(tmp_path / "sums")]) == 0
    changed = [path for path in tmp_path.rglob("*.py") if "times: int = 3" in path.read_text()]
    for path in changed:
        path.write_text(path.read_text().replace("times: int = 3", "times: int = 4"))
    assert changed
    status, out, _ = verify(capsys, notebook, tmp_path / "sums", "--yes", "--json")
    found: dict[str, Any] = json.loads(out)
    assert (status, found["outcome"]) == (1, "different")
    kinds = {one["kind"]: (one["cell"], one["notebook"], one["package"]) for one in found["differences"]}
    assert kinds["line"] == (2, "total 45", "total 60")
    assert "file" in kinds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A\nimport no_such_library", "stops at cell 1: ModuleNotFoundError: No module named 'no_such_library'"),
        ("# A\nopen('no.csv')", "stops at cell 1: FileNotFoundError"),
        ("# A\nimport random\n---\nprint(random.random)\n---\nraise SystemExit('done')", "stops at cell 3"),
    ],
)
def test_what_cannot_run_has_status_2(text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = verify(capsys, place(tmp_path / "here", text), "--yes")
    assert status == 2
    assert said in out


def test_the_notebook_runs_as_in_a_kernel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "# A\nfrom tqdm.autonotebook import tqdm\n---\nprint(tqdm.__module__)\n---\nimport os\nos.listdir('no')"
    status, out, _ = verify(capsys, place(tmp_path / "here", text), "--yes", "--json")
    found = json.loads(out)
    assert status == 2
    assert "stops at cell 3" in found["why"]
    assert "IPKernelApp" not in out


def test_what_takes_too_long_has_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "# A\nimport time\n---\ntime.sleep(60)"
    status, out, _ = verify(capsys, place(tmp_path / "here", text), "--yes", "--timeout", "3")
    assert status == 2
    assert "longer than 3 s (--timeout)" in out


def test_nothing_runs_before_somebody_agrees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = place(tmp_path / "here", f"# A\nopen({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.setattr("sys.stdin", open("/dev/null"))  # noqa: PTH123, SIM115
    status, _, err = verify(capsys, notebook)
    assert status == 130
    assert "This runs the code of" in err
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "arguments", [("-",), ("{notebook}", "{folder}"), ("{notebook}", "--python", "no-such-python")]
)
def test_bad_usage_has_status_2(
    arguments: tuple[str, ...], notebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = [one.format(notebook=notebook, folder=tmp_path) for one in arguments]
    status, out, err = verify(capsys, *named, "--yes")
    assert (status, out) == (2, "")
    assert "Traceback" not in err


def test_a_secret_that_the_notebook_prints_is_not_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = "ghp_" + "a1B2c3D4e5" * 3 + "f6G7h8"
    text = f'# A\ntoken = "{key}"\n---\nprint("using", token)\n---\nx = 1\nprint(x)'
    place(tmp_path / "here", text)
    assert main(["convert", str(tmp_path / "here" / "notebook.ipynb"), "--output", str(tmp_path / "a")]) == 0
    for path in (tmp_path / "a").rglob("*.py"):
        path.write_text(path.read_text().replace("using", "not using"))
    status, out, err = verify(capsys, tmp_path / "here" / "notebook.ipynb", tmp_path / "a", "--yes", "--json")
    assert status == 1
    assert [one["kind"] for one in json.loads(out)["differences"]] == ["line"], "it is handed the token"
    assert "not using" in out
    assert key not in out + err
    assert json.dumps(document(text)).count(key) == 1
