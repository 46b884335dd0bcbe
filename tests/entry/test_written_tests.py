"""The written tests pass for a sound package and fail for one that is broken."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from leaf_package import (
    CLASSES,
    FACTORIES,
    MODEL_CLASS,
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
from odd_packages import odd_packages

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.model import Link, Member, Module, Plan, Target
from nb2pkg.package.config import PATH, default_config
from nb2pkg.package.entry import render_entry
from nb2pkg.package.sweep import render_sweep, sweep_config
from nb2pkg.package.tests import buildable, quick_options, render_tests, sample_paths
from nb2pkg.package.tidy import tidy

RUN_SUITES = Path(__file__).with_name("run_suites.py")


def write_package(root: Path, written: Plan) -> Path:
    write_modules(root, written)
    code = {**render_entry(written), **render_sweep(written), **render_tests(written)}
    write_files(root, {**code, PATH: default_config(written), **sweep_config(written)})
    return root


def run_suites(*roots: Path | str) -> dict[str, tuple[int, str]]:
    done = subprocess.run(
        [sys.executable, str(RUN_SUITES), *map(str, roots)], capture_output=True, text=True, timeout=600, check=True
    )
    results = json.loads(done.stdout.strip().rpartition("\n")[2])
    return {Path(folder).name: (result["status"], result["output"]) for folder, result in results.items()}


# ---------------------------------------------------------------------------------------------------- what is written


@pytest.mark.parametrize(
    "written", [plan(), plan(FACTORIES, *factory_modules()), hooked_plan(), plain_plan()], ids=["c", "f", "h", "p"]
)
def test_tests_are_tidy_python_and_the_same_each_time(written: Plan) -> None:
    texts = render_tests(written)
    assert texts == render_tests(written)
    assert not [path for path, text in tidy(texts, written.package).items() if "noqa" in text]


def test_plain_package_has_no_tests_of_modules_it_lacks() -> None:
    assert set(render_tests(plain_plan())) == {"tests/conftest.py", "tests/test_cli.py"}
    assert "lightning" not in "".join(render_tests(plain_plan()).values())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("class A: pass", ("A",)),
        ("class A:\n    def __init__(self, n=1): pass", ("A",)),
        ("class A:\n    def __init__(self, *, n=1, **more): pass", ("A",)),
        ("class A(nn.Module): pass", ("A",)),
        ("class A(pl.LightningModule):\n    def __init__(self, lr: float = 0.1): pass", ("A",)),
        ("class A(B): pass\nclass B:\n    def __init__(self, n=1): pass", ("A", "B")),
        ("class A:\n    def __init__(self, n): pass", ()),
        ("class A:\n    def __init__(self, *, n): pass", ()),
        ("class A(B): pass\nclass B:\n    def __init__(self, n): pass", ()),
        ("class A(Enum):\n    X = 1", ()),
        ("class A(nn.Linear): pass", ()),
        ("class A(A): pass", ()),
        ("@dataclass\nclass A:\n    n: int", ()),
        ("class A(Base, metaclass=M): pass", ()),
        ("def a(): pass", ()),
    ],
)
def test_classes_that_need_no_arguments(code: str, found: tuple[str, ...]) -> None:
    module = Module("models", "", (), (Member("A", "class", code),))
    assert buildable([module], "models") == found
    assert buildable([module], "data") == ()


@pytest.mark.parametrize(
    ("name", "default", "path"),
    [
        ("data_dir", '"./data"', "./data"),
        ("train_csv", '"../input/leaf/train.csv"', "../input/leaf/train.csv"),
        ("root", 'Path("/kaggle/input")', "/kaggle/input"),
        ("data_dir", "None", None),
        ("data_dir", "os.path.join(base, 'x')", None),
        ("data_dir", '""', None),
        ("file", '"https://example.org/x.zip"', None),
        ("output_dir", '"out"', None),
        ("submission_file", '"submission.csv"', None),
        ("name", '"resnet"', None),
    ],
)
def test_paths_of_data(name: str, default: str, path: str | None) -> None:
    found = sample_paths([parameter(name, "data", "str", default)])
    assert found == ({f"--data.{name}": path} if path else {})


def test_what_lies_in_a_folder_comes_with_it() -> None:
    folder = parameter("data_dir", "data", "str", '"data"')
    file = parameter("train_file", "data", "str", '"train.csv"')
    assert sample_paths([folder, file]) == {"--data.data_dir": "data"}
    assert sample_paths([file]) == {"--data.train_file": "train.csv"}


@pytest.mark.parametrize(
    ("name", "default", "code", "option"),
    [
        ("batch_size", "64", "", "--data.batch_size=8"),
        ("val_batch_size", "64", "", "--data.val_batch_size=8"),
        ("batch_size", "4", "", None),
        ("batch_size", "N * 2", "", None),
        ("num_workers", "2", "", "--data.num_workers=0"),
        ("num_workers", "0", "", None),
        ("num_workers", "2", "DataLoader(x, persistent_workers=True)", None),
        ("pretrained", "True", "", "--data.pretrained=false"),
        ("pretrained", "False", "", None),
    ],
)
def test_runs_of_tests_are_small(name: str, default: str, code: str, option: str | None) -> None:
    entry = replace(CLASSES, data=Target("data", "D", "D", False, (parameter(name, "data", "int", default),)))
    written = plan(entry, Module("data", "", (), (Member("D", "class", code),)))
    found = [one for one in quick_options(written) if one.startswith("--data")]
    assert found == ([option] if option else [])


def test_linked_arguments_are_not_given() -> None:
    entry = replace(
        CLASSES,
        model=replace(CLASSES.model, parameters=(parameter("batch_size", "model", "int", "64"),)),
        links=(Link("data.batch_size", "model.batch_size", "parse"),),
    )
    assert not [option for option in quick_options(plan(entry)) if option.startswith("--model")]


def test_model_that_averages_its_weights_may_change_what_no_optimizer_holds() -> None:
    averaging = MODEL_CLASS.replace(
        "return loss\n", "self.network.stem.weight.lerp_(self.w, 0.1)\n        return loss\n"
    )
    assert averaging != MODEL_CLASS
    assert "leaves_the_rest_alone" in render_tests(plan())["tests/test_models.py"]
    written = plan(CLASSES, data_module(), models_module(averaging))
    assert "leaves_the_rest_alone" not in render_tests(written)["tests/test_models.py"]


def test_parameter_that_is_no_python_is_refused() -> None:
    entry = replace(CLASSES, data=replace(CLASSES.data, parameters=(parameter("data_dir", "data", "str", "1 +"),)))
    with pytest.raises(SafetyCheckFailed):
        render_tests(plan(entry))


# ------------------------------------------------------------------------------------------------------- what it finds

# What breaks -> (file, what stands there, what takes its place, the test that must fail).
BREAKS = {
    "shape_that_raises": ("models", "self.network(x)\n", "self.network(x).mean(0)\n", "test_loss_is_finite"),
    "shape_that_broadcasts": (
        "models",
        "return self.network(x)\n",
        "return self.network(x).mean(0, keepdim=True)\n",
        "test_forward_keeps_the_batch",
    ),
    "output_is_nan": (
        "models",
        "self.network(x)\n",
        "self.network(x) * float('nan')\n",
        "test_forward_keeps_the_batch",
    ),
    "loss_is_nan": ("models", "        return loss\n", "        return loss * float('nan')\n", "test_loss_is_finite"),
    "detached": ("models", "self.body(self.stem(x))", "self.body(self.stem(x)).detach()", "test_step_trains"),
    "optimizer_of_frozen": (
        "models",
        "self.parameters(), lr",
        "self.network.stem.parameters(), lr",
        "test_step_trains",
    ),
    "rate_too_small": ("models", "lr=self.hparams.lr", "lr=1e-30", "test_step_trains"),
    "frozen_changes": (
        "models",
        "        return loss\n",
        "        self.network.stem.weight.data.zero_()\n        return loss\n",
        "test_step_leaves_the_rest_alone",
    ),
    "class_needs_argument": (
        "models",
        "hidden: int = 8, num_classes: int = 3)",
        "hidden, num_classes)",
        "needs_no_arg",
    ),
    "no_batch": ("data", "DataLoader(self.validation,", "DataLoader([],", "test_each_split_has_batches"),
    "no_batch_to_train": (
        "data",
        "DataLoader(self.training, batch_size=self.batch_size, shuffle=True)",
        "DataLoader([])",
        "test_each_split_has_batches",
    ),
    "overlap": (
        "data",
        "    def train_dataloader",
        "        self.validation = torch.utils.data.Subset(self.leaves, range(32))\n\n    def train_dataloader",
        "test_no_sample_is_in_two_splits",
    ),
    "overlap_of_copies": (
        "data",
        "    def train_dataloader",
        "        self.testing = TensorDataset(*(t.clone() for t in self.leaves.tensors))\n\n    def train_dataloader",
        "test_no_sample_is_in_two_splits",
    ),
    "seed_ignored": (
        "data",
        "torch.randn(samples, 4)",
        "torch.randn(samples, 4, generator=torch.Generator().manual_seed(__import__('time').time_ns()))",
        "test_seed_fixes_the_first_batch",
    ),
    "import_prints": ("data", "class LeafDataModule", 'print("loading")\n\n\nclass LeafDataModule', "test_import"),
    "import_writes": ("models", "class Network", 'open("x.txt", "w").close()\n\n\nclass Network', "test_import"),
    "default_moved": ("models", "lr: float = 0.001", "lr: float = 0.01", "test_default_config_is_the_default"),
    "option_not_in_config": ("data", "samples: int = 64)", "samples: int = 64, extra: int = 1)", "every_option"),
    "no_type": ("models", "lr: float = 0.001", "lr=0.001", "test_exit_status"),
    "validation_fails": ("models", 'self.log("val_loss", ', 'self.log("val_loss", 1 + None + ', "test_fit_runs"),
}

# A loss that does not care for shapes, as mse_loss with its broadcasting.
CARELESS = ("F.cross_entropy(self(x), y)", "self(x).square().mean()")


def older_name() -> Plan:
    """Return the plan of a package whose notebook imports ``pytorch_lightning``."""
    modules = tuple(
        replace(one, imports=tuple(line.replace("lightning.pytorch", "pytorch_lightning") for line in one.imports))
        for one in (data_module(), models_module())
    )
    logger = ("logger", '{"class_path": "pytorch_lightning.loggers.CSVLogger", "init_args": {"save_dir": "logs"}}')
    return plan(replace(CLASSES, library="pytorch_lightning", trainer=(("max_epochs", "2"), logger)), *modules)


@pytest.mark.slow
def test_sound_packages_pass_and_broken_ones_fail(tmp_path: Path) -> None:
    sound = {
        "classes": plan(),
        "factories": plan(FACTORIES, *factory_modules()),
        "hooked": hooked_plan(),
        "plain": plain_plan(),
        "older_name": older_name(),
        **odd_packages(),
    }
    roots: list[Path | str] = [write_package(tmp_path / name, written) for name, written in sound.items()]
    for name, (file, before, after, expected) in BREAKS.items():
        root = write_package(tmp_path / name, plan())
        path = root / "leaf_disease" / f"{file}.py"
        text = path.read_text()
        assert before in text, name
        text = text.replace(*CARELESS) if name == "shape_that_broadcasts" else text
        path.write_text(text.replace(before, after))
        tests = (f"tests/test_{file}.py", "tests/test_cli.py", "tests/test_data.py")
        home = next(path for path in tests if expected in render_tests(plan())[path])
        roots.append(f"{root}={home}={expected}")
    results = run_suites(*roots)
    assert {name: results[name][0] for name in sound} == dict.fromkeys(sound, 0), results
    wrong = {
        name: results[name][1][-1500:]
        for name, (_, _, _, expected) in BREAKS.items()
        if results[name][0] != 1 or expected not in results[name][1].partition("short test summary")[2]
    }
    assert not wrong, json.dumps(wrong, indent=1)


# ------------------------------------------------------------------------------------------------- data from elsewhere

TABLE = """\
class LeafDataModule(LightningDataModule):
    def __init__(self, train_csv: str = "../input/leaves/train.csv", batch_size: int = 4) -> None:
        super().__init__()
        self.train_csv = train_csv
        self.batch_size = batch_size
        self.num_classes = 3

    def setup(self, stage: str | None = None) -> None:
        rows = [line.split(",") for line in open(self.train_csv).read().split()]
        features = torch.tensor([[float(n) for n in row[:4]] for row in rows])
        leaves = TensorDataset(features, torch.tensor([int(row[4]) for row in rows]))
        self.training, self.validation = random_split(leaves, [0.5, 0.5])

    def train_dataloader(self) -> DataLoader:
        return DataLoader(self.training, batch_size=self.batch_size)

    def val_dataloader(self) -> DataLoader:
        return DataLoader(self.validation, batch_size=self.batch_size)
"""
ROWS = "\n".join(f"{n},{n % 5},{n % 7},{-n},{n % 3}" for n in range(16))


def table_plan() -> Plan:
    parameters = (
        parameter("train_csv", "data", "str", '"../input/leaves/train.csv"'),
        parameter("batch_size", "data", "int", "4"),
    )
    entry = replace(CLASSES, data=Target("data", "LeafDataModule", "LeafDataModule", False, parameters))
    return plan(entry, data_module(TABLE), models_module())


@pytest.mark.slow
def test_missing_data_skip_with_what_to_supply_and_samples_run(tmp_path: Path) -> None:
    nothing, sample, broken = (write_package(tmp_path / name, table_plan()) for name in ("nothing", "sample", "broken"))
    write_files(sample / "tests", {"sample_data/train.csv": ROWS})
    write_files(broken / "tests", {"sample_data/leaves/train.csv": ROWS + "\nno,number,at,all,here"})
    results = run_suites(*(f"{root}=tests=not test_exit_status" for root in (nothing, sample, broken)))
    status, said = results["nothing"]
    assert status == 0
    assert "supply sample data: put ../input/leaves/train.csv into" in said
    assert "LEAF_DISEASE_DATA" in said
    assert results["sample"][0] == 0, results["sample"][1]
    assert "SKIPPED" not in results["sample"][1]
    assert results["broken"][0] == 1
