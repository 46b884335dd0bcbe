"""An assignment that is taken away leaves every other line where it was."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.rules.edits import apply_edits, removal

GONE = {
    "a line": ("lr = 1\n    g(lr)", "\n    g(lr)"),
    "with a comment": ("lr = 1  # rate\n    g(lr)", "\n    g(lr)"),
    "a comment about it alone": ("# rate\n    lr = 1\n\n    g(lr)", "\n\n\n    g(lr)"),
    "a comment about more": ("# rates\n    lr = 1\n    g(lr)", "# rates\n\n    g(lr)"),
    "several lines": ("lr = (\n        1\n    )\n    g(lr)", "\n\n\n    g(lr)"),
    "one of two on a line": ("lr = 1; g(lr)", "g(lr)"),
    "the last": ("g(h)\n    lr = 1", "g(h)\n"),
    "the only one": ("lr = 1", "pass\n"),
    "an annotation": ("lr: int = 1\n    g(lr)", "\n    g(lr)"),
}


@pytest.mark.parametrize(("before", "after"), GONE.values(), ids=GONE)
def test_removal(before: str, after: str) -> None:
    text = f"def f():\n    {before}\n"
    nodes = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Assign | ast.AnnAssign))
    done = apply_edits(text, [removal(text, node) for node in nodes])
    assert [line.rstrip() for line in done.split("\n")][1:] == [line.rstrip() for line in f"    {after}\n".split("\n")]
