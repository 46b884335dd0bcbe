"""Which paths may be written inside a package."""

from __future__ import annotations

from collections.abc import Iterable

from nb2pkg.errors import OutputRefused

LOCK_NAME = "nb2pkg.lock"
STAGE_NAME = ".nb2pkg-stage"
JOURNAL_NAME = "journal.json"

# Writing below .git would be running code at the next commit.
_NEVER = frozenset({"", ".", "..", ".git", STAGE_NAME})


def is_safe(path: str) -> bool:
    """Whether a relative path stays in the folder it is joined to, on every system."""
    if any(character in '\\:*?"<>|' or ord(character) < 32 or character == "\x7f" for character in path):
        return False
    return not any(part.casefold() in _NEVER or part.endswith((" ", ".")) for part in path.split("/"))


def check_paths(paths: Iterable[str]) -> None:
    """Refuse a tree that would leave its folder or whose files would overwrite each other.

    Args:
        paths: All paths of the tree.

    Raises:
        OutputRefused: One of them is unsafe, stands twice (upper and lower case are the same on some disks), or is
            both a file and a folder.
    """
    seen: dict[str, str] = {}
    for path in paths:
        if not is_safe(path):
            raise OutputRefused(f"{path!r} is no path that may be written inside a package")
        if path.casefold() in seen:
            raise OutputRefused(f"{seen[path.casefold()]!r} and {path!r} would be the same file")
        seen[path.casefold()] = path
    for path in seen:
        parts = path.split("/")
        folders = ("/".join(parts[:count]) for count in range(1, len(parts)))
        both = next((folder for folder in folders if folder in seen), None)
        if both is not None:
            raise OutputRefused(f"{seen[both]!r} would be both a file and a folder")
