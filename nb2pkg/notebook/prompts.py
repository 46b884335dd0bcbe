"""Prompts that were pasted along with the code."""

from __future__ import annotations

from collections.abc import Sequence

from nb2pkg.notebook.lines import dedent


def without_prompts(lines: Sequence[str]) -> list[str]:
    """Take ``In [1]:``, ``...:``, ``>>>`` and ``...`` away.

    Args:
        lines: The cell.

    Returns:
        As many lines; the same ones if there is no prompt.
    """
    if any(line.lstrip().startswith(">>>") for line in lines):
        return dedent([_after_classic(line) for line in lines])
    if any(_after_numbered(line) != line for line in lines[:2]):
        return dedent([_after_numbered(line) for line in lines])
    return dedent(lines)


def _after_classic(line: str) -> str:
    bare = line.lstrip()
    for prompt in (">>>", "..."):
        if bare.startswith(prompt):
            return bare.removeprefix(prompt).removeprefix(" ")
    return line


def _after_numbered(line: str) -> str:
    bare = line.lstrip()
    if bare.startswith("In ["):
        number, found, rest = bare[4:].partition("]:")
        return rest.removeprefix(" ") if found and (number.isdigit() or not number.strip()) else line
    dots = bare.lstrip(".")
    return dots[1:].removeprefix(" ") if len(bare) - len(dots) >= 3 and dots.startswith(":") else line
