"""Each row: a network of convolutions, its widths, and the shape of what it is given: it runs with any other width."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lost import lost
from stories import notebook, program_of

from nb2pkg import pipeline
from nb2pkg.options import Options
from nb2pkg.params.literals import Literal, find_literals
from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known
from nb2pkg.rules.edits import apply_edits, replacement

IMPORTS = {"nn": "torch.nn", "torch": "torch", "F": "torch.nn.functional"}
FLAT = "x.flatten(1)"

#: Layers, what is done with them, the shape of the input, the widths with the number of their places.
RUNS: dict[str, tuple[str, str, tuple[int, ...], dict[str, int]]] = {
    "convolutions": (
        "self.a = nn.Conv2d(1, 16, 5)\nself.b = nn.Conv2d(in_channels=16, out_channels=2, kernel_size=3)",
        "self.b(self.a(x))",
        (2, 1, 12, 12),
        {"conv_channels": 2},
    ),
    "a flattened image": (
        "self.a = nn.Conv2d(1, 6, 5)\nself.b = nn.Conv2d(6, 16, 5)\nself.c = nn.Linear(16 * 4 * 4, 120)\n"
        "self.d = nn.Linear(120, 10)",
        "self.d(self.c(self.b(self.a(x)).view(-1, 16 * 4 * 4)))",
        (2, 1, 12, 12),
        {"conv_channels": 2, "conv_channels_2": 3, "hidden_size": 2},
    ),
    "a flattened image that is written out": (
        "self.a = nn.Conv2d(1, 6, 5)\nself.b = nn.Conv2d(6, 16, 5)\nself.c = nn.Linear(256, 10)",
        "self.c(self.b(self.a(x)).flatten(1))",
        (2, 1, 12, 12),
        {"conv_channels": 2, "conv_channels_2": 2},
    ),
    "a flattened image that is written out twice": (
        "self.a = nn.Conv2d(1, 6, 5)\nself.b = nn.Conv2d(6, 16, 5)\nself.c = nn.Linear(256, 10)",
        "self.c(self.b(self.a(x)).view(-1, 256))",
        (2, 1, 12, 12),
        {"conv_channels": 2, "conv_channels_2": 3},
    ),
    "an image that is no square": (
        "self.a = nn.Conv2d(1, 6, 5)\nself.b = nn.Conv2d(6, 7, 5)\nself.c = nn.Linear(56, 10)",
        "self.c(self.b(self.a(x)).flatten(1))",
        (2, 1, 10, 12),
        {"conv_channels": 2},
    ),
    "a flattened series": (
        "self.a = nn.Conv1d(1, 6, 5)\nself.c = nn.Linear(30, 10)",
        "self.c(self.a(x).flatten(1))",
        (2, 1, 9),
        {"conv_channels": 2},
    ),
    "a flattened image whose size is that of another layer": (
        "self.a = nn.Conv2d(1, 128, 5)\nself.b = nn.Conv2d(128, 8, 5)\nself.c = nn.Linear(128, 10)",
        "self.c(self.b(self.a(x)).flatten(1))",
        (2, 1, 12, 12),
        {},
    ),
    "with normalization and a shortcut": (
        "self.a = nn.Sequential(nn.Conv2d(1, 8, 3), nn.BatchNorm2d(8))\nself.b = nn.Conv2d(8, 8, 3, padding=1)\n"
        "self.n = nn.BatchNorm2d(8)\nself.c = nn.Conv2d(8, 16, 3)\nself.d = nn.Conv2d(8, 16, 3)\n"
        "self.e = nn.Linear(16, 5)",
        "(lambda h: self.e((self.c(self.n(self.b(h)) + h) + self.d(h)).mean((2, 3))))(self.a(x))",
        (2, 1, 8, 8),
        {"conv_channels": 7, "conv_channels_2": 3},
    ),
    "a generator": (
        "self.a = nn.Linear(9, 32 * 3 * 3)\nself.b = nn.ConvTranspose2d(32, 16, 4)\nself.n = nn.BatchNorm2d(16)\n"
        "self.c = nn.ConvTranspose2d(16, 1, 4)",
        "self.c(self.n(self.b(self.a(x).view(-1, 32, 3, 3))))",
        (2, 9),
        {"conv_channels": 3, "conv_channels_2": 3},
    ),
    "a generator whose image is written out": (
        "self.a = nn.Linear(9, 288)\nself.b = nn.ConvTranspose2d(32, 1, 4)",
        "self.b(self.a(x).view(-1, 32, 3, 3))",
        (2, 9),
        {"conv_channels": 3},
    ),
    "a generator in a row": (
        "self.a = nn.Sequential(nn.Linear(9, 3 * 3 * 32), nn.Unflatten(1, (32, 3, 3)), nn.ConvTranspose2d(32, 1, 4))",
        "self.a(x)",
        (2, 9),
        {"conv_channels": 3},
    ),
    "an autoencoder": (
        "self.a = nn.Conv2d(1, 16, 3)\nself.b = nn.Conv2d(16, 4, 3)\nself.c = nn.ConvTranspose2d(4, 16, 3)\n"
        "self.d = nn.ConvTranspose2d(16, 1, 3)",
        "self.d(self.c(self.b(self.a(x))))",
        (2, 1, 8, 8),
        {"conv_channels": 4, "conv_channels_2": 2},
    ),
    "convolutions of a series, and what remembers": (
        "self.a = nn.Conv1d(3, 24, 3)\nself.b = nn.LSTM(24, 7, batch_first=True, bidirectional=True)\n"
        "self.c = nn.Linear(7 * 2, 5)",
        "self.c(self.b(self.a(x).transpose(1, 2))[0])",
        (2, 3, 9),
        {"conv_channels": 2, "hidden_size": 2},
    ),
    "layers of a function within": (
        "def block(i, o, normalize=True):\n    layers = [nn.Linear(i, o)]\n    if normalize:\n"
        "        layers.append(nn.BatchNorm1d(o, 0.8))\n    return layers\n"
        "self.a = nn.Sequential(*block(9, 128, normalize=False), *block(128, 256), *block(256, 512),"
        " nn.Linear(512, 4))",
        "self.a(x)",
        (3, 9),
        {"hidden_size": 2, "hidden_size_2": 2, "hidden_size_3": 2},
    ),
}
STAY: dict[str, tuple[str, str]] = {
    "the last channels": ("a = nn.Conv2d(3, 64, 3)", ""),
    "those of the image": ("a = nn.Conv2d(3, 3, 3)", ""),
    "channels that are put together": ("a = nn.Conv2d(3, 64, 3); b = nn.Conv2d(64, 3, 3)", "torch.cat([x, x], 1)"),
    "channels that are parted": ("a = nn.Conv2d(3, 64, 3); b = nn.Conv2d(64, 3, 3)", "x.chunk(2, dim=1)"),
    "channels that become points": ("a = nn.Conv2d(3, 64, 3); b = nn.PixelShuffle(2); c = nn.Conv2d(64, 3, 3)", "x"),
    "what groups divide": ("a = nn.Conv2d(3, 64, 3); b = nn.Conv2d(64, 64, 3, groups=64); c = nn.Conv2d(64, 3, 3)", ""),
    "what a normalization divides": ("a = nn.Conv2d(3, 64, 3); b = nn.GroupNorm(8, 64); c = nn.Conv2d(64, 3, 3)", ""),
    "what another size is, too": ("a = nn.Conv2d(1, 16, 3); b = nn.Linear(16 * 16 * 16, 10)", ""),
    "a size in front of the channels": (
        "a = nn.Conv1d(1, 16, 3); b = nn.Conv1d(16, 33, 3); c = nn.Linear(16 * 4, 10)",
        "",
    ),
    "a row of numbers that no image has": ("a = nn.Conv2d(1, 16, 3); b = nn.Linear(130, 10)", "b(x.flatten(1))"),
    "a row of numbers that nothing made of an image": ("a = nn.Conv2d(1, 16, 3); b = nn.Linear(64, 10)", "b(x)"),
    "a row of numbers that stands elsewhere, too": (
        "a = nn.Conv2d(1, 16, 3); b = nn.Linear(64, 10); self.n = 64",
        "b(x.flatten(1))",
    ),
    "an image of other channels": ("a = nn.Linear(9, 288); b = nn.ConvTranspose2d(32, 1, 4)", "x.view(-1, 18, 4, 4)"),
    "a size that is computed elsewhere": ("a = nn.Conv2d(1, 16, 3); b = nn.Linear(self.flat, 10)", ""),
    "a layer of one's own": ("a = nn.Conv2d(3, 64, 3); b = Block(64); c = nn.Conv2d(64, 3, 3)", ""),
    "many widths": ("; ".join(f"a = nn.Conv2d({2**n}, {2 ** (n + 1)}, 9)" for n in range(4, 11)), ""),
    "a function that does more": (
        "block = lambda i, o: nn.Conv2d(i, 2 * o, 3); a = block(3, 64); b = nn.Conv2d(64, 3, 3)",
        "",
    ),
}


def network(layers: str, forward: str) -> str:
    inner = layers.replace("\n", "\n        ")
    body = "" if not forward else f"\n    def forward(self, x):\n        return {forward}\n"
    return f"class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        {inner}\n{body}"


def found(text: str) -> tuple[Literal, ...]:
    return find_literals(text, IMPORTS, frozenset())


@pytest.mark.parametrize(("layers", "forward", "shape", "widths"), RUNS.values(), ids=RUNS)
def test_with_another_width_the_network_still_runs(
    layers: str, forward: str, shape: tuple[int, ...], widths: dict[str, int]
) -> None:
    torch = pytest.importorskip("torch")
    text = network(layers, forward)
    options = found(text)
    assert {one.argument: len(one.nodes) for one in options} == widths
    outputs = []
    for one in [None, *options]:
        edits = [replacement(text, *place) for place in one.read_as(str(int(one.default) + 5))] if one else []
        names = {"nn": torch.nn, "torch": torch}
        exec(apply_edits(text, edits), names)
        outputs.append(names["Net"]()(torch.zeros(shape)).shape)
    assert len(set(outputs)) == 1


@pytest.mark.parametrize(("layers", "forward"), STAY.values(), ids=STAY)
def test_a_width_that_something_else_follows_from_stays(layers: str, forward: str) -> None:
    assert [one.argument for one in found(network(layers, forward)) if one.argument.startswith("conv")] == []


RUNNING = {
    "def make():\n    a = nn.Conv2d(1, 16, 3)\n    b = nn.Conv2d(16, 7, 3)\n    return nn.Sequential(a, b)": [
        ("conv_channels", "16", 2)
    ],
    "net = nn.Sequential(nn.Conv2d(1, 16, 3), nn.Conv2d(16, 24, 3), nn.Flatten(), nn.Linear(24 * 9, 5))": [
        ("conv_channels", "16", 2),
        ("conv_channels_2", "24", 2),
    ],
    "net = nn.Sequential(nn.Conv2d(1, 24, 3), nn.Flatten(), nn.Linear(216, 5))": [("conv_channels", "24", 2)],
    "net = nn.Sequential()\nnet.add_module('a', nn.Conv2d(1, 24, 3))\nprint(net(x).shape)\n"
    "net.add_module('b', nn.Flatten())\nnet.add_module('c', nn.Linear(216, 64))\n"
    "net.add_module('d', nn.Linear(64, 5))": [
        ("conv_channels", "24", 2),
        ("hidden_size", "64", 2),
    ],
    "net = nn.Sequential()\nnet.append(nn.Linear(9, 64))\nnet = nn.Sequential()\nnet.append(nn.Linear(64, 3))": [],
    "net = nn.Sequential()\nnet.append(nn.Linear(9, 64))\nnet.append(nn.Linear(64, 3))\nnet[1] = nn.Linear(64, 4)": [],
    "net = make()\nnet.append(nn.Linear(9, 64))\nnet.append(nn.Linear(64, 3))": [],
    "g = nn.Sequential(nn.Linear(9, 64), nn.Linear(64, 3))\nd = nn.Sequential(nn.Linear(3, 64), nn.Linear(64, 1))": [
        ("g_hidden_size", "64", 2),
        ("d_hidden_size", "64", 2),
    ],
}


@pytest.mark.parametrize(("text", "widths"), RUNNING.items())
def test_in_a_function_and_in_what_runs_a_width_is_one_option_of_its_network(
    text: str, widths: list[tuple[str, str, int]]
) -> None:
    statements = program_of(["import torch", text]).statements
    groups = named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    assert [(one.name, one.spots[0].source, len(one.spots)) for one in groups] == widths


def test_a_number_by_a_part_of_it_is_the_same_number() -> None:
    layers, forward, _, _ = RUNS["a flattened image that is written out"]
    book = notebook(["import torch\nfrom torch import nn", network(layers, forward), "net = Net()\nprint(net)"])
    done = pipeline.convert(book, Options())
    assert lost(book, done.plan, done.package) == []
    (one,) = (file for file in done.package.files if b"conv_channels_2 * 16" in file.content)
    other = replace(one, content=one.content.replace(b"conv_channels_2 * 16", b"conv_channels_2 * 8"))
    files = tuple(other if file is one else file for file in done.package.files)
    assert len(lost(book, done.plan, replace(done.package, files=files))) == 1
