"""Values in a function or a class are that one's own."""

from __future__ import annotations

from dataclasses import replace

from nb2pkg.model import Kind, Statement
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.sources.spot import Spot


def within_definition(spot: Spot, statement: Statement) -> Spot:
    """The spot as that of the function or class that holds it, where one does: elsewhere the value is another's."""
    if statement.kind not in (Kind.FUNCTION, Kind.CLASS):
        return spot
    name = min(statement.names.binds, default="")
    words = tuple(dict.fromkeys([*spot.words, snake_case(name).strip("_")]))
    return replace(spot, owner=f"{name}: {spot.owner}", words=words)
