"""Which fixtures a test is about."""

from __future__ import annotations

from typing import Any

import pytest

#: Told through Lightning's command line.
LIGHTNING = ("house-prices", "kitchen-sink", "leaf-disease", "movie-reviews")
#: Told in functions of their own.
PLAIN = ("boulangerie-tokyo", "doodle-net", "loan-defaults")


def each(*cases: str) -> list[Any]:
    """All that is done with one fixture stays in one process, so that it is installed once."""
    return [pytest.param(case, marks=[pytest.mark.slow, pytest.mark.xdist_group(case)]) for case in cases]


everywhere = pytest.mark.parametrize("project", each(*LIGHTNING, *PLAIN), indirect=True)
