"""Notebook to package: what `convert` does the first time, and `sync` every time after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nb2pkg.errors import OutputRefused
from nb2pkg.model import Notebook, Package
from nb2pkg.options import Conversion, Options
from nb2pkg.sync.find import notebook_of
from nb2pkg.sync.lock import Lock, read_lock
from nb2pkg.sync.make import make_lock
from nb2pkg.sync.write import Written, finish_interrupted, write_package

Convert = Callable[[Notebook, Options], Conversion]


def bring_over(root: Path, lock: Lock, notebook: Notebook, convert: Convert, *, force: bool = False) -> Written:
    """Convert a package's notebook again, as it was converted before, and write what changed.

    Args:
        root: The package's folder.
        lock: Its lock.
        notebook: Its notebook as it is now.
        convert: Converts a notebook.
        force: Whether edited files are replaced, keeping what they held beside them.

    Returns:
        What was written, or the edited files because of which nothing was.
    """
    beside = finish_interrupted(root)
    package = convert(notebook, lock.options).package
    written = write_converted(root, notebook, package, lock.options, lock.notebook, force=force)
    return replace(written, beside=(*beside, *written.beside))


def write_converted(
    root: Path, notebook: Notebook, package: Package, options: Options, notebook_path: str, *, force: bool = False
) -> Written:
    """Write a package with its lock.

    Args:
        root: The package's folder.
        notebook: What was converted.
        package: What came out.
        options: What the person chose.
        notebook_path: Path from the folder to the notebook.
        force: As for `nb2pkg.sync.write.write_package`.

    Returns:
        What was written, or the edited files because of which nothing was.
    """
    lock = make_lock(notebook, package, options, notebook_path)
    return write_package(root, package.files, lock, force=force)


def refuse_own_notebook(root: Path, notebook: Path, package: Package) -> None:
    """Refuse to write a package over the very notebook that it is made from.

    Args:
        root: The package's folder.
        notebook: The notebook.
        package: What is to be written.

    Raises:
        OutputRefused: It would.
    """
    itself = notebook.resolve()
    if any((root / file.path).resolve() == itself for file in package.files):
        hint = "another --output"
        raise OutputRefused("the package would overwrite the notebook itself", file=str(notebook), hint=hint)


def refuse_other_notebook(root: Path, notebook: Path | None) -> None:
    """Refuse to write the package of one notebook over that of another.

    Args:
        root: The package's folder.
        notebook: The notebook; None if it came from standard input.

    Raises:
        OutputRefused: It would.
    """
    lock = read_lock(root) if root.is_dir() else None
    before = notebook_of(root, lock) if lock else None
    if before is not None and before.exists() and (notebook is None or not before.samefile(notebook)):
        hint = "another --output or --name, or --force"
        raise OutputRefused(f"this package was made from another notebook ({before.name})", file=str(root), hint=hint)
