"""Each row: a statement, and in words what it does with global names; what is not said must be empty."""

from __future__ import annotations

import ast
import dataclasses
import sys

import pytest

from nb2pkg.errors import BadCell
from nb2pkg.flow.names import BUILTINS, is_builtin, names_of, names_of_node, quoted_names
from nb2pkg.model import Names

_WORDS = {"may": "may_bind", "globals": "assigns_globals"}


def names_from(words: str) -> Names:
    """Read ``"binds x y; reads z; awaits"``."""
    fields: dict[str, object] = {}
    for clause in filter(None, (part.strip() for part in words.split(";"))):
        head, *rest = clause.split()
        key = _WORDS.get(head, head)
        fields[key] = True if key == "awaits" else tuple(rest) if key == "stars" else frozenset(rest)
    return Names(**fields)  # type: ignore[arg-type]


def shown(names: Names) -> str:
    said = {field.name: getattr(names, field.name) for field in dataclasses.fields(names)}
    return "; ".join(f"{k} {' '.join(sorted(v)) if isinstance(v, frozenset) else v}" for k, v in said.items() if v)


def check(source: str, words: str) -> None:
    got = names_of(source)
    assert shown(got) == shown(names_from(words))


# What neither libcst's scopes nor symtable gets right alone.
WHERE_ANCESTORS_DIED = [
    ("x += 1", "reads x; binds x; changes x"),
    ("[w := k for k in r]", "may w; reads r"),  # r may be empty, and then an earlier w is still there
    ("match v:\n    case P(a=b): pass", "may b; reads P v"),
    ("match v:\n    case P(a=b): print(b)", "may b; reads P v print"),
    ("from m import *", "stars m"),
    ("for i in r: print(i)", "may i; reads r print"),
    ('x: "Foo" = 1', "binds x; reads Foo"),
    ("if c: x = 1", "may x; reads c"),
    ('df["a"] = 1', "reads df; changes df"),
    ("df.drop(columns='a', inplace=True)", "reads df; changes df"),
    ("model.fit(X)", "reads model X; changes model"),
]

ASSIGNMENTS = [
    ("", ""),
    ("# only a comment", ""),
    ("pass", ""),
    ("x", "reads x"),
    ("x = 1", "binds x"),
    ("x = y", "binds x; reads y"),
    ("x = x", "binds x; reads x"),
    ("x = y = z", "binds x y; reads z"),
    ("a, b = b, a", "binds a b; reads a b"),
    ("(a, [b, *c]), d = v", "binds a b c d; reads v"),
    ("*a, = v", "binds a; reads v"),
    ("for_ = lambda: 0", "binds for_"),
    ("x.y = 1", "reads x; changes x"),
    ("x.y, z = 1, 2", "binds z; reads x; changes x"),
    ("x[i] = v", "reads x i v; changes x"),
    ("x[i].y[j].z = v", "reads x i j v; changes x"),
    ("x[i:j:k] = v", "reads x i j k v; changes x"),
    ("f().y = 1", "reads f"),
    ("x += y", "binds x; reads x y; changes x"),
    ("x.y += z", "reads x z; changes x"),
    ("x[i] += z", "reads x i z; changes x"),
    ("df.loc[i, 'c'] += 1", "reads df i; changes df"),
    ("x: int", "reads int"),
    ("x: int = y", "binds x; reads int y"),
    ("x.y: int = z", "reads x int z; changes x"),
    ("x.y: int", "reads x int"),
    ("x[i]: int", "reads x i int"),
    ("(x): int = 1", "binds x; reads int"),
    ("(x := y)", "binds x; reads y"),
    ("print(x := 1, x)", "binds x; reads print"),
    ("print(x, x := 1)", "binds x; reads print x"),
    ("a and (b := c)", "may b; reads a c"),
    ("a and (b := c) and b", "may b; reads a c"),
    ("(b := c) and b", "binds b; reads c"),
    ("(b := c) if a else b", "may b; reads a b c"),
    ("1 < (a := b) < (c := d)", "binds a; may c; reads b d"),
    ("del x", "deletes x"),
    ("del x, (y, [z])", "deletes x y z"),
    ("del x.y", "reads x; changes x"),
    ("del x[i], z", "reads x i; changes x; deletes z"),
    ("global x", ""),
    ("x = __name__, __file__, __class__", "binds x; reads __name__ __file__ __class__"),
    ("print(len(x))", "reads print len x"),
    ("assert x, y", "reads x y"),
    ("raise E(x) from y", "reads E x y"),
    ("f'{a} {b!r:>{c}} {d=}'", "reads a b c d"),
    ("f'{(x := 1)} {x}'", "binds x"),
    ("x[a, b:c, ...] ", "reads x a b c"),
    ("f(*a, b=c, **d)", "reads f a c d"),
    ("{a: b, **c}", "reads a b c"),
    ("await f(x)", "reads f x; awaits"),
    ("x = [await y for y in z]", "binds x; reads z; awaits"),
    ("x = [y async for y in z]", "binds x; reads z; awaits"),
    ("ﬁ = 1", "binds fi"),
    ("变量 = é", "binds 变量; reads é"),
]

IMPORTS = [
    ("import a", "binds a"),
    ("import a.b.c", "binds a"),
    ("import a.b as c, d", "binds c d"),
    ("from a import b, c as d", "binds b d"),
    ("from .a import b", "binds b"),
    ("from . import *", "stars ."),
    ("from ..a.b import *", "stars ..a.b"),
    ("from __future__ import annotations", "binds annotations"),
    ("try:\n    import a\nexcept ImportError:\n    a = None", "binds a; reads ImportError"),
    ("try:\n    from a import *\nexcept ImportError:\n    pass", "stars a; reads ImportError"),
]

FLOW = [
    ("if c: x = 1\nelse: x = 2", "binds x; reads c"),
    ("if c: x = 1\nelse: y = 2", "may x y; reads c"),
    ("if c: x = 1\nelif d: x = 2\nelse: x = 3", "binds x; reads c d"),
    ("if c: x = 1\nelif d: x = 2", "may x; reads c d"),
    ("if c: x = 1\nelse: raise E", "binds x; reads c E"),
    ("if c:\n    x = 1\n    print(x)", "may x; reads c print"),
    ("if c:\n    x = 1\nelse:\n    print(x)", "may x; reads c print x"),
    ("if (m := f()): print(m)\nelse: print(m)", "binds m; reads f print"),
    ("if a: pass\nelif (m := f()): print(m)\nelse: print(m)", "may m; reads a f print"),
    ("if a: m = 1\nelif (m := f()): pass\nelse: pass", "may m; reads a f"),
    ("if c: x = 1\nif c: print(x)", "may x; reads c print x"),
    ("if c: del x\nelse: x = 1", "may x; reads c; deletes x"),
    ("for i in r: x = i", "may i x; reads r"),
    ("for i in r: x = x + i", "may i x; reads r x"),
    ("for i in i: pass", "may i; reads i"),
    ("for x.y in r: pass", "reads x r; changes x"),
    ("for a, (b, *c) in r: print(c)", "may a b c; reads r print"),
    ("for i in r: pass\nelse: x = 1", "may i; binds x; reads r"),
    ("for i in r: break\nelse: x = 1", "may i x; reads r"),
    ("for i in r:\n    for j in r: break\nelse: x = 1", "may i j; binds x; reads r"),
    ("for i in r:\n    if c: continue\n    x = 1\n    print(x)", "may i x; reads r c print"),
    ("for i in r:\n    if c: x = 1\n    else: continue\n    print(x)", "may i x; reads r c print"),
    ("for i in r:\n    if c: x = 1\n    print(x)", "may i x; reads r c print x"),
    ("for i in r:\n    x = i\n    break", "may i x; reads r"),
    ("for i in r:\n    t = i\n    del t", "may i; reads r; deletes t"),
    ("x = 1\nfor i in r:\n    if c:\n        del x\n        break", "may x i; reads r c; deletes x"),
    ("while (x := f()): y = x", "binds x; may y; reads f"),
    ("while c: x = 1\nelse: y = 1", "may x; binds y; reads c"),
    ("async for i in r: pass", "may i; reads r; awaits"),
    ("with a as b: c = b", "binds b c; reads a"),
    ("with a as b, b.c as d: pass", "binds b d; reads a"),
    ("with a as (b, c), d as e[0]: pass", "binds b c; reads a d e; changes e"),
    ("with a: pass", "reads a"),
    ("with suppress(E): x = 1", "may x; reads suppress E"),
    ("with contextlib.suppress(E) as s: x = 1", "binds s; may x; reads contextlib E; changes contextlib"),
    ("async with a as b: pass", "binds b; reads a; awaits"),
    ("try: x\nexcept E: x = 2", "binds x; reads x E"),
    ("try: x\nexcept E: pass", "reads x E"),
    ("try: x.a\nexcept E: x = 2", "may x; reads x E"),
    ("try: x = 1\nexcept E: pass", "may x; reads E"),
    ("try: x = 1\nexcept E: x = 2", "binds x; reads E"),
    ("try: x = 1\nexcept E: raise", "binds x; reads E"),
    ("try: x = 1\nexcept E: print(x)", "may x; reads E print x"),
    ("try: x = 1\nexcept E as e: print(e)", "may x; reads E print"),
    ("try: pass\nexcept E as e: pass", "reads E"),
    ("try: pass\nexcept E as e: err = e", "may err; reads E"),
    ("try: pass\nexcept E as e: e = 1", "reads E"),
    ("try: x = 1\nfinally: y = 2", "binds x y"),
    ("try: f()\nfinally: print(x)", "reads f print x"),
    ("try: x = 1\nfinally: print(x)", "binds x; reads print x"),
    ("try: x = 1\nfinally: del x", "deletes x"),
    ("try: x = 1\nfinally:\n    if c: del x", "may x; reads c; deletes x"),
    ("try:\n    x = 1\n    f()\n    del x\nexcept: pass", "may x; reads f; deletes x"),
    ("try: x = 1\nexcept: pass\nelse: y = x", "may x y"),
    ("try: x = 1\nexcept: y = 1\nelse: y = x", "may x; binds y"),
    ("try: x = 1\nexcept A: x = 2\nexcept (B, C): x = 3\nfinally: z = 1", "binds x z; reads A B C"),
    ("match v:\n    case 1: x = 1\n    case _: x = 2", "binds x; reads v"),
    ("match v:\n    case 1: x = 1\n    case _ if c: x = 2", "may x; reads v c"),
    ("match v:\n    case [a, *b]: pass\n    case {'k': c, **d}: pass\n    case e: pass", "may a b c d e; reads v"),
    ("match v:\n    case (1 | 2) as x: pass\n    case x: pass", "binds x; reads v"),
    ("match v:\n    case m.K: pass\n    case P(m.A, y) if y: pass", "may y; reads v m P"),
    ("match v:\n    case {m.K: 1}: pass", "reads v m"),
    ("match v:\n    case None | True: pass", "reads v"),
    ("match v, w:\n    case a, b: pass", "may a b; reads v w"),
    ("match (x := v):\n    case 1: print(x)", "binds x; reads v print"),
    ("if c:\n    x = 1\n    raise E\nelse:\n    y = 1", "binds y; may x; reads c E"),
]

SCOPES = [
    ("[x for x in y]", "reads y"),
    ("[x for x in x]", "reads x"),
    ("[x for y in z]", "reads x z"),
    ("[(x, y) for x in a for y in x if y if b]", "reads a b"),
    ("[y for x in a for y in y]", "reads a"),
    ("{x: y for x, (y, *z) in a}", "reads a"),
    ("{x for x in a}", "reads a"),
    ("list(x for x in a if x > b)", "reads list a b"),
    ("[[x for x in r] for r in m]", "reads m"),
    ("[(lambda: x)() for x in a]", "reads a"),
    ("[w for v in a if (w := v)]", "may w; reads a"),
    ("[w for v in a if w if (w := v)]", "may w; reads a w"),
    ("any((w := v) for v in a) and w", "may w; reads any a w"),
    ("x = [x for x in a] + x", "binds x; reads a x"),
    ("lambda x: x + y", "reads y"),
    ("lambda x=y, *a, k=z, **b: (x, a, k, b, w)", "reads y z w"),
    ("f = lambda: (q := 1) + q", "binds f"),
    ("f = lambda: g", "binds f; reads g"),
    ("sorted(a, key=lambda v: b[v])", "reads sorted a b"),
    ("def f(): pass", "binds f"),
    ("def f(): return x", "binds f; deferred x"),
    ("def f(): return f()", "binds f; deferred f"),
    ("def f(a, /, b, *c, d, **e): return a, b, c, d, e", "binds f"),
    ("def f(a=x, *, b=y): return z", "binds f; reads x y; deferred z"),
    ("def f(a=x): return x", "binds f; reads x; deferred x"),
    ("def f(a: A, *b: B, c: C = 1, **d: D) -> R: pass", "binds f; reads A B C D R"),
    ("@d(x)\ndef f(): pass", "binds f; reads d x"),
    ("@d(lambda: x)\ndef f(): pass", "binds f; reads d x"),
    ("def f(k=lambda: x): pass", "binds f; deferred x"),
    ("def f(k=g(lambda: x)): pass", "binds f; reads g x"),
    ("def f(k=[x for x in a]): pass", "binds f; reads a"),
    ("def f():\n    x = 1\n    return x", "binds f"),
    ("def f():\n    x += 1", "binds f"),
    ("def f():\n    global x\n    x += 1", "binds f; deferred x; globals x"),
    ("def f():\n    global x\n    import x", "binds f; globals x"),
    ("def f():\n    global x\n    del x", "binds f; globals x"),
    ("def f():\n    global x\n    def x(): pass", "binds f; globals x"),
    ("def f():\n    global x\n    return [x for _ in a]", "binds f; deferred x a"),
    ("def f():\n    global x\n    def g(): return x\n    x = 1", "binds f; deferred x; globals x"),
    ("def f():\n    x = 1\n    def g():\n        global x\n        x = 2\n    return x", "binds f; globals x"),
    ("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = y\n    return g", "binds f; deferred y"),
    ("def f():\n    def g(): return x\n    x = 1", "binds f"),
    ("def f():\n    for i in r: pass\n    return i", "binds f; deferred r"),
    ("def f():\n    with a as b: pass\n    return b", "binds f; deferred a"),
    ("def f():\n    try: pass\n    except E as e: print(e)", "binds f; deferred E print"),
    ("def f():\n    import a.b as c, d.e\n    return c, d, a", "binds f; deferred a"),
    ("def f():\n    return [y := x for x in a], y", "binds f; deferred a"),
    ("def f():\n    match v:\n        case [a, *b]: return a, b", "binds f; deferred v"),
    ("def f():\n    x: A = 1\n    y: B", "binds f; deferred A B"),
    ("def f():\n    y: int\n    return y", "binds f; deferred int"),
    ("def f(): df['a'] = 1", "binds f; deferred df"),
    ("def f():\n    del x", "binds f"),
    ("async def f():\n    await x", "binds f; deferred x"),
    ("async def f():\n    async for a in b:\n        async with c: pass", "binds f; deferred b c"),
    ("def f():\n    class A(B):\n        c = d\n    return A", "binds f; deferred B d"),
    ("class A: pass", "binds A"),
    ("class A(B, metaclass=M): pass", "binds A; reads B M"),
    ("class A(A): pass", "binds A; reads A"),
    ("class A(A):\n    def f(self): return CFG", "binds A; reads A; deferred CFG"),
    ("@d\nclass A: pass", "binds A; reads d"),
    ("class A:\n    x = 1\n    y = x", "binds A"),
    ("class A:\n    x = x", "binds A; reads x"),
    ("class A:\n    if c: x = 1\n    y = x", "binds A; reads c x"),
    ("class A:\n    x = 1\n    def f(self): return x", "binds A; deferred x"),
    ("class A:\n    x = 1\n    y = [x for _ in r]", "binds A; reads x r"),
    ("class A:\n    x = 1\n    y = [z for z in x]", "binds A"),
    ("class A:\n    x = 1\n    f = lambda self: x", "binds A; deferred x"),
    ("class A:\n    x = 1\n    class B:\n        y = x", "binds A; reads x"),
    ("class A:\n    def f(self, a=x): return super().f(a) + y", "binds A; reads x; deferred super y"),
    ("class A:\n    def f(self): return A()", "binds A; deferred A"),
    ("class A:\n    def f(self) -> 'A': pass", "binds A; deferred A"),
    ("class A:\n    def f(self): return __class__", "binds A"),
    ("class A:\n    print(__module__, __qualname__, __name__)", "binds A; reads print __name__"),
    ("class A:\n    x: int\n    y: T = z", "binds A; reads int T z"),
    ("class A:\n    global g\n    g = 1", "binds A g"),
    ("class A:\n    def f(self): return __x", "binds A; deferred _A__x"),
    ("class _A:\n    def f(self): return __x, __x__", "binds _A; deferred _A__x __x__"),
    ("class A:\n    for i in r: pass", "binds A; reads r"),
    (
        "class A:\n    @property\n    def x(self): return C\n    @x.setter\n    def x(self, v): D(v)",
        "binds A; reads property; deferred C D",
    ),
    ("class A:\n    def f(): return x\n    y = f()", "binds A; reads x; deferred x"),
    ("class A:\n    def d(f): return x\n    @d\n    def g(): pass", "binds A; reads x; deferred x"),
    ("class A:\n    def d(f): return x\n    @d.wrap\n    def g(): pass", "binds A; deferred x"),
    ("class A:\n    if c:\n        def f(): return x\n    f()", "binds A; reads c f x; deferred x"),
    ("def f(k=(lambda: x)()): pass", "binds f; reads x"),
    ("class A:\n    CFG['x'] = 1", "binds A; reads CFG; changes CFG"),
    ("if c:\n    def f(): return x\nelse:\n    f = None", "binds f; reads c; deferred x"),
    ("if c:\n    def f(): return x\n    f()", "may f; reads c x; deferred x"),
    ("if c:\n    class A:\n        def m(self): return x\n    A().m()", "may A; reads c x; deferred x"),
    ("with a:\n    y = 1\n    def f(): return x, y, f\n    f()", "binds f y; reads a x; deferred x y f"),
]

ANNOTATIONS = [
    ('x: "A[B]" = 1', "binds x; reads A B"),
    ('x: List["A"] = 1', "binds x; reads List A"),
    ("x: \"List['A']\" = 1", "binds x; reads List A"),
    ('x: A | "B" | None = 1', "binds x; reads A B"),
    ('x: Literal["a", "b"] = "a"', "binds x; reads Literal"),
    ('x: typing.Literal["a"]', "reads typing"),
    ('x: Optional[Literal["a"]]', "reads Optional Literal"),
    ('x: Annotated["A", "words", B("C")]', "reads Annotated A B"),
    ('x: Float[Tensor, "batch"]', "reads Float Tensor"),
    ('x: Callable[["A"], "B"]', "reads Callable A B"),
    ('x: "not a type"', ""),
    ('x: "(A"', ""),
    ('x: "1"', ""),
    ('x: "\\n A\\n"', "reads A"),
    ('x: Field("A")', "reads Field"),
    ('def f(a: "A", b: "a.B" = 1) -> "C": pass', "binds f; reads A a C"),
    ('def f(a):\n    x: "A" = 1', "binds f; deferred A"),
    ('class A:\n    x: "A"\n    y: "B"', "binds A; reads B; deferred A"),
    ("x: 'lambda y: y + z'", "reads z"),
]

ROWS = [*WHERE_ANCESTORS_DIED, *ASSIGNMENTS, *IMPORTS, *FLOW, *SCOPES, *ANNOTATIONS]


@pytest.mark.parametrize(("source", "words"), ROWS, ids=[repr(source) for source, _ in ROWS])
def test_what_a_statement_does_with_names(source: str, words: str) -> None:
    check(source, words)


SEVERAL = [
    ("x = 1\nprint(x)", "binds x; reads print"),
    ("print(x)\nx = 1", "binds x; reads print x"),
    ("x = 1\ndel x", "deletes x"),
    ("x = 1\ndel x\nprint(x)", "deletes x; reads print x"),
    ("del x\nx = 1", "binds x; deletes x"),
    ("def f(): return x\nf()", "binds f; reads x; deferred x"),
]


@pytest.mark.parametrize(("source", "words"), SEVERAL)
def test_several_statements_are_a_block(source: str, words: str) -> None:
    check(source, words)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="except* came with Python 3.11")
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("try: x = 1\nexcept* E as e: print(e)", "may x; reads E print"),
        ("try: x = 1\nexcept* E: x = 2", "binds x; reads E"),
    ],
)
def test_exception_groups(source: str, words: str) -> None:
    check(source, words)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came with Python 3.12")
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("type X = A", "binds X; deferred A"),
        ("type X[T: B] = A[T]", "binds X; deferred A B"),
        ("type X = 'A' | B", "binds X; deferred B"),
        ("def f[T: B, *Ts, **P](x: T, *a: *Ts) -> R[P]: return T, y", "binds f; reads R; deferred B y"),
        ("def f[T](x=T): pass", "binds f; reads T"),
        ("class A[T](B[T], k=C): x: T", "binds A; reads B C"),
        ("class A[T]:\n    def f[U](self, x: U, y: T) -> V: return T, U", "binds A; reads V"),
        ("class A:\n    V = 1\n    def f[U](self, x: V) -> U: pass", "binds A"),
        ("def f():\n    type X = A\n    return X", "binds f; deferred A"),
        ("f'{'x'} {d['a']} {f'{e}'}'", "reads d e"),
    ],
)
def test_type_parameters(source: str, words: str) -> None:
    check(source, words)


@pytest.mark.parametrize("source", [source for source, _ in ROWS if source and not source.startswith("#")])
def test_a_node_and_its_source_have_the_same_names(source: str) -> None:
    body = ast.parse(source).body
    if len(body) == 1:
        assert names_of_node(body[0]) == names_of(source)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_any_line_end_will_do(newline: str) -> None:
    source = "if c:\n    x = '''\n'''\nelse:\n    x = y"
    assert names_of(source.replace("\n", newline)) == names_of(source)


@pytest.mark.parametrize(
    "source",
    [
        "x = (",
        "x = 1\x00",
        "x = '\ud800'",
        "if x:\nfail",
        "(" * 300 + ")" * 300,
        pytest.param(
            "a" + " + a" * 50_000, marks=pytest.mark.skipif(sys.version_info < (3, 11), reason="3.10 reads it")
        ),
    ],
)
def test_what_python_cannot_parse_is_a_bad_cell(source: str) -> None:
    with pytest.raises(BadCell) as caught:
        names_of(source)
    assert caught.value.message


def test_a_syntax_error_says_where() -> None:
    with pytest.raises(BadCell) as caught:
        names_of("x = 1\ny = = 2\n")
    assert caught.value.line == 2


def test_deep_code_that_python_parses_is_understood() -> None:
    assert names_of(" + ".join(["a"] * 500)).reads == {"a"}
    assert names_of("x" + ".f(a)" * 300).reads == {"x", "a"}
    assert names_of("if a: x = 1\n" + "elif b: x = 2\n" * 300 + "else: x = 3").binds == {"x"}
    assert names_of(" if c else ".join(["b"] * 300)).reads == {"b", "c"}


def test_names_in_strings_only_are_told_apart() -> None:
    node = ast.parse("def f(a: 'A', b: 'B') -> B: return 'C'").body[0]
    assert quoted_names(node) == {"A"}


def test_builtins_are_the_same_everywhere() -> None:
    assert {"print", "len", "ExceptionGroup", "exit", "__name__", "__file__"} <= BUILTINS
    assert is_builtin("range")
    assert not any(is_builtin(name) for name in ("display", "get_ipython", "_", "pd", "x"))
