from __future__ import annotations

import pytest

from nb2pkg.package.imports import settle_imports


@pytest.mark.parametrize(
    ("statements", "code", "expected"),
    [
        (["import os", "import os"], "", ["import os"]),
        (["import os", "from __future__ import annotations"], "", ["from __future__ import annotations", "import os"]),
        (["from tqdm import tqdm", "from tqdm.auto import tqdm"], "tqdm", ["from tqdm.auto import tqdm"]),
        (["from a import b, c", "from d import c"], "b, c", ["from a import b", "from d import c"]),
        (["import a.b", "import a.c"], "a", ["import a.b", "import a.c"]),
        (["import numpy as np  # arrays"], "np", ["import numpy as np  # arrays"]),
        (["from .data import load"], "load", ["from .data import load"]),
        (["from math import *"], "pi", ["from math import *"]),
        (
            ["import os", "from math import *", "from cmath import *", "import random", "import json"],
            "pi",
            [
                *("import os", "# isort: split", "from math import *", "# isort: split"),
                *("from cmath import *", "# isort: split", "import random", "import json"),
            ],
        ),
        (
            ["from math import *", "from __future__ import annotations"],
            "pi",
            ["from __future__ import annotations", "from math import *"],
        ),
        (
            ["try:\n    from a import *\nexcept ImportError:\n    pass", "import os"],
            "pi",
            ["try:\n    from a import *\nexcept ImportError:\n    pass", "# isort: split", "import os"],
        ),
        (["try:\n    import a\nexcept ImportError:\n    a = None"], "a", None),
        (
            [
                "from sklearn.experimental import enable_iterative_imputer",
                "from sklearn.impute import IterativeImputer",
            ],
            "IterativeImputer()",
            [
                "from sklearn.experimental import enable_iterative_imputer  # noqa: F401",
                "from sklearn.impute import IterativeImputer",
            ],
        ),
        (
            ["from sklearn.experimental import enable_iterative_imputer", "import numpy"],
            "numpy",
            ["from sklearn.experimental import enable_iterative_imputer", "import numpy"],
        ),
        (
            ["import pandas as pd", "import hvplot.pandas"],
            "pd.DataFrame()",
            ["import pandas as pd", "import hvplot.pandas  # noqa: F401"],
        ),
        (
            ["from mpl_toolkits.mplot3d import Axes3D", "from matplotlib import pyplot as plt"],
            "Axes3D(plt.figure())",
            ["from mpl_toolkits.mplot3d import Axes3D", "from matplotlib import pyplot as plt"],
        ),
    ],
)
def test_imports_hold_as_in_the_notebook(statements: list[str], code: str, expected: list[str] | None) -> None:
    assert list(settle_imports(statements, code)) == (statements if expected is None else expected)
