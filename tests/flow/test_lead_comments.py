"""What stands above a cell's imports and says what the cell does goes to what does it."""

from __future__ import annotations

import pytest
from stories import program_of

IMPORT = "from keras.layers import Dense"

HANDED_ON = [
    (f"# Build the network\n{IMPORT}\nmodel = Dense(2)", "# Build the network\nmodel = Dense(2)"),
    (f"\n## Feature Engineering\n\n{IMPORT}\nimport os\n\nf(os)", "## Feature Engineering\nf(os)"),
    (f"# Train it\n# on one GPU\n{IMPORT}\nfit(1)  # now", "# Train it\n# on one GPU\nfit(1)  # now"),
    (f"# Build the network\n{IMPORT}\nUNITS = 2\nm = Dense(UNITS)", "# Build the network\nm = Dense(UNITS)"),
    (f"# Build the network\n{IMPORT}\n# two units\nm = Dense(2)", "# Build the network\n\n# two units\nm = Dense(2)"),
    (f"# Build the network\n{IMPORT}\nclass Net(Dense): pass", "# Build the network\nclass Net(Dense): pass"),
    (f"# Networks\n{IMPORT}\ndef a(): pass\ndef b(): pass", "# Networks\n\ndef a(): pass"),
    (f"# Build the network\n\n# imports\n{IMPORT}\nm = Dense(2)", "# Build the network\nm = Dense(2)"),
    (f"# Build the network\r\n{IMPORT}\r\nm = Dense(2)", "# Build the network\nm = Dense(2)"),
]


@pytest.mark.parametrize(("cell", "statement"), HANDED_ON)
def test_a_comment_above_imports_goes_to_what_follows_them(cell: str, statement: str) -> None:
    found = [s.text for s in program_of([cell]).statements]
    assert statement in found
    assert found[0] in (IMPORT, f"{IMPORT}\n")


NOT_ABOUT_THE_CELL = [
    "# import libraries",
    "# Imports",
    "# Load the libraries we need",
    "# Keras layers",
    "# Dense",
    "# for the network",
    "# !pip install keras",
    "# import tensorflow as tf",
    "# model.summary()",
    "# In[3]:",
    "# noqa: E501",
    "# -*- coding: utf-8 -*-",
    "# Copyright 2020 The Authors\n# Licensed under terms",
    "# ----------",
    "# 1.",
    "# This Python 3 environment comes with many helpful analytics libraries installed",
]


@pytest.mark.parametrize("comment", NOT_ABOUT_THE_CELL)
def test_a_comment_about_imports_or_for_a_tool_stays_with_them(comment: str) -> None:
    found = [s.text for s in program_of([f"{comment}\n{IMPORT}\nm = Dense(2)"]).statements]
    assert found == [f"{comment}\n{IMPORT}", "m = Dense(2)"]


LEFT = [
    "# Build the network\nimport os\nUNITS = 2",
    "# Build the network\ntry:\n    import a\nexcept ImportError:\n    a = None\nb = f(a)",
    "# Build the network\nm = Dense(2)\nimport os",
    "import os\n# Build the network\nimport sys\nm = f(2)",
]


@pytest.mark.parametrize("cell", LEFT)
def test_other_comments_stay_where_they_are(cell: str) -> None:
    found = [s.text for s in program_of([cell]).statements]
    assert "\n".join(found) == cell


def test_a_comment_does_not_leave_its_cell() -> None:
    found = [s.text for s in program_of([f"# Build the network\n{IMPORT}", "m = Dense(2)"]).statements]
    assert found[1] == "m = Dense(2)"
