"""Places below one folder that a dictionary names.

DATA_ROOTS = {"qasper": PROJECT / "data" / "qasper"}      qasper_root = "data/qasper", read as ``PROJECT / qasper_root``
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted, source_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.sources.config_values import as_name
from nb2pkg.params.sources.spot import Known, Spot, spot_at

#: Last words of the names of such dictionaries, and what one of them is.
_OF_PLACES = {"roots": "root", "dirs": "dir", "folders": "folder", "paths": "path", "files": "path"}
#: A dictionary of more is a table, and no choice.
_MOST = 3


def dict_paths_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The ends of the paths in a dictionary of a few, all of which are made with ``/``."""
    if statement.kind not in (Kind.RUN, Kind.CONSTANT):
        return
    match tree_of(statement.text).body:
        case [ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(keys=keys, values=values))]:
            word = _OF_PLACES.get(snake_case(name).rpartition("_")[2], "")
        case _:
            return
    ends = [_end(value) for value in values]
    if not word or len(values) > _MOST or not all(ends):
        return
    for key, value, end in zip(keys, values, ends, strict=True):
        match key:
            case ast.Constant(value=str() as text) if end and as_name(text).isidentifier():
                root, below = end
                said = f"Path below `{dotted(root)}`."
                spot = spot_at(value, statement, f"{as_name(text)}_{word}", owner=f"paths {name}", help=said, sure=True)
                read = f"{source_of(statement.text, root)} / {{}}"
                yield replace(spot, source=f'"{below}"', read=read, spelled=True)


def _end(node: ast.expr) -> tuple[ast.expr, str] | None:
    """What a path begins with, and the rest of it: of ``ROOT / "a" / "b"``, ``ROOT`` and ``a/b``."""
    parts: list[str] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        match node.right:
            case ast.Constant(value=str() as part) if part and not part.startswith("/") and part.isprintable():
                parts.insert(0, part)
            case _:
                return None
        node = node.left
    plain = dotted(node) is not None and not any(char in part for part in parts for char in '"\\')
    return (node, "/".join(part.strip("/") for part in parts)) if parts and plain else None
