"""What is data for sure, and what may hold a network."""

from __future__ import annotations

import pytest
from stories import world_of

from nb2pkg.flow.plain_data import is_data

HEAD = (
    "import numpy as np\nimport pandas as pd\nimport timm\nimport torch\nfrom torch import nn\n"
    "from sklearn.preprocessing import LabelEncoder\nframe = pd.read_csv('a.csv')\nlayer = nn.Linear(2, 3)\n"
    "def load_rows(path): return [np.load(path)]\ndef build(n): return nn.Linear(n, 1)\n"
    "class Table:\n    def __init__(self, rows): self.rows = rows\n"
    "class Net(nn.Module): pass"
)
DATA = [
    "x = {1: 2}[y]",
    "x = 'a' + b()",
    "x = not f()",
    "x = len(build(3))",
    "x = frame['y'].nunique()",
    "x = frame.y.values",
    "x = [w for w in frame.words]",
    "x = {w: i for i, w in enumerate(sorted(set(frame.words)))}",
    "x = torch.tensor(frame.y.values)",
    "x = torch.nn.functional.one_hot(torch.arange(3))",
    "x = layer.weight.shape",
    "x = load_rows('a.npy')",
    "x = Table(frame)",
    "x = LabelEncoder().fit(frame.y)",
    "a, x = load_rows('a.npy'), 3",
    "x = frame if frame.y.any() else None",
    "x = np.array([1])\nx = x * 2",
    "frame['z'] = np.log(frame.y)\nx = frame.z",
    "for x in frame.columns:\n    print(x)",
    "x: int = int(frame.y.max())",
]
PERHAPS_NOT = [
    "x = nn.Linear(2, 3)",
    "x = nn.Parameter(torch.ones(3))",
    "x = timm.create_model('resnet18')",
    "x = torch.load('a.pt')",
    "x = torch.hub.load('a', 'b')",
    "x = build(3)",
    "x = Net()",
    "x = Table(layer)",
    "x = layer",
    "x = layer.weight",
    "x = layer.eval()",
    "x = [layer][0]",
    "x = {'a': layer}",
    "x = [nn.Linear(n, 1) for n in range(3)]",
    "x = frame if frame.y.any() else layer",
    "x = frame or layer",
    "x = 1\nx = nn.Linear(2, 3)",
    "make = lambda: nn.Linear(2, 3)\nx = make()",
    "layers = []\nlayers.append(layer)\nx = layers[0]",
    "with open('a') as x: pass",
    "for x in [layer]: pass",
    "x = list(map(nn.Linear, [1], [2]))",
    "x = unknown()",
    "if frame.y.any():\n    x = 1",
]


@pytest.mark.parametrize("cell", DATA)
def test_what_is_data_for_sure(cell: str) -> None:
    assert is_data("x", world_of((HEAD, cell)))


@pytest.mark.parametrize("cell", PERHAPS_NOT)
def test_what_may_be_a_network(cell: str) -> None:
    assert not is_data("x", world_of((HEAD, cell)))
