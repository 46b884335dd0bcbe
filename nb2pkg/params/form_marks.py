"""Where in a statement the comments of a form stand."""

from __future__ import annotations

import tokenize

from nb2pkg.flow.source import plain_newlines, spliced, split_lines, tokens_of, tree_of
from nb2pkg.params.forms import form_in


def form_comments(text: str) -> list[tokenize.TokenInfo]:
    """The comments of a statement that declare fields, not counting what stands above it."""
    if "@param" not in text:
        return []
    first = tree_of(text).body[0].lineno
    comments = (one for one in tokens_of(plain_newlines(text)) if one.type == tokenize.COMMENT)
    return [one for one in comments if one.start[0] >= first and form_in(one.string)]


def without_marks(text: str) -> str:
    """The statement without those comments."""
    lines = split_lines(text)
    edits = []
    for comment in form_comments(text):
        line, column = comment.start
        start = len(lines[line - 1][:column].rstrip())
        edits.append(((line, start), (line, column + len(comment.string)), ""))
    return spliced(text, edits)
