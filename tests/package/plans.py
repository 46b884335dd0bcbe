"""Plans made by hand, as rich as a real notebook makes them."""

from __future__ import annotations

import ast
from dataclasses import replace

from nb2pkg.flow.names import names_of_node
from nb2pkg.model import (
    Callback,
    Cell,
    Kind,
    LightningEntry,
    Link,
    Member,
    Module,
    Notebook,
    Origin,
    Parameter,
    Plan,
    Program,
    Role,
    SecretFound,
    Section,
    Special,
    Statement,
    Target,
)

# (kind, role, source): the leaf notebook, cell by cell.
CELLS: tuple[tuple[str, str, str], ...] = (
    ("markdown", "", "# Leaf disease classification\n\nTells healthy leaves from sick ones by their colours."),
    ("code", "setup", "import numpy as np\nimport torch\nfrom torch import nn"),
    ("code", "setup", "import lightning.pytorch as pl\nfrom torch.utils.data import DataLoader, TensorDataset"),
    ("code", "setup", "%matplotlib inline\n!nvidia-smi"),
    ("markdown", "", "## Configuration"),
    ("code", "data", "BATCH_SIZE = 8  # leaves per batch\nN_LEAVES = 64"),
    ("code", "train", "EPOCHS = 2\nLR = 1e-2\npl.seed_everything(7)"),
    ("markdown", "", "## Data"),
    (
        "code",
        "data",
        "def make_leaves(n):\n"
        '    """Make leaves of three colour channels."""\n'
        "    generator = torch.Generator().manual_seed(0)\n"
        "    x = torch.randn(n, 3, generator=generator)\n"
        "    return x, (x.sum(1) > 0).long()",
    ),
    (
        "code",
        "data",
        "class LeafData(pl.LightningDataModule):\n"
        "    def __init__(self, batch_size=8, n_leaves=64):\n"
        "        super().__init__()\n"
        "        self.batch_size = batch_size\n"
        "        self.n_leaves = n_leaves\n"
        "        self.num_classes = 2\n"
        "\n"
        "    def setup(self, stage=None):\n"
        "        self.leaves = TensorDataset(*make_leaves(self.n_leaves))\n"
        "\n"
        "    def train_dataloader(self):\n"
        "        return DataLoader(self.leaves, batch_size=self.batch_size)",
    ),
    ("code", "data", "dm = LeafData(batch_size=BATCH_SIZE, n_leaves=N_LEAVES)\ndm.setup()"),
    ("markdown", "", "### How many of each?"),
    ("code", "explore", "counts = np.bincount(dm.leaves.tensors[1].numpy())\ncounts"),
    ("markdown", "", "## Model"),
    (
        "code",
        "model",
        "class LeafModel(pl.LightningModule):\n"
        "    # one layer is enough\n"
        "    def __init__(self, num_classes, lr=1e-2):\n"
        "        super().__init__()\n"
        "        self.save_hyperparameters()\n"
        "        self.lr = lr\n"
        "        self.layer = nn.Linear(3, num_classes)\n"
        "\n"
        "    def training_step(self, batch, batch_idx):\n"
        "        x, y = batch\n"
        "        loss = nn.functional.cross_entropy(self.layer(x), y)\n"
        '        self.log("loss", loss)\n'
        "        return loss\n"
        "\n"
        "    def configure_optimizers(self):\n"
        "        return torch.optim.SGD(self.parameters(), lr=self.lr)",
    ),
    ("code", "model", "model = LeafModel(num_classes=dm.num_classes, lr=LR)"),
    ("markdown", "", "## Training"),
    (
        "code",
        "train",
        "checkpoint = pl.callbacks.ModelCheckpoint(monitor='loss', save_top_k=1)\n"
        "trainer = pl.Trainer(max_epochs=EPOCHS, callbacks=[checkpoint], logger=False, enable_progress_bar=False,\n"
        "                     enable_model_summary=False, accelerator='cpu', log_every_n_steps=1)",
    ),
    ("code", "train", "%%time\ntrainer.fit(model, dm)"),
    ("code", "train", "print(trainer.callback_metrics['loss'])"),
)

DATA_CLASS = CELLS[9][2]
MODEL_CLASS = CELLS[14][2]


def origin(cell: int, first: int = 1, last: int = 1) -> Origin:
    return Origin(cell, first, last)


def kind_of(node: ast.stmt) -> Kind:
    match node:
        case ast.Import() | ast.ImportFrom():
            return Kind.IMPORT
        case ast.ClassDef():
            return Kind.CLASS
        case ast.FunctionDef():
            return Kind.FUNCTION
        case ast.Assign(value=ast.Constant()):
            return Kind.CONSTANT
    return Kind.RUN


def program_of(cells: tuple[tuple[str, str, str], ...] = CELLS, title: str = "Leaf disease classification") -> Program:
    statements: list[Statement] = []
    for index, (kind, role, source) in enumerate(cells):
        lines = ["" if line.startswith(("%", "!")) else line for line in source.split("\n")]
        if kind != "code":
            continue
        for node in ast.parse("\n".join(lines)).body:
            last = node.end_lineno or node.lineno
            statements.append(
                Statement(
                    index=len(statements),
                    kind=kind_of(node),
                    text="\n".join(lines[node.lineno - 1 : last]),
                    names=names_of_node(node),
                    role=Role(role),
                    why="tag",
                    origin=Origin(index, node.lineno, last),
                )
            )
    prose = tuple(Section(index, source) for index, (kind, _, source) in enumerate(cells) if kind == "markdown")
    specials = (Special("display", "%matplotlib inline", origin(3)), Special("shell", "!nvidia-smi", origin(3, 2, 2)))
    return Program(tuple(statements), specials, prose, title)


def notebook_of(cells: tuple[tuple[str, str, str], ...] = CELLS) -> Notebook:
    return Notebook(
        "leaf disease",
        "leaf disease.ipynb",
        tuple(Cell(index, kind, source, (role,) if role else ()) for index, (kind, role, source) in enumerate(cells)),
    )


def parameter(name: str, group: str, type_: str, default: str, help_: str, *places: Origin, source: str) -> Parameter:
    return Parameter(name, group, type_, default, help_, places, source)


BATCH_SIZE = parameter("batch_size", "data", "int", "8", "leaves per batch", origin(5), origin(10), source="constant")
N_LEAVES = parameter("n_leaves", "data", "int", "64", "", origin(5, 2, 2), source="constant")
LR = parameter("lr", "model", "float", "1e-2", "learning rate | step", origin(6, 2, 2), source="constant")
CLASSES = parameter("num_classes", "model", "int", "2", "", origin(15), source="keyword")
EPOCHS = parameter("max_epochs", "trainer", "int", "2", "", origin(6), source="trainer")
SEED = parameter("seed_everything", "", "int", "7", "", origin(6, 3, 3), source="seed")

IMPORTS = (
    "import numpy as np",
    "import torch",
    "from torch import nn",
    "import lightning.pytorch as pl",
    "from torch.utils.data import DataLoader, TensorDataset",
)

MODULES = (
    Module(
        "data",
        "Data\n\nTells healthy leaves from sick ones by their colours.",
        IMPORTS,
        (
            Member("make_leaves", "function", CELLS[8][2], (origin(8, 1, 5),)),
            Member("LeafData", "class", DATA_CLASS, (origin(9, 1, 12),)),
        ),
    ),
    Module("models", "", IMPORTS, (Member("LeafModel", "class", MODEL_CLASS, (origin(14, 1, 17),)),)),
    Module(
        "explore",
        "",
        (*IMPORTS, "from .data import LeafData"),
        (
            Member(
                "show_counts",
                "stage",
                "def show_counts(report, dm):\n"
                '    """How many of each?"""\n'
                "    counts = np.bincount(dm.leaves.tensors[1].numpy())\n"
                "    report.show(counts)\n"
                "    report.figures()\n"
                "    return counts",
                (origin(12, 1, 2),),
            ),
            Member(
                "explore",
                "glue",
                "def explore(output: str = 'outputs') -> None:\n"
                '    """Run the exploration.\n\n    Args:\n        output: Where results go.\n    """\n'
                "    print(output, LeafData())",
            ),
        ),
    ),
)

ENTRY = LightningEntry(
    library="lightning.pytorch",
    model=Target("models", "LeafModel", "LeafModel", False, (CLASSES, LR)),
    data=Target("data", "LeafData", "LeafData", False, (BATCH_SIZE, N_LEAVES)),
    links=(Link("data.num_classes", "model.num_classes", "instantiate"),),
    trainer=(("max_epochs", "2"), ("logger", "False"), ("accelerator", "'cpu'"), ("log_every_n_steps", "1")),
    callbacks=(
        Callback(
            "model_checkpoint",
            "from lightning.pytorch.callbacks import ModelCheckpoint",
            "ModelCheckpoint",
            (("monitor", "'loss'"), ("save_top_k", "1")),
        ),
    ),
    seed="7",
)

PLAN = Plan(
    distribution="leaf-disease",
    package="leaf_disease",
    title="Leaf disease classification",
    summary="Tells healthy leaves from sick ones by their colours.",
    modules=MODULES,
    entry=ENTRY,
    parameters=(BATCH_SIZE, N_LEAVES, LR, CLASSES, EPOCHS, SEED),
    requirements=("jsonargparse[signatures]>=4.39,<5", "lightning>=2.4,<3", "numpy", "torch>=2.1"),
    system_packages=("libgl1",),
    secrets=(SecretFound("wandb", "WANDB_API_KEY", origin(3)),),
)


def hostile(text: str) -> Plan:
    """Return the plan with a text wherever words of the notebook go."""
    modules = tuple(replace(module, doc=text) for module in PLAN.modules)
    parameters = tuple(replace(one, help=text) for one in PLAN.parameters)
    return replace(PLAN, title=text, summary=text, modules=modules, parameters=parameters)
