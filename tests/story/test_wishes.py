"""What a person wants turned or left alone, and what becomes of it."""

from __future__ import annotations

import pytest
from stories import code_of, notebook

from nb2pkg import pipeline
from nb2pkg.model import Plan
from nb2pkg.options import Options

HEAD = "import torch\nfrom torch import nn\nimport lightning.pytorch as pl\nfrom torch.utils.data import DataLoader\n"
HEAD += "import matplotlib.pyplot as plt\n"
DATA = """
class Data(pl.LightningDataModule):
    def train_dataloader(self):
        return DataLoader(load(USED), batch_size=8)
"""
NET = """
class Net(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.1)
        self.more = nn.Dropout(0.2)
    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=1e-3)
"""
RUN = "dm = Data()\nnet = Net()\ntrainer = pl.Trainer()\ntrainer.fit(net, dm)"
OWN = {"batch_size", "dropout", "dropout_rate", "lr"}


def plan(constants: str, net: str = NET, run: str = RUN, **options: tuple[str, ...]) -> Plan:
    cells = [HEAD, "def load(x):\n    return x", constants, DATA, net, "plt.figure(figsize=FIG)", run]
    return pipeline.plan(notebook([*cells]), Options(**options))


def options_of(decided: Plan) -> set[str]:
    return {p.name for p in decided.parameters if p.group in ("data", "model", "explore")}


def said(decided: Plan) -> list[str]:
    return [note.text for note in decided.notes if "parameter" in note.text or "matches" in note.text]


FIG = "FIG = (4, 3)\n"
CONSTANTS = {
    "a number": ("USED = 3", {}, {"used"}),
    "a number that is kept": ("USED = 3", {"keep": ("USED",)}, set()),
    "a number that a pattern keeps": ("USED = 3", {"keep": ("US*",)}, set()),
    "a comment keeps it": ("USED = 3  # nb2pkg: keep", {}, set()),
    "a comment above keeps it": ("# nb2pkg: keep\nUSED = 3", {}, set()),
    "a comment keeps it whatever is asked": ("USED = 3  # nb2pkg: keep", {"lift": ("USED",)}, set()),
    "a comment lifts it whatever is asked": ("USED = 3  # nb2pkg: param", {"keep": ("USED",)}, {"used"}),
    "keeping wins over lifting": ("USED = 3", {"lift": ("*",), "keep": ("USED",)}, {"fig"}),
    "words": ("USED = ['a', 'b']", {}, set()),
    "words that are lifted": ("USED = ['a', 'b']", {"lift": ("USED",)}, {"used"}),
    "words that a comment lifts": ("USED = ['a', 'b']  # nb2pkg: param", {}, {"used"}),
    "a table that is lifted": ("USED = {'a': 1}", {"lift": ("U?ED",)}, {"used"}),
    "many numbers that are lifted": ("USED = [1, 2, 3, 4, 5]", {"lift": ("USED",)}, {"used"}),
    "nothing that is lifted": ("USED = None", {"lift": ("USED",)}, {"used"}),
    "lines that are lifted": ("USED = 'a\\nb'", {"lift": ("USED",)}, {"used"}),
    "what follows from what is lifted": ("WORDS = ['a']\nUSED = len(WORDS)", {"lift": ("WORDS",)}, {"words"}),
    "what only plots use": ("USED = 3", {"lift": ("FIG",)}, {"used", "fig"}),
}


@pytest.mark.parametrize(("cell", "options", "found"), CONSTANTS.values(), ids=CONSTANTS)
def test_a_person_decides_about_constants(cell: str, options: dict[str, tuple[str, ...]], found: set[str]) -> None:
    decided = plan(FIG + cell, **options)
    assert options_of(decided) == found | OWN
    assert said(decided) == []


LITERALS = {
    "the class and the argument": (("Net.lr",), {"lr"}),
    "the argument": (("lr",), {"lr"}),
    "a pattern of arguments": (("dropout*",), {"dropout", "dropout_rate"}),
    "a class": (("Net.*",), {"dropout", "dropout_rate", "lr"}),
    "everything": (("*",), OWN | {"used"}),
    "nothing": ((), set()),
}


@pytest.mark.parametrize(("keep", "kept"), LITERALS.values(), ids=LITERALS)
def test_a_person_keeps_literals(keep: tuple[str, ...], kept: set[str]) -> None:
    decided = plan(FIG + "USED = 3", keep=keep)
    assert options_of(decided) == OWN - kept | {"used"} - kept
    assert said(decided) == []


def test_a_comment_keeps_the_literals_of_its_line() -> None:
    net = NET.replace("nn.Dropout(0.1)", "nn.Dropout(0.1)  # nb2pkg: keep")
    decided = plan(FIG + "USED = 3", net)
    assert options_of(decided) == OWN - {"dropout_rate"} | {"used"}
    assert "nn.Dropout(0.1)\n" in code_of(decided, "models")


REFUSED = {
    "computed": ("USED = 3\nX = load(1)", "X", "X could not become a parameter: it is computed"),
    "bound twice": ("USED = 3\nUSED = 4", "USED", "USED could not become a parameter: it is computed, or bound more"),
    "an object": ("USED = torch.device(0)", "USED", "its value is nothing that an option can have"),
    "what follows": ("A = 3\nUSED = A + 1", "USED", "USED could not become a parameter: it follows from A"),
    "unused": ("USED = 3\nX = 1", "X", "nothing uses it where an option could reach it"),
    "unknown": ("USED = 3", "NOPE", "--lift NOPE matches nothing in this notebook"),
    "unknown by a pattern": ("USED = 3", "NO*", "--lift NO* matches nothing in this notebook"),
}


@pytest.mark.parametrize(("cell", "pattern", "text"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_lifted_is_said(cell: str, pattern: str, text: str) -> None:
    (note,) = said(plan(FIG + cell, lift=(pattern,)))
    assert text in note


def test_what_would_reach_half_of_its_uses_stays() -> None:
    net = NET.replace("        super()", "        self.x = self.get()\n        super()")
    net += "    @staticmethod\n    def get():\n        return X\n"
    decided = plan(FIG + "USED = 3\nX = 5", net, lift=("X",))
    assert "x" not in options_of(decided)
    assert said(decided) == ["X could not become a parameter: Net reads it in get, where nothing holds it"]


def test_a_pattern_that_keeps_nothing_is_said() -> None:
    assert said(plan(FIG + "USED = 3", keep=("NOPE", "Net.momentum", "USED", "used"))) == [
        "--keep NOPE matches nothing in this notebook",
        "--keep Net.momentum matches nothing in this notebook",
        "--keep used matches nothing in this notebook",
    ]


def test_a_comment_about_nothing_is_said() -> None:
    run = RUN.replace("net = Net()", "net = Net()  # nb2pkg: param")
    assert said(plan(FIG + "USED = 3", run=run)) == ["`# nb2pkg: param` stands where nothing can be a parameter"]


HELPS = [
    ("USED = 3", "Used."),
    ("USED = 3  # pixels", "Pixels."),
    ("USED = 3  # pixels  # nb2pkg: param", "Pixels."),
    ("USED = 3  # pixels  # nb2pkg: param help='Pixels a side'", "Pixels a side."),
    ("# pixels\nUSED = 3  # nb2pkg: param help='how #many'", "How #many."),
]


@pytest.mark.parametrize(("cell", "text"), HELPS)
def test_a_comment_gives_the_help(cell: str, text: str) -> None:
    (parameter,) = (p for p in plan(FIG + cell).parameters if p.name == "used")
    assert parameter.help == text


def test_the_help_of_several_values_is_nobodys() -> None:
    decided = plan(FIG + "USED, X = 3, 4  # nb2pkg: param help='pixels'")
    assert [p.help for p in decided.parameters if p.name == "used"] == ["Used."]
    assert [note.text.partition(":")[2] for note in decided.notes if "give each a line" in note.text] == [
        " param help='pixels'` is set aside: give each a line, USED, X, and it can have a help"
    ]


def test_no_written_module_speaks_to_nb2pkg_and_the_slim_notebook_keeps_what_it_has() -> None:
    cells = [
        HEAD,
        "def load(x):\n    return x",
        "# nb2pkg: explore\nFIG = (4, 3)  # nb2pkg: keep",
        "USED = 3",
        DATA,
        NET,
    ]
    cells += ["plt.figure(figsize=FIG)", RUN.replace("Net()", "Net()  # nb2pkg: keep")]
    files = pipeline.convert(notebook(cells), Options()).package.files
    speaking = {file.path for file in files if b"# nb2pkg:" in file.content}
    assert speaking == {"notebooks/story.ipynb"}
