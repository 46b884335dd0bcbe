"""Constants without a plain value that are settings all the same, and those that are data."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import probe"

CHOSEN = {
    "no limit": ("MAX_FILES = None", {"max_files": "None"}),
    "no limit yet": ("max_samples = None", {"max_samples": "None"}),
    "many numbers": ("THRESHOLDS = [0.1, 0.2, 0.3, 0.4, 0.5]", {"thresholds": "[0.1, 0.2, 0.3, 0.4, 0.5]"}),
    "several of a setting": ("alphas = [0.1, 0.3, 1, 3, 10]", {"alphas": "[0.1, 0.3, 1, 3, 10]"}),
    "several of them in groups": ("SIZES = [[16], [32, 64]]", {"sizes": "[[16], [32, 64]]"}),
    "groups of what is none": ("TABLE = [[16], [32, 64]]", {}),
    "groups of which one has nothing in it": ("SIZES = [[16], []]", {}),
    "several of what is none": ("totals = [0.1, 0.3, 1, 3, 10]", {}),
    "a choice of words": ("MODELS = ['a', 'b']", {"models": "['a', 'b']"}),
    "selected": ("SELECTED_LAYERS = ('a', 'b')", {"selected_layers": "('a', 'b')"}),
    "nothing yet": ("result = None", {}),
    "columns": ("COLUMNS = ['a', 'b']", {}),
    "words in small letters": ("models = ['a', 'b']", {}),
    "numbers that are data": ("heights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]", {}),
    "nothing in it": ("MODELS = []", {}),
    "what it is for": ("ENABLE_SEARCH_FOR = ('a', 'b')", {"enable_search_for": "('a', 'b')"}),
    "nothing left out": ("ONLY_CODES = []", {"only_codes": "[]"}),
    "nothing left out, and it may be added to": ("only_codes = []", {}),
    "files": ("pretrained_files = ['a.ckpt', 'b.ckpt']", {"pretrained_files": "['a.ckpt', 'b.ckpt']"}),
    "files, and more": ("pretrained_files = ['a.ckpt', 'readme']", {}),
    "files of a folder": ("FILES = ['gs://a/b/c.csv', 'gs://a/b/d.csv']", {"data_dir": '"gs://a/b"'}),
    "a table of files": ("files = ['a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv', 'f.csv', 'g.csv']", {}),
    "files by another name": ("things = ['a.csv', 'b.csv']", {}),
    "no such machine": ("TRAIN_GPU, DEPLOY_GPU = None, None", {"train_gpu": "None", "deploy_gpu": "None"}),
    "dictionaries": ("MODELS = [{'a': 1}]", {}),
    "a dictionary": ("LABELS = {'a': 1}", {}),
}


@pytest.mark.parametrize(("line", "options"), CHOSEN.values(), ids=CHOSEN)
def test_options(line: str, options: dict[str, str]) -> None:
    assert options_of([HEAD, f"{line}\nprobe.see(repr(({line.partition(' = ')[0]})))"]) == options


TURNED = {
    "MAX_FILES = None": ({"max_files": "3"}, "MAX_FILES = 3"),
    "ONLY_CODES = []": ({"only_codes": "[10, 11]"}, "ONLY_CODES = [10, 11]"),
    "pretrained_files = ['a.ckpt', 'b.ckpt']": ({"pretrained_files": "[c.ckpt]"}, "pretrained_files = ['c.ckpt']"),
    "MODELS = ['a', 'b']": ({"models": "[c]"}, "MODELS = ['c']"),
    "SIZES = [[16], [32, 64]]": ({"sizes": "[[8], [4]]"}, "SIZES = [[8], [4]]"),
    "THRESHOLDS = [0.1, 0.2, 0.3, 0.4, 0.5]": ({"thresholds": "[0.5]"}, "THRESHOLDS = [0.5]"),
}


@pytest.mark.parametrize(("line", "values", "other"), [(k, *v) for k, v in TURNED.items()], ids=TURNED)
def test_an_option_turns_what_the_constant_turned(line: str, values: dict[str, str], other: str) -> None:
    looks = f"probe.see(repr({line.partition(' = ')[0]}))"
    story = [HEAD, f"{line}\n{looks}"]
    assert replay(story).differences() == []
    assert turned(story, values) == by_hand([HEAD, f"{other}\n{looks}"]) != by_hand(story)
