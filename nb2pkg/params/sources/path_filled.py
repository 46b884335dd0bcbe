"""Paths that are filled in: a text with a variable in front of it, or in the middle.

DATASET = f"{BUCKET}/input/train.csv"               the end counts: input/train.csv
MODEL_DIR = "{}/aiplatform-job".format(BUCKET)      the end counts: aiplatform-job
output_dir=f"distilbert-mnli"                       nothing is filled in
"""

from __future__ import annotations

import ast
from collections.abc import Mapping


def text_of(node: ast.expr) -> str:
    """What a text says that nothing is filled into."""
    match node:
        case ast.Constant(value=str() as text) | ast.JoinedStr(values=[ast.Constant(value=str() as text)]):
            return text
    return ""


def is_filled(node: ast.expr) -> bool:
    """Whether something is filled into an f-string."""
    return isinstance(node, ast.JoinedStr) and not all(isinstance(one, ast.Constant) for one in node.values)


def end_of(node: ast.expr) -> str:
    """The end of a path behind the only thing that is filled in, at its beginning; nothing where it is no such path."""
    match node:
        case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str() as text)]) if text.startswith("/"):
            return text.lstrip("/")
        case ast.Constant(value=str() as text) if text.startswith("{}/"):
            return text[2:].lstrip("/")
    return ""


def filled(node: ast.expr, above: Mapping[int, ast.AST]) -> ast.expr | None:
    """The whole of a path that is filled in: an f-string itself, the call that fills one thing into a text.

    Args:
        node: The text.
        above: What holds a node.
    """
    if isinstance(node, ast.JoinedStr):
        return node
    match above.get(id(above.get(id(node)))):
        case ast.Call(func=ast.Attribute(value=text, attr="format"), args=[_], keywords=[]) as call if text is node:
            return call
    return None


def end_read(node: ast.expr, text: str, source: str) -> str:
    """How the path is read from the name of its end; nothing where that cannot be spelled.

    Args:
        node: The text.
        text: Its end.
        source: The text, as spelled.
    """
    quote = source[-1:]
    if not source.endswith(f"/{text}{quote}") or source.count(quote) != 2:
        return ""
    front = source[: -len(text) - 1].replace("{", "{{").replace("}", "}}")
    if isinstance(node, ast.Constant):
        return f"({front}{quote} + {{}})"
    return f"{front}{{{{{{}}}}}}{quote}" if source[:2] in ("f'", 'f"') else ""
