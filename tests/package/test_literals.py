from __future__ import annotations

import ast
import inspect
import io
import tokenize
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.text import literals

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib  # type: ignore[no-redef]

HOSTILE = [
    "\ufffe and \uffff are no characters",
    '"""',
    '""""""',
    '"',
    'ends with "',
    'a\\"',
    "\\",
    "ends with \\",
    'both \\ and """',
    "\\N{BULLET} \\x41 \\u0041",
    "a\rimport os\r\nb",
    "nul \x00 bell \x07 escape \x1b",
    "turned \u202egnp.exe\u2066 \ufeff",
    "lines \x0c \x0b \x85 \u2028 \u2029",
    "half \ud800 of a pair",
    "{{ 7 * 7 }} {% raw %} {# c #} ]]> ${HOME} `id`",
    "coding: utf-7",
    "x\n# -*- coding: rot13 -*-",
    "\ttab\n\n\n  deep\n   deeper\n",
    "\N{LEAF FLUTTERING IN WIND} \N{CJK UNIFIED IDEOGRAPH-8449}",
]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.characters(codec=None), max_size=40),
    st.text(alphabet='"\\\n\r\t #\u202e\x00N{}x', max_size=30),
)


def cleaned(text: str) -> str:
    unix = inspect.cleandoc(literals.unix_lines(text))
    return inspect.cleandoc("\n".join(line.rstrip() for line in unix.split("\n")).strip("\n"))


@given(texts)
def test_a_python_string_means_its_text_on_one_line(text: str) -> None:
    source = literals.python_string(text)
    assert ast.literal_eval(source) == text
    assert len(source.splitlines()) == 1
    source.encode("utf-8")


@given(texts)
def test_a_docstring_means_its_cleaned_text_and_runs_nothing(text: str) -> None:
    if not cleaned(text):
        with pytest.raises(SafetyCheckFailed):
            literals.docstring(text)
        return
    source = f"def f():\n    {literals.docstring(text, '    ')}\n    return 1\n"
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 2
    assert inspect.cleandoc(ast.get_docstring(function) or "") == cleaned(text)


@given(texts)
def test_a_comment_is_nothing_but_comment(text: str) -> None:
    source = literals.comment(text, "    ") + "\n"
    kinds = {token.type for token in tokenize.generate_tokens(io.StringIO(source).readline)}
    assert kinds <= {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER}
    assert all(line.startswith("    #") for line in source.split("\n")[:-1])


@given(texts)
def test_a_toml_string_means_its_text(text: str) -> None:
    source = literals.toml_string(text)
    whole = "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in literals.unix_lines(text))
    assert tomllib.loads(f"key = {source}\n") == {"key": whole}


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(json_like)
def test_a_yaml_value_reads_back_equal(value: object) -> None:
    source = literals.yaml_value(value)
    assert source is not None
    assert "\n" not in source
    assert yaml.safe_load(f"key: {source}\n") == {"key": value}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_yaml_string_reads_back_equal(text: str) -> None:
    assert yaml.safe_load(f"key: {literals.yaml_string(text)}  # help\n") == {"key": text}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1e-05, "1.0e-05"),
        (0.001, "0.001"),
        (float("inf"), ".inf"),
        (True, "true"),
        (None, "null"),
        ("no", '"no"'),
        ("1e3", '"1e3"'),
        ("../input/train.csv", "../input/train.csv"),
        ("resnet18", "resnet18"),
        ((3, 4), "[3, 4]"),
        ({"a": [1.5]}, "{a: [1.5]}"),
        ({1: "a"}, None),
        ({1, 2}, None),
        ([b"x"], None),
        (1j, None),
    ],
)
def test_yaml_values_are_spelled_as_people_spell_them(value: object, expected: str | None) -> None:
    assert literals.yaml_value(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Leaf disease", "Leaf disease"),
        ("leaf_disease v1.0", "leaf_disease v1.0"),
        ("# a\n# b", "\\# a # b"),
        ("<script>x</script>", "\\<script\\>x\\</script\\>"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)"),
        ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        ("a|b &amp; c & d", "a\\|b \\&amp; c & d"),
        ("price: $5", "price: \\$5"),
    ],
)
def test_markdown_shows_the_text_itself(text: str, expected: str) -> None:
    assert literals.markdown_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("lr", "`lr`"), ("a|b", "`a\\|b`"), ("a`b", "`` a`b ``"), ("x\ny", "`x y`")],
)
def test_code_spans_hold_their_text(text: str, expected: str) -> None:
    assert literals.markdown_code(text) == expected


@pytest.mark.parametrize("write", [literals.markdown_text, literals.markdown_code, literals.toml_string])
@pytest.mark.parametrize("text", HOSTILE)
def test_one_line_stays_one_line_and_can_be_encoded(write: Callable[[str], str], text: str) -> None:
    source = write(text)
    assert len(source.splitlines()) <= 1
    source.encode("utf-8")
    assert not any(mark in source for mark in "\u202e\u2066\ufeff\x00\x1b")


@pytest.mark.parametrize("text", ["", "a b", "a\n", "x;y", "{{x}}", "é"])
def test_a_name_that_needs_quoting_is_refused(text: str) -> None:
    with pytest.raises(SafetyCheckFailed):
        literals.plain_name(text)
