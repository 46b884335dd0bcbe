"""What was set aside is shown whole, on the terminal and in JSON."""

from __future__ import annotations

import pytest
from stories import plan_of

from nb2pkg.cli.report import notes_json, report
from nb2pkg.model import Note, Origin

CELL = "%%sql\nSELECT *\n\nFROM t"


def test_the_text_of_a_cell_that_is_not_understood_is_printed_below_its_remark(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report(plan_of(["x = 1", CELL]))
    said = capsys.readouterr().err
    assert "warning: cell 1, line 1: `%%sql` (4 lines) is left out" in said
    assert "\n    %%sql\n    SELECT *\n    \n    FROM t\n" in said


def test_json_has_it_too_and_only_there() -> None:
    notes = [Note("warning", "a", Origin(1, 1, 4), CELL), Note("info", "b")]
    assert [note.get("source") for note in notes_json(notes)] == [CELL, None]
    assert "source" not in notes_json(notes)[1]
