"""Paths that are written out: ``Path("data")``, ``Path("data") / "train"``."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

_MAKERS = ("Path", "PurePath", "PosixPath")


@dataclass(frozen=True, slots=True)
class PathText:
    """A path that is written out.

    Attributes:
        maker: What makes it a path: ``Path``, ``pathlib.Path``.
        text: What it says.
    """

    maker: str
    text: str


def path_text(value: ast.expr) -> PathText | None:
    """The text in ``Path("data")``, and that of ``Path("data") / "train"``: ``data/train``."""
    match value:
        case ast.Call(func=func, args=parts, keywords=[]):
            texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if not _makes_a_path(func) or len(texts) != len(parts):
                return None
            return PathText(ast.unparse(func), _joined(texts))
        case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=str() as part)):
            before = path_text(left)
            return PathText(before.maker, _joined([before.text, part])) if before else None
    return None


def _joined(parts: Sequence[str]) -> str:
    """The parts as one path: of equal meaning, where no part begins at the top."""
    text = ""
    for part in parts:
        text = part if part.startswith("/") or not text else f"{text.rstrip('/') or '/'}/{part}".replace("//", "/")
    return text


def _makes_a_path(func: ast.expr) -> bool:
    match func:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(), attr=name):
            return name in _MAKERS
    return False
