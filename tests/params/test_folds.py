"""The fold that is held out is one option, wherever rows are told apart by it."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

FOLDS = {
    "train = df[df.fold != 0]\nvalid = df[df['fold'] == 0]": [("valid_fold", "0", 2)],
    "def split(df):\n    return df[df.kfold != 2]": [("valid_fold", "2", 1)],
    "df = df[df.fold == 3]": [("valid_fold", "3", 1)],
    "train = df[df.fold != fold]": [],
    "train = df[df.fold < 3]": [],
    "train = df[df.group != 3]": [],
    "train = df[df.fold == True]": [],
    "for fold in range(5):\n    valid = rows[groups % 5 == fold]": [("n_folds", "5", 2)],
    "for fold in range(5):\n    valid = rows[groups % 4 == fold]": [],
    "for fold in range(5):\n    valid = rows[groups % 5 == fold][5:]": [],
    "for i in range(5):\n    valid = rows[groups % 5 == i]": [],
    "for fold in range(5):\n    valid = load(fold)": [],
}


@pytest.mark.parametrize(("text", "found"), FOLDS.items())
def test_folds(text: str, found: list[tuple[str, str, int]]) -> None:
    statements = program_of(["import pandas", text]).statements
    groups = named(spots_in(statements, Known({}, statements)), frozenset())
    assert [(one.name, one.spots[0].source, len(one.spots)) for one in groups] == found
