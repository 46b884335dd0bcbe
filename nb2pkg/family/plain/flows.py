"""What each group needs from those before it and what it gives to those after it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nb2pkg.family.plain.groups import Group
from nb2pkg.family.plain.units import effects_of
from nb2pkg.family.stages import needed_names
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.uses import uses_of


@dataclass(frozen=True, slots=True)
class Flow:
    """The names that cross a group's edges.

    Attributes:
        inputs: Names it is handed, in order of first use.
        outputs: Names it hands on, in the order in which it binds them.
        dropped: Inputs that it deletes: nobody needs them any more.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    dropped: tuple[str, ...] = ()


def flows_of(groups: Sequence[Group]) -> list[Flow]:
    """The flow of every group.

    A name that a group binds on some paths only is handed to it as well, where something bound it before.

    Args:
        groups: All that runs in one function, in order.
    """
    before: list[frozenset[str]] = []
    known: frozenset[str] = frozenset()
    for group in groups:
        before.append(known)
        known = (known | _bound(group)) - _deleted(group)
    flows: list[Flow] = []
    live: frozenset[str] = frozenset()
    for group, earlier in zip(reversed(groups), reversed(before), strict=True):
        needed = _as_mentioned(needed_names(effects_of(group.units)), group)
        outputs = tuple(name for name in _in_order(group) if name in live and name not in _deleted(group))
        kept = [name for name in outputs if name not in _surely_bound(group)]
        inputs = tuple(name for name in dict.fromkeys([*needed, *kept]) if name in earlier)
        dropped = tuple(name for name in inputs if name in _deleted(group) and name not in live)
        flows.append(Flow(inputs, outputs, dropped))
        live = (live - _surely_bound(group)) | frozenset(needed)
    return flows[::-1]


def _as_mentioned(names: Iterable[str], group: Group) -> tuple[str, ...]:
    """The names in the order in which the group mentions them, those that only functions need last."""
    places: dict[str, int] = {}
    for unit in group.units:
        for use in uses_of(unit.statement.text):
            places.setdefault(use.name, len(places))
    return tuple(sorted(names, key=lambda name: places.get(name, len(places))))


def _bound(group: Group) -> frozenset[str]:
    return frozenset(name for unit in group.units for name in unit.effect.binds)


def _in_order(group: Group) -> list[str]:
    """Names it binds, in the order in which they stand there."""
    found: dict[str, None] = {}
    for unit in group.units:
        stores = [node for node in ast.walk(tree_of(unit.statement.text)) if isinstance(node, ast.Name)]
        stores.sort(key=lambda node: (node.lineno, node.col_offset))
        found |= dict.fromkeys(n.id for n in stores if isinstance(n.ctx, ast.Store) and n.id in unit.effect.binds)
        found |= dict.fromkeys(sorted(unit.effect.binds))
    return list(found)


def _surely_bound(group: Group) -> frozenset[str]:
    bound: frozenset[str] = frozenset()
    for unit in group.units:
        bound = (bound | (unit.effect.binds - unit.effect.maybe)) - unit.statement.names.deletes
    return bound


def _deleted(group: Group) -> frozenset[str]:
    """Names that it deletes for good."""
    gone: frozenset[str] = frozenset()
    for unit in group.units:
        gone = (gone | unit.statement.names.deletes) - unit.effect.binds
    return gone
