"""Each row: code with its global names marked, ``«x»`` where it is a use, and what the uses are, in order."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from nb2pkg.errors import BadCell
from nb2pkg.flow.names import attribute_stores_of_self, uses_of
from nb2pkg.flow.uses import loaded_names
from nb2pkg.model import Use


def unmarked(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The code without its marks, and what the marks said: name, line, column."""
    found = []
    pieces = marked.split("«")
    source = pieces[0]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("»")
        line = source.count("\n") + 1
        column = len(source) - (source.rfind("\n") + 1)
        found.append((unicodedata.normalize("NFKC", name), line, column))
        source += name + rest
    return source, found


WHERE = [
    "«x» = «y»",
    "«local»",
    "«x».x.y = «y»(z=«z»)",
    "«x», *(«y», [«z»]) = «v»",
    "«x»: «int»",
    "del «x», «y».z, «w»[«i»]",
    "for «i» in «r»: «print»(«i»)\nelse: «x»",
    "with «a» as «b», «c»() as («d», «e»): «b»",
    "if («m» := «f»()): «m»",
    "while «c»: break",
    "import «a»",
    "import «a».b.c",
    "import a.b as «c», «d»,  e  as  «g»",
    "from m import «a», b as «c»",
    "from m import (\n    «a»,  # a\n    b as  «c»,\n)",
    "from m import *",
    "from . import a \\\n  as «b»",
    "try: «f»()\nexcept «E» as «e»: «print»(«e»)",
    "try: pass\nexcept («A»,\n «B»  )  as \\\n «e»: pass",
    "def «f»(): pass",
    "def   \\\n  «f»  ( a = «x» ) : return a, «y»",
    "@«d»\n@«e»(«x»)\nasync   def «f»(): await «y»",
    "@«d»\nclass   «A» («B», k=«c»): pass",
    "def «f»(a: «A», *b: «B») -> «C»: return a + «x»",
    "def «f»():\n    global x\n    «x» = 1\n    return «x»",
    "def «f»():\n    x = 1\n    def g():\n        nonlocal x\n        x = «y»\n    return g, x",
    "def «f»():\n    global g\n    def «g»(): pass\n    import a.b as c",
    "def «f»(x):\n    return [x for x in «y» if x]",
    "[x + «z» for x in «y»]",
    "{k: v for k, v in «d».items()}",
    "lambda a, b=«c»: a + b + «d»",
    "class «A»:\n    x = 1\n    y = x\n    def f(self): return «x», self.x",
    "class «A»:\n    x = «x»",
    "class «A»:\n    __p = 1\n    def f(self): return self.__p, «super»",
    "match «v»:\n    case «P»(a=«b», c=«m».K) as «d» if «b»: «d»",
    "match «v»:\n    case [1, * «rest»]: «rest»",
    "match «v»:\n    case {'k': «w», ** «rest» , }: pass",
    "match «v»:\n    case {**«rest»  # rest\n }: pass",
    "match «v»:\n    case («a» | [«a»]) as  «b»: pass",
    "match «v»:\n    case «x»: pass",
    "match «v»:\n    case «m».a.B | _: pass",
    "«é» = '日本', «x»",
    "'日本語'; «変数» = «é» + «a»",
    "'🎉', «x», '🎉🎉', «y»",
    "«ﬁ» = 1",
    "if «c»:\n\t«x» = «y»\n\tif «x»:\n\t\t«z»",
    "\f«x» = «y»",
    "if «c»:\n    «x»\n\f\n    «y»",
    "«x» = 'a\x0cb\x1c\u2028', «y»\n«z»",
    "«x» = \\\n  «y» + \\\n «z»",
    "«x» = '''\n日本\n''' + «y»",
    "«f»(«a»)(b=«c»)",
    "class «A»:\n    def __init__(self): «f»(__class__)",
]
IN_FSTRINGS = [
    "f'{«x»}'",
    "f'a {«x»} {«y»!r} {«z»:>10}'",
    "f'{«x»:{«w»}.{«p»}}'",
    "f'{{a}} {«x»} }}{{ {«y»}'",
    "f'{«x»=} {«y» = !r:>{«z»}}'",
    "f'x {«x»} x {«x»} {«x» + «x»}'",
    "f'日本 {«x»} é {«変数»} {«y»}'",
    "'é' f'{«x»}' 'x' f'{«y»}'",
    "«a» = (f'{«x»}'\n    # comment {x}\n  rf'\\{«y»}' '{z}'\n  F\"{«z»}\")",
    "f'''\n日本 {«x»}\n  {«y» +\n  «z»}\n'''",
    "f'''{\n«x»\n}''', «y»",
    'f\'{«d»["k"]} {«f»("}", «x», k=«y»)} {(lambda a: a + «z»)(1)}\'',
    'f\'{[a for a in «r» if a != «x»]} { {"k": «v»}["k"] }\'',
    "f'{«x» != «y»} {«x» == «y»} {«x» <= «y»} {«x» < «y»} {«x» >= 1!s}'",
    "f\"{f'{«x»}' + f'{«y»:{«z»}}'} {«w»}\"",
    "f'\\N{BULLET} {«x»} \\x41 \\\\{«y»} \\'{«z»}'",
    "f'''{\"}\" if «c» else «y»}'''",
    "f'{«x»:%Y-%m-%d {«y»}} {«z»}'",
    "f'{(«y» := «z»)} {«y»}'",
    "def «f»():\n    a = 1\n    return f'{a} {«x»}'",
    "«print»(f'{«a»}', *[f'{b}: {«c»}' for b in «r»])",
    "f'{*«a», «b»}'",
    "f''  f'{«x»}' ''",
    "if «c»:\n\t«x» = f'\t{«y»}'",
]


@pytest.mark.parametrize("marked", [*WHERE, *IN_FSTRINGS])
def test_uses_stand_where_they_stand(marked: str) -> None:
    source, expected = unmarked(marked)
    places = sorted({(use.name, use.line, use.column) for use in uses_of(source)}, key=lambda use: use[1:])
    assert places == sorted(expected, key=lambda use: use[1:])


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
@pytest.mark.parametrize("marked", [*WHERE, *IN_FSTRINGS])
def test_line_ends_do_not_move_uses(marked: str, newline: str) -> None:
    source, _ = unmarked(marked)
    assert uses_of(source.replace("\n", newline)) == uses_of(source)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.12 allows more in f-strings")
@pytest.mark.parametrize(
    "marked",
    [
        "f'{'é'} {«d»['k']} {f'{«x»}'} {«y»}'",
        "f'{«x» # comment\n}' '{z}' f'{\n«y»\n}'",
        "f'{'\\n'.join(«x»)}'",
        "type «X»[T] = «A»[T]",
        "def «f»[T: «B»](a: T) -> «R»: return T, «y»",
    ],
)
def test_uses_in_newer_python(marked: str) -> None:
    test_uses_stand_where_they_stand(marked)


WHAT = [
    ("x = y", [Use("x", 1, 0, "store"), Use("y", 1, 4)]),
    ("x += 1", [Use("x", 1, 0), Use("x", 1, 0, "store")]),
    ("del x", [Use("x", 1, 4, "delete")]),
    ("import a.b", [Use("a", 1, 7, "store")]),
    ("def f(): return x", [Use("f", 1, 4, "store"), Use("x", 1, 16, "load", True, ("f",))]),
    ("def f(a=x): pass", [Use("f", 1, 4, "store"), Use("x", 1, 8)]),
    (
        "class A:\n    x = y\n    def f(self):\n        z",
        [
            Use("A", 1, 6, "store"),
            Use("y", 2, 8, "load", False, ("A",)),
            Use("z", 4, 8, "load", True, ("A", "f")),
        ],
    ),
    (
        "def f():\n    class A:\n        def g(): x",
        [Use("f", 1, 4, "store"), Use("x", 3, 17, "load", True, ("f", "A", "g"))],
    ),
    ("[lambda: x for _ in r]", [Use("x", 1, 9), Use("r", 1, 20)]),
    ("def f(): [lambda: x]", [Use("f", 1, 4, "store"), Use("x", 1, 18, "load", True, ("f",))]),
    ("def f(k=lambda: x): pass", [Use("f", 1, 4, "store"), Use("x", 1, 16, "load", True)]),
    ("class A:\n    f = lambda s: x", [Use("A", 1, 6, "store"), Use("x", 2, 18, "load", True, ("A",))]),
    ("global x\nx = 1", [Use("x", 2, 0, "store")]),
    ("def f():\n    global x\n    del x", [Use("f", 1, 4, "store"), Use("x", 3, 8, "delete", True, ("f",))]),
    ('x: "List[Foo]" = 1', [Use("x", 1, 0, "store"), Use("Foo", 1, 3), Use("List", 1, 3)]),
    ("def f(a: 'A'): pass", [Use("f", 1, 4, "store"), Use("A", 1, 9)]),
    (
        "class A:\n    def f(s): __x",
        [Use("A", 1, 6, "store"), Use("_A__x", 2, 14, "load", True, ("A", "f"))],
    ),
    ("[w := 1 for _ in r]", [Use("w", 1, 1, "store"), Use("r", 1, 17)]),
    ("", []),
    ("# x", []),
]


@pytest.mark.parametrize(("source", "expected"), WHAT)
def test_what_uses_are(source: str, expected: list[Use]) -> None:
    assert list(uses_of(source)) == expected


@pytest.mark.parametrize("marked", WHERE)
def test_loaded_names_are_those_of_the_uses_that_load(marked: str) -> None:
    source, _ = unmarked(marked)
    assert loaded_names(source) == {use.name for use in uses_of(source) if use.how == "load"}


def test_uses_that_cannot_be_parsed_are_a_bad_cell() -> None:
    with pytest.raises(BadCell):
        uses_of("x = = 1")


SELF = [
    ("class A:\n    def __init__(self):\n        self.x = self.y = 1", "x y"),
    ("class A:\n    def f(this, a):\n        this.x, (this.y, *this.z) = a", "x y z"),
    ("class A:\n    def f(self):\n        self.x += 1\n        self.y: int = 2\n        self.z: int", "x y"),
    ("class A:\n    def f(self):\n        for self.i in r:\n            with a as self.f: pass", "i f"),
    ("class A:\n    def f(self):\n        self.x.y = 1\n        self.z[0] = 1\n        other.w = 1", ""),
    ("class A:\n    def f(self):\n        def g(): self.x = 1\n        def h(self): self.y = 1", "x"),
    ("class A:\n    @staticmethod\n    def f(a): a.x = 1\n    @classmethod\n    def g(cls): cls.y = 1", "y"),
    ("class A:\n    class B:\n        def f(self): self.x = 1\n    def g(self): self.y = 1", "y"),
    ("class A:\n    if c:\n        def f(self): self.x = 1\n    async def g(self, /): self.y = 1", "x y"),
    ("class A:\n    x = 1", ""),
    ("class A:\n    def f(): x = 1", ""),
    ("x = 1", ""),
    (
        "@d\nclass A(B):\n    def f(self):\n        if a:\n            try: self.x = 1\n            finally: pass",
        "x",
    ),
]


@pytest.mark.parametrize(("source", "names"), SELF)
def test_attributes_assigned_to_self(source: str, names: str) -> None:
    assert attribute_stores_of_self(source) == set(names.split())
