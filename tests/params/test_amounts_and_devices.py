"""Each row: statements, and the numbers of samples and the devices in them."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {"np": "numpy", "torch": "torch", "Subset": "torch.utils.data.Subset"}
LEARNS = "loss.backward()"


def found(text: str, more: str = LEARNS) -> list[tuple[str, str]]:
    statements = program_of(["import torch", text, more]).statements
    return [
        (one.name, one.spots[0].source) for one in named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    ]


FOUND = {
    "x = np.random.rand(200, 1)\ny = x + np.random.randn(200, 1)": [("n_samples", "200")],
    "train_x = torch.linspace(0, 1, 100)": [("n_samples", "100")],
    "train_x = torch.linspace(0, 1, 4)\nax = plt.subplots(figsize=(4, 3))": [("n_samples", "4")],
    "x_train = torch.linspace(0, 1, 21)\nnum_epochs = 21": [("n_samples", "21")],
    "test_x = torch.linspace(0, 1, 51)": [("n_test", "51")],
    "x = torch.linspace(0, 1, 90).view(-1, 1)\nfor t in range(90):\n    net(x).backward()": [
        ("n_samples", "90"),
        ("train_steps", "90"),
    ],
    "x = torch.linspace(0, 1, 90)\nfor t in range(90):\n    net(x[t]).backward()": [("train_steps", "90")],
    "x = torch.linspace(0, 1, 90)\nprint(x)": [],
    "x = torch.linspace(0, 1, 4)\nnet(x).backward()": [],
    "train_x = torch.linspace(0, 1, 4)\ny = train_x.view(4)": [],
    "test_x = torch.linspace(0, 1, 5)": [],
    "z = torch.linspace(0, 1, 90)\nfor t in range(5):\n    net(z).backward()": [("n_samples", "90")],
    "y = x + np.random.uniform(-1, 1, (200, 1))": [("n_samples", "200")],
    "y = x + np.random.normal(size=200)": [("n_samples", "200")],
    "inducing_points = x[:500, :]": [("n_inducing", "500")],
    "inducing_points = x[:500]": [("n_inducing", "500")],
    "inducing = x[torch.randperm(len(x))[:500]]": [("n_inducing", "500")],
    "inducing = torch.linspace(0, 1, 10)": [("n_inducing", "10")],
    "def make(x):\n    mean_inducing = torch.randn(90, 3)\n    inducing = x[:30]\n    return inducing": [
        ("mean_n_inducing", "90"),
        ("n_inducing", "30"),
    ],
    "x = np.random.rand(200, 1)\nf(x, times=200)\nif x % 200:\n    plt.plot(x[:200])": [("n_samples", "200")],
    "x = np.random.rand(200, 1)\ndef f(x):\n    return x / 200": [("n_samples", "200")],
    "train = Subset(train, torch.arange(16000))": [("n_samples", "16000")],
    "small = data.shuffle(seed=42).select(range(1000))": [("seed", "42"), ("n_samples", "1000")],
    "train = data.take(2000)": [("n_samples", "2000")],
    "frame = as_frame(data.take(2000))": [("n_samples", "2000")],
    "svm.fit(x[:2000], y[:2000])": [("n_samples", "2000")],
    "x_sample, y_sample = x[:5000], y[:5000]": [("sample_size", "5000")],
    "small_train = train[:500]": [("sample_size", "500")],
    "points = x[torch.randperm(len(x))[:2000]]": [("n_drawn", "2000")],
    "if big:\n    chosen = np.random.permutation(n)[:1000]": [("n_drawn", "1000")],
    "rows = np.random.randint(0, x.shape[0], 6000)": [("n_drawn", "6000")],
    "rows = np.random.randint(0, len(x), 6000)": [("n_drawn", "6000")],
    "drawn = posterior.rsample(torch.Size([256]))": [("num_samples", "256")],
    "drawn = posterior.sample(torch.Size((256,))).exp()": [("num_samples", "256")],
    'device = torch.device("cuda:0")': [("device", '"cuda:0"')],
    'd = torch.device("cuda" if torch.cuda.is_available() else "cpu")': [("device", '"cuda"')],
    'd = "cuda" if torch.cuda.is_available() else "cpu"': [("device", '"cuda"')],
}
NOTHING = [
    "x = np.random.rand(5, 3)",
    "sample = x[:5]",
    "chosen = np.random.permutation(n)[:5]",
    "chosen = np.arange(n)[:1000]",
    "chosen = np.random.randint(0, len(x), 5)",
    "image = np.random.randint(0, 255, 6000)",
    "drawn = posterior.sample(torch.Size([2, 256]))",
    "drawn = posterior.sample(torch.Size([5]))",
    "drawn = posterior.expand(torch.Size([256]))",
    "first = x[:5000]",
    "sample = x[100:5000]",
    "m = 200",
    "x = np.random.rand(200, 1).reshape(200)",
    "x = np.random.rand(200, 1)\nz = x / 200",
    "x = np.random.rand(200, 1)\ndef f(x):\n    return x.view(200)",
    "x = np.random.uniform(-1, 1)",
    "images = np.random.random((64, 3, 32, 10))",
    "points = x[:500, :]",
    "inducing_points = x[:3, :]",
    "x = np.linspace(0, 1, 100)",
    "np.random.rand(200)",
    "few = data.select(range(3))",
    "few = data.take(5)",
    "lengths = [len(one) for one in data.take(2000)]",
    "data.take(2000)",
    "rows = np.take(x, 2000)",
    "svm.fit(x[:5], y[:5])",
    "svm.fit(x[:2000], y)",
    "svm.fit(x[:2000], y[:200])",
    "svm.fit(x[20:2000], y[20:2000])",
    "few = data.select(range(10, 1000))",
    "train = Subset(train, indices)",
    'x = torch.load(f, map_location=torch.device("cpu"))',
    'd = "cuda" if big else "cpu"',
]


@pytest.mark.parametrize(("text", "settings"), FOUND.items())
def test_these_are_turned(text: str, settings: list[tuple[str, str]]) -> None:
    assert found(text) == settings


@pytest.mark.parametrize("text", NOTHING)
def test_these_stay(text: str) -> None:
    assert found(text) == []


MADE = "x = np.random.rand(m, 1)"
AGAIN = [
    ("m = 200", MADE, [("n_samples", "200")]),
    ("m, c = 200, 1", MADE, [("n_samples", "200")]),
    ("m = 5", MADE, []),
    ("m = 200", "x = np.cos(m)", []),
    ("m = 200", "x = np.random.rand(3, m)", []),
]


@pytest.mark.parametrize(("text", "made", "settings"), AGAIN)
def test_a_short_name_that_is_bound_again_says_how_many(text: str, made: str, settings: list[tuple[str, str]]) -> None:
    statements = program_of(["import torch", text, made, LEARNS]).statements
    groups = named(spots_in(statements, Known(IMPORTS, statements, constants=frozenset())), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == settings


def test_where_nothing_is_learnt_made_up_data_are_toys() -> None:
    assert found("x = np.random.rand(200, 1)", "x.sum()") == []


SPACED = "x = torch.linspace(0, 1, 100)"
GRID = "a, b = torch.meshgrid(torch.linspace(0, 1, 10), torch.linspace(0, 1, 10))"
TRAINS = "for step in range(100):\n    loss = net({}) - 1\n    loss.backward()"
LEARNT = [
    ([SPACED, TRAINS.format("x")], ["n_samples", "train_steps"]),
    ([SPACED, "y = x ** 2", TRAINS.format("y")], ["n_samples", "train_steps"]),
    ([SPACED, "net.fit(x)"], ["n_samples"]),
    ([SPACED, "def make():\n    return x", TRAINS.format("make()")], ["n_samples", "train_steps"]),
    ([SPACED, TRAINS.format("z"), "plt.plot(x, net(x))"], ["train_steps"]),
    ([SPACED, "x = load()", TRAINS.format("x")], ["train_steps"]),
    ([SPACED, "x = x.reshape(100, 1)", "net.fit(x)"], []),
    ([GRID, "x = torch.stack([a, b])", "net.fit(x)"], ["grid_size"]),
    (["thresholds = np.linspace(0, 1, 100)", "for one in thresholds:\n    net.fit(one)"], ["threshold_count"]),
    ([GRID, "x = torch.stack([a, b])", "plt.contourf(x)"], []),
]


@pytest.mark.parametrize(("texts", "settings"), LEARNT)
def test_places_count_where_something_is_learnt_from_them(texts: list[str], settings: list[str]) -> None:
    statements = program_of(["import torch", *texts]).statements
    groups = named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    assert [one.name for one in groups] == settings
