from __future__ import annotations

import pytest

from nb2pkg.package.imports import settle_imports
from nb2pkg.package.moved import as_of_today


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from IPython.display import HTML, set_matplotlib_formats",
            ["from IPython.display import HTML", "from matplotlib_inline.backend_inline import set_matplotlib_formats"],
        ),
        ("from IPython.core.display import display", ["from IPython.display import display"]),
        ("from collections import Iterable as I", ["from collections.abc import Iterable as I"]),
        (
            "from collections import Mapping, Counter",
            ["from collections.abc import Mapping", "from collections import Counter"],
        ),
        ("from sklearn.externals import joblib", ["import joblib"]),
        ("from sklearn.externals import joblib as j", ["import joblib as j"]),
        ("import sklearn.externals.joblib as j", ["import joblib as j"]),
        (
            "from sklearn.cross_validation import train_test_split",
            ["from sklearn.model_selection import train_test_split"],
        ),
        ("from scipy.ndimage.filters import gaussian_filter", ["from scipy.ndimage import gaussian_filter"]),
        # the installing between the two is gone, so they are one
        ("try:\n    import a as b\nexcept ImportError:  # not there\n    import a as b", ["import a as b"]),
    ],
)
def test_what_has_moved_is_imported_from_where_it_is(before: str, after: list[str]) -> None:
    assert as_of_today(before) == after


@pytest.mark.parametrize(
    "statement",
    [
        "import numpy as np  # arrays",
        "from collections import Counter, OrderedDict",
        "from IPython.display import HTML",
        "from sklearn.externals import six",
        "from sklearn.cross_validation import KFold",  # the one of today takes other arguments
        "from scipy import ndimage",
        "import sklearn.externals.joblib",
        "from .collections import Iterable",
        "from collections import *",
        "try:\n    import a\nexcept ImportError:\n    import b as a",
        "try:\n    import a\nexcept ImportError:\n    a = None",
        "try:\n    import a\nexcept ImportError:\n    import a\nelse:\n    a.x = 1",
        "x = 1",
    ],
)
def test_all_else_stays_as_it_is_spelled(statement: str) -> None:
    assert as_of_today(statement) == [statement]


def test_modules_import_from_where_it_is() -> None:
    given = ["from collections import Iterable", "from IPython.display import set_matplotlib_formats"]
    code = "def f(x):\n    set_matplotlib_formats('svg')\n    return isinstance(x, Iterable)"
    assert settle_imports(given, code) == (
        "from collections.abc import Iterable",
        "from matplotlib_inline.backend_inline import set_matplotlib_formats",
    )
