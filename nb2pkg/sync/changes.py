"""What has to be done to turn the folder on the disk into the new tree, and what forbids it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nb2pkg.errors import OutputRefused
from nb2pkg.sync.digest import exact_digest, file_prints
from nb2pkg.sync.disk import ABSENT, BLOCKED, FILE, OnDisk
from nb2pkg.sync.paths import LOCK_NAME


@dataclass(frozen=True, slots=True)
class Step:
    """One path and what becomes of it.

    Attributes:
        path: Relative to the package's folder.
        old: Digest of the bytes that are there now, None where nothing is.
        new: Digest of the bytes that shall be there, None to remove the file.
        content: Those bytes.
        mode: Permission bits to keep.
    """

    path: str
    old: str | None
    new: str | None
    content: bytes = b""
    mode: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All steps of one update, or the reason why there is none.

    Attributes:
        steps: In order; the lock is the last.
        backups: Files that keep what a person wrote, as (original, backup).
        kept: Files that are no longer generated, but were edited, and so stay.
        edited: Files a person edited, which forbid the update unless it is forced.
    """

    steps: tuple[Step, ...] = ()
    backups: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


def wanted_paths(new: Mapping[str, bytes], old: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Every path that must be looked at before `plan_changes`, backups excluded."""
    return tuple(sorted({*new, *old, LOCK_NAME}))


def plan_changes(
    new: Mapping[str, bytes],
    old: Mapping[str, tuple[str, ...]],
    found: Mapping[str, OnDisk],
    force: bool = False,
) -> Changes:
    """Decide what happens to each file.

    Args:
        new: The new tree, the lock included.
        old: Fingerprint of each file that nb2pkg wrote last time, the lock excluded.
        found: What is on the disk.
        force: Whether edited files are replaced, keeping what they held beside them.

    Returns:
        The steps, or the edited files that forbid them.

    Raises:
        OutputRefused: A link, a folder or a device stands where a file belongs.
    """
    blocked = next((path for path in sorted(new) if found[path].kind == BLOCKED), None)
    if blocked is not None:
        raise OutputRefused(
            "a link, a folder or a device is in the way of this file", file=blocked, hint="move it away"
        )
    edited = tuple(path for path in wanted_paths(new, old) if _is_edited(path, new, old, found[path]))
    if edited and not force:
        return Changes(edited=edited)
    gone = [path for path in sorted(old) if path not in new and found[path].kind == FILE]
    changed = [path for path in sorted(new) if path != LOCK_NAME and not _same(new[path], found[path])]
    if not _same(new[LOCK_NAME], found[LOCK_NAME]):
        changed.append(LOCK_NAME)
    return Changes(
        steps=(
            *(Step(path, found[path].exact, None) for path in gone if path not in edited),
            *(_step(path, new[path], found[path]) for path in changed),
        ),
        backups=tuple((path, path + ".orig") for path in changed if path in edited),
        kept=tuple(path for path in gone if path in edited),
    )


def _is_edited(path: str, new: Mapping[str, bytes], old: Mapping[str, tuple[str, ...]], found: OnDisk) -> bool:
    """Whether a person's text is there that is neither what nb2pkg wrote nor what it is about to write."""
    if path == LOCK_NAME or found.kind == ABSENT or (path in new and _same(new[path], found)):
        return False
    return found.kind != FILE or found.prints != old.get(path)


def _same(content: bytes, found: OnDisk) -> bool:
    return found.kind == FILE and found.prints == file_prints(content)


def _step(path: str, content: bytes, found: OnDisk) -> Step:
    return Step(path, found.exact, exact_digest(content), content, found.mode)
