"""Modules that do something as they are imported: rows of text, and the line that does."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.local.acting import imported_for_effect, line_that_acts
from nb2pkg.model import Beside, LocalModule

ACT = {
    "a call": ("import os\nprint(1)", 2),
    "in a branch": ("if True:\n    x = 1\nelse:\n    print(1)", 4),
    "in a loop": ("for i in a:\n    b.append(i)", 2),
    "in a handler": ("try:\n    import a\nexcept ImportError:\n    warn()", 4),
    "a setting": ("import os\nos.environ['A'] = 'b'", 2),
    "an attribute": ("plt.rcParams.dpi = 3", 1),
    "more of a setting": ("a.b += 1", 1),
}
ONLY_DEFINES = {
    "definitions": "'''Doc.'''\nimport os\ndef f():\n    print(1)\nclass A:\n    x = f()",
    "names": "x = f()\ny: int = 1\nx += 2",
    "a program": "if __name__ == '__main__':\n    print(1)",
    "the path": "import sys\nsys.path.append('..')",
    "a fallback": "try:\n    import a\nexcept ImportError:\n    a = None",
    "nothing": "",
}


def _module(name: str, text: str) -> LocalModule:
    return LocalModule(name, f"{name}.py", text)


@pytest.mark.parametrize("name", ACT)
def test_what_acts_is_seen(name: str) -> None:
    text, line = ACT[name]
    assert line_that_acts(_module("a", text)) == line


@pytest.mark.parametrize("name", ONLY_DEFINES)
def test_what_only_defines_is_not(name: str) -> None:
    assert line_that_acts(_module("a", ONLY_DEFINES[name])) is None


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (["import style"], ("import style",)),
        (["from style import dark"], ("import style",)),
        (["import through"], ("import through",)),
        (["import style\nprint(style)"], ()),
        (["from style import dark, light\nprint(light)"], ()),
        (["from style import *"], ()),
        (["import plain, os"], ()),
        (["x = 1"], ()),
        (["import style\ndef f():\n    return style"], ()),
    ],
)
def test_what_is_imported_for_what_it_does_is_imported_all_the_same(cells: list[str], lines: tuple[str, ...]) -> None:
    modules = (
        _module("style", "use('dark')\ndark = light = 1"),
        _module("through", "import style"),
        _module("plain", ""),
    )
    assert imported_for_effect(program_of(cells), Beside(modules)) == lines
