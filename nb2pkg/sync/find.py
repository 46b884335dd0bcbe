"""Finding packages by their locks."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from nb2pkg.errors import BadUsage, Nb2pkgError
from nb2pkg.sync.lock import FROM_STDIN, Lock, read_lock
from nb2pkg.sync.paths import LOCK_NAME

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "__pypackages__"})


def find_packages(top: Path) -> tuple[Path, ...]:
    """Every folder at or below `top` that holds a lock; links, hidden folders and environments are not entered."""
    return tuple(sorted(_walk(top)))


def _walk(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            listed = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except OSError:  # a folder that may not be read holds no package of ours
        return
    names = {name for name, is_folder in listed if not is_folder}
    if "pyvenv.cfg" in names:
        return
    if LOCK_NAME in names:
        yield folder
    for name, is_folder in listed:
        if is_folder and not name.startswith(".") and name not in _SKIPPED:
            yield from _walk(folder / name)


def notebook_of(root: Path, lock: Lock) -> Path | None:
    """Where a package's notebook lies; None if it came from standard input."""
    return None if lock.notebook == FROM_STDIN else Path(os.path.normpath(root.resolve() / lock.notebook))


def path_to_notebook(root: Path, notebook: Path) -> str:
    """What the lock of a package calls its notebook.

    Args:
        root: The package's folder; it need not exist.
        notebook: The notebook. If it is a link, the link is what counts, not what it points to.

    Returns:
        The way from one to the other with forward slashes; only the name where there is none (another drive).
    """
    place = notebook.parent.resolve() / notebook.name
    try:
        return Path(os.path.relpath(place, root.resolve())).as_posix()
    except ValueError:
        return notebook.name


def packages_for(names: Sequence[str], top: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The packages that a person or pre-commit means.

    Args:
        names: Packages, folders with packages below, files of packages, notebooks; none at all means every package.
        top: Where to look for packages.

    Returns:
        The packages' folders, each once, and the names of files that belong to none.

    Raises:
        BadUsage: A name does not exist, or a folder holds no package.
    """
    if not names:
        return tuple(_around(top)), ()
    packages: dict[Path, Path] = {}
    strangers = []
    made_from: dict[Path, list[Path]] | None = None
    for name in names:
        place = Path(name)
        found = _around(place) if place.exists() else None
        if found is None:
            raise BadUsage("there is no such file or folder", file=name)
        if not found and place.is_file():
            made_from = _made_from(top) if made_from is None else made_from
            found = made_from.get(place.parent.resolve() / place.name, [])
        if not found and place.is_dir():
            raise BadUsage(f"there is no {LOCK_NAME} in this folder below or above", file=name, hint="nb2pkg convert")
        for root in found:
            packages.setdefault(root.resolve(), root)
        strangers += [] if found else [name]
    return tuple(packages.values()), tuple(strangers)


def _around(place: Path) -> list[Path]:
    """The packages at and below a folder; otherwise the package that the file or folder lies in."""
    below = find_packages(place) if place.is_dir() else ()
    if below:
        return list(below)
    holder = next((parent for parent in place.absolute().parents if (parent / LOCK_NAME).is_file()), None)
    return [Path(os.path.relpath(holder))] if holder else []


def _made_from(top: Path) -> dict[Path, list[Path]]:
    """The packages below a folder by the notebook they were made from."""
    made: dict[Path, list[Path]] = {}
    for root in find_packages(top):
        try:
            lock = read_lock(root)
        except Nb2pkgError:  # told when that package itself is asked for
            continue
        notebook = notebook_of(root, lock) if lock else None
        if notebook is not None:
            made.setdefault(notebook, []).append(root)
    return made
