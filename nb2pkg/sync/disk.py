"""What lies on the disk where a file of a package belongs."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from nb2pkg.sync.digest import exact_digest, file_prints, module_digest
from nb2pkg.sync.paths import JOURNAL_NAME, STAGE_NAME

ABSENT = "absent"
FILE = "file"
BLOCKED = "blocked"

# No module that was copied is larger.
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class OnDisk:
    """What was found at one path.

    Attributes:
        kind: ``"absent"``, ``"file"``, or ``"blocked"``: a link, a folder or a device, or below one of these.
        exact: Digest of the very bytes.
        prints: Fingerprint that ignores how lines end.
        mode: Permission bits.
    """

    kind: str
    exact: str | None = None
    prints: tuple[str, ...] = ()
    mode: int | None = None


def look(root: Path, path: str) -> OnDisk:
    """Look at one path of a package without following any link below its folder."""
    parts = path.split("/")
    for count in range(1, len(parts)):
        mode = _mode(root.joinpath(*parts[:count]))
        if mode is None:
            return OnDisk(ABSENT)
        if not stat.S_ISDIR(mode):
            return OnDisk(BLOCKED)
    place = root.joinpath(*parts)
    mode = _mode(place)
    if mode is None:
        return OnDisk(ABSENT)
    if not stat.S_ISREG(mode):
        return OnDisk(BLOCKED)
    content = place.read_bytes()
    return OnDisk(FILE, exact_digest(content), file_prints(content), stat.S_IMODE(mode))


def module_at(folder: Path, path: str) -> str | None:
    """The digest of a module beside a notebook, None where no plain file is; of a huge one, only that it changed."""
    place = folder / path
    try:
        found = place.stat()
        if not stat.S_ISREG(found.st_mode):
            return None
        return module_digest(place.read_bytes()) if found.st_size <= _LARGEST else ""
    except (OSError, ValueError):
        return None


def was_interrupted(root: Path) -> bool:
    """Whether a run was killed after it had decided what to write (see `nb2pkg.sync.journal`)."""
    return os.path.lexists(root / STAGE_NAME / JOURNAL_NAME)


def _mode(place: Path) -> int | None:
    try:
        return os.lstat(place).st_mode
    except FileNotFoundError:
        return None
