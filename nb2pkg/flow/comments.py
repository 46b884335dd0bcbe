"""What the comments in a piece of code say of it."""

from __future__ import annotations

import ast
import io
import tokenize

from nb2pkg.flow.source import split_lines, tree_of


def comment_of(text: str) -> str:
    """The comment that explains a one-line statement: the one behind it, else the line right above."""
    comments, node = _comments(text), tree_of(text).body
    if not comments or not node:
        return ""
    trailing = [c.string for c in comments if c.start[0] >= node[0].lineno]
    above = [c.string for c in comments if c.start[0] in (node[0].lineno - 1, node[0].lineno - 2)]
    leading = above if len(above) == 1 and comments[0].start[0] == node[0].lineno - 1 else []
    return _said((trailing or leading or [""])[0])


def comments_in(text: str) -> dict[int, str]:
    """Line -> the comment behind what stands on it, those that explain nothing left out."""
    lines = split_lines(text)
    behind = [c for c in _comments(text) if lines[c.start[0] - 1][: c.start[1]].strip()]
    return {c.start[0]: said for c in behind if (said := _said(c.string))}


def _comments(text: str) -> list[tokenize.TokenInfo]:
    if "#" not in text:
        return []
    try:
        return [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type == tokenize.COMMENT]
    except (tokenize.TokenError, IndentationError):
        return []


def _said(comment: str) -> str:
    """What a comment tells a reader: not what it tells a tool, nor code."""
    cleaned = comment.lstrip("#!: ").removeprefix("@markdown").strip(" -=*#").strip()
    told = cleaned.startswith(("@", "nb2pkg:", "noqa", "type:", "pylint", "fmt:"))
    return "" if told or _is_code(cleaned) else cleaned


def _is_code(comment: str) -> bool:
    """Code that somebody commented out explains nothing."""
    try:
        body = ast.parse(comment).body
    except (SyntaxError, ValueError):
        return False
    code = ast.Assign | ast.AugAssign | ast.Import | ast.ImportFrom | ast.Delete | ast.Return
    return any(isinstance(n, code) or (isinstance(n, ast.Expr) and isinstance(n.value, ast.Call)) for n in body)
