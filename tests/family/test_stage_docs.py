from __future__ import annotations

import ast

import pytest

from nb2pkg.family.stages import described_item, stage_doc
from nb2pkg.rules.docstring_entry import Described
from nb2pkg.story.threads import Item

LONG = "Number of samples in a batch (just the start, the finder makes it larger)."


def item(argument: str, default: str | None, help_line: str) -> Item:
    return Item(argument.upper(), argument, default, "int", help_line, (), "constant")


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("Make some data", "make_some_data", "Make some data."),
        ("1. Make some data", "make_some_data", "Make some data."),
        ("Data", "prepare_data", "Prepare data."),
        ("Evaluation", "show_evaluation_2", "Show evaluation."),
        ("EDA", "show_eda", "Show EDA."),
        ("Load", "show_load", "Load."),
        ("3D plots", "show_3d_plots", "3D plots."),
        ("データ", "prepare", "データ."),
        ("coding: utf-7", "prepare_coding_utf", "Run this part of the notebook."),
        ("🎛️", "prepare", "Run this part of the notebook."),
        ("2.", "prepare", "Run this part of the notebook."),
    ],
)
def test_the_heading_is_the_summary(title: str, name: str, expected: str) -> None:
    assert ast.literal_eval(stage_doc(title, (), (), (), name=name)) == expected


def test_a_stage_says_what_it_takes_and_gives() -> None:
    items = [item("noise", "0.35", "Noise."), item("batch_size", "16", LONG)]
    assert stage_doc("Split", ["df"], items, ["train", "test"], "report") == (
        '"""Split.\n\n    Args:\n        report: Keeps what is shown, as files.\n        df: `df` of the notebook.\n'
        "        noise: Defaults to 0.35.\n"
        "        batch_size: Number of samples in a batch (just the start, the finder makes it\n"
        "            larger). Defaults to 16.\n\n    Returns:\n        `train`, `test`.\n"
        '    """'
    )


def test_the_default_of_an_option_is_left_to_its_help() -> None:
    assert described_item(item("lr", "1e-3", "Learning rate."), option=True) == Described("lr", "Learning rate.")
