"""The project keeps its own rules: types, lints, format, size."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
LONGEST_FUNCTION = 60
LONGEST_FILE = 500


def run(*command: str) -> str:
    """What a tool has to say; nothing if it is content."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=TOP, capture_output=True, text=True, timeout=600, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.slow
def test_every_type_is_right() -> None:
    assert not run("mypy", "--strict", "nb2pkg")


def test_ruff_has_nothing_to_say() -> None:
    assert not run("ruff", "check", "--no-cache", "--output-format", "concise", ".")


def test_ruff_would_not_format_anything_otherwise() -> None:
    assert not run("ruff", "format", "--no-cache", "--check", ".")


def sources() -> list[Path]:
    return sorted((TOP / "nb2pkg").rglob("*.py"))


def test_functions_are_short() -> None:
    long = [
        f"{path.relative_to(TOP)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long, "\n" + "\n".join(long)


def test_files_do_one_thing() -> None:
    tables = {"nb2pkg/package/distributions.py"}
    # One long mapping.
    long = [
        f"{path.relative_to(TOP)} has {count} lines"
        for path in sources()
        if (count := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
        and path.relative_to(TOP).as_posix() not in tables
    ]
    assert not long, "\n" + "\n".join(long)


def test_test_files_have_names_of_their_own() -> None:
    names = [path.name for path in (TOP / "tests").rglob("test_*.py")]
    assert not {name for name in names if names.count(name) > 1}, "pytest imports them by these names"


def test_no_generated_file_is_tracked_in_the_project() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    wrong = [path for path in listed if path.endswith((".pyc", ".ckpt", ".pt")) or "__pycache__" in path]
    assert not wrong
