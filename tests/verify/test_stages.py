"""The stages of a package hand over their variables."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from nb2pkg.verify.nb2pkg_probe.stages import SEEN, stages_of, watched

TRAIN = '''
"""Trains."""
from __future__ import annotations

def load(n=3):
    """Load."""
    rows = list(range(n))
    return rows

def unused(x):
    return x

def fail():
    half = 1
    raise ValueError(half)

def lazy():
    yield 1

def fit(n=3):
    rows = load(n)
    more = [unused(r) for r in lazy()]
    return rows
'''


def seen_in(code: str, call: str) -> list[tuple[str, dict[str, Any]]]:
    seen: list[tuple[str, dict[str, Any]]] = []
    names: dict[str, Any] = {SEEN: lambda stage, held: seen.append((stage, held))}
    module = watched(ast.parse(code), frozenset({"fit", "load", "lazy", "fail"}))
    exec(compile(module, "train.py", "exec"), names)
    try:
        eval(call, names)
    except ValueError:
        seen.append(("failed", {}))
    return seen


def test_variables_are_handed_over_when_a_stage_returns() -> None:
    assert seen_in(TRAIN, "fit(2)") == [
        ("load", {"n": 2, "rows": [0, 1]}),
        ("fit", {"n": 2, "rows": [0, 1], "more": [1]}),
    ]


def test_variables_are_handed_over_when_a_stage_fails() -> None:
    assert seen_in(TRAIN, "fail()") == [("fail", {"half": 1}), ("failed", {})]


def test_stages_are_what_commands_call(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(TRAIN)
    (tmp_path / "explore.py").write_text("def look(a):\n    pass\n\ndef explore():\n    look(1)\n")
    assert {"fit", "explore", "load", "look"} <= stages_of(tmp_path)
    assert "fail" not in stages_of(tmp_path)
