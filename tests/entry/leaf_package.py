"""A package as the other parts would write it: synthetic leaves, small enough to train in a moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nb2pkg.model import (
    Callback,
    LightningEntry,
    Link,
    Member,
    Module,
    Origin,
    Parameter,
    PlainEntry,
    Plan,
    Target,
)

HERE = (Origin(0, 1, 1),)

DATA_IMPORTS = (
    "import torch",
    "from lightning.pytorch import LightningDataModule",
    "from torch.utils.data import DataLoader, TensorDataset, random_split",
)
DATA_CLASS = '''\
class LeafDataModule(LightningDataModule):
    """Leaves.

    Args:
        batch_size: Leaves in a batch.
        samples: How many leaves there are.
    """

    def __init__(self, batch_size: int = 16, samples: int = 64) -> None:
        super().__init__()
        self.batch_size = batch_size
        self.num_classes = 3
        features = torch.randn(samples, 4)
        self.leaves = TensorDataset(features, features.argmax(1) % 3)

    def setup(self, stage: str | None = None) -> None:
        self.training, self.validation, self.testing = random_split(self.leaves, [0.5, 0.25, 0.25])

    def train_dataloader(self) -> DataLoader:
        return DataLoader(self.training, batch_size=self.batch_size, shuffle=True)

    def val_dataloader(self) -> DataLoader:
        return DataLoader(self.validation, batch_size=self.batch_size)

    def test_dataloader(self) -> DataLoader:
        return DataLoader(self.testing, batch_size=self.batch_size)

    def predict_dataloader(self) -> DataLoader:
        return DataLoader(self.testing, batch_size=self.batch_size)
'''
DATA_FACTORY = '''\
def build_datamodule(batch_size: int = 16) -> LeafDataModule:
    """Build the data as the notebook does.

    Args:
        batch_size: Leaves in a batch of the factory.
    """
    return LeafDataModule(batch_size=batch_size, samples=64)
'''
MODEL_IMPORTS = (
    "import torch",
    "from torch import nn",
    "from torch.nn import functional as F",
    "from lightning.pytorch import LightningModule",
)
NETWORK = '''\
class Network(nn.Module):
    """Two layers behind a frozen one.

    Args:
        hidden: Width.
        num_classes: Kinds of leaves.
    """

    def __init__(self, hidden: int = 8, num_classes: int = 3) -> None:
        super().__init__()
        self.stem = nn.Linear(4, 4)
        self.stem.requires_grad_(False)
        self.body = nn.Linear(4, hidden)
        self.head = nn.Linear(hidden, num_classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(torch.relu(self.body(self.stem(x))))
'''
STEPS = """\

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.network(x)

    def training_step(self, batch, batch_idx: int) -> torch.Tensor:
        x, y = batch
        loss = F.cross_entropy(self(x), y)
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, batch_idx: int) -> None:
        x, y = batch
        self.log("val_loss", F.cross_entropy(self(x), y))

    def test_step(self, batch, batch_idx: int) -> None:
        x, y = batch
        self.log("test_loss", F.cross_entropy(self(x), y))

    def predict_step(self, batch, batch_idx: int) -> torch.Tensor:
        return self(batch[0]).argmax(1)

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
"""
MODEL_CLASS = (
    '''\
class LeafClassifier(LightningModule):
    """Tells leaves apart.

    Args:
        lr: Learning rate.
        shape: Two numbers.
        num_classes: Kinds of leaves.
    """

    def __init__(self, lr: float = 0.001, shape: tuple[int, int] = (4, 8), num_classes: int = 3) -> None:
        super().__init__()
        self.save_hyperparameters()
        self.network = Network(shape[1], num_classes)
'''
    + STEPS
)
WRAPPER_CLASS = (
    '''\
class LeafClassifier(LightningModule):
    """Tells leaves apart with a network it is given.

    Args:
        network: The network.
        lr: Learning rate.
        note: What the factory has no argument for.
    """

    def __init__(self, network: nn.Module, lr: float = 0.001, note: str = "") -> None:
        super().__init__()
        self.save_hyperparameters(ignore=["network"])
        self.network = network
'''
    + STEPS
)
MODEL_FACTORY = '''\
def build_model(hidden: int = 8, lr: float = 0.001, num_classes: int = 3) -> LeafClassifier:
    """Build the model as the notebook does.

    Args:
        hidden: Width of the factory.
        lr: Learning rate of the factory.
        num_classes: Kinds of leaves.
    """
    return LeafClassifier(Network(hidden, num_classes), lr=lr, note="from the notebook")
'''
HOOKS = '''\
def prepare_environment() -> None:
    """Set a variable."""
    os.environ["LEAF_PREPARED"] = "1"


def make_callbacks(datamodule, model) -> list:
    """Make a callback from a batch."""
    return [Counter(datamodule.num_classes)]


class Counter(Callback):
    """Counts epochs."""

    def __init__(self, classes: int) -> None:
        self.classes = classes
        self.epochs = 0

    def on_train_epoch_end(self, trainer, pl_module) -> None:
        self.epochs += 1


def before_fit(trainer, model, datamodule) -> None:
    """Write a file."""
    Path("before.txt").write_text("before")


def after_fit(trainer, model, datamodule, submission_path: str = "submission.csv") -> None:
    """Test, and write a table.

    Args:
        submission_path: Where the table goes.
    """
    trainer.test(model, datamodule)
    Path(submission_path).write_text("id,label")
'''
EXPLORE = '''\
def explore(output_dir: str = "explore", rows: int = 5) -> None:
    """Look at the leaves.

    Args:
        output_dir: Where figures go.
        rows: How many rows.
    """
    folder = Path(output_dir)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "head.txt").write_text(f"{rows} rows")


def plot_predictions(trainer, model, datamodule) -> None:
    """Draw twice into one figure."""
    plt.plot([1, 2])
    plt.show()
    plt.plot([2, 1])
    plt.show()
'''
PLAIN_TRAIN = '''\
def fit(
    test_size: float = 0.25, depth: int = 3, kind: Literal["gini", "entropy"] = "gini", output: str = "submission.csv"
) -> float:
    """Fit a tree.

    Args:
        test_size: Share that is kept apart.
        depth: Depth of the tree.
        kind: Criterion.
        output: Where the table goes.
    """
    Path(output).write_text(f"{test_size} {depth} {kind}")
    return 1 - test_size


def predict(depth: int = 3) -> int:
    """Predict."""
    return depth
'''


def parameter(name: str, group: str, type_: str, default: str, help_: str = "") -> Parameter:
    """Return a parameter of the first cell."""
    return Parameter(name, group, type_, default, help_, HERE, "constant")


EARLY_STOPPING = Callback(
    "early_stopping",
    "from lightning.pytorch.callbacks import EarlyStopping",
    "EarlyStopping",
    (("monitor", '"val_loss"'), ("patience", "PATIENCE")),
)
BATCH_SIZE = parameter("batch_size", "data", "int", "16")
SAMPLES = parameter("samples", "data", "int", "64")
LR = parameter("lr", "model", "float", "0.001")
SHAPE = parameter("shape", "model", "tuple[int, int]", "(4, 8)")
HIDDEN = parameter("hidden", "model", "int", "8")
CLASSES_OF_LEAVES = parameter("num_classes", "model", "int", "3")


def data_module(code: str = DATA_CLASS, *more: Member) -> Module:
    """Return ``data`` with its class in another version."""
    return Module("data", "Data.", DATA_IMPORTS, (Member("LeafDataModule", "class", code), *more))


def models_module(code: str = MODEL_CLASS, *more: Member, network: str = NETWORK) -> Module:
    """Return ``models`` with its classes in another version."""
    members = (Member("Network", "class", network), Member("LeafClassifier", "class", code), *more)
    return Module("models", "Models.", MODEL_IMPORTS, members)


TRAIN = Module(
    "train",
    "Training.",
    ("import os", "from pathlib import Path", "from lightning.pytorch import Callback"),
    (
        Member("PATIENCE", "constant", "PATIENCE = 4"),
        Member("prepare_environment", "stage", HOOKS),
    ),
)
EXPLORE_MODULE = Module(
    "explore",
    "Exploration.",
    ("from pathlib import Path", "import matplotlib.pyplot as plt"),
    (Member("explore", "stage", EXPLORE),),
)
CLASSES = LightningEntry(
    library="lightning.pytorch",
    model=Target("models", "LeafClassifier", "LeafClassifier", False, (LR, SHAPE, CLASSES_OF_LEAVES)),
    data=Target("data", "LeafDataModule", "LeafDataModule", False, (BATCH_SIZE, SAMPLES)),
    links=(Link("data.num_classes", "model.num_classes", "instantiate"),),
    trainer=(
        ("max_epochs", "2"),
        ("enable_progress_bar", "False"),
        ("enable_model_summary", "False"),
        ("log_every_n_steps", "1"),
        ("logger", '{"class_path": "lightning.pytorch.loggers.CSVLogger", "init_args": {"save_dir": "logs"}}'),
    ),
    seed="42",
)
FACTORIES = replace(
    CLASSES,
    model=Target("models", "build_model", "LeafClassifier", True, (LR, HIDDEN, CLASSES_OF_LEAVES)),
    data=Target("data", "build_datamodule", "LeafDataModule", True, (BATCH_SIZE,)),
)
HOOKED = replace(
    CLASSES,
    callbacks=(EARLY_STOPPING,),
    hooks=("prepare_environment", "make_callbacks", "before_fit", "after_fit"),
    explore_after=("plot_predictions",),
)
PLAIN = PlainEntry(
    (("fit", "fit"), ("predict", "predict")),
    (
        parameter("test_size", "data", "float", "0.25"),
        parameter("depth", "model", "int", "3"),
        parameter("kind", "model", 'Literal["gini", "entropy"]', '"gini"'),
        parameter("output", "", "str", '"submission.csv"'),
    ),
)


def _parameters(entry: LightningEntry | PlainEntry) -> tuple[Parameter, ...]:
    if isinstance(entry, PlainEntry):
        return entry.parameters
    return (*(entry.data.parameters if entry.data else ()), *entry.model.parameters)


def plan(entry: LightningEntry | PlainEntry = CLASSES, *modules: Module) -> Plan:
    """Return the plan of a package called leaf.

    Args:
        entry: Its command line.
        modules: Its modules; none for data and models alone.
    """
    return Plan(
        distribution="leaf-disease",
        package="leaf_disease",
        title="Leaf Disease",
        summary="",
        modules=modules or (data_module(), models_module()),
        entry=entry,
        parameters=_parameters(entry),
        requirements=(),
    )


def factory_modules() -> tuple[Module, Module]:
    """Return data and models with the functions that build them."""
    return (
        data_module(DATA_CLASS, Member("build_datamodule", "function", DATA_FACTORY)),
        models_module(WRAPPER_CLASS, Member("build_model", "function", MODEL_FACTORY)),
    )


def hooked_plan() -> Plan:
    """Return the plan of a package with every hook."""
    return plan(HOOKED, data_module(), models_module(), TRAIN, EXPLORE_MODULE)


def plain_plan() -> Plan:
    """Return the plan of a package without Lightning."""
    train = Module(
        "train",
        "Training.",
        ("from pathlib import Path", "from typing import Literal"),
        (Member("fit", "stage", PLAIN_TRAIN),),
    )
    explore = Module("explore", "Exploration.", ("from pathlib import Path",), (Member("explore", "stage", EXPLORE),))
    return plan(PLAIN, train, explore)


def write_modules(root: Path, written: Plan) -> None:
    """Write the modules of a plan as the layout would, unformatted.

    Args:
        root: Folder of the project.
        written: What is written.
    """
    folder = root / written.package
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").write_text("")
    for module in written.modules:
        parts = ["from __future__ import annotations", *module.imports, *(member.code for member in module.members)]
        (folder / f"{module.name}.py").write_text(f'"""{module.doc}"""\n' + "\n".join(parts) + "\n")


def write_files(root: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
