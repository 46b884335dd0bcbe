"""What holds for any input at all."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pkg.errors import BadCell, BadNotebook
from nb2pkg.model import Cell, Notebook, PythonCell
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.notebook.interpolate import text_expression
from nb2pkg.notebook.lines import split_lines
from nb2pkg.notebook.read import read_notebook
from nb2pkg.notebook.syntax import desugar
from nb2pkg.notebook.tags import role_of_tags

PIECES = st.sampled_from(
    [
        "%",
        "%%",
        "!",
        "?",
        "\n",
        "\n",
        "\n    ",
        " ",
        "\\\n",
        "'",
        '"',
        '"""',
        "'''",
        "(",
        ")",
        "[",
        "{",
        "}",
        "$",
        "#",
        "=",
        "if x:",
        "else:",
        "x = ",
        "f(x)",
        "time ",
        "bash",
        "writefile a",
        "capture",
        "pip install a",
        "cd b",
        "env A=B",
        "ls",
        "ls > a",
        "&& ",
        "| ",
        "; ",
        "`",
        ">>> ",
        "In [1]: ",
        "...: ",
        "\t",
        "\r",
        "\f",
        "\0",
        "\ud800",
        "\u2028",
        "é",
        "print 'x'",
        "timeit -n 3 ",
        "run a.py",
        "html",
        "sql",
        ",f ",
        "/f ",
        "return",
        "await x",
        "lambda: ",
        "script a",
    ]
)
CELLS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
RAW_CELL = st.dictionaries(
    st.sampled_from(["cell_type", "source", "input", "metadata", "id", "level", "outputs", "execution_count"]),
    JSON | st.sampled_from(["code", "markdown", "heading", {"tags": ["data"]}, ["x\n", "y"]]),
)
ROOT = st.dictionaries(
    st.sampled_from(["nbformat", "metadata", "worksheets"]),
    JSON | st.sampled_from([3, 4, {"kernelspec": "ir"}, [{"cells": []}]]),
)


def accept(data: bytes, file: str) -> Notebook | None:
    try:
        return read_notebook(data, file)
    except BadNotebook as caught:
        refusal = caught
    assert refusal.file == file
    assert "\n" not in refusal.message
    return None


def python_or_refusal(source: str) -> PythonCell | BadCell:
    try:
        return desugar(Cell(0, "code", source), "x.ipynb")
    except BadCell as refusal:
        return refusal


@given(CELLS)
@settings(max_examples=400, deadline=None)
def test_any_cell_is_python_with_as_many_lines_or_is_refused(source: str) -> None:
    cell = python_or_refusal(source)
    if isinstance(cell, BadCell):
        assert cell.cell == 0
        assert "\n" not in cell.message
        assert fault_of(source) is not None
        return
    assert len(split_lines(cell.python)) == len(split_lines(source))
    assert fault_of(cell.python) is None
    last = len(split_lines(source))
    assert all(1 <= special.origin.first <= special.origin.last <= last for special in cell.specials)


@given(CELLS)
@settings(max_examples=150, deadline=None)
def test_reading_a_cell_twice_changes_nothing(source: str) -> None:
    cell = Cell(0, "code", source)
    try:
        once = desugar(cell, "x.ipynb")
    except BadCell:
        return
    assert desugar(cell, "x.ipynb") == once
    assert desugar(Cell(0, "code", once.python), "x.ipynb").python == once.python


@given(st.binary(max_size=60), st.sampled_from(["x.ipynb", "x.py", "-"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_notebook_or_refused(data: bytes, file: str) -> None:
    accept(data, file)


@given(st.lists(RAW_CELL | JSON, max_size=3), ROOT)
@settings(max_examples=200, deadline=None)
def test_any_json_is_a_notebook_or_refused(cells: list[object], root: dict[str, object]) -> None:
    notebook = accept(json.dumps({**root, "cells": cells}).encode(), "x.ipynb")
    if notebook is not None:
        assert [cell.index for cell in notebook.cells] == list(range(len(cells)))
        ids = [cell.cell_id for cell in notebook.cells if cell.cell_id is not None]
        assert len(ids) == len(set(ids))
        for cell in notebook.cells:
            role_of_tags(cell)


@given(CELLS.filter(lambda text: text.isprintable() or "\n" in text))
@settings(max_examples=150, deadline=None)
def test_any_script_is_a_notebook_or_refused(text: str) -> None:
    accept(f"# %%\n{text}\n# %% [markdown]\n# x".encode("utf-8", "replace"), "x.py")


@given(st.text("ab{}$'\"\\!: \n", max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_command_is_a_string_in_python(text: str) -> None:
    assert fault_of(text_expression(text, frozenset("ab"))) is None
