from __future__ import annotations

import ast
import inspect
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruff import find_ruff_bin

from nb2pkg.rules.docstring_defaults import default_words, defaults_of
from nb2pkg.rules.docstring_entry import Described, argument_entry, entry_words, function_doc, is_told, says_more
from nb2pkg.rules.docstrings import add_docstrings

LONG = "Number of samples in a batch (just the start, the finder makes it larger)."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("16", "Defaults to 16."),
        ("1e-3", "Defaults to 0.001."),
        ("1e-5", "Defaults to 1e-5."),
        ("(1e-5, 2)", "Defaults to (1e-5, 2)."),
        ("-1", "Defaults to -1."),
        ("None", "Defaults to None."),
        ("'data'", 'Defaults to "data".'),
        ('"it\'s"', 'Defaults to "it\'s".'),
        ("'1e-05'", 'Defaults to "1e-05".'),
        ("''", 'Defaults to "".'),
        ("MEAN", "Defaults to `MEAN`."),
        ("28 * 28", "Defaults to `28 * 28`."),
        ("f('a')", 'Defaults to `f("a")`.'),
        ("[]", "Defaults to []."),
        ("", ""),
        ("a b", ""),
        ("'a\\n'", ""),
        ("'" + "a" * 60 + "'", ""),
        ("'\u202e'", ""),
    ],
)
def test_a_default_is_a_sentence(source: str, expected: str) -> None:
    assert default_words(source) == expected


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("x=1", "int"),
        ("x=True", "bool"),
        ("x=1.5", "float"),
        ("x='a'", "str"),
        ("x=(1, 2.5)", "tuple[int, float]"),
        ("*, x=-1", "int"),
        ("lr=1", "float"),
        ("p=1", "int | float"),
        ("x=None", ""),
        ("x=()", ""),
        ("x=(1, None)", ""),
        ("x=[1]", ""),
        ("x=b'a'", ""),
        ("x=MEAN", ""),
        ("x=2 * 3", ""),
        ("x: int = 1", ""),
    ],
)
def test_a_plain_default_tells_the_type_that_the_signature_does_not(signature: str, expected: str) -> None:
    node = ast.parse(f"def f({signature}): pass").body[0]
    assert isinstance(node, ast.FunctionDef)
    (given,) = defaults_of(node).values()
    assert given.type == expected


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("x", "X.", False),
        ("df", "Table.", False),
        ("fn", "Function.", False),
        ("in_channels", "In channels.", False),
        ("momentum", "Momentum.", False),
        ("x", "", False),
        ("max_len", "Steps.", True),
        ("lr", "Learning rate.", True),
        ("val_split", "Validation split.", True),
        ("x", "Features, scaled.", True),
        ("gamma", "Gamma of `StepLR`.", True),
    ],
)
def test_a_line_that_is_only_the_name_says_nothing(name: str, words: str, expected: bool) -> None:
    assert says_more(name, words) is expected


@pytest.mark.parametrize(
    ("name", "words", "default", "expected"),
    [
        ("x", "X.", "", "X."),
        ("x", "", "", "X."),
        ("width", "Width.", "16", "Defaults to 16."),
        ("width", "", "16", "Defaults to 16."),
        ("lr", "Learning rate.", "1e-4", "Learning rate. Defaults to 0.0001."),
        ("steps", "How often", "3", "How often. Defaults to 3."),
        ("steps", "How often (default: 3).", "3", "How often (default: 3)."),
        ("steps", "How often.", "", "How often."),
    ],
)
def test_an_entry_says_what_is_known_and_then_the_default(name: str, words: str, default: str, expected: str) -> None:
    assert entry_words(name, words, default) == expected


def test_an_entry_hangs_and_keeps_its_default_in_one_piece() -> None:
    assert argument_entry("batch_size", LONG, "16", "int") == (
        "    batch_size (int): Number of samples in a batch (just the start, the finder makes\n"
        "        it larger). Defaults to 16."
    )
    assert argument_entry("patience", "Patience of `torch.optim.lr_scheduler.ReduceLROnPlateau`.", "(2, 10, 100)") == (
        "    patience: Patience of `torch.optim.lr_scheduler.ReduceLROnPlateau`.\n        Defaults to (2, 10, 100)."
    )


def test_a_whole_docstring() -> None:
    entries = [Described("noise", "Noise.", "0.35"), Described("df", "`df` of the notebook.")]
    assert function_doc("Make some data", entries, ["`signals`."]) == (
        '"""Make some data.\n\n    Args:\n        noise: Defaults to 0.35.\n        df: `df` of the notebook.\n\n'
        '    Returns:\n        `signals`.\n    """'
    )
    assert function_doc("Make some data", [Described("noise", "Noise."), Described("x")]) == '"""Make some data."""'
    assert function_doc("Make some data") == '"""Make some data."""'
    assert function_doc("") == '"""Run this part of the notebook."""'


NAMES = st.sampled_from(["x", "batch_size", "lr", "very_long_name_of_an_argument", "df"])
WORDS = st.lists(st.sampled_from(["a", "word", "longer-words", "(and", "more)", "1.", "x:", "-", "see", "Args:"]))
DEFAULTS = st.sampled_from(["", "16", "(0.417, 0.429, 0.268)", "'data'", "MEAN", "None"])


@given(NAMES, WORDS.map(" ".join), DEFAULTS)
def test_wrapping_keeps_the_words_and_the_width(name: str, words: str, default: str) -> None:
    entry = argument_entry(name, words, default)
    assert entry.split() == [f"{name}:", *entry_words(name, words, default).split()]
    assert all(len(line) <= 84 for line in entry.split("\n"))
    assert all(line.startswith("        ") for line in entry.split("\n")[1:])


@given(st.text(), st.lists(st.tuples(NAMES, st.text(), DEFAULTS), max_size=3))
@settings(max_examples=60)
def test_whatever_is_said_is_one_docstring(summary: str, told: list[tuple[str, str, str]]) -> None:
    source = function_doc(summary, [Described(*one) for one in told])
    node = ast.parse(f"def f():\n    {source}").body[0]
    assert isinstance(node, ast.FunctionDef)
    assert len(node.body) == 1
    text = ast.get_docstring(node) or ""
    assert all(name in text for name, words, default in told if is_told(name, words, default))


def written(summary: str, words: str, default: str) -> str:
    entries = [Described(name, words, default) for name in ("x", "batch_size", "a_very_long_name_of_an_argument")]
    doc = function_doc(f"{summary} {words}", entries, [f"`{summary}`."])
    return f"def f(x, batch_size, a_very_long_name_of_an_argument):\n    {doc}\n"


def test_ruff_has_nothing_to_say_of_docstrings_or_long_lines(tmp_path: Path) -> None:
    texts = [
        "Width.",
        LONG,
        LONG * 3,
        "see https://example.org",
        "a: b - c",
        "Args: x",
        '"quoted"',
        "back\\slash",
        "é 説",
    ]
    modules = [written("Data", words, default) for words in texts for default in ("", "16", "(0.417, 0.429, 0.268)")]
    modules += [
        add_docstrings(f"def f(x, y={default}):\n    return x\n", "", {"x": words})
        for words in texts
        for default in ("1", "(0.417, 0.429, 0.268)", "'a'")
    ]
    for number, text in enumerate(modules):
        (tmp_path / f"m{number}.py").write_text(f'"""A module."""\n\n\n{text}', encoding="utf-8")
    command = [find_ruff_bin(), "check", "--isolated", "--no-cache", "--select", "D,E501,W", "--line-length", "88"]
    command += ["--output-format", "json", "--config", 'lint.pydocstyle.convention="google"', str(tmp_path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    assert [f"{row['code']} {Path(row['filename']).read_text(encoding='utf-8')}" for row in found] == []


# --- who reads them


CLASS = """\
class Net:
    def __init__(self, width: int = 16, lr: float = 1e-3):
        pass
"""


def shown_help(source: str) -> str:
    jsonargparse = pytest.importorskip("jsonargparse")
    space: dict[str, object] = {"__name__": "written"}
    exec(compile(source, "written.py", "exec"), space)
    net = space["Net"]
    assert inspect.isclass(net)
    parser = jsonargparse.ArgumentParser(exit_on_error=False)
    parser.add_class_arguments(net, "model")
    return " ".join(parser.format_help().split())


def test_the_help_of_an_option_says_its_default_once() -> None:
    helps = {"width": "Width.", "lr": "Learning rate."}
    told = add_docstrings(CLASS, "", helps, options=True)
    assert "Defaults to" not in told
    assert "Learning rate. (type: " in shown_help(told)
    # Where the class is no option of its own, its readers have no such help.
    assert "lr: Learning rate. Defaults to 0.001." in add_docstrings(CLASS, "", helps)


def test_an_option_that_nothing_is_said_of_has_no_line_of_help() -> None:
    told = add_docstrings(CLASS.replace(", lr: float = 1e-3", ""), "", {"width": "Width."}, options=True)
    assert "Args:" not in told
    assert "--model.width WIDTH (type: " in shown_help(told)
