"""Progress bars that only a notebook can show are imported as those that show themselves anywhere.

    from tqdm.notebook import tqdm              ->  from tqdm.auto import tqdm
    from tqdm import tqdm_notebook as bar       ->  from tqdm.auto import tqdm as bar
    import tqdm.notebook as tq                  ->  import tqdm.auto as tq

In a terminal the former need a library of widgets, and fail without it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nb2pkg.flow.source import tree_of

_MODULES = ("tqdm.notebook", "tqdm._tqdm_notebook")
#: What the notebook's own bars are called, and the others.
_NAMES = {"tqdm": "tqdm", "trange": "trange", "tqdm_notebook": "tqdm", "tnrange": "trange"}
_OF_NOTEBOOKS = ("tqdm_notebook", "tnrange")


def with_other_bars(text: str) -> str:
    """An import statement that imports such bars, spelled for any place; the names it binds are as they were.

    Args:
        text: The statement with its comments; it stays as it is where it is about something else.
    """
    if "tqdm" not in text:
        return text
    match tree_of(text).body:
        case [ast.Import() | ast.ImportFrom() as node]:
            lines = list(_lines(node))
        case _:
            return text
    if lines == [ast.unparse(node)]:
        return text
    rows = text.encode("utf-8").split(b"\n")
    last = (node.end_lineno or node.lineno) - 1
    before = b"\n".join([*rows[: node.lineno - 1], rows[node.lineno - 1][: node.col_offset]])
    after = b"\n".join([rows[last][node.end_col_offset or 0 :], *rows[last + 1 :]])
    return before.decode("utf-8") + "\n".join(lines) + after.decode("utf-8")


def _lines(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The import statements that stand for one."""
    match node:
        case ast.ImportFrom(module="tqdm", names=names):
            moved = [_alias(one) for one in names if one.name in _OF_NOTEBOOKS]
            stays = [one for one in names if one.name not in _OF_NOTEBOOKS]
        case ast.ImportFrom(module=str(module), names=names) if module in _MODULES:
            known = all(one.name in _NAMES for one in names)
            moved, stays = ([_alias(one) for one in names], []) if known else ([], names)
        case ast.Import(names=[ast.alias(name=name, asname=str(other))]) if name in _MODULES:
            yield f"import tqdm.auto as {other}"
            return
        case _:
            yield ast.unparse(node)
            return
    if stays:
        yield ast.unparse(ast.ImportFrom(node.module, stays, node.level))
    if moved:
        yield ast.unparse(ast.ImportFrom("tqdm.auto", moved, 0))


def _alias(one: ast.alias) -> ast.alias:
    name, bound = _NAMES[one.name], one.asname or one.name
    return ast.alias(name, None if bound == name else bound)
