"""Changing several files at once, so that a crash at any moment leaves all of the old or all of the new.

    temporaries -> journal (from here on it is decided) -> each file replaced, the lock last -> journal removed

A run that was killed before the journal had its name changed nothing; one that was killed later is finished by the next
run. A file that a person edited in between is left alone, and what would have replaced it is put beside it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from nb2pkg.errors import OutputRefused
from nb2pkg.sync import fsio
from nb2pkg.sync.changes import Step
from nb2pkg.sync.digest import exact_digest
from nb2pkg.sync.disk import ABSENT, BLOCKED, FILE, OnDisk, look, was_interrupted
from nb2pkg.sync.paths import JOURNAL_NAME, STAGE_NAME, is_safe


def commit(root: Path, steps: Sequence[Step]) -> tuple[str, ...]:
    """Carry out all steps or none.

    Args:
        root: The package's folder, held by the caller.
        steps: What to do, in order.

    Returns:
        Files that were put beside ones that a person edited in the very moment of writing.

    Raises:
        OutputRefused: The disk refuses, or a file changed since the steps were planned.
    """
    stage = root / STAGE_NAME
    try:
        _prepare(root, stage, steps)
    except BaseException:
        if not was_interrupted(root):
            with suppress(OSError):
                fsio.remove_tree(stage)
        raise
    return _finish(root, stage, steps)


def recover(root: Path) -> tuple[str, ...]:
    """Finish or clean up what a killed run left in a package's folder.

    Args:
        root: The folder, held by the caller.

    Returns:
        Files that were put beside ones that a person edited since.

    Raises:
        OutputRefused: What is there was not left by nb2pkg.
    """
    stage = root / STAGE_NAME
    if not os.path.lexists(stage):
        return ()
    if stage.is_symlink() or not stage.is_dir():
        raise OutputRefused("nb2pkg needs this name for itself", file=str(stage), hint="move it away")
    steps = _read_journal(root)
    if steps is not None:
        return _finish(root, stage, steps)
    fsio.remove_tree(stage)
    return ()


def _prepare(root: Path, stage: Path, steps: Sequence[Step]) -> None:
    """Everything that can fail for want of space or permission, up to the moment from which on it is decided."""
    fsio.make_folder(stage)
    for number, step in enumerate(steps):
        if step.new is not None:
            fsio.write_new(stage / str(number), step.content, step.mode)
    fsio.write_new(stage / "journal.new", _render_journal(steps))
    fsio.sync_folder(stage)
    fsio.sync_folder(root)
    _check_nothing_moved(root, steps)
    fsio.replace(stage / "journal.new", stage / JOURNAL_NAME)


def _check_nothing_moved(root: Path, steps: Iterable[Step]) -> None:
    device = root.stat().st_dev
    for step in steps:
        if not _holds(look(root, step.path), step.old):
            raise OutputRefused("this file changed while nb2pkg was running", file=step.path, hint="run it again")
        folder = _nearest_folder(root / step.path)
        if not os.access(folder, os.W_OK | os.X_OK) or folder.stat().st_dev != device:
            raise OutputRefused("nothing can be put into this folder (read-only, or another disk)", file=str(folder))


def _nearest_folder(place: Path) -> Path:
    return next(parent for parent in place.parents if parent.is_dir())


def _finish(root: Path, stage: Path, steps: Sequence[Step]) -> tuple[str, ...]:
    fsio.sync_folder(stage)
    beside = tuple(name for number, step in enumerate(steps) for name in _carry_out(root, stage / str(number), step))
    for folder in sorted({_nearest_folder(root / step.path) for step in steps}):
        fsio.sync_folder(folder)
    for step in steps:
        if step.new is None:
            _remove_empty_folders(root, step.path)
    fsio.remove_file(stage / JOURNAL_NAME)
    fsio.remove_tree(stage)
    return beside


def _carry_out(root: Path, temporary: Path, step: Step) -> tuple[str, ...]:
    """One step; it may have been carried out already, before a crash."""
    found = look(root, step.path)
    if step.new is None:
        if _holds(found, step.old) and found.kind == FILE:
            fsio.remove_file(root / step.path)
        return ()
    if _holds(found, step.new) or not temporary.exists():
        return ()
    if _holds(found, step.old):
        _make_parents(root, step.path)
        fsio.replace(temporary, root / step.path)
        return ()
    return (_put_beside(root, temporary, step.path, found),)


def _put_beside(root: Path, temporary: Path, path: str, found: OnDisk) -> str:
    # Where a folder of the path was replaced by a link, nothing may be written through it.
    base = (path.replace("/", "-") if found.kind == BLOCKED else path) + ".nb2pkg-recovered"
    name = free_name(root, base)
    fsio.replace(temporary, root / name)
    return name


def free_name(root: Path, base: str) -> str:
    """The first of ``base``, ``base.1``, ``base.2`` ... that does not exist."""
    name, count = base, 0
    while os.path.lexists(root / name):
        count += 1
        name = f"{base}.{count}"
    return name


def _holds(found: OnDisk, digest: str | None) -> bool:
    return found.kind == ABSENT if digest is None else found.kind == FILE and found.exact == digest


def _make_parents(root: Path, path: str) -> None:
    parts = path.split("/")[:-1]
    for count in range(1, len(parts) + 1):
        folder = root.joinpath(*parts[:count])
        if not folder.exists():
            fsio.make_folder(folder)
            fsio.sync_folder(folder.parent)


def _remove_empty_folders(root: Path, path: str) -> None:
    parts = path.split("/")[:-1]
    with suppress(OSError):  # the first that is not empty ends it
        for count in range(len(parts), 0, -1):
            fsio.remove_folder(root.joinpath(*parts[:count]))


def _render_journal(steps: Sequence[Step]) -> bytes:
    entries = [[step.path, step.old, step.new] for step in steps]
    body = json.dumps(entries)
    return json.dumps({"steps": entries, "sum": exact_digest(body.encode())}).encode()


def _read_journal(root: Path) -> tuple[Step, ...] | None:
    """The steps of a run that was killed, None where it had not decided yet."""
    journal = look(root / STAGE_NAME, JOURNAL_NAME)
    if journal.kind != FILE:
        return None
    try:
        document = json.loads((root / STAGE_NAME / JOURNAL_NAME).read_bytes())
        steps = tuple(Step(path, old, new) for path, old, new in document["steps"])
        valid = document["sum"] == exact_digest(json.dumps(document["steps"]).encode())
    except (ValueError, KeyError, TypeError):
        return None
    return steps if valid and all(is_safe(step.path) for step in steps) else None
