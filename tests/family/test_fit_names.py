"""What only a call of ``fit`` mentions gets a name in front of it."""

from __future__ import annotations

import pytest
from stories import program_of, world_of
from tell import DATAMODULE, IMPORTS

from nb2pkg.family.lightning.fit_names import name_what_is_fitted
from nb2pkg.flow.world import survey

HEAD = [IMPORTS, DATAMODULE]


def told(source: str) -> str:
    program = program_of([*HEAD, source])
    found = name_what_is_fitted(program, survey(program))
    assert [s.index for s in found.statements] == list(range(len(found.statements)))
    return "\n".join(s.text for s in found.statements[-(len(found.statements) - len(world_of(HEAD).statements)) :])


TRAINER = "trainer = pl.Trainer()\n"
NAMED = [
    ("trainer.fit(Net(), dm)", "model = Net()\ntrainer.fit(model, dm)"),
    (
        "trainer.fit(model=Net(), datamodule=DM(x))",
        "model = Net()\ndatamodule = DM(x)\ntrainer.fit(model=model, datamodule=datamodule)",
    ),
    ("trainer.fit(net, DM(x))", "datamodule = DM(x)\ntrainer.fit(net, datamodule)"),
    (
        "trainer.fit(net, load(x), load(y))",
        "train_loader = load(x)\nval_loader = load(y)\ntrainer.fit(net, train_loader, val_loader)",
    ),
    (
        "trainer.fit(net, train_dataloaders=load(x))",
        "train_loader = load(x)\ntrainer.fit(net, train_dataloaders=train_loader)",
    ),
    ("# go\ntrainer.fit(Net(é='ü'), dm)  # now", "model = Net(é='ü')\n# go\ntrainer.fit(model, dm)  # now"),
    (
        "trainer.fit(\n    Net(\n        1,  # one\n    ),\n    dm,\n)",
        "model = (Net(\n        1,  # one\n    ))\ntrainer.fit(\n    model,\n    dm,\n)",
    ),
    ("model = 1\ntrainer.fit(Net(), dm)", "model = 1\nmodel_2 = Net()\ntrainer.fit(model_2, dm)"),
]
UNCHANGED = [
    "trainer.fit(net, dm)",
    "trainer.fit(*parts)",
    "trainer.fit(Net(), **parts)",
    "other.fit(Net(), dm)",
    "done = trainer.fit(Net(), dm)",
    "if x:\n    trainer.fit(Net(), dm)",
    "trainer.test(Net(), dm)",
    "trainer.fit(net, ckpt_path=find())",
]


@pytest.mark.parametrize(("before", "after"), NAMED)
def test_what_fit_is_given_has_a_name(before: str, after: str) -> None:
    assert told(TRAINER + before) == TRAINER + after


@pytest.mark.parametrize("source", UNCHANGED)
def test_nothing_else_is_touched(source: str) -> None:
    assert told(TRAINER + source) == TRAINER + source


def test_a_trainer_built_to_fit_has_a_name() -> None:
    after = "trainer = pl.Trainer(max_epochs=3)\nmodel = Net()\ntrainer.fit(model, dm)"
    assert told("pl.Trainer(max_epochs=3).fit(Net(), dm)") == after


def test_what_is_named_stands_for_no_line() -> None:
    program = program_of([*HEAD, TRAINER + "trainer.fit(\n    Net(),\n    dm\n)"])
    origin = name_what_is_fitted(program, survey(program)).statements[-2].origin
    assert (origin.first, origin.last) == (3, 2)
