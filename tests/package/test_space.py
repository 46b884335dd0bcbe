"""What a sweep tries of each option."""

from __future__ import annotations

from dataclasses import replace

import plans
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pkg.model import Callback, Member, PlainEntry, Plan
from nb2pkg.package.config import Setting
from nb2pkg.package.entry import commands
from nb2pkg.package.metric import Metric, metric_of
from nb2pkg.package.space import tried
from nb2pkg.package.sweep import render_sweep, search_space, sweep_config


@pytest.mark.parametrize(
    ("name", "annotation", "default", "expected"),
    [
        # rates: around the default, log-scaled
        ("lr", "float", "3e-4", {"low": 3e-5, "high": 3e-3, "log": True}),
        ("learning_rate", "float", "0.1", {"low": 0.01, "high": 1.0, "log": True}),
        ("encoder_lr", "float", "1e-3", {"low": 1e-4, "high": 1e-2, "log": True}),
        ("weight_decay", "NonNegativeFloat", "0.0", {"low": 1e-6, "high": 1e-2, "log": True}),
        ("eta_min", "float", "0.0", None),
        # what becomes of a rate is none
        ("lr_factor", "float", "0.5", None),
        ("lr_step", "int", "10", None),
        # dropout
        ("dropout", "float", "0.25", {"low": 0.0, "high": 0.7}),
        ("dropout_rate", "ClosedUnitInterval", "0.8", {"low": 0.0, "high": 0.8}),
        ("drop_last", "bool", "True", {"choices": [False, True]}),
        ("momentum", "float", "0.9", {"low": 0.5, "high": 0.99}),
        # sizes: powers of two around the default, and the default
        ("hidden_size", "int", "64", {"choices": [16, 32, 64, 128, 256]}),
        ("batch_size", "int", "8", {"choices": [2, 4, 8, 16, 32]}),
        ("units", "PositiveInt", "100", {"choices": [32, 64, 100, 128, 256, 512]}),
        ("embedding_dim", "int", "2", {"choices": [2, 4, 8]}),
        ("num_layers", "int", "2", {"low": 1, "high": 4}),
        # what a type lists
        ("optimizer", "Literal['adam', 'sgd']", "'adam'", {"choices": ["adam", "sgd"]}),
        ("batch_norm", "bool", "True", {"choices": [False, True]}),
        # nobody tries these
        ("seed", "int", "42", None),
        ("data_dir", "str", "'data'", None),
        ("model_name", "Literal['a', 'b']", "'a'", None),
        ("num_workers", "int", "4", None),
        ("num_classes", "int", "10", None),
        ("input_dim", "int", "784", None),
        ("val_split", "float", "0.2", None),
        ("img_size", "int", "224", None),
        ("lr", "float", "None", None),
        ("lr", "float", "schedule(1)", None),
        ("lr", "float", "-0.1", None),
        ("lr", "float", "float('inf')", None),
        ("hidden_size", "Any", "[64, 64]", None),
        ("hidden", "bool", "True", {"choices": [False, True]}),
        ("dropout", "float", "1.5", None),
        ("optimizer", "Literal[", "'adam'", None),
    ],
)
def test_what_is_tried_follows_from_name_type_and_default(
    name: str, annotation: str, default: str, expected: object
) -> None:
    found = tried(Setting("model", name, default), annotation)
    assert (found.values if found else None) == expected


@pytest.mark.parametrize(
    "setting",
    [
        Setting("trainer", "lr", "0.1"),
        Setting("explore", "lr", "0.1"),
        Setting("early_stopping", "lr", "0.1"),
        Setting("model", "lr", "0.1", follows="data.lr"),
    ],
)
def test_only_options_of_model_and_data_are_tried(setting: Setting) -> None:
    assert tried(setting, "float") is None


def test_what_the_data_are_is_not_tried() -> None:
    assert tried(Setting("data", "augment", "True"), "bool") is None
    assert tried(Setting("data", "batch_size", "8"), "int") is not None


def test_the_space_of_a_package() -> None:
    assert [one.option for one in search_space(plans.PLAN)] == ["model.lr", "data.batch_size"]


def logging(source: str, *callbacks: Callback) -> Plan:
    """A package whose module logs."""
    models = replace(plans.MODULES[1], members=(Member("M", "class", source),))
    entry = replace(plans.ENTRY, callbacks=callbacks)
    return replace(plans.PLAN, modules=(plans.MODULES[0], models), entry=entry)


STAGED = """
class M:
    def step(self, batch, stage):
        self.log({name}, 1)
    def training_step(self, batch):
        self.step(batch, "train")
    def validation_step(self, batch):
        self.step(batch, {stage})
"""


def watching(class_name: str, monitor: str, *mode: str) -> Callback:
    defaults = (("monitor", monitor), *((("mode", mode[0]),) if mode else ()))
    return Callback(class_name.lower(), f"from lightning.pytorch.callbacks import {class_name}", class_name, defaults)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (logging("self.log('train_loss', 1); self.log('val_acc', 1)"), Metric("val_acc", "maximize")),
        (logging("self.log('valid_f1', 1); self.log('valid_loss', 1)"), Metric("valid_loss", "minimize")),
        (logging("self.log('val/rmse', 1)"), Metric("val/rmse", "minimize")),
        (logging("self.log_dict({'val_loss': 1, n: 2})"), Metric("val_loss", "minimize")),
        (logging("self.log('accuracy', 1)"), Metric("accuracy", "maximize")),
        (logging("self.log('val_thing', 1)"), Metric("val_thing", "")),
        (logging("self.log(f'{stage}_loss', 1)"), Metric()),
        (logging(STAGED.format(name='f"{stage}_loss"', stage="'val'")), Metric("val_loss", "minimize")),
        (logging(STAGED.format(name="stage + '/acc'", stage="stage='valid'")), Metric("valid/acc", "maximize")),
        (logging(STAGED.format(name='f"{stage}_loss"', stage="self.stage")), Metric("train_loss", "minimize")),
        (logging(STAGED.format(name='f"{stage}_{other}"', stage="'val'")), Metric()),
        (logging("self.log('test_loss', 1)"), Metric()),
        (logging("math.log(3)"), Metric()),
        (
            logging("0", watching("EarlyStopping", "'a'"), watching("ModelCheckpoint", "'b'", "'max'")),
            Metric("b", "maximize"),
        ),
        (logging("0", watching("EarlyStopping", "'acc'")), Metric("acc", "minimize")),
        (logging("0", watching("ModelCheckpoint", "None")), Metric()),
        (logging("f(ModelCheckpoint(monitor='val_auc', mode='max'))"), Metric("val_auc", "maximize")),
    ],
)
def test_what_the_notebook_looks_at_decides(plan: Plan, expected: Metric) -> None:
    assert metric_of(plan) == expected


def test_the_file_says_what_to_fill_in() -> None:
    (text,) = sweep_config(logging("0")).values()
    assert "fill in both" in text
    assert not {"metric", "direction"} & set(yaml.safe_load(text))
    (text,) = sweep_config(logging("self.log('val_thing', 1)")).values()
    assert "fill in the direction" in text
    assert yaml.safe_load(text)["metric"] == "val_thing"


def test_a_space_of_nothing_is_a_space() -> None:
    bare = replace(plans.ENTRY, model=replace(plans.ENTRY.model, parameters=()), data=None)
    (text,) = sweep_config(replace(plans.PLAN, entry=bare, parameters=())).values()
    assert yaml.safe_load(text)["space"] == {}


def test_a_logger_and_checkpoints_in_one_folder_get_one_for_each_trial() -> None:
    logger = ("logger", "{'class_path': 'CSVLogger', 'init_args': {'save_dir': 'logs'}}")
    checkpoint = Callback("model_checkpoint", "import c", "ModelCheckpoint", (("dirpath", "'best'"),))
    entry = replace(plans.ENTRY, trainer=(logger,), callbacks=(checkpoint,))
    (text,) = sweep_config(replace(plans.PLAN, entry=entry)).values()
    own = [name for name, value in yaml.safe_load(text)["fit"].items() if value == "{folder}"]
    assert own == ["trainer.default_root_dir", "trainer.logger.init_args.save_dir", "model_checkpoint.dirpath"]


def test_without_lightning_there_is_no_sweep() -> None:
    plan = replace(plans.PLAN, entry=PlainEntry((("fit", "fit"),)))
    assert render_sweep(plan) == sweep_config(plan) == {}
    assert "sweep" not in dict(commands(plan))
    assert "sweep" in dict(commands(plans.PLAN))


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_help_of_the_notebook_stays_a_comment(text: str) -> None:
    (told,) = sweep_config(plans.hostile(text)).values()
    (plain,) = sweep_config(plans.PLAN).values()
    assert yaml.safe_load(told) == yaml.safe_load(plain)
