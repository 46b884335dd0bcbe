"""Each row: a network of Flax or Haiku, and its widths with the number of places that change together."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {"nn": "flax.linen", "nnx": "flax.nnx", "hk": "haiku", "jnp": "jax.numpy", "jax": "jax", "mine": "mylib"}
FOUND: dict[str, tuple[str, list[tuple[str, str, int]]]] = {
    "lines": (
        "x = nn.Conv(features=32, kernel_size=(3, 3))(x)\nx = nn.relu(x)\nx = nn.Conv(32, kernel_size=(3, 3))(x)\n"
        "x = nn.BatchNorm(use_running_average=True)(x)\nx = nn.relu(x)\nx = x.reshape((x.shape[0], -1))\n"
        "x = nn.Dense(features=256)(x)\nx = nn.relu(x)\nx = nn.Dense(features=10)(x)\nreturn x",
        [("conv_channels", "32", 2), ("hidden_size", "256", 1)],
    ),
    "calls in calls": (
        "x = nn.relu(nn.Dense(64)(x))\nx = nn.gelu(nn.Dense(32)(x))\nreturn nn.Dense(10)(x)",
        [("hidden_size", "64", 1), ("hidden_size_2", "32", 1)],
    ),
    "a row": (
        "return hk.Sequential([hk.Flatten(), hk.Linear(300), jax.nn.relu, hk.Linear(100), jax.nn.relu, hk.Linear(10)])",
        [("hidden_size", "300", 1), ("hidden_size_2", "100", 1)],
    ),
    "both sides": (
        "a = nnx.Conv(1, 32, kernel_size=(3, 3), rngs=x)\nb = nnx.Conv(32, 64, kernel_size=(3, 3), rngs=x)\n"
        "c = nnx.Linear(3136, 256, rngs=x)\nd = nnx.Linear(256, 10, rngs=x)\nreturn a, b, c, d",
        [("conv_channels", "32", 2), ("hidden_size", "256", 2)],
    ),
    "no activation": ("x = nn.Dense(64)(x)\nx = nn.Dense(10)(x)\nreturn x", []),
    "another variable's activation": ("x = nn.Dense(64)(x)\ny = nn.relu(z)\nreturn nn.Dense(10)(x)", []),
    "the last layer": ("return nn.relu(nn.Dense(64)(x))", []),
    "a sum": ("y = nn.relu(nn.Dense(64)(x))\nx = x + y\nreturn nn.Dense(10)(x)", []),
    "a shape": ("x = nn.relu(nn.Dense(64)(x))\nx = x.reshape((-1, 8, 8))\nreturn nn.Dense(10)(x)", []),
    "the same number for something else": (
        "x = nn.relu(nn.Dense(64)(x))\nz = jnp.zeros(64)\nreturn nn.Dense(10)(x)",
        [],
    ),
    "groups": ("x = nn.relu(nn.Conv(64, (3, 3), feature_group_count=8)(x))\nreturn nn.Dense(10)(x)", []),
    "something else of that name": ("x = nn.relu(mine.Dense(64)(x))\nreturn mine.Dense(10)(x)", []),
}


@pytest.mark.parametrize(("body", "found"), FOUND.values(), ids=FOUND)
def test_widths_in_front_of_an_activation(body: str, found: list[tuple[str, str, int]]) -> None:
    text = "def net(x):\n    " + body.replace("\n", "\n    ")
    statements = program_of(["import flax", text]).statements
    groups = named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    assert [(one.name, one.spots[0].source, len(one.spots)) for one in groups] == found


def test_layers_that_an_instance_holds() -> None:
    text = (
        "class Net(nn.Module):\n    def setup(self):\n        self.a = nn.Dense(64)\n        self.b = nn.Dense(32)\n"
        "        self.c = nn.Dense(10)\n\n"
        "    def __call__(self, x):\n        x = self.a(x)\n        x = nn.relu(x)\n"
        "        return self.c(nn.tanh(self.b(x)))"
    )
    statements = program_of(["import flax", text]).statements
    groups = named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == [("hidden_size", "64"), ("hidden_size_2", "32")]
