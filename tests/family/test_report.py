"""The written class that keeps what a notebook shows: one file for each value, of the kind that holds it best."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.display import HTML, Markdown
from stories import world_of

from nb2pkg.family.report import report_module

FRAME = pd.DataFrame({"a": [1, 2]})
SHOWN = [
    ("a text", "01-text.txt", "a text\n"),
    ((1, "b"), "01-text.txt", "(1, 'b')\n"),
    (FRAME, "01-table.csv", ",a\n0,1\n1,2\n"),
    (FRAME["a"], "01-table.csv", ",a\n0,1\n1,2\n"),
    (Markdown("**a**"), "01-text.txt", "**a**\n"),
    (HTML("<b>a</b>"), "01-text.txt", "<b>a</b>\n"),
    (bytearray(b"a"), "01-text.txt", "bytearray(b'a')\n"),
]


def report(folder: Path) -> Any:
    space: dict[str, Any] = {"Path": Path, "sys": sys}
    exec(report_module(world_of(["x = 1"])).code, space)
    return space["Report"](folder)


@pytest.mark.parametrize(("value", "name", "text"), SHOWN)
def test_a_value_becomes_a_file(value: object, name: str, text: str, tmp_path: Path) -> None:
    report(tmp_path / "shown").show(value)
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "shown").iterdir()} == {name: text}


def test_a_styled_table_keeps_its_styles(tmp_path: Path) -> None:
    report(tmp_path).show(FRAME.style.format("{:.2f} yen"))
    assert "2.00 yen" in (tmp_path / "01-page.html").read_text(encoding="utf-8")


def test_nothing_is_no_file(tmp_path: Path) -> None:
    report(tmp_path / "shown").show(None)
    assert not (tmp_path / "shown").exists()
