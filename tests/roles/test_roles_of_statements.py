"""What one statement is for, by what it calls, derives from, shows and binds."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.model import Role

HEAD = """
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import torch
import torch.nn as nn
import torch.nn.functional as F
import pytorch_lightning as pl
import tensorflow as tf
import xgboost as xgb
import lightgbm as lgb
from torch.utils.data import DataLoader, Dataset
from pytorch_lightning.callbacks import EarlyStopping
from pytorch_lightning.loggers import CSVLogger
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.linear_model import Ridge
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from torchvision import transforms as T
from sklearn import metrics
from pytorch_forecasting.metrics import MAE
from tensorflow.keras import layers, models
from transformers import AutoModel, AutoTokenizer, Trainer, TrainingArguments, pipeline
from kit import Grower, fit_all, load_rows, plot_rows, thing
from kit.datasets import Leaves
class Net(pl.LightningModule): pass
class Rows(pl.LightningDataModule): pass
"""

ROLES = [
    # what a class derives from, else its methods, else its name
    ("class A(Dataset): pass", Role.DATA, "derives from Dataset"),
    ("class A(pl.LightningDataModule): pass", Role.DATA, "derives from LightningDataModule"),
    ("class A(pl.LightningModule): pass", Role.MODEL, "derives from LightningModule"),
    ("class A(nn.Module): pass", Role.MODEL, "derives from Module"),
    ("class A(Net): pass", Role.MODEL, "derives from Net"),
    ("class A(pl.Callback): pass", Role.TRAIN, "derives from Callback"),
    ("class A(layers.Layer): pass", Role.MODEL, "derives from Layer"),
    (
        "class A:\n    def __len__(self): pass\n    def __getitem__(self, i): pass",
        Role.DATA,
        "has __getitem__ and __len__",
    ),
    ("class A:\n    def forward(self, x): pass", Role.MODEL, "has forward"),
    ("class FocalLoss: pass", Role.MODEL, "is called FocalLoss"),
    # what a function does, and how it is called
    ("def plot_history(a): pass", Role.EXPLORE, "is called plot_history"),
    ("def train_one_epoch(a): pass", Role.TRAIN, "is called train_one_epoch"),
    ("def get_loaders(a): pass", Role.DATA, "is called get_loaders"),
    ("def build_model(a): pass", Role.MODEL, "is called build_model"),
    ("def work(a):\n    plt.plot(a)\n    plt.show()", Role.EXPLORE, "calls plt.plot"),
    ("def work(a):\n    for b in a:\n        b.backward()", Role.TRAIN, "calls backward"),
    ("def work(a):\n    return nn.Linear(a, 1)", Role.MODEL, "calls nn.Linear"),
    ("def work(a):\n    return pd.read_csv(a)", Role.DATA, "calls pd.read_csv"),
    ("def work(a):\n    a + 1", Role.DATA, "feeds what follows"),  # within a function nothing is shown
    ("def process(a):\n    return nn.Linear(a, 1)", Role.MODEL, "calls nn.Linear"),
    ("def normalized_loss(a, b):\n    return other_loss(a) + b", Role.MODEL, "is called normalized_loss"),
    ("def get_mae(a, b):\n    model.fit(a)\n    return b", Role.TRAIN, "calls fit"),
    # what is called, by the library it comes from
    ("df = pd.read_csv('a')", Role.DATA, "calls pd.read_csv"),
    ("a, b = train_test_split(df)", Role.DATA, "calls train_test_split"),
    ("tf = T.Compose([])", Role.DATA, "calls T.Compose"),
    ("dm = Rows()", Role.DATA, "calls Rows"),
    ("loader = DataLoader(a)", Role.DATA, "calls DataLoader"),
    ("tok = AutoTokenizer.from_pretrained('a')", Role.DATA, "calls AutoTokenizer.from_pretrained"),
    ("enc = OneHotEncoder()", Role.DATA, "calls OneHotEncoder"),
    ("rows = xgb.DMatrix(a)", Role.DATA, "calls xgb.DMatrix"),
    ("net = Net()", Role.MODEL, "calls Net"),
    ("net = nn.Linear(2, 1)", Role.MODEL, "calls nn.Linear"),
    ("ridge = Ridge()", Role.MODEL, "calls Ridge"),
    ("m = AutoModel.from_pretrained('a')", Role.MODEL, "calls AutoModel.from_pretrained"),
    ("m = models.Sequential([layers.Dense(1)])", Role.MODEL, "calls models.Sequential"),
    ("m = tf.keras.Sequential()", Role.MODEL, "calls tf.keras.Sequential"),
    ("m = lgb.LGBMClassifier()", Role.MODEL, "calls lgb.LGBMClassifier"),
    ("trainer = pl.Trainer(callbacks=[EarlyStopping('a')], logger=CSVLogger('b'))", Role.TRAIN, "calls Trainer"),
    ("trainer.fit(net, dm)", Role.TRAIN, "calls fit"),
    ("pl.seed_everything(1)", Role.TRAIN, "calls seed_everything"),
    ("opt = torch.optim.Adam(net.parameters())", Role.TRAIN, "calls torch.optim.Adam"),
    ("args = TrainingArguments(output_dir='a')", Role.TRAIN, "calls TrainingArguments"),
    ("found = GridSearchCV(Ridge(), {})", Role.TRAIN, "calls GridSearchCV"),
    ("print(cross_val_score(Ridge(), a, b))", Role.TRAIN, "calls cross_val_score"),
    ("m = xgb.train({}, rows)", Role.TRAIN, "calls xgb.train"),
    ("score = metrics.r2_score(a, b)", Role.TRAIN, "calls metrics.r2_score"),
    ("metrics.r2_score(a, b)", Role.TRAIN, "calls metrics.r2_score"),
    ("sub.to_csv('s.csv')", Role.TRAIN, "calls to_csv"),
    ("for epoch in range(3):\n    step()", Role.TRAIN, "loops over epochs"),
    ("plt.plot(a)", Role.EXPLORE, "calls plt.plot"),
    ("sns.histplot(df)", Role.EXPLORE, "calls sns.histplot"),
    ("fig, ax = plt.subplots()", Role.EXPLORE, "calls plt.subplots"),
    ("net.plot_prediction(a)", Role.EXPLORE, "calls plot_prediction"),
    ("for i in range(3):\n    best.plot_prediction(a, i)", Role.EXPLORE, "calls plot_prediction"),
    ("show_volume(a)", Role.EXPLORE, "calls show_volume"),
    ("interactive_show(a)", Role.EXPLORE, "calls interactive_show"),
    # a library nobody knows: how it calls things
    ("a = load_rows('b')", Role.DATA, "calls load_rows"),
    ("plot_rows(a)", Role.EXPLORE, "calls plot_rows"),
    ("a = fit_all(b)", Role.TRAIN, "calls fit_all"),
    ("a = Leaves(b)", Role.DATA, "calls Leaves"),
    ("a = thing.make_net()", Role.MODEL, "calls thing.make_net"),
    # what it is called on decides what a method means
    ("StandardScaler().fit(a)", Role.DATA, "calls fit"),
    ("s = StandardScaler()\ns.fit(a)", Role.DATA, "calls fit"),
    ("s = Ridge()\ns.fit(a)", Role.TRAIN, "calls fit"),
    ("df = pd.read_csv('a')\ndf.head()", Role.EXPLORE, "calls head"),
    ("df = pd.read_csv('a')\ndf = df.head(100)", Role.DATA, "binds df"),
    ("df = pd.read_csv('a')\ndf.hist()", Role.EXPLORE, "calls hist"),
    ("df = pd.read_csv('a')\ndf.drop(columns='b', inplace=True)", Role.DATA, "works on df"),
    ("df = pd.read_csv('a')\ndf.groupby('b').size()", Role.EXPLORE, "shows a value"),
    ("fig, ax = plt.subplots()\nax.bar(a, b)", Role.EXPLORE, "calls bar"),
    ("fig, ax = plt.subplots()\nax.odd = 1", Role.EXPLORE, "draws on ax"),
    ("net = Net()\nout = net(a)", Role.TRAIN, "runs net"),
    ("net = Net()\nnet.odd.weight = a", Role.MODEL, "works on net"),
    ("pipe = pipeline('ner')\npipe('who?')[0]", Role.EXPLORE, "shows a value"),
    # what training gave stays training's
    ("p = Ridge().fit(a, b).predict(c)\nout = pd.DataFrame({'p': p})", Role.TRAIN, "works on p"),
    ("p = Ridge().fit(a, b).predict(c)\nt = pd.read_csv('t')\nt['p'] = p", Role.TRAIN, "works on p"),
    # what is shown
    ("MAE()(a, b)", Role.EXPLORE, "shows a value"),
    ("df", Role.EXPLORE, "shows a value"),
    ("df.shape", Role.EXPLORE, "shows a value"),
    ("pd.crosstab(a, b)", Role.EXPLORE, "shows a value"),
    ("print(df.describe())", Role.EXPLORE, "prints describe"),
    # shell lines
    ("!wget https://example.com/a.zip", Role.DATA, "runs `wget`"),
    ("!python train.py --epochs 3", Role.TRAIN, "runs `python`"),
    ("%%bash\ngit clone https://example.com/kit\ncd kit\npython train.py", Role.TRAIN, "runs `python`"),
    # what a method means is in what it is called on
    ("net = Net()\nnet.train()", Role.MODEL, "works on net"),
    ("trainer = Trainer()\ntrainer.train()", Role.TRAIN, "calls train"),
    # the name that it binds, where the value does not tell
    ("optimizer = thing.odd()", Role.TRAIN, "binds optimizer"),
    ("train_df = thing.odd()", Role.DATA, "binds train_df"),
    ("model_cfg = dict(size=thing.odd)", Role.MODEL, "binds model_cfg"),
    ("import os", Role.SETUP, "imports"),
    # nothing speaks for anything
    ("Run()(a, b)", Role.DATA, "feeds what follows"),
    ("run(a).metrics()", Role.DATA, "feeds what follows"),
    ("plot = 1", Role.DATA, "feeds what follows"),
    ("a = b + 1", Role.DATA, "feeds what follows"),
    ("Grower().grow()", Role.DATA, "feeds what follows"),
]


@pytest.mark.parametrize(("source", "role", "why"), ROLES)
def test_the_role_of_a_statement_and_why(source: str, role: Role, why: str) -> None:
    statement = program_of([HEAD, source]).statements[-1]
    assert (statement.role, statement.why) == (role, why)


def test_a_star_import_is_known_by_its_names() -> None:
    cells = ["from fastai.vision.all import *", "dls = ImageDataLoaders.from_folder('a')", "learn = cnn_learner(dls)"]
    cells += ["learn.fine_tune(3)", "learn.show_results()"]
    found = [s.role for s in program_of(cells).statements[1:]]
    assert found == [Role.DATA, Role.MODEL, Role.TRAIN, Role.EXPLORE]


def test_a_name_that_is_bound_anew_is_no_import_any_more() -> None:
    cells = ["from transformers import pipeline", "pipeline = pipeline('ner')", "found = pipeline('who?')"]
    assert [s.role for s in program_of(cells).statements[1:]] == [Role.MODEL, Role.TRAIN]


OWN = [
    ("def work(a):\n    plt.plot(a)", "work(b)", Role.EXPLORE),
    ("def work(a):\n    return pd.read_csv(a)", "b = work('c')", Role.DATA),
    ("def work(a):\n    return nn.Linear(a, 1)", "b = work(1)", Role.MODEL),
    ("def work(a):\n    a.fit(1)", "work(b)", Role.TRAIN),
    ("def rmse(a, b):\n    return (a - b) ** 2", "c = rmse(1, 2)", Role.TRAIN),
    ("def outer(a):\n    inner(a)\n\ndef inner(a):\n    plt.plot(a)", "outer(b)", Role.EXPLORE),
]


@pytest.mark.parametrize(("definition", "call", "role"), OWN)
def test_calling_an_own_function_is_what_it_does(definition: str, call: str, role: Role) -> None:
    assert program_of([HEAD, definition, call]).statements[-1].role is role


def test_a_tag_always_wins() -> None:
    statement = program_of([HEAD, ("model", "df = pd.read_csv('a')")]).statements[-1]
    assert (statement.role, statement.why) == (Role.MODEL, "cell tag 'model'")


def test_a_comment_of_a_person_wins_as_well() -> None:
    statement = program_of([HEAD, "# nb2pkg: explore\ndf = pd.read_csv('a')"]).statements[-1]
    assert (statement.role, statement.why) == (Role.EXPLORE, "comment '# nb2pkg: explore'")
