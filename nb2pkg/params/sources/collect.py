"""All sources together: every place counts once, the first source that knows it wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nb2pkg.model import Statement
from nb2pkg.params.sources.amounts import amounts_in
from nb2pkg.params.sources.argparse_defaults import argparse_in
from nb2pkg.params.sources.arguments import arguments_in
from nb2pkg.params.sources.assigned import locals_in
from nb2pkg.params.sources.chosen import conditional_in, rebound_in
from nb2pkg.params.sources.config_classes import config_classes_in
from nb2pkg.params.sources.configs import configs_in
from nb2pkg.params.sources.defaults import defaults_in
from nb2pkg.params.sources.devices import devices_in
from nb2pkg.params.sources.forms import forms_in
from nb2pkg.params.sources.spot import Known, Spot

Source = Callable[[Statement, Known], Iterator[Spot]]

#: In the order in which they may claim a value.
SOURCES: tuple[Source, ...] = (
    forms_in,
    argparse_in,
    config_classes_in,
    arguments_in,
    devices_in,
    amounts_in,
    configs_in,
    locals_in,
    rebound_in,
    conditional_in,
    defaults_in,
)


def spots_in(statements: Iterable[Statement], known: Known) -> list[Spot]:
    """The values in the statements that a person would turn, in the order in which they stand.

    Args:
        statements: Some of the program's.
        known: What there is to know of all of it.
    """
    found: list[Spot] = []
    for statement in statements:
        claimed: dict[tuple[int, str], Spot] = {}
        for source in SOURCES:
            for spot in source(statement, known):
                claimed.setdefault((id(spot.node), spot.keyword if spot.passed else ""), spot)
        found += sorted(claimed.values(), key=lambda spot: (spot.node.lineno, spot.node.col_offset))
    return found
