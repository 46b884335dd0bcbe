"""Classes that are handed around hold what can be turned: with no flag nothing changes, and each flag counts."""

from __future__ import annotations

from typing import Any

import pytest
from lost import lost
from replay import replay, run_command
from stories import notebook, plan_of

from nb2pkg import pipeline
from nb2pkg.options import Options

TORCH = "import torch\nfrom torch import nn"
NET = """
class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.drop = nn.Dropout(0.5)
        self.fc = nn.Linear(width, 2)
    def forward(self, x):
        return self.fc(self.drop(x))
"""
MAKE = (
    "def make(model_class, **kwargs):\n    model = model_class(**kwargs)\n    print(model.drop.given)\n    return model"
)
OTHER = NET.replace("Net", "Wide").replace("0.5", "0.25")
BLOCK = "def block():\n    return nn.Dropout(0.5)"
MAKER = """
class Maker:
    def __init__(self, kind):
        self.kind = kind
    def make(self):
        return self.kind()
"""
READER = """
class Reader:
    def __init__(self):
        self.first = SIZE
    def rows(self):
        return [self.first, SIZE]
"""

# What the notebook is -> the options that a class holds, and a flag with the text in the notebook that does the same.
STORIES: dict[str, tuple[tuple[str, ...], dict[str, str], tuple[str, str, str, str]]] = {
    "handed to a function": (
        (TORCH, NET, MAKE, "net = make(Net, width=4)"),
        {"dropout": "0.5"},
        ("dropout", "0.1", "Dropout(0.5", "Dropout(0.1"),
    ),
    "one of several": (
        (
            TORCH,
            NET,
            OTHER,
            MAKE,
            "models = {'net': Net, 'wide': Wide}",
            "for name in models: make(models[name], width=3)",
        ),
        {"net_dropout": "0.5", "wide_dropout": "0.25"},
        ("wide_dropout", "0.1", "Dropout(0.25", "Dropout(0.1"),
    ),
    "what a function that it calls is told": (
        (
            TORCH,
            BLOCK,
            NET.replace("nn.Dropout(0.5)", "block()"),
            MAKE,
            "net = make(Net, width=4)",
            "print(block().given)",
        ),
        {"dropout": "0.5"},
        ("dropout", "0.1", "Dropout(0.5", "Dropout(0.1"),
    ),
    "a constant": (
        ("SIZE = 3  # how many", READER, MAKER, "print(Maker(Reader).make().rows())"),
        {"size": "3"},
        ("size", "7", "SIZE = 3", "SIZE = 7"),
    ),
    "a constant that comes later": (
        (READER, "SIZE = 3", MAKER, "print(Maker(Reader).make().rows())"),
        {"size": "3"},
        ("size", "7", "SIZE = 3", "SIZE = 7"),
    ),
    "a default that is the class": (
        (TORCH, NET, MAKE.replace("model_class", "model_class=Net", 1), "net = make(width=4)"),
        {"dropout": "0.5"},
        ("dropout", "0.1", "Dropout(0.5", "Dropout(0.1"),
    ),
    "a dataclass": (
        (
            "from dataclasses import dataclass",
            TORCH,
            "@dataclass\nclass Change:\n    size: int = 2\n    def layer(self):\n        return nn.Dropout(0.5)",
            "print(Change(3).layer().given, Change(4))",
        ),
        {"dropout": "0.5"},
        ("dropout", "0.1", "Dropout(0.5", "Dropout(0.1"),
    ),
    "it is called, too": (
        (
            TORCH,
            NET,
            MAKE,
            "net = make(Net, width=4)",
            "other = Net(3)\nprint(other.drop.given, isinstance(other, Net))",
        ),
        {"dropout": "0.5"},
        ("dropout", "0.1", "Dropout(0.5", "Dropout(0.1"),
    ),
    "what it derives from": (
        ("SIZE = 3", READER, "class Other(Reader):\n    more = 2", MAKER, "print(Maker(Other).make().rows())"),
        {"size": "3"},
        ("size", "7", "SIZE = 3", "SIZE = 7"),
    ),
    "what derives from it": (
        (
            TORCH,
            NET,
            NET.replace("Net(nn.Module)", "Deep(Net)").replace("__init__()", "__init__(width)").replace("0.5", "0.25"),
            MAKE,
            "net = make(Net, width=4)\ndeep = make(Deep, width=3)",
        ),
        {"net_dropout": "0.5", "deep_dropout": "0.25"},
        ("net_dropout", "0.1", "Dropout(0.5", "Dropout(0.1"),
    ),
    "the same in what it derives from": (
        (
            "SIZE = 3\nSTEP = 2",
            READER,
            "class Other(Reader):\n    def step(self):\n        return [SIZE, STEP, self.rows()]",
            MAKER,
            "print(Maker(Other).make().step())",
        ),
        {"size": "3", "step": "2"},
        ("size", "7", "SIZE = 3", "SIZE = 7"),
    ),
    "a name that it has already": (
        (
            "SIZE = 3",
            READER.replace("class Reader:", "class Reader:\n    SIZES = 1").replace("self.first =", "self.SIZE ="),
            MAKER,
            "made = Maker(Reader).make()\nprint(made.SIZE)",
        ),
        {"size": "3"},
        ("size", "7", "\nSIZE = 3", "\nSIZE = 7"),
    ),
}


def options(*cells: str, chosen: Options | None = None) -> dict[str, str]:
    plan = pipeline.plan(notebook(cells), chosen or Options())
    return {one.name: one.default for one in plan.parameters}


@pytest.mark.parametrize(("cells", "expected"), [(c, e) for c, e, _ in STORIES.values()], ids=STORIES)
def test_what_is_in_the_class_is_an_option(cells: tuple[str, ...], expected: dict[str, str]) -> None:
    assert options(*cells) == expected


@pytest.mark.parametrize("cells", [c for c, _, _ in STORIES.values()], ids=STORIES)
def test_nothing_changes_where_nothing_is_given(cells: tuple[str, ...]) -> None:
    done = replay(cells)
    assert done.differences() == []
    assert done.slim_differences() == []


@pytest.mark.parametrize("cells", [c for c, _, _ in STORIES.values()], ids=STORIES)
def test_nothing_is_lost(cells: tuple[str, ...]) -> None:
    book = notebook(cells)
    done = pipeline.convert(book, Options())
    assert lost(book, done.plan, done.package) == []


@pytest.mark.parametrize(("cells", "turn"), [(c, t) for c, _, t in STORIES.values()], ids=STORIES)
def test_an_option_turns_what_stands_in_the_class(cells: tuple[str, ...], turn: tuple[str, str, str, str]) -> None:
    name, value, old, new = turn
    plan = plan_of(cells)
    flag = next(one.flag for one in plan.parameters if one.name == name)
    changed = [f"\n{cell}".replace(old, new) for cell in cells]
    own = replay(changed).notebook
    assert run_command(plan, f"{flag}={value}") == own
    assert own != replay(cells).notebook


PROCESSES = "from joblib import Parallel, delayed\ndef spread(kind):\n    return Parallel()([delayed(kind)()])"
# What keeps a class from holding anything: it cannot be set in time, not everywhere, or something looks at it.
STAYS: dict[str, tuple[str, ...]] = {
    "built while another is defined": (
        "SIZE = 3",
        READER,
        MAKER,
        "def show(reader=Reader()): print(reader.rows())",
        "show()\nMaker(Reader)",
    ),
    "registered": (
        "SIZE = 3",
        "def keep(kind):\n    return kind",
        f"@keep\n{READER.strip()}",
        "print(Reader().rows())",
    ),
    "a metaclass": (
        "SIZE = 3\nclass Meta(type): pass",
        READER.replace("Reader:", "Reader(metaclass=Meta):"),
        MAKER,
        "print(Maker(Reader).make().rows())",
    ),
    "asked for all it has": (
        "SIZE = 3",
        READER.replace("return [self.first, SIZE]", "return [SIZE, vars(self)]"),
        MAKER,
        "print(Maker(Reader).make().rows())",
    ),
    "an enumeration": (
        "import enum\nSIZE = 3",
        "class Kind(enum.Enum):\n    ONE = 1\n    def size(self): return SIZE",
        "print(Kind.ONE.size())",
    ),
    "of a library that reads its classes": (
        "from pydantic import BaseModel\nSIZE = 3",
        "class Kind(BaseModel):\n    def size(self): return SIZE",
        "print(Kind().size())",
    ),
    "in other processes": ("SIZE = 3", READER, PROCESSES, "print(spread(Reader)[0].rows())"),
    "in a static method": (
        "SIZE = 3",
        "class Reader:\n    @staticmethod\n    def rows(): return SIZE",
        MAKER,
        "print(Maker(Reader).make().rows())",
    ),
}


@pytest.mark.parametrize("cells", STAYS.values(), ids=STAYS)
def test_this_stays(cells: tuple[str, ...]) -> None:
    assert options(*cells) == {}


def test_other_processes_that_do_not_touch_the_class_are_no_matter() -> None:
    cells = ("SIZE = 3", READER, MAKER, PROCESSES, "print(Maker(Reader).make().rows())", "print(spread(dict))")
    assert options(*cells) == {"size": "3"}


@pytest.mark.parametrize("pattern", ["dropout", "Net.dropout"])
def test_what_a_person_keeps_stays(pattern: str) -> None:
    cells = (TORCH, NET, MAKE, "net = make(Net, width=4)")
    assert options(*cells, chosen=Options(keep=(pattern,))) == {}


def test_the_class_says_what_it_holds() -> None:
    plan = plan_of((TORCH, NET, MAKE, "net = make(Net, width=4)"))
    text = next(code for code in (one.code for module in plan.modules for one in module.members) if "class Net" in code)
    assert "    DROPOUT = 0.5  # Dropout probability.\n" in text
    assert "nn.Dropout(self.DROPOUT)" in text


LOADED = """
class Rows:
    def __init__(self, first):
        self.first = first
        self.size = SIZE
    def __getitem__(self, index):
        return [SIZE, STEP, index]
"""
LOAD = "def load(kind, num_workers=2):\n    rows = kind(1)\n    print(rows.size, rows[3])\n    return rows"


def test_instances_take_along_what_their_methods_read() -> None:
    cells = ("SIZE = 3\nSTEP = 2", LOADED.replace("return [SIZE, ", "return ["), LOAD, "rows = load(Rows)")
    code = {one.name: one.code for module in plan_of(cells).modules for one in module.members}["Rows"]
    assert "self.STEP = self.STEP  # goes along to other processes" in code
    assert "self.SIZE = self.SIZE" not in code
    assert replay(cells).differences() == []
    alone = (*cells[:2], LOAD.replace(", num_workers=2", ""), cells[3])
    assert not any("other processes" in one.code for module in plan_of(alone).modules for one in module.members)


def test_an_instance_is_the_same_in_a_process_that_begins_anew() -> None:
    """There the class is as it is written: what is set on it in this process is not known."""
    cells = ("SIZE = 3\nSTEP = 2", LOADED, LOAD, "rows = load(Rows)")
    code = {one.name: one.code for module in plan_of(cells).modules for one in module.members}["Rows"]
    here: dict[str, Any] = {}
    exec(code, here)
    here["Rows"].STEP = 5
    state = here["Rows"](1).__dict__
    there: dict[str, Any] = {}
    exec(code, there)
    made = there["Rows"].__new__(there["Rows"])
    made.__dict__.update(state)
    assert made[0] == [3, 5, 0]
