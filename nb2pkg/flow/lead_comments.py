"""What a comment above a cell's first import says of the cell goes to the first statement that does something.

# Build the network                   from sklearn.neural_network import MLPRegressor
from sklearn... import MLPRegressor
model = MLPRegressor()                # Build the network
                                      model = MLPRegressor()

Imports are gathered elsewhere, and their comments are not; one that only speaks of them stays where it is.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from nb2pkg.flow.source import split_lines, tree_of
from nb2pkg.model import Kind, Statement

#: A comment with one of these is about what is imported.
_ABOUT_IMPORTS = frozenset(
    "import imports imported importing library libraries lib libs package packages module modules dependency "
    "dependencies license licensed copyright".split()
)
_SMALL = frozenset(
    "a all and basic common essential general load loading more needed of other some standard the".split()
)
#: How a remark begins that says what an import is for: ``# for plotting``.
_PURPOSE = ("for ", "to ", "used ", "use ", "needed ", "required ", "just ", "from ", "get ")
#: What is said to tools, what is no sentence, and what other programs left.
_NOT_SAID = (
    "!",
    "%",
    "@",
    "nb2pkg:",
    "noqa",
    "type:",
    "pylint",
    "fmt:",
    "isort",
    "ruff",
    "flake8",
    "In[",
    "-*-",
    "vim",
)


def give_comments(statements: Sequence[Statement]) -> list[Statement]:
    """Hand the comment above a cell's first import on, where it says what the cell does.

    Args:
        statements: Those of one cell, in order.

    Returns:
        As many statements; what no statement can take stays with the import.
    """
    if not statements or statements[0].kind is not Kind.IMPORT or not statements[0].text.startswith("#"):
        return list(statements)
    above, code = _cut(statements[0].text)
    said = [block for block in _blocks(above) if _tells(block, _imported(code))]
    place = next((at for at, one in enumerate(statements) if _takes(one)), None)
    if not said or place is None or not isinstance(tree_of(code).body[0], ast.Import | ast.ImportFrom):
        return list(statements)
    given = list(statements)
    given[0] = replace(given[0], text=code)
    given[place] = _with_comment(given[place], said, statements)
    return given


def _with_comment(statement: Statement, said: list[list[str]], around: Sequence[Statement]) -> Statement:
    """The statement below the comment; a blank line where the comment is not about this definition alone."""
    definitions = [one for one in around if one.kind in (Kind.CLASS, Kind.FUNCTION)]
    apart = statement.text.startswith("#") or (statement in definitions and len(definitions) > 1)
    comment = "\n\n".join("\n".join(block) for block in said)
    between = "\n\n" if apart else "\n"
    return replace(statement, text=f"{comment}{between}{statement.text}")


def _cut(text: str) -> tuple[list[str], str]:
    """The lines of comment at the top, and the rest."""
    lines = split_lines(text)
    first = next((at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)
    return [line.strip() for line in lines[:first]], "".join(lines[first:])


def _blocks(lines: list[str]) -> list[list[str]]:
    """Lines of comment that stand together."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip("#").strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _tells(block: list[str], modules: frozenset[str]) -> bool:
    """Whether a comment says something of the cell, in words."""
    said = [line.lstrip("#").strip(" -=*_:") for line in block]
    if any(line.startswith(_NOT_SAID) or _is_code(line) for line in said if line):
        return False
    text = " ".join(said).lower()
    words = "".join(char if char.isalnum() or char == "_" else " " for char in text).split()
    told = [word for word in words if not word.isdigit() and word not in _SMALL | modules]
    return bool(told) and not text.startswith(_PURPOSE) and not _ABOUT_IMPORTS.intersection(words)


def _imported(code: str) -> frozenset[str]:
    """The words of an import: a comment of no others only repeats it."""
    found: set[str] = set()
    for node in ast.walk(tree_of(code)):
        match node:
            case ast.ImportFrom(module=str(module)):
                found |= {*module.lower().split(".")}
            case ast.alias(name=name, asname=other):
                found |= {*name.lower().split("."), (other or name).lower()}
    return frozenset(found)


def _is_code(line: str) -> bool:
    """Code that somebody commented out; a few words in a row are none."""
    try:
        body = ast.parse(line).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return not all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Name) for node in body)


def _takes(statement: Statement) -> bool:
    """Whether the statement stays where it is read: an import moves, and so does a plain value."""
    if statement.kind is Kind.IMPORT:
        return False
    match tree_of(statement.text).body:
        case [ast.Assign(value=ast.Constant())] | [ast.AnnAssign(value=ast.Constant())]:
            return False
    return True
