"""Where a feature or a label begins to hold is an option; counts and the calendar are none."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

FEATURES = {
    "df['large'] = df['amount'] > 200_000": [("large_threshold", "200_000")],
    "df['Is Large'] = (amount > 200_000).astype(float)": [("is_large_threshold", "200_000")],
    "def add(out, amount):\n    out['large'] = (amount > 0.5).astype(int)\n    return out": [
        ("large_threshold", "0.5")
    ],
    "df['large'] = df['amount'].apply(lambda x: 1 if x > 20 else 0)": [("large_threshold", "20")],
    "df['large'] = df['amount'].map(lambda x: int(x > 20))": [("large_threshold", "20")],
    "df['large'] = np.where(df.amount < 20, 'no', 'yes')": [("large_threshold", "20")],
    "df['large'] = (df.amount > 20) * 1": [("large_threshold", "20")],
    "df['total_0'] = df['The-Total'] >= 10": [("min_the_total", "10")],
    "df['total_0'] = total >= 10": [],
    "df['over 10'] = df['total'] > 10": [],
    "target = (df['toxicity'] > 0.7).astype(int)": [("target_threshold", "0.7")],
    "y = (df['toxicity'] > 0.7).astype(int)": [("min_toxicity", "0.7")],
    "target = df['toxicity'] > 0.7": [("min_toxicity", "0.7")],
    "target = (predicted > 0.7).astype(int)": [("min_predicted", "0.7")],
    "df['large'] = df['amount'] > 0": [],
    "df['large'] = df['amount'] > other": [],
    "df['large'] = (df.amount > 20) & (df.amount < 90)": [],
    "df['votes'] = np.sum(df.amount > 20)": [],
    "df['weekend'] = df.date.dt.dayofweek >= 5": [],
    "df['weekend'] = df['dayofweek'] >= 5": [],
    "df['six'] = df['digit'] == 6": [],
    "df['large'] = 1 if a else 20": [],
}


@pytest.mark.parametrize(("text", "found"), FEATURES.items())
def test_features(text: str, found: list[tuple[str, str]]) -> None:
    statements = program_of([text]).statements
    groups = named(spots_in(statements, Known({"np": "numpy"}, statements)), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == found
