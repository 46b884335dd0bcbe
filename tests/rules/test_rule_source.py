"""Statements laid into function bodies and taken out of them, with all that is written around them."""

from __future__ import annotations

import ast

import libcst as cst
import pytest

from nb2pkg.rules.source import as_block, block, dedented_body, function, indent, statements_of

# Texts, and the function made of them.
LAID: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "def f():\n    pass\n"),
    "one": (["x = 1"], "def f():\n    x = 1\n"),
    "in their order": (["x = 1", "y = 2"], "def f():\n    x = 1\n    y = 2\n"),
    "comments behind and above": (
        ["# why\nx = 1  # one", "# then\ny = 2"],
        "def f():\n    # why\n    x = 1  # one\n    # then\n    y = 2\n",
    ),
    "comments below": (["x = 1\n# below", "y = 2"], "def f():\n    x = 1\n    # below\n    y = 2\n"),
    "a comment alone between": (["x = 1", "# alone", "y = 2"], "def f():\n    x = 1\n    # alone\n    y = 2\n"),
    "a comment alone at the end": (["x = 1", "# alone"], "def f():\n    x = 1\n    # alone\n"),
    "comments alone": (["# one", "# two"], "def f():\n    pass\n    # one\n    # two\n"),
    "empty texts": (["", "x = 1", ""], "def f():\n    x = 1\n"),
    "tabs": (["if a:\n\tx = 1\n\t# in\n", "y = 2"], "def f():\n    if a:\n        x = 1\n        # in\n    y = 2\n"),
    "narrow blocks": (["if a:\n  x = 1"], "def f():\n    if a:\n        x = 1\n"),
    "strings of several lines": (["x = '''\n a\n\tb\n'''"], "def f():\n    x = '''\n a\n\tb\n'''\n"),
    "brackets over lines": (["x = [\n    1,  # one\n]"], "def f():\n    x = [\n        1,  # one\n    ]\n"),
    "several on a line": (["x = 1; y = 2;"], "def f():\n    x = 1; y = 2;\n"),
    "a definition": (
        ["# lead\n@d\ndef g(): return 1", "class A: pass"],
        "def f():\n    # lead\n    @d\n    def g(): return 1\n    class A: pass\n",
    ),
    "other letters": (["größe = '漢🙂'  # ß"], "def f():\n    größe = '漢🙂'  # ß\n"),
}


@pytest.mark.parametrize(("texts", "code"), [pytest.param(*row, id=name) for name, row in LAID.items()])
def test_statements_become_the_body_of_a_function(texts: list[str], code: str) -> None:
    ast.parse(code)
    assert function("def f()", texts) == code
    assert cst.Module([cst.If(cst.Name("a"), block(texts))]).code == code.replace("def f()", "if a", 1)


def test_the_head_is_as_given() -> None:
    assert function("async def f(a: int, *b) -> 'x'", ["await a"]) == "async def f(a: int, *b) -> 'x':\n    await a\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x\ny", "    x\n    y\n"),
        ("# c\nx\n# d", "    # c\n    x\n    # d\n"),
        ("if 1:\n  x", "    if 1:\n        x\n"),
        ("x = '''\na\n'''", "    x = '''\na\n'''\n"),
    ],
)
def test_indenting_leaves_strings_alone(text: str, code: str) -> None:
    ast.parse("if 1:\n" + code)
    assert indent(text) == code


def test_comments_belong_to_what_follows_or_stay_behind() -> None:
    first, second = statements_of(cst.parse_module("# a\nx\n# b\ny\n# c"))
    assert [line.comment.value for line in first.leading_lines if line.comment] == ["# a"]
    assert [line.comment.value for line in second.leading_lines if line.comment] == ["# b"]
    assert [line.comment.value for line in block(["# a\nx\n# b\ny\n# c"]).footer if line.comment] == ["# c"]
    assert statements_of(cst.parse_module("# a")) == []


def test_a_body_on_the_line_of_its_head_is_a_block_too() -> None:
    for text in ["def f(): x; y", "class A: x = 1"]:
        node = cst.ensure_type(cst.parse_module(text).body[0], cst.FunctionDef if "def" in text else cst.ClassDef)
        made = as_block(node.body)
        assert ast.dump(ast.parse(cst.Module([node.with_changes(body=made)]).code)) == ast.dump(ast.parse(text))
        assert as_block(made) is made


# A function, and its body at the margin; the lines above its first line follow from where that line stands.
BODIES: dict[str, tuple[str, str]] = {
    "statements": ("def main():\n    x = 1\n    y = 2\n", "x = 1\ny = 2\n"),
    "a docstring": ("def main():\n    '''Do it.'''\n    x = 1\n", "x = 1\n"),
    "a docstring of several lines": ("def main():\n    '''Do\n    it.\n    '''\n\n    x = 1\n", "x = 1\n"),
    "a docstring alone": ("def main():\n    '''Do it.'''\n", ""),
    "comments": (
        "def main():  # go\n    # first\n\n    x = 1  # one\n    # last\n",
        "# first\n\nx = 1  # one\n# last\n",
    ),
    "a comment below the docstring": ("def main():\n    '''Do.'''\n\n    # first\n    x = 1\n", "# first\nx = 1\n"),
    "the first line in the head": ("def main(x):\n    x\n    y\n", "x\ny\n"),
    "the first line in the docstring": ("def main():\n    '''\n    run()\n    '''\n    run()\n", "run()\n"),
    "the first line in a comment above": ("# run()\ndef main():\n    run()\n", "run()\n"),
    "one line": ("def main(): x = 1; y = 2\n", "x = 1; y = 2\n"),
    "tabs": ("def main():\n\tif a:\n\t\tx = 1\n", "if a:\n    x = 1\n"),
    "decorators": ("@d\n@e(1)\ndef main():\n    x = 1\n", "x = 1\n"),
    "a decorated function first": ("def main():\n    # d\n    @d\n    def g(): pass\n", "# d\n@d\ndef g(): pass\n"),
    "asynchronous": ("async def main():\n    await x\n", "await x\n"),
    "strings of several lines": ("def main():\n    x = '''\n  a\n'''\n", "x = '''\n  a\n'''\n"),
}


@pytest.mark.parametrize(("text", "body"), [pytest.param(*row, id=name) for name, row in BODIES.items()])
def test_the_body_of_a_function_stands_at_the_margin(text: str, body: str) -> None:
    found, above = dedented_body(text)
    assert found == body
    if body and "(): x" not in text:
        assert text.split("\n")[above].strip() == body.split("\n")[0]
        below = text.split("\n")[above:]
        assert [line.strip() for line in below if line.strip()] == [s.strip() for s in body.split("\n") if s.strip()]


def test_what_is_taken_out_can_be_laid_in_again() -> None:
    for _, body in BODIES.values():
        if body:
            assert dedented_body(function("def main()", [body]))[0] == body
