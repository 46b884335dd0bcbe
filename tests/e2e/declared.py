"""What a list of requirements brings, out of what the tests run with.

An environment that sees everything the tests have would hide a requirement that a package forgot to name. Installing
torch anew for every fixture would take hours. So a folder is made in which links show what is declared, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def brought(requirements: Iterable[str]) -> dict[str, Distribution]:
    """Every installed distribution that these requirements need, at any depth.

    Args:
        requirements: As they stand in a `pyproject.toml`.

    Returns:
        The distributions by name. What is not installed is left to pip.
    """
    found: dict[str, Distribution] = {}
    asked: set[tuple[str, frozenset[str]]] = set()
    queue = [Requirement(line) for line in requirements]
    while queue:
        requirement = queue.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in asked:
            continue
        asked.add((name, extras))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        queue += needs(found[name].requires or (), extras)
    return found


def needs(requirements: Iterable[str], extras: frozenset[str]) -> Iterator[Requirement]:
    """Those requirements of a distribution that hold here and with these extras."""
    for line in requirements:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def link(distributions: Iterable[Distribution], folder: Path) -> None:
    """Show distributions in a folder by links to their packages and their metadata."""
    folder.mkdir()
    for one in distributions:
        for top in {Path(file).parts[0] for file in one.files or ()}:
            place = folder / top
            if top not in ("..", "__pycache__") and not place.exists():
                place.symlink_to(Path(str(one.locate_file(top))))
