"""The role of a statement, from what it is and calls."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.model import Role

HEAD = """
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
import lightning.pytorch as pl
from lightning.pytorch.callbacks import EarlyStopping
from lightning.pytorch.loggers import CSVLogger
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge
from torchvision import transforms as T
from sklearn import metrics
from pytorch_forecasting.metrics import MAE
class Net(pl.LightningModule): pass
class Rows(pl.LightningDataModule): pass
"""

ROLES = [
    ("class A(Dataset): pass", Role.DATA, "derives from Dataset"),
    ("class A(pl.LightningDataModule): pass", Role.DATA, "derives from LightningDataModule"),
    ("class A(pl.LightningModule): pass", Role.MODEL, "derives from LightningModule"),
    ("class A(nn.Module): pass", Role.MODEL, "derives from Module"),
    ("class A(Net): pass", Role.MODEL, "derives from Net"),
    ("class A(pl.Callback): pass", Role.TRAIN, "derives from Callback"),
    ("df = pd.read_csv('a')", Role.DATA, "calls pd.read_csv"),
    ("a, b = train_test_split(df)", Role.DATA, "calls train_test_split"),
    ("tf = T.Compose([])", Role.DATA, "calls T.Compose"),
    ("dm = Rows()", Role.DATA, "calls Rows"),
    ("loader = DataLoader(x)", Role.DATA, "calls DataLoader"),
    ("net = Net()", Role.MODEL, "calls Net"),
    ("net = nn.Linear(2, 1)", Role.MODEL, "calls nn.Linear"),
    ("ridge = Ridge()", Role.MODEL, "calls Ridge"),
    ("trainer = pl.Trainer(callbacks=[EarlyStopping('a')], logger=CSVLogger('b'))", Role.TRAIN, "calls Trainer"),
    ("trainer.fit(net, dm)", Role.TRAIN, "calls fit"),
    ("pl.seed_everything(1)", Role.TRAIN, "calls seed_everything"),
    ("sub.to_csv('s.csv')", Role.TRAIN, "calls to_csv"),
    ("df.head()", Role.EXPLORE, "calls head"),
    ("plt.plot(x)", Role.EXPLORE, "calls plt.plot"),
    ("sns.histplot(df)", Role.EXPLORE, "calls sns.histplot"),
    ("net.plot_prediction(x)", Role.EXPLORE, "calls plot_prediction"),
    ("for i in range(3):\n    best.plot_prediction(x, i)", Role.EXPLORE, "calls plot_prediction"),
    ("show_volume(x)", Role.EXPLORE, "calls show_volume"),
    ("interactive_show(x)", Role.EXPLORE, "calls interactive_show"),
    ("MAE()(x, y)", Role.EXPLORE, "shows a value"),
    ("metrics.r2_score(x, y)", Role.EXPLORE, "shows a value"),
    ("score = metrics.r2_score(x, y)", Role.MODEL, "calls metrics.r2_score"),
    ("Run()(x, y)", Role.DATA, "feeds what follows"),
    ("run(x).metrics()", Role.DATA, "feeds what follows"),
    ("plot = 1", Role.DATA, "feeds what follows"),
    ("df", Role.EXPLORE, "shows a value"),
    ("df.shape", Role.EXPLORE, "shows a value"),
    ("import os", Role.SETUP, "imports"),
    ("x = y + 1", Role.DATA, "feeds what follows"),
]


@pytest.mark.parametrize(("source", "role", "why"), ROLES)
def test_the_role_of_a_statement_and_why(source: str, role: Role, why: str) -> None:
    statement = program_of([HEAD, source]).statements[-1]
    assert (statement.role, statement.why) == (role, why)


UNDER = [
    ("Exploration", Role.EXPLORE),
    ("A look at the labels", Role.EXPLORE),
    ("The model", Role.MODEL),
    ("Training", Role.TRAIN),
    ("Load the data", Role.DATA),
    ("Entraînement", Role.TRAIN),
    ("数据", Role.DATA),
    ("Something else", Role.DATA),
]


@pytest.mark.parametrize(("heading", "role"), UNDER)
def test_the_heading_decides_where_nothing_else_does(heading: str, role: Role) -> None:
    assert program_of([("md", f"# {heading}"), "x = y + 1"]).statements[-1].role is role


def test_calls_weigh_more_than_the_heading() -> None:
    assert program_of([HEAD, ("md", "# The model"), "df = pd.read_csv('a')"]).statements[-1].role is Role.DATA


def test_a_tag_always_wins() -> None:
    statement = program_of([HEAD, ("model", "df = pd.read_csv('a')")]).statements[-1]
    assert (statement.role, statement.why) == (Role.MODEL, "cell tag 'model'")
