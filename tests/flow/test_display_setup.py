"""What only sets up the display is taken out, and said."""

from __future__ import annotations

import pytest
from stories import notebook

from nb2pkg.flow.display_setup import without_display_setup
from nb2pkg.flow.program import build_program
from nb2pkg.model import Program
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.syntax import desugar

FORMATS = "from IPython.display import set_matplotlib_formats"
HTML = "from IPython.display import HTML, display"


def told(*cells: str) -> Program:
    """The cells as a program from which nothing is taken out yet."""
    book = notebook(cells)
    python = tuple(desugar(cell, book.file, Known(frozenset())) for cell in book.cells)
    return build_program(book, python, {})


@pytest.mark.parametrize(
    "cells",
    [
        (FORMATS, "set_matplotlib_formats('svg', 'pdf')  # for export"),
        ("import IPython.display as show", "show.set_matplotlib_formats('svg')"),
        ("import matplotlib_inline.backend_inline", "matplotlib_inline.backend_inline.set_matplotlib_formats('svg')"),
        ("from matplotlib_inline import backend_inline as b", "b.set_matplotlib_close(False)"),
        (FORMATS, "try:\n    set_matplotlib_formats('svg')\nexcept Exception:\n    pass"),
        (HTML, 'display(HTML("<style>.container { width: 100% }</style>"))'),
        ("from IPython.display import HTML", 'display(HTML(" <script>1</script>"))'),
        (
            "from IPython.core.interactiveshell import InteractiveShell",
            "InteractiveShell.ast_node_interactivity = 'all'",
        ),
        ("from plotly.offline import init_notebook_mode", "init_notebook_mode(connected=True)"),
        ("import shap", "shap.initjs()"),
    ],
)
def test_what_only_sets_up_the_display_goes_and_is_told(cells: tuple[str, str]) -> None:
    program, notes = without_display_setup(told(*cells, "x = 1"))
    assert [one.text for one in program.statements] == [cells[0], "x = 1"]
    assert [one.index for one in program.statements] == [0, 1]
    assert [note.origin.cell for note in notes if note.origin] == [1]
    assert "only sets up how the notebook shows things" in notes[0].text


@pytest.mark.parametrize(
    "cells",
    [
        # it shows something
        (HTML, "display(HTML('<b>done</b>'))"),
        (HTML, "display(table)"),
        # it does something besides
        (FORMATS, "set_matplotlib_formats(*load())"),
        (FORMATS, "try:\n    set_matplotlib_formats('svg')\nexcept Exception:\n    fallback()"),
        # it is somebody else's
        ("def set_matplotlib_formats(*names):\n    return names", "set_matplotlib_formats('svg')"),
        (FORMATS, "set_matplotlib_formats = print", "set_matplotlib_formats('svg')"),
        ("from mine import set_matplotlib_formats", "set_matplotlib_formats('svg')"),
        # it changes what figures look like in files, too
        ("import seaborn as sns", "sns.set_theme()"),
        ("import matplotlib", "matplotlib.rcParams['lines.linewidth'] = 2.0"),
        # it is kept for later
        (FORMATS, "def setup():\n    set_matplotlib_formats('svg')"),
        ("x = 1",),
    ],
)
def test_all_else_stays(cells: tuple[str, ...]) -> None:
    program = told(*cells)
    kept, notes = without_display_setup(program)
    assert (kept, notes) == (program, ())


MAGIC = "@register_cell_magic\ndef backend(line, cell):\n    get_ipython().run_cell(cell)"


def test_a_magic_goes_and_is_told() -> None:
    program, notes = without_display_setup(told("from IPython.core.magic import register_cell_magic", MAGIC, "x = 1"))
    assert [one.text for one in program.statements][1:] == ["x = 1"]
    assert [note.text for note in notes] == ["backend is left out: it is a magic, which only a notebook has"]


@pytest.mark.parametrize("more", ["backend('', '')", "def f():\n    return backend"])
def test_a_magic_that_code_calls_stays(more: str) -> None:
    program = told("from IPython.core.magic import register_cell_magic", MAGIC, more)
    assert without_display_setup(program) == (program, ())


def test_what_stands_on_the_same_line_stays() -> None:
    program, notes = without_display_setup(told(FORMATS, "set_matplotlib_formats('svg'); x = 1"))
    assert [one.text for one in program.statements] == [FORMATS, "x = 1"]
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "from google.colab import ai",
            "try:\n    from google.colab import ai\nexcept ImportError:  # neither Colab nor Kaggle\n    ai = None",
        ),
        (
            "from kaggle_secrets import UserSecretsClient as C  # mine",
            "try:\n    from kaggle_secrets import UserSecretsClient as C  # mine\n"
            "except ImportError:  # neither Colab nor Kaggle\n    C = None",
        ),
        ("import google.cloud", "import google.cloud"),
        ("from google import genai", "from google import genai"),
    ],
)
def test_an_import_of_what_only_a_host_has_may_fail(source: str, text: str) -> None:
    program, notes = without_display_setup(told(source, "use()"))
    assert (program.statements[0].text, notes) == (text, ())
