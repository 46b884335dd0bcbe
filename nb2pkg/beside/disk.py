"""Modules on the disk, as Python would find them, within bounds.

Nothing outside the notebook's folder tree is looked at: its repository, or a few folders upward where there is none.
Links that lead out of it are not followed, nor are other repositories and environments entered.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

LARGEST = 1_000_000
"""The size in bytes above which a module is left unread."""

_UPWARD = 3
_NOT_OURS = frozenset({"site-packages", "dist-packages", "node_modules", "__pypackages__"})
_COMPILED = (".so", ".pyd", ".pyx")


@dataclass(frozen=True, slots=True)
class Tree:
    """The folders that may be looked at.

    Attributes:
        start: The notebook's folder, links resolved.
        top: The topmost folder.
        listed: What lies in each folder that was looked into.
    """

    start: Path
    top: Path
    listed: dict[Path, frozenset[str]] = field(default_factory=dict, compare=False)

    def names_in(self, folder: Path) -> frozenset[str]:
        """The names in a folder, nothing if it cannot be looked into."""
        if folder not in self.listed:
            try:
                self.listed[folder] = frozenset(entry.name for entry in folder.iterdir())
            except (OSError, ValueError):
                self.listed[folder] = frozenset()
        return self.listed[folder]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a module was found.

    Attributes:
        path: Its file, from the notebook's folder; the folder itself for a package without ``__init__.py``.
        kind: ``"module"``, ``"package"``, ``"folder"`` (without ``__init__.py``) or ``"compiled"``.
    """

    path: str
    kind: str


def tree_around(folder: Path) -> Tree:
    """The tree that a notebook's folder belongs to."""
    start = Path(os.path.realpath(folder))
    around = (start, *start.parents)
    repository = next((place for place in around if (place / ".git").exists()), None)
    outermost = {Path(start.anchor), Path(os.path.realpath(Path.home()))} - {start}
    allowed = [
        place for place in start.parents[:_UPWARD] if not any(place == o or place in o.parents for o in outermost)
    ]
    if repository is not None and not any(repository == o or repository in o.parents for o in outermost):
        return Tree(start, repository)
    return Tree(start, allowed[-1] if allowed else start)


def find(tree: Tree, folder: str, name: str) -> Spot | None:
    """The module of a plain name in a folder.

    Args:
        tree: What may be looked at.
        folder: The folder, from the notebook's.
        name: The name.

    Returns:
        Where it is, None where there is none that may be looked at.
    """
    base = Path(os.path.normpath(Path(folder, name)))
    place = tree.start / base
    names = tree.names_in(place.parent)
    if name in names and "__init__.py" in tree.names_in(place) and _is_ours(tree, place / "__init__.py"):
        return Spot((base / "__init__.py").as_posix(), "package")
    if any(one.startswith(f"{name}.") and one.endswith(_COMPILED) for one in names) and _is_ours(tree, place.parent):
        return Spot(base.as_posix(), "compiled")
    if f"{name}.py" in names and _is_ours(tree, place.with_name(f"{name}.py")):
        return Spot(f"{base.as_posix()}.py", "module")
    return Spot(base.as_posix(), "folder") if name in names and place.is_dir() and _is_ours(tree, place) else None


def source_of(tree: Tree, path: str) -> tuple[str, str]:
    """Read a module.

    Args:
        tree: What may be looked at.
        path: Its file, from the notebook's folder.

    Returns:
        Its text, and why it cannot be read, of which one is empty; an empty module has neither.
    """
    try:
        with (tree.start / path).open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        return "", f"it cannot be read ({error.strerror or 'input/output error'})"
    if len(content) > LARGEST:
        return "", "it is larger than 1 MB"
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", "it is no UTF-8 text"


def _is_ours(tree: Tree, place: Path) -> bool:
    """Whether a file or folder is a plain one and lies in the tree, wherever links lead."""
    try:
        real = Path(os.path.realpath(place, strict=True))
    except (OSError, ValueError):
        return False
    if not (real.is_file() or real.is_dir()) or not real.is_relative_to(tree.top):
        return False
    return not any(_is_foreign(tree, folder) for folder in (real, *real.parents) if folder.is_relative_to(tree.top))


def _is_foreign(tree: Tree, folder: Path) -> bool:
    """Whether a folder is another repository, an environment, or where other people's code is installed."""
    if tree.start.is_relative_to(folder):
        return False
    return folder.name in _NOT_OURS or any((folder / sign).exists() for sign in (".git", "pyvenv.cfg", "nb2pkg.lock"))
