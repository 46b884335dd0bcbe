"""Settings that only the package has are left out of what is printed, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nb2pkg.verify.compare import Known, compare
from nb2pkg.verify.run import Event, Run
from nb2pkg.verify.settings import without_names
from nb2pkg.verify.verdict import Outcome

ADDED = frozenset({"beta", "layers"})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('"beta": 0.5\n"lr":   0.1', '"lr":   0.1'),
        ('"lr":   0.1', '"lr":   0.1'),
        ('"beta": 0.5', ""),
        ("beta: 0.5\nlr: 0.1", "lr: 0.1"),
        ("layers:\n- 64\n- 32\nlr: 0.1\nsizes:\n- 1", "lr: 0.1\nsizes:\n- 1"),
        ("layers:\n  deep: 1\nlr: 0.1", "lr: 0.1"),
        ("{'beta': 0.5, 'lr': 0.1, 'net': None}", "{'lr': 0.1, 'net': None}"),
        ("{'lr': 0.1}", "{'lr': 0.1}"),
        # what is no list of settings
        ("trained with\nbeta: 0.5", "trained with\nbeta: 0.5"),
        ("the beta: 0.5", "the beta: 0.5"),
        ("beta 0.5", "beta 0.5"),
        ("beta:0.5", "beta:0.5"),
        ("{'beta': <Net>}", "{'beta': <Net>}"),
        ("{**beta, 'beta': 1}", "{**beta, 'beta': 1}"),
        ("{1, 2}", "{1, 2}"),
        ("", ""),
    ],
)
def test_settings_are_left_out_by_name(text: str, left: str) -> None:
    assert without_names(text, ADDED) == left


OWN = Run(events=(Event("show", '"hidden": 64\n"lr": 0.1', 3),))


@pytest.mark.parametrize(
    ("shown", "outcome"),
    [
        ('"hidden": 64\n"lr": 0.1', Outcome.EQUAL),
        ('"beta":   0.5\n"hidden": 64\n"lr":     0.1', Outcome.EQUAL),
        ('"beta":   0.5\n"hidden": 64\n"lr":     0.2', Outcome.DIFFERENT),
        ('"beta":   0.5\n"hidden": 64', Outcome.DIFFERENT),
        ('"hidden": 64\n"lr":     0.1\n"other":  1', Outcome.DIFFERENT),
    ],
)
@pytest.mark.parametrize("kind", ["show", "out"])
def test_a_changed_value_is_never_left_out(shown: str, outcome: Outcome, kind: str) -> None:
    own = replace(OWN, events=tuple(replace(one, kind=kind) for one in OWN.events))
    fit = Run(events=(Event(kind, shown),))
    assert compare(own, own, {"fit": fit}, Known(added=ADDED), 1e-4).outcome is outcome


def test_what_the_notebook_has_itself_stays() -> None:
    own = Run(events=(Event("out", '"beta": 0.5\n', 2),))
    changed = Run(events=(Event("out", '"beta": 0.6\n'),))
    known = Known(added=ADDED)
    assert compare(own, own, {"fit": own}, known, 1e-4).outcome is Outcome.EQUAL
    assert compare(own, own, {"fit": changed}, known, 1e-4).outcome is Outcome.DIFFERENT
    assert compare(own, own, {"fit": Run()}, known, 1e-4).outcome is Outcome.DIFFERENT
