"""Code that is kept for later and reads names as they are then."""

from __future__ import annotations

import pytest
from stories import Story, world_of

from nb2pkg.story.capture import captured, looks_up_names, read_too_early
from nb2pkg.story.effects import running
from nb2pkg.story.threads import thread

CAPTURED = [
    ("f = lambda x: x + k", {"k"}),
    ("f = lambda k: k", set()),
    ("g = (r + k for r in rows)", {"k", "rows"}),
    ("g = [r + k for r in rows]", set()),
    ("x = frame.apply(lambda r: r + k)", set()),
    ("x = sorted(rows, key=lambda r: order[r])", set()),
    ("x = sum(r for r in rows)", set()),
    ("x = map(lambda r: r + k, rows)", {"k"}),
    ("ds = Data(transform=lambda r: r + k)", {"k"}),
    ("x = k", set()),
]


@pytest.mark.parametrize(("source", "names"), CAPTURED)
def test_names_that_kept_code_goes_on_reading(source: str, names: set[str]) -> None:
    assert captured(source) == names


CLASS = "class C:\n    def f(self):\n        return k"
EARLY: list[tuple[Story, str | None]] = [
    (["k = load()", "f = lambda: k", "f()"], None),
    (["k = load()", "f = lambda: k", "k = load()"], "k"),
    (["f = lambda: k", "k = load()"], "k"),
    (["k = load()", "def f():\n    return k", "f()\nk = load()\nf()"], None),
    (["k = load()", "def f():\n    return k", "g = [f]\nk = load()"], "k"),
    (["k = load()", CLASS, "c = C()\nk = load()"], "k"),
    (
        [
            "k = load()",
            "class C:\n    def f(self):\n        return k",
            "def make():\n    return C()",
            "c = make()\nk = load()",
        ],
        "k",
    ),
    (["k = load()", "def f():\n    yield k", "g = f()\nk = load()"], "k"),
    (["K = 1", "f = lambda: K", "f()"], None),
]


@pytest.mark.parametrize(("cells", "name"), EARLY)
def test_names_that_get_their_meaning_after_they_were_kept(cells: Story, name: str | None) -> None:
    world = world_of(cells)
    threads = thread(world)
    found = read_too_early(world, threads, running(world, threads))
    assert (found[0] if found else None) == name


LOOKUPS = [
    ("x = globals()['a']", True),
    ("eval('a')", True),
    ("dir()", True),
    ("vars()", True),
    ("vars(x)", False),
    ("model.eval()", False),
    ("x = frame.apply(eval)", False),
    ("exec = 3\nx = exec", False),
]


@pytest.mark.parametrize(("source", "does"), LOOKUPS)
def test_whether_names_are_looked_up_by_their_text(source: str, does: bool) -> None:
    assert (looks_up_names(world_of([source])) is not None) is does
