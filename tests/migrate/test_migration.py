"""A migration as a whole, with stand-ins for what the workers do."""

from __future__ import annotations

from pathlib import Path

import pytest
from migrate_work import claim, convert
from pool_work import SECRET

from nb2pkg.errors import BadUsage
from nb2pkg.migrate.report import CONVERTED, FAILED, REFUSED, TIMEOUT, document
from nb2pkg.migrate.run import Work, migrate
from nb2pkg.migrate.tasks import Source
from nb2pkg.migrate.work import claim_of, convert_one
from nb2pkg.options import Options

WORK = Work(claim, convert)


def sources(*paths: str) -> list[Source]:
    return [Source(path, path, Options()) for path in paths]


def test_each_failure_is_a_row_and_the_rest_goes_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    paths = ["a", "hang", "die", "crash", "b", "claim crash", "claim die", "c"]
    steps: list[int] = []
    ended = migrate(sources(*paths), tmp_path, WORK, jobs=2, limit=0.7, progress=lambda: steps.append(1))
    assert [one.row.status for one in ended] == [
        *(CONVERTED, TIMEOUT, FAILED, FAILED, CONVERTED),
        *(FAILED, FAILED, CONVERTED),
    ]
    assert [one.row.reason for one in ended[1:4]] == [
        "took longer than 0.7 seconds",
        "the conversion broke off: its process was ended by SIGKILL",
        "a fault of nb2pkg: KeyError",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]
    assert len(steps) == 2 * len(paths)
    report = document([one.row for one in ended])
    assert report["summary"] == {CONVERTED: 3, REFUSED: 0, FAILED: 4, TIMEOUT: 1}
    assert SECRET not in repr(report)
    said = capfd.readouterr()
    assert said.out + said.err == ""


def test_what_cannot_be_converted_keeps_its_name(tmp_path: Path) -> None:
    ended = migrate(sources("x/a", "y/a", "z/claim die"), tmp_path, WORK, jobs=1, limit=60)
    assert [one.row.package for one in ended] == ["x-a", "y-a", None]


def test_a_disk_that_refuses_fails_that_notebook_only(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("in the way")
    ended = migrate(sources("a", "b"), tmp_path, WORK, jobs=1, limit=60, force=True)
    assert [(one.row.status, one.row.reason) for one in ended] == [
        (FAILED, "this is not a folder"),
        (CONVERTED, None),
    ]
    assert (tmp_path / "a").read_text() == "in the way"


def test_bad_configuration_is_one_folder_s_trouble(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{}")
    source = Source("a.ipynb", str(tmp_path / "a.ipynb"), Options(), BadUsage("[tool.nb2pkg] knows no 'x'"))
    (ended,) = migrate([source], tmp_path / "out", Work(claim_of, convert_one), jobs=1, limit=60)
    assert (ended.row.status, ended.row.reason) == (REFUSED, "[tool.nb2pkg] knows no 'x'")
    assert not (tmp_path / "out").exists()
