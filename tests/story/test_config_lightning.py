"""Settings in classes become options of a LightningCLI: each turns what its field turned."""

from __future__ import annotations

import pytest
from replay import replay, run_command
from stories import plan_of

from nb2pkg.model import LightningEntry

HEAD = "import lightning.pytorch as pl\nimport torch\nfrom torch.utils.data import DataLoader"
CFG = "class CFG:\n    lr = 1e-3\n    epochs = 10\n    size = 4"
NET = """
class Net(pl.LightningModule):
    def __init__(self, width=1):
        super().__init__()
        print('net', CFG.size, width)
    def training_step(self, batch, index):
        print('step', CFG.lr)
    def configure_optimizers(self):
        print('optimizer', CFG.lr)
"""
PLAIN = NET.replace("CFG.size", "0").replace("CFG.lr", "0")
LOADER = "loader = DataLoader(list(range(8)), batch_size=CFG.size)"
FIT = "net = Net()\ntrainer = pl.Trainer(max_epochs=CFG.epochs)\ntrainer.fit(net, loader)"
DATA = """
class Data(pl.LightningDataModule):
    def train_dataloader(self):
        print('loader', CFG.size)
        return DataLoader(list(range(8)), batch_size=CFG.size)
"""

WITH_DATA = "net = Net()\ndm = Data()\ntrainer = pl.Trainer(max_epochs=1)\ntrainer.fit(net, dm)"
FOUR, TWO = LOADER.replace("CFG.size", "4"), FIT.replace("CFG.epochs", "2")
PLOT = "import matplotlib.pyplot as plt\nplt.plot([CFG.lr])\nplt.show()"
SWITCH = CFG + "\n    debug = False\nif CFG.debug:\n    CFG.lr = 1"

STORIES: dict[str, tuple[tuple[str, ...], str]] = {
    "read by all": ((HEAD, CFG, NET, LOADER, FIT), "lr"),
    "read by the model": ((HEAD, CFG, NET, FOUR, TWO), "lr"),
    "read by the data": ((HEAD, CFG, PLAIN, LOADER, TWO), "size"),
    "read by the trainer": ((HEAD, CFG, PLAIN, FOUR, FIT), "epochs"),
    "read where the model is built": ((HEAD, CFG, NET, LOADER, FIT.replace("Net()", "Net(CFG.epochs)")), "epochs"),
    "read by a datamodule": ((HEAD, CFG, NET, DATA, WITH_DATA), "size"),
    "a switch": ((HEAD, SWITCH, NET, LOADER, FIT), "lr"),
    "read after fitting": ((HEAD, CFG, PLAIN, FOUR, TWO, "print(CFG.lr)"), "lr"),
    "read at the beginning": ((HEAD, CFG, "print(CFG.lr)", PLAIN, FOUR, TWO), "lr"),
    "looked at": ((HEAD, CFG, ("md", "# Look"), PLOT, ("md", "# Train"), NET, LOADER, FIT), "lr"),
}


@pytest.mark.parametrize("cells", [cells for cells, _ in STORIES.values()], ids=STORIES)
def test_nothing_changes_where_nothing_is_given(cells: tuple[str, ...]) -> None:
    done = replay(cells)
    assert isinstance(done.plan.entry, LightningEntry)
    assert done.differences() == []
    assert done.slim_differences() == []


@pytest.mark.parametrize(("cells", "name"), STORIES.values(), ids=STORIES)
def test_an_option_turns_what_the_field_turned(cells: tuple[str, ...], name: str) -> None:
    plan = plan_of(cells)
    parameter = next(one for one in plan.parameters if one.name == name)
    new = "3.0" if name == "lr" else "3"
    changed = [
        c.replace(f"{name} = {parameter.default}", f"{name} = {new}", 1) if isinstance(c, str) else c for c in cells
    ]
    own = replay(changed).fit
    assert run_command(plan, f"{parameter.flag}={new}") == own
    assert own != replay(cells).fit
