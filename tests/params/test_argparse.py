"""Parsers that the notebook writes: their defaults become options, and none reads the package's command line."""

from __future__ import annotations

import pytest
from lost import lost
from replay import replay
from stories import notebook, plan_of
from turned import by_hand, turned

from nb2pkg import pipeline
from nb2pkg.options import Options

HEAD = "import argparse\nimport torch\nimport probe\nparser = argparse.ArgumentParser()"
SEE = "probe.see('args', sorted((k, v) for k, v in vars(args).items() if not callable(v)))\nnet = torch.nn.Linear(2, 1)"


def story(added: str, parsed: str = "args = parser.parse_args([])") -> list[str]:
    return [HEAD, f"parser.add_argument({added})\n{parsed}", SEE]


def losses(cells: list[str]) -> list[str]:
    book = notebook(cells)
    done = pipeline.convert(book, Options())
    return lost(book, done.plan, done.package)


ADDED = {
    "a number": (
        "'--lr', type=float, default=1e-3, help='Rate of it'",
        ("lr", "float", "1e-3", "Learning rate (Rate of it)."),
    ),
    "a short name, too": ("'-b', '--batch-size', type=int, default=32", ("batch_size", "int", "32")),
    "a name of its own": ("'--x', dest='width', default=3, type=int", ("width", "int", "3", "Width.")),
    "its own name stays": ("'--wd', type=float, default=0", ("wd", "float", "0", "Wd.")),
    "choices": ("'--opt', choices=['a', 'b'], default='a'", ("opt", "Literal['a', 'b']", "'a'", "Opt.")),
    "none": ("'--size', type=int, default=None", ("size", "int | None", "None", "Size.")),
    "a switch": ("'--amp', action='store_true', default=False", ("amp", "bool", "False", "Amp.")),
    "several": ("'--sizes', nargs='+', type=int, default=[1, 2]", ("sizes", "list[int]", "[1, 2]", "Sizes.")),
    "a word": ("'name', nargs='?', default='x'", ("name", "str", "'x'", "Name.")),
    "help with its default": (
        "'--k', default=3, type=int, help='How many (default: %(default)s)'",
        ("k", "int", "3", "How many."),
    ),
    "a type of its own": ("'--on', type=lambda s: s == 'y', default=True", ("on", "bool", "True", "On.")),
}


@pytest.mark.parametrize(("added", "row"), ADDED.values(), ids=ADDED)
def test_a_default_is_an_option(added: str, row: tuple[str, ...]) -> None:
    (only,) = [one for one in plan_of(story(added)).parameters if one.source == "argparse"]
    assert (only.name, only.type, only.default, only.help)[: len(row)] == row
    assert replay(story(added)).differences() == []
    assert losses(story(added)) == []


@pytest.mark.parametrize(
    "added",
    ["'--lr', type=float", "'--lr', default=f()", "'--lr', default=argparse.SUPPRESS", "'--amp', action='store_true'"],
)
def test_these_have_nothing_to_turn(added: str) -> None:
    cells = story(added)
    cells.insert(1, "def f():\n    return 3")
    assert [one for one in plan_of(cells).parameters if one.source == "argparse"] == []


GIVEN = {
    "nothing": ("parser.parse_args([])", "1e-3", "lr"),
    "an empty text": ("parser.parse_args('')", "1e-3", "lr"),
    "by keyword": ("parser.parse_args(args=[])", "1e-3", "lr"),
    "a value": ("parser.parse_args(['--lr', '3'])", "3", "lr"),
    "a text": ("parser.parse_args('--lr 3'.split())", "3", "lr"),
    "shlex": ("parser.parse_args(shlex.split('--lr 3'))", "3", "lr"),
    "the first of two": ("parser.parse_known_args(['--lr', '3', '--more', '4'])[0]", "3", "lr"),
}


@pytest.mark.parametrize(("parsed", "default", "name"), GIVEN.values(), ids=GIVEN)
def test_what_is_given_to_the_parser_counts(parsed: str, default: str, name: str) -> None:
    cells = story("'--lr', type=float, default=1e-3", f"args = {parsed}")
    cells[0] = f"import shlex\n{cells[0]}"
    (only,) = [one for one in plan_of(cells).parameters if one.source == "argparse"]
    assert (only.name, only.default) == (name, default)
    assert replay(cells).differences() == []
    assert losses(cells) == []
    other = [cells[0], cells[1].replace(parsed, "parser.parse_known_args(['--lr', '7'])[0]"), cells[2]]
    assert turned(cells, {name: "7"}) == by_hand(other) != by_hand(cells)


@pytest.mark.parametrize(
    "parsed", ["parser.parse_args()", "parser.parse_args(sys.argv[1:])", "parser.parse_known_args()[0]"]
)
def test_no_parser_reads_the_command_line_of_the_package(parsed: str) -> None:
    cells = story("'--lr', type=float, default=1e-3", f"args = {parsed}")
    cells[0] = f"import sys\n{cells[0]}"
    meant = story("'--lr', type=float, default=1e-3")
    assert turned(cells, {"lr": "7"}) == turned(meant, {"lr": "7"})
    assert losses(cells) == []
    assert [note.text for note in plan_of(cells).notes if "own command line" in note.text]
    assert not [note.text for note in plan_of(meant).notes if "own command line" in note.text]


def test_a_parser_in_a_function() -> None:
    cells = [
        "import argparse\nimport torch\nimport probe",
        "def get_args():\n    p = argparse.ArgumentParser()\n    p.add_argument('--lr', type=float, default=1e-3)\n"
        "    return p.parse_args()",
        "args = get_args()",
        SEE,
    ]
    (only,) = [one for one in plan_of(cells).parameters if one.source == "argparse"]
    assert (only.name, only.default) == ("lr", "1e-3")
    meant = [cells[0], cells[1].replace("parse_args()", "parse_args([])"), *cells[2:]]
    assert replay(meant).differences() == []
    assert turned(cells, {"lr": "7"}) == turned(meant, {"lr": "7"})


def test_flags_of_absl() -> None:
    cells = [
        "from absl import flags\nimport torch",
        "flags.DEFINE_float('rate', 1, 'Rate of it.')",
        "print(flags.FLAGS.rate, torch.nn.Linear(2, 1))",
    ]
    assert [(one.name, one.type, one.default, one.help) for one in plan_of(cells).parameters] == [
        ("rate", "float", "1", "Rate of it.")
    ]


def test_flags_of_tensorflow() -> None:
    cells = [
        "import tensorflow as tf\nimport torch\nflags = tf.app.flags",
        "flags.DEFINE_float('rate', default=0.5, help='Rate of it.')\n"
        "tf.app.flags.DEFINE_integer('steps', 3, 'How many')",
        "tf.compat.v1.flags.DEFINE_enum('kind', 'a', ['a', 'b'], 'Which')\nFLAGS = tf.app.flags.FLAGS",
        "print(FLAGS.rate, FLAGS.steps, FLAGS.kind, torch.nn.Linear(2, 1))",
    ]
    assert [(one.name, one.type, one.default, one.help) for one in plan_of(cells).parameters] == [
        ("rate", "float", "0.5", "Rate of it."),
        ("steps", "int", "3", "How many."),
        ("kind", "Literal['a', 'b']", "'a'", "Which."),
    ]


def test_other_parsers_are_left_alone() -> None:
    cells = [
        "import mylib",
        "parser = mylib.Parser()\nparser.add_argument('--lr', default=1e-3)",
        "print(parser.parse_args())",
    ]
    assert plan_of(cells).parameters == ()
    assert "parse_args()" in "".join(member.code for module in plan_of(cells).modules for member in module.members)
