"""Which assignments are constants, and of what sort."""

from __future__ import annotations

import ast

import pytest
from stories import program_of, world_of

from nb2pkg.flow.comments import comment_of
from nb2pkg.flow.constants import as_parameters, dotted, resolve, single_target

HEAD = (
    "import os\nimport torch\nfrom pathlib import Path\nfrom torchvision import transforms as T\nimport numpy as np\n"
)

SORTS = [
    ("x = 3", "plain"),
    ("x = -0.5", "plain"),
    ("x = 1e-3", "plain"),
    ("x = 'data'", "plain"),
    ("x = 'data/{}.csv'", "plain"),
    ("x = '{:<22}{:>5} {}'", "fixed"),
    ("x = '{'", "plain"),
    ("x = True", "plain"),
    ("x = 28 * 28", "plain"),
    ("x = (224, 224)", "plain"),
    ("x = [1, 2, 3]", "plain"),
    ("x: int = 3", "plain"),
    ("x = Path('data')", "plain"),
    ("x = [1, 2, 3, 4, 5]", "fixed"),
    ("x = ['rust', 'scab']", "fixed"),
    ("x = {'rust': 0}", "fixed"),
    ("x = ()", "fixed"),
    ("x = None", "fixed"),
    ("x = 'two\\nlines'", "fixed"),
    ("x = T.Compose([T.Resize(224)])", "object"),
    ("x = torch.device('cpu')", "object"),
    ("x = 'a b'.split()", "object"),
    ("x = os.cpu_count()", "object"),
    ("a = 2\nx = a * 3", "derived"),
    ("a = 'in'\nx = os.path.join(a, 'b.csv')", "derived"),
    ("a = 2\nx = f'{a}-run'", "derived"),
    ("a = 2\nx = [a, a]", "derived"),
    ("a = 2\nb = a + 1\nx = b + 1", "derived"),
    ("a = ['u']\nx = a", "fixed"),
]
NONE = [
    "a = None\nx = len(a)",
    "a = None\nx = a * 2",
    "a = None\nx = -a",
    "x = None[0]",
    'import os\nx = os.environ["KEY"]',
    'from os import environ\nx = {"key": environ["KEY"]}',
    "x = load()",
    "x = open('f').read()",
    "x = [i for i in range(3)]",
    "x = y",
    "x = lambda: 3",
    "x = {**{}}",
    "x = 1\nx = 2",
    "x = 1\nx += 1",
    "x = 1\ndel x",
    "if True:\n    x = 1",
    "for x in [1]: pass",
    "x = [1]\nx.append(2)",
    "x = {'a': 1}\nx['a'] = 2",
    "x = {'a': 1}\ndef f():\n    x['a'] = 2\nf()",
    "x = [1]\ndef f(values):\n    values.append(1)\nf(x)",
    "x = [1]\ny = x\ny.append(2)",
    "x = y = [1]\ny.append(2)",
    "x = 1\ndef f():\n    global x\n    x = 2",
    "import math as f\nf = 3\nx = f",
]
KEPT = [
    "a = None\nx = a is None",
    "a = None\nx = (a, not a)",
    "x = Path('out')\nx.mkdir()",
    "x = 'a'\ny = x\ny += 'b'",
    "x = (1, 2)\nfor part in x:\n    print(part)",
    "x = [1]\ndef f(values):\n    return values + [1]\nf(x)",
    "x = [1]\ndef f(x):\n    x.append(1)",
]


@pytest.mark.parametrize(("source", "sort"), SORTS)
def test_the_sort_of_a_constant(source: str, sort: str) -> None:
    assert world_of([HEAD + source]).constants["x"].sort == sort


@pytest.mark.parametrize("source", NONE)
def test_what_is_computed_changed_or_bound_again_is_no_constant(source: str) -> None:
    assert "x" not in world_of([HEAD + source]).constants


@pytest.mark.parametrize("source", KEPT)
def test_what_cannot_be_changed_or_is_left_alone_stays_a_constant(source: str) -> None:
    assert "x" in world_of([HEAD + source]).constants


def test_several_names_at_once_are_constants_each_with_its_value() -> None:
    constants = world_of(["a, b = 1, 'two'\nc = d = 3"]).constants
    assert {name: one.value for name, one in constants.items()} == {"a": "1", "b": "'two'", "c": "3", "d": "3"}


def test_a_constant_knows_what_it_is_made_of_and_where_it_stands() -> None:
    constant = world_of(["A = 2", "B = 3\nC = A + B"]).constants["C"]
    assert (constant.uses, constant.origin.cell, constant.origin.first) == (frozenset("AB"), 1, 2)


COMMENTS = [
    ("x = 1  # how many", "how many"),
    ("# how many\nx = 1", "how many"),
    ("# first\n# second\nx = 1", ""),
    ("# above\nx = 1  # behind", "behind"),
    ("x = 1  # noqa: E501", ""),
    ("x = 1  # nb2pkg: keep", ""),
    ("x = 1  #@param {type:'integer'}", ""),
    ("x = 1  # y = 2", ""),
    ("x = 1  # print(x)", ""),
    ("x = '# no comment'", ""),
    ("x = 1", ""),
]


@pytest.mark.parametrize(("source", "said"), COMMENTS)
def test_the_comment_of_a_constant(source: str, said: str) -> None:
    assert comment_of(source) == said


@pytest.mark.parametrize(
    ("source", "name"),
    [("x = 1", "x"), ("x: int = 1", "x"), ("x: int", None), ("x, y = 1, 2", None), ("x.y = 1", None), ("x += 1", None)],
)
def test_the_one_target_of_an_assignment(source: str, name: str | None) -> None:
    assert single_target(ast.parse(source).body[0]) == name


@pytest.mark.parametrize(("source", "name"), [("a.b.c", "a.b.c"), ("a", "a"), ("a().b", None), ("a[0].b", None)])
def test_dotted_names(source: str, name: str | None) -> None:
    assert dotted(ast.parse(source, mode="eval").body) == name


def test_aliases_are_resolved() -> None:
    imports = {"pl": "lightning.pytorch", "F": "torch.nn.functional"}
    assert resolve("pl.Trainer", imports) == "lightning.pytorch.Trainer"
    assert resolve("F", imports) == "torch.nn.functional"
    assert resolve("other.x", imports) == "other.x"


def test_the_statements_of_constants_are_running_statements() -> None:
    assert [s.kind.value for s in program_of(["x = 1\nimport os\ndef f(): pass\nclass C: pass"]).statements] == [
        "run",
        "import",
        "function",
        "class",
    ]


CARRIED = [
    ("x = ['rust', 'scab']", "plain"),
    ("x = [1, 2, 3, 4, 5]", "plain"),
    ("x = {'rust': 0}", "plain"),
    ("x = {'rust': [1.0, (None, True)]}", "plain"),
    ("x = None", "plain"),
    ("x = ()", "plain"),
    ("x = 'two\\nlines'", "plain"),
    ("x = {1: 2}", "fixed"),
    ("x = {1, 2}", "fixed"),
    ("x = b'ab'", "fixed"),
    ("x = 2j", "fixed"),
    ("x = ...", "fixed"),
    ("x = torch", "fixed"),
    ("x = torch.device('cpu')", "object"),
    ("a = 2\nx = [a]", "derived"),
    ("a = ['u']\nx = a", "fixed"),
]


@pytest.mark.parametrize(("code", "sort"), CARRIED)
def test_what_an_option_can_have_becomes_plain_where_it_is_wanted(code: str, sort: str) -> None:
    constants = world_of([HEAD + code]).constants
    assert as_parameters(constants, frozenset(["x"]))["x"].sort == sort
    assert as_parameters(constants, frozenset()) == constants


def test_what_follows_from_what_becomes_plain_is_derived() -> None:
    constants = world_of(["a = ['u']\nb = len(a)\nc = [b]\nd = ['v']"]).constants
    wanted = as_parameters(constants, frozenset(["a"]))
    assert {name: one.sort for name, one in wanted.items()} == {
        "a": "plain",
        "b": "derived",
        "c": "derived",
        "d": "fixed",
    }


GROUPS = [
    ("# Hyperparameters\nA = 32\nB = 0.01", ["", ""]),
    ("# pixels a side\nA = 32\n\nB = 0.01", ["pixels a side", ""]),
    ("# Hyperparameters\nA = 32  # pixels\nB = 0.01  # a rate", ["pixels", "a rate"]),
    ("# pixels a side\nA = 32\n# a rate\nB = 0.01", ["pixels a side", "a rate"]),
    ("# pixels a side\nA = 32\nprint(A)\nB = 2", ["pixels a side", ""]),
]


@pytest.mark.parametrize(("cell", "comments"), GROUPS)
def test_a_comment_above_several_constants_explains_none_of_them(cell: str, comments: list[str]) -> None:
    found = world_of([cell]).constants
    assert [found[name].comment for name in ("A", "B")] == comments
