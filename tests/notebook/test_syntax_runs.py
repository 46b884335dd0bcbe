"""A notebook full of its own syntax, converted, written and run: the files and words it leaves are the notebook's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from stories import notebook

from nb2pkg import pipeline
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.options import Options

CELLS = [
    ("md", "# Leaf counts"),
    "import json\nimport os\n%matplotlib inline\n!pip install -q 'numpy>=1.20'",
    "folder = 'some leaves'\ncount = 3",
    '!mkdir -p "{folder}/raw" other\n!touch "$folder/raw/b.txt" "$folder/raw/a.txt"\n!cp -r \'{folder}/raw\' copied',
    '%%writefile helper.py\nNAME = \'helper\'\n\ndef shout(text):\n    return text.upper() + """!"""\n',
    '%%writefile notes.txt\nfirst line\n  \'second\' \\ """line"""\n',
    "from helper import NAME, shout",
    '%%bash -s "$folder" {count}\nfor i in $(seq $2); do echo "$1 $i" >> listed.txt; done',
    '%env LEAF=green\n%cd other\n!echo "$LEAF" > colour.txt\n%cd ..',
    "names = !ls '{folder}/raw'\nlines = !cat listed.txt\nwhole = lines.n",
    "%%time\ntotal = sum(range(count))\n%time total += 1",
    "!A=1 sh -c 'echo $A' > variable.txt; rm -f copied/a.txt",
    "%%capture\nprint(total)",
    "get_ipython().system('touch from_kernel')\nhere = get_ipython().run_line_magic('pwd', '')",
    "total + 1",
    "result = {'names': names, 'lines': lines, 'whole': whole, 'total': total, 'above': _}",
    "result |= {'said': shout(NAME), 'leaf': os.environ['LEAF']}",
    "with open('result.json', 'w') as file:\n    json.dump(result, file)",
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the package of the cells has run."""
    package, place = tmp_path_factory.mktemp("package"), tmp_path_factory.mktemp("place")
    conversion = pipeline.convert(notebook(CELLS), Options())
    for file in conversion.package.files:
        path = package / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        assert not file.path.endswith(".py") or fault_of(file.content.decode()) is None
    code = f"import sys; sys.path.insert(0, {str(package)!r}); from story.train import fit; fit()"
    done = subprocess.run([sys.executable, "-c", code], cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return place


def test_shell_lines_did_what_they_say(run: Path) -> None:
    assert sorted(path.name for path in (run / "some leaves" / "raw").iterdir()) == ["a.txt", "b.txt"]
    assert [path.name for path in (run / "copied").iterdir()] == ["b.txt"]
    assert (run / "from_kernel").exists()


def test_files_are_written_as_the_notebook_has_them(run: Path) -> None:
    assert (run / "notes.txt").read_text() == 'first line\n  \'second\' \\ """line"""\n'
    assert (run / "listed.txt").read_text() == "some leaves 1\nsome leaves 2\nsome leaves 3\n"


def test_the_environment_and_the_folder_are_those_of_the_notebook(run: Path) -> None:
    assert (run / "other" / "colour.txt").read_text() == "green\n"
    assert (run / "variable.txt").read_text() == "1\n"


def test_a_module_that_the_notebook_writes_is_imported_from_the_package(run: Path) -> None:
    assert not (run / "helper.py").exists()


def test_values_are_those_of_the_notebook(run: Path) -> None:
    lines = [f"some leaves {i}" for i in (1, 2, 3)]
    assert json.loads((run / "result.json").read_text()) == {
        "names": ["a.txt", "b.txt"],
        "lines": lines,
        "whole": "\n".join(lines),
        "total": 4,
        "above": 5,
        "said": "HELPER!",
        "leaf": "green",
    }


@pytest.mark.parametrize("uses", [True, False])
def test_a_script_is_run_as_the_notebook_runs_it(uses: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``%run``: what it binds is the notebook's where the notebook reads it."""
    from nb2pkg.notebook.syntax import desugar_notebook

    (tmp_path / "script.py").write_text("value = 5\nopen('ran', 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    cells = desugar_notebook(notebook(["%run script.py", "seen = value" if uses else "seen = 5"]))
    code = "\n".join(f"import {name}" for cell in cells for name in cell.imports)
    names: dict[str, object] = {}
    exec("\n".join([code, *(cell.python for cell in cells)]), names)  # our own text
    monkeypatch.delitem(sys.modules, "script", raising=False)
    assert names["seen"] == 5
    assert (tmp_path / "ran").exists()
