"""What the written command line says, before anything heavy is imported."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from leaf_package import (
    CLASSES,
    EXPLORE_MODULE,
    FACTORIES,
    HOOKED,
    MODEL_CLASS,
    TRAIN,
    data_module,
    factory_modules,
    hooked_plan,
    models_module,
    parameter,
    plain_plan,
    plan,
    write_files,
    write_modules,
)

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.model import LightningEntry, Member, Module, Plan, Target
from nb2pkg.package.bindings import free_names, imports_for
from nb2pkg.package.entry import checkpoint_has_options, commands, explores, render_entry
from nb2pkg.package.tidy import tidy

PLANS = {
    "classes": plan(),
    "factories": plan(FACTORIES, *factory_modules()),
    "hooked": hooked_plan(),
    "plain": plain_plan(),
    "own_data": plan(replace(CLASSES, data=None, links=(), seed=None), models_module()),
}
HOSTILE = 'Leaf """ \\ {{ x }} \r\nimport os \x00 \ud800 %s'


def cli_of(written: Plan) -> str:
    return render_entry(written)["leaf_disease/cli.py"]


def entry_of(**changes: object) -> LightningEntry:
    return replace(CLASSES, **changes)


@pytest.mark.parametrize("name", PLANS)
def test_command_line_is_tidy_python_and_the_same_each_time(name: str) -> None:
    texts = render_entry(PLANS[name])
    assert texts == render_entry(PLANS[name])
    assert "noqa" not in "".join(tidy(texts, "leaf_disease").values())


@pytest.mark.parametrize("name", PLANS)
def test_command_line_imports_nothing_heavy_by_itself(name: str) -> None:
    imported = [node for node in ast.parse(cli_of(PLANS[name])).body if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in imported}
    assert modules <= {"__future__", "collections.abc", "contextlib", "sys", "typing"}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"]])
def test_help_says_what_each_command_does(name: str, arguments: list[str], tmp_path: Path) -> None:
    write_modules(tmp_path, PLANS[name])
    write_files(tmp_path, render_entry(PLANS[name]))
    code = (
        "import sys; from leaf_disease import cli; assert cli.main() is None; "
        "assert not {'torch', 'lightning', 'jsonargparse', 'matplotlib'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    for command, what in commands(PLANS[name]):
        assert [command, what] in [line.split(maxsplit=1) for line in done.stdout.split("\n")]
    assert "\nLeaf Disease\n" in done.stdout


def test_explore_is_offered_only_where_there_is_something_to_explore() -> None:
    assert explores(hooked_plan())
    assert not explores(plan())
    only_after = Module("explore", "", (), (Member("plot_predictions", "stage", "def plot_predictions(): pass"),))
    assert not explores(plan(CLASSES, data_module(), models_module(), only_after))
    assert "explore" not in cli_of(plan())
    assert "def explore_main" in cli_of(hooked_plan())


def test_words_of_the_notebook_stay_words() -> None:
    for written in PLANS.values():
        text = cli_of(replace(written, title=HOSTILE))
        ast.parse(text)
        assert "\nimport os \\" not in text
        assert "{{ x }}" in text


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("10", set()),
        ("{'a': [1, None, True]}", set()),
        ("torch.cuda.device_count()", {"torch"}),
        ("len([x for x in things if x])", {"things"}),
        ("lambda a, *b: a + b + c", {"c"}),
        ("max(EPOCHS, int(os.environ['N']))", {"EPOCHS", "os"}),
    ],
)
def test_free_names(expression: str, names: set[str]) -> None:
    assert free_names(expression) == names


IMPORTING = Module(
    "train",
    "",
    ("import numpy as np, os.path", "from lightning.pytorch import Trainer, callbacks as cb", "from .data import SIZE"),
    (Member("EPOCHS", "constant", "EPOCHS = 3\nBATCH: int = 4"),),
)


@pytest.mark.parametrize(
    ("expression", "statement"),
    [
        ("np.pi", "import numpy as np"),
        ("os.path.sep", "import os.path"),
        ("cb.EarlyStopping", "from lightning.pytorch import callbacks as cb"),
        ("SIZE", "from .data import SIZE"),
        ("EPOCHS", "from .train import EPOCHS"),
        ("BATCH", "from .train import BATCH"),
    ],
)
def test_values_bring_their_imports(expression: str, statement: str) -> None:
    assert imports_for([expression], plan(CLASSES, IMPORTING)) == (statement,)
    text = cli_of(plan(entry_of(trainer=(("limit", expression),)), data_module(), models_module(), IMPORTING))
    assert f"\n    {statement}\n" in text


@pytest.mark.parametrize(
    "entry",
    [
        entry_of(trainer=(("max_epochs", "nowhere"),)),
        entry_of(trainer=(("max_epochs", "1 +"),)),
        entry_of(seed="SEED"),
        replace(HOOKED, callbacks=(replace(HOOKED.callbacks[0], import_line="print(1)"),)),
    ],
)
def test_plan_that_does_not_hold_is_refused(entry: LightningEntry) -> None:
    with pytest.raises(SafetyCheckFailed):
        render_entry(plan(entry, data_module(), models_module(), TRAIN, EXPLORE_MODULE))


@pytest.mark.parametrize(
    ("target", "statement"),
    [
        (Target("models", "LeafClassifier", "LeafClassifier", False), "from .models import LeafClassifier"),
        (Target("pl_bolts.models", "Big", "Big", False), "from pl_bolts.models import Big"),
    ],
)
def test_targets_are_imported_from_the_package_or_a_library(target: Target, statement: str) -> None:
    assert f"    {statement}\n" in cli_of(plan(entry_of(model=target, links=())))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("save_hyperparameters()", "save_hyperparameters()", True),
        ("save_hyperparameters()", 'save_hyperparameters("lr")', True),
        ("save_hyperparameters()", 'save_hyperparameters(ignore=["net"])', True),
        ("save_hyperparameters()", "save_hyperparameters(config)", False),
        ("save_hyperparameters()", 'save_hyperparameters({"a": 1})', False),
    ],
)
def test_options_come_from_a_checkpoint_where_it_has_them(before: str, after: str, expected: bool) -> None:
    assert before in MODEL_CLASS
    written = plan(CLASSES, data_module(), models_module(MODEL_CLASS.replace(before, after)))
    assert checkpoint_has_options(written, CLASSES.model) is expected
    assert ("_parse_ckpt_path" not in cli_of(written)) is expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [("Optional[list[int]]", True), ('Literal["a"] | None', True), ("Path", False), ("dict[str, Activation]", False)],
)
def test_options_come_from_a_checkpoint_where_torch_trusts_their_types(annotation: str, expected: bool) -> None:
    target = replace(CLASSES.model, parameters=(parameter("x", "model", annotation, "None"),))
    assert checkpoint_has_options(plan(entry_of(model=target)), target) is expected


def test_factory_options_never_come_from_a_checkpoint() -> None:
    assert "_parse_ckpt_path" in cli_of(PLANS["factories"])


@pytest.mark.parametrize(
    ("entry", "text", "there"),
    [
        (CLASSES, 'os.environ["PL_SEED_WORKERS"] = "0"', True),
        (entry_of(seed_workers=True), "PL_SEED_WORKERS", False),
        (entry_of(seed=None), "PL_SEED_WORKERS", False),
        (entry_of(seed=None), "seed_everything_default=False", True),
        (entry_of(seed="1234"), "seed_everything_default=1234", True),
        (CLASSES, "def add_core_arguments_to_parser", True),
        (entry_of(model_first=True), "def add_core_arguments_to_parser", False),
        (entry_of(links=()), "link_arguments", False),
        (CLASSES, "def before_fit", False),
        (CLASSES, "def after_fit", False),
        (HOOKED, "def before_fit", True),
        (HOOKED, 'parser.add_function_arguments(train.after_fit, "train"', True),
        (HOOKED, "submission_path=self.config.fit.train.submission_path", True),
        (HOOKED, "train.make_callbacks(self.datamodule, self.model)", True),
        (HOOKED, 'with saved_figures(folder, "plot_predictions")', True),
        (replace(HOOKED, explore_after=()), "saved_figures", False),
        (replace(CLASSES, library="pytorch_lightning"), "from pytorch_lightning.cli import LightningCLI", True),
        (replace(CLASSES, library="pytorch_lightning"), "lightning.pytorch.cli", False),
    ],
)
def test_parts_stand_where_they_are_needed(entry: LightningEntry, text: str, there: bool) -> None:
    written = plan(entry, data_module(), models_module(), TRAIN, EXPLORE_MODULE)
    assert (text in cli_of(written)) is there
