from __future__ import annotations

import json

import pytest

from nb2pkg.errors import BadCell, BadNotebook, Nb2pkgError, SafetyCheckFailed
from nb2pkg.migrate.report import (
    Remark,
    Row,
    document,
    is_report,
    left_out,
    not_converted,
    report_bytes,
    warnings_among,
)
from nb2pkg.model import Note, Origin


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (BadNotebook("is\nodd", file="x"), "refused", "is odd"),
        (BadNotebook("is odd", line=3), "refused", "line 3: is odd"),
        (BadCell("is odd", cell=0, line=3), "refused", "cell 0, line 3: is odd"),
        (BadCell("is odd", cell=2), "refused", "cell 2: is odd"),
        (
            SafetyCheckFailed("no name", file="a/b.py", line=3),
            "failed",
            "nb2pkg's own check failed: a/b.py, line 3: no name",
        ),
        (SafetyCheckFailed("no\x1b[0m name"), "failed", "nb2pkg's own check failed: no [0m name"),
    ],
)
def test_errors_are_one_line_with_their_place(error: Nb2pkgError, status: str, told: str) -> None:
    row = not_converted("x.ipynb", error)
    assert (row.status, row.told) == (status, told)


def test_notes_are_sorted_out() -> None:
    notes = [
        Note("warning", "cell 3 is set aside: odd"),
        Note("info", "`%matplotlib` is left out", Origin(2, 1, 4)),
        Note("warning", "look"),
        Note("info", "done"),
    ]
    assert left_out(notes) == (Remark("cell 3 is set aside: odd"), Remark("`%matplotlib` is left out", 2, 1))
    assert warnings_among(notes) == (Remark("cell 3 is set aside: odd"), Remark("look"))


def test_what_was_set_aside_is_in_the_report_whole() -> None:
    notes = [Note("warning", "`%%sql` (2 lines) is left out", Origin(2, 1, 2), "%%sql\nSELECT 1")]
    assert left_out(notes) == (Remark("`%%sql` (2 lines) is left out", 2, 1, "%%sql\nSELECT 1"),)


def test_the_report_does_not_depend_on_the_order_and_is_known_again() -> None:
    rows = [Row("b", "converted", "b"), Row("a", "timeout", reason="late"), Row("\udcff", "failed")]
    content = report_bytes(document(rows, ["c"]))
    assert content == report_bytes(document(rows[::-1], ["c"]))
    assert is_report(content)
    found = json.loads(content)
    assert found["summary"] == {"converted": 1, "refused": 0, "failed": 1, "timeout": 1}
    assert found["unreadable_folders"] == ["c"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"summary": 1, "notebooks": []}', b"[" * 100_000])
def test_other_files_are_no_reports(content: bytes) -> None:
    assert not is_report(content)
