"""The Lightning story in a program, or why there is none."""

from __future__ import annotations

import pytest
from stories import Story, world_of
from tell import usual_story

from nb2pkg.family.lightning.shape import NoShape, Shape, find_shape


def shape_of(cells: Story) -> Shape | NoShape:
    return find_shape(world_of(cells))


def test_the_usual_story_is_found() -> None:
    world = world_of(usual_story())
    shape = find_shape(world)
    assert isinstance(shape, Shape)
    texts = [world.statements[i].text for i in (shape.data or 0, shape.model, shape.trainer, shape.fit)]
    assert texts == ["dm = DM(rows)", "model = Net()", "trainer = pl.Trainer(max_epochs=1)", "trainer.fit(model, dm)"]
    assert (shape.data_name, shape.model_name, shape.trainer_name, shape.loaders) == ("dm", "model", "trainer", ())


FITS = [
    ("trainer.fit(model, dm)", "dm", ()),
    ("trainer.fit(model, datamodule=dm)", "dm", ()),
    ("trainer.fit(model=model, datamodule=dm)", "dm", ()),
    ("trainer.fit(model, train_dataloaders=loader)", None, ("loader",)),
    ("trainer.fit(model, train_dataloader=loader, val_dataloaders=val)", None, ("loader", "val")),
    ("trainer.fit(model, loader, val)", None, ("loader", "val")),
    ("trainer.fit(model, loader, None)", None, ("loader",)),
    ("trainer.fit(model)", None, ()),
    ("trainer.fit(model, None, datamodule=dm)", "dm", ()),
]


@pytest.mark.parametrize(("fit", "data", "loaders"), FITS)
def test_what_is_fitted(fit: str, data: str | None, loaders: tuple[str, ...]) -> None:
    shape = shape_of(usual_story(head="loader = load()\nval = load()", fit=fit))
    assert isinstance(shape, Shape)
    assert (shape.data_name, shape.loaders) == (data, loaders)


def test_other_arguments_of_fit_are_kept() -> None:
    shape = shape_of(usual_story(fit="trainer.fit(model, dm, ckpt_path='a' + 'b')"))
    assert isinstance(shape, Shape)
    assert shape.fit_arguments == (("ckpt_path", "'a' + 'b'"),)


NONE = [
    ({"trainer": "trainer = Boss()"}, "builds no Trainer"),
    ({"trainer": "def make():\n    return pl.Trainer()\ntrainer = make()"}, "inside a function"),
    ({"trainer": "if True:\n    trainer = pl.Trainer()"}, "a branch"),
    ({"trainer": "trainer = pl.Trainer()\ntrainer = pl.Trainer(max_epochs=2)"}, "builds 2 Trainers"),
    ({"after": "other = pl.Trainer()\nother.fit(model, dm)"}, "fits 2 Trainers"),
    ({"after": "def again():\n    return pl.Trainer()"}, "builds 2 Trainers, not all at the top level"),
    ({"fit": "1"}, "calls trainer.fit 0 times"),
    ({"after": "trainer.fit(model, dm)"}, "calls trainer.fit 2 times"),
    ({"fit": "x = trainer.fit(model, dm)"}, "inside another statement"),
    ({"fit": "for i in x:\n    trainer.fit(model, dm)"}, "inside another statement"),
    ({"fit": "trainer.fit(Net(), dm)"}, "a model that has no name"),
    ({"fit": "trainer.fit(model, datamodule=DM(rows))"}, "a datamodule that has no name"),
    ({"fit": "trainer.fit(model, DataLoader(rows))"}, "loaders that have no names"),
    ({"fit": "trainer.fit(*parts)"}, "unpacks"),
    ({"fit": "trainer.fit(**parts)"}, "unpacks"),
    ({"model": "model = Net()\nmodel = Net()"}, "not built once"),
    ({"model": "model = None"}, "not built once"),
    ({"data": "rows = load()\nif rows:\n    dm = DM(rows)"}, "not built once"),
]


@pytest.mark.parametrize(("parts", "reason"), NONE)
def test_why_there_is_no_story(parts: dict[str, str], reason: str) -> None:
    shape = shape_of(usual_story(**parts))
    assert isinstance(shape, NoShape)
    assert reason in shape.reason


def test_what_stands_under_if_false_is_not_run() -> None:
    assert isinstance(shape_of(usual_story(after="if False:\n    trainer.fit(model, dm)")), Shape)


def test_that_no_trainer_is_built_is_only_said_of_a_notebook_with_lightning() -> None:
    found = find_shape(world_of(["import pandas as pd", "df = pd.DataFrame()"]))
    assert isinstance(found, NoShape)
    assert found.reason == ""
