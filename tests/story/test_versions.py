"""One meaning a name."""

from __future__ import annotations

import pytest
from stories import Story, program_of

from nb2pkg.model import Kind
from nb2pkg.story.versions import settle_versions

SETTLED: list[tuple[Story, list[str]]] = [
    # dead: the first goes
    (["def f(): return 1", "def f(): return 2", "f()"], ["def f(): return 2", "f()"]),
    (["class C: a = 1", "class C: b = 2"], ["class C: b = 2"]),
    # living: the first gets a name of its own
    (
        ["def f(): return 1", "f()", "def f(): return 2", "f()"],
        ["def f_v1(): return 1", "f_v1()", "def f(): return 2", "f()"],
    ),
    (
        ["class C: pass", "c = C()", "class C: x = 1", "d = C()"],
        ["class CV1: pass", "c = CV1()", "class C: x = 1", "d = C()"],
    ),
    (["class C: a = 1", "class C(C): b = 2"], ["class CV1: a = 1", "class C(CV1): b = 2"]),
    (
        ["def f(): return 1", "x = [f, f()]", "def f(): return 2", "y = f", "def f(): return 3", "z = f"],
        [
            "def f_v1(): return 1",
            "x = [f_v1, f_v1()]",
            "def f_v2(): return 2",
            "y = f_v2",
            "def f(): return 3",
            "z = f",
        ],
    ),
    (
        ["def f(n): return f(n - 1)", "f(1)", "def f(n): return n"],
        ["def f_v1(n): return f_v1(n - 1)", "f_v1(1)", "def f(n): return n"],
    ),
    (
        ["def f(): return 1", "def g(): return f()", "g()", "def f(): return 2", "f()"],
        ["def f_v1(): return 1", "def g(): return f_v1()", "g()", "def f(): return 2", "f()"],
    ),
    # an import of the name that the definition is made from
    (
        ["from m import C, D", "c = C()", "class C(C):\n    def f(self): return C", "d = C()"],
        [
            "from m import C as ImportedC, D",
            "c = ImportedC()",
            "class C(ImportedC):\n    def f(self): return C",
            "d = C()",
        ],
    ),
    (
        ["from m import f", "def f(x, g=f): return g(f)"],
        ["from m import f as Importedf", "def f(x, g=Importedf): return g(f)"],
    ),
    # one that others hold, or that is not as plain, stays
    (
        ["from m import C", "def g(): return C", "class C(C): pass"],
        ["from m import C", "def g(): return C", "class C(C): pass"],
    ),
    (["import m as C", "class C(C.C): pass"], ["import m as C", "class C(C.C): pass"]),
    (["from m import C", "class C: pass"], ["from m import C", "class C: pass"]),
    # nothing to settle
    (["def f(): return 1", "f()"], ["def f(): return 1", "f()"]),
    (["def f(f): return f", "f(1)"], ["def f(f): return f", "f(1)"]),
    # names that the package has itself
    (["def explore(x): return x", "explore(1)"], ["def explore_(x): return x", "explore_(1)"]),
    (
        ["def after_fit(): pass", "after_fit_ = 1", "after_fit()"],
        ["def after_fit_2(): pass", "after_fit_ = 1", "after_fit_2()"],
    ),
    (["explore = 1", "explore + 1"], ["explore = 1", "explore + 1"]),
]


@pytest.mark.parametrize(("cells", "texts"), SETTLED)
def test_every_definition_has_one_meaning(cells: Story, texts: list[str]) -> None:
    settled, notes = settle_versions(program_of(cells))
    assert [s.text for s in settled.statements] == texts
    assert bool(notes) == ([s.text for s in program_of(cells).statements] != texts)
    assert settle_versions(settled)[0] == settled


LATE: list[Story] = [
    ["def f(): return 1", "def g(): return f()", "g()", "def f(): return 2", "g()"],
    ["def f(): return 1", "def g(): return f()", "def h(): return g()", "h()", "def f(): return 2", "h()"],
    ["def f(): return 1", "later = lambda: f()", "later()", "def f(): return 2", "later()"],
    ["class C: pass", "def make(): return C()", "make()", "class C: x = 1", "make()"],
]


@pytest.mark.parametrize("cells", LATE)
def test_a_name_that_is_read_late_stays_where_it_is_bound(cells: Story) -> None:
    settled, notes = settle_versions(program_of(cells))
    texts = [s.text for s in settled.statements]
    assert texts == [s.text for s in program_of(cells).statements]
    first = cells[0]
    assert isinstance(first, str)
    name = first.removeprefix("def ").removeprefix("class ")[0]
    assert {s.kind for s in settled.statements if name in s.names.binds} == {Kind.RUN}
    assert any("goes on to use" in note.text for note in notes)
