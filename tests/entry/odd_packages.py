"""Notebooks that are unusual and right: the written tests must pass for them."""

from __future__ import annotations

from dataclasses import replace

from leaf_package import CLASSES, DATA_CLASS, MODEL_CLASS, data_module, models_module, parameter, plan

from nb2pkg.model import Plan, Target

GAN = '''\
class LeafClassifier(LightningModule):
    """Two networks, two optimizers, by hand."""

    def __init__(self, lr: float = 0.001, num_classes: int = 3) -> None:
        super().__init__()
        self.save_hyperparameters()
        self.automatic_optimization = False
        self.generator = nn.Linear(2, 4)
        self.critic = nn.Linear(4, 1)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.generator(z)

    def training_step(self, batch, batch_idx: int) -> None:
        x, _ = batch
        first, second = self.optimizers()
        self.toggle_optimizer(first)
        loss = -self.critic(self(torch.randn(len(x), 2))).mean()
        first.zero_grad()
        self.manual_backward(loss)
        first.step()
        self.untoggle_optimizer(first)
        self.toggle_optimizer(second)
        loss = self.critic(self(torch.randn(len(x), 2)).detach()).mean() - self.critic(x).mean()
        second.zero_grad()
        self.manual_backward(loss)
        second.step()
        self.untoggle_optimizer(second)
        self.logger.experiment.add_scalar("critic", loss.item(), self.global_step)

    def configure_optimizers(self):
        parts = (self.generator, self.critic)
        return [torch.optim.Adam(part.parameters(), lr=self.hparams.lr) for part in parts], []
'''
TRANSFER = (
    MODEL_CLASS.replace(
        "return self.network(x)\n",
        "with torch.no_grad():\n            x = self.network.body(self.network.stem(x))\n"
        "        self.unused(x)\n        return self.network.head(torch.relu(x))\n",
    )
    .replace(
        "Network(shape[1], num_classes)\n",
        "Network(shape[1], num_classes)\n        self.unused = nn.Linear(shape[1], 2)\n"
        "        self.never = nn.Linear(2, 2)\n",
    )
    .replace(
        "return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)",
        "optimizer = torch.optim.Adam(self.parameters(), lr=self.hparams.lr)\n"
        "        warm = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, step / 10))\n"
        '        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": warm, "interval": "step"}}',
    )
)
TABLES = '''\
class Rows(Dataset):
    """Rows of a table as dicts."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table.reset_index(drop=True)
        self.ids = list(range(len(table)))

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, index: int) -> dict:
        row = self.table.iloc[index]
        features = torch.tensor(row[["a", "b"]].to_numpy(dtype="float32"))
        return {"features": features, "label": int(row["label"]), "name": row["name"]}


class Endless(IterableDataset):
    """Rows without an end."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def __iter__(self):
        while True:
            yield self.rows[torch.randint(len(self.rows), ()).item()]


class LeafDataModule(LightningDataModule):
    """Tables, a stream to train on, two loaders to validate with."""

    def __init__(self, batch_size: int = 16) -> None:
        super().__init__()
        self.batch_size = batch_size
        self.num_classes = 3

    def setup(self, stage: str) -> None:
        size = 40
        table = pd.DataFrame({"a": np.random.rand(size), "b": np.random.rand(size)})
        table["name"] = [f"leaf {n}" for n in range(size)]
        table["label"] = table.index % 3
        self.training, self.validation = Rows(table[:30]), Rows(table[30:])
        if stage == "test":
            # One repeated row: as in much data.
            self.testing = Rows(pd.concat([table[30:], table[:1]]))

    def train_dataloader(self) -> DataLoader:
        return DataLoader(Endless(self.training), batch_size=self.batch_size)

    def val_dataloader(self) -> list:
        return [DataLoader(self.validation, batch_size=5), DataLoader(self.validation, batch_size=2)]

    def test_dataloader(self) -> DataLoader:
        return DataLoader(self.testing, batch_size=self.batch_size // self.trainer.world_size)
'''
READS_TABLES = '''\
class LeafClassifier(LightningModule):
    """Takes dicts."""

    def __init__(self, lr: float = 0.001, num_classes: int = 3) -> None:
        super().__init__()
        self.save_hyperparameters()
        self.layer = nn.LazyLinear(num_classes)
        self.criterion = nn.CrossEntropyLoss()

    def training_step(self, batch, batch_idx: int) -> dict:
        scores = self.layer(batch["features"])
        return {"loss": self.criterion(scores, batch["label"]), "scores": scores}

    def validation_step(self, batch, batch_idx: int, dataloader_idx: int = 0) -> None:
        self.log("val_loss", self.criterion(self.layer(batch["features"]), batch["label"]))

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), lr=self.hparams.lr)
'''
ONLY_TRAINING = DATA_CLASS[: DATA_CLASS.index("    def val_dataloader")]
NUM_CLASSES = parameter("num_classes", "model", "int", "3")
SAME_TO_VALIDATE_AND_TEST = DATA_CLASS.replace("DataLoader(self.testing", "DataLoader(self.validation")


def odd_packages() -> dict[str, Plan]:
    """Return the plans by name."""
    lr, batch_size = parameter("lr", "model", "float", "0.001"), parameter("batch_size", "data", "int", "16")
    model = Target("models", "LeafClassifier", "LeafClassifier", False, (lr, NUM_CLASSES))
    data = Target("data", "LeafDataModule", "LeafDataModule", False, (batch_size,))
    tables = replace(
        data_module(TABLES),
        imports=(
            *data_module().imports,
            "import numpy as np",
            "import pandas as pd",
            "from torch.utils.data import Dataset, IterableDataset",
        ),
    )
    stream = replace(CLASSES, model=model, data=data, trainer=(("max_steps", "4"),))
    return {
        "two_optimizers": plan(replace(CLASSES, model=model), data_module(), models_module(GAN)),
        "transfer": plan(CLASSES, data_module(), models_module(TRANSFER)),
        "tables": plan(stream, tables, models_module(READS_TABLES)),
        "only_training": plan(replace(CLASSES, model=model), data_module(ONLY_TRAINING), models_module(GAN)),
        "one_held_out": plan(CLASSES, data_module(SAME_TO_VALIDATE_AND_TEST), models_module()),
        "no_seed": plan(replace(CLASSES, seed=None), data_module(), models_module()),
    }
