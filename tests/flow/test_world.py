"""Definitions and names at one glance."""

from __future__ import annotations

from stories import world_of

CELL = """
import lightning.pytorch as pl
from torch import nn

class Base(pl.LightningModule):
    def __init__(self, width=8, *, lr: float = 1e-3):
        super().__init__()
        self.width = width

class Net(Base):
    pass

@decorated(1)
def encode(text, *more, key=None):
    local = text
    return local
"""


def test_a_class_knows_its_arguments_attributes_and_whole_family() -> None:
    world = world_of([CELL])
    base, net = world.definitions["Base"], world.definitions["Net"]
    assert base.arguments == (("width", "8"), ("lr", "0.001"))
    assert base.annotations == (("lr", "float"),)
    assert (base.attributes, base.own_constructor, base.variadic) == (frozenset({"width"}), True, False)
    assert net.family == {"Base", "lightning.pytorch.LightningModule"}
    assert (net.own_constructor, net.arguments) == (False, ())


def test_a_function_knows_its_arguments_decorators_and_local_names() -> None:
    encode = world_of([CELL]).definitions["encode"]
    assert encode.arguments == (("text", None), ("key", "None"))
    assert encode.decorators == ("decorated",)
    assert encode.variadic
    assert {"text", "local", "key"} <= encode.local


def test_what_a_class_derives_from_is_told_by_the_last_name() -> None:
    world = world_of([CELL])
    assert world.is_a("Net", "LightningModule")
    assert not world.is_a("Net", "LightningDataModule")
    assert not world.is_a("encode", "LightningModule")
    assert not world.is_a("nobody", "LightningModule")


def test_computed_names_are_what_running_statements_bind_and_no_constants() -> None:
    world = world_of(["A = 1\nb = load()\nif b:\n    c = 2\nfor d in b: pass\nimport e\ndef f(): pass"])
    assert world.computed == {"b", "c", "d"}
    assert set(world.constants) == {"A"}


def test_what_builds_a_class_that_leans_on_computed_names_is_computed() -> None:
    lean = "class C:\n    def f(self):\n        return helper()\ndef helper():\n    return rows"
    world = world_of([lean, "rows = load()", "c = C()", "class D: pass", "d = D()"])
    assert (set(world.constants), world.computed) == ({"d"}, {"rows", "c"})


def test_the_words_right_above_a_cell_are_kept() -> None:
    assert world_of([("md", "# About x"), "x = 1", "y = 2"]).above == {1: "# About x"}


def test_every_name_that_is_mentioned_is_known() -> None:
    world = world_of(["import os\ndef f():\n    return late\nx = y\nif x:\n    z = 1"])
    assert {"os", "f", "late", "x", "y", "z"} <= world.mentioned
