"""The trees of statements and files are parsed once for all who look at them, so nobody may change one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from nb2pkg import pipeline
from nb2pkg.flow.source import tree_of, tree_of_file
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
    distinct = dict.fromkeys(texts)
    assert all(_is_as_parsed(tree_of(text), text) for text in distinct)
    assert tree_of.cache_info().hits - hits > len(distinct) / 2, "what is compared here was looked at before"


def test_a_conversion_changes_no_tree_of_a_file() -> None:
    tree_of_file.cache_clear()
    path = NOTEBOOKS[0]
    package = pipeline.convert(read_notebook(path.read_bytes(), path.name), Options()).package
    files = {file.path: file.content.decode() for file in package.files if file.path.endswith(".py")}
    hits = tree_of_file.cache_info().hits
    assert all(_is_as_parsed(tree_of_file(text, path), text) for path, text in files.items())
    assert tree_of_file.cache_info().hits - hits == len(files), "what is compared here was looked at before"


def _is_as_parsed(tree: ast.Module, text: str) -> bool:
    return ast.dump(tree, include_attributes=True) == ast.dump(ast.parse(text), include_attributes=True)
