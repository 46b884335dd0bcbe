"""What a class or function of the notebook says of its own arguments, where its author wrote a docstring.

Args:                                  ->     gamma: "Discount factor."
    gamma: discount factor
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from nb2pkg.flow.world import Definition
from nb2pkg.params.kinds import help_for
from nb2pkg.rules.docstring_read import read_doc


def said_of_arguments(definition: Definition) -> Mapping[str, str]:
    """Argument -> its line of help, from the docstrings of the class and of its constructor (the latter counts)."""
    node = ast.parse(definition.text).body[0]
    names = [name for name, _ in definition.arguments]
    found: dict[str, str] = {}
    for documented in [node, *(inner for inner in getattr(node, "body", ()) if _is_constructor(inner))]:
        assert isinstance(documented, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for part in read_doc(ast.get_docstring(documented) or "", names).parts:
            for entry in part.entries if part.title == "Args" else ():
                words = " ".join(" ".join(entry.lines).split())
                if entry.name in names and words:
                    found[entry.name] = help_for("", words)
    return found


def _is_constructor(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "__init__"
