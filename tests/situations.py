"""Small notebooks, one for each situation that a conversion must get right."""

from __future__ import annotations

from stories import Story

IMPORTS = """
import random
import lightning.pytorch as pl
from probe import see, pull, grow, Table
from torch.utils.data import DataLoader
"""
DM = """
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
DATA = 'rows = pull("rows")\ndm = DM(rows)'
MODEL = "model = Net()"
TRAINER = "trainer = pl.Trainer(max_epochs=1)"
FIT = "trainer.fit(model, dm)"


def story(
    data: str = DATA,
    model: str = MODEL,
    trainer: str = TRAINER,
    *,
    head: str = "",
    definitions: str = "",
    dm: str = DM,
    net: str = NET,
    between: tuple[str | tuple[str, str], ...] = (),
    before: str = "",
    fit: str = FIT,
    after: str = "",
    end: tuple[str | tuple[str, str], ...] = (),
) -> Story:
    """A notebook with the usual parts, some of them given."""
    cells: list[str | tuple[str, str]] = [IMPORTS, head, definitions, ("data", dm), ("data", data), *between]
    cells += [("model", net), ("model", model), ("train", trainer), ("train", before), ("train", fit)]
    cells += [("train", after), *end]
    return [cell for cell in cells if (cell if isinstance(cell, str) else cell[1]).strip()]


TUNER = (
    "from lightning.pytorch.tuner import Tuner\nfrom lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint"
)

LIGHTNING: dict[str, Story] = {
    "the plain story": story(),
    "constants used everywhere": story(
        head='BATCH = 2\nLR = 0.25\nEPOCHS = 2\nFACTOR = 3\nNAME = "run"\nSEED = 4\nHALF = BATCH / 4\nWIDTHS = [1, 2]',
        data='rows = pull("rows")[:BATCH]\nsee("half", HALF, WIDTHS)\ndm = DM(rows, batch_size=BATCH)',
        model="model = Net(FACTOR, lr=LR)",
        trainer="trainer = pl.Trainer(max_epochs=EPOCHS)",
        after='see("said", NAME, LR * 2, SEED, HALF, WIDTHS, EPOCHS, BATCH)',
        end=(("explore", 'see("looked", NAME, BATCH, LR)'),),
    ),
    "a constant in three classes and a function": story(
        head="SIZE = 2\nSCALE = 5",
        definitions="def cut(values):\n    return values[:SIZE]\n\ndef scaled(value):\n    return value * SCALE",
        dm=DM.replace("self.rows = rows", "self.rows = cut(rows)"),
        net=NET.replace("* self.factor\n", "* self.factor * SIZE + scaled(1)\n"),
        after='see("scaled", scaled(SIZE), cut([1, 2, 3]), list(map(scaled, [1, 2])))',
    ),
    "data computed at top level with rebinding": story(
        data='rows = pull("rows")\nrows = sorted(rows)\nrows = [r + 1 for r in rows]\nrows += [9]\ndm = DM(rows)',
        after='see("rows", rows)',
    ),
    "an in-place change through an alias": story(
        data='rows = pull("rows")\nsame = rows\nsame.append(7)\ngrow(same, 8)\ndm = DM(rows)', after='see("rows", rows)'
    ),
    "an in-place change after the datamodule was built": story(
        data='rows = pull("rows")\ndm = DM(rows)\nrows.append(5)', after='see("rows", rows, len(dm.rows))'
    ),
    "an alias through an attribute": story(
        data='table = Table({"a": [1, 2], "b": [3]})\npart = table["a"]\npart.append(4)\ntable["c"] = [5]\n'
        'table.drop(columns=["b"], inplace=True)\ndm = DM(table["a"] + table["c"])',
        after='see("table", table, part)',
    ),
    "an alias in a list": story(
        data='rows = pull("rows")\nboth = [rows, [1]]\nfor one in both:\n    one.append(6)\ndm = DM(rows)',
        after='see("both", both)',
    ),
    "a change through a function that does not say so": story(
        data='rows = pull("rows")\ngrow(rows, 4)\ndm = DM(rows)', after='see("rows", rows)'
    ),
    "a change through the notebook's own function": story(
        definitions="def add(values, value):\n    values.append(value)",
        data='rows = pull("rows")\nadd(rows, 4)\ndm = DM(rows)',
        after='see("rows", rows)',
    ),
    "a function that changes a global list": story(
        head="",
        definitions="found = []\n\ndef keep(value):\n    found.append(value)\n    return value",
        data='rows = [keep(r) for r in pull("rows")]\ndm = DM(rows)',
        after='see("found", found)',
    ),
    "explore between": story(
        data='rows = pull("rows")',
        between=(
            ("explore", 'see("first", len(rows))\nrows'),
            ("data", "rows = rows + [4]"),
            ("explore", 'top = max(rows)\nsee("second", top)'),
            ("data", "dm = DM(rows)"),
            ("explore", 'see("third", dm.rows, top)'),
        ),
    ),
    "explore computes what data need": story(
        data='rows = pull("rows")',
        between=(
            ("explore", 'smallest = min(rows)\nsee("small", smallest)'),
            ("data", "dm = DM([r - smallest for r in rows])"),
        ),
    ),
    "explore changes the data": story(
        data='rows = pull("rows")',
        between=(("explore", 'rows.sort()\nsee("sorted", rows)'), ("data", "dm = DM(rows)")),
    ),
    "explore copies first": story(
        data='table = Table({"a": [1, 2], "b": [3]})',
        between=(
            ("explore", 'view = table.copy()\nview.drop(columns=["b"], inplace=True)\nsee("view", view)'),
            ("data", 'dm = DM(table["a"] + table["b"])'),
        ),
    ),
    "statements after fit use all": story(
        head=TUNER,
        data='rows = pull("rows")\nnames = {r: str(r) for r in rows}\ndm = DM(rows)',
        trainer='stop = EarlyStopping("loss", patience=2)\nbest = ModelCheckpoint(dirpath="out", filename="b", monitor="loss")\n'
        "trainer = pl.Trainer(max_epochs=1, callbacks=[stop, best])",
        after='see("stop", stop.patience)\nsee("best", best.best_model_path)\nresult = trainer.test(model, dm)\n'
        'see("names", [names[r] for r in rows])\nsee("steps", model.steps, trainer.callback_metrics, result)',
        end=(("explore", 'see("shown", result, best.monitor)\nresult'),),
    ),
    "loaders without a datamodule": story(
        head="BATCH = 2",
        dm="",
        data='rows = pull("rows")\ntrain_loader = DataLoader(rows, batch_size=BATCH)\nval_rows = [1, 2]\n'
        "val_loader = DataLoader(val_rows, batch_size=BATCH)",
        net=NET + '\n    def validation_step(self, batch, index):\n        self.log("val", sum(batch))\n',
        fit="trainer.fit(model, train_loader, val_loader)",
        after='see("size", len(train_loader), BATCH, val_rows)',
    ),
    "loaders and a test loader": story(
        dm="",
        data='rows = pull("rows")\ntrain_loader = DataLoader(rows, batch_size=2)\ntest_loader = DataLoader([5, 6], batch_size=1)',
        fit="trainer.fit(model, train_dataloaders=train_loader)",
        after='out = trainer.test(model, test_loader)\nsee("out", out)',
    ),
    "loaders with old keyword": story(
        dm="",
        data='rows = pull("rows")\ntrain_loader = DataLoader(rows, batch_size=2)',
        fit="trainer.fit(model, train_dataloader=train_loader)" if False else "trainer.fit(model, train_loader)",
    ),
    "the model serves its own data": story(
        dm="",
        data='rows = pull("rows")',
        net=NET.replace("factor=2, lr=0.1):", "rows, factor=2, lr=0.1):").replace(
            "self.factor, self.lr = factor, lr", "self.factor, self.lr, self.rows = factor, lr, rows"
        )
        + "\n    def train_dataloader(self):\n        return DataLoader(self.rows, batch_size=2)\n",
        model="model = Net(rows, 3)",
        fit="trainer.fit(model)",
        after='see("rows", rows, model.steps)',
    ),
    "model arguments from the data": story(
        data='rows = pull("rows")\ntotal = sum(rows)\ndm = DM(rows, batch_size=1)\nn = len(rows)',
        model="model = Net(factor=total * n, lr=1 / n)",
        after='see("n", n, total)',
    ),
    "model arguments from the datamodule": story(
        dm=DM + "\n    @property\n    def top(self):\n        return max(self.rows)\n",
        model="model = Net(factor=dm.top)",
    ),
    "model arguments after setup of the datamodule": story(
        dm=DM
        + "\n    def setup(self, stage=None):\n        self.rows = [r * 2 for r in self.rows]\n        self.n = len(self.rows)\n",
        data='rows = pull("rows")\ndm = DM(rows)\ndm.setup("fit")',
        model="model = Net(factor=dm.n)",
    ),
    "setup called only to look": story(
        dm=DM + "\n    def setup(self, stage=None):\n        self.n = len(self.rows)\n",
        between=(("explore", 'dm.setup()\nsee("n", dm.n)'),),
    ),
    "callbacks made from the data": story(
        definitions="class Seen(pl.Callback):\n    def __init__(self, words):\n        self.words = words\n"
        "    def on_train_epoch_end(self, trainer, pl_module):\n        see('epoch words', self.words, pl_module.steps)\n",
        data='rows = pull("rows")\nwords = [str(r) for r in rows]\ndm = DM(rows)',
        trainer="seen = Seen(words)\ntrainer = pl.Trainer(max_epochs=2, callbacks=[seen])",
        after='see("callback", seen.words)',
    ),
    "callbacks made in a comprehension": story(
        head=TUNER,
        trainer='stops = [EarlyStopping(name) for name in ("a", "b")]\ntrainer = pl.Trainer(max_epochs=1, callbacks=stops)',
        after='see("stops", [s.monitor for s in stops])',
    ),
    "callbacks appended": story(
        head=TUNER,
        trainer='callbacks = []\ncallbacks.append(EarlyStopping("loss"))\ncallbacks += [ModelCheckpoint("out")]\n'
        "trainer = pl.Trainer(max_epochs=1, callbacks=callbacks)",
    ),
    "callbacks appended under a condition": story(
        head=TUNER + "\nSTOP = True",
        trainer='callbacks = [ModelCheckpoint("out")]\nif STOP:\n    callbacks.append(EarlyStopping("loss", patience=4))\n'
        "trainer = pl.Trainer(max_epochs=1, callbacks=callbacks)",
    ),
    "a callback with a constant of its own": story(
        head="EVERY = 2",
        definitions="class Say(pl.Callback):\n    def on_train_epoch_end(self, trainer, pl_module):\n        see('every', EVERY)\n",
        trainer="trainer = pl.Trainer(max_epochs=1, callbacks=[Say()])",
        after='see("every", EVERY)',
    ),
    "a callback that reads the data": story(
        definitions="class Say(pl.Callback):\n    def on_train_epoch_end(self, trainer, pl_module):\n        see('rows', rows)\n",
        data='rows = pull("rows")\ndm = DM(rows)',
        trainer="trainer = pl.Trainer(max_epochs=1, callbacks=[Say()])",
    ),
    "a callback that reads the model": story(
        definitions="class Say(pl.Callback):\n    def on_train_epoch_end(self, trainer, pl_module):\n        see('model', model.steps)\n",
        trainer="trainer = pl.Trainer(max_epochs=1, callbacks=[Say()])",
    ),
    "tuner before fit": story(
        head=TUNER,
        before="tuner = Tuner(trainer)\nfound = tuner.lr_find(model, datamodule=dm)\nmodel.lr = found.suggestion()\n"
        'see("lr", model.lr)\ntuner.scale_batch_size(model, datamodule=dm)\nsee("size", dm.batch_size)',
        after='see("found", found.suggestion(), model.lr)',
    ),
    "before fit binds what comes after": story(
        before='start = model(1)\nsee("start", start)', after='see("gain", model(1) - start)'
    ),
    "if binds a name": story(
        head="FLAG = True",
        data='rows = pull("rows")\nif FLAG:\n    extra = [4]\nelse:\n    extra = []\nrows = rows + extra\ndm = DM(rows)',
        after='see("extra", extra)',
    ),
    "if may bind a name": story(
        data='rows = pull("rows")\nif len(rows) > 2:\n    note = "long"\ndm = DM(rows)', after='see("note", note)'
    ),
    "if rebinds a name": story(
        data='rows = pull("rows")\nlimit = 2\nif len(rows) > 5:\n    limit = 1\nrows = rows[:limit]\ndm = DM(rows)',
        after='see("limit", limit)',
    ),
    "for binds names": story(
        data='total = 0\nfor r in pull("rows"):\n    total += r\n    last = r\ndm = DM([total, last])',
        after='see("last", r, last)',
    ),
    "while, try and with bind names": story(
        data='import io\nn = 0\nwhile n < 3:\n    n += 1\ntry:\n    worse = int("x")\nexcept ValueError as error:\n'
        '    worse = -1\n    message = str(error)\nfinally:\n    done = True\nwith io.StringIO("4 5") as file:\n    words = file.read().split()\n'
        "dm = DM([n, worse, *map(int, words)])",
        after='see("all", n, worse, message, done, words)',
    ),
    "functions that read data": story(
        definitions="def label(row):\n    return names[row]\n\ndef labels(values):\n    return [label(v) for v in values]",
        data='rows = pull("rows")\nnames = {r: f"n{r}" for r in rows}\nsee("first", labels(rows))\ndm = DM(rows)',
        after='see("after", labels([1]), label(2))',
        end=(("explore", 'see("look", labels(rows))'),),
    ),
    "functions that read the model": story(
        definitions="def ask(x):\n    return model(x)\n\ndef both():\n    return ask(1), model.steps, trainer.callback_metrics",
        after='see("both", both())',
    ),
    "a class that reads data": story(
        definitions="class Words:\n    def __init__(self, sep):\n        self.sep = sep\n    def text(self):\n        return self.sep.join(map(str, rows))",
        after='see("words", Words("-").text())',
    ),
    "a dataset class between": story(
        head="OFFSET = 10",
        definitions="from torch.utils.data import Dataset\n\nclass Rows(Dataset):\n    def __init__(self, values):\n        self.values = values\n"
        "    def __len__(self):\n        return len(self.values)\n    def __getitem__(self, i):\n        return self.values[i] + OFFSET",
        data='dm = DM(Rows(pull("rows")))',
        after='see("one", Rows([1])[0])',
    ),
    "definitions redefined": story(
        definitions="def scale(x):\n    return x * 2",
        data='rows = [scale(r) for r in pull("rows")]\ndm = DM(rows)',
        between=("def scale(x):\n    return x * 3",),
        after='see("scale", scale(1))',
    ),
    "a dead definition": story(
        definitions="def scale(x):\n    return x * 2",
        between=("def scale(x):\n    return x * 3",),
        after='see("scale", scale(1))',
    ),
    "a class redefined from itself": story(
        definitions="class Box:\n    size = 1\n\nclass Box(Box):\n    more = 2", after='see("box", Box.size, Box.more)'
    ),
    "a function wrapped by itself": story(
        definitions="def f(x):\n    return x + 1\n\nold = f\n\ndef f(x):\n    return old(x) * 2",
        after='see("f", f(1), old(1))',
    ),
    "names bound only in branches": story(
        data='rows = pull("rows")\nif len(rows) == 3:\n    kind = "three"\nelif len(rows) == 4:\n    kind = "four"\ndm = DM(rows)',
        end=(("explore", 'see("kind", kind)'),),
    ),
    "a star import": story(
        head="from math import *", data="dm = DM([floor(2.5), ceil(2.5)])", after='see("pi", round(pi, 2), sqrt(4))'
    ),
    "a conditional import": story(
        head="try:\n    import no_such_module as fast\nexcept ImportError:\n    fast = None",
        data='rows = pull("rows") if fast is None else []\ndm = DM(rows)',
        after='see("fast", fast is None)',
    ),
    "a conditional import with a flag": story(
        head="try:\n    import no_such_module\n    HAVE = True\nexcept ImportError:\n    HAVE = False",
        data='rows = pull("rows")\nif not HAVE:\n    rows = rows[:2]\ndm = DM(rows)',
        after='see("have", HAVE)',
    ),
    "an import inside if": story(
        head="import sys\nif sys.version_info >= (3, 0):\n    import json as codec\nelse:\n    import pickle as codec",
        data="dm = DM(codec.loads('[1, 2]'))",
        after='see("codec", codec.dumps([3]))',
    ),
    "del": story(
        data='rows = pull("rows")\nspare = list(rows)\ndel spare\nspare = [1]\ndm = DM(rows + spare)\ndel rows',
        after='see("spare", spare)',
    ),
    "del and bind again": story(
        data='rows = pull("rows")\ndm = DM(rows)\ndel rows', after='rows = [5]\nsee("rows", rows)'
    ),
    "walrus": story(
        data='if (n := len(pull("rows"))) > 2:\n    see("n", n)\ndm = DM([last := r for r in range(n)])',
        after='see("walrus", n, last)',
    ),
    "comprehension variables are their own": story(
        head="r = 100",
        data='rows = [r for r in pull("rows")]\npairs = {r: [r for r in range(r)] for r in rows}\ndm = DM(rows + [r])',
        after='see("r", r, pairs)',
    ),
    "lambdas kept for later": story(
        head="SHIFT = 2",
        data='rows = pull("rows")\nshift = lambda x: x + SHIFT\nlook = lambda: len(rows)\nrows = [shift(r) for r in rows]\ndm = DM(rows)\nrows = rows + [0]',
        after='see("later", shift(1), look())',
    ),
    "a lambda that reads what is bound later": story(
        data='late = lambda: other\nrows = pull("rows")\nother = rows[0]\ndm = DM(rows)\nsee("late", late())\nother = 50',
        after='see("late", late())',
    ),
    "generators": story(
        definitions="def stream(values):\n    for value in values:\n        yield value + STEP",
        head="STEP = 1",
        data='source = stream(pull("rows"))\nfirst = next(source)\ndm = DM(list(source))',
        after='see("first", first, list(source))',
    ),
    "a lazy generator over changing data": story(
        data='rows = pull("rows")\nlazy = (r + 1 for r in rows)\nrows.append(9)\ndm = DM(list(lazy))',
        after='see("rows", rows)',
    ),
    "a decorator that reads a constant": story(
        head="TIMES = 3",
        definitions="def repeated(function):\n    def inner(x):\n        return [function(x)] * TIMES\n    return inner\n\n"
        "@repeated\ndef one(x):\n    return x + TIMES",
        data="dm = DM(one(1))",
        after='see("one", one(2))',
    ),
    "a decorator with a constant argument": story(
        head="TIMES = 2",
        definitions="def times(n):\n    def wrap(function):\n        def inner(x):\n            return [function(x)] * n\n        return inner\n    return wrap\n\n"
        "@times(TIMES)\ndef one(x):\n    return x",
        data="dm = DM(one(4))",
        after='see("one", one(2), TIMES)',
    ),
    "a decorator that reads data": story(
        data='rows = pull("rows")\n\ndef tagged(function):\n    function.n = len(rows)\n    return function\n\n@tagged\ndef ident(x):\n    return x\n\ndm = DM(ident(rows))',
        after='see("n", ident.n)',
    ),
    "a decorator that registers": story(
        definitions="registry = {}\n\ndef register(function):\n    registry[function.__name__] = function\n    return function\n\n"
        "@register\ndef double(x):\n    return 2 * x\n\n@register\ndef triple(x):\n    return 3 * x",
        data='rows = [registry["double"](r) for r in pull("rows")]\ndm = DM(rows)',
        after='see("registry", sorted(registry))',
    ),
    "class attributes that read constants": story(
        head="DEPTH = 3",
        definitions="class Config:\n    depth = DEPTH\n    twice = DEPTH * 2\n    names = [str(i) for i in range(DEPTH)]",
        model="model = Net(Config.twice)",
        after='see("config", Config.depth, Config.names)',
    ),
    "a config class changed later": story(
        definitions="class CFG:\n    lr = 0.5\n    size = 2",
        head="",
        data='CFG.size = 1\nrows = pull("rows")\ndm = DM(rows, batch_size=CFG.size)',
        model="model = Net(lr=CFG.lr)",
        after='see("cfg", CFG.size, CFG.lr)',
    ),
    "a config dict changed later": story(
        head='config = {"lr": 0.5, "size": 2}',
        data='config["size"] = 1\nrows = pull("rows")\ndm = DM(rows, batch_size=config["size"])',
        model='model = Net(lr=config["lr"])',
        after='see("config", config)',
    ),
    "a config dict changed after it was used": story(
        head='config = {"lr": 0.5, "size": 2}',
        data='rows = pull("rows")\ndm = DM(rows, batch_size=config["size"])\nconfig["size"] = 7',
        model='model = Net(lr=config["lr"])',
        after='config["lr"] = 9\nsee("config", config)',
    ),
    "a namespace of settings": story(
        head="from types import SimpleNamespace\nargs = SimpleNamespace(lr=0.5, size=1)",
        data='rows = pull("rows")\ndm = DM(rows, batch_size=args.size)\nargs.size = 3',
        model="model = Net(lr=args.lr)",
        after='see("args", args.size)',
    ),
    "a default that reads a constant": story(
        head="WIDTH = 4",
        definitions="def wide(x, width=WIDTH):\n    return x * width",
        data='dm = DM([wide(r) for r in pull("rows")])',
        after='see("wide", wide(1), wide(1, width=2))',
    ),
    "a default that reads data": story(
        data='rows = pull("rows")\n\ndef first(values=rows):\n    return values[0]\n\ndm = DM([first(), first([4])])\nrows = [0]',
        after='see("first", first(), rows)',
    ),
    "a constant bound twice": story(
        head="SIZE = 1",
        data='rows = pull("rows")\ndm = DM(rows, batch_size=SIZE)\nSIZE = 3',
        model="model = Net(SIZE)",
        after='see("size", SIZE)',
    ),
    "a constant bound again after fit": story(
        head="SIZE = 1", data='rows = pull("rows")\ndm = DM(rows, batch_size=SIZE)', after='SIZE = 9\nsee("size", SIZE)'
    ),
    "a constant of a mutable kind handed around": story(
        head="SIZES = [1, 2]\nMORE = SIZES",
        data='rows = pull("rows")\ngrow(SIZES, 3)\ndm = DM(rows + MORE)',
        after='see("sizes", SIZES, MORE)',
    ),
    "a mutable constant changed in a function": story(
        head="LOG = []",
        definitions="def log(x):\n    LOG.append(x)\n    return x",
        data='dm = DM([log(r) for r in pull("rows")])',
        after='log("end")\nsee("log", LOG)',
    ),
    "nested functions": story(
        head="K = 2",
        definitions="def outer(x):\n    def inner(y):\n        return y * K + x\n    return [inner(v) for v in x_values(x)]\n\ndef x_values(x):\n    return range(x, x + K)",
        data="dm = DM(outer(1))",
        after='see("outer", outer(2))',
    ),
    "a function made by a function": story(
        head="K = 2",
        definitions="def make(n):\n    def made(x):\n        return x + n + K\n    return made",
        data='add = make(5)\ndm = DM([add(r) for r in pull("rows")])',
        after='see("add", add(0))',
    ),
    "recursion": story(
        head="BASE = 1",
        definitions="def fact(n):\n    return BASE if n < 2 else n * fact(n - 1)",
        data="dm = DM([fact(3), fact(4)])",
        after='see("fact", fact(5))',
    ),
    "functions that call each other": story(
        head="STOP = 0",
        definitions="def even(n):\n    return n == STOP or odd(n - 1)\n\ndef odd(n):\n    return n != STOP and even(n - 1)",
        data="dm = DM([even(4), odd(4)])",
        after='see("even", even(3))',
    ),
    "local names that shadow": story(
        head="lr = 0.5\nsize = 2",
        definitions="def f(lr):\n    size = lr + 1\n    return size\n\ndef g():\n    return [lr for lr in range(size)], lr",
        data="dm = DM([f(1), *g()[0]], batch_size=size)",
        model="model = Net(lr=lr)",
        after='see("f", f(2), g(), lr)',
    ),
    "tags against inference": [
        IMPORTS,
        ("model", DM),
        ("data", NET),
        ("model", 'rows = pull("rows")\ndm = DM(rows)'),
        ("data", "model = Net()"),
        ("data", TRAINER),
        ("explore", 'see("before", len(rows))'),
        ("data", FIT),
        ("data", 'see("after", model.steps)'),
    ],
    "training cells tagged explore": [
        IMPORTS,
        DM,
        NET,
        ("explore", 'rows = pull("rows")\ndm = DM(rows)\nmodel = Net()'),
        ("explore", TRAINER),
        ("explore", FIT),
        ("explore", 'see("after", model.steps)'),
    ],
    "no tags": [
        IMPORTS,
        DM,
        'rows = pull("rows")\nprint(len(rows))',
        "dm = DM(rows)",
        NET,
        MODEL,
        TRAINER,
        FIT,
        "trainer.test(model, dm);",
    ],
    "a skipped cell": story(between=(("skip", "rows = None\nraise SystemExit"),)),
    "a parameters cell": [
        IMPORTS,
        ("parameters", "size = 1\nlr = 0.5"),
        *story(
            data='rows = pull("rows")\ndm = DM(rows, batch_size=size)',
            model="model = Net(lr=lr)",
            after='see("lr", lr)',
        )[1:],
    ],
    "no explore and no after": story(),
    "nothing but the model": [
        IMPORTS,
        NET + "\n    def train_dataloader(self):\n        return [[1], [2]]\n",
        MODEL,
        TRAINER,
        "trainer.fit(model)",
    ],
    "everything in one cell": ["\n".join([IMPORTS, DM, NET, DATA, MODEL, TRAINER, FIT, 'see("after", model.steps)'])],
    "model before data": [
        IMPORTS,
        DM,
        NET,
        "model = Net(lr=random.random())",
        'rows = pull("rows") + [random.random()]\ndm = DM(rows)',
        TRAINER,
        FIT,
    ],
    "random numbers in both": story(
        data="random.seed(3)\nrows = [random.random() for _ in range(3)]\ndm = DM(rows)",
        model="model = Net(factor=random.random())",
        after='see("next", random.random())',
    ),
    "random numbers while looking": story(
        data="random.seed(3)\nrows = [random.random() for _ in range(3)]",
        between=(("explore", 'see("one", random.choice(rows))'), ("data", "dm = DM([random.random(), *rows])")),
    ),
    "seed_everything before all": story(
        head="pl.seed_everything(5)",
        data="rows = [random.random() for _ in range(3)]\ndm = DM(rows)",
        model="model = Net(factor=random.random())",
        after='see("next", random.random())',
    ),
    "seed_everything with a constant": story(
        head="SEED = 6\npl.seed_everything(SEED, workers=True)",
        data='rows = [random.random() for _ in range(3)]\nsee("seed", SEED)\ndm = DM(rows)',
    ),
    "seed_everything between data and model": story(
        data="rows = [random.random() for _ in range(3)]\ndm = DM(rows)",
        model="pl.seed_everything(5)\nmodel = Net(factor=random.random())",
    ),
    "seed_everything right before fit": story(
        head="pl.seed_everything(2)",
        data="rows = [random.random() for _ in range(3)]\ndm = DM(rows)",
        before="pl.seed_everything(5)",
        after='see("next", random.random())',
    ),
    "random numbers and exploration": story(
        head="pl.seed_everything(5)",
        data="rows = [random.random() for _ in range(3)]",
        between=(("explore", 'see("rows", rows)'), ("data", "dm = DM(rows)")),
    ),
    "odd names: model is data": story(
        data='model = pull("rows")\ntrainer = [1]\ndm = DM(model + trainer)',
        model="net = Net()",
        trainer="boss = pl.Trainer(max_epochs=1)",
        fit="boss.fit(net, dm)",
        after='see("odd", model, trainer, net.steps)',
    ),
    "odd names: data, explore, report": story(
        head='output_dir = "out"\ncfg = 3',
        data='data = pull("rows")\nreport = len(data)\nexplore = [cfg]\ndm = DM(data + explore)',
        after='see("odd", data, report, explore, output_dir, cfg)',
        end=(("explore", 'see("look", report, explore, output_dir)\nreport'),),
    ),
    "odd names: functions called like hooks": story(
        definitions="def after_fit(x):\n    return x + 1\n\ndef build_model():\n    return Net()\n\ndef before_fit():\n    return 3",
        model="model = build_model()",
        before='see("before", before_fit())',
        after='see("after", after_fit(1))',
    ),
    "odd names: functions called like stages": story(
        between=(
            ("md", "# Look at the data"),
            ("explore", 'see("look", look_at_the_data(rows))'),
            ("explore", "explore(rows)"),
        ),
        definitions="def look_at_the_data(x):\n    return len(x)\n\ndef explore(x):\n    see('exploring', x)\n\ndef show_results():\n    return 4",
        end=(("explore", 'see("results", show_results(), model.steps)'),),
    ),
    "odd names: classes called like the package's": story(
        definitions="class Report:\n    def __init__(self, x):\n        self.x = x\n\nclass StoryDataModule:\n    pass",
        after='see("report", Report(1).x)',
        end=(("explore", 'see("look", Report(2).x)\nmodel.steps'),),
    ),
    "odd names: datamodule and callbacks": story(
        data='datamodule = pull("rows")\ncallbacks = [2]\ndm = DM(datamodule + callbacks)',
        after='see("odd", datamodule, callbacks)',
    ),
    "odd names: the datamodule's class has them": story(
        dm=DM.replace("self.rows = rows", "self.rows = rows[:2]"), after='see("rows", rows, dm.rows)'
    ),
    "odd names: a method of the datamodule": story(
        data='rows = pull("rows")\nsetup = len(rows)\nprepare_data = rows[0]\ndm = DM(rows)',
        after='see("setup", setup, prepare_data)',
    ),
    "odd names: an attribute of the trainer": story(
        before="callbacks = model(1)\nmodel_ = model(2)", after='see("callbacks", callbacks, model_, trainer.callbacks)'
    ),
    "odd names: constants like arguments": story(
        head="batch_size = 1\nFACTOR = 3\nfactor = 4",
        data='rows = pull("rows")\ndm = DM(rows, batch_size=batch_size)',
        model="model = Net(factor=FACTOR)",
        after='see("factor", factor, FACTOR, batch_size)',
    ),
    "odd names: constants like modules": story(
        head='data = 3\nmodels = "m"\ntrain = 0.5\ncli = 7',
        model="model = Net(factor=data, lr=train)",
        after='see("names", data, models, train, cli)',
    ),
    "odd names: builtins": story(
        head="input = 3\nlist_ = 2\nmax = 4",
        data='rows = pull("rows")[:max]\ntype = "kind"\ndm = DM(rows, batch_size=list_)',
        model="model = Net(input)",
        after='see("names", input, max, type)',
    ),
    "odd names: self and cls": story(
        head="self = 2",
        data='rows = pull("rows")\ncls = rows[0]\ndm = DM(rows, batch_size=self)',
        after='see("self", self, cls)',
    ),
    "a main function": [
        IMPORTS,
        DM,
        NET,
        "def main():\n    rows = pull('rows')\n    dm = DM(rows)\n    model = Net()\n"
        "    trainer = pl.Trainer(max_epochs=1)\n    trainer.fit(model, dm)\n    see('after', model.steps)",
        "main()",
    ],
    "a main function that guards": [
        IMPORTS,
        DM,
        NET,
        "def main():\n    dm = DM(pull('rows'))\n    model = Net()\n"
        "    trainer = pl.Trainer(max_epochs=1)\n    trainer.fit(model, dm)\n",
        'if __name__ == "__main__":\n    main()',
    ],
    "a main function with constants": [
        IMPORTS,
        "LR = 0.5\nSIZE = 1",
        DM,
        NET,
        "def main():\n    dm = DM(pull('rows'), batch_size=SIZE)\n    model = Net(lr=LR)\n"
        "    trainer = pl.Trainer(max_epochs=1)\n    trainer.fit(model, dm)\n    for i in range(2):\n        see('i', i, LR)",
        "main()",
    ],
    "helpers that build": story(
        definitions="def make_dm(n):\n    return DM(pull('rows')[:n])\n\ndef make_net(lr=0.5):\n    return Net(lr=lr)",
        data="dm = make_dm(2)",
        model="model = make_net()",
        after='see("rows", dm.rows)',
    ),
    "pairs are bound at once": story(
        definitions="def halves(values):\n    return values[:1], values[1:]",
        data='rows = pull("rows")\nleft, right = halves(rows)\n(a, b), *rest = [(1, 2), 3, 4]\ndm = DM(right + rest)',
        after='see("parts", left, right, a, b, rest)',
    ),
    "attributes set on the model": story(
        model="model = Net()\nmodel.factor = 5\nsetattr(model, 'lr', 0.75)", after='see("factor", model.factor)'
    ),
    "attributes set on the datamodule": story(
        data='rows = pull("rows")\ndm = DM(rows)\ndm.batch_size = 1\ndm.extra = "more"',
        after='see("extra", dm.extra, dm.batch_size)',
    ),
    "attributes set on the datamodule after the model": story(
        model="model = Net()\ndm.batch_size = 1\nmodel.factor = len(dm.rows)"
    ),
    "the model loads weights of another": story(
        model="other = Net(factor=7)\nmodel = Net()\nmodel.factor = other.factor", after='see("other", other.factor)'
    ),
    "two models, one trained": story(
        model="teacher = Net(factor=7)\nteacher.freeze()\nmodel = Net(factor=teacher(1))",
        after='see("teacher", teacher.frozen, teacher(2))',
    ),
    "two datamodules, one served": story(
        data='rows = pull("rows")\nother = DM([1])\ndm = DM(rows + other.rows)', after='see("other", other.rows)'
    ),
    "the trainer's arguments are computed": story(
        head="EPOCHS = 1\nDEBUG = False",
        data='rows = pull("rows")\ndm = DM(rows)',
        trainer="trainer = pl.Trainer(max_epochs=EPOCHS if not DEBUG else 0, limit_train_batches=EPOCHS * 5)",
    ),
    "the trainer's arguments come from data": story(
        trainer="trainer = pl.Trainer(max_epochs=len(rows))",
    ),
    "a logger": story(
        head='from lightning.pytorch.loggers import CSVLogger\nOUT = "runs"',
        trainer='logger = CSVLogger(OUT, name="leaf")\ntrainer = pl.Trainer(max_epochs=1, logger=logger)',
        after='see("logger", logger.save_dir, trainer.logger.name)',
    ),
    "two loggers": story(
        head="from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger",
        trainer='loggers = [CSVLogger("a"), TensorBoardLogger("b")]\ntrainer = pl.Trainer(max_epochs=1, logger=loggers)',
        after='see("loggers", [one.save_dir for one in loggers])',
    ),
    "fit with a checkpoint": story(fit='trainer.fit(model, datamodule=dm, ckpt_path="last.ckpt")'),
    "the best model is loaded": story(
        head=TUNER,
        trainer='best = ModelCheckpoint("out", filename="f")\ntrainer = pl.Trainer(max_epochs=1, callbacks=[best])',
        after='model = Net.load_from_checkpoint(best.best_model_path, factor=4)\nsee("loaded", model(2))',
        end=(("explore", 'see("look", model.factor)'),),
    ),
    "predictions, then looking at them": story(
        net=NET + "\n    def predict_step(self, batch, index):\n        return [self(x) for x in batch]\n",
        after="out = trainer.predict(model, DataLoader([1, 2], batch_size=1))\nflat = [x for part in out for x in part]",
        end=(
            ("explore", 'see("flat", flat)\nworst = max(flat)'),
            ("train", 'see("worst", worst)'),
            ("explore", 'see("again", worst, len(flat))\nflat[0]'),
        ),
    ),
    "looking at the model before training": story(net=NET, model=MODEL, trainer=TRAINER, before="", fit=FIT, end=())[
        :-2
    ]
    + [("explore", 'see("untrained", model(1), model.steps)'), ("train", TRAINER), ("train", FIT)],
    "looking between building and fitting": story()[:-1]
    + [("explore", 'see("ready", trainer.max_epochs, model.steps)'), ("train", FIT)],
    "plots around": story(
        head="import matplotlib.pyplot as plt\nCOLOR = 'red'",
        between=(("explore", "plt.plot(rows, color=COLOR)\nplt.show()"), ("explore", "plt.hist(rows)")),
        after="plt.plot([model.steps])\nplt.savefig('after.png')",
        end=(("explore", "plt.bar([1], [model(1)])\nplt.show()"),),
    ),
    "prints around": story(
        data='rows = pull("rows")\nprint("rows:", len(rows))\ndm = DM(rows)',
        model='model = Net()\nprint("model", model.factor)',
        trainer=TRAINER + '\nprint("ready to train")',
        after='print("done", model.steps)',
        end=(("explore", 'print("looked", model.steps)'),),
    ),
    "values at the end of cells": story(
        between=("rows", "len(rows)", "rows[0];"),
        after="model.steps",
        end=("trainer.callback_metrics", "sum(rows) + 100"),
    ),
    "headings make stages": [
        IMPORTS,
        ("md", "# A story"),
        ("md", "## Load"),
        ("data", 'rows = pull("rows")\nn = len(rows)\nwords = ["a", "b"]\nprint("loaded")'),
        ("md", "## Clean up"),
        ("data", 'rows = [r + n for r in rows]\nwords.append("c")\nif n > 2:\n    flag = True\nlast = rows[-1]'),
        ("md", "## Clean up"),
        ("data", "rows.sort()\nfirst = rows[0]\nrows = rows + [first, last]\nspare = 3"),
        ("data", DM),
        ("data", "dm = DM(rows)"),
        ("model", NET),
        ("model", "model = Net(n)"),
        ("train", TRAINER),
        ("train", FIT),
        ("train", 'see("end", rows, words, flag, spare)'),
    ],
    "stages with explorations between": [
        IMPORTS,
        ("md", "# Load"),
        ("data", 'rows = pull("rows")\nn = len(rows)'),
        ("explore", 'see("n", n)\nm = n + 1'),
        ("md", "# Grow"),
        ("data", "rows = rows + [n]\nrows.append(2)"),
        ("explore", 'see("grown", rows, m)'),
        ("md", "# Shrink"),
        ("data", "rows = rows[1:]\ntop = max(rows)"),
        ("explore", 'see("shrunk", rows, top, m)'),
        ("data", DM),
        ("data", "dm = DM(rows)"),
        ("explore", 'see("dm", dm.rows)'),
        ("model", NET),
        ("model", "model = Net(top)"),
        ("explore", 'see("net", model(1))'),
        ("train", TRAINER),
        ("train", FIT),
        ("explore", 'see("end", m, top, model.steps)'),
    ],
    "literals in methods": [
        "import lightning.pytorch as pl\nimport torch\nfrom torch import nn\nfrom torch.utils.data import DataLoader\nfrom probe import see",
        "class DM(pl.LightningDataModule):\n    def train_dataloader(self):\n        return DataLoader([1, 2, 3], batch_size=2)\n",
        "class Net(pl.LightningModule):\n    def __init__(self):\n        super().__init__()\n        self.drop = nn.Dropout(0.5)\n"
        "    def training_step(self, batch, i):\n        return self.drop(batch)\n    def configure_optimizers(self):\n"
        "        return torch.optim.Adam(self.parameters(), lr=1e-3, betas=(0.5, 0.9))\n",
        "dm = DM()\nmodel = Net()",
        TRAINER,
        FIT,
        'see("drop", model.drop.given)',
    ],
    "constants in methods": [
        "import lightning.pytorch as pl\nfrom torch.utils.data import DataLoader\nfrom probe import see",
        "BATCH_SIZE = 2\nROWS = (1, 2, 3)\nLR = 0.5",
        "class DM(pl.LightningDataModule):\n    def train_dataloader(self):\n        return DataLoader(ROWS, batch_size=BATCH_SIZE)\n",
        "class Net(pl.LightningModule):\n    def training_step(self, batch, i):\n        return sum(batch) * BATCH_SIZE\n"
        "    def configure_optimizers(self):\n        return LR\n",
        "dm = DM()\nmodel = Net()",
        TRAINER,
        FIT,
        'see("c", BATCH_SIZE, LR)',
    ],
    "inheritance of constants": [
        "import lightning.pytorch as pl\nfrom torch.utils.data import DataLoader\nfrom probe import see",
        "A = 2\nB = 3",
        "class Base(pl.LightningModule):\n    def __init__(self, x=1):\n        super().__init__()\n        self.x = x * A\n    def configure_optimizers(self):\n        return A\n",
        "class Net(Base):\n    def __init__(self, y=1):\n        super().__init__(y)\n        self.y = y + B\n    def training_step(self, batch, i):\n        return sum(batch) * A * self.x * self.y\n"
        "    def train_dataloader(self):\n        return [[B], [A]]\n",
        "model = Net(y=4)",
        TRAINER,
        "trainer.fit(model)",
        'see("c", A, B, model.x, model.y)',
    ],
    "a static method reads a constant": story(
        head="K = 3",
        net=NET + "\n    @staticmethod\n    def more(x):\n        return x * K\n",
        after='see("more", Net.more(2), K)',
    ),
    "a class method and a property read data": story(
        net=NET + "\n    @property\n    def size(self):\n        return len(rows)\n",
        after='see("size", model.size)',
    ),
    "pytorch_lightning by its old name": [
        "import pytorch_lightning as pl\nfrom probe import see, pull\nfrom torch.utils.data import DataLoader",
        *story()[1:],
    ],
    "from lightning import names": [
        "from lightning import LightningModule, LightningDataModule, Trainer, seed_everything\nfrom probe import see, pull\nfrom torch.utils.data import DataLoader",
        DM.replace("pl.", ""),
        NET.replace("pl.", ""),
        "seed_everything(3)",
        DATA,
        MODEL,
        "trainer = Trainer(max_epochs=1)",
        FIT,
    ],
    "environment before everything": story(
        head="import os\nos.environ['STORY_MODE'] = 'quick'\nimport torch\ntorch.set_float32_matmul_precision('high')",
        data='rows = pull("rows")\nsee("mode", os.environ["STORY_MODE"])\ndm = DM(rows)',
    ),
    "a helper that must run first": story(
        head="def prepare():\n    see('prepared')\n\nprepare()",
    ),
    "assertions": story(
        data='rows = pull("rows")\nassert len(rows) == 3, rows\ndm = DM(rows)\nassert dm.rows',
        model="model = Net()\nassert model(2) == 4",
        after="assert model.steps == 2",
    ),
    "a loop around looking": story(end=(("explore", "for r in rows:\n    see('r', r, model(r))"),)),
    "a with block after fit": story(
        head="import torch",
        after="model.eval()\nwith torch.no_grad():\n    out = [model(r) for r in rows]\nsee('out', out)",
        end=(("explore", "out"),),
    ),
    "an f-string with constants": story(
        head='NAME = "leaf"\nRUN = 3',
        trainer='path = f"{NAME}-{RUN:02d}"\ntrainer = pl.Trainer(max_epochs=1, default_root_dir=path)',
        after='see("path", path, f"{NAME!r}>{RUN}")',
    ),
    "a derived path": story(
        head='import os\nfrom pathlib import Path\nROOT = "in"\nCSV = os.path.join(ROOT, "a.csv")\nOUT = Path("out")\nSUB = OUT / "sub"',
        data='rows = pull("rows")\nsee("csv", CSV, str(SUB))\ndm = DM(rows)',
        after='see("paths", CSV, SUB.name, OUT.name, ROOT)',
    ),
    "chained and augmented assignments": story(
        head="a = b = 2\nc, d = 3, 4\ne: int = 5\nf: list = [1]",
        data='rows = pull("rows") + [a, c]\nn = 1\nn += b\nf += [d]\ndm = DM(rows)',
        after='see("all", a, b, c, d, e, f, n)',
    ),
    "docstrings and comments": story(
        definitions='"""Only words."""\n# a comment\n"more words";',
        data='# load\nrows = pull("rows")  # from there\n"""not shown"""\ndm = DM(rows)',
    ),
    "dataclass settings": story(
        head="from dataclasses import dataclass\n\n@dataclass\nclass Settings:\n    lr: float = 0.5\n    size: int = 1\n\nsettings = Settings(size=2)",
        data='rows = pull("rows")\ndm = DM(rows, batch_size=settings.size)',
        model="model = Net(lr=settings.lr)",
        after='see("settings", settings)',
    ),
    "an enum and a named tuple": story(
        head="from enum import Enum\nfrom collections import namedtuple\nRED = 1\n\nclass Color(Enum):\n    RED = RED\n    BLUE = 2\n\nPoint = namedtuple('Point', 'x y')",
        data="dm = DM([Color.RED.value, Point(3, 4).y])",
        after='see("color", Color.BLUE.value, Point(1, 2).x, RED)',
    ),
    "functools.partial and sorted keys": story(
        head="from functools import partial\nBASE = 2",
        definitions="def power(x, n):\n    return BASE ** n + x\n\ndef order(x):\n    return -x * BASE",
        data='cube = partial(power, n=3)\nrows = sorted(map(cube, pull("rows")), key=order)\ndm = DM(rows)',
        after='see("cube", cube(1), sorted(rows, key=order))',
    ),
    "a function kept in a dict": story(
        head="K = 2",
        definitions="def up(x):\n    return x + K\n\ndef down(x):\n    return x - K\n\nMOVES = {'up': up, 'down': down}",
        data='rows = [MOVES["up"](r) for r in pull("rows")]\ndm = DM(rows)',
        after='see("down", MOVES["down"](1), up.__name__)',
    ),
    "a class with __call__ handed around": story(
        head="K = 2",
        definitions="class Times:\n    def __call__(self, x):\n        return x * K\n\ntimes = Times()",
        data='rows = [times(r) for r in pull("rows")]\ndm = DM(rows)',
        after='see("times", times(5), isinstance(times, Times))',
    ),
    "names deleted before they are looked at": story(
        data='rows = pull("rows")\nhelper = 3\nsee("helper", helper)\ndel helper\ndm = DM(rows)',
        after='see("gone", "helper" in globals() and helper is not None)' if False else 'see("rows", rows)',
    ),
    "try around the data": story(
        data='try:\n    rows = pull("missing")["x"]\nexcept TypeError:\n    rows = pull("rows")\ndm = DM(rows)',
        after='see("rows", rows)',
    ),
    "match": story(
        data='rows = pull("rows")\nmatch rows:\n    case [first, *others]:\n        kind = "some"\n    case _:\n        kind = "none"\ndm = DM(others)',
        after='see("match", first, kind)',
    ),
    "looking only feeds looking": story(
        end=(("explore", "best = model(3)"), ("explore", 'see("best", best)\nbest')),
    ),
    "a value computed for a plot alone": story(
        data='rows = pull("rows")\ncounts = {r: rows.count(r) for r in rows}\ndm = DM(rows)',
        end=(("explore", 'see("counts", counts)'),),
    ),
    "a value computed for a plot before fit": story(
        data='rows = pull("rows")\ncounts = {r: rows.count(r) for r in rows}',
        between=(("explore", 'see("counts", counts)'), ("data", "dm = DM(rows)")),
    ),
    "one heading before and after": [
        IMPORTS,
        ("md", "# Results"),
        ("data", DM),
        ("data", DATA),
        ("explore", 'see("a", rows)'),
        ("model", NET),
        ("model", MODEL),
        ("train", TRAINER),
        ("train", FIT),
        ("explore", 'see("b", model.steps)\nc = 1'),
        ("train", 'see("d", rows + [7])'),
        ("explore", 'see("e", c)'),
    ],
}

PLAIN: dict[str, Story] = {
    "no trainer": [IMPORTS, "K = 2\nrows = pull('rows')\nsee('rows', [r * K for r in rows])\nlen(rows)"],
    "functions that assign globals": story(
        definitions="count = 0\n\ndef tick():\n    global count\n    count += 1\n    return count",
        data='rows = [tick() for _ in pull("rows")]\ndm = DM(rows)',
        after='tick()\nsee("count", count)',
    ),
    "a global made by a function": [
        IMPORTS,
        "def make():\n    global made\n    made = pull('rows')",
        "make()",
        "see('made', made)",
    ],
    "a trainer in a function": [
        IMPORTS,
        DM,
        NET,
        "LR = 0.5\n\ndef run(factor):\n    model = Net(factor, lr=LR)\n    trainer = pl.Trainer(max_epochs=1)\n    trainer.fit(model, DM(pull('rows')))\n    return model.steps",
        "for factor in (1, 2):\n    see('run', run(factor))",
    ],
    "several trainers": story(
        after="second = pl.Trainer(max_epochs=2)\nsecond.fit(model, dm)\nsee('steps', model.steps)",
    ),
    "one trainer fits twice": story(after="trainer.fit(model, dm)\nsee('steps', model.steps)"),
    "fit in a loop": story(fit="for _ in range(2):\n    trainer.fit(model, dm)"),
    "fit under if": story(
        head="TRAIN = True", fit="if TRAIN:\n    trainer.fit(model, dm)", after="see('steps', model.steps)"
    ),
    "top-level await": [
        IMPORTS,
        "import asyncio\n\nasync def fetch(x):\n    return x + SHIFT\n\nSHIFT = 2",
        "got = await fetch(1)\nsee('got', got)",
    ],
    "functions that read globals": [
        IMPORTS,
        "K = 2\nnames = pull('labels')\n\ndef label(i):\n    return names[i] * K\n\nclass Book:\n    def first(self):\n        return label(0)",
        "see('label', label(1), Book().first())\nnames = ['x', 'y']\nsee('again', label(1))",
    ],
    "an imported name bound again": [
        IMPORTS,
        "import json as codec\nsee('a', codec.dumps(1))\ncodec = 3\nsee('b', codec)",
    ],
    "a function name bound again": [IMPORTS, "def f():\n    return 1\n\nsee('a', f())\nf = 5\nsee('b', f)"],
    "a constant read before and after": [
        IMPORTS,
        "K = 1\n\ndef k():\n    return K\n\nsee('a', k())\nK = 2\nsee('b', k())",
    ],
    "nested global": [
        IMPORTS,
        "total = 1\n\ndef outer():\n    def inner():\n        global total\n        total += 5\n    inner()\n    return total",
        "see('t', outer(), total)",
    ],
    "del at the end": [IMPORTS, "x = pull('rows')\ndel x\nx = 3\nsee('x', x)"],
    "class bodies that read data": [
        IMPORTS,
        "rows = pull('rows')\n\nclass Info:\n    size = len(rows)\n    def more(self):\n        return self.size + len(rows)",
        "see('info', Info.size, Info().more())",
    ],
    "shown values": [IMPORTS, "rows = pull('rows')\nrows", "len(rows)", "for r in rows:\n    print(r)", "rows[0];"],
    "exceptions": [
        IMPORTS,
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    see('error', str(error))\nelse:\n    see('no')\nfinally:\n    see('end')",
    ],
    "odd names in plain": [
        IMPORTS,
        "output_dir = 'x'\nreport = 3\nfit = 4\nReport = 5\nreport_dir = 1\nsee('all', output_dir, report, fit, Report, report_dir)\nreport",
    ],
    "a redefined function": [
        IMPORTS,
        "def f():\n    return 1\n\nsee('a', f())",
        "def f():\n    return 2\n\nsee('b', f())",
    ],
    "recursion and closures": [
        IMPORTS,
        "K = 3\n\ndef down(n):\n    return [n] if n < K else [n, *down(n - 1)]\n\nadders = [lambda x, i=i: x + i + K for i in range(2)]",
        "see('down', down(5), [a(1) for a in adders])",
    ],
    "late binding": [IMPORTS, "f = lambda: y\ny = 1\nsee('a', f())\ny = 2\nsee('b', f())"],
    "star arguments": [
        IMPORTS,
        "K = 2\n\ndef f(*args, **kw):\n    return args, sorted(kw), K\n\nsee('f', f(1, *[2], a=3, **{'b': 4}))",
    ],
    "comprehension over a global": [IMPORTS, "n = 2\nsee('c', [[i * n for i in range(n)] for n in range(3)], n)"],
    "walrus in plain": [IMPORTS, "see('w', (m := 3) + m)\nprint([k := i for i in range(3)], k, m)"],
}
