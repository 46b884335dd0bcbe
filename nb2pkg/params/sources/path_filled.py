"""Paths that are filled in: a text with a variable in front of it, or in the middle.

DATASET = f"{BUCKET}/input/train.csv"               the end counts: input/train.csv
MODEL_DIR = "{}/aiplatform-job".format(BUCKET)      the end counts: aiplatform-job
upload(s3_uri=f"s3://{bucket}/stable-diffusion")    the end counts: stable-diffusion
output_dir=f"distilbert-mnli"                       nothing is filled in
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from nb2pkg.params.sources.path_texts import is_store


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
    """The end of a path behind the only thing that is filled in, at its beginning or as a bucket; nothing elsewhere."""
    match node:
        case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str() as text)]) if text.startswith("/"):
            return text.lstrip("/")
        case ast.JoinedStr(values=[ast.Constant(), ast.FormattedValue(), ast.Constant(value=str() as text)]):
            return text.strip("/") if is_in_store(node) and text.startswith("/") else ""
        case ast.Constant(value=str() as text) if text.startswith("{}/"):
            return text[2:].lstrip("/")
    return ""


def is_in_store(node: ast.expr) -> bool:
    """Whether it is a place in a store of files whose bucket alone is filled in: ``f"s3://{bucket}/model"``."""
    match node:
        case ast.JoinedStr(values=[ast.Constant(value=str() as scheme), ast.FormattedValue(), ast.Constant()]):
            return is_store(scheme) and scheme.endswith("://")
    return False


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
    end = f"/{quote}" if source.endswith(f"/{text}/{quote}") else quote
    if not source.endswith(f"/{text}{end}") or source.count(quote) != 2:
        return ""
    front = source[: -len(text + end)].replace("{", "{{").replace("}", "}}")
    if isinstance(node, ast.Constant):
        return f"({front}{quote} + {{}})"
    return f"{front}{{{{{{}}}}}}{end}" if source[:2] in ("f'", 'f"') else ""


def front_read(text: str, source: str) -> str:
    """How an f-string is read from the name of what it begins with; nothing where that cannot be spelled.

    Args:
        text: Its beginning.
        source: The f-string, as spelled.
    """
    quote = source[1:2]
    plain = source[:1] in "fF" and quote in ("'", '"') and source.count(quote) == 2 and source.endswith(quote)
    if not plain or not source[2:].startswith(text):
        return ""
    return source[:2] + "{{{}}}" + source[2 + len(text) :].replace("{", "{{").replace("}", "}}")
