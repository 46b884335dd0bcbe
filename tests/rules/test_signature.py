"""Each row: a definition, and the same with the argument ``size``."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.rules.signature import Argument, add_fields, add_to_class, add_to_function, set_defaults

Rows = dict[str, tuple[str, str]]
SIZE = Argument("size", "int", "3")
KEPT = Argument("size", "int", "3", store=True)
FIRST = Argument("size", "int", "3", store=True, first=True)
HANDED = Argument("size", "int", "3", store=True, to_base=True)
ASIDE = Argument("head", store=True, aside=True)
TABLE = Argument("table")


def params(rows: Rows) -> list[object]:
    return [pytest.param(before, after, id=name) for name, (before, after) in rows.items()]


FUNCTIONS: Rows = {
    "no parameters": ("def f(): pass", "def f(size: int = 3): pass"),
    "one": ("def f(a): return a", "def f(a, size: int = 3): return a"),
    "a default": ("def f(a, b=1): pass", "def f(a, b=1, size: int = 3): pass"),
    "any number": ("def f(*a): pass", "def f(*a, size: int = 3): pass"),
    "any names": ("def f(a, **k): pass", "def f(a, size: int = 3, **k): pass"),
    "names only": ("def f(*, a): pass", "def f(*, a, size: int = 3): pass"),
    "all sorts": (
        "def f(a, /, b, *c, d=1, **e): pass",
        "def f(a, /, b, *c, d=1, size: int = 3, **e): pass",
    ),
    "places only": ("def f(a, /): pass", "def f(a, /, size: int = 3): pass"),
    "asynchronous": ("async def f(a):\n    pass", "async def f(a, size: int = 3):\n    pass"),
    "a decorator": ("@d(1)\ndef f(a): pass", "@d(1)\ndef f(a, size: int = 3): pass"),
    "annotations": ("def f(a: 'é' = 1) -> int: ...", "def f(a: 'é' = 1, size: int = 3) -> int: ..."),
    "lines": ("def f(\n    a,\n    b=1,\n): pass", "def f(\n    a,\n    b=1,\n    size: int = 3,\n): pass"),
    "a comment behind the last": (
        "def f(\n    a,  # one\n    b=1,  # two\n):\n    pass",
        "def f(\n    a,  # one\n    b=1,  # two\n    size: int = 3,\n):\n    pass",
    ),
    "a comment behind the bracket": (
        "def f(  # open\n    a,\n):\n    pass",
        "def f(  # open\n    a,\n    size: int = 3,\n):\n    pass",
    ),
    "hanging lines": ("def f(a,\n      b): pass", "def f(a,\n      b, size: int = 3): pass"),
    "tabs": ("def f(a):\n\treturn a  # a", "def f(a, size: int = 3):\n\treturn a  # a"),
    "a trailing comma": ("def f(a,): pass", "def f(a, size: int = 3): pass"),
    "comments around": ("# lead\ndef f(a): pass\n# end", "# lead\ndef f(a, size: int = 3): pass\n# end"),
    "a function in it": (
        "def f(a):\n    def g(b): pass\n    return g",
        "def f(a, size: int = 3):\n    def g(b): pass\n    return g",
    ),
}
NO_FUNCTIONS: Rows = {
    name: (text, text)
    for name, text in {
        "it is there": "def f(size): pass",
        "it is there by name only": "def f(*, size=1): pass",
        "it is there by place only": "def f(size, /): pass",
        "no function": "class A:\n    def f(self): pass",
        "a variable": "f = 1  # one",
        "nothing": "",
    }.items()
}
REQUIRED: Rows = {
    "no parameters": ("def f(): pass", "def f(*, table): pass"),
    "defaults": ("def f(a, b=1): pass", "def f(a, b=1, *, table): pass"),
    "any number": ("def f(*a): pass", "def f(*a, table): pass"),
    "names only": ("def f(*, a=1, **k): pass", "def f(*, a=1, table, **k): pass"),
    "places only": ("def f(a, /): pass", "def f(a, /, *, table): pass"),
}


@pytest.mark.parametrize(("before", "after"), params(FUNCTIONS | NO_FUNCTIONS))
def test_a_function_takes_one_more(before: str, after: str) -> None:
    ast.parse(after)
    assert add_to_function(before, [SIZE]) == after
    assert add_to_function(after, [SIZE]) == after
    assert add_to_function(before, []) == before


@pytest.mark.parametrize(("before", "after"), params(REQUIRED))
def test_what_has_no_default_is_given_by_name(before: str, after: str) -> None:
    ast.parse(after)
    assert add_to_function(before, [TABLE]) == after
    assert add_to_function(after, [TABLE]) == after


def test_what_has_no_default_stands_behind_what_has() -> None:
    assert add_to_function("def f(a): pass", [TABLE, SIZE]) == "def f(a, size: int = 3, *, table): pass"
    both = "def f(\n    a,  # one\n    size: int = 3,\n*, table): pass"
    assert ast.dump(ast.parse(add_to_function("def f(\n    a,  # one\n): pass", [TABLE, SIZE]))) == ast.dump(
        ast.parse(both)
    )


KEEPING: Rows = {
    "no constructor": (
        "class A:\n    def go(self): pass",
        "class A:\n\n    def __init__(self, size: int = 3):\n        self.size = size\n    def go(self): pass",
    ),
    "no constructor, a base": (
        "class A(Module):\n    '''Doc.'''\n    x = 1\n\n    def go(self): pass",
        "class A(Module):\n    '''Doc.'''\n    x = 1\n\n    def __init__(self, size: int = 3):\n"
        "        super().__init__()\n        self.size = size\n\n    def go(self): pass",
    ),
    "no methods": (
        "class A(Module): x = 1",
        "class A(Module):\n    x = 1\n\n    def __init__(self, size: int = 3):\n"
        "        super().__init__()\n        self.size = size",
    ),
    "a constructor": (
        "class A:\n    def __init__(self, a):  # new\n        self.a = a  # a",
        "class A:\n    def __init__(self, a, size: int = 3):  # new\n        self.size = size\n        self.a = a  # a",
    ),
    "a constructor with a docstring": (
        "class A:\n    def __init__(self):\n        '''Doc.'''\n        pass",
        "class A:\n    def __init__(self, size: int = 3):\n        '''Doc.'''\n        self.size = size\n        pass",
    ),
    "a constructor on one line": (
        "class A:\n    def __init__(self): self.a = 1",
        "class A:\n    def __init__(self, size: int = 3):\n        self.size = size\n        self.a = 1",
    ),
    "a call of the base": (
        "class A(B):\n    def __init__(this, *a, **k):\n        x = 1\n"
        "        super().__init__(*a, **k)  # base\n        y = 2",
        "class A(B):\n    def __init__(this, *a, size: int = 3, **k):\n        x = 1\n"
        "        super().__init__(*a, **k)  # base\n        this.size = size\n        y = 2",
    ),
    "a call of the base by its name": (
        "class A(nn.Module):\n    def __init__(self):\n        nn.Module.__init__(self)\n        self.x = 1",
        "class A(nn.Module):\n    def __init__(self, size: int = 3):\n        nn.Module.__init__(self)\n"
        "        self.size = size\n        self.x = 1",
    ),
    "a call in the old form": (
        "class A(B):\n    def __init__(self):\n        super(A, self).__init__()",
        "class A(B):\n    def __init__(self, size: int = 3):\n"
        "        super(A, self).__init__()\n        self.size = size",
    ),
    "tabs": (
        "class A:\n\tdef __init__(self):\n\t\tself.a = 1",
        "class A:\n\tdef __init__(self, size: int = 3):\n\t\tself.size = size\n\t\tself.a = 1",
    ),
    "a decorator and comments": (
        "# lead\n@d\nclass A:  # A\n    # init\n    def __init__(self):\n        # first\n        self.a = 1",
        "# lead\n@d\nclass A:  # A\n    # init\n    def __init__(self, size: int = 3):\n"
        "        self.size = size\n        # first\n        self.a = 1",
    ),
}


@pytest.mark.parametrize(("before", "after"), params(KEEPING))
def test_a_class_keeps_one_more(before: str, after: str) -> None:
    ast.parse(after)
    assert add_to_class(before, [KEPT]) == after
    assert add_to_class(after, [KEPT]) == after
    assert add_to_class(before, []) == before


@pytest.mark.parametrize(
    "text",
    ["def __init__(self): pass", "x = 1", "", "# class A: pass"],
    ids=["a function", "a variable", "nothing", "a comment"],
)
def test_what_is_no_class_stays(text: str) -> None:
    assert add_to_class(text, [KEPT, HANDED, FIRST]) == text


TO_BASE: Rows = {
    "super": (
        "class B(A):\n    def __init__(self):\n        super().__init__(1)\n",
        "class B(A):\n    def __init__(self, size: int = 3):\n        super().__init__(1, size=size)\n",
    ),
    "the base by its name": (
        "class B(a.A):\n    def __init__(self):\n        a.A.__init__(self)\n",
        "class B(a.A):\n    def __init__(self, size: int = 3):\n        a.A.__init__(self, size=size)\n",
    ),
    "under conditions": (
        "class B(A):\n    def __init__(self, x):\n        if x:\n            super().__init__(x)\n"
        "        else:\n            super().__init__()\n",
        "class B(A):\n    def __init__(self, x, size: int = 3):\n        if x:\n"
        "            super().__init__(x, size=size)\n"
        "        else:\n            super().__init__(size=size)\n",
    ),
    "lines and comments": (
        "class B(A):\n    def __init__(self):\n        super().__init__(\n            1,  # one\n        )\n",
        "class B(A):\n    def __init__(self, size: int = 3):\n        super().__init__(\n            1,  # one\n"
        "            size=size,\n        )\n",
    ),
    "a base that is never asked": (
        "class B(A):\n    def __init__(self):\n        self.x = 1\n",
        "class B(A):\n    def __init__(self, size: int = 3):\n        self.size = size\n        self.x = 1\n",
    ),
    "the constructor of something else": (
        "class B(A):\n    def __init__(self):\n        C.__init__(self)\n        super().__init__()\n",
        "class B(A):\n    def __init__(self, size: int = 3):\n        C.__init__(self)\n"
        "        super().__init__(size=size)\n",
    ),
    "a class in the constructor": (
        "class B(A):\n    def __init__(self):\n        class C(A):\n            def __init__(self):\n"
        "                super().__init__()\n        super().__init__()\n",
        "class B(A):\n    def __init__(self, size: int = 3):\n        class C(A):\n            def __init__(self):\n"
        "                super().__init__()\n        super().__init__(size=size)\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), params(TO_BASE))
def test_the_base_is_handed_what_it_takes_and_keeps(before: str, after: str) -> None:
    ast.parse(after)
    assert add_to_class(before, [HANDED]) == after
    assert add_to_class(after, [HANDED]) == after


def test_what_the_constructor_of_the_base_needs_is_kept_before_it_runs() -> None:
    before = "class B(A):\n    def __init__(self):\n        '''Doc.'''\n        x = 1\n        super().__init__()\n"
    after = before.replace("(self)", "(self, size: int = 3)").replace("x = 1\n", "x = 1\n        self.size = size\n")
    assert add_to_class(before, [FIRST]) == after
    new = add_to_class("class B(A):\n    def go(self): pass\n", [FIRST], plain_base=False)
    assert new == (
        "class B(A):\n\n    def __init__(self, *args, size: int = 3, **kwargs):\n        self.size = size\n"
        "        super().__init__(*args, **kwargs)\n    def go(self): pass\n"
    )


def test_some_are_kept_before_and_some_behind() -> None:
    text = "class B(A):\n    def __init__(self):\n        super().__init__()\n"
    late = Argument("late", "int", "1", store=True)
    assert add_to_class(text, [late, FIRST]).endswith(
        "        self.size = size\n        super().__init__()\n        self.late = late\n"
    )


def test_what_is_kept_nowhere_is_only_taken() -> None:
    text = "class A:\n    def __init__(self):\n        self.x = 1\n"
    assert add_to_class(text, [SIZE]) == text.replace("(self)", "(self, size: int = 3)")
    none = "class A:\n    x = 1\n"
    assert add_to_class(none, [SIZE]) == none + "\n    def __init__(self, size: int = 3):\n        pass\n"


def test_a_base_whose_arguments_are_unknown_is_given_all_others() -> None:
    text = "class A(Base):\n    def go(self): pass\n"
    assert add_to_class(text, [KEPT], plain_base=False) == (
        "class A(Base):\n\n    def __init__(self, *args, size: int = 3, **kwargs):\n"
        "        super().__init__(*args, **kwargs)\n        self.size = size\n    def go(self): pass\n"
    )


DEFAULTS: Rows = {
    "a bare one": (
        "class A:\n    def __init__(self, size, b=1): pass",
        "class A:\n    def __init__(self, size: int = 3, b=1): pass",
    ),
    "one with another default": (
        "class A:\n    def __init__(self, size = 1): pass",
        "class A:\n    def __init__(self, size: int = 3): pass",
    ),
    "one with an annotation": (
        "class A:\n    def __init__(self, size: float): pass",
        "class A:\n    def __init__(self, size: float = 3): pass",
    ),
    "one by name": (
        "class A:\n    def __init__(self, *, size,  # how large\n    ): pass",
        "class A:\n    def __init__(self, *, size: int = 3,  # how large\n    ): pass",
    ),
    "another method": ("class A:\n    def go(self, size): pass", "class A:\n    def go(self, size): pass"),
    "another argument": (
        "class A:\n    def __init__(self, sizes): pass",
        "class A:\n    def __init__(self, sizes): pass",
    ),
    "a function": ("def __init__(self, size): pass", "def __init__(self, size): pass"),
    "a class on one line": ("class A: size = 1", "class A: size = 1"),
}


@pytest.mark.parametrize(("before", "after"), params(DEFAULTS))
def test_defaults_are_the_notebooks_values(before: str, after: str) -> None:
    ast.parse(after)
    assert set_defaults(before, [SIZE]) == after
    assert set_defaults(after, [SIZE]) == after
    assert set_defaults(before, []) == before


PARAMETERS = st.lists(
    st.sampled_from(["a", "b=1", "/", "*", "*args", "c", "d=2", "**kw", "e: int = 4"]), unique=True, max_size=6
)


@given(PARAMETERS, st.booleans(), st.booleans())
def test_every_signature_takes_one_more_by_its_name(names: list[str], lines: bool, comma: bool) -> None:
    inside = ",\n    ".join(names) if lines else ", ".join(names)
    inside += "," if comma and names and not names[-1].startswith(("*", "/")) else ""
    text = f"def f({inside}):\n    return size\n" if not lines else f"def f(\n    {inside}\n):\n    return size\n"
    try:
        compile(text, "f", "exec")
    except SyntaxError:
        return
    changed = add_to_function(text, [SIZE, TABLE])
    before, after = (ast.parse(one).body[0] for one in (text, changed))
    assert isinstance(before, ast.FunctionDef)
    assert isinstance(after, ast.FunctionDef)
    old = [a.arg for a in [*before.args.posonlyargs, *before.args.args]]
    assert [a.arg for a in [*after.args.posonlyargs, *after.args.args]][: len(old)] == old
    given_by_name = [a.arg for a in [*after.args.args, *after.args.kwonlyargs]]
    assert {"size", "table"} <= set(given_by_name)
    assert add_to_function(changed, [SIZE, TABLE]) == changed


def test_what_is_kept_aside_is_set_past_what_the_class_does_with_attributes() -> None:
    text = "class B(A):\n    def __init__(this):\n        super().__init__()\n"
    assert add_to_class(text, [ASIDE]) == (
        "class B(A):\n    def __init__(this, *, head):\n        super().__init__()\n"
        '        object.__setattr__(this, "head", head)  # used here, but no part of this\n'
    )


FIELDS: Rows = {
    "behind its own": (
        'class A(B):\n    """A."""\n    a: int\n    def f(self): pass\n',
        'class A(B):\n    """A."""\n    a: int\n    size: int = 3\n    def f(self): pass\n',
    ),
    "none of its own": (
        "class A(B):\n    @once\n    def f(self): pass\n",
        "class A(B):\n    size: int = 3\n    @once\n    def f(self): pass\n",
    ),
    "fields alone": ("class A(B):\n    a: int = 1\n", "class A(B):\n    a: int = 1\n    size: int = 3\n"),
}


@pytest.mark.parametrize(("before", "after"), params(FIELDS))
def test_fields(before: str, after: str) -> None:
    assert add_fields(before, [SIZE]) == after


@pytest.mark.parametrize(
    ("argument", "line"),
    [
        (TABLE, "table: object = None"),
        (Argument("sizes", "list[int]", "[1, 2]"), "sizes: list[int] | None = None"),
        (Argument("sizes", "tuple[int, int]", "(1, 2)"), "sizes: tuple[int, int] = (1, 2)"),
        (Argument("size", "", "3"), "size: object = 3"),
    ],
)
def test_no_field_has_a_default_that_can_change(argument: Argument, line: str) -> None:
    assert add_fields("class A(B):\n    pass\n", [argument]) == f"class A(B):\n    pass\n    {line}\n"
