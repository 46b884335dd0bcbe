"""Modules beside the notebook, the whole way: convert, run, check, sync, migrate, with the real pipeline."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_helpers import notebook_bytes, tree

from nb2pkg.__main__ import main

KEY = "hf_" + "aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567"

FILES = {
    "utils.py": f'''#!/usr/bin/env python
"""Little helpers."""
import json, models   # both
from src.core import run


TOKEN = "{KEY}"

def load( path ):
    return [run(models.WIDTH), path, json.dumps([1])]


if __name__ == "__main__":
    print(load("."))
''',
    "models.py": "WIDTH = 3\r\n",
    "src/core.py": "from . import extra\nfrom src.extra import TWICE\n\ndef run(x): return x * TWICE + extra.ONE\n",
    "src/extra.py": "ONE, TWICE = 1, 2\nHERE = __file__\n",
    "deep/lonely.py": "import missing_thing\n",
}
CELLS = [
    ("markdown", "# Rows"),
    ("code", "import os, sys\nhere = os.path.abspath('.')\nif here not in sys.path:\n    sys.path.append(here)"),
    ("code", "from utils import *\nimport models as m, src.core"),
    ("code", "rows = load('rows')\nprint(rows, m.WIDTH, src.core.run(5))"),
    ("code", "def again(path):\n    import utils\n    return utils.load(path)\n\nprint(again('again'))"),
]
SHOWN = "[7, 'rows', '[1]'] 3 11\n[7, 'again', '[1]']\n"


@pytest.fixture
def folder(here: Path) -> Path:
    """A notebook with modules beside it, in the current folder."""
    _lay_out(here)
    return here


def _lay_out(folder: Path) -> None:
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    (folder / "rows.ipynb").write_bytes(notebook_bytes(CELLS))


def _python(code: str, at: Path) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=at, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _text(path: Path) -> str:
    return path.read_bytes().decode()


def _rooms(out: Path) -> str:
    """The package's own modules."""
    rooms = [out / "rows" / f"{room}.py" for room in ("data", "models", "train", "explore")]
    return "".join(_text(room) for room in rooms if room.exists())


def test_the_package_does_what_the_notebook_does(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "rows.ipynb", "--output", "out"]) == 0
    said = capsys.readouterr().err
    code = "\n".join(source for kind, source in CELLS if kind == "code")
    assert _python(code, folder) == SHOWN
    assert _python("from rows.train import fit; fit()", folder / "out") == SHOWN
    slim = json.loads(_text(folder / "out/notebooks/rows.ipynb"))
    told = "\n".join("".join(cell["source"]) for cell in slim["cells"] if cell["cell_type"] == "code")
    assert _python(told, folder / "out") == SHOWN
    package = _rooms(folder / "out")
    assert "sys" not in package
    assert "abspath" not in package
    assert "from .utils import load" in package
    assert "utils.py" in said
    assert "src/core.py" in said
    assert "models.py is copied as rows/local_models.py" in said
    assert "src/extra.py, line 2: it looks for files beside itself" in said
    assert "sys.path.append(here)` is left out" in said
    assert "missing_thing" not in said
    assert '"json"' not in _text(folder / "out/pyproject.toml")


def test_modules_stay_as_they_are_but_for_imports_and_secrets(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "rows.ipynb", "--output", "out"]) == 0
    said = capsys.readouterr()
    written = _text(folder / "out/rows/utils.py").split("\n")
    assert written[1].startswith("# ruff: noqa (copied from utils.py beside the notebook")
    before = FILES["utils.py"].split("\n")
    assert [line for line in written if line not in before] == [
        written[1],
        "import json",
        "from . import local_models as models   # both",
        "from .src.core import run",
        "import os",
        'TOKEN = os.environ.get("HF_TOKEN", "")',
    ]
    assert (folder / "out/rows/local_models.py").read_bytes().endswith(b"\r\nWIDTH = 3\r\n")
    assert "from .extra import TWICE" in _text(folder / "out/rows/src/core.py")
    assert (folder / "out/rows/src/__init__.py").is_file()
    assert not list((folder / "out").rglob("lonely.py"))
    assert [path for path, (content, _) in tree(folder / "out").items() if KEY.encode() in content] == []
    assert KEY not in said.out + said.err
    assert "secret is read from $HF_TOKEN now: revoke the one in utils.py, line 7" in said.err


@pytest.mark.slow
def test_the_written_project_leaves_them_alone_and_names_them(folder: Path) -> None:
    assert main(["convert", "rows.ipynb", "--output", "out"]) == 0
    out = folder / "out"
    project = _text(out / "pyproject.toml")
    assert 'packages = ["rows", "rows.src"]' in project
    assert '"rows/local_models.py"' in project
    readme = _text(out / "README.md")
    assert "- `src/core.py` as `rows/src/core.py`" in readme
    assert "- `models.py` as `rows/local_models.py`" in readme
    for check in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *check, "."], cwd=out, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
    alone = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F,E,I,UP,B,D", "rows"]
    options = ["--config", "lint.pydocstyle.convention='google'"]
    assert subprocess.run([*alone, *options], cwd=out, capture_output=True, check=False).returncode == 0


def test_check_and_sync_follow_a_module(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["convert", "rows.ipynb", "--output", "out"])
    assert main(["check"]) == 0
    (folder / "models.py").write_bytes(b"WIDTH = 3\n")  # another end of line is no change
    assert main(["check"]) == 0
    (folder / "src/extra.py").write_text("ONE, TWICE = 10, 20\n")
    capsys.readouterr()
    assert main(["check", "--json"]) == 1
    result: Any = json.loads(capsys.readouterr().out)["packages"][0]
    assert result["why"] == ["src/extra.py beside the notebook changed"]
    assert result["run"] == "nb2pkg sync out"
    assert main(["sync"]) == 1
    assert _text(folder / "out/rows/src/extra.py").endswith("ONE, TWICE = 10, 20\n")
    assert main(["check"]) == 0
    assert main(["sync"]) == 0


@pytest.mark.slow
def test_check_and_sync_follow_a_module_that_goes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["convert", "rows.ipynb", "--output", "out"])
    (folder / "models.py").unlink()
    assert main(["check"]) == 1
    assert "models.py beside the notebook is missing" in capsys.readouterr().out
    assert main(["sync"]) == 1
    assert not (folder / "out/rows/local_models.py").exists()
    assert main(["check"]) == 0


@pytest.mark.slow
def test_a_copied_module_that_somebody_edits_is_not_overwritten(folder: Path) -> None:
    main(["convert", "rows.ipynb", "--output", "out"])
    edited = folder / "out/rows/src/extra.py"
    edited.write_text("ONE = 5\n")
    (folder / "src/extra.py").write_text("ONE, TWICE = 10, 20\n")
    assert main(["sync"]) == 1
    assert edited.read_text() == "ONE = 5\n"


def test_an_unchanged_check_reads_digests_alone(folder: Path) -> None:
    main(["convert", "rows.ipynb", "--output", "out"])
    heavy = {"libcst", "nbformat", "jinja2", "nb2pkg.beside.gather", "nb2pkg.pipeline"}
    code = f"import sys\nfrom nb2pkg.__main__ import main\nmain(['check'])\nprint(sorted({heavy!r} & set(sys.modules)))"
    root = Path(__file__).parents[2]
    assert _python(f"import sys\nsys.path.insert(0, {str(root)!r})\n{code}", folder).endswith("[]\n")


@pytest.mark.parametrize("how", ["option", "configured"])
def test_no_local_leaves_them_where_they_are(how: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if how == "configured":
        (folder / "pyproject.toml").write_text("[tool.nb2pkg]\nno-local = true\n")
    assert main(["convert", "rows.ipynb", "--output", "out", *(["--no-local"] if how == "option" else [])]) == 0
    said = capsys.readouterr().err
    assert not (folder / "out/rows/utils.py").exists()
    package = _rooms(folder / "out")
    assert "from utils import *" in package
    assert "sys.path.append" in package
    assert "utils" not in _text(folder / "out/pyproject.toml")
    assert "utils (utils.py beside the notebook) is not copied: it stays there (--no-local)" in said
    (folder / "utils.py").write_text("def load(path): return 1\n")
    assert main(["check"]) == 0
    assert json.loads(_text(folder / "out/nb2pkg.lock"))["options"]["no_local"] is True
    (folder / "rows.ipynb").write_bytes(notebook_bytes([*CELLS, ("code", "print('more')")]))
    assert main(["sync"]) == 1
    assert not (folder / "out/rows/utils.py").exists()


def test_a_missing_module_is_no_requirement(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "nb.ipynb").write_bytes(notebook_bytes([("code", "import helpers_of_mine\nprint(helpers_of_mine.go())")]))
    assert main(["convert", "nb.ipynb", "--output", "out", "--name", "rows"]) == 0
    assert "helpers" not in _text(here / "out/pyproject.toml")
    said = capsys.readouterr().err
    assert "import helpers_of_mine: no such file lies beside the notebook and no known distribution brings it" in said


def test_a_module_that_cannot_be_copied_is_named_and_its_import_stays(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "old.py").write_text("print 'Python 2'\n")
    (here / "nb.ipynb").write_bytes(notebook_bytes([("code", "import old\nprint(old)")]))
    assert main(["convert", "nb.ipynb", "--output", "out", "--name", "rows"]) == 0
    assert "old (old.py beside the notebook) is not copied: it is not valid Python 3" in capsys.readouterr().err
    assert "import old" in _rooms(here / "out")
    assert '"old"' not in _text(here / "out/pyproject.toml")
    assert main(["check"]) == 0
    (here / "old.py").write_text("print('Python 3')\n")
    assert main(["check"]) == 1
    assert main(["sync"]) == 1
    assert "from . import old" in _rooms(here / "out")
    assert main(["check"]) == 0


def test_a_module_that_acts_is_imported_though_nothing_names_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "style.py").write_text("import os\nos.environ['STYLE'] = 'dark'\n")
    cells = [("code", "import style\nimport os"), ("code", "print(os.environ['STYLE'])")]
    (here / "nb.ipynb").write_bytes(notebook_bytes(cells))
    assert main(["convert", "nb.ipynb", "--output", "out", "--name", "rows"]) == 0
    assert "from . import style  # noqa: F401" in _rooms(here / "out")
    assert "these do something as they are imported, in the package too: style.py (line 2)" in capsys.readouterr().err


def test_a_name_that_a_module_lacks_stops_nothing(here: Path) -> None:
    (here / "utils.py").write_text("x = 1\n")
    (here / "nb.ipynb").write_bytes(notebook_bytes([("code", "from utils import gone\nprint(gone)")]))
    assert main(["convert", "nb.ipynb", "--output", "out", "--name", "rows"]) == 0
    assert "from .utils import gone" in _rooms(here / "out")


@pytest.mark.slow
def test_parameters_are_listed_with_modules_about(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["params", "rows.ipynb", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["secrets"] == [{"cell": None, "line": 7, "kind": "huggingface", "file": "utils.py"}]


@pytest.mark.slow
def test_migrate_copies_them_too(here: Path) -> None:
    _lay_out(here / "old")
    assert main(["migrate", "old", "--output", "new", "--jobs", "1"]) == 0
    assert (here / "new/rows/rows/utils.py").is_file()
    assert main(["check", "new"]) == 0
    (here / "old/models.py").write_text("WIDTH = 4\n")
    assert main(["check", "new"]) == 1
