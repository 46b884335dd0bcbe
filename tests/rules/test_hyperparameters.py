"""Each row: a class whose constructor was given ``lr``, and the class that keeps it as a hyperparameter."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.rules.hyperparameters import save_hyperparameters

HEAD = "class Net(Module):\n    def __init__(self, {}):\n        super().__init__()\n"


def with_call(call: str, arguments: str = "width, lr=1") -> str:
    return HEAD.format(arguments) + f"        self.save_hyperparameters({call})\n        self.x = 1\n"


Rows = dict[str, tuple[str, str]]
SAVED: Rows = {
    "nothing else": (HEAD.format("lr=1"), HEAD.format("lr=1") + "        self.save_hyperparameters()\n"),
    "other arguments": (
        HEAD.format("width, lr=1"),
        HEAD.format("width, lr=1") + '        self.save_hyperparameters("lr")\n',
    ),
    "comments around": (
        "class Net(M):\n    def __init__(self, lr=1):\n        # base\n"
        "        super().__init__()  # base\n\n        # x\n"
        "        self.x = 1\n",
        "class Net(M):\n    def __init__(self, lr=1):\n        # base\n        super().__init__()  # base\n"
        "        self.save_hyperparameters()\n\n        # x\n        self.x = 1\n",
    ),
    "another name for itself": (
        "class Net(M):\n    def __init__(this, /, lr=1):\n        M.__init__(this)\n",
        "class Net(M):\n    def __init__(this, /, lr=1):\n        M.__init__(this)\n"
        "        this.save_hyperparameters()\n",
    ),
    "one line": (
        "class Net(M):\n    def __init__(self, *, lr=1): super().__init__()\n",
        "class Net(M):\n    def __init__(self, *, lr=1):\n        super().__init__()\n"
        "        self.save_hyperparameters()\n",
    ),
    "tabs": (
        "class Net(M):\n\tdef __init__(self, lr=1):\n\t\tsuper().__init__()\n",
        "class Net(M):\n\tdef __init__(self, lr=1):\n\t\tsuper().__init__()\n\t\tself.save_hyperparameters()\n",
    ),
    "names in a call": (with_call('"width"'), with_call('"width", "lr"')),
    "names and options": (with_call("'width', logger=False"), with_call("'width', \"lr\", logger=False")),
    "names on lines": (
        with_call('\n            "width",  # wide\n        '),
        with_call('\n            "width",  # wide\n            "lr",\n        '),
    ),
    "names and options on lines": (
        with_call('\n            "width",  # wide\n            logger=False,  # no\n        '),
        with_call('\n            "width",  # wide\n            "lr",\n            logger=False,  # no\n        '),
    ),
}
AS_THEY_ARE: Rows = {
    name: (text, text)
    for name, text in {
        "it saves everything": with_call(""),
        "it leaves some out": with_call('ignore=["width"]'),
        "it names it already": with_call('"lr"'),
        "it names a variable": with_call("names"),
        "it saves a list": with_call('["width"]'),
        "no constructor": "class Net(M):\n    x = 1\n",
        "no call of the base": "class Net(M):\n    def __init__(self, lr=1):\n        self.x = 1\n",
        "a call of the base under a condition": (
            "class Net(M):\n    def __init__(self, lr=1):\n        if lr:\n            super().__init__()\n"
        ),
        "a class on one line": "class Net(M): x = 1\n",
        "a function": "def __init__(self, lr=1):\n    super().__init__()\n",
        "nothing": "",
    }.items()
}


def params(rows: Rows) -> list[object]:
    return [pytest.param(before, after, id=name) for name, (before, after) in rows.items()]


@pytest.mark.parametrize(("before", "after"), params(SAVED | AS_THEY_ARE))
def test_what_was_added_is_saved(before: str, after: str) -> None:
    ast.parse(after)
    assert save_hyperparameters(before, ["lr"], logged=True) == after
    assert save_hyperparameters(after, ["lr"], logged=True) == after
    assert save_hyperparameters(before, [], logged=True) == before


def test_what_the_logger_does_not_get_is_said_in_the_new_call_only() -> None:
    text = HEAD.format("width, lr=1")
    assert (
        save_hyperparameters(text, ["lr"], logged=False)
        == text + '        self.save_hyperparameters("lr", logger=False)\n'
    )
    alone = HEAD.format("lr=1")
    assert (
        save_hyperparameters(alone, ["lr"], logged=False) == alone + "        self.save_hyperparameters(logger=False)\n"
    )
    assert save_hyperparameters(with_call('"width"'), ["lr"], logged=False) == with_call('"width", "lr"')


def test_several_are_saved_in_their_order() -> None:
    text = HEAD.format("width, lr=1, gamma=2")
    assert '("lr", "gamma")' in save_hyperparameters(text, ["lr", "gamma"], logged=True)
    assert save_hyperparameters(with_call('"gamma"'), ["lr", "gamma"], logged=True) == with_call('"gamma", "lr"')
