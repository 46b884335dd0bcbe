"""From cells to statements: kinds, roles, headings, titles."""

from __future__ import annotations

import pytest
from stories import Story, notebook, program_of

from nb2pkg import pipeline
from nb2pkg.flow.program import heading_above, headings, plain_heading, title_of
from nb2pkg.model import Kind, Role, Section
from nb2pkg.options import Options

HEADINGS = [
    ("# One", ["One"]),
    ("#One", []),
    ("## Two ##", ["Two"]),
    ("text\n### Three", ["Three"]),
    ("Title\n=====", ["Title"]),
    ("Sub\n---", ["Sub"]),
    ("a\n--", []),
    ("```\n# code\n```\n# Real", ["Real"]),
    ("~~~\n# code\n~~~", []),
    ("# **Bold** `code`", ["Bold code"]),
    ('# <a id="x"></a>Anchored', ["Anchored"]),
    ("#\n# Real", ["Real"]),
    ("# Ü\r\n# Zwei", ["Ü", "Zwei"]),
    ("no heading", []),
]


@pytest.mark.parametrize(("text", "found"), HEADINGS)
def test_headings_of_a_markdown_cell(text: str, found: list[str]) -> None:
    assert headings(text) == found


def test_a_plain_heading_keeps_its_words_only() -> None:
    assert plain_heading(" 1. Load **the** <b>data</b> ##") == "1. Load the data"


def test_the_heading_above_a_cell_is_the_last_one() -> None:
    prose = (Section(0, "# A\n## B"), Section(2, "words"), Section(4, "# C"))
    assert [heading_above(prose, cell) for cell in (0, 1, 3, 5)] == ["", "B", "B", "C"]


TITLES = [
    ([("md", "words"), ("md", "## Leaves\n### More")], "Leaves"),
    ([("md", "## Leaves\n# More")], "More"),
    ([("md", "Sub\n---\nTop\n===")], "Top"),
    ([("md", "# Import libraries"), "import os", ("md", "# Load the data"), "x = 1"], "leaf disease"),
    ([("md", "# 1. Introduction\n## Leaves that fall"), "x = 1"], "Leaves that fall"),
    ([("md", "# Setup"), ("md", "## Leaves"), "x = 1"], "Leaves"),
    ([("md", "## Leaves"), "x = 1", ("md", "# Conclusion")], "Leaves"),
    (["x = 1", ("md", "## Leaves"), ("md", "# Trees")], "Leaves"),
    (["x = 1", ("md", "# Load data"), ("md", "# Trees")], "leaf disease"),
    ([("md", "# Data science for leaves")], "Data science for leaves"),
    (["x = 1"], "leaf disease"),
]


@pytest.mark.parametrize(("cells", "title"), TITLES)
def test_the_title_is_the_heading_that_says_most_else_the_file_name(cells: Story, title: str) -> None:
    assert title_of(notebook(cells, name="leaf disease")) == title


KINDS = [
    ("import os", Kind.IMPORT),
    ("try:\n    import a\nexcept ImportError:\n    a = None", Kind.IMPORT),
    ("class A: pass", Kind.CLASS),
    ("@deco\ndef f(): pass", Kind.FUNCTION),
    ("async def f(): pass", Kind.FUNCTION),
    ("x = 1", Kind.RUN),
    ("if x: import os", Kind.RUN),
]


@pytest.mark.parametrize(("source", "kind"), KINDS)
def test_the_kind_of_a_statement(source: str, kind: Kind) -> None:
    assert program_of([source]).statements[0].kind is kind


def test_a_tag_gives_all_statements_of_its_cell_their_role_but_imports() -> None:
    statements = program_of([("model", "import os\nx = 1\ndf.head()")]).statements
    assert [s.role for s in statements] == [Role.SETUP, Role.MODEL, Role.MODEL]


def test_a_skipped_cell_is_left_out_and_its_role_is_told() -> None:
    program = program_of(["x = 1", ("skip", "y = 2")])
    assert [s.text for s in program.statements] == ["x = 1"]
    assert [(one.cell, one.role) for one in program.roles] == [(0, Role.DATA), (1, Role.SKIP)]


def test_a_cell_of_imports_is_set_up() -> None:
    assert program_of(["import os\nimport sys", "x = 1"]).roles[0].role is Role.SETUP


def test_statements_know_their_place_and_their_section() -> None:
    first, second = program_of([("md", "# Load"), "# why\nx = (\n  1)\ny = 2  # z"]).statements
    assert (first.origin.cell, first.origin.first, first.origin.last, first.section) == (1, 2, 3, "Load")
    assert first.text == "# why\nx = (\n  1)"
    assert (second.origin.first, second.text) == (4, "y = 2  # z")


SILENT = [
    ("x;", True),
    ("x;  # why", True),
    ("x = 1\nplot(x);", True),
    ("x", False),
    ("x; y", False),
    ("'a;'", False),
    ("x  # not;", False),
]


@pytest.mark.parametrize(("source", "silent"), SILENT)
def test_a_semicolon_at_the_end_hides_the_value(source: str, silent: bool) -> None:
    assert program_of([source]).statements[-1].inner is silent


def test_the_order_of_execution_can_be_followed() -> None:
    from dataclasses import replace

    book = notebook(["a = 1", "b = 2", "c = 3"])
    counts = [3, None, 1]
    cells = tuple(replace(cell, execution_count=count) for cell, count in zip(book.cells, counts, strict=True))
    program = pipeline.analyse(replace(book, cells=cells), Options(order="execution"))
    assert [s.text for s in program.statements] == ["c = 3", "a = 1", "b = 2"]


EMPTIED: list[tuple[Story, int]] = [
    (["import sys\nif 'google.colab' in sys.modules:\n    !pip install timm"], 1),
    (["import sys\nif check():\n    !pip install timm"], 2),
    (["import sys\nif 'google.colab' in sys.modules:\n    x = 1"], 2),
]


@pytest.mark.parametrize(("cells", "count"), EMPTIED)
def test_a_question_of_which_nothing_is_left_is_dropped(cells: Story, count: int) -> None:
    assert len(program_of(cells).statements) == count
