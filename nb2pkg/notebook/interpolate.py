"""``{name}`` and ``$name`` in a shell command or a magic become a Python string that means the same."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from nb2pkg.notebook.grammar import Fault, parse
from nb2pkg.notebook.lines import word_set

# Where nobody says which names the notebook binds: these are the shell's.
_ENVIRONMENT = word_set(
    "CONDA_PREFIX CUDA_HOME CUDA_VISIBLE_DEVICES HOME HOSTNAME LANG LD_LIBRARY_PATH LOGNAME OLDPWD PATH PWD "
    "PYTHONPATH RANDOM SECONDS SHELL SHLVL TERM TMPDIR USER VIRTUAL_ENV"
)
_BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True, slots=True)
class Field:
    """A piece of text and the expression that follows it, if any.

    Attributes:
        text: The text.
        expression: Source of the expression.
        conversion: ``r``, ``s`` or ``a``, as in an f-string.
    """

    text: str
    expression: str | None
    conversion: str | None = None


def text_expression(text: str, names: frozenset[str] | None = None) -> str:
    """Return Python source of a string that is `text` with its fields filled in.

    IPython fills in all fields or, where one of them fails, none; so the names decide.

    Args:
        text: A shell command or the arguments of a magic.
        names: What the notebook binds anywhere; None if that is not known.

    Returns:
        A string literal, an f-string, or a call of `str.format`.
    """
    fields = fields_of(text, names)
    return literal(text) if fields is None else filled_in(fields)


def filled_in(fields: list[Field]) -> str:
    """Return Python source of a string that is made of these pieces."""
    if all(field.expression is None for field in fields):
        return literal("".join(field.text for field in fields))
    return _f_string(fields) or _format_call(fields)


def has_fields(text: str, names: frozenset[str] | None = None) -> bool:
    """Return whether something would be filled in."""
    return any(field.expression is not None for field in fields_of(text, names) or ())


def literal(text: str) -> str:
    """Return `text` as a Python string literal in double quotes, unless single quotes need fewer marks."""
    shown = repr(text)
    return shown if shown[0] == '"' or '"' in text else f'"{shown[1:-1]}"'


def fields_of(text: str, names: frozenset[str] | None = None) -> list[Field] | None:
    """Return the pieces of a text; None where IPython fills in nothing at all.

    Args:
        text: A shell command or the arguments of a magic.
        names: What the notebook binds anywhere; None if that is not known.
    """
    try:
        fields = list(_parse(text))
    except ValueError:  # braces that do not match
        return None
    return fields if all(_is_known(field, names) for field in fields) else None


def _parse(text: str) -> Iterator[Field]:
    for piece, name, spec, conversion in Formatter().parse(text):
        said, dollars = _dollars(piece)
        yield from dollars
        expression = name if name is None or not spec else f"{name}:{spec}"
        yield Field(said, expression, conversion)


def _dollars(piece: str) -> tuple[str, list[Field]]:
    """Split text at ``$name``; ``$$name`` stands for ``$name``, and within single quotes nothing is special."""
    done: list[Field] = []
    said, at, behind = "", 0, piece.count("'")
    while (place := piece.find("$", at)) >= 0:
        behind -= piece.count("'", at, place)
        doubled = piece.startswith("$", place + 1)
        end = _word_end(piece, place + 1 + doubled)
        if end == place + 1 + doubled or behind % 2:
            said, at = said + piece[at : place + 1], place + 1
        elif doubled:
            said, at = said + piece[at:place] + piece[place + 1 : end], end
        else:
            done.append(Field(said + piece[at:place], piece[place + 1 : end]))
            said, at = "", end
    return said + piece[at:], done


def _word_end(text: str, at: int) -> int:
    while at < len(text) and (text[at].isalnum() or text[at] in "_."):
        at += 1
    return at


def _is_known(field: Field, names: frozenset[str] | None) -> bool:
    """Whether IPython could compute the field."""
    if field.expression is None:
        return True
    tree = parse(field.expression.strip())
    if isinstance(tree, Fault) or [type(node) for node in tree.body] != [ast.Expr]:
        return False
    if field.conversion not in (None, "r", "s", "a"):
        return False
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    unknown = read - own - _BUILTINS
    return unknown <= names if names is not None else not unknown & _ENVIRONMENT


def _f_string(fields: list[Field]) -> str | None:
    """Write an f-string that Python 3.10 reads too, or None where that cannot be."""
    code = "".join(field.expression or "" for field in fields)
    quote = next((mark for mark in ('"', "'") if mark not in code), None)
    if quote is None or any(char in code for char in "\\#\n:!"):
        return None
    return f"f{quote}{''.join(_piece(field, quote) for field in fields)}{quote}"


def _piece(field: Field, quote: str) -> str:
    said = _escaped(field.text, quote).replace("{", "{{").replace("}", "}}")
    if field.expression is None:
        return said
    space = " " if field.expression.startswith("{") else ""
    return f"{said}{{{space}{field.expression.strip()}{'!' + field.conversion if field.conversion else ''}}}"


def _escaped(text: str, quote: str) -> str:
    shown = repr(text + '"' + "'")[1:-4]  # with both quotes at its end, repr is in single quotes for sure
    return shown.replace("\\'", "'").replace(quote, "\\" + quote)


def _format_call(fields: list[Field]) -> str:
    pieces = []
    for field in fields:
        pieces.append(field.text.replace("{", "{{").replace("}", "}}"))
        if field.expression is not None:
            pieces.append("{!" + field.conversion + "}" if field.conversion else "{}")
    written = [field.expression.strip() for field in fields if field.expression is not None]
    values = [f"({code})" if "," in code else code for code in written]
    return f"{literal(''.join(pieces))}.format({', '.join(values)})"
