"""No two notebooks get one folder, and what else lies there moves as few as can be."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pkg.migrate.folders import Claim, choose_folders
from nb2pkg.package.naming import names_from


def claims(*paths: str, imported: frozenset[str] = frozenset()) -> list[Claim]:
    return [Claim(path, path, names_from("", path, None, imported)[0], imported) for path in paths]


def chosen(*paths: str) -> list[str]:
    folders = choose_folders(claims(*paths))
    return [folders[path] for path in paths]


@pytest.mark.parametrize(
    ("paths", "folders"),
    [
        (["leaf.ipynb"], ["leaf"]),
        (["a/leaf.ipynb", "b/tree.ipynb"], ["leaf", "tree"]),
        (["a/leaf.ipynb", "b/leaf.ipynb"], ["a-leaf", "b-leaf"]),
        (["leaf.ipynb", "b/leaf.ipynb"], ["leaf", "b-leaf"]),
        (["x/a/leaf.ipynb", "y/a/leaf.ipynb"], ["a-leaf", "a-leaf-2"]),
        (["y/a/leaf.ipynb", "x/a/leaf.ipynb"], ["a-leaf-2", "a-leaf"]),
        (["Leaf.ipynb", "leaf.ipynb"], ["leaf", "leaf-2"]),
        (["a/leaf.ipynb", "b/leaf.ipynb", "a-leaf.ipynb"], ["a-leaf-2", "b-leaf", "a-leaf"]),
        (["a/leaf.ipynb", "b/leaf.ipynb", "c/a-leaf.ipynb"], ["a-leaf-2", "b-leaf", "a-leaf"]),
        (["葉/leaf.ipynb", "leaf.ipynb"], ["leaf-2", "leaf"]),
        (["a/葉/leaf.ipynb", "leaf.ipynb"], ["a-leaf", "leaf"]),
        (["leaf/Untitled.ipynb", "tree/Untitled1.ipynb"], ["leaf", "tree"]),
        (["data/Untitled.ipynb", "torch/Untitled.ipynb"], ["data-project", "torch-project"]),
    ],
)
def test_folders(paths: list[str], folders: list[str]) -> None:
    assert chosen(*paths) == folders


def test_a_long_name_leaves_room_for_its_number() -> None:
    name = "x" * 70
    found = chosen(*(f"{folder}/{name}.ipynb" for folder in ("a", "b", "c")))
    assert len(set(found)) == 3
    assert max(map(len, found)) <= 64


def test_no_package_is_called_like_what_its_notebook_imports() -> None:
    paths = ("a/leaf.ipynb", "b/leaf.ipynb")
    folders = choose_folders(claims(*paths, imported=frozenset({"a_leaf"})))
    assert folders == {"a/leaf.ipynb": "a-leaf-project", "b/leaf.ipynb": "b-leaf"}


WORDS = st.sampled_from(
    ["a", "b", "leaf", "Leaf", "a-leaf", "a leaf", "leaf-2", "Untitled", "葉", "data", "1", "x" * 70]
)
PATHS = st.lists(WORDS, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + ".ipynb")
TREES = st.lists(PATHS, unique=True, max_size=14)


@settings(max_examples=40, deadline=None)
@given(TREES, st.randoms(use_true_random=False))
def test_folders_are_one_for_each_and_the_same_in_any_order(paths: list[str], chance: random.Random) -> None:
    found = choose_folders(claims(*paths))
    assert sorted(found) == sorted(paths)
    assert len({folder.casefold() for folder in found.values()}) == len(paths)
    assert all(re.fullmatch("[a-z][a-z0-9-]{0,63}", folder) for folder in found.values())
    mixed = list(paths)
    chance.shuffle(mixed)
    assert choose_folders(claims(*mixed)) == found


@settings(max_examples=40, deadline=None)
@given(TREES, PATHS)
def test_a_new_notebook_moves_none_whose_name_is_its_own(paths: list[str], new: str) -> None:
    before = choose_folders(claims(*paths))
    both = claims(*dict.fromkeys([*paths, new]))
    after = choose_folders(both)
    names = [claim.name for claim in both]
    for claim in both:
        if names.count(claim.name) == 1:
            assert after[claim.key] == claim.name
            assert before.get(claim.key, claim.name) == claim.name


@settings(max_examples=40, deadline=None)
@given(TREES)
def test_the_folder_is_a_name_that_the_package_can_have(paths: list[str]) -> None:
    for folder in choose_folders(claims(*paths)).values():
        assert names_from("", "", folder, frozenset())[0] == folder
