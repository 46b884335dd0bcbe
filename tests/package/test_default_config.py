from __future__ import annotations

from dataclasses import replace

import plans
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pkg.model import PlainEntry
from nb2pkg.package.config import default_config, settings_of
from nb2pkg.package.values import Value, value_of


def loaded(**changes: object) -> object:
    return yaml.safe_load(default_config(replace(plans.PLAN, **changes)))  # type: ignore[arg-type]


def test_every_flag_of_fit_has_the_notebooks_value() -> None:
    assert loaded() == {
        "seed_everything": 7,
        "trainer": {"max_epochs": 2, "logger": False, "accelerator": "cpu", "log_every_n_steps": 1},
        "model": {"lr": 0.01},
        "data": {"batch_size": 8, "n_leaves": 64},
        "model_checkpoint": {"monitor": "loss", "save_top_k": 1},
    }


def test_a_linked_argument_is_told_but_not_set() -> None:
    assert "  # num_classes: follows data.num_classes\n" in default_config(plans.PLAN)


def test_explorations_and_foreign_groups_are_no_flags_of_fit() -> None:
    more = [
        plans.parameter("bins", group, "int", "3", "", plans.origin(1), source="constant") for group in ("explore", "x")
    ]
    assert loaded(parameters=(*plans.PLAN.parameters, *more)) == loaded()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1_000", 1000),
        ("28 * 28", 784),
        ("-1e-5", -1e-5),
        ("(3, 4)", [3, 4]),
        ("None", None),
        ("{'a': [1]}", {"a": [1]}),
        ("'no'", "no"),
        ("'../input/train.csv'", "../input/train.csv"),
        ('r"a\\b"', "a\\b"),
        ("True", True),
        ("float('inf')", "comment"),
        ("os.path.join(a, 'b')", "comment"),
        ("{1, 2}", "comment"),
        ("b'x'", "comment"),
        ("1 +", "comment"),
        ("1 / 0", "comment"),
    ],
)
def test_values_are_written_or_told(source: str, expected: object) -> None:
    one = plans.parameter("value", "data", "int", source, "", plans.origin(1), source="constant")
    plan = replace(plans.PLAN, entry=PlainEntry((("fit", "fit"),), (one,)))
    config = yaml.safe_load(default_config(plan))
    assert config == ({} if expected == "comment" else {"data": {"value": expected}})
    if expected == "comment":
        assert "# value:" in default_config(plan)


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_help_of_the_notebook_stays_a_comment(text: str) -> None:
    plan = plans.hostile(text)
    assert yaml.safe_load(default_config(plan)) == loaded()


@pytest.mark.parametrize("source", ["__import__('os')", "x", "[x for x in y]", "f'{x}'", "10 ** 10 ** 10", "(" * 300])
def test_a_value_is_never_run(source: str) -> None:
    assert value_of(source) is None


def test_a_value_that_is_none_is_a_value() -> None:
    assert value_of(" None ") == Value(None)


def test_a_plain_package_has_the_parameters_of_its_entry() -> None:
    one = plans.parameter("n", "model", "int", "3", "", plans.origin(1), source="keyword")
    plan = replace(plans.PLAN, entry=PlainEntry((("fit", "fit"),), (one,)))
    assert [setting.name for setting in settings_of(plan)] == ["n"]
