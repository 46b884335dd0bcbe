"""What a group does, at one glance."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from nb2pkg.family.plain.flows import Flow
from nb2pkg.family.plain.groups import Group
from nb2pkg.family.plain.outside import acts_elsewhere
from nb2pkg.family.plain.units import effects_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Role
from nb2pkg.story.effects import draws_numbers, is_state, leaves_results, leaves_traces

#: Strings up to this length are names of columns and modes rather than of files.
_SHORT = 7


@dataclass(frozen=True, slots=True)
class Facts:
    """What a group does.

    Attributes:
        room: Its module.
        needed: Names whose meaning before it matters to it.
        bound: Names it may bind.
        sure: Names it binds on every path.
        changed: Names whose objects it may change.
        states: What definitions hold that it reads.
        seeds: Whether it seeds a random number generator.
        sets_up: Whether it only sets something else up, for all that follows.
        holds_settings: Whether something in it does.
        draws: Whether it is known to draw random numbers.
        traces: Whether it writes files or changes where the program stands.
        leaves: Whether some of that is here, where others may read it.
        results: Whether that is more than folders to write into.
        elsewhere: Whether all that it does is done elsewhere, by commands.
        asks: Whether it asks somebody, or had to stay together.
        words: Strings in its code that may name a file or a folder.
    """

    room: str
    needed: frozenset[str]
    bound: frozenset[str]
    sure: frozenset[str]
    changed: frozenset[str]
    states: frozenset[str]
    seeds: bool
    sets_up: bool
    holds_settings: bool
    draws: bool
    traces: bool
    leaves: bool
    results: bool
    elsewhere: bool
    asks: bool
    words: frozenset[str]

    def acts(self, seeded: bool) -> bool:
        """Whether it does more than to compute and show; numbers that are drawn count where a seed makes them."""
        return self.seeds or self.sets_up or self.makes(seeded)

    def makes(self, seeded: bool) -> bool:
        """Whether something of it is there when it is over: files, answers, numbers drawn."""
        return self.asks or self.traces or (seeded and self.draws)

    def gives(self, seeded: bool) -> bool:
        """Whether some of that is what a person runs it for."""
        return self.asks or self.results or (seeded and self.draws)


def facts_of(groups: Sequence[Group], flows: Sequence[Flow]) -> list[Facts]:
    """The facts of every group.

    Args:
        groups: What runs, in order.
        flows: What crosses their edges.
    """
    return [_facts(group, frozenset(flow.outputs)) for group, flow in zip(groups, flows, strict=True)]


def _facts(group: Group, live: frozenset[str]) -> Facts:
    effects = effects_of(group.units)
    needed: set[str] = set()
    sure: set[str] = set()
    for effect in effects:
        needed |= (effect.reads | effect.changes | (effect.maybe & live)) - sure
        sure |= effect.binds - effect.maybe
    return Facts(
        room=group.room,
        needed=frozenset(needed),
        bound=frozenset(name for effect in effects for name in effect.binds),
        sure=frozenset(sure),
        changed=frozenset(name for effect in effects for name in effect.changes),
        states=frozenset(name for effect in effects for name in effect.reads if is_state(name)),
        seeds=any(effect.seeds for effect in effects),
        sets_up=group.sets_up,
        holds_settings=any(unit.statement.role is Role.SETUP for unit in group.units),
        draws=any(draws_numbers(effect) for effect in effects),
        traces=any(leaves_traces(effect) for effect in effects),
        leaves=any(leaves_traces(effect) and not acts_elsewhere(effect.statement.text) for effect in effects),
        results=any(leaves_results(effect) and not acts_elsewhere(effect.statement.text) for effect in effects),
        elsewhere=all(acts_elsewhere(effect.statement.text) for effect in effects),
        asks=group.forced or any("input" in unit.statement.names.reads for unit in group.units),
        words=_words(group),
    )


def _words(group: Group) -> frozenset[str]:
    nodes = (node for unit in group.units for node in ast.walk(tree_of(unit.statement.text)))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return frozenset(
        text for text in texts if len(text) > _SHORT and not set(text) & set(" \n") and set(text) & set("/._-")
    )
