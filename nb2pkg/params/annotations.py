"""What a notebook's annotation says of a value's type, where a parser can check it.

limit: Optional[int] = None        Optional[int]
rate: float = 1                    float
rate: int = 0.5                    nothing: that is not what it is
net: nn.Module = None              nothing: no command line has one
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from nb2pkg.flow.source import head_of
from nb2pkg.params.bounds import is_bounded
from nb2pkg.params.kinds import type_of

_PLAIN: Mapping[str, type] = {"int": int, "float": float, "str": str, "bool": bool}
_LISTS: Mapping[str, type] = {"list": list, "List": list, "Sequence": list, "tuple": tuple, "Tuple": tuple}
_DICTS = frozenset(["dict", "Dict", "Mapping"])
_BUILT_IN = frozenset(["list", "tuple", "dict", *_PLAIN])
_OF_TYPING = frozenset(["Optional", "Union", "Literal", "Any", *_LISTS, *_DICTS]) - _BUILT_IN
_TYPING = ("typing", "typing_extensions", "collections.abc")


def checked_annotation(annotation: str, source: str, aliases: Mapping[str, str]) -> str:
    """The annotation of a value, if a parser can check it and the value is such a one.

    Args:
        annotation: What the notebook wrote.
        source: The value.
        aliases: Name that the notebook binds -> dotted path of what it imports there, or nothing.

    Returns:
        The annotation, with ``None`` where the value is that; or nothing.
    """
    node = _unquoted(ast.parse(annotation, mode="eval").body)
    if node is None or not _is_checked(node, aliases):
        return ""
    text = ast.unparse(node)
    try:
        value = ast.literal_eval(source)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return text if type_of("", source) == text else ""
    if _fits(node, value):
        return text
    return f"{text} | None" if value is None else ""


def _unquoted(node: ast.expr) -> ast.expr | None:
    match node:
        case ast.Constant(value=str() as text):
            try:
                return ast.parse(text, mode="eval").body
            except (SyntaxError, ValueError):
                return None
    return node


def _is_checked(node: ast.expr, aliases: Mapping[str, str]) -> bool:
    """Whether it is built of nothing but what a parser can check."""
    match node:
        case ast.Constant(value=value):
            return value is None or value is ...
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_checked(left, aliases) and _is_checked(right, aliases)
        case ast.Subscript(value=outer) if head_of(outer) == "Literal":
            return _is_checked(outer, aliases)
        case ast.Subscript(value=outer):
            return _is_checked(outer, aliases) and all(_is_checked(part, aliases) for part in _arguments(node))
        case ast.Name(id=name):
            if name in _BUILT_IN:
                return name not in aliases
            if is_bounded(name):
                return True
            return name in _OF_TYPING and aliases.get(name, f"typing.{name}").rpartition(".")[0] in _TYPING
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return name in _OF_TYPING and aliases.get(module) in _TYPING
    return False


def _arguments(node: ast.Subscript) -> list[ast.expr]:
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def _fits(node: ast.expr, value: object) -> bool:
    """Whether a value is what an annotation says."""
    match node:
        case ast.Constant():
            return value is None
        case ast.BinOp(left=left, right=right):
            return _fits(left, value) or _fits(right, value)
        case ast.Subscript(value=outer):
            return _fits_parts(head_of(outer), _arguments(node), value)
    name = head_of(node)
    if name == "float" or is_bounded(name):
        return type(value) in (int, float)
    if name in _PLAIN:
        return type(value) is _PLAIN[name]
    if name in _LISTS:
        return isinstance(value, _LISTS[name])
    return name == "Any" or (name in _DICTS and isinstance(value, dict))


def _fits_parts(name: str, parts: Sequence[ast.expr], value: object) -> bool:
    """Whether a value is what a generic says: ``Optional[int]``, ``dict[str, float]``."""
    if name == "Literal":
        return any(_is_choice(part, value) for part in parts)
    if name in ("Optional", "Union"):
        return (name == "Optional" and value is None) or any(_fits(part, value) for part in parts)
    if isinstance(value, dict):
        return name in _DICTS and len(parts) == 2 and _all_fit(parts[0], value) and _all_fit(parts[1], value.values())
    if not isinstance(value, _LISTS.get(name, ())) or not isinstance(value, list | tuple):
        return False
    if isinstance(value, list) or (isinstance(parts[-1], ast.Constant) and parts[-1].value is ...):
        return _all_fit(parts[0], value)
    return len(parts) == len(value) and all(map(_fits, parts, value))


def _all_fit(node: ast.expr, values: Iterable[object]) -> bool:
    return all(_fits(node, value) for value in values)


def _is_choice(part: ast.expr, value: object) -> bool:
    try:
        said = ast.literal_eval(part)
    except ValueError:
        return False
    return type(said) is type(value) and bool(said == value)
