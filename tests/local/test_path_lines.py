"""Lines that put a folder on the path: rows of cells, and the statements that are left of them."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.local.path_lines import keeps_path_lines, without_path_lines
from nb2pkg.model import Beside

SERVED = Beside(folders=("..", "../src"))

ROWS: dict[str, tuple[list[str], list[str]]] = {
    "append": (["import sys\nsys.path.append('..')\nx = 1"], ["import sys", "x = 1"]),
    "insert": (["sys.path.insert(0, '../src')"], []),
    "a guard": (["if '..' not in sys.path:\n    sys.path.append('..')"], []),
    "several": (["sys.path += ['..', '../src']"], []),
    "with what it needs": (
        ["import os\nup = os.path.abspath('..')\nsrc = os.path.join(up, 'src')", "sys.path.append(src)"],
        ["import os"],
    ),
    "what others need too": (
        ["up = '..'\nsys.path.append(up)\nprint(up)"],
        ["up = '..'", "print(up)"],
    ),
    "what a function needs": (
        ["up = '..'\nsys.path.append(up)\ndef f():\n    return up"],
        ["up = '..'", "def f():\n    return up"],
    ),
    "what is bound again": (["up = '..'\nsys.path.append(up)\nup = 2"], ["up = '..'", "up = 2"]),
    "once it is elsewhere": (["os.chdir('..')\nsys.path.append('src')"], ["os.chdir('..')"]),
}
STAY = {
    "a folder of others": "sys.path.append('../lib')",
    "one of two": "sys.path += ['..', '../lib']",
    "nobody knows": "sys.path.append(where())",
    "more than that": "if '..' not in sys.path:\n    sys.path.append('..')\n    print('there')",
    "elsewhere": "os.chdir('..')",
    "an import": "import sys",
}


def _left(cells: list[str], beside: Beside) -> list[str]:
    return [statement.text for statement in without_path_lines(program_of(cells), beside)[0].statements]


@pytest.mark.parametrize("name", ROWS)
def test_what_only_served_copied_modules_goes_and_is_named(name: str) -> None:
    cells, left = ROWS[name]
    program, notes = without_path_lines(program_of(cells), SERVED)
    assert [statement.text for statement in program.statements] == left
    assert [statement.index for statement in program.statements] == list(range(len(left)))
    assert len(notes) == len(program_of(cells).statements) - len(left)
    assert all(note.origin is not None and "left out" in note.text for note in notes)


@pytest.mark.parametrize("name", STAY)
def test_other_lines_stay(name: str) -> None:
    assert _left([STAY[name]], SERVED) == [STAY[name]]


@pytest.mark.parametrize("name", ROWS)
def test_where_nothing_is_copied_everything_stays(name: str) -> None:
    cells, _ = ROWS[name]
    program = program_of(cells)
    assert without_path_lines(program, Beside()) == (program, ())


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("sys.path.append(where())", True),
        ("if x:\n    sys.path.insert(0, x)", True),
        ("print(sys.path)", False),
        ("x = 'sys.path.append'", False),
    ],
)
def test_lines_that_are_left_are_known(cell: str, kept: bool) -> None:
    assert keeps_path_lines(program_of([cell])) is kept
