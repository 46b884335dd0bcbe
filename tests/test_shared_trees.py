"""The trees of statements are parsed once for all who look at them, so nobody may change one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from nb2pkg import pipeline
from nb2pkg.flow.source import tree_of
from nb2pkg.notebook.read import read_notebook
from nb2pkg.options import Options

NOTEBOOKS = sorted((Path(__file__).parents[1] / "fixtures").glob("*/notebook.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.parent.name)
def test_a_conversion_changes_no_tree_that_others_look_at(path: Path) -> None:
    tree_of.cache_clear()
    done = pipeline.convert(read_notebook(path.read_bytes(), path.name), Options())
    texts = [statement.text for statement in done.program.statements]
    texts += [member.code for module in done.plan.modules for member in module.members]
    texts += [line for module in done.plan.modules for line in module.imports]
    hits = tree_of.cache_info().hits
    for text in texts:
        assert ast.dump(tree_of(text), include_attributes=True) == ast.dump(ast.parse(text), include_attributes=True)
    assert tree_of.cache_info().hits - hits > len(texts) / 2, "what is compared here was looked at before"
