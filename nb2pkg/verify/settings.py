"""Settings as they are printed, and some of them left out.

"dropout": 0.1                    a line of a module's hyperparameters
lr: 0.01                          one of a file of them
{'dropout': 0.1, 'lr': 0.01}      a dictionary
"""

from __future__ import annotations

import ast
import re
from collections.abc import Set

_LINE = re.compile(r"""(["']?)([A-Za-z_]\w*)\1:(?:\s|$)""")


def without_names(text: str, names: Set[str]) -> str:
    """A text that lists settings, without those of these names; any other text as it is.

    Args:
        text: Lines of ``name: value``, or a dictionary.
        names: What is left out.
    """
    if text.startswith("{"):
        return _smaller(text, names)
    blocks = _blocks(text)
    kept = [block for name, block in blocks if name not in names]
    return "\n".join(kept) if len(kept) < len(blocks) else text


def _blocks(text: str) -> list[tuple[str, str]]:
    """Each setting with its lines, those below it that say more about it included; none where one says no name."""
    found: list[tuple[str, str]] = []
    for line in text.split("\n"):
        named = _LINE.match(line)
        if named:
            found.append((named[2], line))
        elif found and line.startswith((" ", "- ")):
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line}")
        elif line.strip():
            return []
    return found


def _smaller(text: str, names: Set[str]) -> str:
    try:
        node = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    match node:
        case ast.Dict(keys=keys, values=values):
            left_out = {i for i, key in enumerate(keys) if isinstance(key, ast.Constant) and key.value in names}
            parts = [
                f"{ast.unparse(key)}: {ast.get_source_segment(text, value)}"
                for i, (key, value) in enumerate(zip(keys, values, strict=True))
                if key and i not in left_out
            ]
            return "{" + ", ".join(parts) + "}" if left_out and None not in keys else text
    return text
