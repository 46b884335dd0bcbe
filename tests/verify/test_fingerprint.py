"""Values as texts: equal values give equal texts, and what differs by more than a tolerance does not."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from torch import nn

from nb2pkg.verify.nb2pkg_probe.fingerprint import fingerprint, fingerprints
from nb2pkg.verify.texts import same

X, Y = np.arange(40.0).reshape(20, 2) % 7, np.arange(20) % 2


def net() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 1))


def other_net() -> nn.Module:
    one = net()
    with torch.no_grad():
        next(one.parameters()).mul_(1.01)
    return one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 2),
        (1.0, 1.01),
        (True, False),
        ("a", "b"),
        (None, 0),
        ([1, 2], [2, 1]),
        ([1, 2], (1, 2)),
        ({"a": 1}, {"a": 2}),
        ({"cat": 0, "dog": 1}, {"cat": 1, "dog": 0}),
        (np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])),
        (np.zeros(3), np.zeros(4)),
        (np.array([1.0, 0.0]), np.array([1.0, np.nan])),
        (np.array(["a", "b"]), np.array(["b", "a"])),
        (torch.ones(3), torch.ones(3) * 1.01),
        (torch.ones(3, dtype=torch.bfloat16), torch.zeros(3, dtype=torch.bfloat16)),
        (torch.ones(2, 2).to_sparse(), torch.zeros(2, 2).to_sparse()),
        (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1, 3]})),
        (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"b": [1, 2]})),
        (pd.Series(["x", None]), pd.Series(["x", "y"])),
        (net(), other_net()),
        (LogisticRegression(C=1.0).fit(X, Y), LogisticRegression(C=0.1).fit(X, Y)),
        (LogisticRegression(C=1.0), LogisticRegression(C=0.1)),
        (
            RandomForestClassifier(3, max_depth=2, random_state=0).fit(X, Y),
            RandomForestClassifier(3, max_depth=2, random_state=1).fit(X, Y),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_is_told_from_another_and_not_from_its_copy(one: Any, other: Any) -> None:
    assert not same(fingerprint(one), fingerprint(other), 1e-4)
    assert same(fingerprint(one), fingerprint(copy.deepcopy(one)), 1e-4)


def test_a_search_is_the_same_however_long_it_took() -> None:
    def searched() -> GridSearchCV:
        return GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, cv=2).fit(X, Y)

    assert fingerprint(searched()) == fingerprint(searched())


class Odd:
    """Cannot be looked at."""

    @property
    def __dataclass_fields__(self) -> dict[str, Any]:
        raise RuntimeError("no")


def test_what_cannot_be_looked_at_is_no_error() -> None:
    assert fingerprint(Odd()).startswith("<Odd")


def test_modules_functions_and_hidden_names_are_no_values() -> None:
    names = {"np": np, "f": net, "Odd": Odd, "_hidden": 1, "n": 3}
    assert fingerprints(names) == {"n": "int 3"}
