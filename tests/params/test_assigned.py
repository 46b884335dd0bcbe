"""Settings that functions assign to names of their own become options, and nothing else does."""

from __future__ import annotations

import ast

import pytest
from lost import lost
from replay import replay
from stories import code_of, notebook, plan_of
from turned import by_hand, options_of, turned

from nb2pkg import pipeline
from nb2pkg.options import Options
from nb2pkg.params.local_settings import local_settings

SETTINGS = {
    "a number": ("num_epochs = 30", ["num_epochs"]),
    "an annotation": ("lr: float = 0.1", ["lr"]),
    "a switch": ("use_amp = True", ["use_amp"]),
    "a word": ("model_name = 'resnet18'", ["model_name"]),
    "a few numbers": ("hidden_sizes = [64, 32]", ["hidden_sizes"]),
    "capitals": ("OFTEN = 3", ["OFTEN"]),
    "in a loop": ("for _ in x:\n        lr = 0.1", ["lr"]),
    "a seed of nothing": ("seed = 0", ["seed"]),
    "where a count begins": ("num_steps = 0", []),
    "one of them": ("batch_size = 1", []),
    "no setting": ("total = 3", []),
    "bound twice": ("lr = 0.1\n    lr = 0.2", []),
    "grows": ("num_steps = 1\n    num_steps += 1", []),
    "a loop's own": ("num = 3\n    for num in x:\n        pass", []),
    "computed": ("lr = f()", []),
    "of another function": ("def g():\n        lr = 0.1\n        return lr", []),
    "an argument within": ("lr = 0.1\n    def g(lr):\n        return lr", []),
    "a global": ("global lr\n    lr = 0.1", []),
    "looked up by its text": ("lr = 0.1\n    print(locals())", []),
    "an empty word": ("model_name = ''", []),
    "a long text": (f"model_name = '{'x' * 300}'", []),
}


@pytest.mark.parametrize(("body", "names"), SETTINGS.values(), ids=SETTINGS)
def test_what_is_a_setting_of_a_function(body: str, names: list[str]) -> None:
    reads = "[num_epochs, lr, use_amp, model_name, hidden_sizes, OFTEN, seed, batch_size, num_steps, total, num]"
    (function,) = ast.parse(f"def f(x):\n    {body}\n    return {reads}").body
    assert isinstance(function, ast.FunctionDef)
    assert [one.name for one in local_settings(function)] == names


def test_what_nobody_reads_is_no_setting() -> None:
    (function,) = ast.parse("def f(x):\n    lr = 0.1").body
    assert isinstance(function, ast.FunctionDef)
    assert list(local_settings(function)) == []


TRAIN = """
def train(model):
    num_epochs = 3  # how often
    for epoch in range(num_epochs):
        probe.see("train", model, epoch)
"""
STORY = ["import torch\nimport probe", TRAIN, "model = probe.see('model', 'm')\ntrain(model)"]


def test_the_assignment_goes_where_the_argument_has_its_name() -> None:
    plan = plan_of(STORY)
    assert [(one.name, one.default, one.help) for one in plan.parameters] == [("num_epochs", "3", "How often.")]
    code = code_of(plan, "train")
    assert "def train(model, num_epochs: int = 3)" in code
    assert "num_epochs = 3" not in code.replace("num_epochs: int = 3", "")


def test_the_option_turns_what_the_local_name_turned() -> None:
    assert replay(STORY).differences() == []
    other = [STORY[0], TRAIN.replace("num_epochs = 3", "num_epochs = 5"), STORY[2]]
    assert turned(STORY, {"num_epochs": "5"}) == by_hand(other) != by_hand(STORY)


def test_a_name_that_the_notebook_has_stays_beside_the_option() -> None:
    cells = [
        STORY[0],
        TRAIN,
        "model = probe.see('model', 'm')\nnum_epochs = len(model)\ntrain(model)\nprobe.see('own', num_epochs)",
    ]
    assert options_of(cells) == {"train_num_epochs": "3"}
    assert "num_epochs = train_num_epochs" in code_of(plan_of(cells), "train")
    assert replay(cells).differences() == []
    other = [cells[0], TRAIN.replace("num_epochs = 3", "num_epochs = 5"), cells[2]]
    assert turned(cells, {"train_num_epochs": "5"}) == by_hand(other)


def test_two_functions_have_their_own() -> None:
    again = TRAIN.replace("train(", "tune(").replace("3", "4").replace('"train"', '"tune"')
    cells = [STORY[0], TRAIN, again, "model = probe.see('model', 'm')\ntrain(model)\ntune(model)"]
    assert options_of(cells) == {"train_num_epochs": "3", "tune_num_epochs": "4"}
    assert replay(cells).differences() == []


NET = """
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        hidden_size = 4
        self.hidden_size = hidden_size
        probe.see("net", hidden_size)

    def forward(self, x):
        scale = 2
        return x * scale
"""


def test_a_network_takes_what_its_methods_assign() -> None:
    cells = [STORY[0], NET, "model = Net()\nprobe.see('out', model.forward(3), model.hidden_size)"]
    assert options_of(cells) == {"hidden_size": "4", "scale": "2"}
    assert replay(cells).differences() == []
    other = [cells[0], NET.replace("= 4", "= 9").replace("= 2", "= 7"), cells[2]]
    assert turned(cells, {"hidden_size": "9", "scale": "7"}) == by_hand(other)


@pytest.mark.parametrize("cells", [STORY, [STORY[0], NET, "model = Net()\nprobe.see('out', model.forward(3))"]])
def test_no_statement_is_lost(cells: list[str]) -> None:
    book = notebook(cells)
    done = pipeline.convert(book, Options())
    assert lost(book, done.plan, done.package) == []


def test_what_only_looks_keeps_its_own() -> None:
    cells = [
        "import matplotlib.pyplot as plt",
        "def plot_all(x):\n    size = 3\n    plt.plot(x, markersize=size)\n    plt.show()",
        "plot_all([1])",
    ]
    assert options_of(cells) == {}


AGENT = (
    "class Agent:\n    def __init__(self, n):\n        self.n = n\n        self.gamma = 0.5\n"
    "        self.epsilon = 1.0\n        self.num_steps = 0\n        self.name = 'agent'\n"
    "    def act(self):\n        self.epsilon *= self.gamma\n        self.num_steps += 1\n"
    "        return self.epsilon, self.num_steps"
)
OF_INSTANCES = {
    "what a constructor sets": ([AGENT, "agent = Agent(4)\nprobe.see(agent.act(), agent.act())"], {
        "agent_gamma": "0.5",
        "epsilon": "1.0",
    }),
    "what a constructor chooses": (
        [
            "class Rows:\n    def __init__(self, n):\n        if n > 3:\n            self.batch_size = 8\n"
            "        else:\n            self.batch_size = n",
            "probe.see(Rows(4).batch_size, Rows(2).batch_size)",
        ],
        {"batch_size": "8"},
    ),
    "what another method sets": (
        [
            "class Rows:\n    def __init__(self, n):\n        self.n = n\n    def begin(self):\n"
            "        self.batch_size = 8\n        return self",
            "probe.see(Rows(4).begin().batch_size)",
        ],
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "options"), OF_INSTANCES.values(), ids=OF_INSTANCES)
def test_settings_of_instances(cells: list[str], options: dict[str, str]) -> None:
    story = ["import probe", *cells]
    assert options_of(story) == options
    assert replay(story).differences() == []
    book = notebook(story)
    done = pipeline.convert(book, Options())
    assert lost(book, done.plan, done.package) == []


def test_a_setting_of_an_instance_is_turned() -> None:
    cells = ["import probe", AGENT, "agent = Agent(4)\nprobe.see(agent.act(), agent.act())"]
    other = ["import probe", AGENT.replace("0.5", "0.25"), cells[2]]
    assert turned(cells, {"agent_gamma": "0.25"}) == by_hand(other) != by_hand(cells)
