"""Where the packages go: what forbids it, and the report."""

from __future__ import annotations

import os
from pathlib import Path

from nb2pkg.errors import BadUsage, OutputRefused
from nb2pkg.migrate.report import REPORT_NAME, is_report
from nb2pkg.sync import fsio
from nb2pkg.sync.paths import LOCK_NAME


def check_target(folder: Path, target: Path, *, force: bool) -> None:
    """Refuse to begin where somebody's work could be in the way.

    Args:
        folder: Where the notebooks are.
        target: Where the packages go.
        force: Whether the person said that it may hold something.

    Raises:
        BadUsage: It may not be used.
    """
    if not folder.is_dir():
        what, hint = ("this is a file", "nb2pkg convert") if folder.exists() else ("there is no such folder", None)
        raise BadUsage(what, file=str(folder), hint=hint)
    real, source = target.resolve(), folder.resolve()
    if real == source or real in source.parents:
        raise BadUsage("the notebooks lie in there", file=str(target), hint="a folder of its own as --output")
    for place in (real, *real.parents):
        if (place / LOCK_NAME).is_file():
            raise BadUsage("this lies in a package that nb2pkg wrote", file=str(target), hint="another --output")
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise BadUsage("this is no folder", file=str(target), hint="another --output")
    if not force and any(target.iterdir()):
        hint = "another --output, or --force to go on there (files that were edited are kept as .orig)"
        raise BadUsage("this folder is not empty", file=str(target), hint=hint)
    _check_report(target / REPORT_NAME)


def _check_report(place: Path) -> None:
    if os.path.lexists(place) and (place.is_symlink() or not place.is_file() or not is_report(place.read_bytes())):
        raise BadUsage("this is no report of nb2pkg, and would be overwritten", file=str(place), hint="move it away")


def write_report(target: Path, content: bytes) -> None:
    """Write the report, at once.

    Args:
        target: The folder; it is made where it is missing.
        content: The report.

    Raises:
        OutputRefused: The disk refuses.
    """
    place = target / REPORT_NAME
    temporary = target / f".{REPORT_NAME}.nb2pkg-new"
    try:
        for folder in reversed([one for one in (target, *target.parents) if not one.exists()]):
            fsio.make_folder(folder)
        if os.path.lexists(temporary):  # left by a run that was killed
            fsio.remove_file(temporary)
        fsio.write_new(temporary, content)
        fsio.replace(temporary, place)
        fsio.sync_folder(target)
    except OSError as error:
        raise OutputRefused(f"cannot write the report: {error.strerror or error}", file=str(place)) from error
