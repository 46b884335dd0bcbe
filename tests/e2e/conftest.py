from __future__ import annotations

from pathlib import Path

import pytest
from installed import Installed, Ran, install

CASES = ("house-prices", "kitchen-sink", "leaf-disease", "movie-reviews")


@pytest.fixture(
    scope="session",
    # All that is done with one fixture stays in one process, so that it is installed once.
    params=[pytest.param(case, marks=[pytest.mark.slow, pytest.mark.xdist_group(case)]) for case in CASES],
)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A fixture, converted and installed."""
    return install(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def fitted(project: Installed) -> tuple[Path, Ran]:
    """The folder in which `fit` ran with the notebook's values, and what it said."""
    place = project.place("fit")
    return place, project.command("fit", where=place)


@pytest.fixture(scope="session")
def notebook_ran(project: Installed) -> Path:
    """The folder in which the notebook ran from top to bottom."""
    place = project.place("notebook")
    project.run_notebook(project.notebook, place)
    return place
