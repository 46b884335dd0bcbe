"""Whatever a notebook holds: no crash, the same bytes twice, and nothing lost."""

from __future__ import annotations

import ast
import json

import pytest
from examples import many
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stories import notebook
from tell import USUAL, situations

from nb2pkg import pipeline
from nb2pkg.errors import BadNotebook
from nb2pkg.model import Notebook
from nb2pkg.options import Conversion, Options

# Cells as people write them. {n} is a number that only this cell has: it must turn up in what is written.
TEMPLATES = [
    "A = {n}",
    "b = A + {n}",
    "rows = [r + {n} for r in rows]",
    "rows.append({n})",
    "def helper(x):\n    return x + {n}",
    "def helper(x):\n    global b\n    b = {n}\n    return x",
    "class Box:\n    size = {n}\n    def grow(self):\n        return self.size + len(rows)",
    "box = Box()\nprint(box.grow() + {n})",
    "if len(rows) > {n}:\n    flag = True",
    "for i in range({n}):\n    total = i",
    "try:\n    x = int('{n}')\nexcept ValueError:\n    x = None",
    "with open('file{n}.txt', 'w') as f:\n    f.write('x')",
    "print('{n}', rows)",
    "rows[:{n}]",
    "len(rows) + {n};",
    "late = lambda y: y + A + {n}",
    "late({n})",
    "del A\nA = {n}",
    "x = (y := {n})",
    "from math import floor as f{n}\nz = f{n}(1.5)",
    "import json\njson.dumps({n})",
    "assert rows != [{n}]",
    "!echo {n}",
    "%matplotlib inline\nu = {n}",
    "rows, (p, *q) = [1], (2, {n})",
    "@staticmethod\ndef odd():\n    return {n}",
    "async def wait():\n    return {n}",
    "w = await wait() + {n}",
    "trainer.test(model, dm)\nprint({n})",
    "model.lr = {n}",
    "dm.extra = {n}",
    "report = {n}",
    "explore = helper({n})",
    "trainer2 = pl.Trainer(max_epochs={n})",
    "globals()['A'] + {n}",
    "match A:\n    case {n}:\n        m = 1",
    "x: int = {n}",
    "x = {n} if A else None",
    "x = f'{{A}}-{n}'",
    "# only a comment",
    "'''only words {n}'''",
    "raise SystemExit({n}) if A else ValueError",
    "while False:\n    x = {n}",
    "(lambda: {n})()",
    "x = y = [{n}]\ny.append(1)",
    "nonsense(",
]
_TAGS = ["", "data", "model", "train", "explore", "skip", "parameters", "md"]


@st.composite
def notebooks(draw: st.DrawFn) -> Notebook:
    """The usual story, or parts of it, with other cells anywhere between."""
    parts = [text for text in USUAL.values() if text and (draw(st.integers(0, 9)) > 0)]
    cells = [("", text) for text in parts]
    for template in draw(st.lists(st.sampled_from(TEMPLATES), max_size=6)):
        place = draw(st.integers(0, len(cells)))
        cells.insert(place, (draw(st.sampled_from(_TAGS)), template))
    numbered = [(tag, _numbered(text, 70_001 + place)) for place, (tag, text) in enumerate(cells)]
    return notebook(numbered)


def _numbered(text: str, number: int) -> str:
    return text.replace("{n}", str(number)).replace("{{", "{").replace("}}", "}")


def _converted(book: Notebook) -> Conversion | None:
    try:
        return pipeline.convert(book, Options(keep_going=True))
    except BadNotebook:
        return None


def _written(done: Conversion) -> str:
    """All that a person gets to read: the files and the report, escapes of the slim notebook undone."""
    texts = []
    for file in done.package.files:
        text = file.content.decode("utf-8")
        if file.path.endswith(".ipynb"):
            text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
        texts.append(text)
    return "\n".join([*texts, *(note.text for note in done.plan.notes)])


def _numbers(text: str) -> set[str]:
    """Our numbers in a text, however the formatter wrote them."""
    plain = text.replace("_", "")
    return {str(n) for n in range(70_001, 70_040) if str(n) in plain}


def _lost(book: Notebook, done: Conversion) -> set[str]:
    kept = [cell for cell in book.cells if cell.kind == "code" and "skip" not in cell.tags]
    asked = {number for cell in kept if _parses(cell.source) for number in _numbers(cell.source)}
    return asked - _numbers(_written(done)) - _reported(book, done)


def _reported(book: Notebook, done: Conversion) -> set[str]:
    """What a note says that it is left out: a definition that another of its name follows before it is used."""
    dropped = [note.origin for note in done.plan.notes if "only the last definition is kept" in note.text]
    lines = ["\n".join(book.cells[o.cell].source.split("\n")[o.first - 1 : o.last]) for o in dropped if o]
    return {number for text in lines for number in _numbers(text)}


def _parses(source: str) -> bool:
    """Whether it is a cell of Python; another is set aside, as its note says."""
    try:
        ast.parse(source)
    except SyntaxError:
        return source.startswith(("!", "%", "w = await"))
    return True


SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(SETTINGS, max_examples=8)
@given(notebooks())
def test_any_notebook_gives_a_package_or_one_clear_error(book: Notebook) -> None:
    done = _converted(book)
    if done is not None:
        assert _lost(book, done) == set()


@pytest.mark.slow
@settings(SETTINGS, max_examples=many(120))
@given(notebooks(), st.integers(0, 3))
def test_many_notebooks_give_packages_twice_the_same(book: Notebook, again: int) -> None:
    done = _converted(book)
    if done is not None:
        assert _lost(book, done) == set()
        assert again or done == _converted(book)


def test_a_notebook_without_code_is_refused() -> None:
    with pytest.raises(BadNotebook, match="no Python code"):
        pipeline.convert(notebook([("md", "# Nothing")]), Options())


def test_a_cell_that_does_not_parse_is_named_or_set_aside() -> None:
    book = notebook(["x = 1", "nonsense("])
    with pytest.raises(BadNotebook) as caught:
        pipeline.convert(book, Options())
    assert (caught.value.file, caught.value.cell) == ("story.ipynb", 1)
    notes = [note.text for note in pipeline.plan(book, Options(keep_going=True)).notes]
    assert any(text.startswith("cell 1 is set aside") for text in notes)


def test_a_skipped_cell_is_named() -> None:
    notes = [note.text for note in pipeline.plan(notebook(["x = 1", ("skip", "y = 2")]), Options()).notes]
    assert "cell 1 is tagged skip and left out" in notes


def test_the_plan_is_that_of_the_conversion() -> None:
    book = notebook(situations("lightning")["constants used everywhere"])
    assert pipeline.plan(book, Options()) == pipeline.convert(book, Options()).plan


def test_a_function_that_reads_its_own_name_too_early_is_the_notebooks_own_fault() -> None:
    source = "def f(x):\n    first, second = second, x\n    return first"
    files = pipeline.convert(notebook([source, "f(3)"]), Options()).package.files
    text = next(file.content.decode() for file in files if b"def f(" in file.content and file.path.endswith(".py"))
    assert "first, second = second, x  # noqa: F821" in text
