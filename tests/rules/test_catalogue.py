"""The rules that a person can switch off."""

from __future__ import annotations

import pytest

from nb2pkg.errors import BadUsage
from nb2pkg.rules.catalogue import RULES, checked


def test_every_rule_is_named_and_described_alike() -> None:
    assert list(RULES) == sorted(RULES)
    for name, what in RULES.items():
        assert name == name.lower().strip()
        assert name.replace("-", "").isalpha()
        assert what == what.strip()
        assert not what.endswith(".")
        assert len(what) < 100


def test_known_names_pass_once_each() -> None:
    assert checked([]) == frozenset()
    assert checked([*RULES, *RULES]) == frozenset(RULES)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadUsage) as caught:
        checked(["docstrings", "lift-literal"])
    assert "'lift-literal'" in str(caught.value)
    assert caught.value.hint == "did you mean 'lift-literals'?"


def test_a_name_like_none_is_refused_with_all() -> None:
    with pytest.raises(BadUsage) as caught:
        checked(["qqqq"])
    assert caught.value.hint == f"the rules are {', '.join(RULES)}"
