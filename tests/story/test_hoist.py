"""Literals where data and model are built become options; the code with defaults does the same."""

from __future__ import annotations

import ast

import pytest
from stories import code_of, notebook, program_of

from nb2pkg import pipeline
from nb2pkg.flow.world import survey
from nb2pkg.model import Plan, Program
from nb2pkg.options import Options
from nb2pkg.story.hoist import building, hoist_literals
from nb2pkg.story.wishes import Wishes

HEAD = """
import torch
import lightning.pytorch as pl
import matplotlib.pyplot as plt
from torch import nn
from torch.utils.data import DataLoader, random_split
"""
NET = "class Net(pl.LightningModule):\n    pass"
FIT = "net = Net()\ntrainer = pl.Trainer()\ntrainer.fit(net, train_loader, val_loader)"
TWO = "train_loader = DataLoader(x, batch_size=64)\nval_loader = DataLoader(y, batch_size=64)"


def hoisted(*cells: str, keep: tuple[str, ...] = (), skipped: frozenset[str] = frozenset()) -> tuple[Program, Program]:
    """The program, and the program with its literals as constants."""
    program = program_of([HEAD, NET, *cells])
    world = survey(program, skipped)
    fit = next(s.index for s in program.statements if "trainer.fit(" in s.text)
    return program, hoist_literals(program, world, building(world, "trainer", fit), Wishes(keep=keep)).program


def added(before: Program, after: Program) -> list[str]:
    texts = [s.text for s in before.statements]
    return [s.text.partition("  #")[0] for s in after.statements if s.text not in texts]


MADE = {
    "one value": (TWO, ["batch_size = 64"]),
    "two values": (
        TWO.replace("y, batch_size=64", "y, batch_size=32"),
        ["train_batch_size = 64", "val_batch_size = 32"],
    ),
    "what the data are split with": (
        "train, val = random_split(data, [80, 20])\n" + TWO.replace("(x", "(train").replace("(y", "(val"),
        ["lengths = [80, 20]", "batch_size = 64"],
    ),
    "a name that the notebook has": ("batch_size = f(8)\n" + TWO, ["train_batch_size = 64"]),
    "a constant of that name": (
        "BATCH_SIZE = 8\n" + TWO.replace("y, batch_size=64", "y, BATCH_SIZE"),
        ["train_batch_size = 64"],
    ),
    "a test loader": (
        TWO + "\ntest_loader = DataLoader(z, batch_size=1)",
        ["train_batch_size = 64", "test_batch_size = 1"],
    ),
    "a loop": ("for k in range(2):\n    train_loader = val_loader = DataLoader(x, 8)", ["batch_size = 8"]),
}


@pytest.mark.parametrize(("cell", "constants"), MADE.values(), ids=MADE)
def test_literals_become_constants(cell: str, constants: list[str]) -> None:
    before, after = hoisted(cell, FIT + "\ntrainer.test(net, test_loader)")
    new = [text for text in added(before, after) if ast.unparse(ast.parse(text)) in constants]
    assert new == constants
    assert [s.index for s in after.statements] == list(range(len(after.statements)))
    assert len(after.statements) == len(before.statements) + len(constants)


UNTOUCHED = {
    "constants": (TWO.replace("64", "B"), FIT),
    "looking": (TWO.replace("64", "B") + "\nplt.plot(next(iter(DataLoader(x, batch_size=4))))", FIT),
    "what nobody trains with": (TWO.replace("64", "B") + "\nother = DataLoader(x, batch_size=4)", FIT),
    "constants of transforms": ("import torchvision.transforms as T\nt = T.Compose([T.Resize(4)])", FIT),
}


@pytest.mark.parametrize(("cell", "fit"), UNTOUCHED.values(), ids=UNTOUCHED)
def test_the_rest_stays(cell: str, fit: str) -> None:
    before, after = hoisted(cell, fit)
    assert after == before


@pytest.mark.parametrize(
    ("keep", "skipped"),
    [(("batch_size",), frozenset()), (("batch*",), frozenset()), ((), frozenset(["lift-literals"]))],
)
def test_what_a_person_keeps_stays(keep: tuple[str, ...], skipped: frozenset[str]) -> None:
    before, after = hoisted(TWO, FIT, keep=keep, skipped=skipped)
    assert after == before


def plan(*cells: str, **options: tuple[str, ...]) -> Plan:
    return pipeline.plan(notebook([HEAD, NET, *cells]), Options(**options))


def test_loaders_keep_their_lines_in_the_notebook_and_are_no_constants_of_it() -> None:
    (parameter,) = plan(TWO, FIT).parameters
    assert (parameter.group, parameter.name, parameter.type, parameter.default) == ("data", "batch_size", "int", "64")
    assert (parameter.source, parameter.help) == ("literal", "Number of samples in a batch.")
    assert [(one.cell, one.first) for one in parameter.origins] == [(2, 1), (2, 2)]


def test_the_data_module_builds_its_loaders_from_its_arguments() -> None:
    code = code_of(plan(TWO, FIT), "data")
    assert "def __init__(self, batch_size: int = 64) -> None:" in code
    assert "train_loader = DataLoader(x, batch_size=batch_size)" in code


def test_stages_take_what_the_data_are_built_with() -> None:
    cells = (
        "# split\nfull = load()\ntrain, val = random_split(full, [80, 20])",
        TWO.replace("x,", "train,").replace("y,", "val,"),
        FIT,
    )
    code = code_of(plan("def load(): return [1]", *cells), "data")
    assert "(lengths: list[int] = [80, 20], batch_size: int = 64)" in code


def test_the_function_around_a_data_module_takes_what_its_data_are_split_with() -> None:
    data = "class Data(pl.LightningDataModule):\n    def __init__(self, a, b):\n        self.a = a"
    cell = "a, b = random_split(list(range(9)), [4, 5])\ndm = Data(a, b)\nnet = Net()\ntrainer = pl.Trainer()\n"
    decided = plan(data, cell + "trainer.fit(net, dm)")
    assert [(p.group, p.name, p.default) for p in decided.parameters] == [("data", "lengths", "[4, 5]")]
    assert "def build_datamodule(lengths: list[int] = [4, 5])" in code_of(decided, "data")


def test_a_comment_keeps_the_literals_of_its_line() -> None:
    kept = TWO.replace("(y, batch_size=64)", "(y, batch_size=64)  # nb2pkg: keep")
    decided = plan(kept, FIT)
    assert [p.default for p in decided.parameters] == ["64"]
    assert "val_loader = DataLoader(y, batch_size=64)" in code_of(decided, "data")
    assert not [note for note in decided.notes if "nb2pkg" in note.text]


def test_a_pattern_that_keeps_such_a_literal_matches() -> None:
    decided = plan(TWO, FIT, keep=("batch_size",))
    assert decided.parameters == ()
    assert not [note for note in decided.notes if "matches" in note.text]


def test_a_story_of_another_family_has_options_too() -> None:
    decided = plan(TWO, "for x in load(3):\n    pl.Trainer(max_epochs=7)")
    assert [p.flag for p in decided.parameters] == ["--train.batch_size", "--train.max_epochs"]
    assert code_of(decided, "train").count("batch_size=batch_size") == 2
