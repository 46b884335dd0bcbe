"""Whether a package and its notebook agree. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from nb2pkg.sync.disk import ABSENT, OnDisk
from nb2pkg.sync.lock import Lock
from nb2pkg.sync.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Verdict:
    """What differs; nothing in it means that they agree.

    Attributes:
        changed_cells: Cells of the notebook as it is now that are new or were changed or moved.
        removed_cells: Cells that are gone, numbered as they were.
        about_changed: Whether its language, its title or the order it was run in changed.
        edited_files: Generated files that a person edited.
        missing_files: Generated files that are gone.
        notebook_missing: Whether the notebook is gone.
        interrupted: Whether a run of nb2pkg was killed while it wrote.
        changed_modules: Modules beside the notebook that changed, by path from its folder.
        missing_modules: Those that are gone.
    """

    changed_cells: tuple[int, ...] = ()
    removed_cells: tuple[int, ...] = ()
    about_changed: bool = False
    edited_files: tuple[str, ...] = ()
    missing_files: tuple[str, ...] = ()
    notebook_missing: bool = False
    interrupted: bool = False
    changed_modules: tuple[str, ...] = ()
    missing_modules: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return self == Verdict()

    def why(self) -> tuple[str, ...]:
        """What differs, one sentence each."""
        sentences = [
            ("an earlier run was killed while it wrote", self.interrupted),
            ("the notebook is missing", self.notebook_missing),
            (f"{_cells(self.changed_cells)} changed", self.changed_cells),
            (f"{_cells(self.removed_cells)} removed (numbered as before)", self.removed_cells),
            ("the notebook's title, language or order changed", self.about_changed),
            *((f"{path} beside the notebook changed", True) for path in self.changed_modules),
            *((f"{path} beside the notebook is missing", True) for path in self.missing_modules),
            *((f"{file} was edited by hand", True) for file in self.edited_files),
            *((f"{file} is missing", True) for file in self.missing_files),
        ]
        return tuple(sentence for sentence, holds in sentences if holds)


def judge_notebook(lock: Lock, meaning: Meaning) -> Verdict:
    """What changed in the notebook since it was converted."""
    changed, removed = _changed([cell.digest for cell in lock.cells], meaning.cells)
    return Verdict(changed_cells=changed, removed_cells=removed, about_changed=meaning.about != lock.about)


def judge_modules(lock: Lock, found: Mapping[str, str | None], verdict: Verdict) -> Verdict:
    """Add what changed in the modules beside the notebook.

    Args:
        lock: What was copied.
        found: Digest of what lies at the path of each of them, None where nothing does.
        verdict: What is known of the notebook.

    Returns:
        The verdict with changed and missing modules.
    """
    missing = tuple(path for path, _ in lock.local if found[path] is None)
    changed = tuple(path for path, digest in lock.local if found[path] not in (None, digest))
    return replace(verdict, changed_modules=changed, missing_modules=missing)


def judge_files(lock: Lock, found: Mapping[str, OnDisk], verdict: Verdict) -> Verdict:
    """Add what changed in the package.

    Args:
        lock: What was written.
        found: What lies at the path of each file of the lock.
        verdict: What is known of the notebook.

    Returns:
        The verdict with edited and missing files.
    """
    missing = tuple(path for path, _ in lock.files if found[path].kind == ABSENT)
    edited = tuple(path for path, prints in lock.files if path not in missing and found[path].prints != prints)
    return replace(verdict, edited_files=edited, missing_files=missing)


def _changed(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """New numbers of cells that changed, and old numbers of cells that are gone."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    matcher = SequenceMatcher(None, old[same:], new[same:], autojunk=False)
    changed: list[int] = []
    removed: list[int] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            changed += range(same + start, same + end)
            removed += range(same + first + (end - start), same + last)
    return tuple(changed), tuple(removed)


def _cells(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:12])) + (f" and {len(numbers) - 12} more" if len(numbers) > 12 else "")
    return f"cell {listed}" if len(numbers) == 1 else f"cells {listed}"
