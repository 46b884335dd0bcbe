"""Imports that are there for what they do, not for the name that they bind.

from sklearn.experimental import enable_iterative_imputer     without it sklearn.impute has no IterativeImputer
from sklearn.impute import IterativeImputer
"""

from __future__ import annotations

from collections.abc import Iterable

from nb2pkg.flow.imports import Import

#: Imported for their effect -> the top-level module they act upon.
ACTS_UPON = {
    "ale_py": "gymnasium",
    "cudf.pandas": "pandas",
    "hvplot.pandas": "pandas",
    "hvplot.polars": "polars",
    "intel_extension_for_pytorch": "torch",
    "janitor": "pandas",
    "mpl_toolkits.mplot3d": "matplotlib",
    "pandas_profiling": "pandas",
    "pandas_ta": "pandas",
    "pillow_avif": "PIL",
    "pybullet_envs": "gym",
    "rioxarray": "xarray",
    "scienceplots": "matplotlib",
    "sklearn.experimental": "sklearn",
    "swifter": "pandas",
    "tensorflow_text": "tensorflow",
    "torch_directml": "torch",
    "ydata_profiling": "pandas",
}


def acts_upon(target: str) -> str | None:
    """The top-level module that an import acts upon; None where it is there for its name.

    Args:
        target: Dotted path of what is imported.
    """
    parts = target.split(".")
    prefixes = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((ACTS_UPON[prefix] for prefix in prefixes if prefix in ACTS_UPON), None)


def acting_lines(imports: Iterable[Import]) -> tuple[str, ...]:
    """The plain imports that are there for what they do."""
    plain = (item for item in imports if item.line.startswith(("import ", "from ")) and not item.star)
    return tuple(dict.fromkeys(i.line for i in plain if any(map(acts_upon, (*i.full, *i.modules)))))
