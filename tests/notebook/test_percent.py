"""Scripts as notebooks."""

from __future__ import annotations

import pytest

from nb2pkg.errors import BadNotebook
from nb2pkg.model import Cell, Notebook
from nb2pkg.notebook.read import read_notebook


def read(text: str, file: str = "lesson.py") -> Notebook:
    return read_notebook(text.encode(), file)


SCRIPT = '''\
# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# title: A lesson
# ---

# %% [markdown]
# # Heading
#
# Text.

# %% tags=["data", "x"]
import os
# %matplotlib inline
# !pip install timm

# %% Some title [markdown] tags=["y"]
"""
More *text*.
"""

# %% {"tags": ["model"]}
s = """
# %% not a mark
# %cd nor_magic
"""

# %%
# %%time
# ! ls
# 50 % off!

# %% [raw]
# raw
# %% id="abc"
x = 1
'''


def test_a_script_is_read() -> None:
    assert read(SCRIPT) == Notebook(
        "lesson",
        "lesson.py",
        (
            Cell(0, "markdown", "# Heading\n\nText."),
            Cell(1, "code", "import os\n%matplotlib inline\n!pip install timm", ("data", "x")),
            Cell(2, "markdown", "More *text*.", ("y",)),
            Cell(3, "code", 's = """\n# %% not a mark\n# %cd nor_magic\n"""', ("model",)),
            Cell(4, "code", "%%time\n! ls\n# 50 % off!"),
            Cell(5, "raw", "raw"),
            Cell(6, "code", "x = 1", cell_id="abc"),
        ),
        metadata_title="A lesson",
    )


def test_commented_magics_stay_comments_without_a_header() -> None:
    assert read("# %%\n# %matplotlib inline\nx = 1").cells[0].source == "# %matplotlib inline\nx = 1"


def test_code_above_the_first_mark_is_a_cell() -> None:
    assert [cell.source for cell in read("import a\n\n# %%\nx = 1\n").cells] == ["import a", "x = 1"]


def test_a_script_without_marks_is_one_cell() -> None:
    notebook = read("x = 1\n\ny = 2\n")
    assert [cell.source for cell in notebook.cells] == ["x = 1\n\ny = 2"]
    assert "no '# %%' marks" in notebook.notes[0]


@pytest.mark.parametrize("mark", ["# %%", "#%%", "# %% ", "# %% title", "# %%% title", "#  %%"])
def test_marks_are_written_in_many_ways(mark: str) -> None:
    assert [cell.source for cell in read(f"x\n{mark}\ny").cells] == ["x", "y"]


@pytest.mark.parametrize("line", ["# %%time", "x # %%", " # %%", "## %%", "# %", "'# %%'"])
def test_other_lines_are_no_marks(line: str) -> None:
    assert len(read(f"x\n{line}\ny").cells) == 1


def test_broken_code_does_not_swallow_the_cells_below() -> None:
    assert len(read("# %%\nx = (\n# %%\ny = 1").cells) == 2


def test_standard_input_is_judged_by_its_text() -> None:
    assert read("# %%\nx = 1", "-").cells[0].source == "x = 1"
    assert read('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "# %%\\n"}]}', "-").cells[0].kind == "code"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# %% [markdown]\n# x", "no code"),
        ("", "empty"),
        ("x = 1\n<<<<<<< HEAD\n=======\n>>>>>>> b\n", "merge conflict"),
        ("# ---\n# jupyter:\n#   kernelspec:\n#     language: R\n#     name: ir\n# ---\n# %%\nx", "in R, not Python"),
    ],
)
def test_scripts_are_refused_like_notebooks(text: str, says: str) -> None:
    with pytest.raises(BadNotebook, match=says):
        read(text)
