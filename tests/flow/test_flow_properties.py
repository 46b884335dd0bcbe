"""What must hold for any code: against the interpreter itself, against symtable, against libcst, and of the cutter."""

from __future__ import annotations

import ast
import symtable
import sys
import tokenize
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from typing import Any

import libcst
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from libcst.metadata import MetadataWrapper, PositionProvider

from nb2pkg.flow.names import names_of, uses_of
from nb2pkg.flow.statements import split_statements

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)

NAMES = ("a", "b", "c", "d")
names = st.sampled_from(NAMES)


def indented(block: str) -> str:
    return "\n".join("    " + line for line in block.split("\n"))


# -- against the interpreter: what a run reads and binds is what was foreseen

# `coin()` answers from a drawn list, `go()` is a short range, `maybe_raise()` raises when the coin says so. `:=` in a
# comprehension is left out: it makes the interpreter bypass the namespace that watches here.
values = st.one_of(
    names,
    st.just("1"),
    st.builds("({} := {})".format, names, names),
    st.builds("(coin() and ({} := {}))".format, names, names),
    st.builds("[{} for q in go() for _ in ({},)]".format, names, names),
    st.builds("(({} := 1) if coin() else {})".format, names, names),
    st.builds("(lambda: {})()".format, names),
    st.builds("f'{{{}}}'".format, names),
)
simple = st.one_of(
    st.builds("{} = {}".format, names, values),
    st.builds("{}, {} = {}, {}".format, names, names, values, values),
    st.builds("{} = {} = {}".format, names, names, values),
    st.builds("del {}".format, names),
    st.builds("{}".format, values),
    st.builds("import sys as {}".format, names),
    st.builds("{}: object = {}".format, names, values),
    st.just("maybe_raise()"),
    st.just("pass"),
)


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    block = st.lists(inner, min_size=1, max_size=3).map(lambda body: indented("\n".join(body)))
    jump = st.builds("{}\n    {}".format, block, st.sampled_from(["break", "continue", "pass"]))
    return st.one_of(
        st.builds("if coin():\n{}".format, block),
        st.builds("if coin():\n{}\nelse:\n{}".format, block, block),
        st.builds("if {}:\n{}\nelif ({} := coin()):\n{}\nelse:\n{}".format, values, block, names, block, block),
        st.builds("for {} in go():\n{}".format, names, jump),
        st.builds("for {} in go():\n{}\nelse:\n{}".format, names, jump, block),
        st.builds("for q in go():\n    if coin():\n{}\nelse:\n{}".format, jump.map(indented), block),
        st.builds("with cm() as {}:\n{}".format, names, block),
        st.builds("with suppress(ValueError):\n{}".format, block),
        st.builds("try:\n{}\nexcept ValueError:\n{}".format, block, block),
        st.builds("try:\n{}\nexcept ValueError as {}:\n{}\nelse:\n{}".format, block, names, block, block),
        st.builds("try:\n{}\nfinally:\n{}".format, block, block),
        st.builds("try:\n{}\nexcept ValueError:\n{}\nfinally:\n{}".format, block, block, block),
        st.builds(
            "match coin(), 1:\n    case True, {}:\n{}\n    case _:\n{}".format,
            names,
            block.map(indented),
            block.map(indented),
        ),
        st.builds(
            "match [1]:\n    case [2, *{}]:\n{}\n    case {}:\n{}".format,
            names,
            block.map(indented),
            names,
            block.map(indented),
        ),
    )


programs = st.recursive(simple, compound, max_leaves=12)


class Namespace(dict[str, Any]):
    """Records which names are read before they are written."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.written: set[str] = set()
        self.needed: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if name in NAMES and name not in self.written:
            self.needed.add(name)
        return value

    def __setitem__(self, name: str, value: Any) -> None:
        self.written.add(name)
        super().__setitem__(name, value)


class Manager:
    def __enter__(self) -> int:
        return 1

    def __exit__(self, *caught: object) -> None:
        return None


def run(source: str, coins: list[bool]) -> Namespace | None:
    """Run code over a namespace in which all names are bound; None where it does not complete."""
    tosses = iter(coins * 50)

    def maybe_raise() -> None:
        if next(tosses):
            raise ValueError

    tools = {
        "coin": lambda: next(tosses),
        "go": lambda: range(next(tosses) + next(tosses)),
        "maybe_raise": maybe_raise,
        "cm": Manager,
        "suppress": suppress,
    }
    space = Namespace(dict.fromkeys(NAMES, 0))
    try:
        exec(compile(source, "<cell>", "exec"), {**tools, **dict.fromkeys(NAMES, 0)}, space)
    except (ValueError, NameError, StopIteration):
        return None
    return space


@settings(QUICK, max_examples=300)
@given(programs, st.lists(st.booleans(), min_size=3, max_size=12))
def test_a_run_reads_and_binds_what_was_foreseen(source: str, coins: list[bool]) -> None:
    try:
        compile(source, "<cell>", "exec")
    except SyntaxError:
        assume(False)
    space = run(source, coins)
    assume(space is not None)
    assert space is not None
    got = names_of(source)
    bound = {name for name in NAMES if name in space and name in space.written}
    assert space.needed <= got.reads, source
    assert bound <= got.binds | got.may_bind, source
    assert got.binds & set(NAMES) <= bound, source
    assert {name for name in NAMES if name not in space} - _caught(source) <= got.deletes, source


def _caught(source: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler) and node.name}


# -- against symtable: which names are global at all

bindings = st.one_of(
    st.builds("{} = {}".format, names, names),
    st.builds("{} += 1".format, names),
    st.builds("for {} in {}: pass".format, names, names),
    st.builds("import {}".format, names),
    st.builds("del {}".format, names),
    st.builds("print({})".format, names),
    st.builds("[{} for {} in {} if {}]".format, names, names, names, names),
    st.builds("({} := {})".format, names, names),
    st.builds("[({} := p) for p in {}]".format, names, names),
    st.builds("f = lambda {}, p={}: ({}, {})".format, names, names, names, names),
    st.builds("try: pass\nexcept {} as {}: {}".format, names, names, names),
    st.builds("match {}:\n    case [{}, *_]: {}".format, names, names, names),
    st.builds("x: {} = {}".format, names, names),
)


def scopes(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    block = st.lists(inner, min_size=1, max_size=3).map(lambda body: indented("\n".join(body)))
    return st.one_of(
        st.builds("def f({}, *, p={}):\n{}".format, names, names, block),
        st.builds("def {}():\n    global {}\n{}".format, names, names, block),
        st.builds(
            "def f():\n    {} = 1\n    def g():\n        nonlocal {}\n{}".format, names, names, block.map(indented)
        ),
        st.builds("class C({}):\n{}".format, names, block),
        st.builds("if {}:\n{}".format, names, block),
    )


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="symtable counts the names of inlined comprehensions as global")
@settings(QUICK, max_examples=200)
@given(st.recursive(bindings, scopes, max_leaves=8))
def test_names_are_global_where_symtable_says_so(source: str) -> None:
    try:
        table = symtable.symtable(source, "<cell>", "exec")
    except SyntaxError:
        assume(False)
    # Left out: what a class binds and reads before, which symtable takes for the class's and Python finds outside.
    own = set(_bound_in_classes(table))
    got = {(path, name) for path, name in _ours(source) if (path, name) not in own}
    assert got == set(_global_symbols(table)) - own, source


def _ours(source: str) -> Iterator[tuple[tuple[str, ...], str]]:
    return ((use.scope, use.name) for use in uses_of(source))


def _walk(
    table: symtable.SymbolTable, path: tuple[str, ...] = ()
) -> Iterator[tuple[symtable.SymbolTable, tuple[str, ...]]]:
    yield table, path
    for child in table.get_children():
        named = child.get_name() not in ("lambda", "listcomp", "genexpr", "setcomp", "dictcomp")
        yield from _walk(child, (*path, child.get_name()) if named else path)


def _global_symbols(table: symtable.SymbolTable) -> Iterator[tuple[tuple[str, ...], str]]:
    for scope, path in _walk(table):
        for symbol in scope.get_symbols():
            used = symbol.is_referenced() or symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
            if used and (scope is table or symbol.is_global()):
                yield path, symbol.get_name()


def _bound_in_classes(table: symtable.SymbolTable) -> Iterator[tuple[tuple[str, ...], str]]:
    for scope, path in _walk(table):
        if scope.get_type() == "class":
            yield from ((path, symbol.get_name()) for symbol in scope.get_symbols() if symbol.is_local())


# -- against libcst: places in f-strings

words = st.sampled_from(["x", "é", "変数", "yy"])


def _expressions(quotes: tuple[str, ...]) -> st.SearchStrategy[str]:
    leaves: st.SearchStrategy[str] = words
    if quotes:
        leaves = st.one_of(
            words, st.builds("d[{0}k:}}{0}]".format, st.sampled_from(quotes)), st.deferred(lambda: fstrings(quotes))
        )
    return st.one_of(
        leaves,
        st.builds("{} + {}".format, leaves, leaves),
        st.builds("f({}, {})".format, leaves, leaves),
        st.builds("({} if {} != {} else {})".format, leaves, words, words, words),
        st.builds("[{} for q in {}]".format, leaves, leaves),
        st.builds("z[{}:{}]".format, words, words),
        st.builds(" {{{}: {}}} ".format, leaves, leaves),
    )


def fstrings(quotes: tuple[str, ...]) -> st.SearchStrategy[str]:
    def of(quote: str) -> st.SearchStrategy[str]:
        rest = tuple(other for other in quotes if other[0] != quote[0])
        ends = st.sampled_from(["", "=", "!r", ":>10", ":{x}.{é}", "=!r:{yy}", " "])
        field = st.builds("{{{}{}}}".format, _expressions(rest), ends)
        text = st.sampled_from(["", "x é", "{{x}}", "日本"] + (["\n x"] if len(quote) == 3 else []))
        body = st.lists(st.one_of(text, field), max_size=4).map("".join)
        return st.builds("{}{}{}{}".format, st.sampled_from(["f", "F", "rf"]), st.just(quote), body, st.just(quote))

    return st.sampled_from(quotes).flatmap(of)


QUOTES = ("'", '"', "'''", '"""')


@given(
    st.lists(st.one_of(fstrings(QUOTES), st.just("'é {x}'")), min_size=1, max_size=3), st.sampled_from([" ", "\n  "])
)
@QUICK
def test_names_in_fstrings_stand_where_libcst_sees_them(strings: list[str], blank: str) -> None:
    source = f"v = ({blank.join(strings)})"
    try:
        ast.parse(source)
    except SyntaxError:
        assume(False)
    got = {(use.name, use.line, use.column) for use in uses_of(source)}
    assert got == {place for place in _libcst_names(source) if place[0] != "q"}, source


def _libcst_names(source: str) -> set[tuple[str, int, int]]:
    wrapper = MetadataWrapper(libcst.parse_module(source))
    places = wrapper.resolve(PositionProvider)
    return {(n.value, p.start.line, p.start.column) for n, p in places.items() if isinstance(n, libcst.Name)}


# -- of the cutter

cell_lines = st.lists(
    st.sampled_from(
        [
            "a = 1",
            "a = 1;",
            "a = 1; b = '#;'",
            "a = 1; b = 2 ;  # one",
            "x = '''\n\n  # no\n;'''; y",
            "# comment",
            "  # indented",
            "# --- banner ---\n",
            "",
            "   ",
            "@d\n# between\ndef f():\n    pass\n    # in",
            "if c:\n    a\n\n    # in\nelse:\n    b  # two\n  # half in",
            "if c: a; b;",
            "f'{a}' \\\n  # after",
            "v = (\n  1, # three\n)",
            "é = '日本'  # ü",
            "\fz = 1",
        ]
    ),
    max_size=8,
)


def _tokens(source: str) -> tuple[list[str], list[str]]:
    """The code tokens and the comments, semicolons between statements left out."""
    plain = source.replace("\r\n", "\n").replace("\r", "\n")
    found = list(tokenize.generate_tokens(StringIO(plain).readline))
    layout = (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.COMMENT)
    code = [token.string for token in found if token.type not in layout and token.string != ";"]
    return code, [token.string for token in found if token.type == tokenize.COMMENT]


@given(cell_lines, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(QUICK, max_examples=300)
def test_the_pieces_hold_all_that_the_cell_holds(lines: list[str], newline: str, ends: bool) -> None:
    cell = "\n".join(lines).replace("\n", newline) + newline * ends
    try:
        body = ast.parse(cell).body
    except SyntaxError:
        assume(False)
    pieces = split_statements(cell)
    code, comments = _tokens(cell)
    assert [token for piece in pieces for token in _tokens(piece.text)[0]] == code
    assert [comment for piece in pieces for comment in _tokens(piece.text)[1]] == comments
    if body:
        assert [ast.dump(ast.parse(piece.text)) for piece in pieces] == [
            ast.dump(ast.Module([node], [])) for node in body
        ]
        assert all(piece.lead <= piece.first <= piece.last for piece in pieces)
        assert [piece.last for piece in pieces] == [node.end_lineno for node in body]
    for piece in pieces:
        assert split_statements(piece.text)[0].text == piece.text
        assert piece.text == piece.text.strip("\r\n")
