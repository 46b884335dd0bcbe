"""Every statement finds in the package what it found in the notebook, or the story stays whole."""

from __future__ import annotations

import pytest
from stories import world_of

from nb2pkg.family.lightning.order import Part, first_difference
from nb2pkg.story.effects import running
from nb2pkg.story.threads import thread

# Cells, then the statements by number as the package runs them: part -> numbers. A part gets its names from "data".
SAME = [
    (["a = load()", "b = use(a)"], {"data": [0], "after": [1]}),
    (["a = load()", "a.append(1)", "use(a)"], {"data": [0, 1], "after": [2]}),
    (["a = load()", "b = load()", "use(a)"], {"data": [0, 1], "after": [2]}),
    (["a = load()", "c = load()", "use(a)"], {"data": [1, 0], "after": [2]}),
    (["a = load()", "use(a)", "a = load()", "more(a)"], {"data": [0, 1, 2], "after": [3]}),
    (["a = load()", "if a:\n    a = load()", "use(a)"], {"data": [0, 1], "after": [2]}),
    (["class C: pass", "C.x = 1", "use(C.x)"], {"data": [0], "after": [1]}),
]
DIFFERENT = [
    (["a = load()", "a.append(1)", "use(a)"], {"data": [0], "after": [2, 1]}, "a"),
    (["a = load()", "use(a)", "a.append(1)"], {"data": [0, 2], "after": [1]}, "a"),
    (["a = load()", "use(a)", "a = load()"], {"data": [0, 2], "after": [1]}, "a"),
    (["a = load()", "a = load()", "use(a)"], {"data": [1, 0], "after": [2]}, "a"),
    (["a = load()", "if a:\n    a = load()", "use(a)"], {"data": [0], "after": [2]}, "a"),
    (["a = load()", "b = a", "b.append(1)", "use(a)"], {"data": [0, 1], "after": [3, 2]}, "a"),
    (["a = load()", "use(a)"], {"after": [1], "data": [0]}, "a"),
    (["class C: pass", "C.x = 1", "use(C.x)"], {"data": [1], "after": [0]}, "C."),
]


def _differs(cells: list[str], parts: dict[str, list[int]]) -> str | None:
    world = world_of(cells)
    effects = running(world, thread(world))
    package = [Part(name, [effects[n] for n in numbers], lambda _: "data") for name, numbers in parts.items()]
    found = first_difference(effects, package)
    return found[0] if found else None


@pytest.mark.parametrize(("cells", "parts"), SAME)
def test_orders_that_mean_the_same(cells: list[str], parts: dict[str, list[int]]) -> None:
    assert _differs(cells, parts) is None


@pytest.mark.parametrize(("cells", "parts", "name"), DIFFERENT)
def test_orders_that_mean_something_else(cells: list[str], parts: dict[str, list[int]], name: str) -> None:
    assert _differs(cells, parts) == name


def test_a_name_that_is_handed_over_by_nobody_is_missed() -> None:
    world = world_of(["a = load()", "use(a)"])
    effects = running(world, thread(world))
    package = [Part("data", effects[:1]), Part("after", effects[1:])]
    assert first_difference(effects, package) is not None
