"""The same cells, read by IPython."""

from __future__ import annotations

import ast
import warnings

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from nb2pkg.errors import BadCell
from nb2pkg.model import Cell
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.notebook.lines import split_lines
from nb2pkg.notebook.scan import find_special
from nb2pkg.notebook.syntax import desugar

CELLS = [
    "%matplotlib inline",
    "%matplotlib inline\nimport torch\n!ls",
    "x = !ls",
    "x = !ls -l | head\ny = x[0]",
    "a, b = !echo it's",
    "self.x = %time f(a)",
    "x: list = !ls",
    "x = y = 1\nz = %pwd",
    "x = a == b\n!ls",
    "d['a'] = !ls {d['b']}",
    "f(a=1)\nx = %sx ls",
    "x = [\n  1,\n]\n!ls",
    "x = '''\n!ls\n'''\n!pwd",
    "x = 'it\\'s'\n!ls",
    "x = r'a\\b'\n!ls",
    'x = """a"b"""\n%cd x',
    "x = 'a' \\\n  'b'\n!ls",
    "x = (1\n% 2)\n!ls",
    "x = 5 \\\n% 2\n!ls",
    "if x:\n    !ls\n    y = 1",
    "for i in x:\n    %time f(i)\n    if i:\n        !rm {i}\n",
    "def f():\n    x = !ls\n    return x",
    "!ls \\\n  -l \\\n  -a\nx = 1",
    "!echo 'a \\\n b'\nx = 1",
    "%run x.py \\\n --a 1\nx = 1",
    "%time\nx = 1",
    "x?\ny??\n?z",
    "x.y[0]?\n",
    "%time?",
    "np.arr*?",
    "x = {'a': 1}\nx?",
    "# !ls\n!pwd  # comment",
    "x = 1  # %foo ?\n!ls",
    "x = f'{a!r}'\n!ls",
    "x = a != b\n!ls",
    "x = a % b\n%cd c",
    "x = '# no comment'  # it's\n!ls",
    ",f a b\n;g a b\n/h a b",
    "!!ls",
    "  !ls\n  x = 1",
    "\n\n%cd x\n",
    "%%time\nx = 1\n!ls",
    "%%bash\nls 'it\necho",
    "%%writefile a.py\nprint 'x'\n",
    "%%html\n<b>it's</b>",
    ">>> x = 1\n>>> !ls",
    "In [1]: !ls\n   ...: x = 1",
    "class A:\n    %cd x\n    y = 1",
    "with a as b:\n  !ls",
    "x = lambda a=1: a\n!ls",
    "x = {'a': 1,\n     'b': !ls}",
    "f(!ls)",
    "return !ls",
    "x = = !ls",
    "@%timeit\ndef f(): pass",
    "print 'x'\n!ls",
    "x = (1\n!ls",
    "if (y := !ls): pass",
    "x += !ls",
    "import a; !ls",
    "if x: !ls",
]


def as_ipython(source: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return TransformerManager().transform_cell(source)


def is_python(source: str) -> bool:
    try:
        desugar(Cell(0, "code", source), "x.ipynb")
    except BadCell:
        return False
    return True


@pytest.mark.parametrize("source", CELLS)
def test_both_take_the_same_cells(source: str) -> None:
    assert is_python(source) == (fault_of(as_ipython(source)) is None)


def calls_of_ipython(source: str) -> list[str]:
    """The text of each magic and command that IPython finds, in order."""
    tree = ast.parse(as_ipython(source))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    found = []
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        texts = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        match call.func:
            case ast.Attribute(attr="run_line_magic") if texts[0] not in ("pinfo", "pinfo2", "psearch"):
                found.append(f"%{texts[0]} {texts[1]}")
            case ast.Attribute(attr="system" | "getoutput"):
                found.append(f"!{texts[0]}")
    return [" ".join(text.split()) for text in found]


def pieces_of_ours(source: str) -> list[str]:
    lines, at, found = split_lines(source), 0, []
    while (piece := find_special(lines, at)) is not None:
        at = piece.last + 1
        if piece.sort != "help" and piece.text[0] in "%!" and not piece.text.endswith("?"):
            found.append(" ".join(piece.text.replace("!!", "!", 1).split()))
    return found


SCANNED = [
    cell for cell in CELLS if not cell.lstrip().startswith(("%%", ">>>", "In [")) and fault_of(as_ipython(cell)) is None
]


@pytest.mark.parametrize("source", SCANNED)
def test_both_find_the_same_pieces(source: str) -> None:
    assert pieces_of_ours(source) == calls_of_ipython(source)
