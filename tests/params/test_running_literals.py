"""Each row: statements, and the hyperparameters that are written in them."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.running_literals import Running, named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {
    "torch": "torch",
    "nn": "torch.nn",
    "T": "torchvision.transforms",
    "DataLoader": "torch.utils.data.DataLoader",
    "random_split": "torch.utils.data.random_split",
    "train_test_split": "sklearn.model_selection.train_test_split",
    "mine": "mylib",
}


def groups(text: str, taken: tuple[str, ...] = ()) -> tuple[Running, ...]:
    statements = program_of(["import torch", text]).statements
    return named(spots_in(statements, Known(IMPORTS)), frozenset(taken))


def found(text: str, taken: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(one.name, one.spots[0].source) for one in groups(text, taken)]


FOUND = {
    "a = DataLoader(x, batch_size=64, shuffle=True)": [("batch_size", "64")],
    "a = DataLoader(x, 64, num_workers=2)": [("batch_size", "64"), ("num_workers", "2")],
    "a = DataLoader(x, batch_size=64)\nb = DataLoader(x, batch_size=64)": [("batch_size", "64")],
    "train_loader = DataLoader(x, batch_size=64)\nval_loader = DataLoader(x, batch_size=32)": [
        ("train_batch_size", "64"),
        ("val_batch_size", "32"),
    ],
    "trainloader = DataLoader(x, 64)\nvalid_dl = DataLoader(x, 32)\ntest_dl = DataLoader(x, 32)": [
        ("train_batch_size", "64"),
        ("valid_batch_size", "32"),
    ],
    "a, b = DataLoader(x, 64), DataLoader(x, 32)": [("batch_size", "64"), ("dataloader_batch_size", "32")],
    "f(DataLoader(x, 64), DataLoader(x, 32), DataLoader(x, 16))": [
        ("batch_size", "64"),
        ("dataloader_batch_size", "32"),
        ("batch_size_2", "16"),
    ],
    "loader = DataLoader(x, 64)\nother = DataLoader(x, 32)": [("batch_size", "64"), ("other_batch_size", "32")],
    "folds = DataLoader(x, 64)\nwords = DataLoader(x, 32)": [
        ("folds_batch_size", "64"),
        ("words_batch_size", "32"),
    ],
    "trainds = DataLoader(x, 64)\nval_ds = DataLoader(x, 32)": [
        ("train_batch_size", "64"),
        ("val_batch_size", "32"),
    ],
    "a, b = random_split(x, [80, 20])": [("lengths", "[80, 20]")],
    "a, b = random_split(x, lengths=[0.8, 0.2], generator=torch.Generator().manual_seed(42))": [
        ("lengths", "[0.8, 0.2]"),
        ("seed", "42"),
    ],
    "a, b = train_test_split(x, test_size=0.2, random_state=1)": [("test_size", "0.2"), ("random_state", "1")],
    "x = T.Compose([T.Resize((32, 32)), T.ToTensor()])": [("image_size", "(32, 32)")],
    "x = T.Compose([T.Resize(256), T.CenterCrop(size=224)])": [("image_size", "256"), ("crop_size", "224")],
    "net = f(nn.Dropout(0.5))": [("dropout", "0.5")],
    "if c:\n    a = DataLoader(x, batch_size=4)": [("batch_size", "4")],
    "a = DataLoader(x, batch_size=2 * 4)": [("batch_size", "2 * 4")],
    "a, b = train_test_split(x, test_size=1./3)": [("test_size", "1./3")],
    "loaders = [DataLoader(x, batch_size=4) for x in y]": [("batch_size", "4")],
    "torch.manual_seed(4)": [("seed", "4")],
    "g.manual_seed(4)": [("seed", "4")],
    "a = f().manual_seed(4)": [("seed", "4")],
    "a = train_test_split(x, random_state=4)\nb = T.shuffle(x, seed=4)\ntorch.manual_seed(4)": [("random_state", "4")],
    "a = mine.DataLoader(x, batch_size=4)": [("batch_size", "4")],
    "a = f(x, batch_size=4)": [("batch_size", "4")],
}
NOTHING = [
    "a = DataLoader(x)",
    "a = DataLoader(x, batch_size=B)",
    "a = DataLoader(x, batch_size=2 * B)",
    "a = f(x, batch_size=len(x) / 2)",
    "a = DataLoader(x, shuffle=True, drop_last=False, batch_size=None)",
    "a = mine.DataLoader(x, 4)",
    "a = f(x, size=4)",
    "batch_size = 4",
    "a = f'{DataLoader(x, batch_size=4)}'",
    "a = random_split(x, [n, 5])",
    "a = T.Normalize((0.5,), (0.5,))",
]


@pytest.mark.parametrize(("text", "literals"), FOUND.items())
def test_these_are_hyperparameters(text: str, literals: list[tuple[str, str]]) -> None:
    assert found(text) == literals


@pytest.mark.parametrize("text", NOTHING)
def test_these_are_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        ((), "batch_size"),
        (("batch_size",), "val_batch_size"),
        (("batch_size", "val_batch_size"), "dataloader_batch_size"),
        (("batch_size", "val_batch_size", "dataloader_batch_size"), "batch_size_2"),
        (("batch_size", "val_batch_size", "dataloader_batch_size", "batch_size_2"), "batch_size_3"),
    ],
)
def test_a_name_that_is_taken_is_left_alone(taken: tuple[str, ...], name: str) -> None:
    assert found("val_loader = DataLoader(x, 64)", taken) == [(name, "64")]


def test_a_literal_knows_its_line_and_where_its_value_goes() -> None:
    text = "# the data\na = 1\n# load\nval_loader = DataLoader(\n    x,\n    batch_size=64,\n)\nt = DataLoader(x, 64)"
    (one,) = groups(text)
    assert [(spot.origin.cell, spot.origin.first, spot.target, spot.call) for spot in one.spots] == [
        (1, 6, "val_loader", "DataLoader"),
        (1, 8, "t", "DataLoader"),
    ]


def test_the_help_names_what_is_built_where_the_name_does_not_say_it_all() -> None:
    text = "train_dl = DataLoader(x, 64, num_workers=1)\nval_dl = DataLoader(x, 32)\ntest_dl = DataLoader(x, 32)"
    assert {one.name: one.help for one in groups(text)} == {
        "train_batch_size": "Number of samples in a batch (`train_dl`).",
        "num_workers": "Number of worker processes that load data (0: the main process).",
        "val_batch_size": "Number of samples in a batch (`val_dl`, `test_dl`).",
    }
