from __future__ import annotations

from dataclasses import replace

import plans
import pytest

from nb2pkg.model import LightningEntry, Origin, Parameter, PlainEntry
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


@pytest.mark.parametrize(
    ("name", "source", "row"),
    [
        ("default_root_dir", "os.getcwd()", ("str", "Folder for logs and checkpoints.")),
        ("devices", "count() if ready else None", ("any", "Number of devices to run on, or which.")),
        ("logger", "{'class_path': 'CSVLogger'}", ("dict", "What keeps metrics.")),
        ("min_epochs", "2", ("int", "Number of epochs to train at least.")),
    ],
)
def test_arguments_of_the_trainer_have_a_type_and_words(name: str, source: str, row: tuple[str, str]) -> None:
    assert isinstance(plans.PLAN.entry, LightningEntry)
    plan = replace(plans.PLAN, entry=replace(plans.PLAN.entry, trainer=((name, source),)))
    rows = readme_values(plan, "notebooks/leaf.ipynb")["rows"]
    assert isinstance(rows, list)
    assert [(one.type, one.help) for one in rows if one.flag == f"--trainer.{name}"] == [row]
