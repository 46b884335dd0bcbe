from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruff import find_ruff_bin

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.package.tidy import tidy

DOC = '"""Data."""\n\n'

TABLE = [
    ("import os, sys\nprint(sys)\n", "import sys\n\nprint(sys)\n"),
    ("import numpy as np\nimport os\nprint(os, np)\n", "import os\n\nimport numpy as np\n\nprint(os, np)\n"),
    (
        "import leaf.data\nimport numpy\nprint(leaf, numpy)\n",
        "import numpy\n\nimport leaf.data\n\nprint(leaf, numpy)\n",
    ),
    ("import xml.dom\nimport xml.etree\nprint(xml)\n", "import xml.dom\nimport xml.etree\n\nprint(xml)\n"),
    ("x = f'abc'\n", 'x = "abc"\n'),
    ("from typing import List\nx: List[int] = []\n", "x: list[int] = []\n"),
    ("l = 1\n", "l = 1  # noqa: E741\n"),
    ("def f(a=[]): return a\n", "def f(a=[]):  # noqa: B006, D103\n    return a\n"),
    ("from math import *\n", "from math import *  # noqa: F403\n"),
    ("x = 1\nprint(x == None)\n", "x = 1\nprint(x == None)  # noqa: E711\n"),
    (
        "try:\n    import zlib\nexcept OSError as e:\n    raise SystemExit(1) from e\n",
        "try:\n    import zlib  # noqa: F401\nexcept OSError as e:\n    raise SystemExit(1) from e\n",
    ),
    (
        "try:\n    import zlib\n    import os\n    print(zlib)\nexcept OSError:\n    os = 1\n",
        "try:\n    import os\n    import zlib\n\n    print(zlib)\nexcept OSError:\n    os = 1\n",
    ),
    ("x = 1  # noqa: S101\n", "x = 1  # noqa: S101\n"),
    ("# why\nx = 1  # because\n", "# why\nx = 1  # because\n"),
    (f'x = "{"long " * 20}"\n', f'x = "{"long " * 20}"  # noqa: E501\n'),
]


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_code_is_tidied_and_what_is_left_is_named(before: str, after: str) -> None:
    files = tidy({"leaf/data.py": DOC + before}, "leaf")
    assert files["leaf/data.py"].split("\n", 1)[1].lstrip("\n") == after
    assert tidy(files, "leaf") == files


@pytest.mark.parametrize(
    "source",
    [
        'def f(act, input_size=784, num_classes=10, hidden_sizes=[512, 256, 256, 128], x=1):\n    """F."""\n',
        "score = [(t, p) for t, p in zip(list('abcdefgh'), list('abcdefghijkl')) if t != 'pad_id']\n",
        "for x in sorted(zip([1, 2, 3, 4], [1, 2, 3, 4, 5, 6]), 'Performing few-shot finetuning..'):\n    print(x)\n",
    ],
)
def test_a_remark_that_breaks_its_line_still_ends_in_rest(source: str) -> None:
    files = tidy({"leaf/data.py": DOC + source}, "leaf")
    assert tidy(files, "leaf") == files


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("print(nowhere)\n", "Undefined name `nowhere` [F821]"),
        ('__all__ = ["nowhere"]\n', "[F822]"),
        ("x = 0\n\n\ndef f():\n    print(x)\n    x = 1\n", "[F823]"),
        ("x = (\n", "does not parse"),
        ("x = '\x00'\n", "does not parse"),
    ],
)
def test_a_fault_of_ours_is_refused_by_name_of_the_file(source: str, said: str) -> None:
    with pytest.raises(SafetyCheckFailed) as refused:
        tidy({"leaf/ok.py": DOC, "leaf/bad.py": DOC + source}, "leaf")
    assert said in str(refused.value)
    assert str(refused.value).startswith("leaf/bad.py")


def test_a_name_that_the_notebook_had_from_nowhere_too_is_named() -> None:
    source = DOC + "print(nowhere)\n"
    files = tidy({"leaf/data.py": source}, "leaf", {"nowhere"})
    assert files == {"leaf/data.py": DOC + "print(nowhere)  # noqa: F821\n"}
    assert tidy(files, "leaf") == files
    with pytest.raises(SafetyCheckFailed, match="elsewhere"):
        tidy({"leaf/data.py": source + "print(elsewhere)\n"}, "leaf", {"nowhere"})


def test_a_folder_that_ruff_would_leave_out_is_tidied_all_the_same() -> None:
    assert (
        tidy({"build/data.py": DOC + "x=1\n", "venv/a.py": DOC + "x=1\n"}, "build")["build/data.py"] == DOC + "x = 1\n"
    )


def test_tests_need_no_docstrings_and_a_notebook_is_only_formatted() -> None:
    notebook = {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": "abc",
                "metadata": {},
                "outputs": [],
                "source": "import os\nx=[]\nl=display(x)",
            }
        ],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    files = tidy({"tests/test_a.py": "def test_a(): pass\n", "a.ipynb": json.dumps(notebook, indent=1) + "\n"}, "leaf")
    assert files["tests/test_a.py"] == "def test_a():\n    pass\n"
    notebook["cells"][0]["source"] = ["import os\n", "\n", "x = []\n", "l = display(x)"]  # type: ignore[index]
    assert json.loads(files["a.ipynb"]) == notebook


def test_no_files_are_no_work() -> None:
    assert tidy({}, "leaf") == {}


statements = st.sampled_from(
    [
        "import os",
        "import numpy as np, sys",
        "from typing import Optional",
        "x: Optional[int] = None",
        "def f(a, b=[]):\n    l = a\n    return a == None",
        "class A(object):\n    def g(self):\n        return '%s' % self",
        "try:\n    y = 1\nexcept:\n    raise ValueError",
        "# a comment " + "that is too long " * 6,
        "y = np if sys else os",
        "print('{}'.format(1))",
        "lambda: 0",
        '"""' + "text " * 25 + '"""',
    ]
)


@settings(max_examples=10, deadline=None)
@given(st.lists(statements, min_size=1, max_size=8))
def test_tidying_twice_changes_nothing_and_leaves_no_remark(parts: list[str]) -> None:
    source = DOC + "import os, sys\nimport numpy as np\nfrom typing import Optional\n" + "\n".join(parts) + "\n"
    files = tidy({"leaf/data.py": source}, "leaf")
    assert tidy(files, "leaf") == files
    ast.parse(files["leaf/data.py"])


def test_ruff_itself_finds_nothing_more(tmp_path: Path) -> None:
    source = DOC + "\n".join(before for before, _ in TABLE if "import *" not in before)
    (tmp_path / "data.py").write_text(tidy({"data.py": source}, "leaf")["data.py"], encoding="utf-8")
    command = [find_ruff_bin(), "check", "--isolated", "--no-cache", "--select", "F,E,I,UP,B,D"]
    options = ["--config", 'lint.pydocstyle.convention="google"', "--config", 'lint.isort.known-first-party=["leaf"]']
    done = subprocess.run([*command, *options, "data.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_name_from_nowhere_is_remarked_on_where_the_formatter_puts_it() -> None:
    long = ", ".join(f"argument_number_{number}=unknown_{number % 2}" for number in range(9))
    source = f'"""Module."""\n\nimport known\n\nVALUE = known.call({long})\n'
    files = {"pkg/__init__.py": '"""Package."""\n', "pkg/data.py": source}
    text = tidy(files, "pkg", frozenset({"unknown_0", "unknown_1"}))["pkg/data.py"]
    lines = [line for line in text.split("\n") if "unknown_" in line]
    assert len(lines) == 9
    assert all(line.endswith("# noqa: F821") for line in lines)
