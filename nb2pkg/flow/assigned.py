"""What is certainly bound, and what may be bound, at a point of the code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nb2pkg.flow.scopes import Key

_NONE: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Path:
    """What one way through the code did.

    Attributes:
        bound: What it certainly binds.
        unbound: What may be deleted at its end.
        gained: What it may bind.
        lost: What is certainly deleted at its end.
        touched: What it may have bound for a time at least, as far as an exception in its middle can tell.
        ended: Whether it never arrives (``return``, ``raise``, ``break``, ``continue``).
    """

    bound: frozenset[Key] = _NONE
    unbound: frozenset[Key] = _NONE
    gained: frozenset[Key] = _NONE
    lost: frozenset[Key] = _NONE
    touched: frozenset[Key] = _NONE
    ended: bool = False


#: The way around: nothing happens.
SKIPPED = Path()


class Assigned:
    """The state of all names along one way through the code; branches are run one by one, undone, and merged.

    An undo log keeps this linear: leaving a branch costs what the branch did, not what is known.
    """

    def __init__(self) -> None:
        self.certain: set[Key] = set()
        self.possible: set[Key] = set()
        self.ended = False
        self._touched: set[Key] = set()  # only its log is of interest
        self._log: list[tuple[set[Key], Key, bool, bool]] = []

    def bind(self, key: Key) -> None:
        """An assignment."""
        self._set(self.certain, key, True)
        self._set(self.possible, key, True)
        self._log.append((self._touched, key, True, False))

    def unbind(self, key: Key) -> None:
        """A deletion."""
        self._set(self.certain, key, False)
        self._set(self.possible, key, False)

    def run(self, branch: Callable[[], None]) -> Path:
        """Run a branch, undo what it did, and return it."""
        mark, ended = self.mark(), self.ended
        branch()
        path = self._undo(mark)
        self.ended = ended
        return path

    def mark(self) -> int:
        """A point to which `maybe_since` can return."""
        return len(self._log)

    def maybe_since(self, mark: int) -> None:
        """What was done since the mark may also not have happened."""
        if len(self._log) > mark:
            self.merge([self._undo(mark), SKIPPED])

    def follow(self, path: Path) -> None:
        """Do what a path did."""
        for key in (*path.unbound, *path.lost):
            self._set(self.certain, key, False)
        for key in path.bound:
            self._set(self.certain, key, True)
        for key in path.lost:
            self._set(self.possible, key, False)
        for key in path.gained:
            self._set(self.possible, key, True)
        self._log += [(self._touched, key, True, False) for key in path.touched]
        self.ended = self.ended or path.ended

    def interrupt(self, paths: Iterable[Path]) -> None:
        """Any part of these may have happened, as where an exception is caught."""
        for path in paths:
            self.follow(Path(unbound=path.unbound, gained=path.touched, touched=path.touched))

    def merge(self, paths: Iterable[Path]) -> None:
        """One of these paths happened."""
        every = list(paths)
        arriving = [path for path in every if not path.ended]
        # What ends by `break` goes on behind the loop, so what it may have bound and deleted counts.
        gained = _NONE.union(*(path.gained for path in every))
        unbound = _NONE.union(*(path.unbound for path in every))
        touched = _NONE.union(*(path.touched for path in every))
        if not arriving:
            self.follow(Path(unbound=unbound, gained=gained, touched=touched, ended=True))
            return
        bound = arriving[0].bound.intersection(*(path.bound for path in arriving[1:]))
        lost = every[0].lost.intersection(*(path.lost for path in every[1:]))
        self.follow(Path(bound, unbound, gained, lost, touched))

    def _set(self, names: set[Key], key: Key, present: bool) -> None:
        changed = (key in names) is not present
        if changed:
            (names.add if present else names.discard)(key)
        # Logged even where it changes nothing here: a branch may be followed from elsewhere.
        self._log.append((names, key, present, changed))

    def _undo(self, mark: int) -> Path:
        """Go back to the mark; what was done to a name last is what the path did to it."""
        certain: dict[Key, bool] = {}
        possible: dict[Key, bool] = {}
        touched: dict[Key, bool] = {}
        while len(self._log) > mark:
            names, key, present, changed = self._log.pop()
            done = certain if names is self.certain else possible if names is self.possible else touched
            done.setdefault(key, present)
            if changed:
                (names.discard if present else names.add)(key)
        return Path(
            _keys(certain, True),
            _keys(certain, False),
            _keys(possible, True),
            _keys(possible, False),
            frozenset(touched),
            self.ended,
        )


def _keys(done: dict[Key, bool], present: bool) -> frozenset[Key]:
    return frozenset(key for key, value in done.items() if value is present)
