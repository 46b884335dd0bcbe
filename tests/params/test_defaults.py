"""What the notebook's functions default to is an option where no call says otherwise, and a constant stays one."""

from __future__ import annotations

import pytest
from lost import lost
from replay import replay
from stories import code_of, notebook, plan_of, program_of
from turned import by_hand, options_of, turned

from nb2pkg import pipeline
from nb2pkg.options import Options
from nb2pkg.params.direct_calls import direct_calls

HEAD = "import os\nimport probe\nfrom functools import partial\nfrom pathlib import Path"
TRAIN = "def train(net, epochs=3):\n    probe.see('train', net, epochs)\n    return net"

OPTIONS = {
    "a function": ([TRAIN, "train('a')"], {"epochs": "3"}),
    "two calls": ([TRAIN, "train('a')", "train('b')"], {"epochs": "3"}),
    "within another function": ([TRAIN, "def run():\n    train('a')", "run()"], {"epochs": "3"}),
    "by keyword only": ([TRAIN.replace("(net, ", "(net, *, "), "train('a')"], {"epochs": "3"}),
    "a name that something else has for an argument of its own": (
        [TRAIN, "def test(net, train=False):\n    probe.see('test', net, train)", "train('a')\ntest('a', train=True)"],
        {"epochs": "3"},
    ),
    "a name that a method has for an argument, and another calls": (
        [
            TRAIN,
            "class Both:\n    def first(self, train):\n        return train('x')\n"
            "    def second(self):\n        return train('y')",
            "both = Both()\nboth.first(len)\nboth.second()",
        ],
        {},
    ),
    "a class": (
        ["class Net:\n    def __init__(self, hidden_size=4):\n        probe.see(hidden_size)", "net = Net()"],
        {"hidden_size": "4"},
    ),
    "a class that names itself for the one before it": (
        [
            "class Net(object):\n    def __init__(self, hidden_size=4):\n"
            "        super(Net, self).__init__()\n        probe.see(hidden_size)",
            "net = Net()",
        ],
        {"hidden_size": "4"},
    ),
    "a class that asks for its bases, and is named": (
        [
            "class Net:\n    def __init__(self, hidden_size=4):\n        super(Net, self).__init__()\n"
            "        probe.see(hidden_size)",
            "def width(net: Net) -> Net:\n    probe.see(isinstance(net, Net))\n    return net",
            "net = width(Net())",
        ],
        {"hidden_size": "4"},
    ),
    "a class that is asked for what needs no instance": (
        [
            "class Net:\n    def __init__(self, hidden_size=4):\n        probe.see(hidden_size, Net.twice(2))\n"
            "    @staticmethod\n    def twice(x):\n        return 2 * x",
            "net = Net()\nprobe.see(Net.twice(3), Net.__name__)",
        ],
        {"hidden_size": "4"},
    ),
    "a class that makes itself": (
        [
            "class Net:\n    def __init__(self, hidden_size=4):\n        probe.see(hidden_size)\n"
            "    @classmethod\n    def made(cls):\n        return cls()",
            "net = Net()\nnet = Net.made()",
        ],
        {},
    ),
    "a class that is made by another": (
        [
            "class Net:\n    def __init__(self, hidden_size=4):\n        probe.see(hidden_size)",
            "net = Net()\nNet.__init__(net)",
        ],
        {},
    ),
    "behind a star": (
        [
            "class Rows:\n    def __init__(self):\n        self.dims = 1, 2\n    def size(self):\n        return 3, 4",
            "class Net:\n    def __init__(self, a, b, hidden=4, depth=5):\n        probe.see(a, b, hidden, depth)",
            "rows = Rows()\nn = os.getpid()\nnets = [Net(*rows.dims), Net(*rows.size(), depth=n - n)]",
        ],
        {"hidden": "4", "depth": "5"},
    ),
    "behind names that are unpacked": (
        [TRAIN, "more = {'net': os.sep}\ntrain(**more)"],
        {"epochs": "3"},
    ),
    "a path": (
        ["def load(data_path=Path('rows')):\n    probe.see(str(data_path))", "load()"],
        {"data_path": "'rows'"},
    ),
    "a place": (["def load(owner='me'):\n    probe.see(owner)", "load()"], {"owner": "'me'"}),
    "a switch": (["def f(x=3, apply_jitter=False):\n    probe.see(x, apply_jitter)", "f()"], {"apply_jitter": "False"}),
    "a switch that shows": (["def f(use_plots=False):\n    probe.see(use_plots)", "f()"], {}),
    "no chance that something is left out": (["def f(do_prob=0.):\n    probe.see(do_prob)", "f()"], {"do_prob": "0."}),
    "no setting": (["def f(x=3):\n    probe.see(x)", "f()"], {}),
    "no text to choose": (["def f(title='a'):\n    probe.see(title)", "f()"], {}),
    "a call gives it": ([TRAIN, "n = os.getpid()\ntrain('b', n - n)"], {}),
    "one of two calls gives it": ([TRAIN, "train('a')", "n = os.getpid()\ntrain('b', n - n)"], {"epochs": "3"}),
    "one of two calls may give it": (
        [TRAIN, "train('a')", "more = {} if os.getenv('NO') else {'net': 'b'}\ntrain(**more)"],
        {"epochs": "3"},
    ),
    "a call may give it": ([TRAIN, "more = {} if os.getenv('NO') else {'net': 'a'}\ntrain(**more)"], {}),
    "handed on": ([TRAIN, "late = partial(train, 'a')\nlate()"], {}),
    "called by itself": (
        ["def f(x, depth=3):\n    probe.see(depth)\n    if x:\n        f(x - 1)", "f(2)"],
        {},
    ),
    "decorated": (["def once(f):\n    return f\n@once\ndef f(epochs=3):\n    probe.see(epochs)", "f()"], {}),
    "only divided by": (["def f(eps=1e-12):\n    probe.see(eps)", "f()"], {}),
    "a seed is that of all": (
        ["def f(seed=3):\n    probe.see(seed)", "def g():\n    seed = 3\n    probe.see(seed)", "f()\ng()"],
        {"seed": "3"},
    ),
    "never called": ([TRAIN, "probe.see(1)"], {}),
    "a constant": (
        ["EPOCHS = 3", TRAIN.replace("=3", "=EPOCHS"), "train('a')\nprobe.see(EPOCHS)"],
        {"epochs": "3"},
    ),
    "one of two numbers": (
        ["EPOCHS = 1 if os.getenv('NO_SMOKE') else 3", TRAIN.replace("=3", "=EPOCHS"), "train('a')\nprobe.see(EPOCHS)"],
        {"epochs": "3"},
    ),
    "one of two numbers that is bound again": (
        ["EPOCHS = 1 if os.getenv('NO_SMOKE') else 3", TRAIN.replace("=3", "=EPOCHS"), "train('a')\nEPOCHS = 4"],
        {"epochs": "3", "num_epochs": "4"},
    ),
    "one of two numbers of what is handed on": (
        [
            "EPOCHS = 1 if os.getenv('NO_SMOKE') else 3",
            TRAIN.replace("=3", "=EPOCHS"),
            "late = partial(train, 'a')\nlate()",
        ],
        {},
    ),
    "a constant, and a call gives it": (
        ["EPOCHS = 3", TRAIN.replace("=3", "=EPOCHS"), "train('a')\nn = os.getpid()\ntrain('b', n - n)"],
        {"epochs": "3"},
    ),
    "a constant that is read early elsewhere": (
        [
            "EPOCHS = 3",
            TRAIN.replace("=3", "=EPOCHS"),
            "class Seen:\n    many = EPOCHS",
            "train('a')\nprobe.see(EPOCHS, Seen.many)",
        ],
        {},
    ),
    "a constant of what is handed on": (
        ["EPOCHS = 3", TRAIN.replace("=3", "=EPOCHS"), "late = partial(train, 'a')\nlate()"],
        {},
    ),
}


@pytest.mark.parametrize(("cells", "options"), OPTIONS.values(), ids=OPTIONS)
def test_options(cells: list[str], options: dict[str, str]) -> None:
    assert options_of([HEAD, *cells]) == options


@pytest.mark.parametrize("name", OPTIONS)
def test_the_package_does_the_same(name: str) -> None:
    story = [HEAD, *OPTIONS[name][0]]
    assert replay(story).differences() == []
    book = notebook(story)
    done = pipeline.convert(book, Options())
    assert lost(book, done.plan, done.package) == []


TURNED = {
    "a function": ({"epochs": "7"}, ("=3", "=7")),
    "two calls": ({"epochs": "7"}, ("=3", "=7")),
    "one of two calls gives it": ({"epochs": "7"}, ("=3", "=7")),
    "within another function": ({"epochs": "7"}, ("=3", "=7")),
    "a class": ({"hidden_size": "7"}, ("=4", "=7")),
    "a class that asks for its bases, and is named": ({"hidden_size": "7"}, ("=4", "=7")),
    "a class that is asked for what needs no instance": ({"hidden_size": "7"}, ("=4", "=7")),
    "behind a star": ({"hidden": "7"}, ("hidden=4", "hidden=7")),
    "behind names that are unpacked": ({"epochs": "7"}, ("=3", "=7")),
    "a path": ({"data_path": "lines"}, ("'rows'", "'lines'")),
    "a constant": ({"epochs": "7"}, ("EPOCHS = 3", "EPOCHS = 7")),
}


@pytest.mark.parametrize(("name", "values", "change"), [(k, *v) for k, v in TURNED.items()], ids=TURNED)
def test_an_option_turns_what_the_default_turned(name: str, values: dict[str, str], change: tuple[str, str]) -> None:
    story = [HEAD, *OPTIONS[name][0]]
    other = [cell.replace(*change) for cell in story]
    assert turned(story, values) == by_hand(other) != by_hand(story)


def test_the_function_keeps_its_signature() -> None:
    code = code_of(plan_of([HEAD, TRAIN, "train('a')"]), "train")
    assert "def train(net, epochs=3):" in code
    assert "train('a', epochs=epochs)" in code


def test_two_functions_have_their_own() -> None:
    again = TRAIN.replace("train", "tune").replace("3", "4")
    assert options_of([HEAD, TRAIN, again, "train('a')\ntune('a')"]) == {"train_epochs": "3", "tune_epochs": "4"}


CALLS = {
    "train('a')\ntrain('b', 7)": [{"net"}, {"net", "epochs"}],
    "train(net='a', epochs=2)": [{"net", "epochs"}],
    "x = [train(i) for i in y]": [{"net"}],
    "train(*x)": None,
    "train(*('a', 7))": [{"net", "epochs"}],
    "train(**{'net': 1})": [{"net"}],
    "def g(x: train) -> train:\n    return isinstance(x, train)\ntrain(1)": [{"net"}],
    "train(**x)": None,
    "f'{train(x)}'": None,
    "map(train, x)": None,
    "def g(x=train(1)):\n    pass": None,
    "train = 3": None,
    "from probe import train\ntrain(1)": None,
}


@pytest.mark.parametrize(("text", "given"), CALLS.items())
def test_direct_calls(text: str, given: list[set[str]] | None) -> None:
    found = direct_calls(program_of([TRAIN, text]).statements)
    assert ([set(call.given) for call in found["train"].calls] if "train" in found else None) == given


SAVED = "class Net:\n    def __init__(self, hidden=4):\n        self.save_hyperparameters()"


@pytest.mark.parametrize(
    ("net", "again", "some", "known"),
    [
        (SAVED, "Net.load_from_checkpoint('x')", True, True),
        (SAVED, "Net.load_from_checkpoint('x')", False, False),
        (SAVED.replace("save_h", "h"), "Net.load_from_checkpoint('x')", True, False),
        (SAVED, "Net.from_file('x')", True, False),
    ],
)
def test_a_checkpoint_knows_what_its_class_was_made_with(net: str, again: str, some: bool, known: bool) -> None:
    found = direct_calls(program_of([net, "net = Net()", again]).statements, some=some)
    assert ("Net" in found) == known


NET = "class Net(pl.LightningModule):\n    def __init__(self, hidden_size=4):\n        self.hidden_size = hidden_size"
FIT = "trainer = pl.Trainer(max_epochs=2)\ntrainer.fit(net)"


@pytest.mark.parametrize(
    ("fits", "source"), [([FIT], "signature"), ([FIT, FIT.replace("2", "5")], "literal")], ids=["one", "several"]
)
def test_a_lightning_module_is_turned_by_its_signature_or_like_others(fits: list[str], source: str) -> None:
    plan = plan_of(["import lightning.pytorch as pl", NET, "net = Net()", *fits])
    assert {one.name: one.source for one in plan.parameters}["hidden_size"] == source
