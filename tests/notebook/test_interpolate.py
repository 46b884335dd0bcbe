"""Names in shell lines, compared with what IPython makes of them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from IPython.utils.text import DollarFormatter

from nb2pkg.notebook.interpolate import text_expression

NAMES = {"a": 1, "b": "two", "c": {"k": "v", "s": [3, 4, 5]}, "ü": "ue"}


def as_ipython(text: str) -> str:
    """As `InteractiveShell.var_expand`: where one field fails, nothing is filled in."""
    try:
        return DollarFormatter().vformat(text, args=[], kwargs=dict(NAMES))
    except Exception:
        return text


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("ls", '"ls"'),
        ("a {a}", 'f"a {a}"'),
        ("a $a/$b", 'f"a {a}/{b}"'),
        ("$$a", '"$a"'),
        ("$$a $b", 'f"$a {b}"'),
        ("awk '{print $1}'", "\"awk '{print $1}'\""),
        ("echo '$a'", "\"echo '$a'\""),
        ('say "{a}"', 'f"say \\"{a}\\""'),
        ("{c['k']}", "f\"{c['k']}\""),
        ('{c["k"]} x', "f'{c[\"k\"]} x'"),
        ("{c['k']}{c[\"k\"]}", '"{}{}".format(c[\'k\'], c["k"])'),
        ("{c['s'][0:2]}", "\"{}\".format(c['s'][0:2])"),
        ("{a!r}", 'f"{a!r}"'),
        ("{{x}} {a}", 'f"{{x}} {a}"'),
        ("x{d,e}", '"x{d,e}"'),
        ("find . -exec rm {} \\;", '"find . -exec rm {} \\\\;"'),
        ("{a:.2f}", '"{a:.2f}"'),
        ("{", '"{"'),
    ],
)
def test_fields_become_an_f_string(text: str, python: str) -> None:
    assert text_expression(text, frozenset(NAMES)) == python


@pytest.mark.parametrize(
    ("text", "python"), [("$HOME/x", '"$HOME/x"'), ("$lr", 'f"{lr}"'), ("{HOME} {lr}", '"{HOME} {lr}"')]
)
def test_without_names_only_the_shells_own_are_left(text: str, python: str) -> None:
    assert text_expression(text) == python


PARTS = st.sampled_from(
    [
        "{a}",
        "{b}",
        "$a",
        "$b",
        "$$a",
        "$c",
        "{c}",
        "{c['k']}",
        '{c["k"]}',
        "{c['s'][1:]}",
        "{a!r}",
        "{b!s}",
        "{a + 1}",
        "{zz}",
        "$zz",
        "$1",
        "{",
        "}",
        "{{",
        "}}",
        "'",
        '"',
        "\\",
        " ",
        "x",
        ".",
        "é",
        "$ü",
        "$",
        "{a, 1}",
        "{ a }",
        "{[a]}",
        "\t",
    ]
)


@given(st.lists(PARTS, max_size=7).map("".join))
@example("'$a' $b '$c")
@example("$$$a")
@example("\\{a}\\'\"")
@settings(max_examples=600, deadline=None)
def test_what_is_filled_in_is_what_ipython_fills_in(text: str) -> None:
    expression = text_expression(text, frozenset(NAMES))
    try:
        said = eval(expression, dict(NAMES))
    except AttributeError:  # `$b.x` fails loudly here; IPython would run the command with nothing filled in
        said = text
    assert said == as_ipython(text)
