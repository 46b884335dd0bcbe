"""Configurations of notebooks that train with Lightning: each value turns what it turned, wherever it is read."""

from __future__ import annotations

from collections import Counter

import pytest
from replay import replay
from stories import plan_of
from turned import by_hand, options_of, turned

from nb2pkg.model import LightningEntry

HEAD = """
import torch
import lightning.pytorch as pl
import probe
from lightning.pytorch.callbacks import EarlyStopping
from torch.utils.data import DataLoader
from types import SimpleNamespace
"""
NET = """
class Net(pl.LightningModule):
    def __init__(self, lr, hidden):
        super().__init__()
        self.lr = lr
        probe.see("net", lr, hidden)

    def training_step(self, batch, i):
        return 0

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=self.lr)
"""
READING = NET.replace(", lr, hidden)", ")", 1).replace('"net", lr, hidden', '"net", config["hidden"]')
READING = READING.replace("= lr", '= config["lr"]')
CONFIG = 'config = {"lr": 1e-3, "hidden": 64, "size": 4, "epochs": 2, "patience": 3}'
BUILD = (
    'train_loader = DataLoader(range(9), batch_size=config["size"])\nnet = Net(config["lr"], hidden=config["hidden"])'
)
FIT = 'trainer = pl.Trainer(max_epochs=config["epochs"])\ntrainer.fit(net, train_loader)'
STOP = FIT.replace('"])', '"], callbacks=[EarlyStopping("loss", patience=config["patience"])])', 1)


def spelled(text: str) -> str:
    """The cell with a namespace in place of the dictionary."""
    for key in ("lr", "hidden", "size", "epochs", "patience"):
        text = text.replace(f'config["{key}"]', f"config.{key}")
    return text.replace("config = {", "config = SimpleNamespace(**{").replace("}", "})")


STORIES = {
    "read key by key": [CONFIG, NET, BUILD, STOP],
    "read by the network": [CONFIG, READING, BUILD.replace('config["lr"], hidden=config["hidden"]', ""), STOP],
    "unpacked": [
        'hparams = {"lr": 1e-3, "hidden": 64}\nconfig = {"size": 4, "epochs": 2}',
        NET,
        BUILD.replace('config["lr"], hidden=config["hidden"]', "**hparams"),
        FIT,
    ],
    "a namespace": [
        spelled(cell) for cell in (CONFIG, READING, BUILD.replace('config["lr"], hidden=config["hidden"]', ""), STOP)
    ],
    "of the Trainer": [
        CONFIG + '\nfor_trainer = {"max_epochs": 7}',
        NET,
        BUILD,
        FIT.replace('max_epochs=config["epochs"]', "**for_trainer"),
    ],
}


@pytest.mark.parametrize("cells", STORIES.values(), ids=STORIES)
def test_the_package_does_what_the_notebook_does(cells: list[str]) -> None:
    assert isinstance(plan_of([HEAD, *cells]).entry, LightningEntry)
    done = replay([HEAD, *cells])
    assert done.differences() == []
    assert done.slim_differences() == []


VALUES = {
    "lr": ("1e-3", "0.5"),
    "hidden": ("64", "32"),
    "size": ("4", "3"),
    "epochs": ("2", "5"),
    "patience": ("3", "1"),
}


@pytest.mark.parametrize("key", VALUES)
@pytest.mark.parametrize("cells", STORIES.values(), ids=STORIES)
def test_an_option_turns_what_the_value_turned(cells: list[str], key: str) -> None:
    value, other = VALUES[key]
    changed = [HEAD, *(cell.replace(f'"{key}": {value}', f'"{key}": {other}') for cell in cells)]
    if changed[1:] != cells:
        assert Counter(turned([HEAD, *cells], {key: other})) == Counter(by_hand(changed))


def test_what_is_unpacked_into_the_trainer_is_its_own_option() -> None:
    options = options_of([HEAD, *STORIES["of the Trainer"]])
    assert options["max_epochs"] == "7"
