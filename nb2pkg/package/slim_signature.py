"""Whether a definition of the package can stand where the notebook's own stood: every call that worked still works."""

from __future__ import annotations

import ast


def replaces(written: str, original: str) -> bool:
    """Tell whether calls of the notebook's definition are calls of the package's.

    Args:
        written: Source of the package's class or function.
        original: Source of the notebook's.

    Returns:
        True where no argument is gone and every new one has a default and comes after the old.
    """
    new, old = _arguments(written), _arguments(original)
    if new is None or old is None:
        return new is old
    old_names = [one.arg for one in (*old.posonlyargs, *old.args)]
    new_names = [one.arg for one in (*new.posonlyargs, *new.args)]
    if new_names[: len(old_names)] != old_names or bool(old.vararg) != bool(new.vararg):
        return False
    keywords = {one.arg for one in old.kwonlyargs}
    if not keywords <= {one.arg for one in new.kwonlyargs} or (old.kwarg and not new.kwarg):
        return False
    return _required(new) <= _required(old)


def _required(arguments: ast.arguments) -> set[str]:
    positional = [*arguments.posonlyargs, *arguments.args]
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
