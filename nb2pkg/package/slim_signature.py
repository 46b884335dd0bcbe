"""How a definition of the package takes more than the notebook's own did: what it read from around it is handed to it.

def encode(text):  # reads vocab, MAX_LEN     ->  def encode(text, max_len=24, *, vocab)
"""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grown:
    """An argument that the package's definition has and the notebook's had not."""

    name: str
    required: bool


def growth(written: str, original: str) -> tuple[Grown, ...] | None:
    """Return the new arguments of a definition.

    Args:
        written: Source of the package's class or function.
        original: Source of the notebook's.

    Returns:
        The new arguments; None where an old call would not be a call any more, whatever is added to it.
    """
    new, old = _arguments(written), _arguments(original)
    if new is None:
        return () if old is None else None
    if old is None:
        old = ast.arguments(posonlyargs=[], args=new.args[:1], kwonlyargs=[], kw_defaults=[], defaults=[])
    names = [one.arg for one in _positional(old)]
    if [one.arg for one in _positional(new)[: len(names)]] != names or bool(old.vararg) != bool(new.vararg):
        return None
    known = {*names, *(one.arg for one in old.kwonlyargs)}
    taken = [one.arg for one in (*_positional(new), *new.kwonlyargs)]
    required = _required(new)
    if not known <= set(taken) or (old.kwarg and not new.kwarg) or (required & known) - _required(old):
        return None
    return tuple(Grown(name, name in required) for name in taken if name not in known)


def _positional(arguments: ast.arguments) -> list[ast.arg]:
    return [*arguments.posonlyargs, *arguments.args]


def _required(arguments: ast.arguments) -> set[str]:
    positional = _positional(arguments)
    bare = positional[: len(positional) - len(arguments.defaults)]
    keywords = [one for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if not default]
    return {one.arg for one in (*bare, *keywords)}


def _arguments(source: str) -> ast.arguments | None:
    """Return what calling the definition takes, None for a class that has no constructor of its own."""
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return node.args
            case ast.ClassDef(body=body):
                own = (one for one in body if isinstance(one, ast.FunctionDef) and one.name == "__init__")
                return next((one.args for one in own), None)
    return None
