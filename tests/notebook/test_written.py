"""Modules that a notebook writes itself."""

from __future__ import annotations

import pytest
from stories import notebook

from nb2pkg.model import Notebook
from nb2pkg.notebook.written import take_written_modules

HELPER = "%%writefile helper.py\ndef help_me():\n    return 1\n"


def taken(book: Notebook) -> dict[str, str]:
    return {module.name: module.text for module in take_written_modules(book)[0].beside.modules}


@pytest.mark.parametrize(
    "use",
    ["import helper", "from helper import help_me", "!ls\nimport helper", "def f():\n    import helper"],
)
def test_a_file_that_is_imported_is_a_module_of_the_package(use: str) -> None:
    book = notebook([HELPER, use])
    changed, notes = take_written_modules(book)
    assert taken(book) == {"helper": "def help_me():\n    return 1\n"}
    assert [module.written for module in changed.beside.modules] == [True]
    assert changed.cells[0].source.strip() == ""
    assert changed.cells[0].source.count("\n") == book.cells[0].source.count("\n")
    assert [note.text for note in notes] == ["`%%writefile helper.py` is the module helper of the package now"]


def test_a_module_that_such_a_module_imports_is_one_too() -> None:
    cells = ["%%writefile a.py\nimport b\n", "%%writefile b.py\nx = 1\n", "import a"]
    assert set(taken(notebook(cells))) == {"a", "b"}


def test_a_module_in_a_folder_is_found_by_its_dotted_name() -> None:
    assert set(taken(notebook(["%%writefile ./src/a.py\nx = 1\n", "from src.a import x"]))) == {"src.a"}


def test_a_file_that_is_also_run_is_still_written() -> None:
    changed, _ = take_written_modules(notebook([HELPER, "import helper\n!python helper.py"]))
    assert changed.cells[0].source == HELPER.strip("\n")
    assert [module.name for module in changed.beside.modules] == ["helper"]


@pytest.mark.parametrize(
    "cells",
    [
        [HELPER, "x = 1"],
        [HELPER, HELPER, "import helper"],
        ["%%writefile helper.py\nx = = 1", "import helper"],
        ["%%writefile helper.txt\nx = 1", "import helper"],
        ["%%writefile {folder}/helper.py\nx = 1", "import helper"],
        ["%%writefile -a helper.py\nx = 1", "import helper"],
        ["%%writefile my-helper.py\nx = 1", "import helper"],
        [("skip", HELPER), "import helper"],
        ["x = 1"],
    ],
)
def test_any_other_file_is_left_as_it_is(cells: list[str]) -> None:
    book = notebook(cells)
    assert take_written_modules(book) == (book, ())
