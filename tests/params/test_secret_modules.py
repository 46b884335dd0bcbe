"""Secrets in modules beside the notebook: rows of a module's text before and after."""

from __future__ import annotations

import pytest

from nb2pkg.model import Beside, Cell, LocalModule, Notebook
from nb2pkg.params.secrets import remove_secrets

KEY = "hf_" + "aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567"

ROWS: dict[str, tuple[str, str]] = {
    "at import": (
        f'import os\nTOKEN = "{KEY}"  # mine\n',
        'import os\nTOKEN = os.environ.get("HF_TOKEN", "")  # mine\n',
    ),
    "in a function": (
        f'import os\ndef f():\n    return "{KEY}"\n',
        'import os\ndef f():\n    return os.environ["HF_TOKEN"]\n',
    ),
    "in a class": (
        f'import os\nclass A:\n    é, key = "é", "{KEY}"\n',
        'import os\nclass A:\n    é, key = "é", os.environ.get("HF_TOKEN", "")\n',
    ),
    "two on a line": (
        f'import os\nx = ["{KEY}", "{KEY}"]\n',
        'import os\nx = [os.environ.get("HF_TOKEN", ""), os.environ.get("HF_TOKEN", "")]\n',
    ),
}


def _notebook(text: str, *cells: str) -> Notebook:
    listed = tuple(Cell(number, "code", source) for number, source in enumerate(cells or ("import utils",)))
    return Notebook("nb", "nb.ipynb", listed, beside=Beside((LocalModule("utils", "lib/utils.py", text),)))


@pytest.mark.parametrize("name", ROWS)
def test_a_module_loses_its_secrets(name: str) -> None:
    before, after = ROWS[name]
    clean, found = remove_secrets(_notebook(before))
    assert clean.beside.modules[0].text == after
    assert {(one.variable, one.file, one.place) for one in found} == {("HF_TOKEN", "lib/utils.py", "module")}
    assert clean.cells == _notebook("").cells


@pytest.mark.parametrize("text", ["x = 1\r\n", "", "import os\nx = os.environ['HOME']\n"])
def test_other_modules_stay_to_the_letter(text: str) -> None:
    notebook = _notebook(text)
    assert remove_secrets(notebook) == (notebook, ())


def test_the_line_is_that_of_the_file() -> None:
    _, found = remove_secrets(_notebook(f'\n\nTOKEN = "{KEY}"\n'))
    assert [one.origin.first for one in found] == [3]


def test_one_key_has_one_variable_wherever_it_stands() -> None:
    clean, found = remove_secrets(_notebook(f'import os\nMINE = "{KEY}"\n', f'HF_API_TOKEN = "{KEY}"'))
    assert len({one.variable for one in found}) == 1
    assert KEY not in clean.beside.modules[0].text + clean.cells[0].source
    assert [bool(one.file) for one in found] == [False, True]
    assert found[0].origin.cell == 0
