"""Each row: code, and what becomes of it. Names are replaced, literals become names, calls get arguments."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.flow.names import uses_of
from nb2pkg.rules.edits import Edit, apply_edits, character_place, replacement

Rows = dict[str, tuple[str, str]]


def params(rows: Rows) -> list[object]:
    return [pytest.param(before, after, id=name) for name, (before, after) in rows.items()]


def named(text: str, new: str = "limit") -> str:
    """Every use of the global ``LIMIT`` replaced."""
    uses = [use for use in uses_of(text) if use.name == "LIMIT" and use.how == "load"]
    return apply_edits(text, [Edit(use.line, use.column, "name", new) for use in uses])


def passed(text: str, bind: bool = True) -> str:
    """Every use of the global ``f`` given ``n=n``."""
    uses = [use for use in uses_of(text) if use.name == "f" and use.how == "load"]
    return apply_edits(text, [Edit(u.line, u.column, "pass", arguments=(("n", "n"),), bind=bind) for u in uses])


NAMED: Rows = {
    "alone": ("LIMIT", "limit"),
    "behind non-ASCII text": ("x = 'äß漢🙂', LIMIT", "x = 'äß漢🙂', limit"),
    "behind a non-ASCII name": ("größe = LIMIT + größe", "größe = limit + größe"),
    "below a tab": ("if x:\n\ty = LIMIT", "if x:\n\ty = limit"),
    "between tabs": ("x =\tLIMIT\t+ 1", "x =\tlimit\t+ 1"),
    "several on a line": ("LIMIT + LIMIT * LIMIT", "limit + limit * limit"),
    "on continued lines": ("x = LIMIT + \\\n    LIMIT", "x = limit + \\\n    limit"),
    "in an f-string": ("f'{LIMIT} of {x:>{LIMIT}}'", "f'{limit} of {x:>{limit}}'"),
    "in an f-string with other quotes": ("f'{d[\"a\"] + LIMIT!r:>4}'", "f'{d[\"a\"] + limit!r:>4}'"),
    "in a joined f-string": ("('a' f'{LIMIT}'\n f'{LIMIT}')", "('a' f'{limit}'\n f'{limit}')"),
    "that shows itself in an f-string": ("f'{LIMIT=}'", "f'LIMIT={limit!r}'"),
    "that shows itself formatted": ("f'{ LIMIT = :>4}'", "f' LIMIT = { limit:>4}'"),
    "that shows itself as text": ("f'{LIMIT=!s}'", "f'LIMIT={limit!s}'"),
    "in a dictionary that shows itself": ("f'{ {1: LIMIT}=}'", "f' {{1: LIMIT}}={ {1: limit}!r}'"),
    "in brackets": ("(LIMIT)", "(limit)"),
    "as an argument of its own name": ("g(LIMIT=LIMIT)", "g(LIMIT=limit)"),
    "called and asked for attributes": ("LIMIT.x(LIMIT[LIMIT])", "limit.x(limit[limit])"),
    "in a default and in a body": ("def g(x=LIMIT): return LIMIT", "def g(x=limit): return limit"),
    "in a decorator": ("@g(LIMIT)\ndef h(): pass", "@g(limit)\ndef h(): pass"),
    "in the outermost part of a comprehension": ("[LIMIT for LIMIT in LIMIT]", "[LIMIT for LIMIT in limit]"),
    "in a walrus": ("if (x := LIMIT) > LIMIT: pass", "if (x := limit) > limit: pass"),
    "in a subscript and a slice": ("x[LIMIT][:LIMIT]", "x[limit][:limit]"),
    "awaited": ("async def g(): await LIMIT", "async def g(): await limit"),
    "in a match": ("match LIMIT:\n    case [x] if x > LIMIT: pass", "match limit:\n    case [x] if x > limit: pass"),
    "below a form feed": ("def g():\n    x\n\x0c\n    LIMIT", "def g():\n    x\n\x0c\n    limit"),
    "behind a comment": ("# LIMIT ä\nx = LIMIT  # LIMIT", "# LIMIT ä\nx = limit  # LIMIT"),
}
NOT_NAMED: Rows = {
    name: (text, text)
    for name, text in {
        "another name": "LIMITS + limit",
        "a string": "'LIMIT' + x",
        "a comment": "x = 1  # LIMIT",
        "an attribute": "x.LIMIT",
        "a keyword": "g(LIMIT=1)",
        "an argument": "def g(LIMIT): return LIMIT",
        "a variable of a lambda": "lambda LIMIT: LIMIT",
        "a local variable": "def g():\n    LIMIT = 1\n    return LIMIT",
        "a variable of a comprehension": "[LIMIT for LIMIT in x]",
        "a local import": "def g():\n    import LIMIT\n    return LIMIT",
        "braces in an f-string": "f'{{LIMIT}}'",
        "nothing at all": "",
    }.items()
}

PASSED: Rows = {
    "no arguments": ("f()", "f(n=n)"),
    "one": ("f(x)", "f(x, n=n)"),
    "spaces": ("f( x )", "f( x, n=n )"),
    "a trailing comma": ("f(x,)", "f(x, n=n,)"),
    "a spaced trailing comma": ("f(x , )", "f(x , n=n, )"),
    "unpacking": ("f(*a, **k)", "f(*a, **k, n=n)"),
    "a lone generator": ("f(i for i in x)", "f((i for i in x), n=n)"),
    "a lambda": ("f(lambda: 1)", "f(lambda: 1, n=n)"),
    "a walrus": ("f(y := x)", "f(y := x, n=n)"),
    "a bracketed function": ("(f)(x)", "(f)(x, n=n)"),
    "a space before the bracket": ("f (x)", "f (x, n=n)"),
    "a call of a call": ("f(x)(y)", "f(x, n=n)(y)"),
    "a call in a call": ("f(f(x))", "f(f(x, n=n), n=n)"),
    "an f-string": ("f'{f(x)}'", "f'{f(x, n=n)}'"),
    "non-ASCII text before it": ("print('ä🙂', f('é'))", "print('ä🙂', f('é', n=n))"),
    "a comment behind it": ("f(x)  # why", "f(x, n=n)  # why"),
    "lines": ("f(\n    x,\n    y,\n)", "f(\n    x,\n    y,\n    n=n,\n)"),
    "lines without a last comma": ("f(\n    x,\n    y\n)", "f(\n    x,\n    y,\n    n=n\n)"),
    "a comment behind the last argument": ("f(\n    x,  # why\n)", "f(\n    x,  # why\n    n=n,\n)"),
    "a comment and no comma": ("f(\n    x  # why\n)", "f(\n    x,  # why\n    n=n\n)"),
    "a comment on a line of its own": ("f(\n    x,\n    # more\n)", "f(\n    x,\n    # more\n    n=n,\n)"),
    "a comment behind the bracket": ("f(  # open\n    x\n)", "f(  # open\n    x,\n    n=n\n)"),
    "a comment alone": ("f(\n    # nothing\n)", "f(\n    # nothing\nn=n)"),
    "lines and tabs": ("f(\n\tx,\n)", "f(\n\tx,\n\tn=n,\n)"),
    "lines in a block": (
        "if a:\n    f(\n        x,  # why\n    )",
        "if a:\n    f(\n        x,  # why\n        n=n,\n    )",
    ),
    "hanging lines": ("f(x,\n  y)", "f(x,\n  y,\n  n=n)"),
    "a function handed on": ("map(f, x)", "map(partial(f, n=n), x)"),
    "a function as a keyword": ("g(key=f)", "g(key=partial(f, n=n))"),
    "functions in a list": ("[f, g]", "[partial(f, n=n), g]"),
    "a function in a condition": ("h = f if x else g", "h = partial(f, n=n) if x else g"),
    "a function as a default": ("lambda g=f: g()", "lambda g=partial(f, n=n): g()"),
    "a function as a decorator": ("@f\ndef g(): pass", "@partial(f, n=n)\ndef g(): pass"),
    "a decorator that is called": ("@f(1)\ndef g(): pass", "@f(1, n=n)\ndef g(): pass"),
    "a function that is bound already": ("partial(f, x)", "partial(f, x, n=n)"),
    "one bound by its full name": ("functools.partial(f)", "functools.partial(f, n=n)"),
    "a function given to the one bound": ("partial(g, f)", "partial(g, partial(f, n=n))"),
    "a call that shows itself": ("f'{f(x)=}'", "f'f(x)={f(x, n=n)!r}'"),
}
NOT_PASSED: Rows = {
    name: (text, text)
    for name, text in {
        "given already": "f(x, n=3)",
        "bound already": "partial(f, n=3)",
        "another function": "g(x) + ff(x)",
        "a method": "a.f(x)",
        "an attribute of it": "f.cache",
        "a method of it": "f.load(x)",
        "an argument of its name": "lambda f: f(x)",
        "a base class": "class A(f): pass",
        "a base class with options": "class A(f, metaclass=M): pass",
        "isinstance": "isinstance(x, f)",
        "isinstance of one of several": "isinstance(x, (f, g))",
        "issubclass": "issubclass(x, f)",
        "super": "super(f, x).go()",
        "a comparison": "x is f",
        "a comparison the other way": "f == x",
        "an annotation": "x: f = 1",
        "an annotation of an argument": "def g(x: f) -> f: pass",
        "an annotation inside another": "x: list[f] = []",
        "an exception": "try: pass\nexcept f: pass",
        "one of several exceptions": "try: pass\nexcept (f, g): pass",
        "a pattern": "match x:\n    case f(): pass",
        "a subscript": "f[int]",
    }.items()
}


@pytest.mark.parametrize(("before", "after"), params(NAMED | NOT_NAMED))
def test_a_name_is_replaced_where_it_is_the_global_one(before: str, after: str) -> None:
    ast.parse(after)
    assert named(before) == after
    assert named(after) == after


@pytest.mark.parametrize(("before", "after"), params(PASSED | NOT_PASSED))
def test_a_call_gets_what_the_function_asks_for(before: str, after: str) -> None:
    ast.parse(after)
    assert passed(before) == after
    assert passed(after) == after


@pytest.mark.parametrize("text", ["map(f, x)", "[f, g]", "h = f"])
def test_nothing_is_bound_where_binding_is_unwanted(text: str) -> None:
    assert passed(text, bind=False) == text
    assert passed("f(x)", bind=False) == "f(x, n=n)"


def test_arguments_are_added_in_their_order_and_only_those_that_miss() -> None:
    arguments = (("a", "a"), ("b", "self.b"), ("c", "Path(c)"))
    assert apply_edits("f(x, b=1)", [Edit(1, 0, "pass", arguments=arguments)]) == "f(x, b=1, a=a, c=Path(c))"
    lines = "f(\n    x,  # why\n    b=1,\n)"
    expected = "f(\n    x,  # why\n    b=1,\n    a=a,\n    c=Path(c),\n)"
    assert apply_edits(lines, [Edit(1, 0, "pass", arguments=arguments)]) == expected


LITERALS: Rows = {
    "a number": ("g(«0.5»)", "g(w)"),
    "a keyword's number": ("g(p=«0.5», q=0.5)", "g(p=w, q=0.5)"),
    "a negative number": ("g(«-1»)", "g(w)"),
    "a number with a space behind its sign": ("g(«- 1»)", "g(w)"),
    "a positive number": ("g(«+1»)", "g(w)"),
    "a number in brackets": ("g((«0.5»))", "g((w))"),
    "hexadecimal": ("g(«0x10»)", "g(w)"),
    "with underscores": ("g(«1_000»)", "g(w)"),
    "True": ("g(«True»)", "g(w)"),
    "None": ("g(«None»)", "g(w)"),
    "a string": ("g(«'a'»)", "g(w)"),
    "a long string": ("g(«'''a\nb'''»)", "g(w)"),
    "joined strings": ("g(«'a' 'b'»)", "g(w)"),
    "strings joined over lines": ("g((«'a'\n   'b'»))", "g((w))"),
    "a number with a comment in its brackets": ("g((\n    # half\n    «0.5»\n))", "g((\n    # half\n    w\n))"),
    "a list": ("g(«[1, 2]»)", "g(w)"),
    "a dictionary": ("g(«{'a': 1}»)", "g(w)"),
    "a tuple": ("g(«(1, 2)»)", "g(w)"),
    "a tuple of one": ("g(«(1,)»)", "g(w)"),
    "a tuple without brackets": ("x = «1, 2»", "x = w"),
    "a tuple that begins with a sign": ("g(«(-1, 2)»)", "g(w)"),
    "a tuple that begins with brackets": ("g(«((1), 2)»)", "g(w)"),
    "a tuple of tuples": ("g(«((1, 2), (3, 4))»)", "g(w)"),
    "a tuple in a tuple": ("g((«(1, 2)», (3, 4)))", "g((w, (3, 4)))"),
    "behind non-ASCII text": ("g('é漢', «0.5»)", "g('é漢', w)"),
    "below a tab": ("if x:\n\tg(«0.5»)", "if x:\n\tg(w)"),
    "with a comment": ("g(\n    «0.5»,  # half\n)", "g(\n    w,  # half\n)"),
    "a calculation": ("g(«8 * 4»)", "g(w)"),
    "a calculation within one": ("g(«8 * 4» + 1)", "g(w + 1)"),
    "a calculation of several": ("g(«8 * 4 + 1»)", "g(w)"),
    "a calculation in brackets": ("g((«(2\n  + 1) * 4»))", "g((w))"),
    "one of two": ("g(«8 if f('ä') else 4», 8)", "g(w, 8)"),
    "what a call gives": ("g(«f('漢')(8)», f(8))", "g(w, f(8))"),
}


def marked(text: str) -> tuple[str, ast.expr]:
    """The code without its marks, and the outermost expression that they stand around."""
    start, end = text.index("«"), text.index("»") - 1
    plain = text.replace("«", "").replace("»", "")
    for node in ast.walk(ast.parse(plain)):
        if isinstance(node, ast.expr) and ast.get_source_segment(plain, node) == plain[start:end]:
            line, column = character_place(plain, node)
            if sum(len(one) + 1 for one in plain.split("\n")[: line - 1]) + column == start:
                return plain, node
    raise AssertionError(f"nothing is marked in {text!r}")


@pytest.mark.parametrize(("before", "after"), params(LITERALS))
def test_a_literal_becomes_a_name(before: str, after: str) -> None:
    ast.parse(after)
    text, node = marked(before)
    assert apply_edits(text, [replacement(text, node, "w")]) == after


@pytest.mark.parametrize("text", ["", "x = 1\n", "x  =  1 # a\n\n\n", "if x:\n\ty = (\n\t 1 )\n# end"])
def test_without_edits_nothing_changes(text: str) -> None:
    assert apply_edits(text, []) == text


@pytest.mark.parametrize(
    "edit",
    [Edit(1, 1, "name", "y"), Edit(2, 0, "name", "y"), Edit(1, 4, "tuple", "y"), Edit(1, 0, "literal", "y")],
    ids=["within a name", "on no line", "on a number that is no tuple", "on a name that is no literal"],
)
def test_an_edit_that_finds_nothing_is_an_error(edit: Edit) -> None:
    with pytest.raises(LookupError):
        apply_edits("xy = 1", [edit])


def test_edits_of_every_kind_go_together() -> None:
    text = "y = f(LIMIT, 0.5, (1, 2))  # all"
    edits: list[Edit] = [
        Edit(1, 4, "pass", arguments=(("n", "n"),)),
        Edit(1, 6, "name", "limit"),
        Edit(1, 13, "literal", "p"),
        Edit(1, 19, "tuple", "size"),
    ]
    assert apply_edits(text, edits) == "y = f(limit, p, size, n=n)  # all"
