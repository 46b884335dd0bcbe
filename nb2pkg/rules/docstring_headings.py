"""Where a heading stands in a docstring: Google's, and NumPy's with a line drawn below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Google's headings, and what they are written as.
_SAME = (
    "Args|Attention|Attributes|Caution|Danger|Error|Example|Examples|Hint|Important|Methods|Note|Notes|Raises|References|"
    "Returns|See Also|Tip|Todo|Warning|Warnings|Warns|Yields"
)
_OTHERS = {
    "arguments": "Args",
    "keyword args": "Args",
    "keyword arguments": "Args",
    "return": "Returns",
    "yield": "Yields",
}
TITLES = {title.lower(): title for title in _SAME.split("|")} | _OTHERS
# Headings that are sections only where a line is drawn below them or all their entries are arguments.
_NUMPY_TITLES = {"parameters": "Args", "other parameters": "Args"}
HEADING = re.compile(r"(\s*)([A-Za-z][A-Za-z ]*?)\s*(:?)")
_RULE = re.compile(r"\s*[-=]+")
# Where ruff takes the next line for a heading.
_PARAGRAPH_ENDS = (",", ";", ".", "-", "\\", "/", "]", "}", ")")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its title, its indent, and how many lines it takes."""

    title: str
    indent: int
    lines: int
    drawn: bool


def heading_at(lines: Sequence[str], at: int) -> Heading | None:
    """The heading at that line, if it is one of Google's or NumPy's."""
    match = HEADING.fullmatch(lines[at])
    if match is None:
        return None
    key = " ".join(match[2].lower().split())
    below = lines[at + 1] if at + 1 < len(lines) else ""
    drawn = bool(below.strip()) and _RULE.fullmatch(below) is not None
    title = TITLES.get(key) or (_NUMPY_TITLES.get(key) if drawn else None)
    if title is None:
        return None
    above = lines[at - 1].strip() if at else ""
    proper = bool(match[3]) and match[2][0].isupper() and indent_of(below) > len(match[1])
    if drawn or proper or not above or above.endswith(_PARAGRAPH_ENDS):
        return Heading(title, len(match[1]), 1 + drawn, drawn)
    return None


def indent_of(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip())
