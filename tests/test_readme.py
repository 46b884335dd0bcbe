"""What the README says is so: its commands, options, status, names of files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from nb2pkg.__main__ import main
from nb2pkg.cli.main import COMMANDS, nb2pkg
from nb2pkg.config import _KINDS
from nb2pkg.rules.catalogue import RULES

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
LEAF = TOP / "fixtures" / "leaf-disease"


def consoles() -> list[str]:
    """Every command in a console block."""
    return [
        line.partition("  #")[0].strip()
        for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
        for line in block.split("\n")
        if line
    ]


def test_ci_runs_the_second_command() -> None:
    script = TOP / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/bin/sh"
    assert [line for line in lines if not line.startswith("#")] == [consoles()[1]]
    assert script.stat().st_mode & 0o111


def test_the_two_commands_at_the_top_are_one_line_each_and_pin_torch_alike() -> None:
    first, second = consoles()[:2]
    pins = (TOP / "tests/constraints.txt").read_text().split("\n")
    (pin,) = [line for line in pins if line.startswith("torch==")]
    for command in (first, second):
        steps = command.split(" && ")
        assert steps[0] == "python3 -m venv .venv"
        assert steps[1].endswith(f"install -q {pin}")
    assert "://" not in first + second


def test_the_first_command_converts_a_fixture_that_ships() -> None:
    words = shlex.split(consoles()[0].partition("nb2pkg convert ")[2].partition(" && ")[0])
    assert (TOP / words[0]).is_file()
    assert not (TOP / words[0]).with_name("make_data.py").exists()  # or it could not be trained at once


def test_every_command_of_nb2pkg_is_in_its_table() -> None:
    for name in COMMANDS:
        assert f"| `nb2pkg {name} " in README
    for name in re.findall(r"`nb2pkg (\w+)[ `]", README):
        assert name in COMMANDS


def test_options_of_convert_are_those_it_has() -> None:
    context = click.Context(nb2pkg)
    command = nb2pkg.get_command(context, "convert")
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    described = set(re.findall(r"^\| `(--[\w-]+)", README, re.MULTILINE))
    assert described <= known
    assert known - described <= {"notebook", "--json"}


def test_keys_of_the_configuration_and_names_of_rules_are_those_it_has() -> None:
    keys = set(re.findall(r"^\| `--[^|]*(?:\\\|[^|]*)?\| `([\w-]+)` \|", README, re.MULTILINE))
    assert keys == set(_KINDS)
    assert set(re.findall(r"`([\w-]+)`", README.partition("rewriting rule off:")[2].partition("|")[0])) == set(RULES)


@pytest.mark.parametrize(
    "name",
    sorted(set(re.findall(r"`((?:nb2pkg|templates|tests|fixtures)/[\w./-]*)`", README)) - {"tests/sample_data"}),
)
def test_files_that_it_names_exist(name: str) -> None:
    assert (TOP / name).exists()


def test_the_listed_tree_is_what_is_written() -> None:
    block = README.partition("## What comes out")[2].partition("In that folder")[0]
    names = re.findall(r"[\w./-]+\.(?:py|toml|md|yml|yaml|ipynb|lock)|\.gitignore", block)
    written = {path.relative_to(LEAF / "expected").as_posix() for path in (LEAF / "expected").rglob("*")}
    assert len(names) > 12
    for name in names:
        assert name in written or f"leaf_disease/{name}" in written, name


def test_before_and_after_are_from_the_fixture(capsys: pytest.CaptureFixture[str]) -> None:
    section = README.partition("## Before and after")[2].partition("## What comes out")[0]
    before = (LEAF / "notebook.ipynb").read_text(encoding="utf-8")
    after = (LEAF / "expected" / "leaf_disease" / "models.py").read_text(encoding="utf-8")
    first, second, third = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    for line in (first + second).split("\n"):
        assert line.strip() == "..." or line.strip().replace('"', '\\"') in before
    for line in third.split("\n"):
        assert line.strip() == "..." or line.strip() in after
    assert main(["params", str(LEAF / "notebook.ipynb")]) == 0
    listed = {" ".join(line.split()) for line in capsys.readouterr().out.split("\n")}
    rows = [" ".join(line.split()) for line in section.split("\n") if line.startswith("    --")]
    assert len(rows) == 2
    assert set(rows) <= listed
