"""Each row: an import beside the notebook, and what it is in the package, in a copied module, and outside of both."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.rules.local_imports import Standpoint, local_import_lines, with_local_imports

HOMES = {
    "utils": "utils",
    "models": "local_models",
    "src": "src",
    "src.models": "src.models",
    "src.deep": "src.deep",
    "src.deep.core": "src.deep.core",
    # one file by two names
    "core": "src.core",
    "src.core": "src.core",
}
LEFT = frozenset({"src.bad", "broken"})
ROOM = Standpoint(HOMES, LEFT)
DEEP = Standpoint(HOMES, LEFT, here="src.deep", origin="src.deep")
SLIM = Standpoint({"": "", **HOMES}, LEFT, package="leaf", origin="")

CHANGED: dict[str, tuple[str, str, str, str]] = {
    "a name": (
        "from utils import f  # helps",
        "from .utils import f  # helps",
        "from ...utils import f  # helps",
        "from leaf.utils import f  # helps",
    ),
    "a module": ("import utils", "from . import utils", "from ... import utils", "from leaf import utils"),
    "a module by another name": (
        "import utils as u",
        "from . import utils as u",
        "from ... import utils as u",
        "from leaf import utils as u",
    ),
    "a module that is renamed": (
        "import models",
        "from . import local_models as models",
        "from ... import local_models as models",
        "from leaf import local_models as models",
    ),
    "names of a renamed one, over lines": (
        "from models import (\n    A,  # first\n    B as C,\n)",
        "from .local_models import (\n    A,  # first\n    B as C,\n)",
        "from ...local_models import (\n    A,  # first\n    B as C,\n)",
        "from leaf.local_models import (\n    A,  # first\n    B as C,\n)",
    ),
    "everything": (
        "from utils import *",
        "from .utils import *",
        "from ...utils import *",
        "from leaf.utils import *",
    ),
    "a module in a package": (
        "import src.models as m",
        "from .src import models as m",
        "from .. import models as m",
        "from leaf.src import models as m",
    ),
    "a module of the package it stands in": (
        "from src.deep.core import run",
        "from .src.deep.core import run",
        "from .core import run",
        "from leaf.src.deep.core import run",
    ),
    "a package, and what is in it": (
        "import src.deep.core",
        "from . import src\nfrom .src.deep import core as _src_deep_core  # noqa: F401",
        "from ... import src\nfrom . import core as _src_deep_core  # noqa: F401",
        "from leaf import src\nfrom leaf.src.deep import core as _src_deep_core  # noqa: F401",
    ),
    "among libraries": (
        "# all\nimport os, utils, sys  # of them",
        "# all\nimport os\nfrom . import utils\nimport sys  # of them",
        "# all\nimport os\nfrom ... import utils\nimport sys  # of them",
        "# all\nimport os\nfrom leaf import utils\nimport sys  # of them",
    ),
    "after another statement": (
        "import os; import utils; x = 1",
        "import os; from . import utils; x = 1",
        "import os; from ... import utils; x = 1",
        "import os; from leaf import utils; x = 1",
    ),
    "on the line of a branch": (
        "if x: import os, utils",
        "if x: import os; from . import utils",
        "if x: import os; from ... import utils",
        "if x: import os; from leaf import utils",
    ),
    "one that stays among those that go": (
        "from src import bad, models",
        "from src import bad\nfrom .src import models",
        "from src import bad\nfrom .. import models",
        "from src import bad\nfrom leaf.src import models",
    ),
    "a file by its other name": (
        "import core",
        "from .src import core",
        "from .. import core",
        "from leaf.src import core",
    ),
    "in a function, with a fallback": (
        "def f():\n    try:\n        import utils\n    except ImportError:\n        utils = None",
        "def f():\n    try:\n        from . import utils\n    except ImportError:\n        utils = None",
        "def f():\n    try:\n        from ... import utils\n    except ImportError:\n        utils = None",
        "def f():\n    try:\n        from leaf import utils\n    except ImportError:\n        utils = None",
    ),
    "by a call": (
        "m = importlib.import_module('utils')",
        'm = importlib.import_module(".utils", __package__)',
        'm = importlib.import_module("...utils", __package__)',
        'm = importlib.import_module("leaf.utils")',
    ),
}
UNCHANGED = {
    "libraries": "import os\nfrom torch import nn\nimport torch.utils.data",
    "a longer name": "import utils2\nfrom utilsx import utils",
    "an attribute": "torch.utils.data.DataLoader(x)",
    "a string": "x = 'import utils'  # import utils",
    "what is left": "import broken\nfrom broken import f\nfrom src.bad import g",
    "what is not there": "from src.nowhere import f\nimport src.nowhere",
    "a call with more": "importlib.import_module('utils', 'here')",
    "a call of a library": "importlib.import_module('torch')",
}


@pytest.mark.parametrize("name", CHANGED)
def test_imports_name_the_package(name: str) -> None:
    before, room, deep, slim = CHANGED[name]
    assert with_local_imports(before, ROOM) == room
    assert with_local_imports(before, DEEP) == deep
    assert with_local_imports(before, SLIM) == slim
    for text in (before, room, deep, slim):
        ast.parse(text)


@pytest.mark.parametrize("name", UNCHANGED)
def test_all_else_stays_to_the_letter(name: str) -> None:
    for at in (ROOM, DEEP, SLIM):
        assert with_local_imports(UNCHANGED[name], at) == UNCHANGED[name]


@pytest.mark.parametrize("name", CHANGED)
def test_doing_it_again_changes_nothing(name: str) -> None:
    _, room, deep, _ = CHANGED[name]
    assert with_local_imports(room, ROOM) == room
    assert with_local_imports(deep, DEEP) == deep


@pytest.mark.parametrize(
    ("before", "room", "deep", "slim"),
    [
        ("from .core import run", "from .core import run", "from .core import run", "from leaf.src.core import run"),
        ("from ..core import run", "from ..core import run", "from ..core import run", "from ..core import run"),
        ("from . import core", "from . import core", "from . import core", "from leaf.src import core"),
        ("from .... import x", "from .... import x", "from .... import x", "from .... import x"),
    ],
)
def test_relative_imports_hold_where_the_folders_are_the_same(before: str, room: str, deep: str, slim: str) -> None:
    assert with_local_imports(before, ROOM) == room
    assert with_local_imports(before, DEEP) == deep
    assert with_local_imports(before, SLIM) == slim


def test_a_relative_import_follows_a_file_that_has_another_name() -> None:
    homes = {"a": "x.a", "src": "src", "src.a": "x.a"}
    at = Standpoint(homes, here="src", origin="src")
    assert with_local_imports("from . import a", at) == "from ..x import a"
    assert with_local_imports("from .a import f", at) == "from ..x.a import f"


def test_without_modules_nothing_is_even_parsed() -> None:
    assert with_local_imports("import utils (", Standpoint({})) == "import utils ("
    assert with_local_imports("x = (", ROOM) == "x = ("


def test_each_statement_of_the_outcome_stands_alone() -> None:
    assert local_import_lines("import src.models", ROOM) == (
        "from . import src",
        "from .src import models as _src_models  # noqa: F401",
    )
    assert local_import_lines("import os", ROOM) == ("import os",)


NAMES = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4).map(".".join)


@given(name=NAMES, home=NAMES, here=st.one_of(st.just(""), NAMES))
def test_wherever_the_code_stands_python_finds_the_module(name: str, home: str, here: str) -> None:
    at = Standpoint({name: home}, here=here, origin=here)
    match ast.parse(with_local_imports(f"from {name} import x\nimport {name} as y", at)).body:
        case [ast.ImportFrom(module=first, level=up), ast.ImportFrom(module=above, names=[alias], level=level)]:
            assert _resolved(here, up, first) == home
            assert ".".join(filter(None, [_resolved(here, level, above), alias.name])) == home
        case _:
            pytest.fail("both are imports of the package")


def _resolved(here: str, level: int, module: str | None) -> str:
    """What Python makes of a relative import in a package."""
    parts = here.split(".") if here else []
    assert 0 < level <= len(parts) + 1
    return ".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])
