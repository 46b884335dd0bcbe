"""A parser in the notebook parses what the notebook gives it, not the command line of its package.

args = parser.parse_args()                              args = parser.parse_args([])
args = parser.parse_args("--lr 3 --n 4".split())        args = parser.parse_args(["--lr", "3", "--n", "4"])
"""

from __future__ import annotations

import ast
import shlex
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import Places, plain_newlines, spliced, tree_of
from nb2pkg.model import Kind, Note, Program, Statement

_PARSING = ("parse_args", "parse_known_args")
_Edit = tuple[tuple[int, int], tuple[int, int], str]


def give_parsers_their_arguments(program: Program) -> tuple[Program, tuple[Note, ...]]:
    """Let every parser of argparse parse a list.

    Args:
        program: The notebook.

    Returns:
        The program; a line for each parser that would have read the command line.
    """
    if not any(s.kind is Kind.IMPORT and "argparse" in s.text for s in program.statements):
        return program, ()
    statements: list[Statement] = []
    notes: list[Note] = []
    for statement in program.statements:
        calls = _calls(statement) if "parse_" in statement.text else []
        edits = [edit for call in calls if (edit := _edit(call, statement.text))]
        if edits:
            text = spliced(plain_newlines(statement.text), edits)
            statement = replace(statement, text=text, names=names_of(text))
            notes += [_note(call, statement) for call in calls if _reads_command_line(call)]
        statements.append(statement)
    return replace(program, statements=tuple(statements)), tuple(notes)


def _calls(statement: Statement) -> list[ast.Call]:
    calls = (node for node in ast.walk(tree_of(statement.text)) if isinstance(node, ast.Call))
    return [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr in _PARSING]


def _reads_command_line(call: ast.Call) -> bool:
    if not call.args and not call.keywords:
        return True
    return any((dotted(one) or "") == "sys.argv" for one in ast.walk(call) if isinstance(one, ast.Attribute))


def _edit(call: ast.Call, text: str) -> _Edit | None:
    places = Places(plain_newlines(text))
    if not call.args and not call.keywords:
        line, column = places.end(call)
        return (line, column - 1), (line, column - 1), "[]"
    for given in _given(call):
        words = [] if _is_command_line(given) else _words(given)
        if words is not None:
            return places.start(given), places.end(given), f"[{', '.join(map(_quoted, words))}]"
    return None


def _given(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args[:1]
    yield from (word.value for word in call.keywords if word.arg == "args")


def _is_command_line(node: ast.expr) -> bool:
    """``sys.argv``, ``sys.argv[1:]``."""
    return (dotted(node.value if isinstance(node, ast.Subscript) else node) or "") == "sys.argv"


def _words(node: ast.expr) -> list[str] | None:
    """``"--lr 3".split()``, ``shlex.split("--lr 3")``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), args=[], keywords=[]):
            return text.split()
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="shlex"), attr="split"), args=[ast.Constant(value=str(text))]
        ):
            try:
                return shlex.split(text)
            except ValueError:
                return None
    return None


def _quoted(word: str) -> str:
    return f'"{word}"' if word.isprintable() and not set('"\\') & set(word) else repr(word)


def _note(call: ast.Call, statement: Statement) -> Note:
    text = f"`{ast.unparse(call)}` would read the package's own command line: it gets no arguments here"
    return Note("info", text, statement.origin)
