"""What a model is built with by stars leaves the rest of its arguments to the command line, and they say where from."""

from __future__ import annotations

import pytest
from stories import code_of, plan_of

from nb2pkg.model import Parameter

IMPORTS = """\
import os
import torch
import lightning.pytorch as pl

SIZE = 256 if torch.cuda.is_available() else 64"""
DATA = """\
class Digits(pl.LightningDataModule):
    def __init__(self, batch_size: int = SIZE):
        super().__init__()
        self.batch_size = batch_size
        self.dims = (1, 28, 28)"""
NET = """\
class Net(pl.LightningModule):
    def __init__(
        self,
        channels,
        width,
        height,
        latent_dim: int = 100,
        lr: float = 0.0002,
        unused: int = 3,
        **kwargs,
    ):
        super().__init__()
        self.save_hyperparameters()
        self.layer = torch.nn.Linear(channels * width * height, latent_dim)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)"""
FIT = "trainer = pl.Trainer(max_epochs=2)\ntrainer.fit(net, dm)"

BUILT = {
    "as many as the data say": ("net = Net(*dm.dims)", {"latent_dim": "100", "lr": "0.0002"}),
    "and one that is given": ("net = Net(*dm.dims, lr=0.1)", {"latent_dim": "100", "lr": "0.1"}),
    "and one more": ("net = Net(*dm.dims, 50)", {"latent_dim": "50", "lr": "0.0002"}),
    "nobody knows how many": ("net = Net(*os.sep)", {}),
    "nobody knows how many, but one is named": ("net = Net(*os.sep, lr=0.1)", {"lr": "0.1"}),
    "names that are known": ("more = {'width': 1, 'height': 2, 'channels': 3}\nnet = Net(**more, lr=0.1)", None),
    "names that are not known": (
        "net = Net(1, 2, 3, **dict(os.environ))",
        {"channels": "1", "width": "2", "height": "3"},
    ),
}


def _of_model(built: str) -> dict[str, Parameter]:
    plan = plan_of([IMPORTS, DATA, NET, "dm = Digits()", built, FIT])
    return {one.name: one for one in plan.parameters if one.group == "model"}


@pytest.mark.parametrize(("built", "options"), BUILT.values(), ids=BUILT)
def test_options_of_the_model(built: str, options: dict[str, str] | None) -> None:
    found = {name: one.default for name, one in _of_model(built).items()}
    if options is None:
        assert found.items() >= {"latent_dim": "100", "lr": "0.1"}.items()
    else:
        assert found == options


def test_the_call_is_given_what_the_star_does_not_stand_for() -> None:
    plan = plan_of([IMPORTS, DATA, NET, "dm = Digits()", "net = Net(*dm.dims)", FIT])
    assert "Net(*dm.dims, latent_dim=latent_dim, lr=lr)" in code_of(plan, "models")


def test_an_argument_says_its_own_line() -> None:
    found = _of_model("net = Net(*dm.dims)")
    assert [(one.cell, one.first) for one in found["latent_dim"].origins] == [(2, 7)]


def test_a_value_that_is_given_says_its_own_line() -> None:
    found = _of_model("net = Net(\n    *dm.dims,\n    lr=0.1,\n)")
    assert [(one.cell, one.first) for one in found["lr"].origins] == [(4, 3)]


def test_a_constant_behind_a_default_is_shown_with_its_line() -> None:
    plan = plan_of([IMPORTS, DATA, NET, "dm = Digits()", "net = Net(*dm.dims)", FIT])
    found = next(one for one in plan.parameters if one.flag == "--data.batch_size")
    assert found.shown == "256 if torch.cuda.is_available() else 64"
    assert [(one.cell, one.first) for one in found.origins] == [(0, 5), (1, 2)]
