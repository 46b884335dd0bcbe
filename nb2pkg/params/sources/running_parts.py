"""The parts of a statement that run with it, or when what it defines is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import head_of
from nb2pkg.params.tables.files import LEFT_ALONE

_NO_PLACE = (ast.arguments, ast.Assert, ast.Raise, ast.Compare, ast.Delete)
_NO_FIELDS = ("annotation", "returns", "decorator_list", "bases", "keys", "slice")


def running_parts(node: ast.AST, in_class: bool = False) -> Iterator[ast.AST]:
    """All nodes but defaults, annotations, class bodies, comparisons, and what only shows or looks at texts.

    Args:
        node: The tree; of an f-string, or a text that is filled in, only itself comes.
        in_class: Whether it stands in the body of a class: there only methods count.
    """
    if in_class and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    if isinstance(node, _NO_PLACE):
        return
    if _is_left_alone(node):
        yield from _before(node)
        return
    yield node
    if isinstance(node, ast.JoinedStr):
        return
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and name not in _NO_FIELDS:
                yield from running_parts(child, isinstance(node, ast.ClassDef) and name == "body")


#: Methods of texts: what they are called on may be read from a file, ``open("names.txt").read().strip()``.
_OF_TEXTS = frozenset("strip lstrip rstrip split rsplit partition rpartition replace encode decode format".split())


def _before(node: ast.AST) -> Iterator[ast.AST]:
    """What there is for a call that is left alone to look at: the text that it fills in, what another call makes."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as form) as text, attr="format"), args=given):
            yield text
            if set(form.split("/")) == {"{}"}:  # nothing but a path: the end of it may be written there
                yield from (one for one in given if isinstance(one, ast.Constant))
        case ast.Call(func=ast.Attribute(value=ast.Call() as made, attr=name)) if name in _OF_TEXTS:
            yield from running_parts(made)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=func):
            name = dotted(func) or ""
            plain = _is_run(func, name) or name in _READ
            return (head_of(func) in LEFT_ALONE and not plain) or name.startswith("sys.path.")
    return False


#: What reads a file, though most that is called so says something.
_READ = ("torchaudio.info", "soundfile.info", "sf.info")


def _is_run(func: ast.expr, name: str) -> bool:
    """Whether something runs that the notebook made, a job, and no program of the machine."""
    return isinstance(func, ast.Attribute) and func.attr == "run" and not name.startswith(("subprocess.", "sp."))
