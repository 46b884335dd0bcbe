"""Which modules beside a notebook are found: small folders, and what is gathered from each."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from nb2pkg.beside.disk import LARGEST
from nb2pkg.beside.gather import MOST_FILES, gather
from nb2pkg.model import Beside, Cell, Notebook


def _gather(top: Path, files: dict[str, str], *cells: str, at: str = ".", copy: bool = True) -> Beside:
    """What a notebook of these cells finds in a repository of these files."""
    (top / ".git").mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        place = top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (top / at).mkdir(parents=True, exist_ok=True)
    listed = tuple(Cell(number, "code", source) for number, source in enumerate(cells))
    return gather(Notebook("nb", "nb.ipynb", listed), top / at, copy=copy)


def _found(beside: Beside) -> dict[str, str]:
    return {module.name: module.path for module in beside.modules}


FOUND: dict[str, tuple[dict[str, str], list[str], dict[str, str]]] = {
    "a file": ({"utils.py": ""}, ["import utils"], {"utils": "utils.py"}),
    "names of it": ({"utils.py": "", "other.py": ""}, ["from utils import f"], {"utils": "utils.py"}),
    "a package and what it imports": (
        {"src/__init__.py": "from .a import f", "src/a.py": "from src import b", "src/b.py": "", "src/c.py": ""},
        ["import src"],
        {"src": "src/__init__.py", "src.a": "src/a.py", "src.b": "src/b.py"},
    ),
    "a folder without a file of its own": (
        {"src/a.py": "", "src/b.txt": ""},
        ["from src.a import f"],
        {"src": "src", "src.a": "src/a.py"},
    ),
    "in a function, a try and a branch": (
        {"a.py": "", "b.py": "", "c.py": ""},
        ["def f():\n    import a", "try:\n    import b\nexcept ImportError:\n    import c"],
        {"a": "a.py", "b": "b.py", "c": "c.py"},
    ),
    "between magics": ({"a.py": ""}, ["%matplotlib inline\nimport a\n!ls"], {"a": "a.py"}),
    "by a call": ({"a.py": ""}, ["import importlib\nm = importlib.import_module('a')"], {"a": "a.py"}),
    "a relative import": ({"a.py": ""}, ["from .a import f"], {"a": "a.py"}),
    "neighbours in turn": (
        {"a.py": "import b", "b.py": "import c", "c.py": "import a"},
        ["import a"],
        {"a": "a.py", "b": "b.py", "c": "c.py"},
    ),
    "what shadows an installed library": ({"torch.py": ""}, ["import torch"], {"torch": "torch.py"}),
    "what shadows the standard library": ({"test.py": ""}, ["import test"], {"test": "test.py"}),
    "what the notebook writes imports": (
        {"b.py": ""},
        ["%%writefile a.py\nimport b", "import a"],
        {"b": "b.py"},
    ),
    "not what a kernel has loaded": ({"random.py": "", "json.py": ""}, ["import random, json"], {}),
    "not a folder of data with a library's name": ({"datasets/a.csv": ""}, ["import datasets"], {}),
    "not a folder of code with a library's name": ({"datasets/a.py": ""}, ["from datasets import a"], {}),
    "not what nobody imports": ({"a.py": ""}, ["import os"], {}),
    "not what a cell that is no Python names": ({"a.py": ""}, ["import a ("], {}),
    "not a path in a string": ({"a.py": ""}, ["x = 'import a'"], {}),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_lies_beside_the_notebook_is_found(name: str, tmp_path: Path) -> None:
    files, cells, expected = FOUND[name]
    assert _found(_gather(tmp_path, files, *cells)) == expected


PATHS: dict[str, tuple[dict[str, str], str, dict[str, str], tuple[str, ...]]] = {
    "above": ({"utils.py": ""}, "sys.path.append('..')\nimport utils", {"utils": "../utils.py"}, ("..",)),
    "in a sister folder": (
        {"src/a.py": ""},
        "sys.path.insert(0, '../src')\nimport a",
        {"a": "../src/a.py"},
        ("../src",),
    ),
    "once elsewhere": (
        {"src/a.py": ""},
        "%cd ..\nfrom src import a",
        {"src": "../src", "src.a": "../src/a.py"},
        ("..",),
    ),
    "somewhere above": (
        {"src/a.py": ""},
        "while not os.path.exists('src'):\n    os.chdir('..')\nfrom src import a",
        {"src": "../src", "src.a": "../src/a.py"},
        ("..",),
    ),
    "not by the way": ({"utils.py": ""}, "import utils", {}, ()),
    "the notebook's own first": (
        {"utils.py": "", "nb/utils.py": ""},
        "sys.path.append('..')\nimport utils",
        {"utils": "utils.py"},
        (".",),
    ),
    "unless another is put first": (
        {"utils.py": "", "nb/utils.py": ""},
        "sys.path.insert(0, '..')\nimport utils",
        {"utils": "../utils.py"},
        ("..",),
    ),
    "libraries before what is put last": ({"numpy.py": ""}, "sys.path.append('..')\nimport numpy", {}, ()),
    "a file that puts more on the path": (
        {"nb/a.py": "import os, sys\nsys.path.append(os.path.dirname(__file__) + '/lib')\nimport b", "nb/lib/b.py": ""},
        "import a",
        {"a": "a.py", "b": "lib/b.py"},
        (".", "lib"),
    ),
    "one file by two names": (
        {"src/a.py": "", "src/__init__.py": ""},
        "sys.path += ['..', '../src']\nimport a\nfrom src import a as b",
        {"src": "../src/__init__.py", "src.a": "../src/a.py"},
        ("..", "../src"),
    ),
}


@pytest.mark.parametrize("name", PATHS)
def test_folders_on_the_path_are_looked_through_as_python_does(name: str, tmp_path: Path) -> None:
    files, code, expected, folders = PATHS[name]
    beside = _gather(tmp_path, files, code, at="nb")
    assert (_found(beside), beside.folders) == (expected, folders)


def _long(top: Path) -> None:
    (top / "a.py").write_bytes(b"#" * (LARGEST + 1))


def _latin(top: Path) -> None:
    (top / "a.py").write_bytes("# -*- coding: latin-1 -*-\nx = 'é'".encode("latin-1"))


def _broken(top: Path) -> None:
    (top / "a.py").write_text("print 'Python 2'")


def _waiting(top: Path) -> None:
    (top / "a.py").write_text("x = await f()")


def _nul(top: Path) -> None:
    (top / "a.py").write_bytes(b"x = 1\0")


def _deep(top: Path) -> None:
    (top / "a.py").write_text("x = " + "(" * 5000 + ")" * 5000)


def _compiled(top: Path) -> None:
    (top / "a.cpython-311-x86_64-linux-gnu.so").write_bytes(b"")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_long, "larger than 1 MB"),
        (_latin, "no UTF-8 text"),
        (_broken, "not valid Python 3"),
        (_waiting, "not valid Python 3"),
        (_nul, "not valid Python 3"),
        (_deep, "not valid Python 3"),
        (_compiled, "compiled"),
    ],
)
def test_what_cannot_be_copied_is_named(make: object, why: str, tmp_path: Path) -> None:
    assert callable(make)
    make(tmp_path)
    beside = _gather(tmp_path, {}, "import a")
    assert beside.modules == ()
    assert [(one.name, why in one.why) for one in beside.left] == [("a", True)]


def test_what_is_missing_in_a_package_is_named(tmp_path: Path) -> None:
    beside = _gather(tmp_path, {"src/a.py": ""}, "from src.a import f\nfrom src.b import g")
    assert [one.name for one in beside.modules] == ["src", "src.a"]
    assert [(one.name, one.why) for one in beside.left] == [("src.b", "there is no such module in it")]


def test_a_cell_that_is_skipped_imports_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    skipped = Cell(0, "code", "import a", ("skip",))
    assert gather(Notebook("nb", "nb.ipynb", (skipped,)), tmp_path) == Beside()


def test_left_where_they_are_they_are_only_named(tmp_path: Path) -> None:
    beside = _gather(tmp_path, {"a.py": "import b", "b.py": ""}, "import a", copy=False)
    assert beside.modules == ()
    assert [one.name for one in beside.left] == ["a", "b"]
    assert beside.folders == ()


def test_a_large_package_is_left_for_pip(tmp_path: Path) -> None:
    files = {f"big/m{number}.py": "" for number in range(MOST_FILES + 20)}
    files["big/__init__.py"] = "\n".join(f"from . import m{number}" for number in range(MOST_FILES + 20))
    beside = _gather(tmp_path, {**files, "small.py": ""}, "import big, small")
    assert _found(beside) == {"small": "small.py"}
    assert {one.why for one in beside.left} == {f"more than {MOST_FILES} files of it are imported"}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Somebody else's module, outside of the repository."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.py").write_text("secret = 1")
    return outside


def test_links_out_of_the_repository_are_not_followed(secret: Path, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    (inside / "nb").mkdir(parents=True)
    (inside / "nb/a.py").symlink_to(secret / "a.py")
    (inside / "nb/lib").symlink_to(secret)
    (inside / "nb/loop").symlink_to(inside / "nb/loop")
    beside = _gather(inside, {}, "import a, loop\nfrom lib import a", at="nb")
    assert beside == Beside()


def test_links_within_the_repository_are(tmp_path: Path) -> None:
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb/a.py").symlink_to(tmp_path / "lib.py")
    assert _found(_gather(tmp_path, {"lib.py": "x = 1"}, "import a", at="nb")) == {"a": "a.py"}


@pytest.mark.parametrize("path", ["../../outside", "{outside}", "/", "../../../../../../../../../.."])
def test_paths_lead_nowhere_outside(path: str, secret: Path, tmp_path: Path) -> None:
    told = path.format(outside=secret)
    beside = _gather(tmp_path / "inside", {}, f"sys.path.insert(0, {told!r})\nimport a", at="nb")
    assert beside == Beside()


def test_other_repositories_and_environments_are_not_entered(tmp_path: Path) -> None:
    files = {
        "cloned/.git/HEAD": "",
        "cloned/a.py": "",
        "env/pyvenv.cfg": "",
        "env/b.py": "",
        "lib/site-packages/c.py": "",
        "written/nb2pkg.lock": "",
        "written/d/__init__.py": "",
    }
    code = "sys.path[:0] = []\nsys.path += ['cloned', 'env', 'lib/site-packages', 'written']\nimport a, b, c, d"
    assert _gather(tmp_path, files, code) == Beside()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    assert _gather(tmp_path, {}, "import a") == Beside()


def test_without_a_repository_it_looks_a_few_folders_upward(tmp_path: Path) -> None:
    top = tmp_path / "one/two/three/four/five"
    top.mkdir(parents=True)
    (top.parents[1] / "near.py").write_text("")
    (top.parents[3] / "far.py").write_text("")
    code = "sys.path += ['../..', '../../../..']\nimport near, far"
    beside = gather(Notebook("nb", "nb.ipynb", (Cell(0, "code", code),)), top)
    assert _found(beside) == {"near": "../../near.py"}


def test_a_folder_of_many_files_costs_little(tmp_path: Path) -> None:
    for number in range(2_000):
        (tmp_path / f"image{number}.png").touch()
    code = "\n".join(f"import library{number}" for number in range(200))
    began = time.perf_counter()
    assert _gather(tmp_path, {}, code) == Beside()
    assert time.perf_counter() - began < 3


def test_the_same_folder_gives_the_same(tmp_path: Path) -> None:
    files = {f"{name}.py": "import a, b, c, d" for name in "dbca"}
    assert _gather(tmp_path, files, "import d, b") == _gather(tmp_path, files, "import d, b")
    assert [module.name for module in _gather(tmp_path, files, "import d, b").modules] == ["a", "b", "c", "d"]
