"""Whose attributes the notebook changes, and what reads those while it is being made."""

from __future__ import annotations

import pytest
from stories import Story, world_of

from nb2pkg.flow.made import read_while_made
from nb2pkg.flow.states import changed_attributes, changed_definitions

CFG = "class CFG:\n    debug = True\n    epochs = 10\n    sizes = [1]"

CHANGED = {
    "nothing": ((CFG, "print(CFG.epochs)"), set()),
    "an attribute of an attribute that is read": ((CFG, "print(len(CFG.sizes))"), set()),
    "a switch": ((CFG, "if CFG.debug:\n    CFG.epochs = 1"), {"CFG"}),
    "one more": ((CFG, "CFG.epochs += 1"), {"CFG"}),
    "a list": ((CFG, "CFG.sizes.append(2)"), {"CFG"}),
    "by its name": ((CFG, "setattr(CFG, 'epochs', 1)"), {"CFG"}),
    "another name": ((CFG, "args = CFG\nargs.epochs = 1"), {"CFG"}),
    "an instance": ((CFG, "cfg = CFG()\ncfg.sizes.append(1)"), {"CFG"}),
    "a function that does it": ((CFG, "def setup():\n    CFG.epochs = 1"), {"CFG"}),
    "a function that is handed it": ((CFG, "def setup(c):\n    c.epochs = 1", "setup(CFG)"), {"CFG"}),
    "what derives from it": ((CFG, "class Child(CFG): pass", "CFG.epochs = 1"), {"CFG", "Child"}),
    "a function": (("def f(): pass", "f.calls = 0"), {"f"}),
    "a variable": (("x = load()", "x.epochs = 1"), set()),
}


@pytest.mark.parametrize(("cells", "names"), CHANGED.values(), ids=CHANGED)
def test_whose_attributes_the_notebook_changes(cells: Story, names: set[str]) -> None:
    world = world_of(cells)
    assert changed_definitions(world.statements, world.inside) == names


MADE = {
    "a default": ("def f(n=CFG.epochs): pass", {"f"}),
    "a default by keyword": ("def f(*, n=CFG.epochs): pass", {"f"}),
    "a default of a method": ("class A:\n    def __init__(self, n=CFG.epochs): pass", {"A"}),
    "a body of a class": ("class A:\n    n = CFG.epochs", {"A"}),
    "a decorator": ("@repeat(CFG.epochs)\ndef f(): pass", {"f"}),
    "a base": ("class A(base(CFG.epochs)): pass", {"A"}),
    "a function that reads it": ("def g(): return CFG.epochs\ndef f(n=g()): pass", {"f"}),
    "an annotation that asks": ("def f(n: kind(CFG.epochs)): pass", {"f"}),
    "a default made of the class": ("def f(config=CFG()): pass", {"f"}),
    "its code": ("def f(): return CFG.epochs", set()),
    "a lambda": ("def f(n=lambda: CFG.epochs): pass", set()),
    "the class itself": ("def f(config=CFG, *, other=CFG): pass", set()),
    "a bare base": ("class A(CFG): pass", set()),
    "an annotation": ("def f(c: CFG, d: list[CFG] | None = None) -> CFG: pass", set()),
    "what does not change": ("class Other:\n    n = 1\ndef f(n=Other.n): pass", set()),
}


@pytest.mark.parametrize(("cell", "names"), MADE.values(), ids=MADE)
def test_what_reads_while_it_is_made_what_the_notebook_changes(cell: str, names: set[str]) -> None:
    found = read_while_made(world_of((CFG, cell, "CFG.epochs = 1")))
    assert found == {key: {"CFG"} for key in names}


@pytest.mark.parametrize("cell", [cell for cell, _ in MADE.values()], ids=MADE)
def test_nothing_is_read_that_nobody_changes(cell: str) -> None:
    assert read_while_made(world_of((CFG, cell))) == {}


SET = {
    "a switch": ("if CFG.debug:\n    CFG.epochs = 1\nelse:\n    CFG.sizes = [2]", {"CFG": {"epochs", "sizes"}}),
    "a part of one": ("CFG.data.folds = 1", {"CFG": {"data"}}),
    "an item of one": ("CFG.sizes[0] = 1", {"CFG": {"sizes"}}),
    "what is told": ("if CFG.debug:\n    print('fast')\n    CFG.epochs //= 2", {"CFG": {"epochs"}}),
    "of what derives from it": ("class Child(CFG): pass\nCFG.epochs = 1", {"CFG": {"epochs"}, "Child": {"epochs"}}),
    "by a method": ("CFG.epochs = 1\nCFG.sizes.append(1)", {}),
    "by its name": ("CFG.epochs = 1\nsetattr(CFG, name(), 1)", {}),
    "under another name": ("CFG.epochs = 1\nargs = CFG\nargs.lr = 1", {}),
    "by a function": ("CFG.epochs = 1\ndef setup(): CFG.lr = 1", {}),
    "by a function that is handed it": ("CFG.epochs = 1\ndef setup(c): c.lr = 1\nsetup(CFG)", {}),
    "in a loop": ("for CFG.epochs in range(3): pass", {}),
    "from itself": ("CFG.epochs = count(CFG)", {}),
}


@pytest.mark.parametrize(("cell", "expected"), SET.values(), ids=SET)
def test_what_is_set_by_name_is_all_that_changes(cell: str, expected: dict[str, set[str]]) -> None:
    world = world_of((CFG, cell))
    assert changed_attributes(world.statements, world.inside) == expected


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("def f(n=CFG.sizes): pass", set()),
        ("class A:\n    n = CFG.debug", set()),
        ("class A:\n    config = CFG\n    def n(self): return self.config.epochs", set()),
        ("class A:\n    config = CFG\n    n = config.epochs", {"A"}),
        ("def f(n=CFG.epochs + CFG.debug): pass", {"f"}),
        ("def f(n=CFG.method): pass", {"f"}),
        ("def g(): return CFG.sizes\ndef f(n=g()): pass", {"f"}),
        ("class Child(CFG):\n    n = CFG.debug\ndef f(n=Child.sizes): pass", set()),
        ("class Child(CFG): pass\ndef f(n=Child.epochs): pass", {"f"}),
    ],
)
def test_what_nothing_changes_may_be_read_early(cell: str, names: set[str]) -> None:
    cells = (CFG + "\n    def method(self): pass", cell, "CFG.epochs = 1")
    assert read_while_made(world_of(cells)).keys() == names
