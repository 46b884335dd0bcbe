"""No statement of a notebook is lost: it is in a module of the package, or the report names it."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from lost import lost, pieces, statements_of
from stories import notebook

from nb2pkg import pipeline
from nb2pkg.errors import Nb2pkgError, SafetyCheckFailed
from nb2pkg.model import File, Notebook, Package
from nb2pkg.notebook.read import read_notebook
from nb2pkg.notebook.syntax import desugar_notebook
from nb2pkg.options import Conversion, Options

#: A folder of notebooks to look through as well.
CORPUS = os.environ.get("NB2PKG_CORPUS")

MESSY = [
    ("md", "# Sales of the shop"),
    "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\n%matplotlib inline\n!pip install tqdm",
    "RATE = 0.5\nWIDTH, HEIGHT = 4, 3\npath = 'sales.csv'",
    ("md", "## Load"),
    "table = pd.read_csv(path)\ntable['net'] = table.gross * RATE\ntable.head(3)",
    """
    def clean(rows, least=2):
        # comments are no statements
        kept = rows[rows.net > least]
        for name in kept.columns:
            if name.startswith('x'):
                continue
            elif kept[name].isna().all():
                kept = kept.drop(columns=name)
            else:
                kept[name] = kept[name].fillna(0)
        try:
            kept.loc['sum'] = kept.sum() * RATE
        except (TypeError, ValueError) as error:
            print('no sum', error)
        finally:
            kept = kept.copy()
        return kept
    """,
    "def best(n=5):\n    top = table.sort_values('net')\n    return top.head(n)",
    "class Shop:\n    names = ['north']\n\n    def open(self, hour=8):\n        self.hour = hour\n        return self",
    ("md", "## Look"),
    "plt.figure(figsize=(WIDTH, HEIGHT))\nplt.hist(table.net)\nplt.title('net')\nplt.show()",
    "with open('out.txt', 'w') as file:\n    file.write(str(len(table)))\n    file.write('done')",
    ("md", "## Fit"),
    "from sklearn.linear_model import Ridge\nmodel = Ridge(alpha=0.3)\nmodel.fit(clean(table)[['net']], table.gross)",
    "total = 0\nwhile total < 10:\n    total += best().net.sum()\n    print(total)\nelse:\n    print('enough')",
    "print(model.score(table[['net']], table.gross))\nShop().open().hour",
]


def converted(book: Notebook) -> Conversion:
    return pipeline.convert(book, Options())


def lost_of(book: Notebook) -> list[str]:
    done = converted(book)
    return lost(book, done.plan, done.package)


def test_nothing_of_a_messy_notebook_is_lost() -> None:
    assert lost_of(notebook(MESSY)) == []


# A generated notebook: N stands for a number that nothing else has, B for a block of its own.
SIMPLE = """\
a = N
RATE = N
b = load(N)
a, b = b, N
a.append(N)
b['col'] = a * N
a += N
a.x = RATE + N
print(a, N)
f(a, N)
a.head(N)
display(b, N)
plt.plot(a, N)
plt.show()
b.fit(a, epochs=N)
assert a != N
del a
!ls folderN
%time b = f(N)
a = f'{b} {N}'
K(N).run(b)""".split("\n")
COMPOUND = """\
if a > N:
    B
else:
    B

for b in range(N):
    B

while a < N:
    B
else:
    B

try:
    B
except ValueError as error:
    B
finally:
    B

with open('N') as a:
    B

def f(x, y=N):
    B
    return x + RATE + N

def f(x):
    global a
    a = N
    B

class K(Base):
    size = N
    def run(self, x):
        B
        return x * RATE

match a:
    case N:
        B
    case [x, *_]:
        B""".split("\n\n")


@st.composite
def blocks(draw: st.DrawFn, deep: int) -> str:
    rows = draw(st.lists(st.sampled_from([*SIMPLE, *(COMPOUND if deep else ())]), min_size=1, max_size=4))
    return "\n".join(_filled(row, draw, deep) for row in rows if deep == _DEEP or row[0] not in "!%")


_DEEP = 2


def _filled(row: str, draw: st.DrawFn, deep: int) -> str:
    lines: list[str] = []
    for line in row.split("\n"):
        if line.strip() == "B":
            indent = line[: len(line) - 1]
            inner = draw(blocks(deep - 1)) or "pass"
            lines += [indent + one for one in inner.split("\n")]
        else:
            lines.append(line)
    return "\n".join(lines)


def _numbered(cells: list[str]) -> list[str]:
    parts = "\x00".join(cells).split("N")
    return "".join(part + str(100 + i) * (i < len(parts) - 1) for i, part in enumerate(parts)).split("\x00")


_books = st.lists(blocks(_DEEP).filter(bool), min_size=1, max_size=5).map(_numbered)
_HEAD = "import matplotlib.pyplot as plt\nfrom shop import Base, load"
_settings = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


@settings(max_examples=6, **_settings)
@given(_books)
def test_nothing_of_a_generated_notebook_is_lost(cells: list[str]) -> None:
    assert lost_of(notebook([_HEAD, *cells])) == []


@pytest.mark.slow
@settings(max_examples=30, **_settings)
@given(_books)
def test_nothing_of_many_generated_notebooks_is_lost(cells: list[str]) -> None:
    try:
        found = lost_of(notebook([_HEAD, *cells]))
    except SafetyCheckFailed:  # a function that reads a name of its own before it binds it: nothing is written
        reject()
    assert found == []


@pytest.mark.skipif(CORPUS is None, reason="set NB2PKG_CORPUS to a folder of notebooks")
def test_nothing_of_a_corpus_is_lost() -> None:
    found: dict[str, list[str]] = {}
    for path in sorted(Path(CORPUS or "").rglob("*.ipynb")):
        try:
            found[path.name] = lost_of(read_notebook(path.read_bytes(), path.name))
        except Nb2pkgError:
            continue
    assert {name: lines for name, lines in found.items() if lines} == {}


# What must be noticed: whatever is taken out of the written modules, one thing at a time.
_BRANCHES = ("body", "handlers", "orelse", "finalbody", "cases")


def without_one(text: str) -> Iterator[tuple[str, ast.AST]]:
    """The module without one of its statements or branches, for each of them, and what is missing."""
    blocks = [
        (n, b, len(getattr(node, b, ())))
        for n, node in enumerate(ast.walk(ast.parse(text)))
        for b in _BRANCHES
        if isinstance(getattr(node, b, None), list)
    ]
    for number, branch, size in blocks:
        for place in range(size):
            tree = ast.parse(text)
            node = list(ast.walk(tree))[number]
            block = getattr(node, branch)
            gone = block.pop(place)
            if not block and branch == "body":
                block.append(ast.Pass())
            if not isinstance(node, ast.Try) or node.handlers or node.finalbody:
                yield ast.unparse(ast.fix_missing_locations(tree)), gone


def _texts(node: ast.AST) -> set[str]:
    return {ast.unparse(ast.fix_missing_locations(piece.node)) for piece in pieces([node], (), ())}  # type: ignore[list-item]


def _changed(package: Package, path: str, text: str) -> Package:
    files = tuple(File(one.path, text.encode()) if one.path == path else one for one in package.files)
    return replace(package, files=files)


def test_whatever_is_taken_out_of_a_module_is_noticed() -> None:
    book = notebook(MESSY)
    done = converted(book)
    own = {text for node, _ in statements_of(desugar_notebook(book)) for text in _texts(node)}
    tried = 0
    for file in done.package.files:
        if not file.path.startswith(f"{done.plan.package}/") or not file.path.endswith(
            ("data.py", "models.py", "train.py", "explore.py")
        ):
            continue
        for text, gone in without_one(file.content.decode()):
            if own & _texts(gone):
                tried += 1
                assert lost(book, done.plan, _changed(done.package, file.path, text)), ast.unparse(gone)
    assert tried > 30


def test_a_member_that_is_not_written_is_noticed() -> None:
    book = notebook(MESSY)
    done = converted(book)
    path = next(u.path for u in done.package.units if u.name == "Shop")
    tree = ast.parse(next(f.content for f in done.package.files if f.path == path))
    tree.body = [node for node in tree.body if getattr(node, "name", "") != "Shop"]
    found = lost(book, done.plan, _changed(done.package, path, ast.unparse(tree)))
    assert "cell 7, line 1: class Shop:" in found
    assert len(found) == 5


def test_what_the_report_no_longer_names_is_noticed() -> None:
    book = notebook(["%matplotlib inline", "def f():\n    return 1", "def f():\n    return 2\nprint(f())"])
    done = converted(book)
    assert lost(book, done.plan, done.package) == []
    silent = replace(done.plan, notes=())
    assert lost(book, silent, done.package) == [
        "cell 1, line 1: return 1",
        "cell 1, line 1: def f():",
        "cell 0, line 1: %matplotlib inline",
    ]


def test_a_statement_of_another_branch_does_not_stand_for_it() -> None:
    book = notebook(["for i in range(3):\n    print(i)\n    print('all')"])
    done = converted(book)
    path = next(f.path for f in done.package.files if b"print('all')" in f.content or b'print("all")' in f.content)
    text = next(f.content.decode() for f in done.package.files if f.path == path)
    outside = text.replace('        print("all")', '    print("all")')
    assert outside != text
    assert lost(book, done.plan, _changed(done.package, path, outside)) == ["cell 0, line 1: print('all')"]
