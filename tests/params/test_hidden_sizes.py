"""Each row: layers, and their hidden sizes with the number of places that change together."""

from __future__ import annotations

import pytest

from nb2pkg.params.literals import find_literals

IMPORTS = {"nn": "torch.nn", "mine": "mylib"}


def found(body: str) -> list[tuple[str, str, int]]:
    text = f"class Net(nn.Module):\n    def __init__(self, x):\n        {body}\n"
    return [(one.argument, one.default, len(one.nodes)) for one in find_literals(text, IMPORTS, frozenset())]


LINKED = {
    "a = nn.Linear(784, 128); b = nn.Linear(128, 10)": [("hidden_size", "128", 2)],
    "a = nn.Linear(784, 9); b = nn.Linear(9, 1); plt.figure(1, figsize=(9, 3))": [("hidden_size", "9", 2)],
    "a = nn.Linear(784, 128); b = nn.Linear(128, 64); c = nn.Linear(64, 10)": [
        ("hidden_size", "128", 2),
        ("hidden_size_2", "64", 2),
    ],
    "a = nn.Linear(in_features=784, out_features=128); b = nn.Linear(in_features=128, out_features=10)": [
        ("hidden_size", "128", 2)
    ],
    "a = nn.Sequential(nn.Linear(784, 128), nn.BatchNorm1d(128), nn.Linear(128, 10))": [("hidden_size", "128", 3)],
    "a = nn.Linear(9, 64); b = nn.Linear(64, 64); c = nn.Linear(64, 2)": [("hidden_size", "64", 4)],
    "a = nn.Linear(9, 64); actor = nn.Linear(64, 2); critic = nn.Linear(64, 1)": [("hidden_size", "64", 3)],
    "e = nn.Embedding(500, 16); l = nn.LSTM(16, 32); o = nn.Linear(32, 3)": [
        ("embedding_dim", "16", 2),
        ("hidden_size", "32", 2),
    ],
    "l = nn.GRU(9, hidden_size=32); o = nn.Linear(32, 3)": [("hidden_size", "32", 2)],
    "l = nn.GRU(9, hidden_size=32)": [("hidden_size", "32", 1)],
}
ALONE = [
    "a = nn.Linear(784, 10)",
    "a = nn.Linear(784, 128)",
    "a = nn.Linear(8, 8); b = nn.Linear(8, 2)",
    "a = nn.Linear(9, 64); b = nn.Linear(64, 2); x = x.view(-1, 64)",
    "a = nn.Linear(9, 64); b = nn.Linear(64, 64)",
    "a = nn.Linear(9, 64); b = nn.Linear(32, 2)",
    "a = nn.Linear(9, H); b = nn.Linear(H, 2)",
    "a = mine.Linear(9, 64); b = mine.Linear(64, 2)",
    "l = nn.GRU(9, hidden_size=32); o = nn.Linear(x, 3); h = x.view(1, 32)",
    "l = nn.LSTM(9, 32, bidirectional=True); o = nn.Linear(64, 3)",
    "e = nn.Embedding(500, 64); l = nn.LSTM(64, 32, bidirectional=True); o = nn.Linear(64, 3)",
]


@pytest.mark.parametrize(("body", "sizes"), LINKED.items())
def test_what_one_layer_gives_the_next_one_takes(body: str, sizes: list[tuple[str, str, int]]) -> None:
    assert found(body) == sizes


@pytest.mark.parametrize("body", ALONE)
def test_a_size_that_cannot_change_alone_stays(body: str) -> None:
    assert found(body) == []
