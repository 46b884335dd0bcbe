"""What the report says of the order of the cells; each table row is a notebook and all that is said of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from nb2pkg import pipeline
from nb2pkg.flow.order import order_notes, ordered
from nb2pkg.model import Cell, Note, Notebook
from nb2pkg.options import Options

Cells = Sequence[str | tuple[int | None, str]]


def notebook(cells: Cells) -> Notebook:
    counted = [(None, cell) if isinstance(cell, str) else cell for cell in cells]
    made = [Cell(i, "code", source, execution_count=count) for i, (count, source) in enumerate(counted)]
    return Notebook("story", "story.ipynb", tuple(made))


def notes_on(cells: Cells, order: str = "cell") -> tuple[Note, ...]:
    book = notebook(cells)
    program = pipeline.analyse(book, Options(order=order))
    counts = {cell.index: cell.execution_count for cell in book.cells}
    return order_notes(program.statements, counts, order, {"os"})


def said(notes: tuple[Note, ...]) -> list[str]:
    return [
        f"{n.level} {n.origin.cell}:{n.origin.first} {n.text}" if n.origin else f"{n.level} {n.text}" for n in notes
    ]


EARLY: list[tuple[Cells, str]] = [
    (["print(df)", "df = 1"], "0:1 uses 'df' before cell 1 binds it; try: move cell 1 up"),
    (["# look\nprint(df)", "df = 1"], "0:2 uses 'df' before cell 1 binds it; try: move cell 1 up"),
    (["if a:\n    b", "a = b = 1"], "0:1 uses 'a' and 'b' before cell 1 binds them; try: move cell 1 up"),
    (["x = np.e", "import numpy as np"], "0:1 uses 'np' before cell 1 imports it; try: move cell 1 up"),
    (["f()", "def f(): pass"], "0:1 uses 'f' before cell 1 defines it; try: move cell 1 up"),
    (["a = A()", "class A: pass"], "0:1 uses 'A' before cell 1 defines it; try: move cell 1 up"),
    (["print(x)\nx = 1"], "0:1 uses 'x' before line 2 binds it; try: move line 2 up"),
    (["def f(a=x): pass", "x = 1"], "0:1 uses 'x' before cell 1 binds it; try: move cell 1 up"),
    (["@d\ndef f(): pass", "d = id"], "0:1 uses 'd' before cell 1 binds it; try: move cell 1 up"),
    (["class A(B): pass", "class B: pass"], "0:1 uses 'B' before cell 1 defines it; try: move cell 1 up"),
    (["list(map(lambda x: x + n, (1, 2)))", "n = 1"], "0:1 uses 'n' before cell 1 binds it; try: move cell 1 up"),
    (["late = lambda x=n: x", "n = 1"], "0:1 uses 'n' before cell 1 binds it; try: move cell 1 up"),
    (["late = lambda: titles"], "0:1 uses 'titles', which no cell binds; try: bind it in a cell above"),
    (["class a:\n    x = a"], "0:2 uses 'a' before anything binds it; try: bind it in a cell above"),
    (["x += 1"], "0:1 uses 'x' before anything binds it; try: bind it in a cell above"),
    (["x = x + 1"], "0:1 uses 'x' before anything binds it; try: bind it in a cell above"),
    (["for i in (1, 2):\n    x = x + i"], "0:2 uses 'x' before anything binds it; try: bind it in a cell above"),
    (["x = 1", "del x", "print(x)"], "2:1 uses 'x' after cell 1 deleted it; try: delete it later"),
    (["x = 1\ndel x\nprint(x)"], "0:3 uses 'x' after line 2 deleted it; try: delete it later"),
    (["x = 1", "del x", "del x"], "2:1 uses 'x' after cell 1 deleted it; try: delete it later"),
    (["x = 1", "del x", "print(x)", "x = 2"], "2:1 uses 'x' after cell 1 deleted it; try: delete it later"),
    (["print(titles)"], "0:1 uses 'titles', which no cell binds; try: bind it in a cell above"),
    (["def f():\n    return titles"], "0:2 uses 'titles', which no cell binds; try: bind it in a cell above"),
    (["print(a, b, c)"], "0:1 uses 'a', 'b' and 'c', which no cell binds; try: bind them in a cell above"),
    (
        ["def show():\n    print(total)", "show()", "total = 5"],
        "1:1 calls show, which uses 'total' before cell 2 binds it; try: move cell 2 up",
    ),
    (
        ["def total():\n    return n", "def show():\n    print(total())", "show()", "n = 5"],
        "2:1 calls total, which uses 'n' before cell 3 binds it; try: move cell 3 up",
    ),
    (
        ["def f():\n    g()", "f()", "def g(): pass"],
        "1:1 calls f, which uses 'g' before cell 2 defines it; try: move cell 2 up",
    ),
]


@pytest.mark.parametrize(("cells", "text"), EARLY)
def test_a_name_that_is_read_too_early_is_reported(cells: Cells, text: str) -> None:
    assert said(notes_on(cells)) == [f"warning {text}"]


FINE: list[Cells] = [
    ["x = 1", "print(x)"],
    ["print(len, __name__, display, get_ipython, In, Out, _, _3, _i2, __IPYTHON__, os)"],
    ["from m import *", "print(x)"],
    ["def f():\n    return x", "x = 1", "f()"],
    ["later = id\ndef f():\n    return x", "later(f)", "x = 1"],
    ["def f():\n    def g(): return x()\n    return g", "f()", "x = 1"],
    ["def f():\n    h = lambda: g()\n    return h", "f()", "def g(): return x", "x = 1"],
    ["class A:\n    def f(self): return x", "a = A()", "x = 1", "a.f()"],
    ["def f(a: 'A'): pass", "class A: pass"],
    ["if 'x' in globals():\n    print(x)"],
    ["if 'x' not in locals() and 1:\n    y = x", "x = 1"],
    ["try:\n    x\nexcept NameError:\n    x = 1", "print(x)"],
    ["try:\n    print(unicode)\nexcept (KeyError, NameError):\n    pass"],
    ["try:\n    del x\nexcept:\n    pass"],
    ["import sys", "if sys.version_info < (3,):\n    text = unicode('')"],
    ["def f():\n    global x\n    x = 1", "f()", "print(x)"],
    ["for i in (1, 2):\n    if i == 1:\n        x = i\n    if i == 2:\n        print(x)"],
    ["for i in (1, 2):\n    if i == 2:\n        print(x)\n    x = i"],
    ["late = lambda x: x + shift", "shift = 1", "late(1)"],
    ["table = {'a': lambda: shift}", "shift = 1"],
    ["for i in (1, 2):\n    t = i\n    del t", "t = 1", "print(t)"],
    ["x = 1", "if x:\n    del x", "print(x)"],
    ["[y for y in (1, 2)]", "{k: v for k, v in ()}"],
    ["import a.b.c", "a.b"],
    ["try:\n    import a\nexcept ImportError:\n    a = None", "a"],
    ["with open('f') as f:\n    text = f.read()", "print(text, f)"],
    ["match 1:\n    case int(x):\n        print(x)", "print(x)"],
    ["import asyncio", "async def f(): return 1", "x = await f()", "print(x)"],
]


@pytest.mark.parametrize("cells", FINE)
def test_nothing_is_said_of_names_that_are_there(cells: Cells) -> None:
    assert said(notes_on(cells)) == []


ANOTHER = "the cells were last run in another order than they stand in"

RUNS: list[tuple[Cells, list[str]]] = [
    ([(1, "x = 1"), (2, "print(x)")], []),
    ([(None, "x = 1"), (7, "y = 2"), (None, "z = 3"), (9, "print(x, y, z)")], []),
    ([(3, "x = 1"), (None, "# nothing"), (3, "y = 1")], []),
    (
        [(2, "print(df)"), (1, "df = 1")],
        [
            f"info {ANOTHER} (cell 0 after cell 1)",
            "warning 0:1 uses 'df' before cell 1 binds it; try: move cell 1 up, or convert with --order execution",
        ],
    ),
    (
        [(5, "x = 1"), (3, "x = 2"), (4, "print(x)")],
        [f"info {ANOTHER} (cell 0 after cell 1): that makes no difference to the names they use"],
    ),
    (
        [(4, "import os"), (3, "x = 2"), (5, "print(x, os)")],
        [f"info {ANOTHER} (cell 0 after cell 1): that makes no difference to the names they use"],
    ),
    (
        [(1, "x = [1]"), (3, "x.append(2)"), (2, "print(x)")],
        [
            f"warning 2:1 {ANOTHER} (cell 1 after cell 2), in which 'x' meant something else; "
            "try: see which is right, or convert with --order execution"
        ],
    ),
    (
        [(1, "a = b = c = d = 1"), (3, "a = b = c = d = 2"), (2, "print(a, b, c, d)")],
        [
            f"warning 2:1 {ANOTHER} (cell 1 after cell 2), in which 'a', 'b' and 'c' and 1 more meant something else; "
            "try: see which is right, or convert with --order execution"
        ],
    ),
    (
        [(1, "n = 1"), (2, "def f(): return n"), (4, "n = 2"), (3, "f()")],
        [
            f"warning 3:1 {ANOTHER} (cell 2 after cell 3), in which 'n' meant something else; "
            "try: see which is right, or convert with --order execution"
        ],
    ),
]


@pytest.mark.parametrize(("cells", "texts"), RUNS)
def test_cells_that_ran_in_another_order_are_reported(cells: Cells, texts: list[str]) -> None:
    assert said(notes_on(cells)) == texts


STARS: list[tuple[Cells, list[str]]] = [
    (["from m import *\nx = 1", "print(x)"], []),
    (["import os\nfrom m import *", "print(os)"], []),
    (["x = 1", "print(x)", "from m import *"], []),
    (
        ["floor = 1", "from m import *", "print(floor)"],
        ["info 1:1 the package imports all of m first: what that binds of 'floor' is lost"],
    ),
    (
        ["a = b = c = 1", "from m import *", "print(a, b, c)"],
        ["info 1:1 the package imports all of m first: what that binds of 'a', 'b' and 1 more is lost"],
    ),
]


@pytest.mark.parametrize(("cells", "texts"), STARS)
def test_a_star_import_behind_names_of_the_notebook_is_reported(cells: Cells, texts: list[str]) -> None:
    assert said(notes_on(cells)) == texts


EXECUTION: list[tuple[Cells, list[str]]] = [
    ([(1, "x = 1"), (2, "print(x)")], []),
    ([(2, "print(df)"), (1, "df = 1")], []),
    (
        ["x = 1", "print(x)"],
        [
            "warning no cell has an execution count, so the order is that of the file; "
            "try: run the notebook and save it, or convert without --order execution"
        ],
    ),
    ([(1, "x = 1"), (None, "y = 2")], ["warning cell 1 has no execution count: it stays behind the cell above"]),
    ([(1, "x = 1"), (None, ""), (2, "y = 2")], []),
    (
        [(None, "x = 1"), (None, "y = 2"), (1, "z = 3")],
        ["warning cells 0 and 1 have no execution count: each stays behind the cell above"],
    ),
    (
        [(1, "x = 1"), (2, "y = 2"), (1, "z = 3")],
        ["warning cells 0 and 2 have the same execution count, from different sessions: they stay in the file's order"],
    ),
    (
        [(2, "df = 1"), (1, "print(df)")],
        ["warning 1:1 uses 'df' before cell 0 binds it; try: move cell 0 up, or convert with --order cell"],
    ),
]


@pytest.mark.parametrize(("cells", "texts"), EXECUTION)
def test_what_execution_counts_leave_open_is_reported(cells: Cells, texts: list[str]) -> None:
    assert said(notes_on(cells, "execution")) == texts


ORDERS = [
    ({0: 1, 1: 2}, (0, 1)),
    ({0: 2, 1: 1}, (1, 0)),
    ({0: 2, 1: None, 2: 1}, (2, 0, 1)),
    ({0: None, 1: 2, 2: 1}, (0, 2, 1)),
    ({0: 5, 1: None, 2: None, 3: 5, 4: 4}, (4, 0, 1, 2, 3)),
    ({0: None, 1: None}, (0, 1)),
]


@pytest.mark.parametrize(("counts", "order"), ORDERS)
def test_no_cell_is_lost_in_the_order_of_execution(counts: dict[int, int | None], order: tuple[int, ...]) -> None:
    assert ordered(counts, counts, "execution") == order
    assert ordered(counts, counts, "cell") == tuple(counts)


def test_the_report_of_a_conversion_says_so() -> None:
    plan = pipeline.plan(notebook(["print(df)", "df = 1"]), Options())
    assert "warning 0:1 uses 'df' before cell 1 binds it; try: move cell 1 up" in said(plan.notes)
