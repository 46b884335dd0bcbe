"""Each row: a dictionary, and the options that the paths in it have."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.sources.dict_paths import dict_paths_in
from nb2pkg.params.sources.spot import Known

HELD = {
    "folders below one": (
        "DATA_ROOTS = {'a b': ROOT / 'data' / 'a', 'c': cfg.root / 'c/'}",
        {"a_b_root": ('"data/a"', "ROOT / {}"), "c_root": ('"c"', "cfg.root / {}")},
    ),
    "files": ("files = {'train': ROOT / 'a.csv'}", {"train_path": ('"a.csv"', "ROOT / {}")}),
    "something else": ("shares = {'a': total / 'b'}", {}),
    "what is no text": ("DIRS = {'a': ROOT / name, 'b': ROOT / 'b'}", {}),
    "one that begins at the top": ("DIRS = {'a': ROOT / '/a'}", {}),
    "many": (f"DIRS = {{{', '.join(f'{n!r}: ROOT / {n!r}' for n in 'abcd')}}}", {}),
    "of what is called": ("DIRS = {'a': root() / 'a'}", {}),
    "in a function": ("def f():\n    dirs = {'a': ROOT / 'a'}\n    return dirs", {}),
}


@pytest.mark.parametrize(("cell", "options"), HELD.values(), ids=HELD)
def test_what_paths_dictionaries_hold(cell: str, options: dict[str, tuple[str, str]]) -> None:
    program = program_of([cell])
    spots = [spot for one in program.statements for spot in dict_paths_in(one, Known({}, program.statements))]
    assert {spot.keyword: (spot.source, spot.read) for spot in spots} == options


STORY = [
    "import probe\nfrom pathlib import Path\nROOT = Path('somewhere')",
    "DIRS = {'a': ROOT / 'data' / 'a', 'b': ROOT / 'b'}",
    "def train(name):\n    probe.see(name, str(DIRS[name]))\n",
    "for name in DIRS:\n    train(name)",
]


def test_a_package_finds_what_its_notebook_found() -> None:
    options = options_of(STORY)
    assert (options["a_dir"], options["b_dir"]) == ('"data/a"', '"b"')
    assert replay(STORY).differences() == []
    assert turned(STORY, {"a_dir": "x"}) == by_hand([one.replace("'data' / 'a'", "'x'") for one in STORY])
