"""What the notebook's Trainer is built with."""

from __future__ import annotations

import ast

import pytest
from stories import Story, member_of, plan_of
from tell import usual_story

from nb2pkg.family.lightning.trainer import folded
from nb2pkg.model import LightningEntry, PlainEntry

HEAD = """
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger
EPOCHS = 3
NAME = "run"
"""


def story(trainer: str, **parts: str) -> Story:
    return usual_story(head=HEAD, trainer=trainer, **parts)


def entry_of(cells: Story) -> LightningEntry:
    entry = plan_of(cells).entry
    assert isinstance(entry, LightningEntry), plan_of(cells).notes
    return entry


ARGUMENTS = [
    ("max_epochs=5", {"max_epochs": "5"}),
    ("max_epochs=EPOCHS", {"max_epochs": "3"}),
    ("max_epochs=EPOCHS * 2", {"max_epochs": "3 * 2"}),
    ("default_root_dir=f'{NAME}-{EPOCHS}'", {"default_root_dir": "'run-3'"}),
    ("logger=False", {"logger": "False"}),
    ("logger=CSVLogger('a', name=NAME)", {"logger": None}),
    ("gpus=1", {}),
]


@pytest.mark.parametrize(("given", "arguments"), ARGUMENTS)
def test_arguments_become_defaults(given: str, arguments: dict[str, str | None]) -> None:
    found = dict(entry_of(story(f"trainer = pl.Trainer({given})")).trainer)
    assert {name: found.get(name) if value else None for name, value in arguments.items()} == arguments
    assert set(found) == set(arguments)


def test_an_argument_of_yesterday_is_reported() -> None:
    notes = [note.text for note in plan_of(story("trainer = pl.Trainer(gpus=1)")).notes]
    assert "Trainer(gpus=1) is no argument of today's Trainer and is left out" in notes


def test_what_a_dictionary_of_constants_holds_is_known() -> None:
    cells = story("settings = dict()\ntrainer = pl.Trainer(**OPTIONS)", definitions='OPTIONS = {"max_epochs": 4}')
    assert dict(entry_of(cells).trainer) == {"max_epochs": "4"}


def test_an_argument_from_the_data_follows_them() -> None:
    cells = story("trainer = pl.Trainer(max_epochs=len(rows))")
    link = entry_of(cells).links[0]
    assert (link.source, link.target) == ("data.trainer_max_epochs", "trainer.max_epochs")
    assert "dm.trainer_max_epochs = len(rows)" in member_of(plan_of(cells), "build_datamodule")


@pytest.mark.parametrize("given", ["max_epochs=model.steps", "**make()"])
def test_what_nobody_can_know_keeps_the_story_whole(given: str) -> None:
    assert isinstance(plan_of(story(f"trainer = pl.Trainer({given})")).entry, PlainEntry)


CALLBACKS = [
    (
        "callbacks=[EarlyStopping('loss', patience=EPOCHS)]",
        [("early_stopping", {"monitor": "'loss'", "patience": "3"})],
    ),
    ("callbacks=EarlyStopping('loss')", [("early_stopping", {"monitor": "'loss'"})]),
    (
        "callbacks=[ModelCheckpoint('a'), ModelCheckpoint('b')]",
        [("model_checkpoint", {"dirpath": "'a'"}), ("model_checkpoint_2", {"dirpath": "'b'"})],
    ),
    ("callbacks=[EarlyStopping(monitor=rows)]", []),
]


@pytest.mark.parametrize(("given", "found"), CALLBACKS)
def test_callbacks_have_options_of_their_own(given: str, found: list[tuple[str, dict[str, str]]]) -> None:
    entry = entry_of(story(f"trainer = pl.Trainer({given})"))
    assert [(one.key, dict(one.defaults)) for one in entry.callbacks] == found
    assert ("make_callbacks" in entry.hooks) is (not found)


HANDLES = [
    ("a = ModelCheckpoint('x')", "[a]", "a", "trainer.checkpoint_callback"),
    ("a = EarlyStopping('x')", "[a]", "a", "trainer.early_stopping_callback"),
    (
        "a = ModelCheckpoint('x')\nb = ModelCheckpoint('y')",
        "[a, b]",
        "b",
        "[callback for callback in trainer.callbacks if type(callback) is ModelCheckpoint][1]",
    ),
    ("a = [EarlyStopping('x')]", "a", "a", "trainer.callbacks"),
]


@pytest.mark.parametrize(("built", "given", "name", "handle"), HANDLES)
def test_how_later_code_gets_at_a_callback(built: str, given: str, name: str, handle: str) -> None:
    cells = story(f"{built}\ntrainer = pl.Trainer(callbacks={given})", after=f"save({name})")
    assert f"{name} = {handle}" in member_of(plan_of(cells), "after_fit")


LOGGERS = [
    ("a = CSVLogger('x')", "a", "a = trainer.logger"),
    ("a = CSVLogger('x')\nb = TensorBoardLogger('y')", "[b, a]", "a = trainer.loggers[1]"),
    ("a = [CSVLogger('x'), TensorBoardLogger('y')]", "a", "a = trainer.loggers"),
]


@pytest.mark.parametrize(("built", "given", "handle"), LOGGERS)
def test_how_later_code_gets_at_a_logger(built: str, given: str, handle: str) -> None:
    cells = story(f"{built}\ntrainer = pl.Trainer(logger={given})", after="save(a)")
    assert handle in member_of(plan_of(cells), "after_fit").split("\n    ")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("os.path.join('a', 'b')", "'a/b'"),
        ("os.path.join('a', x)", "os.path.join('a', x)"),
        ("f'a-{3}'", "'a-3'"),
        ("f'{3:02d}'", "f'{3:02d}'"),
        ("3 + 4", "3 + 4"),
    ],
)
def test_texts_made_of_literals_are_folded(source: str, text: str) -> None:
    assert folded(source) == text


COMPUTED = [
    ("CSVLogger('x', name=model.name)", {"save_dir": "x"}, "name"),
    ("CSVLogger('x', 'run', model.name)", {"save_dir": "x", "name": "run"}, "version"),
    ("CSVLogger(save_dir='x', name=f'a-{model.name}')", {"save_dir": "x"}, "name"),
]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(("built", "kept", "lost"), COMPUTED)
def test_a_logger_does_without_what_is_computed(built: str, kept: dict[str, str], lost: str, named: bool) -> None:
    given = f"log = {built}\ntrainer = pl.Trainer(logger=log)" if named else f"trainer = pl.Trainer(logger={built})"
    plan = plan_of(story(given, after="save(trainer.logger.log_dir)"))
    assert isinstance(plan.entry, LightningEntry), plan.notes
    logger = ast.literal_eval(dict(plan.entry.trainer)["logger"])
    assert logger["init_args"] == kept
    (said,) = [note.text for note in plan.notes if "Logger" in note.text]
    assert said.startswith(f"CSVLogger({lost}=")
    assert said.endswith(f"is left out: give --trainer.logger.init_args.{lost}")
    assert "CSVLogger(" not in "".join(member.code for module in plan.modules for member in module.members)


@pytest.mark.parametrize("built", ["CSVLogger(model.name)", "CSVLogger(*where)", "make(model)"])
def test_a_logger_that_only_code_can_build_is_left_out_and_reported(built: str) -> None:
    plan = plan_of(story(f"trainer = pl.Trainer(logger={built})"))
    assert isinstance(plan.entry, LightningEntry), plan.notes
    assert "logger" not in dict(plan.entry.trainer)
    assert f"Trainer(logger={built}) is built from computed values and is left out" in [n.text for n in plan.notes]
