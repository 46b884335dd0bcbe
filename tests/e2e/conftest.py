from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from cases import LIGHTNING, each
from installed import Installed, Ran, install


@pytest.fixture(scope="session")
def installer(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Installed]:
    """What converts and installs a fixture, once."""
    return cache(lambda case: install(case, tmp_path_factory.mktemp(case)))


@pytest.fixture(scope="session", params=each(*LIGHTNING))
def project(request: pytest.FixtureRequest, installer: Callable[[str], Installed]) -> Iterator[Installed]:
    """A fixture, converted and installed: those that are told through Lightning, unless a test asks for others."""
    found = installer(request.param)
    yield found
    found.warm.rest()


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
