from __future__ import annotations

from dataclasses import replace

import plans
import pytest

from nb2pkg.model import Origin, Parameter, PlainEntry
from nb2pkg.package.entry import commands
from nb2pkg.package.readme import readme_values


def example(*settings: tuple[str, str, str]) -> object:
    parameters = tuple(
        Parameter(name, group, "Any", value, "", (Origin(0, 1, 1),), "constant") for group, name, value in settings
    )
    plan = replace(plans.PLAN, parameters=parameters, entry=PlainEntry((("fit", "fit"),), parameters))
    return readme_values(plan, "notebooks/leaf.ipynb")["example"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        # a number that people turn, twice as large, or half
        ([("data", "batch_size", "8")], ["--data.batch_size", "16"]),
        ([("model", "lr", "1e-2")], ["--model.lr", "0.005"]),
        ([("", "epochs", "3")], ["--epochs", "6"]),
        ([("model", "dropout", "0.1"), ("data", "batch_size", "8")], ["--data.batch_size", "16"]),
        ([("data", "train_batch_size", "8"), ("model", "momentum", "0.9")], ["--data.train_batch_size", "16"]),
        ([("data", "size", "8"), ("model", "momentum", "0.9")], ["--model.momentum", "0.45"]),
        ([("data", "path", "'data'"), ("data", "n", "8")], ["--data.n", "16"]),
        # nothing where there is none: truth, nothing, "all of them" and seeds are no such numbers
        ([("data", "flag", "True"), ("data", "zero", "0"), ("trainer", "max_epochs", "-1")], []),
        ([("", "seed_everything", "7"), ("data", "seed", "7"), ("data", "lr", "'auto'")], []),
        ([("data", "lr", "float('inf')"), ("data", "path", "'data'")], []),
        ([], []),
    ],
)
def test_the_example_turns_what_people_turn(settings: list[tuple[str, str, str]], expected: list[str]) -> None:
    assert example(*settings) == expected


def test_the_readme_names_commands_that_there_are() -> None:
    named = readme_values(plans.PLAN, "notebooks/leaf.ipynb")["commands"]
    assert isinstance(named, list)
    assert named
    assert set(named) <= {name for name, _ in commands(plans.PLAN)}
