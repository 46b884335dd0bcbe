from __future__ import annotations

import ast
import inspect
import json
import random
import re
import subprocess
import types
from collections.abc import Iterator
from pathlib import Path

import docstring_rows as rows
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruff import find_ruff_bin

from nb2pkg.rules.docstring_headings import TITLES
from nb2pkg.rules.docstring_sources import comment_words, mentions, prose_sentence, quiet_parse
from nb2pkg.rules.docstring_words import words_of
from nb2pkg.rules.docstrings import add_docstrings

FIXTURES = Path(__file__).parents[2] / "fixtures"
DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

# Lines of which docstrings, comments and prose are thrown together.
LINES = [
    *("Args:", "args", "    x: foo", "    x (int): bar", "  y - bar baz", "Returns", "Returns:", "-------", "====="),
    *(":param x: y", ":param int y: the y", ":returns: it", ":meta foo: x", "", "", "    Note:", "        deeper"),
    *("Note:", "Todo:", "Example::", "text (more", "more text here, and", "then it goes on.", "One. And another."),
    *('a """ quote', "'''", "back\\slash", "\r", "\x00", "\u202e", "\u200b", ">>> f(x)", "x - y", "x: y", "- item"),
    *("  * item", "1. one", "# Heading", "Parameters", "----------", "x : int", "    The input.", "x, y : float"),
    *("The quick brown fox " * 8, "http://example.org/" + "a" * 90, "    " + "long words here " * 9, "```"),
    *("| a | b |", "f(x) -> y", "See Also", "keyword arguments:", "Inputs:", "Raises:", "    ValueError: if bad"),
    *("**kwargs: more", "\\*args: more", "`x`: tick", "ends with :", "%d {{ x }} {% y %}", "é ü", "\t tab", "df is"),
    *("don't do it", "...", "!", '"', "Yields:", "Attributes:", "    Args:", "foo\\", "\\N{BULLET}", "\\u0041", "…"),
]


def without_docstrings(source: str) -> str:
    tree = quiet_parse(source)
    for node in ast.walk(tree):
        if isinstance(node, DEFINITIONS) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)


def findings(modules: list[str], folder: Path) -> list[str]:
    """What ruff says of the docstrings of all modules, in one process."""
    for number, text in enumerate(modules):
        (folder / f"m{number}.py").write_text(
            f'"""A module."""\n\nfrom typing import overload\n\n\n{text}', encoding="utf-8"
        )
    command = [find_ruff_bin(), "check", "--isolated", "--no-cache", "--select", "D", "--output-format", "json"]
    command += ["--config", 'lint.pydocstyle.convention="google"', str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    found = json.loads(done.stdout)
    texts = {str(folder / f"m{number}.py"): text for number, text in enumerate(modules)}
    return [f"{row['code']} {row['message']}:\n{texts[row['filename']]}" for row in found]


@pytest.mark.parametrize("row", rows.CHANGED, ids=lambda row: row.claim)
def test_a_definition_is_given_docstrings(row: rows.Row) -> None:
    assert add_docstrings(row.before, row.prose, row.helps) == row.after


@pytest.mark.parametrize("row", rows.CHANGED, ids=lambda row: row.claim)
def test_a_second_time_changes_nothing(row: rows.Row) -> None:
    assert add_docstrings(row.after, row.prose, row.helps) == row.after


@pytest.mark.parametrize(("claim", "text"), rows.UNCHANGED, ids=lambda value: value[:60])
def test_what_is_complete_is_left_alone(claim: str, text: str) -> None:
    assert add_docstrings(text, "", {}) == text, claim


@pytest.mark.parametrize("row", rows.CHANGED, ids=lambda row: row.claim)
def test_the_code_stays(row: rows.Row) -> None:
    assert without_docstrings(row.before) == without_docstrings(row.after)


def test_claims_are_unique() -> None:
    claims = [row.claim for row in rows.CHANGED] + [claim for claim, _ in rows.UNCHANGED]
    assert len(claims) == len(set(claims))


def test_ruff_finds_nothing_in_what_was_written(tmp_path: Path) -> None:
    # Indented with tabs, which the formatter turns into blanks.
    assert findings([row.after for row in rows.CHANGED if "\t" not in row.after], tmp_path) == []


def test_ruff_would_find_what_was_there_before(tmp_path: Path) -> None:
    assert len(findings([row.before for row in rows.CHANGED], tmp_path)) > len(rows.CHANGED)


# --- whatever people write


def literal(text: str, indent: str) -> str:
    """The text as a docstring that is laid out as carelessly as it comes."""
    body = re.sub(r"[\x00\r]", "", text).replace('"""', "''").rstrip('\\"').replace("\n", f"\n{indent}    ")
    written = f'"""{body}\n{indent}"""'
    try:
        quiet_parse(written)
    except (SyntaxError, ValueError):
        return repr(text)
    return written


def documented(texts: list[str]) -> str:
    first, second, third, fourth = texts
    return (
        f"class Net(nn.Module):\n    {literal(first, '    ')}\n\n    def __init__(self, x, y=1, **kw):\n"
        f"        {literal(second, '        ')}\n        pass\n\n    def fit(self, x, df):\n"
        f"        {literal(third, '        ')}\n\n        def inner(x, y):\n"
        f"            {fourth!r}\n\n            pass\n"
    )


def commented(text: str) -> str:
    lines = re.sub(r"[\x00\r]", "", text).split("\n")
    return "\n".join(f"# {line}" for line in lines) + "\ndef split(x, df, *args, **kwargs):\n    return x\n"


TEXTS = st.lists(st.sampled_from(LINES) | st.text(max_size=30), min_size=1, max_size=7).map("\n".join)
PLAIN = TEXTS.filter(lambda text: not re.search("[\ud800-\udfff]", text))


@given(st.lists(PLAIN, min_size=4, max_size=4), PLAIN, PLAIN)
@settings(max_examples=150, deadline=None)
def test_any_docstring_keeps_the_code_and_settles(texts: list[str], prose: str, help_line: str) -> None:
    before = documented(texts)
    after = add_docstrings(before, prose, {"x": help_line})
    assert without_docstrings(after) == without_docstrings(before)
    assert add_docstrings(after, prose, {"x": help_line}) == after


@given(PLAIN, PLAIN)
@settings(max_examples=150, deadline=None)
def test_any_comment_and_prose_keep_the_code_and_settle(comment: str, prose: str) -> None:
    before = commented(comment)
    after = add_docstrings(before, prose, {})
    assert without_docstrings(after) == without_docstrings(before)
    assert add_docstrings(after, prose, {}) == after


@given(st.lists(st.sampled_from(LINES) | st.text("abc xyz.,:-()#*'", max_size=30), max_size=7).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_no_word_of_a_comment_is_lost(text: str) -> None:
    before = commented(text)
    after = add_docstrings(before, "", {})
    lost = set(re.findall(r"\w+", before.lower())) - set(re.findall(r"\w+", after.lower()))
    # Headings are written as Google writes them, and left out above nothing.
    assert lost <= {word for title in TITLES for word in title.split()} | {"parameters", "inputs", "param"}


def test_ruff_finds_nothing_whatever_was_written_before(tmp_path: Path) -> None:
    chance = random.Random(2024)

    def text() -> str:
        return "\n".join(chance.choice(LINES) for _ in range(chance.randint(1, 7)))

    sources = [documented([text() for _ in range(4)]) for _ in range(120)] + [commented(text()) for _ in range(120)]
    written = [add_docstrings(source, text(), {"y": text()}) for source in sources]
    assert findings(written, tmp_path) == []


# --- the sources of words


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("", ""),
        ("The net has two layers.", "The net has two layers."),
        (
            "The net, i.e. the model, e.g. here, has 2.5 layers. And",
            "The net, i.e. the model, e.g. here, has 2.5 layers.",
        ),
        ("## The net has two layers.\nIt is **small** and `fast`.", ""),
        ("The net\nhas two\nlayers.\n\nMore.", "The net has two layers."),
        ("no end", ""),
        ("Is it good enough?", ""),
        ("Too short.", ""),
        ("Things that are wrong:\n\n- prices are text.", ""),
        ("The $x$ of it all is here.", ""),
        ("See https://example.org for it all.", ""),
        ("We train the net here.", ""),
        ("```\nThe net is small.", ""),
        ("The net is small.\n-----------------\n\nThe rest is small too.", "The rest is small too."),
        ("<!-- The net is small. -->The net is <b>big</b> enough.", "The net is big enough."),
        ('The **big** _net_ ~~is~~ [here](x.html "t") `a * b`.', "The big net is here `a * b`."),
        ("<div>\nThe net is small.\n</div>", ""),
        ("![x](y)\nThe net is small.", ""),
        ("    The net is small.", ""),
        ("<!-- The net is small.", ""),
    ],
)
def test_the_first_sentence_of_prose(prose: str, expected: str) -> None:
    assert prose_sentence(prose) == expected


@given(st.text())
@settings(max_examples=300)
def test_any_prose_gives_one_line(prose: str) -> None:
    found = prose_sentence(prose)
    assert "\n" not in found
    assert found.isprintable()


def test_prose_is_read_quickly_however_hostile() -> None:
    for piece in ("**a ", "__a_", "[", "![", "`a", "<a", "$", "a. ", "<!--", "# \n", "    \n\n", "_a*"):
        assert isinstance(prose_sentence(piece * 50_000), str)


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("The split operation divides the input.", "SplitFlow", True),
        ("Normalizing flows are nice.", "SplitFlow", False),
        ("The module `DenseBlock` is small.", "DenseBlock", True),
        ("Helper function for visualization.", "visualize", True),
        ("Reviews differ in length.", "ReviewDataset", True),
        ("A dataset has samples.", "ReviewDataset", False),
        ("A dataset has samples.", "Dataset", True),
        ("A plain CNN, three blocks are enough.", "conv_block", False),
        ("", "f", False),
        ("f is a function.", "f", False),
    ],
)
def test_prose_is_about_a_definition_if_it_speaks_of_it(sentence: str, name: str, expected: bool) -> None:
    assert mentions(sentence, name) is expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["# Encode one text"], ("Encode one text", 1)),
        (["#Encode", "# one text"], ("Encode\none text", 2)),
        (["# noqa", "# Encode one text"], ("Encode one text", 1)),
        (["# Encode one text", "# type: ignore"], ("", 0)),
        (["# x = 1"], ("", 0)),
        (["# Encode it like this", "# x = f(1)"], ("", 0)),
        (["# for x in y:", "#     f(x)"], ("", 0)),
        (["# note: slow"], ("note: slow", 1)),
        (["# this and that"], ("this and that", 1)),
        (["# pre-processing, cleaning"], ("pre-processing, cleaning", 1)),
        (["#####", "# Encode one text", "#####"], ("", 0)),
        (["# --- Encode one text ---"], ("", 0)),
        (["### Encode one text"], ("", 0)),
        (["# @title Encode one text"], ("", 0)),
        (["# Encoder"], ("", 0)),
        (["#"], ("", 0)),
        ([], ("", 0)),
    ],
)
def test_the_words_of_a_comment(lines: list[str], expected: tuple[str, int]) -> None:
    assert comment_words(lines) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rle_encode", "Rle encode"),
        ("LeafDataset", "Leaf dataset"),
        ("PriceMLP", "Price MLP"),
        ("MNISTDataModule", "MNIST data module"),
        ("GPT2Model", "GPT2 model"),
        ("Conv2d", "Conv2d"),
        ("to_RGB", "To RGB"),
        ("_private__name_", "Private name"),
        ("größe_messen", "größe messen".capitalize()),
        ("__", ""),
    ],
)
def test_the_words_of_a_name(name: str, expected: str) -> None:
    assert words_of(name) == expected


# --- who reads the docstrings


def test_the_help_of_each_argument_appears_on_the_command_line() -> None:
    jsonargparse = pytest.importorskip("jsonargparse")
    source = add_docstrings(
        '''\
class Net:
    """A net.

    Args:
        width: of each layer
    """

    def __init__(
        self,
        width: int = 8,
        depth: int = 2,  # how many layers
        lr: float = 1e-3,
        n_heads: int = 4,
        bias: bool = True,
    ):
        """Build it.

        Parameters
        ----------
        bias : bool
            Whether there are
            offsets.
        """
''',
        "",
        {"lr": "Learning rate of Adam."},
    )
    parser = jsonargparse.ArgumentParser(exit_on_error=False)
    parser.add_class_arguments(built(source, "Net"), "model")
    shown = " ".join(parser.format_help().split())
    for words in (
        "of each layer",
        "How many layers.",
        "Learning rate of Adam.",
        "Number of heads.",
        "Whether there are offsets.",
    ):
        assert words in shown
    assert "A net" in shown


def built(source: str, name: str) -> type:
    """The class that a source defines, its docstrings readable as those of a file."""
    module = types.ModuleType("written")
    exec(compile(source, "written.py", "exec"), module.__dict__)
    found = vars(module)[name]
    assert inspect.isclass(found)
    return found


def test_docstrings_are_what_python_reads() -> None:
    source = add_docstrings("# Encode one text\ndef encode(text):\n    return text\n", "", {"text": "What to encode."})
    module = types.ModuleType("written")
    exec(compile(source, "written.py", "exec"), module.__dict__)
    expected = "Encode one text.\n\nArgs:\n    text: What to encode.\n\nReturns:\n    `text`."
    assert inspect.getdoc(module.__dict__["encode"]) == expected


# --- the fixtures


def definitions() -> Iterator[tuple[str, str, str]]:
    """Every class and function of the fixtures with the comments and the prose above."""
    for path in sorted(FIXTURES.glob("*/notebook.ipynb")):
        prose = ""
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                prose = source
                continue
            plain = "\n".join("pass" if line.startswith(("!", "%")) else line for line in source.split("\n"))
            yield from ((path.parent.name, text, prose) for text in top_level(plain))
            prose = ""


def top_level(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    lines, end = source.split("\n"), 0
    for node in tree.body:
        start, end = end, node.end_lineno or end
        if isinstance(node, DEFINITIONS):
            yield "\n".join(lines[start:end]) + "\n"


def test_the_fixtures_are_documented(tmp_path: Path) -> None:
    found = list(definitions())
    assert len(found) > 30
    written = [add_docstrings(text, prose, {}) for _, text, prose in found]
    for (_, before, prose), after in zip(found, written, strict=True):
        assert without_docstrings(after) == without_docstrings(before)
        assert add_docstrings(after, prose, {}) == after
    assert findings(written, tmp_path) == []
