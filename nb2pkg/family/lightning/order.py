"""Proof that every statement finds in the package what it found in the notebook.

The package runs the notebook's statements in another order and in several functions. For each name that a statement
reads, what was bound to it and what was done to it since must be the same in both.

rows = load()        notebook: fit reads rows as bound in 1, changed in 3
dm = DM(rows)        package:  fit reads rows as bound in 1, changed in 3
rows.append(1)
trainer.fit(...)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nb2pkg.story.effects import Effect, is_state

#: What happened to a name, as indexes of statements: the last certain binding, then what may have bound or changed it.
_History = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Statements that run in one function of the package.

    Attributes:
        name: What it is called here.
        effects: They.
        source: Name -> the part from which the function gets it; empty where it is not handed over.
    """

    name: str
    effects: Sequence[Effect]
    source: Callable[[str], str] = field(default=lambda _: "")


def first_difference(notebook: Iterable[Effect], package: Sequence[Part]) -> tuple[str, Effect] | None:
    """The first name that a statement finds otherwise in the package than in the notebook.

    Args:
        notebook: All that runs, in the notebook's order.
        package: The same in the package's order and functions; what runs elsewhere left out.

    Returns:
        The name and the statement, or None.
    """
    before = _in_notebook(notebook)
    found: dict[str, dict[str, _History]] = {}
    for part in package:
        here = found.setdefault(part.name, {})
        for effect in part.effects:
            for name in sorted(effect.reads | effect.changes):
                if name not in here or is_state(name):
                    here[name] = (
                        _of_state(name, found) if is_state(name) else found.get(part.source(name), {}).get(name, ())
                    )
            for name in sorted(effect.reads):
                if here[name] != before[effect.statement.index][name]:
                    return name, effect
            _happens(effect, here, found.values())
    return None


def _of_state(name: str, found: Mapping[str, dict[str, _History]]) -> _History:
    """What a definition holds is the same for all functions."""
    return max((names[name] for names in found.values() if name in names), key=len, default=())


def _in_notebook(effects: Iterable[Effect]) -> Mapping[int, Mapping[str, _History]]:
    history: dict[str, _History] = {}
    found: dict[int, dict[str, _History]] = {}
    for effect in sorted(effects, key=lambda e: e.statement.index):
        found.setdefault(effect.statement.index, {}).update({name: history.get(name, ()) for name in effect.reads})
        _happens(effect, history, [history])
    return found


def _happens(effect: Effect, here: dict[str, _History], everywhere: Iterable[dict[str, _History]]) -> None:
    """Note what a statement binds, and what it changes for all functions that hold the same object."""
    index = effect.statement.index
    certain = effect.binds - effect.maybe
    for name in effect.changes - certain:
        before = here.get(name, ())
        for names in everywhere:
            if names.get(name) == before:
                names[name] = (*before, index)
        here[name] = (*before, index)
    for name in effect.binds:
        here[name] = (index,) if name in certain else (*here.get(name, ()), index)
