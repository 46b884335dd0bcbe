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
        bound: What is certainly bound at its end and was not at its start.
        unbound: What was certainly bound at its start and is not at its end.
        gained: What may be bound at its end and could not at its start.
        lost: What could be bound at its start and cannot at its end.
        ended: Whether it never arrives (``return``, ``raise``, ``break``, ``continue``).
    """

    bound: frozenset[Key] = _NONE
    unbound: frozenset[Key] = _NONE
    gained: frozenset[Key] = _NONE
    lost: frozenset[Key] = _NONE
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
        self._log: list[tuple[set[Key], Key, bool]] = []

    def bind(self, key: Key) -> None:
        """An assignment."""
        self._set(self.certain, key, True)
        self._set(self.possible, key, True)

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
        self._change(path.bound, path.unbound, path.gained, path.lost)
        self.ended = self.ended or path.ended

    def interrupt(self, paths: Iterable[Path]) -> None:
        """Any part of these may have happened, as where an exception is caught."""
        for path in paths:
            self._change((), path.unbound, path.gained, ())

    def merge(self, paths: Iterable[Path]) -> None:
        """One of these paths happened."""
        every = list(paths)
        arriving = [path for path in every if not path.ended]
        gained = _NONE.union(*(path.gained for path in every))  # what ends by `break` goes on behind the loop
        if not arriving:
            self._change((), (), gained, ())
            self.ended = True
            return
        bound = arriving[0].bound.intersection(*(path.bound for path in arriving[1:]))
        unbound = _NONE.union(*(path.unbound for path in arriving))
        lost = every[0].lost.intersection(*(path.lost for path in every[1:]))
        self._change(bound, unbound, gained, lost)

    def _change(self, bound: Iterable[Key], unbound: Iterable[Key], gained: Iterable[Key], lost: Iterable[Key]) -> None:
        for key in unbound:
            self._set(self.certain, key, False)
        for key in bound:
            self._set(self.certain, key, True)
        for key in lost:
            self.unbind(key)
        for key in gained:
            self._set(self.possible, key, True)

    def _set(self, names: set[Key], key: Key, present: bool) -> None:
        if (key in names) is not present:
            (names.add if present else names.discard)(key)
            self._log.append((names, key, present))

    def _undo(self, mark: int) -> Path:
        # An entry is only logged where it changes something: an even number of them for one key cancels out.
        added: dict[int, set[Key]] = {id(self.certain): set(), id(self.possible): set()}
        removed: dict[int, set[Key]] = {id(self.certain): set(), id(self.possible): set()}
        while len(self._log) > mark:
            names, key, present = self._log.pop()
            (names.discard if present else names.add)(key)
            forward, backward = (added, removed) if present else (removed, added)
            if key in backward[id(names)]:
                backward[id(names)].remove(key)
            else:
                forward[id(names)].add(key)
        certain, possible = id(self.certain), id(self.possible)
        return Path(
            frozenset(added[certain]),
            frozenset(removed[certain]),
            frozenset(added[possible]),
            frozenset(removed[possible]),
            self.ended,
        )
