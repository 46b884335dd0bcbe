"""Settings in classes become options: with none given nothing changes, and each turns what its field turned."""

from __future__ import annotations

import pytest
from lost import lost
from replay import replay, run_command
from stories import code_of, notebook, plan_of, program_of

from nb2pkg import pipeline
from nb2pkg.flow.world import survey
from nb2pkg.options import Options
from nb2pkg.story.configs import turn_configs
from nb2pkg.story.run_once import run_once_behind
from nb2pkg.story.wishes import Wishes

CFG = """
class CFG:
    lr = 1e-3  # how fast
    epochs = 10
"""
READ = "def train(x):\n    return x * CFG.lr * CFG.epochs"
RUN = "total = train(2)\nprint(total)"


def options(*cells: str, chosen: Options | None = None) -> dict[str, str]:
    plan = pipeline.plan(notebook(cells), chosen or Options())
    return {one.name: one.default for one in plan.parameters}


def added(*cells: str) -> list[str]:
    """What runs right behind the classes, without the constants themselves."""
    program = program_of(cells)
    texts = [statement.text for statement in program.statements]
    made = turn_configs(program, survey(program), Wishes())
    return [s.text for s in made.program.statements if s.text not in texts and s.names.changes]


# What the notebook is -> its options, and a flag with the text in the notebook that does the same.
STORIES: dict[str, tuple[tuple[str, ...], dict[str, str], tuple[str, str, str, str]]] = {
    "read in functions": ((CFG, READ, RUN), {"lr": "1e-3", "epochs": "10"}, ("lr", "0.5", "1e-3", "0.5")),
    "read at the top level": (
        (CFG, "print(CFG.lr)\nprint(CFG.epochs)"),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "3", "10", "3"),
    ),
    "read in a class": (
        (
            CFG,
            "class Net:\n    def __init__(self): self.lr = CFG.lr\n    def run(self): return CFG.epochs",
            "net = Net()\nprint(net.lr, net.run())",
        ),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "3", "10", "3"),
    ),
    "an instance": ((CFG, "cfg = CFG()\nprint(cfg.lr)"), {"lr": "1e-3", "epochs": "10"}, ("lr", "2.0", "1e-3", "2.0")),
    "an instance that gets another value": (
        (CFG + "    size = 3\n", "cfg = CFG()\ncfg.lr = 0.5\ncfg.note = 'try'\nprint(cfg.lr, cfg.size)"),
        {"lr": "0.5", "epochs": "10", "size": "3", "note": "'try'"},
        ("lr", "2.0", "0.5", "2.0"),
    ),
    "a class whose instance gets another value": (
        (CFG, "cfg = CFG()\nprint(cfg.lr)\ncfg.lr = 0.5\nprint(cfg.lr)"),
        {"lr": "1e-3", "epochs": "10", "learning_rate": "0.5"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "handed on": (
        (CFG, "def train(c):\n    return c.lr * c.epochs", "print(train(CFG))"),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "4", "10", "4"),
    ),
    "a default": (
        (CFG, "def train(c=CFG):\n    return c.lr * c.epochs", "print(train())"),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "4", "10", "4"),
    ),
    "inherited": (
        (CFG, "class Small(CFG):\n    epochs = 2", "print(Small.lr, Small.epochs, CFG.epochs)"),
        {"lr": "1e-3", "epochs": "10", "small_epochs": "2"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "nested": (
        (
            "class CFG:\n    class data:\n        size = 8\n    class model:\n        size = 4\n        depth = 2\n"
            "    steps = data.size * 2",
            "print(CFG.data.size, CFG.model.size, CFG.model.depth, CFG.steps)",
        ),
        {"data_size": "8", "model_size": "4", "depth": "2"},
        ("data_size", "16", "8", "16"),
    ),
    "computed": (
        (
            "class CFG:\n    epochs = 10\n    steps = epochs * 100\n    name = f'run {epochs}'",
            "print(CFG.steps, CFG.name)",
        ),
        {"epochs": "10"},
        ("epochs", "3", "10", "3"),
    ),
    "a switch in the class": (
        ("class CFG:\n    debug = False\n    epochs = 10\n    if debug:\n        epochs = 1", "print(CFG.epochs)"),
        {"debug": "False", "epochs": "10"},
        ("debug", "true", "False", "True"),
    ),
    "a switch behind it": (
        (
            "class CFG:\n    debug = False\n    epochs = 10\nif CFG.debug:\n    CFG.epochs = 1",
            "def train():\n    return CFG.epochs",
            "print(train())",
        ),
        {"debug": "False", "epochs": "10"},
        ("debug", "true", "False", "True"),
    ),
    "changed later": (
        (CFG, "print(CFG.epochs)\nCFG.epochs = 2\nprint(CFG.epochs, CFG.lr)"),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "4", "10", "4"),
    ),
    "a default of a function": (
        (CFG, "def train(n=CFG.epochs):\n    return n * CFG.lr", "print(train(), train(2))"),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "4", "10", "4"),
    ),
    "a default that another function leaves": (
        (CFG, "def train(x, *, n=CFG.epochs):\n    return n * x", "def more():\n    return train(3)", "print(more())"),
        {"epochs": "10"},
        ("epochs", "4", "10", "4"),
    ),
    "a default of a constructor": (
        (CFG, "class Data:\n    def __init__(self, n=CFG.epochs):\n        self.n = n", "print(Data().n, CFG.lr)"),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "4", "10", "4"),
    ),
    "a default behind a switch": (
        (
            "class CFG:\n    debug = True\n    epochs = 10\nif CFG.debug:\n    CFG.epochs = 1",
            "def train(n=CFG.epochs):\n    return n",
            "print(train())",
        ),
        {"debug": "True", "epochs": "10"},
        ("debug", "false", "True", "False"),
    ),
    "read early": (
        (CFG, "class Net:\n    n = CFG.epochs", "print(Net.n, CFG.lr)"),
        {"lr": "1e-3"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "a default that changes": (
        (CFG, "def train(n=CFG.epochs):\n    return n * CFG.lr", "print(train())\nCFG.epochs += 3\nprint(train())"),
        {"lr": "1e-3"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "a default of what is handed on": (
        (CFG, "def train(n=CFG.epochs):\n    return n * CFG.lr", "def call(f):\n    return f()", "print(call(train))"),
        {"lr": "1e-3"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "two classes": (
        (CFG, "class SegCFG:\n    lr = 5e-5\n    size = 3", "print(CFG.lr, CFG.epochs, SegCFG.lr, SegCFG.size)"),
        {"lr": "1e-3", "epochs": "10", "seg_lr": "5e-5", "size": "3"},
        ("seg_lr", "2.0", "5e-5", "2.0"),
    ),
    "a name that is taken": (
        (CFG, "epochs = CFG.epochs + 1\nprint(epochs, CFG.lr)"),
        {"lr": "1e-3", "cfg_epochs": "10"},
        ("cfg_epochs", "4", "10", "4"),
    ),
    "made of what is imported": (
        ("import os\nclass Config:\n    root = 'data'\n    path = os.path.join(root, 'x.csv')", "print(Config.path)"),
        {"root": "'data'", "x_file": '"x.csv"'},
        ("root", "other", "'data'", "'other'"),
    ),
    "all kinds": (
        (
            "class Args:\n    a = 1\n    b = 'two'\n    c = True\n    d = (3, 4)\n    e = [5, 6]\n"
            "    f: float = .5\n    g = 2 * 7\n    h = -1\n    i = None\n    j = {}",
            "print(Args.a, Args.b, Args.c, Args.d, Args.e, Args.f, Args.g, Args.h, Args.i, Args.j)",
        ),
        {"a": "1", "b": "'two'", "c": "True", "d": "(3, 4)", "e": "[5, 6]", "f": ".5", "g": "2 * 7", "h": "-1"},
        ("h", "3", "-1", "3"),
    ),
    "nothing yet": (
        ("class CFG:\n    max_depth = None\n    net = None", "print(CFG.max_depth, CFG.net)"),
        {"max_depth": "None"},
        ("max_depth", "3", "None", "3"),
    ),
    "with methods": (
        (
            "class Config:\n    lr = 1e-3\n    def __init__(self, t): self.t = t\n    def rate(self): return self.lr",
            "c = Config('x')\nprint(c.rate())",
        ),
        {"lr": "1e-3"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "found by what is in it": (
        ("class G:\n    batch_size = 4\n    folder = 'x'", "print(G.batch_size, G.folder)"),
        {"batch_size": "4", "folder": "'x'"},
        ("batch_size", "5", "4", "5"),
    ),
    "needs what is computed": (
        ("import random\nn = random.randint(1, 9)", "class CFG:\n    n = n\n    lr = 1e-3", "print(CFG.n, CFG.lr)"),
        {"lr": "1e-3"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
}

LOAD = "def load(n, name='a'):\n    print('load', n, name)\n    return [n] * 3\n"
ONCE: dict[str, tuple[tuple[str, ...], dict[str, str], tuple[str, str, str, str]]] = {
    "what is read only once": (
        (
            LOAD,
            "class CFG:\n    n = 1\n    size = 4\n    # the rows\n    table = load(n)  # once\n    rows = len(table)\n"
            "    last = size - 1\n    def show(self): return self.rows",
            "def train():\n    return CFG.rows * CFG.n",
            "print(train(), CFG.table, CFG.last, CFG().show())",
        ),
        {"n": "1", "size": "4"},
        ("n", "3", "1", "3"),
    ),
    "what is said in between": (
        (
            LOAD,
            "class Config:\n    debug = True\n    n = 5\n    print('first')\n    if debug:\n        n = len(load(n))\n"
            "        print('debug', n)\n    for kind in ['a', 'b']:\n        print(kind, n)\n"
            "    squares = [i * i for i in range(n)]",
            "print(Config.n, Config.squares, Config.kind)",
        ),
        {"debug": "True", "n": "5"},
        ("debug", "false", "True", "False"),
    ),
    "all that is in it": (
        (LOAD, "n = 3\nclass CFG:\n    lr = 0.1\nclass Args:\n    rows = load(n)", "print(Args.rows, CFG.lr)"),
        {"n": "3", "lr": "0.1"},
        ("n", "4", "3", "4"),
    ),
    "what goes through it": (
        ("class CFG:\n    n = 2\n    m = [i for i in range(n)]", "print(CFG.m)"),
        {"n": "2"},
        ("n", "3", "2", "3"),
    ),
}
STORIES |= ONCE
INSTANCES: dict[str, tuple[tuple[str, ...], dict[str, str], tuple[str, str, str, str]]] = {
    "set by the constructor": (
        (
            "class Config:\n    def __init__(self):\n        self.lr = 1e-3\n        self.epochs = 10\n"
            "        self.steps = self.epochs * 3",
            "cfg = Config()",
            "def train():\n    return cfg.lr * cfg.steps",
            "print(train(), cfg.epochs)",
        ),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "3", "10", "3"),
    ),
    "arguments of the constructor": (
        (
            "class Config:\n    def __init__(self, lr=1e-3, epochs=10):\n        self.lr, self.epochs = lr, epochs",
            "cfg = Config()",
            "def train(c):\n    return c.lr * c.epochs",
            "print(train(cfg))",
        ),
        {"lr": "1e-3", "epochs": "10"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "a dataclass": (
        (
            "from dataclasses import dataclass, field\n@dataclass\nclass Config:\n    lr: float = 1e-3\n"
            "    epochs: int = field(default=10)\n    sizes: list = field(default_factory=list)\n    name: str = 'a'",
            "cfg = Config(name='b')",
            "print(cfg.lr, cfg.epochs, cfg.sizes, cfg.name)\nprint(cfg)",
        ),
        {"lr": "1e-3", "epochs": "10", "name": "'b'"},
        ("epochs", "4", "default=10", "default=4"),
    ),
    "a dataclass twice": (
        (
            "import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass TrainConfig:\n    lr: float = 1e-3\n"
            "    epochs: int = 10",
            "a, b = TrainConfig(), TrainConfig(float(2))",
            "def more():\n    return TrainConfig(float(3), epochs=int(1))",
            "print(a, b, more())",
        ),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "4", "int = 10", "int = 4"),
    ),
    "a dataclass that computes": (
        (
            "from dataclasses import dataclass\n@dataclass\nclass Config:\n    lr: float = 1e-3\n    steps: int = 0\n"
            "    epochs: int = 10\n    def __post_init__(self):\n        self.steps = self.epochs * 2\n"
            "        self.lr = self.lr / 2",
            "cfg = Config()\nprint(cfg)",
        ),
        {"lr": "1e-3", "epochs": "10"},
        ("epochs", "4", "int = 10", "int = 4"),
    ),
    "of attrs": (
        (
            "import attr\nfrom attrs import define, field\n@define\nclass Config:\n    lr: float = 1e-3\n"
            "    epochs: int = field(default=10)\n    _hidden: int = 3",
            "@attr.s(auto_attribs=True)\nclass Args:\n    size: int = attr.ib(default=4)",
            "cfg = Config()\nargs = Args()\nprint(cfg.lr, cfg.epochs, args.size)\nprint(cfg, args)",
        ),
        {"lr": "1e-3", "epochs": "10", "size": "4"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "a dataclass that is no instance": (
        (
            "from dataclasses import dataclass\n@dataclass\nclass Config:\n    lr: float = 1e-3",
            "print(Config.lr)",
        ),
        {"lr": "1e-3"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "fields of a tuple": (
        (
            "from typing import NamedTuple\nclass Args(NamedTuple):\n    lr: float = 1e-3\n    epochs: int = 10",
            "args = Args()",
            "print(args, args.lr)",
        ),
        {"lr": "1e-3", "epochs": "10"},
        ("lr", "2.0", "1e-3", "2.0"),
    ),
    "a field that is computed": (
        (
            "import os\nfrom dataclasses import dataclass\n@dataclass\nclass Config:\n    lr: float = 1e-3\n"
            "    folder: str = os.getenv('NOT_SET', '.')",
            "args = Config()",
            "print(args.lr, args.folder)",
        ),
        {"lr": "1e-3", "folder": "None"},
        ("folder", "a", "os.getenv('NOT_SET', '.')", "'a'"),
    ),
    "a field that is a new list each time": (
        (
            "from dataclasses import dataclass, field\n@dataclass\nclass Config:\n    lr: float = 1e-3\n"
            "    sizes: list[int] = field(default_factory=lambda: [1, 2])\n"
            "    seen: int = field(default=3, init=False)",
            "first = Config(lr=0.5)\nsecond = Config(lr=0.5)\nfirst.sizes.append(3)",
            "print(first, second)",
        ),
        {"lr": "0.5", "sizes": "[1, 2]"},
        ("sizes", "[4]", "[1, 2]", "[4]"),
    ),
}
STORIES |= INSTANCES
#: Fields that are computed: an option holds a part of them, or nothing until somebody says something.
COMPUTED: dict[str, tuple[tuple[str, ...], dict[str, str], tuple[str, str, str, str]]] = {
    "in an array": (
        ("import numpy as np\nclass CFG:\n    weight = np.array([1.0, 2.0]).astype(float)", "print(CFG.weight * 2)"),
        {"weight": "[1.0, 2.0]"},
        ("weight", "[3.0]", "[1.0, 2.0]", "[3.0]"),
    ),
    "in what follows from another field": (
        (
            "import numpy as np\nclass CFG:\n    kind = 'f8'\n    weight = np.array([1, 2]).astype(kind)\n    lr = 0.1",
            "print(CFG.weight.dtype, CFG.weight, CFG.lr)",
        ),
        {"kind": "'f8'", "weight": "[1, 2]", "lr": "0.1"},
        ("kind", "i4", "'f8'", "'i4'"),
    ),
    "the ordinary one of two": (
        ("class CFG:\n    debug = False\n    epochs = 1 if debug else 20", "print(CFG.epochs)"),
        {"debug": "False", "epochs": "20"},
        ("epochs", "30", "else 20", "else 30"),
    ),
    "from the environment": (
        (
            "import os\nclass CFG:\n    lr = 0.1\n    workers = int(os.getenv('NOT_SET', '4'))",
            "print(CFG.workers, CFG.lr)",
        ),
        {"lr": "0.1", "workers": "None"},
        ("workers", "3", "int(os.getenv('NOT_SET', '4'))", "3"),
    ),
    "by what the machine has": (
        (
            "import os\nclass CFG:\n    lr = 0.1\n    batch_size = 256 if os.environ.get('NOT_SET', '') else 64\n"
            "    steps = batch_size * 2",
            "print(CFG.batch_size, CFG.steps, CFG.lr)",
        ),
        {"lr": "0.1", "batch_size": "None"},
        ("batch_size", "32", "256 if os.environ.get('NOT_SET', '') else 64", "32"),
    ),
}
STORIES |= COMPUTED


@pytest.mark.parametrize(("cells", "expected"), [(c, e) for c, e, _ in STORIES.values()], ids=STORIES)
def test_fields_become_options(cells: tuple[str, ...], expected: dict[str, str]) -> None:
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
def test_an_option_turns_what_the_field_turned(cells: tuple[str, ...], turn: tuple[str, str, str, str]) -> None:
    name, value, old, new = turn
    plan = plan_of(cells)
    flag = next(one.flag for one in plan.parameters if one.name == name)
    plain = any(f" = {old}" in cell for cell in cells)
    marked = (f" = {old}", f" = {new}") if plain else (old, new)
    changed = [cell.replace(*marked, 1) for cell in cells]
    own = replay(changed).notebook
    assert run_command(plan, f"{flag}={value}") == own
    assert own != replay(cells).notebook


BEHIND = {
    "fields": (CFG, ["CFG.lr = lr", "CFG.epochs = epochs"]),
    "what follows": (
        "class CFG:\n    n = 1\n    m = n + 1\n    k = 'x'\n    o = k.upper()\nprint(CFG.m, CFG.o)",
        ["CFG.n = n", "CFG.m = CFG.n + 1", "CFG.k = k", "CFG.o = CFG.k.upper()"],
    ),
    "what is bound again": (
        "class CFG:\n    fast = True\n    n = 5\n    if fast:\n        n = 1\nprint(CFG.n)",
        ["CFG.fast = fast", "CFG.n = n", "if CFG.fast:\n    CFG.n = 1"],
    ),
    "added to": ("class CFG:\n    n = 5\n    n += 1\nprint(CFG.n)", ["CFG.n = n", "CFG.n += 1"]),
    "an annotation": ("class CFG:\n    n: int = 5\n    m: int = n\nprint(CFG.m)", ["CFG.n = n", "CFG.m = CFG.n"]),
    "what is hidden from the class": ("n = 5\nclass CFG:\n    n = 2\n    m = [n for i in range(n)]\nprint(CFG.m)", []),
    "what is not": (
        "class CFG:\n    n = 2\n    m = [i for i in range(n)]\nprint(CFG.m)",
        ["CFG.n = n", "CFG.m = [i for i in range(CFG.n)]"],
    ),
    "what only computes": (
        "import torch\nclass CFG:\n    n = 5\n    d = torch.device('cpu')\nprint(CFG.n)",
        ["CFG.n = n"],
    ),
}


MOVED = {
    "what it is made of stays": (
        "class CFG:\n    n = 1\n    # read\n    m = load(n)  # once\n    k = m + 1\n    j = n + 1",
        "class CFG:\n    n = 1\n\n\n\n    j = n + 1",
        ["# read\nCFG.m = load(CFG.n)  # once", "CFG.k = CFG.m + 1"],
    ),
    "files": ("class CFG:\n    m = open('a.txt')", "class CFG:\n    pass", ["CFG.m = open('a.txt')"]),
    "calls of no setting": ("class CFG:\n    n = 1\n    m = Net()", "class CFG:\n    n = 1\n    m = Net()", []),
    "a method with a default": ("class CFG:\n    n = 1\n    m = load(n)\n    def f(self, m=m): pass", "", []),
    "a class within it": (
        "class CFG:\n    n = 1\n    m = load(n)\n    class A:\n        k = 2\n    j = A.k",
        "",
        ["CFG.m = load(CFG.n)"],
    ),
    "what is bound again": (
        "class CFG:\n    n = 1\n    m = load(n)\n    n = 2",
        "class CFG:\n    n = 1",
        ["CFG.m = load(CFG.n)", "CFG.n = 2"],
    ),
    "an import": ("class CFG:\n    n = 1\n    m = load(n)\n    import os\n    p = os.path", "", []),
    "no settings": ("class Net:\n    n = load(3)\n    def f(self): pass", "", []),
    "something is made of it": ("class CFG:\n    n = 1\n    m = load(n)\nclass B(CFG): pass", "", []),
    "a decorator": ("@dataclass\nclass CFG:\n    n: int = 1\n    m: int = load(n)", "", []),
    "text of several lines": ("class CFG:\n    n = 1\n    m = load(n, '''a\n b''')", "", []),
}


@pytest.mark.parametrize(("cell", "rest", "lines"), MOVED.values(), ids=MOVED)
def test_what_a_class_does_only_once_is_done_behind_it(cell: str, rest: str, lines: list[str]) -> None:
    before = program_of([cell])
    after = run_once_behind(before).statements
    assert [s.text for s in after[1:] if s.kind.value == "run"] == lines
    assert after[0].text == (rest if rest else after[0].text)
    if not lines:
        assert [s.text for s in after] == [s.text for s in before.statements]


def test_what_is_done_behind_a_class_has_its_lines() -> None:
    text = "# Settings\nclass CFG:\n    n = 1\n    m = load(\n        n,\n    )\n    k = 3"
    after = run_once_behind(program_of(["import os", text])).statements
    assert [(s.origin.cell, s.origin.first, s.origin.last) for s in after] == [(0, 1, 1), (1, 2, 7), (1, 4, 6)]


@pytest.mark.parametrize(("cell", "lines"), BEHIND.values(), ids=BEHIND)
def test_this_stands_behind_a_class(cell: str, lines: list[str]) -> None:
    assert added(cell, "print(CFG.lr, CFG.epochs)" if cell == CFG else "print(1)") == lines


STAYS = {
    "nobody asks": (CFG, "print(1)"),
    "no settings": ("class Point:\n    x = 1\n    def move(self): pass", "print(Point.x)"),
    "an enumeration": ("import enum\nclass Config(enum.Enum):\n    lr = 1", "print(Config.lr)"),
    "of a library": ("import attr\n@attr.s\nclass Config:\n    lr = 1", "print(Config.lr)"),
    "bound twice": ("class CFG:\n    n = 2\n    n = 3", "print(CFG.n)"),
    "what follows is read early": ("class CFG:\n    n = 2\n    m = n * 2", "def f(x=CFG.m): pass", "f(CFG.n)"),
    "a function that is called early": (CFG, "def n(): return CFG.lr", "def f(x=n()): return CFG.epochs", "f()"),
    "a method with a default": ("class CFG:\n    n = 2\n    def f(self, n=n): return n", "print(CFG().f())"),
    "text": ("class CFG:\n    prompt = 'a\\nb'\n    note = None", "print(CFG.prompt, CFG.note)"),
    "words about the data": ("class CFG:\n    target_cols = ['a', 'b']", "print(CFG.target_cols)"),
    "given as they come": (
        "from dataclasses import dataclass\n@dataclass\nclass Config:\n    lr: float = 1e-3",
        "given = {'a': 1}\ndel given['a']\ncfg = Config(*[], **given)\nprint(cfg)",
    ),
    "fields of another kind": (
        "from dataclasses import dataclass\n@dataclass\nclass Row:\n    label: str = 'a'\n    def show(self): pass",
        "print(Row())",
    ),
    "something is defined with it": (
        "class Config:\n    def __init__(self, lr=1e-3): self.lr = lr",
        "config = Config()",
        "def train(n=config.lr):\n    return n",
        "print(train())",
    ),
    "something is defined with what its constructor sets": (
        "class Config:\n    def __init__(self): self.lr = 1e-3",
        "config = Config()",
        "def train(n=config.lr):\n    return n",
        "print(train())",
    ),
    "set again": (
        "class Config:\n    def __init__(self): self.lr = 1\n    def halve(self): self.lr = self.lr / 2",
        "cfg = Config()\ncfg.halve()\nprint(cfg.lr)",
    ),
    "what is read of the class as it is computed": (
        "import os\nclass CFG:\n    table = {'a': 'b'}\n    name = table['a'] if os.cpu_count() else 'c'",
        "print(CFG.name)",
    ),
    "its own name for something else": ("class cfg:\n    lr = 1", "cfg = cfg()\nprint(cfg.lr)"),
}


@pytest.mark.parametrize("cells", STAYS.values(), ids=STAYS)
def test_this_stays(cells: tuple[str, ...]) -> None:
    assert options(*cells) == {}


def test_what_is_computed_is_said() -> None:
    cells = COMPUTED["by what the machine has"][0]
    told = {one.name: (one.type, one.help) for one in plan_of(cells).parameters}
    said = "Number of samples in a batch (none: 256 if os.environ.get('NOT_SET', '') else 64)."
    assert told["batch_size"] == ("int | None", said)


def test_what_a_field_says_of_itself_is_its_help() -> None:
    cells = [
        "from pydantic import BaseModel, Field\nfrom dataclasses import dataclass, field",
        "class Config(BaseModel):\n    epochs: int = Field(10, ge=1, description='passes over all')",
        "@dataclass\nclass Args:\n    size: int = field(default=4, metadata={'help': 'of a batch'})",
        "config = Config()\nargs = Args()\nprint(config.epochs, args.size)",
    ]
    assert [(one.name, one.default, one.help) for one in plan_of(cells).parameters] == [
        ("epochs", "10", "Passes over all."),
        ("size", "4", "Of a batch."),
    ]


@pytest.mark.parametrize("pattern", ["lr", "CFG.lr"])
def test_what_a_person_keeps_stays(pattern: str) -> None:
    assert options(CFG, READ, RUN, chosen=Options(keep=(pattern,))) == {"epochs": "10"}


def test_what_a_comment_keeps_stays() -> None:
    assert options(CFG.replace("# how fast", "# nb2pkg: keep"), READ, RUN) == {"epochs": "10"}


def test_a_rule_switched_off_leaves_all() -> None:
    assert options(CFG, READ, RUN, chosen=Options(skip_rules=("lift-literals",))) == {}


def test_a_parameter_has_its_line_and_its_words() -> None:
    text = "# Settings\nclass CFG:\n    lr = 1e-3  # how fast\n    # passes over all\n    epochs = 10\n\n    seed = 1"
    found = plan_of(
        ["import os", text, "class SegConfig:\n    seed = 2", "print(CFG.lr, CFG.epochs, CFG.seed, SegConfig.seed)"]
    )
    assert [(p.name, p.origins[0].cell, p.origins[0].first, p.help) for p in found.parameters] == [
        ("lr", 1, 3, "Learning rate (how fast)."),
        ("epochs", 1, 5, "Passes over all."),
        ("seed", 1, 7, "Seed of the random number generators."),
        ("seg_seed", 2, 2, "Seed of the random number generators (`SegConfig`)."),
    ]


@pytest.mark.parametrize(
    "name", ["something is defined with it", "something is defined with what its constructor sets"]
)
def test_what_is_defined_with_an_instance_stays_at_the_top(name: str) -> None:
    notes = plan_of(STAYS[name]).notes
    assert not [note.text for note in notes if "nested" in note.text]


def test_what_is_read_too_early_is_told() -> None:
    notes = plan_of([CFG, "class Net: n = CFG.epochs", "print(Net.n, CFG.lr)"]).notes
    assert "CFG.epochs stays in the code: it is read while Net is being defined" in [note.text for note in notes]


def test_the_settings_come_first_in_every_command() -> None:
    cells = [
        "import pandas as pd",
        CFG,
        "def load(): return list(range(CFG.epochs))",
        ("md", "# Load"),
        "rows = load()",
        ("md", "# Look"),
        "rows[:3]",
        ("md", "# Train"),
        "from sklearn.linear_model import SGDClassifier\nmodel = SGDClassifier(eta0=CFG.lr)\nmodel.fit(rows, rows)",
    ]
    plan = plan_of(cells)
    assert code_of(plan, "train").count("set_up(lr=lr, epochs=epochs)") == 1
