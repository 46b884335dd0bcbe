"""All sources together: every place counts once, the first source that knows it wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from nb2pkg.model import Statement
from nb2pkg.params.sources.amounts import amounts_in
from nb2pkg.params.sources.argparse_defaults import argparse_in
from nb2pkg.params.sources.arguments import arguments_in
from nb2pkg.params.sources.asked import asked_in
from nb2pkg.params.sources.assigned import locals_in
from nb2pkg.params.sources.batches import batches_in
from nb2pkg.params.sources.blends import blends_in
from nb2pkg.params.sources.borders import borders_in, chosen_rows_in, filters_in
from nb2pkg.params.sources.by_name import by_name_in
from nb2pkg.params.sources.chosen import conditional_in, looped_in, rebound_in
from nb2pkg.params.sources.config_classes import config_classes_in
from nb2pkg.params.sources.configs import configs_in
from nb2pkg.params.sources.conv_filters import conv_filters_in
from nb2pkg.params.sources.cuts import cuts_in
from nb2pkg.params.sources.defaults import defaults_in
from nb2pkg.params.sources.devices import devices_in
from nb2pkg.params.sources.dict_paths import dict_paths_in
from nb2pkg.params.sources.downloads import downloads_in
from nb2pkg.params.sources.draws import draws_in
from nb2pkg.params.sources.environment import environment_in
from nb2pkg.params.sources.factors import factors_in
from nb2pkg.params.sources.features import features_in
from nb2pkg.params.sources.flax_widths import flax_widths_in
from nb2pkg.params.sources.folds import folds_in
from nb2pkg.params.sources.forms import forms_in
from nb2pkg.params.sources.hidden_units import hidden_units_in
from nb2pkg.params.sources.hosted import hosted_in
from nb2pkg.params.sources.input_shapes import input_shapes_in
from nb2pkg.params.sources.job_arguments import job_arguments_in
from nb2pkg.params.sources.limits import limits_in
from nb2pkg.params.sources.made_up import made_up_in
from nb2pkg.params.sources.multiples import multiples_in
from nb2pkg.params.sources.noise import noise_in
from nb2pkg.params.sources.path_layout import layout_of
from nb2pkg.params.sources.paths import paths_in
from nb2pkg.params.sources.read_by_key import read_by_key_in
from nb2pkg.params.sources.repeats import repeats_in
from nb2pkg.params.sources.requests import requests_in
from nb2pkg.params.sources.rounds import rounds_in
from nb2pkg.params.sources.schedules import schedules_in
from nb2pkg.params.sources.searched import searched_in
from nb2pkg.params.sources.services import services_in
from nb2pkg.params.sources.shares import shares_in
from nb2pkg.params.sources.spot import Known, Spot
from nb2pkg.params.sources.stamped import stamped_in
from nb2pkg.params.sources.sure_enough import thresholds_in
from nb2pkg.params.sources.tried import tried_in
from nb2pkg.params.sources.weighed import weighed_in

Source = Callable[[Statement, Known], Iterator[Spot]]

#: Those that count wherever they stand.
ANYWHERE: tuple[Source, ...] = (
    job_arguments_in,
    flax_widths_in,
    locals_in,
    conditional_in,
    defaults_in,
    shares_in,
    factors_in,
    multiples_in,
    weighed_in,
    services_in,
    devices_in,
    paths_in,
    downloads_in,
)
#: In the order in which they may claim a value.
SOURCES: tuple[Source, ...] = (
    forms_in,
    argparse_in,
    job_arguments_in,
    config_classes_in,
    arguments_in,
    hidden_units_in,
    conv_filters_in,
    input_shapes_in,
    flax_widths_in,
    made_up_in,
    amounts_in,
    configs_in,
    by_name_in,
    read_by_key_in,
    searched_in,
    locals_in,
    rebound_in,
    looped_in,
    conditional_in,
    asked_in,
    defaults_in,
    borders_in,
    filters_in,
    chosen_rows_in,
    features_in,
    folds_in,
    shares_in,
    factors_in,
    blends_in,
    weighed_in,
    batches_in,
    noise_in,
    draws_in,
    multiples_in,
    rounds_in,
    repeats_in,
    cuts_in,
    limits_in,
    schedules_in,
    environment_in,
    tried_in,
    thresholds_in,
    services_in,
    requests_in,
    stamped_in,
    hosted_in,
    devices_in,
    dict_paths_in,
    paths_in,
    downloads_in,
)


#: Those that count in a program that runs elsewhere: what lies and what computes there is no matter of the notebook's,
#: and a name with two values is one that the program settles itself.
ELSEWHERE: tuple[Source, ...] = tuple(
    one for one in SOURCES if one not in (rebound_in, devices_in, dict_paths_in, paths_in)
)


def spots_in(
    statements: Iterable[Statement],
    known: Known,
    others: Iterable[Statement] = (),
    counted: tuple[Source, ...] = SOURCES,
) -> list[Spot]:
    """The values in the statements that a person would turn, in the order in which they stand.

    Args:
        statements: Some of the program's.
        known: What there is to know of all of it.
        others: More of them, of which only those count that become an argument of no class by themselves: the texts
            that name something outside of the code, and what is assigned to local names.
        counted: The sources that count in the former.
    """
    sources = {s.index: (s, ANYWHERE) for s in others} | {s.index: (s, counted) for s in statements}
    known = replace(known, layout=layout_of([one for one, _ in sources.values()], known.signatures))
    found: list[Spot] = []
    for index in sorted(sources):
        statement, those = sources[index]
        claimed: dict[tuple[int, str], Spot] = {}
        for source in those:
            for spot in source(statement, known):
                claimed.setdefault((id(spot.node), spot.keyword if spot.passed else ""), spot)
        found += sorted(claimed.values(), key=lambda spot: (spot.node.lineno, spot.node.col_offset))
    return found
