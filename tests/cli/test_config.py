from __future__ import annotations

from pathlib import Path

import pytest

from nb2pkg.config import find_options, parse_options
from nb2pkg.errors import BadUsage
from nb2pkg.options import Options

EVERYTHING = """
[tool.nb2pkg]
name = "leaf"
skip-rules = ["one"]
order = "execution"
keep-going = true
lift = ["A*"]
keep = ["B"]
"""


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(EVERYTHING)
    assert find_options(tmp_path) == Options("leaf", ("one",), "execution", True, ("A*",), ("B",))


def test_the_nearest_table_counts(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.nb2pkg]\nname = "far"\n')
    (deep / "pyproject.toml").write_text("[tool.other]\n")
    assert find_options(deep).name == "far"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.nb2pkg]\n")
    assert find_options(deep).name is None


def test_the_search_ends_with_the_repository(tmp_path: Path) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.nb2pkg]\nname = "outside"\n')
    assert find_options(tmp_path / "repository") == Options()


@pytest.mark.parametrize("text", ["", "tool = 3\n", "[tool]\nother = 1\n", "[tool.nb2pkg]\n"])
def test_nothing_set_is_the_default(text: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text(text)
    assert find_options(tmp_path) == Options()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"skip_rules": []}, "did you mean 'skip-rules'?"),
        ({"kep": []}, "did you mean 'keep'?"),
        ({"zzz": 1}, "known are name, skip-rules, order, keep-going, lift, keep"),
        ({"name": 3}, "name must be text, not 3"),
        ({"keep-going": "yes"}, "keep-going must be true or false, not 'yes'"),
        ({"lift": "A"}, "lift must be a list of text, not 'A'"),
        ({"lift": [1]}, "lift must be a list of text"),
        ({"order": "random"}, "order is one of cell, execution"),
    ],
)
def test_a_mistake_is_told_with_what_to_write(table: dict[str, object], message: str) -> None:
    with pytest.raises(BadUsage) as caught:
        parse_options(table, "pyproject.toml")
    assert message in str(caught.value)
    assert "pyproject.toml" in str(caught.value)


@pytest.mark.parametrize("content", [b"[tool", b"\xff", b"[tool]\nnb2pkg = 3\n"])
def test_a_broken_file_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(BadUsage):
        find_options(tmp_path)
