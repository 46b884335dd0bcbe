"""Imports that act are kept where the library is that they act upon, though nobody uses their names."""

from __future__ import annotations

import pytest
from stories import notebook

from nb2pkg import pipeline
from nb2pkg.flow.acting import ACTS_UPON, acts_upon
from nb2pkg.options import Options


@pytest.mark.parametrize(
    ("target", "library"),
    [
        ("sklearn.experimental.enable_iterative_imputer", "sklearn"),
        ("cudf.pandas", "pandas"),
        ("swifter", "pandas"),
        ("sklearn.impute.IterativeImputer", None),
        ("cudf", None),
        ("pandas", None),
    ],
)
def test_an_import_acts_upon_a_library_or_is_there_for_its_name(target: str, library: str | None) -> None:
    assert acts_upon(target) == library


def test_no_library_acts_upon_itself() -> None:
    assert not [name for name, library in ACTS_UPON.items() if name == library]


def test_the_module_that_uses_the_library_has_the_import_that_acts_upon_it() -> None:
    head = "import json\nfrom sklearn.experimental import enable_iterative_imputer\nfrom sklearn.impute import {}"
    book = notebook(
        [head.format("IterativeImputer"), "def rows():\n    return json.loads('[1]')", "IterativeImputer()"]
    )
    files = {file.path: file.content.decode() for file in pipeline.convert(book, Options()).package.files}
    using = [path for path, text in files.items() if path.endswith(".py") and "IterativeImputer()" in text]
    having = [path for path, text in files.items() if path.endswith(".py") and "enable_iterative_imputer" in text]
    assert using == having != []
