"""What a notebook offers to be set becomes an option, and the notebook does the same without it."""

from __future__ import annotations

import pytest
from lost import lost
from replay import replay
from stories import code_of, notebook, plan_of
from turned import by_hand, turned

from nb2pkg import pipeline
from nb2pkg.errors import Nb2pkgError
from nb2pkg.options import Options

IMPORTS = "import torch\nimport probe"
SEE = "probe.see('x', x)"


def rows(*cells: str | tuple[str, str], **options: tuple[str, ...]) -> list[tuple[str, str, str, str]]:
    plan = pipeline.plan(notebook([IMPORTS, *cells]), Options(**options))
    return [(one.name, one.type, one.default, one.help) for one in plan.parameters]


FIELDS = {
    "a number": ('x = 5  #@param {type:"integer"}', [("x", "int", "5", "X.")]),
    "its spelling": ('x = 1e-3  #@param {type:"number"}', [("x", "float", "1e-3", "X.")]),
    "bounds": ('x = 5  #@param {type:"slider", min:0, max:9}', [("x", "IntFrom0To9", "5", "X (0 to 9).")]),
    "choices": ('x = "a"  #@param ["a", "b"]', [("x", "Literal['a', 'b']", '"a"', "X.")]),
    "help": ('x = 5  # @param {type:"integer"} How often.', [("x", "int", "5", "How often.")]),
    "a list of words": ('x = ["a", "b"]  #@param {type:"raw"}', [("x", "list[str]", '["a", "b"]', "X.")]),
    "brackets": ('x = (\n    5  # @param {type:"integer"} How often.\n)', [("x", "int", "5", "How often.")]),
    "bound again": (
        'x = 5  #@param {type:"integer"}\nx = x + probe.see("one", 1)',
        [("initial_x", "int", "5", "Initial x.")],
    ),
    "bound again in capitals": (
        'X = 5  #@param {type:"integer"} Count.\nX = X + probe.see("one", 1)\nx = X',
        [("initial_x", "int", "5", "Count.")],
    ),
    "computed": (
        'A = "a"  #@param {type:"string"}\nx = f"{A}/b"  #@param {type:"string"}',
        [("a", "str", '"a"', "A."), ("given_x", "str | None", "None", "X (computed if not given).")],
    ),
    "raw and computed": ('x = len("abc")  #@param {type:"raw"}', []),
    "in a branch": (
        'x = 1\nif probe.see("no", 0) == 0:\n    x = 5  #@param {type:"integer"}',
        [("x_2", "int", "5", "X.")],
    ),
    "an attribute": (
        'class C: pass\nx = C()\nx.lr = 1e-3  #@param {type:"number"}\nx = x.lr',
        [("lr", "float", "1e-3", "Learning rate.")],
    ),
    "an item": (
        'd = {}\nd["n_steps"] = 4  #@param {type:"slider", min:1}\nx = d',
        [("n_steps", "PositiveInt", "4", "Number of steps (at least 1).")],
    ),
}


@pytest.mark.parametrize(("cell", "options"), FIELDS.values(), ids=FIELDS)
def test_a_field_is_an_option(cell: str, options: list[tuple[str, str, str, str]]) -> None:
    assert rows(cell, SEE) == options
    assert replay([IMPORTS, cell, SEE]).differences() == []
    book = notebook([IMPORTS, cell, SEE])
    done = pipeline.convert(book, Options())
    assert lost(book, done.plan, done.package) == []
    assert "@param" not in "".join(code_of(done.plan, module.name) for module in done.plan.modules)


TURNED = {
    "a number": ("x = 5  #@param", "x = 7", {"x": "7"}),
    "bound again": ("x = 5  #@param\nx = x + len('a')", "x = 7\nx = x + len('a')", {"initial_x": "7"}),
    "computed": ('x = f"{1}/b"  #@param {type:"string"}', 'x = "c"', {"given_x": "c"}),
    "an item": ('x = {}\nx["n"] = 4  #@param', 'x = {}\nx["n"] = 9', {"n": "9"}),
}


@pytest.mark.parametrize(("cell", "other", "values"), TURNED.values(), ids=TURNED)
def test_the_option_turns_what_the_field_turned(cell: str, other: str, values: dict[str, str]) -> None:
    cells = [IMPORTS, cell, SEE]
    commands = {"explore"} if "explore" in {m.name for m in plan_of(cells).modules} else {"fit"}
    assert turned(cells, values, commands.pop()) == by_hand([IMPORTS, other, SEE]) != by_hand(cells)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('x = 5  #@param {type:"slider", min:0, max:9}', "10"),
        ('x = 0.5  #@param {type:"slider", min:0, max:1}', "1.5"),
        ('x = "a"  #@param ["a", "b"]', "c"),
        ("x = 0.5  #@param [0.5, 0.7]", "0.6"),
        ('x = 5  #@param {type:"integer"}', "many"),
        ('x = True  #@param {type:"boolean"}', "perhaps"),
    ],
)
def test_the_command_line_refuses_what_the_form_does_not_offer(cell: str, value: str) -> None:
    cells = [IMPORTS, cell, SEE, "torch.manual_seed(1)"]
    with pytest.raises(SystemExit) as refused:
        turned(cells, {"x": value}, "explore" if "explore" in {m.name for m in plan_of(cells).modules} else "fit")
    assert refused.value.code == 2


def test_what_only_exploration_shows_is_an_option_where_a_form_offers_it() -> None:
    look = "import matplotlib.pyplot as plt\nsize = 3{}\nplt.plot([1], markersize=size)\nplt.show()"
    assert rows(look.format("  #@param")) == [("size", "int", "3", "Size.")]
    assert rows(look.format("")) == []


def test_a_person_has_the_last_word() -> None:
    cell = 'x = 5  #@param {type:"integer"}'
    assert rows(cell, SEE, keep=("x",)) == []
    assert rows(f"{cell}  # nb2pkg: keep", SEE) == []


def test_a_secret_is_read_from_the_environment_and_no_option() -> None:
    key = "hf_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z"
    cell = f'HF_TOKEN = "{key}"  #@param {{type:"string"}}'
    assert rows(cell, "probe.see('x', HF_TOKEN)") == []


PARAMETERS = {
    "plain": ("x = 3  # the share", [("x", "int", "3", "The share.")]),
    "text with a sign": ('x = "a=b"', [("x", "str", '"a=b"', "X.")]),
    "one call on three lines": (
        "x = dict(\n    a=1,\n    b=2)",
        [("x", "dict[str, int]", "{'a': 1, 'b': 2}", "X.")],
    ),
    "words": ("x = ['a', 'b', 'c', 'd', 'e']", [("x", "list[str]", "['a', 'b', 'c', 'd', 'e']", "X.")]),
    "nothing": ("x = None", [("x", "Any", "None", "X.")]),
    "two at once": ("x, y = 1, 2", [("x", "int", "1", "X.")]),
    "an annotation": ("x: float = 1", [("x", "float", "1", "X.")]),
    "computed": (
        "a = 2\nx = a * 3",
        [("a", "int", "2", "A."), ("given_x", "Any", "None", "X (computed if not given).")],
    ),
}


@pytest.mark.parametrize(("cell", "options"), PARAMETERS.values(), ids=PARAMETERS)
def test_every_assignment_in_papermills_cell_is_an_option(cell: str, options: list[tuple[str, str, str, str]]) -> None:
    assert rows(("parameters", cell), SEE) == options
    assert replay([IMPORTS, ("parameters", cell), SEE]).differences() == []


def test_the_sources_are_named() -> None:
    cells = [IMPORTS, ("parameters", "a = 1"), "b = 2  #@param", "c = 3", "probe.see('x', a, b, c)"]
    assert [(one.name, one.source) for one in plan_of(cells).parameters] == [
        ("a", "parameters"),
        ("b", "form"),
        ("c", "constant"),
    ]


def test_a_name_of_the_notebook_is_not_hidden_by_a_type() -> None:
    cells = ["from rdflib import Literal\nimport torch", 'x = "a"  #@param ["a", "b"]', "print(Literal(x))"]
    (only,) = plan_of(cells).parameters
    assert only.type == "str"
    try:
        pipeline.convert(notebook(cells), Options())
    except Nb2pkgError as problem:
        pytest.fail(str(problem))


def test_what_is_within_bounds_is_a_plain_number_in_the_code() -> None:
    cells = [IMPORTS, 'x = 5  #@param {type:"slider", min:0, max:9}', "probe.see('type', type(x).__name__)"]
    command = "explore" if "explore" in {module.name for module in plan_of(cells).modules} else "fit"
    assert turned(cells, {"x": "7"}, command) == by_hand(cells)


def test_with_lightning_bounds_are_only_told() -> None:
    cells = [
        "import lightning.pytorch as pl\nimport probe",
        'width = 8  #@param {type:"slider", min:1, max:64}',
        "class Net(pl.LightningModule):\n    def __init__(self):\n        super().__init__()\n"
        "        self.width = width",
        "net = Net()\ntrainer = pl.Trainer(max_epochs=1)\ntrainer.fit(net, [1])",
    ]
    (width,) = [one for one in plan_of(cells).parameters if one.name == "width"]
    assert (width.type, width.help) == ("int", "Width (1 to 64).")
    assert "IntFrom1To64" not in "".join(code_of(plan_of(cells), module.name) for module in plan_of(cells).modules)
