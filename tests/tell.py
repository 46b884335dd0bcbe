"""Reads the small notebooks in tests/situations, each for one situation that a conversion must get right.

=== an alias in a list            one notebook
--- data                          a part of the usual story that is told otherwise
rows = pull("rows")
--- net changed                   the usual class with some lines changed
-        return loss
+        return 2 * loss
--- end explore                   one more cell at the end, with its tag

=== everything in one cell        a notebook that has its own cells
%% data                           a cell with its tag
<imports>                         the usual text of that part
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from stories import Story

HERE = Path(__file__).parent / "situations"
IMPORTS = """
import random
import lightning.pytorch as pl
from probe import see, pull, grow, Table
from torch.utils.data import DataLoader
"""
DATAMODULE = """
class DM(pl.LightningDataModule):
    def __init__(self, rows, batch_size=2):
        super().__init__()
        self.rows = rows
        self.batch_size = batch_size

    def train_dataloader(self):
        return DataLoader(self.rows, batch_size=self.batch_size)

    def test_dataloader(self):
        return [[9], [8]]
"""
NET = """
class Net(pl.LightningModule):
    def __init__(self, factor=2, lr=0.1):
        super().__init__()
        self.factor, self.lr = factor, lr

    def training_step(self, batch, index):
        loss = sum(batch) * self.factor
        self.log("loss", loss)
        return loss

    def test_step(self, batch, index):
        return sum(batch) + self.steps

    def forward(self, x):
        return x * self.factor + self.steps

    def configure_optimizers(self):
        return self.lr
"""
USUAL = {
    "imports": IMPORTS.strip("\n"),
    "head": "",
    "definitions": "",
    "dm": DATAMODULE.strip("\n"),
    "data": 'rows = pull("rows")\ndm = DM(rows)',
    "net": NET.strip("\n"),
    "model": "model = Net()",
    "trainer": "trainer = pl.Trainer(max_epochs=1)",
    "before": "",
    "fit": "trainer.fit(model, dm)",
    "after": "",
}
_NAMED = {"<imports>": USUAL["imports"], "<datamodule>": USUAL["dm"], "<net>": USUAL["net"]}
_TAGS = {
    **dict.fromkeys(("imports", "head", "definitions"), ""),
    **dict.fromkeys(("dm", "data"), "data"),
    **dict.fromkeys(("net", "model"), "model"),
    **dict.fromkeys(("trainer", "before", "fit", "after"), "train"),
}


@dataclass
class _Telling:
    """One notebook while it is read: the head line and the text of each of its pieces."""

    pieces: list[tuple[str, list[str]]] = field(default_factory=list)


def situations(kind: str) -> dict[str, Story]:
    """All notebooks of a file, by name.

    Args:
        kind: The file: ``"lightning"``, ``"one_function"`` or ``"plain"``.
    """
    told: dict[str, _Telling] = {}
    for line in (HERE / f"{kind}.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("=== "):
            name = line.removeprefix("=== ")
            assert name not in told, name
            told[name] = _Telling()
        elif line.startswith(("--- ", "%%")):
            told[name].pieces.append((line, []))
        elif told[name].pieces:
            told[name].pieces[-1][1].append(line)
    return {name: _story(one.pieces) for name, one in told.items()}


def usual_story(**parts: str) -> Story:
    """The usual story with some of its parts told otherwise."""
    told = {**USUAL, **parts}
    return [(_TAGS[part], text) for part, text in told.items() if text.strip()]


def _story(pieces: list[tuple[str, list[str]]]) -> Story:
    if pieces and pieces[0][0].startswith("%%"):
        return [(head.removeprefix("%%").strip(), _full(lines)) for head, lines in pieces]
    parts = dict(USUAL)
    more: dict[str, list[tuple[str, str]]] = {"between": [], "end": []}
    for head, lines in pieces:
        part, _, extra = head.removeprefix("--- ").partition(" ")
        if part in more:
            more[part].append((extra, _full(lines)))
        else:
            parts[part] = _changed(USUAL[part], lines) if extra == "changed" else _full(lines)
    cells: list[tuple[str, str]] = []
    for part, text in parts.items():
        cells.append((_TAGS[part], text))
        cells += more["between"] if part == "data" else []
    return [(tag, text) for tag, text in [*cells, *more["end"]] if text.strip()]


def _full(lines: list[str]) -> str:
    text = "\n".join(lines).strip("\n")
    for name, usual in _NAMED.items():
        text = text.replace(name, usual)
    return text


def _changed(usual: str, lines: list[str]) -> str:
    """The usual text with runs of ``-`` lines replaced by the runs of ``+`` lines behind them."""
    text = usual
    old: list[str] = []
    new: list[str] = []
    for line in [*lines, "-"]:
        if line.startswith("-") and new:
            assert text.count("\n".join(old)) == 1, old
            text = text.replace("\n".join(old), "\n".join(new))
            old, new = [], []
        if line.startswith(("-", "+")):
            (old if line[0] == "-" else new).append(line[1:])
    return text
