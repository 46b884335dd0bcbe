"""What imported names stand for, and which import lines a piece of code needs."""

from __future__ import annotations

import ast

import pytest
from stories import program_of

from nb2pkg.flow.imports import (
    aliases,
    find_imports,
    is_import,
    lines_for,
    star_lines,
    told_apart,
)

MEANINGS = [
    ("import os", {"os": "os"}),
    ("import os.path", {"os": "os"}),
    ("import torch.nn as nn", {"nn": "torch.nn"}),
    ("from torch import nn", {"nn": "torch.nn"}),
    ("from torch.nn import functional as F", {"F": "torch.nn.functional"}),
    ("import a, b as c", {"a": "a", "c": "b"}),
    ("from . import here", {"here": "here"}),
    ("from math import *", {}),
    ("import x as m\nimport y as m", {"m": "y"}),
    ("try:\n    import a as m\nexcept ImportError:\n    import b as m", {"m": "a"}),
    ("try:\n    import a\n    OK = True\nexcept ImportError:\n    OK = False", {"a": "a", "OK": "OK"}),
]


@pytest.mark.parametrize(("source", "meaning"), MEANINGS)
def test_what_names_stand_for(source: str, meaning: dict[str, str]) -> None:
    assert aliases(find_imports(program_of([source]).statements)) == meaning


IMPORTS = ["import os", "from a import b, c", "try:\n    import a\nexcept ImportError:\n    a = None"]
OTHERS = [
    "x = 1",
    "if True:\n    import os",
    "try:\n    import a\nexcept ImportError:\n    install('a')",
    "try:\n    import a\nfinally:\n    pass",
    "try:\n    x = 1\nexcept ImportError:\n    pass",
]


@pytest.mark.parametrize("source", IMPORTS)
def test_these_only_import(source: str) -> None:
    assert is_import(ast.parse(source).body[0])


@pytest.mark.parametrize("source", OTHERS)
def test_these_do_more_than_import(source: str) -> None:
    assert not is_import(ast.parse(source).body[0])


BLOCK = "try:\n    import fast as codec\nexcept ImportError:\n    import slow as codec"
CELL = f"from __future__ import annotations\nimport numpy as np\nfrom os import path, sep\nfrom math import *\n{BLOCK}"


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (["np"], ("import numpy as np",)),
        (["sep"], ("from os import sep",)),
        (["path", "np"], ("import numpy as np", "from os import path")),
        (["codec"], (BLOCK,)),
        (["annotations"], ()),
        (["floor"], ()),
        ([], ()),
    ],
)
def test_the_lines_that_bind_names(names: list[str], lines: tuple[str, ...]) -> None:
    assert lines_for(names, find_imports(program_of([CELL]).statements)) == lines


def test_star_imports_stand_apart() -> None:
    assert star_lines(find_imports(program_of([CELL, "from math import *"]).statements)) == ("from math import *",)


def test_only_the_last_of_two_meanings_is_imported() -> None:
    imports = find_imports(program_of(["from a import x", "from b import x"]).statements)
    assert lines_for(["x"], imports) == ("from b import x",)


TOLD_APART = [
    (["from math import floor as f", "f(1)", "from math import ceil as f"], {"f"}),
    (["from math import floor as f", "def g(): return f(1)", "from math import ceil as f"], {"f"}),
    (["from math import floor as f", "from math import ceil as f", "f(1)"], set()),
    (["from tqdm import tqdm", "tqdm([])", "from tqdm.auto import tqdm"], set()),
    (["import numpy as np", "np.array", "import numpy as np"], set()),
]


@pytest.mark.parametrize(("cells", "names"), TOLD_APART)
def test_names_whose_first_meaning_is_used_before_the_second(cells: list[str], names: set[str]) -> None:
    statements = program_of(cells).statements
    assert told_apart(find_imports(statements), statements) == names


def test_a_block_with_a_star_import_is_one() -> None:
    block = "try:\n    from a.b import *\nexcept ImportError:\n    from c import *"
    found = find_imports(program_of([block]).statements)
    assert star_lines(found) == (block,)
    assert [item.modules for item in found] == [("a.b", "c")]
