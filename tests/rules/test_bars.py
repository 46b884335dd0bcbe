"""Bars for notebooks become bars for any place: before, after, and what stays."""

from __future__ import annotations

import pytest
from stories import notebook

from nb2pkg import pipeline
from nb2pkg.options import Options
from nb2pkg.rules.bars import with_other_bars

TABLE = [
    ("from tqdm.notebook import tqdm", "from tqdm.auto import tqdm"),
    ("from tqdm.notebook import tqdm as bar, trange", "from tqdm.auto import tqdm as bar, trange"),
    ("from tqdm import tqdm_notebook as tqdm", "from tqdm.auto import tqdm"),
    ("from tqdm import tqdm_notebook", "from tqdm.auto import tqdm as tqdm_notebook"),
    ("from tqdm import tnrange, tqdm_notebook", "from tqdm.auto import trange as tnrange, tqdm as tqdm_notebook"),
    (
        "from tqdm import tqdm, tqdm_notebook",
        "from tqdm import tqdm\nfrom tqdm.auto import tqdm as tqdm_notebook",
    ),
    ("from tqdm._tqdm_notebook import tqdm_notebook", "from tqdm.auto import tqdm as tqdm_notebook"),
    ("import tqdm.notebook as tq", "import tqdm.auto as tq"),
    ("# é bars\nfrom tqdm.notebook import (\n    tqdm,\n)  # é", "# é bars\nfrom tqdm.auto import tqdm  # é"),
]
STAY = [
    "from tqdm import tqdm",
    "from tqdm.auto import tqdm",
    "from tqdm.notebook import tqdm, TqdmHBox",
    "from tqdm.notebook import *",
    "import tqdm",
    "import tqdm.notebook",
    "from tqdm.autonotebook import tqdm  # either",
    "from bars.notebook import tqdm",
    "import tqdm.notebook as tq, os",
    "try:\n    from tqdm.notebook import tqdm\nexcept ImportError:\n    from tqdm import tqdm",
]


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_a_bar_of_notebooks_is_imported_as_one_for_any_place(before: str, after: str) -> None:
    assert with_other_bars(before) == after
    assert with_other_bars(after) == after


@pytest.mark.parametrize("text", STAY)
def test_other_imports_stay_as_they_are(text: str) -> None:
    assert with_other_bars(text) == text


@pytest.mark.parametrize(("skipped", "line"), [((), "from tqdm.auto import tqdm"), (("terminal-bars",), TABLE[0][0])])
def test_the_rule_can_be_switched_off(skipped: tuple[str, ...], line: str) -> None:
    story = notebook([f"{TABLE[0][0]}\nrows = [i for i in tqdm(range(3))]\nprint(rows)"])
    (module,) = pipeline.plan(story, Options(skip_rules=skipped)).modules
    assert line in module.imports
