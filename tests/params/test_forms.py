"""Colab's form fields: what their comments say, the types that come of it, the words about them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import program_of

from nb2pkg.params.bounds import is_bounded, within, without_bounds
from nb2pkg.params.declared import type_of_form
from nb2pkg.params.form_help import help_of, plain_words, told_in_cells
from nb2pkg.params.form_marks import without_marks
from nb2pkg.params.forms import Form, form_in

FORMS = {
    '#@param {type:"string"}': Form("string"),
    "# @param {type: 'integer'}": Form("integer"),
    '#@param {"type": "number"}': Form("number"),
    '#  @param{type:"boolean"}': Form("boolean"),
    '#@param {type:"bool"}': Form("boolean"),
    "#@param {type:date}": Form("date"),
    '#@param {type:"raw"}': Form("raw"),
    '#@param {type:"slider", min:0, max:1.0, step:0.01}': Form("slider", minimum=0, maximum=1.0, step=0.01),
    '#@param {type:"slider",max:-1,min:-1e1,}': Form("slider", minimum=-10.0, maximum=-1),
    '#@param ["a", "b"]': Form(choices=("a", "b")),
    "#@param ['it\\'s', \"b\"] {allow-input: true}": Form(choices=("it's", "b"), others=True),
    '#@param ["a", "b"] {allow-input: false, type: "string"}': Form("string", choices=("a", "b")),
    '#@param [1, 2.5, "x", True, None] {type:"raw"}': Form("raw", choices=(1, 2.5, "x", True, None)),
    '# @param {type:"integer"} Number of rounds.': Form("integer", help="Number of rounds."),
    '# rounds  # @param {type:"integer"}': Form("integer", help="rounds", start=8),
    '#@param {type: "string", placeholder: "[a], {b}", isTemplate: true}': Form("string"),
    "#@param": Form(),
    '#@param {type:"unheard of"}': Form(),
    '#@param {type:"str': Form("string"),
    "#@param [": Form(),
    "#@param {]:}}": Form(),
}


@pytest.mark.parametrize(("comment", "form"), FORMS.items())
def test_what_a_field_says(comment: str, form: Form) -> None:
    assert form_in(comment) == form


@pytest.mark.parametrize("comment", ["# the @param thing", "#@params", "#@title x", "# @parameter", "# a comment"])
def test_other_comments_are_no_fields(comment: str) -> None:
    assert form_in(comment) is None


@given(st.text("[]{}\"'\\,: a1-.#@", max_size=30))
def test_a_field_can_be_written_in_any_way(text: str) -> None:
    found = form_in(f"#@param{text}")
    assert found is None or found.start == 0


TYPES = {
    ('#@param {type:"string"}', '"a"'): "",
    ('#@param {type:"string"}', "None"): "str | None",
    ('#@param {type:"number"}', "3"): "int | float",
    ('#@param {type:"number"}', "0.3"): "",
    ('#@param {type:"number"}', '"3"'): "",
    ('#@param {type:"integer"}', "3"): "",
    ('#@param {type:"integer", min: 2, max: 9}', "3"): "IntFrom2To9",
    ('#@param {type:"slider", min:0, max:100, step:10}', "50"): "IntFrom0To100",
    ('#@param {type:"slider", min:0, max:100, step:0.1}', "50"): "FloatFrom0To100",
    ('#@param {type:"slider", min:-1.5, max:2.0}', "0.5"): "FloatFromMinus1_5To2",
    ('#@param {type:"slider", min:0, max:1}', "0.5"): "ClosedUnitInterval",
    ('#@param {type:"slider", min:1}', "5"): "PositiveInt",
    ('#@param {type:"slider", max:5}', "5"): "IntTo5",
    ('#@param {type:"slider", min:0, max:100}', "500"): "",
    ('#@param {type:"slider", min:0, max:100}', "x"): "",
    ('#@param ["a", "b"]', '"a"'): "Literal['a', 'b']",
    ('#@param ["a", "b"]', '"c"'): "Literal['a', 'b', 'c']",
    ('#@param ["a", "b"] {allow-input: true}', '"c"'): "str",
    ("#@param [1, 2] {allow-input: true}", "1"): "int",
    ('#@param [1, "auto"] {allow-input: true}', "1"): "int | str",
    ('#@param ["a", "None"] {type:"raw", allow-input: true}', '"a"'): "str | None",
    ('#@param [1, 2] {type:"raw"}', "1"): "Literal[1, 2]",
    ('#@param ["1", "2"] {type:"raw"}', "1"): "Literal[1, 2]",
    ('#@param ["1", "2"]', '"1"'): "Literal['1', '2']",
    ('#@param ["1", "2"]', "1"): "Literal[1, 2]",
    ('#@param ["True", "False"] {type:"raw"}', "True"): "bool",
    ('#@param ["None", "a"] {type:"raw"}', "None"): "Literal[None, 'a']",
    ("#@param [0.1, 0.5]", "0.1"): "FloatOf0_1Or0_5",
    ('#@param [1, 1] {type:"raw"}', "1"): "Literal[1]",
    ('#@param ["[1]", "[2]"] {type:"raw"}', "[1]"): "",
    ('#@param {type:"boolean"}', "None"): "bool | None",
    ("#@param", "3"): "",
}


@pytest.mark.parametrize(("row", "kind"), TYPES.items())
def test_the_type_of_a_field(row: tuple[str, str], kind: str) -> None:
    form = form_in(row[0])
    assert form is not None
    assert type_of_form(form, "x", row[1]).annotation == kind


def test_a_type_of_bounds_says_what_it_is() -> None:
    made = within("int", 0, 100)
    assert made.definition == 'restricted_number_type("IntFrom0To100", int, [(">=", 0), ("<=", 100)])'
    assert (made.said, within("float", 0, 1).said, within("int", 3, None).said) == ("0 to 100", "0 to 1", "at least 3")
    assert within("float", 0, 1).definition == within("int", None, None).definition == ""


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("IntFrom0To9", "int"),
        ("PositiveInt", "int"),
        ("ClosedUnitInterval", "float"),
        ("FloatTo5", "float"),
        ("str", "str"),
    ],
)
def test_the_number_within_bounds(name: str, plain: str) -> None:
    assert without_bounds(name) == plain


@given(st.sampled_from(["int", "float"]), st.integers(-9, 9) | st.none(), st.floats(-9, 9) | st.none())
def test_the_name_of_bounds_is_a_name(kind: str, low: int | None, high: float | None) -> None:
    made = within(kind, low, high)
    assert made.annotation.isidentifier()
    assert is_bounded(made.annotation) == ((low, high) != (None, None))


HELP = {
    "beside it": ('x = 1  #@param {type:"integer"} How many.', "How many."),
    "before it": ('x = 1  # how many  #@param {type:"integer"}', "how many"),
    "above it": ("#@markdown The **number** of `rounds`.\nx = 1  #@param", "The number of rounds."),
    "two lines": ("#@markdown The number\n#@markdown of rounds.\nx = 1  #@param", "The number of rounds."),
    "a list": ("#@markdown - **`y`**: Other.\n#@markdown - **`x`**: Rounds.\nx = 1  #@param", "Rounds."),
    "a title": ("#@title How often {display-mode: 'form'}\nx = 1  #@param", "How often"),
    "a title of several": ("#@title How often\nx = 1  #@param\ny = 2  #@param", ""),
    "a heading": ("#@markdown ### Rounds\nx = 1  #@param", ""),
    "a rule": ("#@markdown ---\nx = 1  #@param", ""),
    "apart": ("#@markdown About all.\n\nx = 1  #@param\ny = 2  #@param", ""),
    "a link": ("#@markdown See [the docs](http://a.b).\nx = 1  #@param", "See the docs."),
    "a story": (f"#@markdown {'words ' * 60}\nx = 1  #@param", ""),
    "nothing": ("x = 1  #@param", ""),
}


@pytest.mark.parametrize(("cell", "said"), HELP.values(), ids=HELP)
def test_the_words_about_a_field(cell: str, said: str) -> None:
    statements = program_of([cell]).statements
    first = statements[0]
    form = form_in(first.text[first.text.index("#", first.text.index("x = 1")) :])
    assert form is not None
    assert help_of("x", form, first, told_in_cells(statements)) == said


@pytest.mark.parametrize(
    ("markdown", "words"),
    [("**a** `b`  c", "a b c"), ("[a](b) c", "a c"), ("- a", "a"), ("a [b", "a [b"), ("[](x)", "")],
)
def test_markdown_as_words(markdown: str, words: str) -> None:
    assert plain_words(markdown) == words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("x = 1  #@param", "x = 1"),
        ("x = 1  # a  #@param", "x = 1"),
        ("x = (\n    1  #@param\n)", "x = (\n    1\n)"),
        ("if a:\n    x = 1  #@param\n    y = 2  # b", "if a:\n    x = 1\n    y = 2  # b"),
        ("# @param above\nx = 1", "# @param above\nx = 1"),
        ("x = '#@param'", "x = '#@param'"),
    ],
)
def test_the_marks_are_taken_out(text: str, left: str) -> None:
    assert without_marks(text) == left
