"""What one statement of a notebook does with the names of the notebook's global namespace."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from nb2pkg.flow.methods import BUILTINS, is_builtin
from nb2pkg.flow.scopes import GLOBAL, Key
from nb2pkg.flow.source import parse, plain_newlines, too_deep
from nb2pkg.flow.trace import Event, How, Trace
from nb2pkg.flow.uses import attribute_stores_of_self, uses_of
from nb2pkg.flow.walk import Walker
from nb2pkg.model import Names

__all__ = [
    "BUILTINS",
    "attribute_stores_of_self",
    "is_builtin",
    "may_change_by_call",
    "names_of",
    "names_of_node",
    "quoted_names",
    "uses_of",
]


def names_of(source: str) -> Names:
    """What a top-level statement does with global names.

    Args:
        source: The statement; several are taken as a block that runs from top to bottom, none does nothing.

    Returns:
        Its names. A name is in `reads` where an earlier statement may have bound what is read: not where this one
        has certainly bound it before. A name can be in `reads` and in `deferred`. Names in string annotations count as
        read unless the statement itself binds them. Builtins are names like others.

    Raises:
        BadCell: The source does not parse.
    """
    return _names(parse(plain_newlines(source)).body)


def names_of_node(node: ast.stmt) -> Names:
    """What a top-level statement does with global names, see `names_of`."""
    return _names([node])


def may_change_by_call(node: ast.stmt) -> frozenset[str]:
    """Global names whose objects a statement hands to calls that are not known to leave their arguments alone.

    Unlike `Names.changes` this is a suspicion only: most functions do not change what they are given.
    """
    return _touched(_walked([node]).trace, "pass")


def quoted_names(node: ast.stmt) -> frozenset[str]:
    """Global names that a statement names in string annotations only: nothing reads them when it runs."""
    loads = [event for event in _walked([node]).trace.events if event.how == "load"]
    return frozenset(e.name for e in loads if e.quoted) - {e.name for e in loads if not e.quoted}


def _names(body: list[ast.stmt]) -> Names:
    walker = _walked(body)
    trace = walker.trace
    binds = _global(walker.assigned.certain)
    possible = _global(walker.assigned.possible)
    loads = [event for event in trace.events if event.how == "load"]
    return Names(
        binds=binds,
        may_bind=possible - binds,
        deletes=frozenset(e.name for e in trace.events if e.how == "delete" and not e.deferred),
        reads=frozenset(e.name for e in loads if _reads(e, trace, possible)),
        deferred=frozenset(e.name for e in loads if e.deferred or (e.quoted and e.name in possible)),
        changes=_touched(trace, "change"),
        assigns_globals=frozenset(e.name for e in trace.events if e.deferred and e.how in ("store", "delete", "catch")),
        stars=tuple(trace.stars),
        awaits=trace.awaits,
    )


def _walked(body: list[ast.stmt]) -> Walker:
    walker = Walker()
    try:
        walker.block(body)
    except RecursionError as error:
        raise too_deep() from error
    return walker


def _global(keys: Iterable[Key]) -> frozenset[str]:
    return frozenset(name for number, name in keys if number == GLOBAL)


def _reads(event: Event, trace: Trace, possible: frozenset[str]) -> bool:
    if event.known or (event.quoted and event.name in possible):
        return False
    # A function that the same statement may also call runs with it.
    return not event.deferred or not trace.called.isdisjoint(event.owners)


def _touched(trace: Trace, how: How) -> frozenset[str]:
    """The global names from before the statement that are touched, by their own names or through others."""
    events = [event for event in trace.events if event.how == how]
    found = {event.key for event in events if not event.known}
    seen = {event.key for event in events}
    followed: set[int] = set()
    stack = list(seen)
    while stack:
        for sources in trace.aliases.get(stack.pop(), ()):
            if id(sources) in followed:
                continue
            followed.add(id(sources))
            found.update(key for key, known in sources if not known)
            new = {key for key, _ in sources} - seen
            seen |= new
            stack += new
    return _global(found)
