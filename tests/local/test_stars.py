"""``from utils import *`` spelled out: rows of the module's text and what stands in the notebook then."""

from __future__ import annotations

import pytest

from nb2pkg.local.relative import without_relative_imports
from nb2pkg.local.stars import with_names_spelled_out
from nb2pkg.model import LocalModule, PythonCell

SPELLED: dict[str, tuple[str, str]] = {
    "definitions": ("def f(): ...\nclass A: ...\nN = 1", "from utils import f, A, N"),
    "what it imports": (
        "import numpy as np\nfrom torch import nn\ndef f(): ...",
        "import numpy as np; from torch import nn; from utils import f",
    ),
    "a private name": ("_x = 1\ny = 2", "from utils import y"),
    "a list of names": ("__all__ = ['f', '_g']\nimport os\ndef f(): ...\n_g = 1", "from utils import f, _g"),
    "a name by two ways": (
        "try:\n    import fast as m\nexcept ImportError:\n    m = None",
        "from utils import m",
    ),
    "an import that is bound anew": ("import json\njson = wrap(json)", "from utils import json"),
    "a star of a library": ("from math import *\nx = 1", "from math import *; from utils import x"),
    "a star of a neighbour": ("from other import *\nx = 1", "from other import there; from utils import x"),
    "names of loops and branches": ("for i in range(3):\n    if i: j = i", "from utils import i, j"),
    "names that are not its own": ("x = [k for k in range(3)]\ndef f():\n    y = 1", "from utils import x, f"),
    "nothing": ("", "import utils"),
}
STAYS = {
    "names that are made": "globals()['x'] = 1",
    "a list that grows": "__all__ = ['f']\n__all__ += ['g']",
    "a star in a circle": "from utils import *",
}


def _notebook(text: str, code: str = "from utils import *") -> str:
    modules = [LocalModule("utils", "utils.py", text), LocalModule("other", "other.py", "there = 1")]
    return with_names_spelled_out([PythonCell(0, None, code)], modules)[0].python


@pytest.mark.parametrize("name", SPELLED)
def test_a_star_becomes_names(name: str) -> None:
    text, code = SPELLED[name]
    assert _notebook(text) == code


@pytest.mark.parametrize("name", STAYS)
def test_a_star_stays_where_only_running_it_tells(name: str) -> None:
    assert _notebook(STAYS[name]) == "from utils import *"


@pytest.mark.parametrize(
    "code", ["from math import *", "import utils", "from utils import f", "x = 2 * 3", "x = 'from utils import *'"]
)
def test_other_code_stays(code: str) -> None:
    assert _notebook("a = 1", code) == code


def test_lines_stay_where_they_are() -> None:
    code = "é = 1; from utils import *  # all\ntry:\n    from utils import *\nexcept ImportError:\n    pass"
    wanted = "é = 1; from utils import a, b  # all\ntry:\n    from utils import a, b\nexcept ImportError:\n    pass"
    assert _notebook("a = b = 1", code) == wanted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from .utils import f", "from utils import f"),
        ("from . import utils, x as y  # two", "import utils, x as y  # two"),
        ("from .a.b import (\n    c,\n)", "from a.b import (\n    c,\n)"),
        ("from ..up import f", "from up import f"),
        ("from . import *", "pass"),
        ("from utils import f", "from utils import f"),
        ("await x\nfrom .a import b", "await x\nfrom a import b"),
    ],
)
def test_a_relative_import_means_a_file_beside_the_notebook(before: str, after: str) -> None:
    assert without_relative_imports([PythonCell(0, None, before)])[0].python == after
