"""What a signature says of an argument: its default, and the type that a plain default has.

def fit(x, width=16,              ->     width (int): Defaults to 16.
        names=("a", "b"),         ->     names (tuple[str, str]): Defaults to ("a", "b").
        mean=MEAN): ...           ->     mean: Defaults to `MEAN`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.params.kinds import type_of

# A longer value is read in the signature.
_LONGEST = 48
_EMPTY = {"list": "[]", "dict": "{}", "set": "set()", "tuple": "()"}


@dataclass(frozen=True, slots=True)
class Given:
    """What an argument gets where nothing is passed.

    Attributes:
        default: Source of the value, or empty where it must be passed.
        type: The type that value has where the signature names none, or empty.
    """

    default: str = ""
    type: str = ""


def defaults_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, Given]:
    """What the arguments of a function get: name -> default and type."""
    positional = [*node.args.posonlyargs, *node.args.args]
    pairs = list(zip(positional[len(positional) - len(node.args.defaults) :], node.args.defaults, strict=True))
    pairs += [(arg, value) for arg, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if value]
    return {arg.arg: _given(arg, value) for arg, value in pairs}


def field_defaults(node: ast.ClassDef) -> dict[str, Given]:
    """What the fields of a dataclass get."""
    fields = [item for item in node.body if isinstance(item, ast.AnnAssign) and item.value is not None]
    values = {ast.unparse(field.target): _field_value(field.value) for field in fields if field.value}
    return {name: Given(value) for name, value in values.items() if value}


def default_words(source: str) -> str:
    """The sentence on a default: ``16`` -> "Defaults to 16."; empty where the signature says it better.

    Args:
        source: The default, as Python.
    """
    try:
        value = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return ""
    shown = ast.unparse(value)
    if not any(quote in shown for quote in "'\""):
        shown = shown.replace("e-0", "e-") if _is_literal(value) else shown
    elif '"' not in shown:
        shown = shown.replace("'", '"')  # as the formatter writes them
    if len(shown) > _LONGEST or "\\" in shown or not shown.isprintable():
        return ""
    return f"Defaults to {shown if _is_literal(value) else f'`{shown}`'}."


def _given(arg: ast.arg, value: ast.expr) -> Given:
    source = ast.unparse(value)
    return Given(source, "" if arg.annotation else _plain_type(arg.arg, value, source))


def _plain_type(name: str, value: ast.expr, source: str) -> str:
    """The type of a number, a text, a truth value, or a tuple of those; empty for all else."""
    if not _is_literal(value):
        return ""
    found = ast.literal_eval(source)
    items = found if isinstance(found, tuple) else (found,)
    return type_of(name, source) if items and all(isinstance(item, int | float | str) for item in items) else ""


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _field_value(value: ast.expr) -> str:
    """The default of a dataclass' field: ``field(default_factory=list)`` gives an empty list."""
    if not isinstance(value, ast.Call):
        return ast.unparse(value)
    given = {keyword.arg: keyword.value for keyword in value.keywords}
    if "default" in given:
        return ast.unparse(given["default"])
    factory = given.get("default_factory")
    if factory is None:
        return ast.unparse(value) if not given else ""
    return _EMPTY.get(factory.id, "") if isinstance(factory, ast.Name) else ""
