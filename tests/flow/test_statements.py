"""Cells, and the pieces they are cut into."""

from __future__ import annotations

import pytest

from nb2pkg.errors import BadCell
from nb2pkg.flow.statements import Piece, split_statements

# (cell, texts of its pieces)
TEXTS = [
    ("", []),
    ("\n \n\t\n", []),
    ("a = 1", ["a = 1"]),
    ("a = 1\n", ["a = 1"]),
    ("\n\na = 1\n\n\n", ["a = 1"]),
    ("a = 1\nb = 2", ["a = 1", "b = 2"]),
    ("a = 1\n\n\nb = 2", ["a = 1", "b = 2"]),
    ("a = 1; b = 2", ["a = 1", "b = 2"]),
    ("a = 1;b = 2;", ["a = 1", "b = 2"]),
    ("a = 1;", ["a = 1"]),
    ("a = 1 ; ", ["a = 1"]),
    ("a = 1;  # c", ["a = 1  # c"]),
    ("a = 1 # c", ["a = 1 # c"]),
    ("a = 1; b = 2 # c", ["a = 1", "b = 2 # c"]),
    ("a = 1; b = 2; # c", ["a = 1", "b = 2  # c"]),
    ("df.head();\nplt.show();", ["df.head()", "plt.show()"]),
    ("a = ';'; b = \";\"", ["a = ';'", 'b = ";"']),
    ("# c\na = 1", ["# c\na = 1"]),
    ("# c\n\n\na = 1", ["# c\n\n\na = 1"]),
    ("# c\n\n# d\n\na = 1", ["# c\n\n# d\n\na = 1"]),
    ("a = 1\n# c\nb = 2", ["a = 1", "# c\nb = 2"]),
    ("a = 1  # c\n\n# d\n\nb = 2", ["a = 1  # c", "# d\n\nb = 2"]),
    (
        "# ----- Config -----\n\na = 1\n\n# ----- Model -----\n\nb = 2",
        ["# ----- Config -----\n\na = 1", "# ----- Model -----\n\nb = 2"],
    ),
    ("a = 1\n# end", ["a = 1\n# end"]),
    ("a = 1\n\n# end\n\n# more\n\n", ["a = 1\n\n# end\n\n# more"]),
    ("a = 1; b = 2\n# end", ["a = 1", "b = 2\n# end"]),
    ("# only", ["# only"]),
    ("\n# only\n\n# comments\n", ["# only\n\n# comments"]),
    ("if c:\n    a\n    # in\n# out\nb", ["if c:\n    a\n    # in", "# out\nb"]),
    (
        "if c:\n    a\n\n    # in\n\n  # in too\n\n# out\n    # odd\nb",
        ["if c:\n    a\n\n    # in\n\n  # in too", "# out\n    # odd\nb"],
    ),
    ("if c:\n    a\n    # in\nelse:\n    b", ["if c:\n    a\n    # in\nelse:\n    b"]),
    ("if c: a\n    # odd\nb", ["if c: a", "    # odd\nb"]),
    ("a\n  # odd\nb", ["a", "  # odd\nb"]),
    ("if c:\n    a; b;\nd", ["if c:\n    a; b", "d"]),
    ("if c: a;\nd", ["if c: a", "d"]),
    ("@d\n# c\n@e(\n  f)\ndef g(): pass", ["@d\n# c\n@e(\n  f)\ndef g(): pass"]),
    ("x\n# c\n@ d\nclass A: pass  # t", ["x", "# c\n@ d\nclass A: pass  # t"]),
    ("async def f():\n    await x", ["async def f():\n    await x"]),
    ("await x; await y", ["await x", "await y"]),
    ("a = '''\n;# no\n  x'''; b = 1", ["a = '''\n;# no\n  x'''", "b = 1"]),
    ("'''doc'''\n'''\n\n# no\n'''", ["'''doc'''", "'''\n\n# no\n'''"]),
    ("a = (\n  # c\n  1, # d\n)\nb", ["a = (\n  # c\n  1, # d\n)", "b"]),
    ("a = (1\n)  # c", ["a = (1\n)  # c"]),
    ("a = 1 + \\\n  2\nb", ["a = 1 + \\\n  2", "b"]),
    ("a = 1; \\\nb = 2", ["a = 1", "b = 2"]),
    ("a = 1 \\\n ; # c\nb", ["a = 1", "# c\nb"]),
    ("a = 1 \\\n\nb", ["a = 1", "b"]),
    ("a = 1; \\\n# c", ["a = 1\n# c"]),
    ("\\\na = 1", ["a = 1"]),
    ("# c\n\\\na = 1", ["# c\n\na = 1"]),
    ("a = 1\r\n# c\r\nb = '''\r\n'''\r\n", ["a = 1", "# c\r\nb = '''\r\n'''"]),
    ("a = 1\r# c\rb = 2\r", ["a = 1", "# c\rb = 2"]),
    ("\fa = 1\n\f\nb = 2", ["a = 1", "b = 2"]),
    ("\f# c\na = 1", ["\f# c\na = 1"]),
    ("if c:\n\ta\n\tb\nd", ["if c:\n\ta\n\tb", "d"]),
    ("a = 'x\x0cy\x1c\u2028\x85z'; b", ["a = 'x\x0cy\x1c\u2028\x85z'", "b"]),
    ("é = '日本'; 変数 = é  # ü", ["é = '日本'", "変数 = é  # ü"]),
    ("f'{a}; # {b}'; c", ["f'{a}; # {b}'", "c"]),
    ("f'''\n{a}\n''';c", ["f'''\n{a}\n'''", "c"]),
    ("try:\n    a\nexcept E:\n    b\nfinally:\n    c\nd", ["try:\n    a\nexcept E:\n    b\nfinally:\n    c", "d"]),
    ("for i in r: a\nelse: b\n\nc", ["for i in r: a\nelse: b", "c"]),
    ("match v:\n    case 1: a\n    # in\nb", ["match v:\n    case 1: a\n    # in", "b"]),
    ("#!shebang\n# -*- coding: latin-1 -*-\na = 'é'", ["#!shebang\n# -*- coding: latin-1 -*-\na = 'é'"]),
    ("(a\n)\n[b]", ["(a\n)", "[b]"]),
    ("a = 1\n    \n\t\nb = 2", ["a = 1", "b = 2"]),
    ("a = 1   \nb = 2\t", ["a = 1", "b = 2"]),
    ("# c   \na = 1  # d  ", ["# c   \na = 1  # d  "]),
]


@pytest.mark.parametrize(("cell", "texts"), TEXTS)
def test_a_cell_is_cut_into_its_statements(cell: str, texts: list[str]) -> None:
    assert [piece.text for piece in split_statements(cell)] == texts


# (cell, (first, last, lead) of its pieces)
LINES = [
    ("a", [(1, 1, 1)]),
    ("\n\na", [(3, 3, 3)]),
    ("a; b", [(1, 1, 1), (1, 1, 1)]),
    ("# c\n\na\n# d", [(3, 3, 1)]),
    ("a\n\n# c\n\nb", [(1, 1, 1), (5, 5, 3)]),
    ("# c\n@d\n@e\ndef f():\n    pass\n    # in\n\nx", [(2, 5, 1), (8, 8, 8)]),
    ("a = '''\n\n'''; b", [(1, 3, 1), (3, 3, 3)]),
    ("# c\r\na = (\r\n1)\r\nb", [(2, 3, 1), (4, 4, 4)]),
    ("a\rb\r\r# c\rd", [(1, 1, 1), (2, 2, 2), (5, 5, 4)]),
    ("a = '\x0c\u2028'\nb", [(1, 1, 1), (2, 2, 2)]),
    ("\n# only\n\n# this\n", [(2, 4, 2)]),
]


@pytest.mark.parametrize(("cell", "lines"), LINES)
def test_pieces_know_their_lines(cell: str, lines: list[tuple[int, int, int]]) -> None:
    assert [(piece.first, piece.last, piece.lead) for piece in split_statements(cell)] == lines


def test_comments_alone_are_marked() -> None:
    assert split_statements("# a\n# b") == (Piece("# a\n# b", 1, 2, 1, is_comment=True),)
    assert not any(piece.is_comment for piece in split_statements("# a\nb\n# c"))


@pytest.mark.parametrize("cell", ["a = (", "a b", "  a", "a\x00"])
def test_what_is_not_python_is_a_bad_cell(cell: str) -> None:
    with pytest.raises(BadCell):
        split_statements(cell)
