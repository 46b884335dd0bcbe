from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import plans
import pytest

from nb2pkg.model import Member, Module, Origin, Parameter, PlainEntry, Plan, Special
from nb2pkg.package.render import render
from nb2pkg.package.slim import slim_notebook
from nb2pkg.package.slim_signature import Grown, growth
from nb2pkg.package.slim_trainer import without_old_arguments

Cells = tuple[tuple[str, str, str], ...]


def slim(cells: Cells, *modules: Module, plan: Plan = plans.PLAN) -> list[str]:
    """Return the code of the slim notebook of some cells."""
    made = replace(plan, modules=modules, entry=PlainEntry(()))
    text = slim_notebook(made, plans.notebook_of(cells), plans.program_of(cells))
    return [str(cell.source) for cell in nbformat.reads(text, 4).cells if cell.cell_type == "code"]


def code(*sources: str) -> Cells:
    return tuple(("code", "data", source) for source in sources)


def stage(name: str, source: str, *origins: Origin) -> Module:
    return Module("data", "", (), (Member(name, "stage", source, origins),))


def definition(source: str, cell: int = 0, kind: str = "function") -> Module:
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    return Module("data", "", (), (Member(node.name, kind, source, (Origin(cell, 1, 9),)),))


def constants(*sources: str) -> Module:
    members = [
        Member(source.partition(" ")[0], "constant", source, (Origin(cell, 1, 1),))
        for cell, source in enumerate(sources)
    ]
    return Module("data", "", (), tuple(members))


def test_the_story_stays_and_definitions_become_imports() -> None:
    text = slim_notebook(plans.PLAN, plans.notebook_of(), plans.program_of())
    cells = nbformat.reads(text, 4).cells
    story = [source for kind, _, source in plans.CELLS if kind == "markdown"]
    assert [cell.source for cell in cells if cell.cell_type == "markdown"] == story
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    (imports,) = (source for source in sources if "import " in source)
    assert "from leaf_disease.models import LeafModel" in imports
    assert "class " not in text
    assert "%" not in "".join(sources)
    assert "import numpy" not in text


def test_it_is_a_valid_notebook_without_outputs_and_with_ids_of_its_content() -> None:
    text = slim_notebook(plans.PLAN, plans.notebook_of(), plans.program_of())
    notebook: dict[str, Any] = json.loads(text)
    nbformat.validate(nbformat.reads(text, 4))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert all(cell.get("outputs", []) == [] for cell in notebook["cells"])
    again = slim_notebook(plans.PLAN, plans.notebook_of(), plans.program_of())
    assert again == text


def test_equal_cells_get_different_ids() -> None:
    cells = code("x = 1", "x = 1", "x = 1")
    text = slim_notebook(plans.PLAN, plans.notebook_of(cells), plans.program_of(cells))
    ids = [cell["id"] for cell in json.loads(text)["cells"]]
    assert len(set(ids)) == len(ids) == 3


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # all imports stand together, each once
        (code("import a", "a.x()", "import b\nb.x()"), ["import a\nimport b", "a.x()", "b.x()"]),
        (code("import a", "import a\na.x()"), ["import a", "a.x()"]),
        (code("import a.b", "a.b.x()", "import a.c\na.c.x()"), ["import a.b\nimport a.c", "a.b.x()", "a.c.x()"]),
        (code("x = 1", "import a\na.f(x)"), ["x = 1", "import a\n\na.f(x)"]),
        (
            code("from t import a, b", "a.x()", "from t import b, c\nb(c)"),
            ["from t import a, b\nfrom t import b, c", "a.x()", "b(c)"],
        ),
        # a name that means two things, or that is deleted, is imported where it was
        (
            code("from a import t", "t()", "from b import t\nt()"),
            ["from a import t", "t()", "from b import t\nt()"],
        ),
        (code("import a", "import b\nb = b.c\nb()"), ["import b\nb = b.c\nb()"]),
        (code("import a\na.x()", "del a", "import a\na.x()"), ["import a\na.x()", "del a", "import a\na.x()"]),
        (code("import a\na.x(sum)", "from a import sum\nsum()"), ["import a\n\na.x(sum)", "from a import sum\nsum()"]),
        (code("x = 1", "from a import *\nf(x)"), ["x = 1", "from a import *\nf(x)"]),
        (
            code("import a", "try:\n    import b\nexcept ImportError:\n    b = a", "b.x()"),
            ["import a", "try:\n    import b\nexcept ImportError:\n    b = a", "b.x()"],
        ),
        # nothing is imported before what decides how
        (
            code("import os", "os.environ['K'] = 'torch'", "import b\nb.x()"),
            ["import os", "os.environ['K'] = 'torch'", "import b\n\nb.x()"],
        ),
        (
            code("import os\nos.environ['K'] = 'torch'\nimport b", "b.x()"),
            ["import os\n\nos.environ['K'] = 'torch'\nimport b", "b.x()"],
        ),
        (
            code("import sys", "sys.path.append('..')\nimport b\nb.x()"),
            ["import sys", "sys.path.append('..')\nimport b\nb.x()"],
        ),
        # ... unless it was imported already
        (
            code("import os\nimport b\nb.x()", "os.chdir('..')", "from b.c import d\nd()"),
            ["import os\nimport b\nfrom b.c import d\n\nb.x()", "os.chdir('..')", "d()"],
        ),
    ],
)
def test_imports_stand_together_where_that_means_the_same(cells: Cells, expected: list[str]) -> None:
    assert slim(cells) == expected


@pytest.mark.parametrize(
    ("cells", "modules", "expected"),
    [
        # what only the package uses is not told again
        (code("def f(x):\n    return x", "print(1)"), [definition("def f(x):\n    return x")], ["print(1)"]),
        (
            code("def f(x):\n    return x + N", "N = n = 2 * 3", "print(1)"),
            [definition("def f(x, *, n):\n    return x + n")],
            ["N = n = 2 * 3", "print(1)"],
        ),
        (code("def f(x):\n    return x", "print(1)"), [definition("def f_v1(x):\n    return x")], ["print(1)"]),
        (code("def f(x):\n    return x", "print(1)"), [], ["def f(x):\n    return x", "print(1)"]),
        (code("A = 1", "B = A + 1", "print(1)"), [constants("A = 1", "B = A + 1")], ["print(1)"]),
        (code("A = 1", "print(A)"), [constants("A = 1")], ["A = 1", "print(A)"]),
        # ... unless a string names it, or anything may
        (code("A = 1", "f.query('x < @A')"), [constants("A = 1")], ["A = 1", "f.query('x < @A')"]),
        (code("A = 1", "print(globals())"), [constants("A = 1")], ["A = 1", "print(globals())"]),
        # a setting that the package has not stays
        (code("A = 1", "print(1)"), [], ["A = 1", "print(1)"]),
        # a definition that is made anew before anything uses it is not told
        (code("def f():\n    return 1", "def f():\n    return 2", "f()"), [], ["def f():\n    return 2", "f()"]),
        (
            code("def f():\n    return 1", "f()", "def f():\n    return 2", "f()"),
            [],
            ["def f():\n    return 1", "f()", "def f():\n    return 2", "f()"],
        ),
        (
            code("def g():\n    return f()", "def f():\n    return 1", "g()", "def f():\n    return 2"),
            [],
            ["def g():\n    return f()", "def f():\n    return 1", "g()", "def f():\n    return 2"],
        ),
        # a computed setting is handed over under the notebook's name, where only one can be meant
        (
            code("def f(x):\n    return x + N", "N = 2 * 3", "print(f(1))"),
            [definition("def f(x, *, n):\n    return x + n")],
            ["from leaf_disease.data import f", "N = 2 * 3", "print(f(1, n=N))"],
        ),
        (
            code("def f(x):\n    return x + N", "N = n = 2 * 3", "print(f(1))"),
            [definition("def f(x, *, n):\n    return x + n")],
            ["def f(x):\n    return x + N", "N = n = 2 * 3", "print(f(1))"],
        ),
    ],
)
def test_what_the_package_knows_is_not_told_again(cells: Cells, modules: list[Module], expected: list[str]) -> None:
    assert slim(cells, *modules) == expected


def test_a_setting_of_several_is_passed_on_by_its_name() -> None:
    parameters = tuple(
        Parameter(name, "data", "int", value, "", (Origin(0, 1, 1),), "constant")
        for name, value in (("low", "1"), ("high", "2"))
    )
    cells = code("LOW, HIGH = 1, 2", "b = LOW + HIGH", "print(b)")
    source = "def prepare(low=1, high=2):\n    b = low + high\n    return b"
    made = replace(plans.PLAN, parameters=parameters)
    expected = [
        "LOW, HIGH = 1, 2",
        "from leaf_disease.data import prepare\n\nb = prepare(low=LOW, high=HIGH)",
        "print(b)",
    ]
    assert slim(cells, stage("prepare", source, Origin(1, 1, 1)), plan=made) == expected


def test_the_cell_that_papermill_fills_holds_nothing_else() -> None:
    cells = code("import a\nA = 1", "a.f(A)")
    notebook = plans.notebook_of(cells)
    tagged = replace(notebook, cells=(replace(notebook.cells[0], tags=("parameters",)), *notebook.cells[1:]))
    made = replace(plans.PLAN, modules=(), entry=PlainEntry(()))
    written = nbformat.reads(slim_notebook(made, tagged, plans.program_of(cells)), 4).cells
    assert [(cell.source, cell.metadata.get("tags")) for cell in written] == [
        ("import a", None),
        ("A = 1", ["parameters"]),
        ("a.f(A)", None),
    ]


@pytest.mark.parametrize(
    ("cells", "modules", "expected"),
    [
        (code("x = 1\nprint(x)"), [], ["x = 1\nprint(x)"]),
        (code("import os\nimport sys", "print(sys)"), [], ["import sys", "print(sys)"]),
        (code("from a import b, c", "print(c)"), [], ["from a import c", "print(c)"]),
        (code("import os", "%matplotlib inline"), [], []),
        # a definition moves, its uses stay
        (
            code("def f(x):\n    return x", "print(f(1))"),
            [definition("def f(x):\n    return x")],
            ["from leaf_disease.data import f", "print(f(1))"],
        ),
        # what it read from around it is handed over
        (
            code("def f(x):\n    return x + y", "y = 1\nprint(f(1))"),
            [definition("def f(x, *, y):\n    return x + y")],
            ["from leaf_disease.data import f", "y = 1\nprint(f(1, y=y))"],
        ),
        (
            code("def f(x):\n    return x + y", "y = 1\nprint(list(map(f, [1])))"),
            [definition("def f(x, *, y):\n    return x + y")],
            [
                "from functools import partial\nfrom leaf_disease.data import f",
                "y = 1\nprint(list(map(partial(f, y=y), [1])))",
            ],
        ),
        # ... where it can be: not into a base class, not where the name is not the notebook's, not into a new meaning
        (
            code("class A:\n    pass", "y = 1", "class B(A):\n    pass"),
            [definition("class A:\n    def __init__(self, *, y):\n        self.y = y", kind="class")],
            ["class A:\n    pass", "y = 1", "class B(A):\n    pass"],
        ),
        (
            code("def f(x):\n    return x", "print(f(1))"),
            [definition("def f(x, *, nobody):\n    return x")],
            ["def f(x):\n    return x", "print(f(1))"],
        ),
        (
            code("def f(x):\n    return x", "f(1)", "f = len"),
            [definition("def f(x):\n    return x")],
            ["def f(x):\n    return x", "f(1)", "f = len"],
        ),
        (
            code("def f(a, b):\n    return a", "print(f(1, 2))"),
            [definition("def f(b, a):\n    return a")],
            ["def f(a, b):\n    return a", "print(f(1, 2))"],
        ),
        # a stage is called with what it needs, for what it gives
        (
            code("a = 1\nb = a + 1\nc = b * 2", "print(c)"),
            [stage("prepare", "def prepare(a):\n    b = a + 1\n    c = b * 2\n    return c", Origin(0, 2, 3))],
            ["from leaf_disease.data import prepare\n\na = 1\nc = prepare(a)", "print(c)"],
        ),
        # ... but not where something that it keeps to itself is missed
        (
            code("a = 1\nb = a + 1\nc = b * 2", "print(b)"),
            [stage("prepare", "def prepare(a):\n    b = a + 1\n    c = b * 2\n    return c", Origin(0, 2, 3))],
            ["a = 1\nb = a + 1\nc = b * 2", "print(b)"],
        ),
        # ... or is needed before it is done
        (
            code("a = [1]", "print(a)", "a.append(2)"),
            [
                stage(
                    "prepare",
                    "def prepare():\n    a = [1]\n    a.append(2)\n    return a",
                    Origin(0, 1, 1),
                    Origin(2, 1, 1),
                )
            ],
            ["a = [1]", "print(a)", "a.append(2)"],
        ),
        # ... or it needs what the notebook does not have
        (
            code("b = 1"),
            [stage("prepare", "def prepare(trainer):\n    b = 1\n    return b", Origin(0, 1, 1))],
            ["b = 1"],
        ),
        # ... or it gives what has no name
        (
            code("b = 1"),
            [stage("prepare", "def prepare():\n    return {'b': 1}", Origin(0, 1, 1))],
            ["b = 1"],
        ),
        # an exploration shows here what it saves elsewhere
        (
            code("a = 1", "print(a)"),
            [stage("look", "def look(report, a):\n    report.show(a)", Origin(1, 1, 1))],
            [
                "a = 1",
                "from leaf_disease.data import look\nfrom types import SimpleNamespace\n\n"
                "# From the command line this goes into files; here it is shown.\n"
                "report = SimpleNamespace(show=display, figures=lambda: None)\n\nlook(report, a)",
            ],
        ),
        # ... unless the notebook calls something else its report
        (
            code("report = 1", "print(report)"),
            [stage("look", "def look(report):\n    report.show(1)", Origin(1, 1, 1))],
            ["report = 1", "print(report)"],
        ),
        # what replaced code brought along is imported
        (code("print(subprocess.run(['true']))"), [], ["import subprocess\nprint(subprocess.run(['true']))"]),
    ],
)
def test_what_can_soundly_come_from_the_package_does(cells: Cells, modules: list[Module], expected: list[str]) -> None:
    assert slim(cells, *modules) == expected


def test_a_setting_that_a_stage_takes_is_passed_on() -> None:
    setting = plans.parameter("lr", "data", "float", "0.1", "", Origin(0, 1, 1), source="constant")
    cells = code("LR = 0.1", "b = LR * 2", "print(b)")
    module = stage("prepare", "def prepare(lr: float = 0.1):\n    b = lr * 2\n    return b", Origin(1, 1, 1))
    sources = slim(cells, module, plan=replace(plans.PLAN, parameters=(setting,)))
    assert sources[1] == "from leaf_disease.data import prepare\n\nb = prepare(lr=LR)"


def test_a_constant_that_is_built_comes_from_the_package_and_a_setting_stays() -> None:
    members = (
        Member("SIZES", "constant", "SIZES = tuple(range(3))", (Origin(0, 1, 1),)),
        Member("N", "constant", "N = 3", (Origin(0, 2, 2),)),
    )
    sources = slim(code("SIZES = tuple(range(3))\nN = 3\nprint(SIZES, N)"), Module("data", "", (), members))
    assert sources == ["from leaf_disease.data import SIZES\n\nN = 3\nprint(SIZES, N)"]


def test_cells_tagged_skip_are_left_out_and_the_parameters_tag_stays() -> None:
    cells: Cells = (("code", "skip", "x = 1"), ("code", "data", "y = 2"))
    notebook = plans.notebook_of(cells)
    tagged = replace(notebook, cells=(notebook.cells[0], replace(notebook.cells[1], tags=("parameters", "data"))))
    text = slim_notebook(plans.PLAN, tagged, plans.program_of(cells))
    assert [(cell["source"], cell["metadata"]) for cell in json.loads(text)["cells"]] == [
        (["y = 2"], {"tags": ["parameters"]})
    ]


def test_markdown_of_any_kind_travels_whole() -> None:
    text = 'Three """quotes""", {{ x }}, {% raw %}, \\N{BULLET}, \u202e and a half \ud800.'
    cells: Cells = (("markdown", "", text), ("code", "data", "x = 1"))
    written = slim_notebook(plans.PLAN, plans.notebook_of(cells), plans.program_of(cells))
    assert nbformat.reads(written, 4).cells[0].source == text.replace("\ud800", "?")
    written.encode("utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("t = Trainer(max_epochs=1)  # short", "t = Trainer(max_epochs=1)  # short"),
        ("t = pl.Trainer(gpus=1, max_epochs=1)", "t = pl.Trainer(max_epochs=1)"),
        ("t = Trainer(**options)", "t = Trainer(**options)"),
        ("t = Coach(gpus=1)", "t = Coach(gpus=1)"),
    ],
)
def test_a_trainer_is_given_what_it_takes_today(before: str, after: str) -> None:
    assert without_old_arguments(before) == after


@pytest.mark.parametrize(
    ("written", "original", "expected"),
    [
        ("def f(a): pass", "def f(a): pass", ()),
        ("def f(a, b=1): pass", "def f(a): pass", (Grown("b", False),)),
        ("def f(a, *, b): pass", "def f(a): pass", (Grown("b", True),)),
        ("def f(a): pass", "def f(a=1): pass", None),
        ("def f(a): pass", "def f(a, b): pass", None),
        ("def f(b, a): pass", "def f(a, b): pass", None),
        ("def f(a): pass", "def f(a, **more): pass", None),
        ("def f(*a): pass", "def f(a): pass", None),
        ("class A: pass", "class A: pass", ()),
        ("class A:\n def __init__(self, x): pass", "class A:\n def __init__(self): pass", (Grown("x", True),)),
        ("class A:\n def __init__(self, *, x=1): pass", "class A: pass", (Grown("x", False),)),
        ("class A: pass", "class A:\n def __init__(self, x): pass", None),
    ],
)
def test_what_a_definition_asks_for_beyond_the_notebook(
    written: str, original: str, expected: tuple[Grown, ...] | None
) -> None:
    assert growth(written, original) == expected


@pytest.mark.slow
def test_the_slim_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbclient import NotebookClient

    package = render(plans.PLAN, plans.notebook_of(), plans.program_of())
    for file in package.files:
        target = tmp_path / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    notebook = nbformat.read(tmp_path / "notebooks" / "leaf-disease.ipynb", 4)
    options = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=options).execute()
    printed = [output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any(text.startswith("tensor(") for text in printed)
    (counts,) = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "data" in output and "array" in str(output.data)
    ]
    assert counts.data["text/plain"] == "array([33, 31])"


def test_notebook_syntax_that_is_not_understood_stays_as_text_in_its_place() -> None:
    cells = (("markdown", "", "Text"), ("code", "data", "x = 1"))
    source = "%%sql\nSELECT *\nFROM t"
    specials = (
        Special("unknown", source, Origin(1, 1, 3)),
        Special("unknown", "%more", Origin(1, 4, 4)),
        Special("display", "%matplotlib inline", Origin(1, 5, 5)),
    )
    program = replace(plans.program_of(cells), specials=specials)
    text = slim_notebook(replace(plans.PLAN, modules=()), plans.notebook_of(cells), program)
    book = nbformat.reads(text, 4)
    nbformat.validate(book)
    kinds = [(cell.cell_type, cell.source) for cell in book.cells]
    assert kinds[:2] == [("markdown", "Text"), ("raw", f"{source}\n%more")]
