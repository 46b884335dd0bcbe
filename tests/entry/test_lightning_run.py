"""The written command line, run: it computes what the notebook computes, and does what its help says."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from leaf_package import (
    CLASSES,
    DATA_CLASS,
    FACTORIES,
    data_module,
    factory_modules,
    hooked_plan,
    models_module,
    plain_plan,
    plan,
    write_files,
    write_modules,
)

from nb2pkg.model import LightningEntry, Link, Member, Plan
from nb2pkg.package.entry import render_entry

pytestmark = pytest.mark.slow

CPU = ("--trainer.accelerator=cpu", "--trainer.logger=CSVLogger", "--trainer.logger.save_dir=logs")

Load = Callable[[Plan], ModuleType]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Give a function that writes a package and imports its command line, in a folder to run in."""
    monkeypatch.syspath_prepend(tmp_path / "source")
    monkeypatch.setattr(sys, "argv", ["leaf-disease"])
    monkeypatch.setenv("MPLBACKEND", "Agg")
    (tmp_path / "run").mkdir()
    monkeypatch.chdir(tmp_path / "run")

    def written(plan_: Plan) -> ModuleType:
        write_modules(tmp_path / "source", plan_)
        write_files(tmp_path / "source", render_entry(plan_))
        return importlib.import_module("leaf_disease.cli")

    yield written
    forget()


def forget() -> None:
    """Unload the package, and what jsonargparse remembers of its functions."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "leaf_disease"]:
        del sys.modules[name]
    made = sys.modules.get("lightning.pytorch.cli")
    for name in ("build_model_class", "build_datamodule_class"):
        if hasattr(made, name):
            delattr(made, name)


def metrics(trainer: Any) -> dict[str, float]:
    return {name: value.item() for name, value in trainer.callback_metrics.items()}


def notebook(seed: int, build: Callable[[], tuple[Any, Any]], *, workers: bool = False) -> dict[str, float]:
    """Do what a notebook does: seed, build, train."""
    from lightning.pytorch import Trainer, seed_everything

    seed_everything(seed, workers=workers)
    datamodule, model = build()
    trainer = Trainer(
        max_epochs=2,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(model, datamodule)
    return metrics(trainer)


def built_in_order(*, model_first: bool = False) -> tuple[Any, Any]:
    data = importlib.import_module("leaf_disease.data")
    models = importlib.import_module("leaf_disease.models")
    if model_first:
        model = models.LeafClassifier()
        return data.LeafDataModule(), model
    datamodule = data.LeafDataModule()
    return datamodule, models.LeafClassifier(num_classes=datamodule.num_classes)


def built_by_functions() -> tuple[Any, Any]:
    data = importlib.import_module("leaf_disease.data")
    models = importlib.import_module("leaf_disease.models")
    datamodule = data.build_datamodule()
    return datamodule, models.build_model(num_classes=datamodule.num_classes)


# --------------------------------------------------------------------------------------------------- the same meaning


@pytest.mark.parametrize(
    ("entry", "options"),
    [
        (CLASSES, {}),
        (replace(CLASSES, links=()), {}),
        (replace(CLASSES, links=(), model_first=True), {"model_first": True}),
    ],
    ids=["linked", "unlinked", "model_first"],
)
def test_fit_gives_the_metrics_of_the_notebook(load: Load, entry: LightningEntry, options: dict[str, bool]) -> None:
    cli = load(plan(entry, data_module(), models_module()))
    expected = notebook(42, lambda: built_in_order(**options))
    assert metrics(cli.cli_main(["fit", *CPU]).trainer) == expected
    assert metrics(cli.cli_main(["fit", *CPU, "--seed_everything=1"]).trainer) != expected


def test_order_of_building_matters_for_the_metrics(load: Load) -> None:
    load(plan())
    assert notebook(42, built_in_order) != notebook(42, lambda: built_in_order(model_first=True))


def test_fit_with_functions_gives_the_metrics_of_the_notebook(load: Load) -> None:
    cli = load(plan(FACTORIES, *factory_modules()))
    expected = notebook(42, built_by_functions)
    assert metrics(cli.cli_main(["fit", *CPU]).trainer) == expected


NOISY = (
    DATA_CLASS.replace("TensorDataset(features", "Noisy(features")
    .replace("shuffle=True)", "shuffle=True, num_workers=1)")
    .replace("samples: int = 64", "samples: int = 16")
)
NOISE = """\
class Noisy(TensorDataset):
    def __getitem__(self, index):
        features, label = super().__getitem__(index)
        return features + torch.randn(4), label
"""


@pytest.mark.parametrize("workers", [False, True])
def test_worker_processes_draw_what_they_draw_in_the_notebook(load: Load, workers: bool) -> None:
    data = data_module(NOISY, Member("Noisy", "class", NOISE))
    cli = load(plan(replace(CLASSES, seed_workers=workers), data, models_module()))
    expected = notebook(42, built_in_order, workers=workers)
    assert metrics(cli.cli_main(["fit", *CPU]).trainer) == expected
    assert notebook(42, built_in_order, workers=not workers) != expected


def test_hyperparameters_are_what_the_constructor_got(load: Load) -> None:
    built = load(plan()).cli_main([*CPU, "--model.shape=[4, 6]"], run=False)
    assert dict(built.model.hparams) == {"lr": 0.001, "shape": (4, 6), "num_classes": 3}


# -------------------------------------------------------------------------------------------------------- the commands


def test_commands_run_one_after_another(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    cli = load(plan())
    cli.cli_main(["fit", *CPU, "--model.lr=0.01"])
    run = Path("logs/lightning_logs/version_0")
    (checkpoint,) = run.glob("checkpoints/*.ckpt")
    assert {path.name for path in run.iterdir()} >= {"config.yaml", "hparams.yaml", "metrics.csv"}
    found = metrics(cli.cli_main(["validate", *CPU, f"--ckpt_path={checkpoint}"]).trainer)
    assert set(found) == {"val_loss"}
    tested = cli.cli_main(["test", *CPU, f"--ckpt_path={checkpoint}"])
    assert set(metrics(tested.trainer)) == {"test_loss"}
    assert tested.model.hparams.lr == 0.01
    capsys.readouterr()
    predicted = cli.cli_main(["predict", *CPU, f"--ckpt_path={checkpoint}", "--trainer.enable_progress_bar=false"])
    assert sum(len(batch) for batch in predicted.predictions) == 16
    saved = Path(capsys.readouterr().out.strip().rpartition("Predictions saved to ")[2])
    assert saved.name == "predictions.pt"
    assert saved.is_file()


def test_checkpoint_of_a_function_serves_every_command(load: Load) -> None:
    cli = load(plan(FACTORIES, *factory_modules()))
    cli.cli_main(["fit", *CPU, "--model.hidden=6"])
    (checkpoint,) = Path("logs/lightning_logs/version_0").glob("checkpoints/*.ckpt")
    config = "logs/lightning_logs/version_0/config.yaml"
    tested = cli.cli_main(["test", f"--config={config}", f"--ckpt_path={checkpoint}"])
    assert tested.model.network.body.out_features == 6
    resumed = cli.cli_main(["fit", f"--config={config}", f"--ckpt_path={checkpoint}", "--trainer.max_epochs=3"])
    assert resumed.trainer.current_epoch == 3
    with pytest.raises(RuntimeError, match="size mismatch"):
        cli.cli_main(["test", *CPU, f"--ckpt_path={checkpoint}"])


@pytest.mark.parametrize("name", ["classes", "functions", "hooks"])
def test_config_goes_round(load: Load, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    plans = {"classes": plan(), "functions": plan(FACTORIES, *factory_modules()), "hooks": hooked_plan()}
    cli = load(plans[name])
    texts = []
    for options in ([], ["--config=c.yaml"], ["--config=c.yaml", "--model.lr=0.5"]):
        with pytest.raises(SystemExit) as stop:
            cli.cli_main(["fit", *options, "--print_config"])
        assert stop.value.code == 0
        texts.append(capsys.readouterr().out)
        Path("c.yaml").write_text(texts[0])
    assert texts[0] == texts[1]
    assert texts[2] == texts[0].replace("lr: 0.001", "lr: 0.5") != texts[0]


def test_functions_show_their_help_under_their_options(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    cli = load(plan(FACTORIES, *factory_modules()))
    with pytest.raises(SystemExit) as stop:
        cli.cli_main(["fit", "--help"])
    said = capsys.readouterr().out
    assert stop.value.code == 0
    assert said.startswith("usage: leaf-disease")
    assert "Leaves in a batch of the factory." in said
    assert "Learning rate of the factory." in said
    assert "Build the data as the notebook does:" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fit", "--model.lr=fast"], 'Parser key "model.lr"'),
        (["fit", "--model.l=1"], "nrecognized arguments: --model.l=1"),
        (["fit", "--model.num_classes=4"], "data.num_classes"),
        (["train"], "invalid choice: 'train'"),
    ],
)
def test_bad_options_end_with_what_is_wrong(
    load: Load, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = load(plan())
    with pytest.raises(SystemExit) as stop:
        cli.cli_main(arguments)
    assert stop.value.code == 2
    last = capsys.readouterr().err.strip().split("\n")[-3:]
    assert said in "\n".join(last)


def test_two_runs_into_one_folder_are_no_error(load: Load) -> None:
    cli = load(plan())
    for _ in range(2):
        cli.cli_main(["fit", "--trainer.accelerator=cpu", "--trainer.logger=false", "--trainer.max_epochs=1"])
    assert Path("config.yaml").is_file()


def test_building_alone_runs_nothing_and_warns_of_nothing(
    load: Load, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    cli = load(plan())
    monkeypatch.setattr(sys, "argv", ["ipykernel_launcher.py", "-f", "kernel.json"])
    built = cli.cli_main(["--data.batch_size=4"], run=False)
    assert (built.datamodule.batch_size, built.trainer.max_epochs, built.trainer.global_step) == (4, 2, 0)
    assert not [warning for warning in recwarn if "args parameter" in str(warning.message)]
    assert list(Path().iterdir()) == []


# ----------------------------------------------------------------------------------------------------------- the hooks


def test_hooks_run_around_fit(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEAF_PREPARED", raising=False)
    cli = load(hooked_plan())
    run = cli.cli_main(["fit", *CPU, "--train.submission_path=mine.csv", "--early_stopping.patience=7"])
    counters = [one for one in run.trainer.callbacks if type(one).__name__ == "Counter"]
    stoppers = [one for one in run.trainer.callbacks if type(one).__name__ == "EarlyStopping"]
    assert [(one.classes, one.epochs) for one in counters] == [(3, 2)]
    assert [(one.monitor, one.patience) for one in stoppers] == [("val_loss", 7)]
    assert sys.modules["os"].environ["LEAF_PREPARED"] == "1"
    assert Path("before.txt").read_text() == "before"
    assert Path("mine.csv").read_text() == "id,label"
    assert "test_loss" in run.trainer.callback_metrics
    assert type(run.trainer.callbacks[-1]).__name__ == "ModelCheckpoint"
    drawn = sorted(path.name for path in (Path(run.trainer.log_dir) / "explore").iterdir())
    assert drawn == ["plot_predictions-1.png", "plot_predictions-2.png"]


def test_callbacks_of_the_notebook_stand_beside_those_of_the_command_line(load: Load) -> None:
    cli = load(hooked_plan())
    built = cli.cli_main(["--trainer.callbacks=LearningRateMonitor", "--trainer.logger=false"], run=False)
    names = {type(one).__name__ for one in built.trainer.callbacks}
    assert {"Counter", "EarlyStopping", "LearningRateMonitor"} <= names


def test_trial_run_leaves_nothing_behind(load: Load) -> None:
    cli = load(hooked_plan())
    cli.cli_main(["fit", *CPU, "--trainer.fast_dev_run=true"])
    cli.cli_main(["predict", *CPU, "--trainer.fast_dev_run=true"])
    assert [path for path in Path().rglob("*") if path.is_file()] == []


def test_other_commands_leave_the_hooks_of_fit_alone(load: Load) -> None:
    run = load(hooked_plan()).cli_main(["validate", *CPU])
    assert not Path("before.txt").exists()
    assert "Counter" not in {type(one).__name__ for one in run.trainer.callbacks}


def test_main_returns_nothing_after_a_run(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    cli = load(hooked_plan())
    monkeypatch.setattr(sys, "argv", ["leaf-disease", "fit", *CPU, "--trainer.fast_dev_run=true"])
    assert cli.main() is None
    monkeypatch.setattr(sys, "argv", ["leaf-disease", "explore", "--rows=7", "--output_dir=seen"])
    assert cli.main() is None
    assert Path("seen/head.txt").read_text() == "7 rows"


def test_explore_refuses_what_it_does_not_know(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    cli = load(hooked_plan())
    with pytest.raises(SystemExit) as stop:
        cli.explore_main(["--rows=many"])
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage: leaf-disease explore")


def test_model_with_its_own_data_has_no_data_options(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    methods = DATA_CLASS[DATA_CLASS.index("    def setup") :].replace("self.leaves", "self.make()")
    methods = methods.replace("self.batch_size", "8") + (
        "\n    def make(self) -> torch.utils.data.Dataset:\n"
        "        return torch.utils.data.TensorDataset(torch.randn(32, 4), torch.arange(32) % 3)\n"
    )
    models = models_module()
    own = replace(
        models,
        imports=(*models.imports, "from torch.utils.data import DataLoader, random_split"),
        members=(models.members[0], replace(models.members[1], code=models.members[1].code + "\n" + methods)),
    )
    cli = load(plan(replace(CLASSES, data=None, links=()), own))
    assert cli.cli_main(["fit", *CPU]).trainer.state.finished
    with pytest.raises(SystemExit):
        cli.cli_main(["fit", "--print_config"])
    assert "\ndata:" not in capsys.readouterr().out


# ------------------------------------------------------------------------------------------------- without Lightning


def test_plain_commands_take_their_options_in_groups(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    cli = load(plain_plan())
    assert cli.cli_main(["fit", "--data.test_size=0.5", "--model.kind=entropy", "--output=o.csv"]) == 0.5
    assert Path("o.csv").read_text() == "0.5 3 entropy"
    assert cli.cli_main(["predict", "--model.depth=9"]) == 9
    with pytest.raises(SystemExit):
        cli.cli_main(["fit", "--model.depth=5", "--print_config"])
    Path("c.yaml").write_text(capsys.readouterr().out)
    cli.cli_main(["fit", "--config=c.yaml", "--data.test_size=0.1"])
    assert Path("submission.csv").read_text() == "0.1 5 gini"
    cli.cli_main(["explore", "--rows=2"])
    assert Path("explore/head.txt").read_text() == "2 rows"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fit", "--model.kind=other"], "model.kind"),
        (["fit", "--model.dep=3"], "--model.dep=3"),
        (["fit", "--data.test_size=much"], "data.test_size"),
        (["nothing"], "nothing"),
    ],
)
def test_plain_commands_refuse_bad_options(
    load: Load, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = load(plain_plan())
    with pytest.raises(SystemExit) as stop:
        cli.cli_main(arguments)
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "expected"),
    [("--seed_everything=9", 9), ("--seed_everything=false", 42), ("--seed_everything=true", 42), ("", 42)],
)
def test_a_constant_that_seeds_follows_the_seed(load: Load, option: str, expected: int) -> None:
    linked = replace(CLASSES, links=(*CLASSES.links, Link("seed_everything", "data.batch_size", "parse")))
    cli = load(plan(linked)).cli_main([option] if option else [], run=False)
    assert cli.datamodule.batch_size == expected
