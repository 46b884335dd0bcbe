"""Where a notebook looks for modules: rows of code, and the folders from the notebook's own."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.local.places import Place, place_of
from nb2pkg.local.search import Search, added_folders, search_after

PLACES: list[tuple[str, str | None]] = [
    ("'..'", ".."),
    ("'../src/'", "../src"),
    ("'/kaggle/input'", "/kaggle/input"),
    ("os.path.join('..', 'src')", "../src"),
    ("os.path.abspath(os.path.join('..'))", ".."),
    ("os.path.abspath('..') + '/lib'", "../lib"),
    ("os.path.dirname(os.getcwd())", ".."),
    ("os.path.join(os.pardir, os.pardir)", "../.."),
    ("f'{os.getcwd()}/src'", "src"),
    ("str(Path.cwd().parent)", ".."),
    ("str(Path.cwd().parents[1] / 'src')", "../../src"),
    ("Path('..').resolve().as_posix()", ".."),
    ("Path('a').joinpath('b')", "a/b"),
    ("Path()", "."),
    ("Path('a', 'b')", "a/b"),
    ("os.path.join('a', '/b')", "/b"),
    ("there", "../there"),
    ("unknown", None),
    ("os.path.join(unknown, 'src')", None),
    ("os.environ['HOME']", None),
    ("get('..')", None),
    ("f'{unknown}/src'", None),
    ("'-'.join(['a', 'b'])", None),
    ("3", None),
]

SEARCHES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "nothing": ("x = 1", (".",), ()),
    "append": ("sys.path.append('..')", (".",), ("..",)),
    "insert": ("sys.path.insert(0, '../src')", ("../src", "."), ()),
    "the later first": ("sys.path.insert(0, 'a')\nsys.path.insert(0, 'b')", ("b", "a", "."), ()),
    "extend": ("sys.path.extend(['a', 'b'])", (".",), ("a", "b")),
    "added": ("sys.path += ['a']", (".",), ("a",)),
    "a guard": ("p = os.path.abspath('..')\nif p not in sys.path:\n    sys.path.append(p)", (".",), ("..",)),
    "a loop": ("for p in ['a', 'b']:\n    sys.path.append(p)", (".",), ("a", "b")),
    "a try": ("try:\n    sys.path.append('a')\nexcept OSError:\n    pass", (".",), ("a",)),
    "elsewhere": ("os.chdir('..')", ("..",), ()),
    "there and back": ("os.chdir('app')\nos.chdir('..')", (".",), ()),
    "relative to where it is": ("os.chdir('..')\nsys.path.append('src')", ("..",), ("../src",)),
    "fixed before it moves": ("p = os.path.abspath('a')\nos.chdir('..')\nsys.path.append(p)", ("..",), ("a",)),
    "nobody knows where": ("os.chdir(where())\nsys.path.append('src')", (), ()),
    "bound anew": ("p = '..'\np = f()\nsys.path.append(p)", (".",), ()),
    "only defined": ("def f():\n    sys.path.append('..')", (".",), ()),
}


@pytest.mark.parametrize(("code", "seen"), PLACES)
def test_paths_are_told_without_running_anything(code: str, seen: str | None) -> None:
    node = ast.parse(code, mode="eval").body
    place = place_of(node, {"there": Place("../there")}, ".")
    assert (place.seen_from(".") if place else None) == seen


@pytest.mark.parametrize("name", SEARCHES)
def test_where_modules_are_looked_for(name: str) -> None:
    code, first, after = SEARCHES[name]
    search = search_after(ast.parse(code).body, Search())
    assert (search.first, search.after) == (first, after)


def test_a_search_for_the_top_passes_every_folder_on_the_way() -> None:
    code = "while not os.path.exists('src'):\n    os.chdir('..')"
    search = search_after(ast.parse(code).body, Search())
    assert search.first == ()
    assert search.passed == (".", "..", "../..", "../../..")


@pytest.mark.parametrize(
    ("code", "folders"),
    [
        ("sys.path.append('..')", ("..",)),
        ("if '..' not in sys.path:\n    sys.path.append('..')", ("..",)),
        ("if os.path.abspath('..') not in sys.path:\n    sys.path.insert(0, os.path.abspath('..'))", ("..",)),
        ("sys.path.append(unknown)", (None,)),
        ("if ask():\n    sys.path.append('..')", ()),
        ("if '..' not in sys.path:\n    sys.path.append('..')\n    print('added')", ()),
        ("if a:\n    sys.path.append('..')\nelse:\n    pass", ()),
        ("paths.append('..')", ()),
        ("sys.path.remove('..')", ()),
    ],
)
def test_statements_that_do_nothing_but_add_to_the_path(code: str, folders: tuple[str | None, ...]) -> None:
    assert added_folders(ast.parse(code).body[0], Search()) == folders
