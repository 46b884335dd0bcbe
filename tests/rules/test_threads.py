"""What is handed where, under which name, and what stays with which reason."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from random_programs import Program, programs
from rule_worlds import threaded, world_of

from nb2pkg.flow.reserved import RESERVED, reserved_by
from nb2pkg.story.plots_only import only_for_plots
from nb2pkg.story.threads import Item, thread

TORCH = "import torch\nfrom torch import nn\nimport lightning.pytorch as pl\nfrom torch.utils.data import DataLoader\n"


def items(*cells: str) -> dict[str, Item]:
    return dict(threaded(cells)[1].items)


def names(*cells: str) -> dict[str, str]:
    return {key: item.argument for key, item in items(*cells).items()}


def needs(*cells: str) -> dict[str, tuple[str, ...]]:
    return {name: keys for name, keys in threaded(cells)[1].needs.items() if keys}


def test_who_calls_needs_what_the_called_one_needs() -> None:
    cells = (
        "N = 1\nM = 2",
        "def f(): return N",
        "def g(): return f() + M",
        "def h(): return [g]",
        "def other(): return 1",
    )
    assert needs(*cells) == {"f": ("N",), "g": ("N", "M"), "h": ("N", "M")}


def test_who_calls_each_other_needs_what_either_needs() -> None:
    assert needs("N = 1\nM = 2", "def f(x): return g(N)", "def g(x): return f(M)") == {
        "f": ("N", "M"),
        "g": ("N", "M"),
    }


def test_what_is_computed_comes_first_then_the_constants_then_the_literals() -> None:
    cells = (
        TORCH + "B = 1\nA = 2\nrows = load()\ncols = rows.columns",
        "class Net(nn.Module):\n    def f(self):\n        return A, cols, torch.optim.Adam(self.p, lr=0.1), rows, B\n",
    )
    assert needs(*cells) == {"Net": ("cols", "rows", "B", "A", "Net.lr")}


def test_a_class_needs_what_its_base_needs() -> None:
    assert needs("N = 1", "class A:\n    def f(self): return N", "class B(A): pass") == {"A": ("N",), "B": ("N",)}


def test_an_item_says_all_about_its_value() -> None:
    found = items(
        "BATCH = 32  # rows at a time\nfrom pathlib import Path\nDATA = Path('data')", "def f(): return BATCH, DATA"
    )
    batch, data = found["BATCH"], found["DATA"]
    assert (batch.argument, batch.default, batch.type, batch.help, batch.sort) == (
        "batch",
        "32",
        "int",
        "Rows at a time.",
        "constant",
    )
    assert (batch.origins[0].cell, batch.origins[0].first, batch.wrap) == (0, 1, "")
    assert (data.argument, data.default, data.type, data.wrap) == ("data", "'data'", "str", "Path")
    assert data.read("self.data") == "Path(self.data)"
    assert batch.read("self.batch") == "self.batch"


def test_a_literal_knows_its_lines_in_the_cell() -> None:
    cell = "x = 1\n\n# a net\n@final\nclass Net(nn.Module):\n    def f(self):\n"
    cell += "        return nn.Dropout(0.5), nn.Dropout(0.5)\n"
    found = items(TORCH + "from typing import final", cell)["Net.dropout"]
    assert (found.default, found.type, found.sort) == ("0.5", "float", "literal")
    assert [(o.cell, o.first, o.last) for o in found.origins] == [(1, 7, 7)]
    assert found.help == "Dropout probability."


def test_what_is_computed_has_no_default_and_keeps_its_name() -> None:
    rows = items("rows = load()", "def f(): return rows")["rows"]
    assert (rows.argument, rows.default, rows.type, rows.sort) == ("rows", None, "", "computed")


def test_a_constant_that_follows_from_others_is_computed() -> None:
    assert items("N = 1\nM = N * 2", "def f(): return M")["M"].default is None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("N = 1", "def f(): return N"), {"N": "n"}),
        (("N = 1", "def f(n): return N"), {"N": "N"}),
        (("N = 1\nn = 2", "def f(): return N + n"), {"N": "N", "n": "n"}),
        (("N = 1\n_N = 2", "def f(): return N + _N"), {"N": "n", "_N": "_N"}),
        (("N = 1", "n = load()", "def f(): return N"), {"N": "N"}),
        (("N = 1", "def n(): return N"), {"N": "N"}),
        (("N = 1", "import n", "def f(): return N"), {"N": "N"}),
        (("N = 1", "def f(): return N", "print([f() for n in x])"), {"N": "N"}),
        (("N = 1", "print(lambda n: N)"), {"N": "N"}),
        (("N = 1", "def f(): return N", "print([n for n in x])"), {"N": "n"}),
        (("N = 1", "def f(): return N", "def g(n): return n"), {"N": "n"}),
        (("N = 1", "def f(): return N", "def g(n): return f() + n"), {"N": "N"}),
        (("N = 1", "def f(**k): return N", "f(n=1)"), {"N": "N"}),
        (("N = 1", "def f(**k): return N", "g(n=1)"), {"N": "n"}),
        (("REPORT = 1\nPARTIAL = 2", "def f(): return REPORT, PARTIAL"), {"REPORT": "REPORT", "PARTIAL": "PARTIAL"}),
        (("MODEL = 'a'", "print(MODEL)"), {"MODEL": "model"}),
        ((TORCH + "MODEL = 'a'", "print(MODEL)"), {"MODEL": "MODEL"}),
        (("A = 1\na = {1: 2}\nA_2 = 3", "def f(A): return a"), {"A": "A", "A_2": "a_2"}),
    ],
)
def test_an_argument_is_free_wherever_it_passes(cells: tuple[str, ...], expected: dict[str, str]) -> None:
    assert names(*cells) == expected


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("DEVICE", "DEVICE"),
        ("TRAINING", "TRAINING"),
        ("LOGGER", "LOGGER"),
        ("TRAIN", "TRAIN"),
        ("LR", "lr"),
        ("WIDTH", "width"),
    ],
)
def test_what_a_module_keeps_hides_nothing_of_lightning(name: str, argument: str) -> None:
    read = f"class Net(pl.LightningModule):\n    def forward(self, x): return {name}\n"
    assert names(TORCH + f"{name} = 1", read)[name] == argument
    only_made = "class Net(pl.LightningModule):\n    def __init__(self):\n"
    only_made += f"        super().__init__()\n        self.x = {name}\n"
    assert names(TORCH + f"{name} = 1", only_made)[name] == name.lower()


def test_reserved_names_follow_the_bases() -> None:
    assert reserved_by(["torch.nn.Module", "object"]) == RESERVED["Module"]
    assert reserved_by(["dict"]) == frozenset()
    assert RESERVED["Module"] < RESERVED["LightningModule"]
    for words in RESERVED.values():
        assert all(word.isidentifier() and not word.startswith("_") for word in words)


@pytest.mark.slow
def test_every_public_attribute_of_lightning_and_torch_is_reserved() -> None:
    import lightning.pytorch as pl
    import torch

    for base in (torch.nn.Module, pl.LightningModule, pl.LightningDataModule, pl.Callback):
        public = {name for name in dir(base()) if not name.startswith("_")}
        assert public <= RESERVED[base.__name__], base


def test_two_literals_of_one_name_in_classes_that_meet_are_told_apart() -> None:
    net = "class {}(nn.Module):\n    def f(self):\n        return torch.optim.Adam(self.p, lr=0.1){}\n"
    found = names(TORCH, net.format("A", ""), net.format("BigNet", ", A()"))
    assert found == {"A.lr": "lr", "BigNet.lr": "big_net_lr"}


def test_literals_are_lifted_from_torch_and_lightning_classes_only() -> None:
    text = "class A({}):\n    def f(self):\n        return nn.Dropout(0.5)\n"
    for base in ("nn.Module", "pl.LightningModule", "pl.LightningDataModule"):
        assert names(TORCH, text.format(base)) == {"A.dropout": "dropout"}
    assert names(TORCH, text.format("object")) == {}
    world = world_of([TORCH, text.format("nn.Module")], frozenset({"lift-literals"}))
    assert thread(world).items == {}


def test_what_a_person_keeps_is_kept() -> None:
    world = world_of(["N = 1\nM = 2", "def f(): return N + M"])
    threads = thread(world, frozenset({"N", "unknown"}))
    assert threads.fixed == {"N": "kept as asked"}
    assert threads.needs == {"f": ("M",)}


def test_what_stays_in_one_definition_stays_in_all() -> None:
    cells = ["N = 1", "def f(): return N", "class A:\n    @staticmethod\n    def g(): return f()"]
    _, threads = threaded(cells)
    assert threads.needs == {"f": (), "A": ()}
    assert threads.fixed == {"N": "A reads it in g, where nothing holds it"}


UNSOUND = {
    "assigns a global": (("n = 0", "def f():\n    global n\n    n += 1"), "f", "assigns notebook globals"),
    "has a second meaning": (
        ("def f(): pass", "f = f()"),
        "f",
        "has a second meaning: the notebook binds its name to something else, too",
    ),
    "is deleted": (("def f(): pass", "f()\ndel f"), "f", "is deleted by the notebook"),
    "reads what is computed while it is being made": (
        ("x = load()", "def f(a=x): pass"),
        "f",
        "reads 'x', which the notebook computes, while it is being defined",
    ),
    "reads both what follows and what is computed while it is being made": (
        ("N = 1\nA = N + 1\nx = load()", "def f(a=A, b=x): pass"),
        "f",
        "reads 'x', which the notebook computes, while it is being defined",
    ),
    "reads what is changed while it is being made": (
        ("class CFG: n = 1", "CFG.n = 2", "def f(a=CFG.n): pass"),
        "f",
        "reads 'CFG', which the notebook changes, while it is being defined",
    ),
    "is built by a library that finds it": (
        ("import unittest\nx = load()", "class A(unittest.TestCase):\n    def test(self): assert x"),
        "A",
        "is built by a library that finds it and needs 'x', which the notebook computes",
    ),
    "is handed to a library": (
        ("import json\nx = load()", "class A(json.JSONEncoder):\n    def default(self, o): return x", "d(cls=A)"),
        "A",
        "is handed around as it is and needs 'x', which the notebook computes",
    ),
    "is told of what derives from it": (
        (
            "x = load()",
            "class A:\n    def __init_subclass__(cls): kinds.append(cls)\nclass B(A):\n    def f(self): return x",
        ),
        "B",
        "decides itself what its instances hold and needs 'x', which the notebook computes",
    ),
    "is found by its base": (
        ("x = load()", "class A: pass\nclass B(A):\n    def f(self): return x", "A.__subclasses__()"),
        "B",
        "is found by its base and needs 'x', which the notebook computes",
    ),
    "is asked for all it holds": (
        ("x = load()", "class A:\n    def f(self): return x, self.__dict__"),
        "A",
        "is asked for all that its instances hold and needs 'x', which the notebook computes",
    ),
    "is asked for all it holds from outside": (
        ("x = load()", "class A:\n    def f(self): return x", "a = A()\nprint(vars(a))"),
        "A",
        "is asked for all that its instances hold and needs 'x', which the notebook computes",
    ),
    "reads what is computed in a static method": (
        ("x = load()", "class A:\n    @staticmethod\n    def f(): return x"),
        "A",
        "reads it in f, where nothing holds it and needs 'x', which the notebook computes",
    ),
    "reads what is computed and cannot take it": (
        ("x = load()", "class A(Exception):\n    def f(self): return x"),
        "A",
        "has no constructor of its own to take it and needs 'x', which the notebook computes",
    ),
}


@pytest.mark.parametrize(("cells", "name", "why"), [pytest.param(*row, id=i) for i, row in UNSOUND.items()])
def test_what_cannot_stand_alone_says_why(cells: tuple[str, ...], name: str, why: str) -> None:
    assert threaded(cells)[1].unsound == {name: why}


def test_what_reads_while_it_is_being_made_what_follows_from_constants_stands_alone() -> None:
    assert threaded(["N = 1\nM = N + 1", "def f(x=M): return x"])[1].unsound == {}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["import matplotlib.pyplot as plt\nSIZE = 3", "plt.figure(SIZE)"], {"SIZE"}),
        (["import matplotlib.pyplot as plt\nSIZE = 3", "plt.figure(SIZE)", "rows = load(SIZE)"], set()),
        (["import matplotlib.pyplot as plt\nPLOT = 'plots'", "plt.savefig(PLOT)"], set()),
        (["SIZE = 3"], set()),
    ],
    ids=["looking alone", "more than looking", "a path", "nobody"],
)
def test_nobody_turns_what_only_plots_use(cells: list[str], found: set[str]) -> None:
    assert only_for_plots(world_of(cells)) == found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs())
def test_everything_that_is_needed_is_an_item_with_a_name_of_its_own(program: Program) -> None:
    world, threads = threaded(program.with_values())
    arguments = [item.argument for item in threads.items.values()]
    assert len(arguments) == len(set(arguments))
    assert all(argument.isidentifier() for argument in arguments)
    for name, keys in threads.needs.items():
        assert set(keys) <= set(threads.items)
        assert not set(keys) & set(threads.fixed)
        assert threads.kept.get(name, frozenset()) <= set(keys)
        for base in world.definitions[name].family & set(threads.needs):
            assert set(threads.needs[base]) <= set(keys)
    again = thread(world)
    assert (again.items, again.needs, again.fixed) == (threads.items, threads.needs, threads.fixed)
