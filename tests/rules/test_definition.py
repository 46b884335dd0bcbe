"""Each row: cells of a notebook, and its definitions as the package holds them.

Every row also runs: where the notebook prints something, the package prints the same.
"""

from __future__ import annotations

import ast

import pytest
from rule_worlds import printed_by_notebook, printed_by_package, rewritten, threaded

Cells = list[str]
Rows = dict[str, tuple[Cells, str]]

# Constants of the first cell, definitions in the second, a third that prints.
FUNCTIONS: Rows = {
    "passes on something computed past an argument of its name": (
        [
            "rows = [1]\nrows.append(2)",
            "def f(): return len(rows)",
            "def g(rows): return f() + rows",
            "def h(a): return f() + a",
            "print(g(3), h(4))",
        ],
        "def f(*, rows_2): return len(rows_2)\n\n\n"
        "def g(rows, *, rows_2): return f(rows_2=rows_2) + rows\n\n\n"
        "def h(a, *, rows_2): return f(rows_2=rows_2) + a",
    ),
    "reads a constant": (
        ["N = 3", "def f(x):\n    # why\n    return x + N  # plus", "print(f(1))"],
        "def f(x, n: int = 3):\n    # why\n    return x + n  # plus",
    ),
    "reads constants in the order of the notebook": (
        ["B = 2.5\nA = 'a'\nC = (1, 2)", "def f():\n    return C, A, B", "print(f())"],
        "def f(b: float = 2.5, a: str = 'a', c: tuple[int, int] = (1, 2)):\n    return c, a, b",
    ),
    "on one line": (["N = 3", "def f(x): return x * N", "print(f(2))"], "def f(x, n: int = 3): return x * n"),
    "with tabs": (
        ["N = 3", "def f(x):\n\tif x:\n\t\treturn N", "print(f(2))"],
        "def f(x, n: int = 3):\n\tif x:\n\t\treturn n",
    ),
    "behind other letters": (
        ["N = 3", "def f(größe):\n    return 'é漢', größe + N, f'ä{N}'", "print(f(2))"],
        "def f(größe, n: int = 3):\n    return 'é漢', größe + n, f'ä{n}'",
    ),
    "asynchronous": (
        ["import asyncio\nN = 3", "async def f(x):\n    return x + N", "print(asyncio.run(f(1)))"],
        "async def f(x, n: int = 3):\n    return x + n",
    ),
    "a generator": (
        ["N = 3", "def f():\n    yield from range(N)", "print(list(f()))"],
        "def f(n: int = 3):\n    yield from range(n)",
    ),
    "any number of arguments": (
        ["N = 3", "def f(*xs, **named):\n    return sum(xs) + N", "print(f(1, 2))"],
        "def f(*xs, n: int = 3, **named):\n    return sum(xs) + n",
    ),
    "functions, lambdas and comprehensions inside": (
        [
            "N = 3",
            "def f(xs):\n    def g(x):\n        return x + N\n"
            "    return [g(x) * N for x in xs if x < N] + [(lambda: N)()]",
            "print(f([1, 2, 5]))",
        ],
        "def f(xs, n: int = 3):\n    def g(x):\n        return x + n\n"
        "    return [g(x) * n for x in xs if x < n] + [(lambda: n)()]",
    ),
    "a local class": (
        [
            "N = 3",
            "def f():\n    class A:\n        def m(self):\n            return N\n    return A().m()",
            "print(f())",
        ],
        "def f(n: int = 3):\n    class A:\n        def m(self):\n            return n\n    return A().m()",
    ),
    "a walrus": (
        ["N = 3", "def f(x):\n    if (y := x + N) > N:\n        return y", "print(f(1))"],
        "def f(x, n: int = 3):\n    if (y := x + n) > n:\n        return y",
    ),
    "an f-string that shows itself": (
        ["N = 3", "def f():\n    return f'{N=} {N:>4}'", "print(f())"],
        "def f(n: int = 3):\n    return f'N={n!r} {n:>4}'",
    ),
    "a match": (
        ["N = 3", "def f(x):\n    match x:\n        case [a, *_] if a < N:\n            return N", "print(f([1]))"],
        "def f(x, n: int = 3):\n    match x:\n        case [a, *_] if a < n:\n            return n",
    ),
    "another parameter of the same name": (
        ["N = 3", "def f(n):\n    return n + N", "print(f(1))"],
        "def f(n, N: int = 3):\n    return n + N",
    ),
    "a variable of the same name further inside": (
        ["N = 3", "def f():\n    def g():\n        n = 5\n        return n\n    return g() + N", "print(f())"],
        "def f(N: int = 3):\n    def g():\n        n = 5\n        return n\n    return g() + N",
    ),
    "a function of the same name inside": (
        ["N = 3", "def f():\n    def n():\n        return 5\n    return n() + N", "print(f())"],
        "def f(N: int = 3):\n    def n():\n        return 5\n    return n() + N",
    ),
    "an import of the same name inside": (
        ["N = 3", "def f():\n    import math as n\n    return n.floor(2.5) + N", "print(f())"],
        "def f(N: int = 3):\n    import math as n\n    return n.floor(2.5) + N",
    ),
    "an exception of the same name": (
        [
            "N = 3",
            "def f():\n    try:\n        1 / 0\n    except ArithmeticError as n:\n        return str(n), N",
            "print(f())",
        ],
        "def f(N: int = 3):\n    try:\n        1 / 0\n    except ArithmeticError as n:\n        return str(n), N",
    ),
    "a captured pattern of the same name": (
        ["N = 3", "def f(x):\n    match x:\n        case [n, *rest]:\n            return n, rest, N", "print(f([1]))"],
        "def f(x, N: int = 3):\n    match x:\n        case [n, *rest]:\n            return n, rest, N",
    ),
    "another global of the same name": (
        ["n = {'a': 1}\nN = 3", "def f():\n    return n['a'] + N", "print(f())"],
        "def f(N: int = 3):\n    return n['a'] + N",
    ),
    "a keyword that is caught by name": (
        ["N = 3", "def f(**named):\n    return named['n'] + N", "print(f(n=5))"],
        "def f(N: int = 3, **named):\n    return named['n'] + N",
    ),
    "global without an assignment": (
        ["N = 3", "def f(n):\n    global N\n    return N + n", "print(f(1))"],
        "def f(n, n_2: int = 3):\n    global N\n    return n_2 + n",
    ),
    "names of builtins and keywords": (
        [
            "LAMBDA = 0.5\nMAX = 4\nID = 7\n_2D = True",
            "def f(x):\n    return x * LAMBDA + max(MAX, ID), _2D",
            "print(f(2))",
        ],
        "def f(x, lambda_: float = 0.5, max_: int = 4, id_: int = 7, _2d: bool = True):\n"
        "    return x * lambda_ + max(max_, id_), _2d",
    ),
    "names that are written around it": (
        ["REPORT = 'a'\nPARTIAL = 2", "def f():\n    return REPORT, PARTIAL", "print(f(), REPORT)"],
        "def f(REPORT: str = 'a', PARTIAL: int = 2):\n    return REPORT, PARTIAL",
    ),
    "values of every kind": (
        [
            "A = True\nB = -3\nC = [0.1, 0.2]\nD = 10 ** 3\nE = 'a' 'b'\nF = 1, 2\nG = (3 +\n"
            "     4)\nH = 1e-3  # small",
            "def all_of():\n    return A, B ** 2, C, D, E, F, G * 2, H",
            "print(all_of())",
        ],
        "def all_of(a: bool = True, b: int = -3, c: list[float] = [0.1, 0.2], d: int = 10 ** 3, e: str = 'a' 'b', "
        "f: tuple[int, int] = (1, 2), g: int = (3 +\n     4), h: float = 1e-3):\n"
        "    return a, b ** 2, c, d, e, f, g * 2, h",
    ),
    "something computed beside an argument of its name": (
        [
            "rows = [1]\nrows.append(2)",
            "class A:\n    def __init__(self, rows):\n        self.rows = rows\n    def go(self): return rows[0]",
            "print(A([7]).go(), A(rows=rows).go())",
        ],
        "class A:\n    def __init__(self, rows, *, rows_2):\n        self.rows_2 = rows_2\n"
        "        self.rows = rows\n    def go(self): return self.rows_2[0]",
    ),
    "something computed beside an argument of its name that nothing keeps": (
        [
            "rows = [1]\nrows.append(2)",
            "class A:\n    def __init__(self, rows=None):\n        self.n = len(rows or [])\n"
            "    def go(self): return self.n + len(rows)",
            "print(A([7]).go(), A().go())",
        ],
        "class A:\n    def __init__(self, rows=None, *, rows_2):\n        self.rows_2 = rows_2\n"
        "        self.n = len(rows or [])\n    def go(self): return self.n + len(self.rows_2)",
    ),
    "something computed that a network must not count among its own": (
        [
            "import torch.nn as nn\nhead = nn.Linear(1, 1)\nsizes = [1]\nsizes.append(2)",
            "class Net(nn.Module):\n    def forward(self, x): return head(x), sizes",
            "net = Net()\nprint(len(list(net.parameters())), net)",
        ],
        "class Net(nn.Module):\n\n    def __init__(self, *, head, sizes):\n        super().__init__()\n"
        '        object.__setattr__(self, "head", head)  # used here, but no part of this\n'
        "        self.sizes = sizes\n    def forward(self, x): return self.head(x), self.sizes",
    ),
    "a network that another class keeps": (
        [
            "import torch.nn as nn\nhead = nn.Linear(1, 1)",
            "class Box:\n    def go(self): return head.weight.shape",
            "print(Box().go())",
        ],
        "class Box:\n\n    def __init__(self, *, head):\n        self.head = head\n"
        "    def go(self): return self.head.weight.shape",
    ),
    "a path": (
        [
            "from pathlib import Path\nDATA = Path('data')",
            "def f():\n    return DATA / 'a.csv'",
            "print(f(), DATA.name)",
        ],
        "def f(data: str = 'data'):\n    return Path(data) / 'a.csv'",
    ),
    "something computed": (
        ["rows = [1, 2]\nrows.append(3)", "def f(x):\n    return x in rows", ""],
        "def f(x, *, rows):\n    return x in rows",
    ),
    "calls a function that does": (
        ["N = 3", "def g(x):\n    return x + N", "def f(x):\n    return g(\n        x,  # it\n    )", "print(f(1))"],
        "def g(x, n: int = 3):\n    return x + n\n\n\n"
        "def f(x, n: int = 3):\n    return g(\n        x,  # it\n        n=n,\n    )",
    ),
    "calls itself": (
        ["N = 3", "def f(x):\n    return f(x - 1) + N if x else 0", "print(f(2))"],
        "def f(x, n: int = 3):\n    return f(x - 1, n=n) + n if x else 0",
    ),
    "hands on a function that does": (
        ["N = 3", "def key(x):\n    return -x * N", "def f(xs):\n    return sorted(xs, key=key)", "print(f([1, 3]))"],
        "def key(x, n: int = 3):\n    return -x * n\n\n\ndef f(xs, n: int = 3):\n"
        "    return sorted(xs, key=partial(key, n=n))",
    ),
    "gives a generator to a function that does": (
        [
            "N = 3",
            "def g(xs):\n    return sum(xs) + N",
            "def f(xs):\n    return g(x * x for x in xs)",
            "print(f([1, 2]))",
        ],
        "def g(xs, n: int = 3):\n    return sum(xs) + n\n\n\ndef f(xs, n: int = 3):\n"
        "    return g((x * x for x in xs), n=n)",
    ),
    "decorates with a function that does": (
        [
            "N = 3",
            "def plus(g):\n    def h(x):\n        return g(x) + N\n    return h",
            "def f(x):\n    @plus\n    def g(x):\n        return x\n    return g(x)",
            "print(f(1))",
        ],
        "def plus(g, n: int = 3):\n    def h(x):\n        return g(x) + n\n    return h\n\n\n"
        "def f(x, n: int = 3):\n    @partial(plus, n=n)\n    def g(x):\n        return x\n    return g(x)",
    ),
    "a decorator that passes everything on": (
        [
            "from contextlib import contextmanager\nN = 3",
            "@contextmanager\ndef f():\n    yield N",
            "with f() as x:\n    print(x)",
        ],
        "@contextmanager\ndef f(n: int = 3):\n    yield n",
    ),
}

CLASSES: Rows = {
    "a constructor that reads": (
        ["N = 3", "class A:\n    def __init__(self):\n        self.x = [N] * N  # x", "print(A().x)"],
        "class A:\n    def __init__(self, n: int = 3):\n        self.x = [n] * n  # x",
    ),
    "a constructor that keeps it itself": (
        [
            "N = 3",
            "class A:\n    def __init__(self):\n        self.n = N\n\n    def go(self): return self.n",
            "print(A().go())",
        ],
        "class A:\n    def __init__(self, n: int = 3):\n        self.n = n\n\n    def go(self): return self.n",
    ),
    "a constructor that keeps it itself, and a method that reads": (
        [
            "N = 3",
            "class A:\n    def __init__(self):\n        self.n = N\n\n    def go(self): return self.n + N",
            "print(A().go())",
        ],
        "class A:\n    def __init__(self, n: int = 3):\n        self.n = n\n\n    def go(self): return self.n + self.n",
    ),
    "a constructor that keeps something else under that name": (
        [
            "N = 3",
            "class A:\n    def __init__(self):\n        self.n = N * 2\n\n    def go(self): return self.n + N",
            "print(A().go())",
        ],
        "class A:\n    def __init__(self, N: int = 3):\n        self.N = N\n        self.n = N * 2\n\n"
        "    def go(self): return self.n + self.N",
    ),
    "a method that reads": (
        ["N = 3", "class A:\n    def go(self, x):\n        return x + N", "print(A().go(1))"],
        "class A:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n    def go(self, x):\n"
        "        return x + self.n",
    ),
    "a method that calls its instance otherwise": (
        ["N = 3", "class A:\n    def go(this, x, /): return x + N", "print(A().go(1))"],
        "class A:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n"
        "    def go(this, x, /): return x + this.n",
    ),
    "a property, and a method that awaits": (
        [
            "import asyncio\nN = 3",
            "class A:\n    @property\n    def half(self):\n        return N / 2\n"
            "    async def go(self):\n        return N",
            "print(A().half, asyncio.run(A().go()))",
        ],
        "class A:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n    @property\n    def half(self):\n"
        "        return self.n / 2\n    async def go(self):\n        return self.n",
    ),
    "functions, lambdas and comprehensions in a method": (
        [
            "N = 3",
            "class A:\n    def go(self):\n        def f(x):\n            return x + N\n"
            "        return [f(N) for _ in range(N)]",
            "print(A().go())",
        ],
        "class A:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n    def go(self):\n        def f(x):\n"
        "            return x + self.n\n        return [f(self.n) for _ in range(self.n)]",
    ),
    "a function of its own in the constructor": (
        ["N = 3", "class A:\n    def __init__(self):\n        self.f = lambda self: self + N", "print(A().f(1))"],
        "class A:\n    def __init__(self, n: int = 3):\n        self.f = lambda self: self + n",
    ),
    "any number of arguments": (
        [
            "N = 3",
            "class A:\n    def __init__(self, *a, **k):\n        self.a = a\n    def go(self): return N",
            "print(A(1).go())",
        ],
        "class A:\n    def __init__(self, *a, n: int = 3, **k):\n        self.n = n\n"
        "        self.a = a\n    def go(self): return self.n",
    ),
    "a method of that name": (
        ["N = 3", "class A:\n    def n(self): return N", "print(A().n())"],
        "class A:\n\n    def __init__(self, N: int = 3):\n        self.N = N\n    def n(self): return self.N",
    ),
    "an attribute of the class of that name": (
        ["N = 3", "class A:\n    n = 5\n    def go(self): return self.n + N", "print(A().go())"],
        "class A:\n    n = 5\n\n    def __init__(self, N: int = 3):\n        self.N = N\n"
        "    def go(self): return self.n + self.N",
    ),
    "an attribute of something else of that name": (
        ["N = 3", "class A:\n    def go(self, x): return x.n + N", ""],
        "class A:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n    def go(self, x): return x.n + self.n",
    ),
    "another class inside": (
        [
            "N = 3",
            "class B:\n    def go(self): return N",
            "class A:\n    def go(self): return B().go() + N",
            "print(A().go())",
        ],
        "class B:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n    def go(self): return self.n\n\n\n"
        "class A:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n"
        "    def go(self): return B(n=self.n).go() + self.n",
    ),
    "a class that makes another of itself": (
        ["N = 3", "class A:\n    def go(self): return A()\n    def n2(self): return N", "print(A().go().n2())"],
        "class A:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n    def go(self): return A(n=self.n)\n"
        "    def n2(self): return self.n",
    ),
    "a base of the notebook": (
        [
            "N = 3\nM = 4",
            "class A:\n    def __init__(self, x):\n        self.x = x\n    def go(self): return self.x * N",
            "class B(A):\n    def __init__(self):\n        super().__init__(2)  # two\n"
            "    def more(self): return self.go() + M",
            "print(B().more())",
        ],
        "class A:\n    def __init__(self, x, n: int = 3):\n        self.n = n\n        self.x = x\n"
        "    def go(self): return self.x * self.n"
        "\n\n\nclass B(A):\n    def __init__(self, n: int = 3, m: int = 4):\n        super().__init__(2, n=n)  # two\n"
        "        self.m = m\n    def more(self): return self.go() + self.m",
    ),
    "a base of the notebook, and no constructor": (
        [
            "N = 3\nM = 4",
            "class A:\n    def go(self): return N",
            "class B(A):\n    def more(self): return M",
            "print(B().more())",
        ],
        "class A:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n    def go(self): return self.n\n\n\n"
        "class B(A):\n\n    def __init__(self, *args, m: int = 4, **kwargs):\n"
        "        super().__init__(*args, **kwargs)\n"
        "        self.m = m\n    def more(self): return self.m",
    ),
    "a base that reads in its constructor what the class reads in a method": (
        [
            "N = 3",
            "class A:\n    def __init__(self):\n        self.x = N",
            "class B(A):\n    def go(self): return self.x + N",
            "print(B().go())",
        ],
        "class A:\n    def __init__(self, n: int = 3):\n        self.n = n\n        self.x = n\n\n\n"
        "class B(A):\n    def go(self): return self.x + self.n",
    ),
    "a base whose constructor is not called": (
        [
            "N = 3",
            "class A:\n    def go(self): return N",
            "class B(A):\n    def __init__(self, y):\n        self.y = y",
            "print(B(1).go())",
        ],
        "class A:\n\n    def __init__(self, n: int = 3):\n        self.n = n\n    def go(self): return self.n\n\n\n"
        "class B(A):\n    def __init__(self, y, n: int = 3):\n        self.n = n\n        self.y = y",
    ),
    "a base whose constructor calls what the class reads in": (
        [
            "N = 3",
            "class A:\n    def __init__(self):\n        self.x = self.build()",
            "class B(A):\n    def build(self): return N",
            "print(B().x)",
        ],
        "class A:\n    def __init__(self):\n        self.x = self.build()\n\n\n"
        "class B(A):\n\n    def __init__(self, *args, n: int = 3, **kwargs):\n        self.n = n\n"
        "        super().__init__(*args, **kwargs)\n    def build(self): return self.n",
    ),
    "a base of a library": (
        ["N = 3", "class A(dict):\n    def go(self): return len(self) + N", "print(A(a=1).go())"],
        "class A(dict):\n\n    def __init__(self, *args, n: int = 3, **kwargs):\n        self.n = n\n"
        "        super().__init__(*args, **kwargs)\n    def go(self): return len(self) + self.n",
    ),
    "something computed": (
        ["rows = [1]\nrows.append(2)", "class A:\n    def __len__(self): return len(rows)", ""],
        "class A:\n\n    def __init__(self, *, rows):\n        self.rows = rows\n"
        "    def __len__(self): return len(self.rows)",
    ),
    "a path": (
        [
            "from pathlib import Path\nDATA = Path('a')",
            "class A:\n    def go(self): return DATA / 'b'",
            "print(A().go())",
        ],
        "class A:\n\n    def __init__(self, data: str = 'a'):\n        self.data = data\n"
        "    def go(self): return Path(self.data) / 'b'",
    ),
}


def params(rows: Rows) -> list[object]:
    return [pytest.param(cells, after, id=name) for name, (cells, after) in rows.items()]


@pytest.mark.parametrize(("cells", "after"), params(FUNCTIONS | CLASSES))
def test_what_a_definition_reads_becomes_its_argument(cells: Cells, after: str) -> None:
    ast.parse(after)
    assert "\n\n\n".join(rewritten(cells).values()) == after
    if cells[-1]:
        printed = printed_by_notebook(cells)
        assert printed
        assert printed_by_package(cells) == printed


# These go on reading a global, which is not there without the notebook.
STILL_READING = {"another global of the same name"}


@pytest.mark.parametrize(
    "cells", [cells for name, (cells, _) in (FUNCTIONS | CLASSES).items() if name not in STILL_READING]
)
def test_what_takes_its_arguments_is_left_alone(cells: Cells) -> None:
    """The rewritten definitions in a notebook of their own read nothing any more."""
    texts = list(rewritten(cells).values())
    assert list(rewritten(["from functools import partial\nfrom pathlib import Path", *texts]).values()) == texts


# Definitions that are left as they are, with the reason and what else the cells hold.
LEFT: dict[str, tuple[Cells, str]] = {
    "reads nothing": (["N = 3", "def f(x):\n    N = 4\n    return x + N", "print(f(1))"], ""),
    "reads data of the code": (["D = {'a': 1}", "def f(x):\n    return D[x]", "print(f('a'))"], ""),
    "reads an import": (["import math", "def f(x):\n    return math.floor(x)", "print(f(1.5))"], ""),
    "read for a default": (
        ["N = 3", "def f(x=N):\n    return x + N", "print(f(), N)"],
        "is read while f is being defined",
    ),
    "read for an attribute of the class": (
        ["N = 3", "class A:\n    k = N\n    def go(self): return self.k + N", "print(A.k, A().go())"],
        "is read while A is being defined",
    ),
    "read for a default by way of another": (
        ["N = 3\nM = N * 2", "def f(x=M):\n    return x", "print(f(), N)"],
        "is read while f is being defined",
    ),
    "a static method": (
        ["N = 3", "class A:\n    @staticmethod\n    def go(): return N", "print(A.go())"],
        "A reads it in go, where nothing holds it",
    ),
    "a class method": (
        ["N = 3", "class A:\n    @classmethod\n    def go(cls): return N", "print(A.go())"],
        "A reads it in go, where nothing holds it",
    ),
    "a lambda in a class": (
        ["N = 3", "class A:\n    go = lambda self: N", "print(A().go())"],
        "A reads it where nothing holds it",
    ),
    "a class in a class": (
        ["N = 3", "class A:\n    class B:\n        def go(self): return N", "print(A.B().go())"],
        "A reads it in B.go, where nothing holds it",
    ),
    "a class in a method": (
        [
            "N = 3",
            "class A:\n    def m(self):\n        class B:\n            def go(self): return N\n        return B",
            "print(A().m()().go())",
        ],
        "A reads it in m.B.go, where nothing holds it",
    ),
    "a function with a self of its own": (
        ["N = 3", "class A:\n    def m(self):\n        return (lambda self: self + N)(1)", "print(A().m())"],
        "A reads it in m, where nothing holds it",
    ),
    "a self that means something else": (
        ["N = 3", "class A:\n    def m(self):\n        self = N\n        return self", "print(A().m())"],
        "A reads it in m, where nothing holds it",
    ),
    "a default that runs later": (
        ["N = 3", "def f(x, key=lambda y: y + N):\n    return key(x)", "print(f(1))"],
        "f reads it where nothing holds it",
    ),
    "a dataclass": (
        [
            "from dataclasses import dataclass\nN = 3",
            "@dataclass\nclass A:\n    x: int = 1\n    def go(self): return self.x + N",
            "print(A().go())",
        ],
        "A has no constructor of its own to take it",
    ),
    "a class of a dataclass": (
        [
            "from dataclasses import dataclass\nN = 3",
            "@dataclass(frozen=True)\nclass A:\n    x: int = 1",
            "class B(A):\n    def go(self): return self.x + N",
            "print(B().go())",
        ],
        "B has no constructor of its own to take it",
    ),
    "an enumeration": (
        [
            "from enum import Enum\nN = 3",
            "class A(Enum):\n    ONE = 1\n    def go(self): return self.value + N",
            "print(A.ONE.go())",
        ],
        "A has no constructor of its own to take it",
    ),
    "a named tuple": (
        [
            "from typing import NamedTuple\nN = 3",
            "class A(NamedTuple):\n    x: int\n    def go(self): return self.x + N",
            "print(A(1).go())",
        ],
        "A has no constructor of its own to take it",
    ),
    "an exception": (
        [
            "N = 3",
            "class A(KeyError):\n    def __str__(self): return str(N)",
            "try:\n    raise A\nexcept A as e:\n    print(e)",
        ],
        "A has no constructor of its own to take it",
    ),
    "a kind of number": (
        ["N = 3", "class A(int):\n    def go(self): return self + N", "print(A(1).go())"],
        "A has no constructor of its own to take it",
    ),
    "slots": (
        ["N = 3", "class A:\n    __slots__ = ('x',)\n    def go(self): return N", "print(A().go())"],
        "A decides itself what its instances hold",
    ),
    "a __new__ of its own": (
        [
            "N = 3",
            "class A:\n    def __new__(cls):\n        return super().__new__(cls)\n    def go(self): return N",
            "print(A().go())",
        ],
        "A decides itself what its instances hold",
    ),
    "a metaclass": (
        [
            "N = 3",
            "class M(type):\n    def __call__(cls): return super().__call__()",
            "class A(metaclass=M):\n    def go(self): return N",
            "print(A().go())",
        ],
        "A has a metaclass or options of its own",
    ),
    "a constructor under a condition": (
        [
            "N = 3",
            "class A:\n    if True:\n        def __init__(self):\n            self.x = 1\n    def go(self): return N",
            "print(A().go())",
        ],
        "A has a constructor of an unusual form",
    ),
    "a constructor without self": (
        ["N = 3", "class A:\n    def __init__(*args):\n        args[0].x = N", "print(A().x)"],
        "A has a constructor of an unusual form",
    ),
    "several bases": (
        [
            "N = 3",
            "class M:\n    def go(self): return N",
            "class A:\n    def __init__(self):\n        self.x = 1",
            "class C(M, A):\n    pass",
            "print(C().go(), C().x)",
        ],
        "M is one of the bases of C",
    ),
    "makes others of its kind": (
        [
            "N = 3",
            "class A:\n    @classmethod\n    def make(cls): return cls()\n    def go(self): return N",
            "print(A.make().go())",
        ],
        "A builds others of its kind",
    ),
    "makes others of its kind from its instances": (
        [
            "N = 3",
            "class A:\n    def make(self): return type(self)()\n    def go(self): return N",
            "print(A().make().go())",
        ],
        "A builds others of its kind",
    ),
    "a static method that calls what reads": (
        ["N = 3", "def f(x): return x + N", "class A:\n    @staticmethod\n    def go(): return f(1)", "print(A.go())"],
        "A reads it in go, where nothing holds it",
    ),
    "decorated by the notebook": (
        ["N = 3", "def same(f): return lambda *a: f(*a)", "@same\ndef f(x): return x + N", "print(f(1))"],
        "f is decorated with something that may not pass it on",
    ),
    "decorated by a library": (
        ["from functools import lru_cache\nN = 3", "@lru_cache\ndef f(x): return x + N", "print(f(1))"],
        "f is decorated with something that may not pass it on",
    ),
    "decorates while it is read": (
        ["N = 3", "def plus(f): return lambda x: f(x) + N", "@plus\ndef f(x): return x", "print(f(1))"],
        "plus is used while f is being defined",
    ),
    "called for a default": (
        ["N = 3", "def f(): return N", "def g(x=f()): return x", "print(g())"],
        "f is used while g is being defined",
    ),
    "an attribute of a class": (
        ["N = 3", "def f(x): return x + N", "class A:\n    go = staticmethod(f)", "print(A().go(1))"],
        "f is used while A is being defined",
    ),
    "put into a class": (
        ["N = 3", "class A: pass", "def go(self): return N", "A.go = go\nprint(A().go())"],
        "go is handed around as it is",
    ),
    "a class that is handed on": (
        [
            "N = 3",
            "class A:\n    k = 1\n    def go(self): return N",
            "def make(c): return c().go() + c.k",
            "print(make(A))",
        ],
        "A is handed around as it is",
    ),
    "a function that is compared": (
        ["N = 3", "def f(x): return x + N", "def g(h): return h is f", "print(g(f))"],
        "f is compared or asked for its name",
    ),
    "functions that are asked for their names": (
        ["N = 3", "def f(x): return x + N", "def g(h): return h.__name__, h(1)", "print(g(f))"],
        "f is compared or asked for its name",
    ),
    "built into a constant": (
        ["N = 3", "class A:\n    def __call__(self): return N", "a = A()", "def f(x=a): return x()", "print(f())"],
        "A is used to build the constant a",
    ),
}


@pytest.mark.parametrize(("cells", "reason"), [pytest.param(*row, id=name) for name, row in LEFT.items()])
def test_what_cannot_be_handed_anything_stays_as_it_is_and_says_why(cells: Cells, reason: str) -> None:
    world, threads = threaded(cells)
    for name, text in rewritten(cells).items():
        assert text == world.definitions[name].text
    assert [why for key, why in threads.fixed.items() if key == "N"] == ([reason] if reason else [])
    printed = printed_by_notebook(cells)
    assert printed
    assert printed_by_package(cells) == printed


def test_in_a_notebook_that_trains_a_default_is_an_option_of_its_own() -> None:
    head = "class A(pl.LightningModule):\n    def __init__(self, x=N"
    cells = ["import lightning.pytorch as pl\nN = 3", f"{head}):\n        self.x = x + N"]
    assert rewritten(cells) == {"A": f"{head}, n: int = 3):\n        self.x = x + n"}
