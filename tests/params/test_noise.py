"""How strong noise is that is added to data is an option, other factors are none."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {"np": "numpy", "torch": "torch", "math": "math"}
NOISE = {
    "y = torch.sin(x) + torch.randn(x.size()) * 0.2": [("noise", "0.2")],
    "y = torch.sin(x) + 0.2 * torch.randn(x.size())": [("noise", "0.2")],
    "y = torch.stack([a + 0.2 * torch.randn(9), b + 0.2 * torch.randn(9)])": [("noise", "0.2")],
    "y = torch.sin(x) + torch.randn(x.size()) * math.sqrt(0.04)": [("noise_variance", "0.04")],
    "y += 0.1 * np.random.randn(100)": [("noise", "0.1")],
    "y += torch.randn_like(y).mul_(0.1)": [("noise", "0.1")],
    "noise = np.random.normal(0, 2, x.shape)": [("noise", "2")],
    "y = x + np.random.normal(0, 0.1, 9)": [("noise", "0.1")],
    "y = x + np.random.normal(scale=0.1, size=9)": [("noise", "0.1")],
    "y = x + rng.normal(loc=0.0, scale=0.1, size=9)": [("noise", "0.1")],
    "y = x + np.random.normal(loc=5, scale=0.1, size=9)": [],
    "y = x + model.normal(0, 0.1)": [],
    "for i in range(3):\n    rows.append(np.sin(i) + np.random.normal(scale=0.1))": [("noise", "0.1")],
    "def make(x):\n    return x + rng.normal(0, 0.1, 9)": [("noise", "0.1")],
    "y = x + 0.3 * torch.normal(torch.zeros(9), torch.ones(9))": [("noise", "0.3")],
    "y = x + 0.3 * torch.normal(means, torch.ones(9))": [],
    "noise.normal_(0, 0.005)": [],
    "def step(x, noise):\n    noise.normal_(0, 0.005)\n    return x + noise": [("noise", "0.005")],
    "def step(x, noise):\n    small_noise = torch.randn_like(x) * 0.1\n    x.add_(small_noise)": [("noise", "0.1")],
    "class Game:\n    def step(self, x):\n        return x + 0.1 * torch.randn(9)": [("noise", "0.1")],
    "def step(x, weight):\n    weight.normal_(0, 0.1)": [],
    "rows = np.random.normal(0, 2, 9)": [],
    "noise = np.random.normal(7, 2, 9)": [],
    "y = torch.randn(10, 3) * 0.1": [],
    "y = x + 0.1 * z": [],
    "y = x + math.cos(0.1) * torch.randn(9)": [],
    "y = x + scale * torch.randn(9)": [],
    "print(x + 0.1 * torch.randn(9))": [],
}


@pytest.mark.parametrize(("text", "found"), NOISE.items())
def test_noise(text: str, found: list[tuple[str, str]]) -> None:
    statements = program_of(["import torch", text]).statements
    groups = named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == found
