"""Writing a package: whole or not at all, and over nobody's work."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from nb2pkg.errors import BadUsage, OutputRefused
from nb2pkg.model import File
from nb2pkg.sync import fsio
from nb2pkg.sync.busy import held
from nb2pkg.sync.changes import Changes, Step, plan_changes, wanted_paths
from nb2pkg.sync.digest import exact_digest
from nb2pkg.sync.disk import look, was_interrupted
from nb2pkg.sync.journal import commit, free_name, recover
from nb2pkg.sync.lock import Lock, read_lock, render_lock
from nb2pkg.sync.paths import LOCK_NAME, check_paths


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a package did.

    Attributes:
        created: Files that are new, the lock included.
        changed: Files that were replaced.
        removed: Files that are no longer generated and were removed.
        backups: Files that hold what a person had written where `changed` lies now.
        kept: Files that are no longer generated, but were edited, and so stay.
        beside: Files put beside ones that were edited while nb2pkg wrote.
        edited: Files that a person edited. Where there are any, nothing at all was written.
    """

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether any file changed."""
        return bool(self.created or self.changed or self.removed or self.backups or self.beside)


def write_package(root: Path, files: tuple[File, ...], lock: Lock, *, force: bool = False) -> Written:
    """Write a package and its lock, whole or not at all.

    Args:
        root: The package's folder. Nothing outside it is touched, but for a temporary folder beside it.
        files: All files of the package.
        lock: What nb2pkg remembers of it.
        force: Write into a folder that nb2pkg did not write, and over files that were edited; what they held is kept
            in files that end in ``.orig``, and no other file is touched.

    Returns:
        What was done, or the edited files because of which nothing was.

    Raises:
        OutputRefused: The folder is somebody else's, the disk refuses, or a path leads out of the folder.
    """
    check_paths([*(file.path for file in files), LOCK_NAME])
    new = {file.path: file.content for file in files} | {LOCK_NAME: render_lock(lock)}
    with _refusals(root):
        if not os.path.lexists(root):
            return _create(root, new)
        _check_folder(root)
        with held(root):
            beside = recover(root)
            return _update(root, new, force, beside)


def finish_interrupted(root: Path) -> tuple[str, ...]:
    """Finish what a killed run had begun to write.

    Args:
        root: The package's folder.

    Returns:
        Files that were put beside ones that a person edited since.
    """
    if not was_interrupted(root):
        return ()
    with _refusals(root), held(root):
        return recover(root)


def _create(root: Path, new: Mapping[str, bytes]) -> Written:
    """Build a new folder under another name, then give it its own at once."""
    for parent in reversed([parent for parent in root.parents if not parent.exists()]):
        fsio.make_folder(parent)
    stage = root.with_name(f".{root.name}.nb2pkg-new")
    with suppress(FileExistsError):  # left by a run that was killed
        fsio.make_folder(stage)
    _check_folder(stage)
    with held(stage):
        try:
            _fill(stage, new)
            fsio.rename_folder(stage, root)
        except BaseException:
            with suppress(OSError):
                fsio.remove_tree(stage)
            raise
    fsio.sync_folder(root.parent)
    return Written(created=tuple(sorted(new)))


def _fill(stage: Path, new: Mapping[str, bytes]) -> None:
    for place in sorted(stage.iterdir()):
        if place.is_dir() and not place.is_symlink():
            fsio.remove_tree(place)
        else:
            fsio.remove_file(place)
    folders = sorted({parent for path in new for parent in (stage / path).parents if parent.is_relative_to(stage)})
    for folder in folders[1:]:
        fsio.make_folder(folder)
    for path in sorted(new):
        fsio.write_new(stage / path, new[path])
    for folder in reversed(folders):
        fsio.sync_folder(folder)


def _update(root: Path, new: Mapping[str, bytes], force: bool, beside: tuple[str, ...]) -> Written:
    old = _written_before(root, force)
    found = {path: look(root, path) for path in wanted_paths(new, old)}
    changes = plan_changes(new, old, found, force)
    if not changes.steps:
        return Written(edited=changes.edited, kept=changes.kept, beside=beside)
    backups = _backups(root, changes)
    beside += commit(root, [*backups, *changes.steps])
    return Written(
        created=tuple(step.path for step in changes.steps if step.old is None),
        changed=tuple(step.path for step in changes.steps if step.old is not None and step.new is not None),
        removed=tuple(step.path for step in changes.steps if step.new is None),
        backups=tuple(step.path for step in backups),
        kept=changes.kept,
        beside=beside,
    )


def _written_before(root: Path, force: bool) -> dict[str, tuple[str, ...]]:
    """The fingerprints of what nb2pkg wrote here last time."""
    try:
        lock = read_lock(root)
    except BadUsage:
        if not force:
            raise
        lock = None
    if lock is None and not force:
        raise OutputRefused(
            "this folder exists and was not written by nb2pkg",
            file=str(root),
            hint="another --output, or --force to write into it (files that are in the way are kept as .orig)",
        )
    return dict(lock.files) if lock else {}


def _backups(root: Path, changes: Changes) -> tuple[Step, ...]:
    """Steps that put what a person wrote under names that are free, before the steps that replace it."""
    steps = []
    for path, backup in changes.backups:
        content = (root / path).read_bytes()
        mode = stat.S_IMODE(os.lstat(root / path).st_mode)
        steps.append(Step(free_name(root, backup), None, exact_digest(content), content, mode))
    return tuple(steps)


def _check_folder(root: Path) -> None:
    if root.is_symlink():
        raise OutputRefused("this is a link; nb2pkg writes into real folders only", file=str(root), hint="its target")
    if not root.is_dir():
        raise OutputRefused("this is not a folder", file=str(root), hint="another --output")


@contextmanager
def _refusals(root: Path) -> Iterator[None]:
    """Turn what the operating system says no to into a message of ours."""
    try:
        yield
    except OSError as error:
        half = was_interrupted(root)
        told = "writing stopped half way" if half else "cannot write here, and nothing was changed"
        raise OutputRefused(
            f"{told}: {error.strerror or error}",
            file=str(root),
            hint="run the same command again; it finishes what was begun" if half else None,
        ) from error
