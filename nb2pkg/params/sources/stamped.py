"""Names that end with what tells one run from another: what they begin with is chosen.

DISPLAY_NAME = "leaves_" + TIMESTAMP               display_name_prefix = "leaves_"
dataset = f"sales_{now}"                           dataset_prefix = "sales_", read as ``f"{dataset_prefix}{now}"``
REPORT = f"report_{date}.html"                     nothing: a file
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import single_target, source_of, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.path_filled import front_read
from nb2pkg.params.sources.paths import spelled
from nb2pkg.params.sources.spot import Known, Spot, spot_at

#: Words of names of what tells one run from another.
_STAMPS = frozenset("timestamp stamp time now date datetime today uuid uid unique suffix".split())
#: Words of names of what is only said, and of what is a file.
_SAID = frozenset("title label caption message msg text header line tag desc description file filename path".split())


def stamped_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The beginning of the name that a running statement makes of a text and a time, or something else that is new."""
    if statement.role is Role.EXPLORE or statement.kind is not Kind.RUN:
        return
    node = tree_of(statement.text).body[0]
    name, value = single_target(node), value_of(node)
    if name is None or value is None or _SAID & set(snake_case(name).split("_")) or not is_stamped(value):
        return
    begin = value.left if isinstance(value, ast.BinOp) else value
    word = f"{argument_name(name)}_prefix"
    said = f"What `{name}` begins with."
    spot = spot_at(begin, statement, word, target=name, owner=f"variable {name}", help=said, sure=True)
    if isinstance(begin, ast.JoinedStr):
        yield from begun(spot, begin, statement)
    else:
        yield spot


def begun(spot: Spot, value: ast.JoinedStr, statement: Statement) -> Iterator[Spot]:
    """A spot for what an f-string begins with, where that can be spelled.

    Args:
        spot: The spot of the f-string.
        value: It; one that `is_stamped`.
        statement: Where it stands.
    """
    match value.values[0]:
        case ast.Constant(value=str() as text) if read := front_read(text, source_of(statement.text, value)):
            yield replace(spot, source=spelled(text), read=read)


def is_stamped(value: ast.expr) -> bool:
    """Whether it is a name that ends with what tells one run from another: ``f"leaves-{uuid}"``, ``"a_" + stamp``."""
    match value:
        case ast.JoinedStr(values=[ast.Constant(value=str() as text), ast.FormattedValue(value=inner)]):
            return _is_begin(text) and _is_stamp(inner)
        case ast.BinOp(left=ast.Constant(value=str() as text), op=ast.Add(), right=inner):
            return _is_begin(text) and _is_stamp(inner)
    return False


def _is_begin(text: str) -> bool:
    """Whether it is a word that something goes on behind: ``leaves_``."""
    return text.endswith(("-", "_")) and text.replace("-", "_").strip("_").isidentifier()


def _is_stamp(node: ast.expr) -> bool:
    return any(
        _STAMPS & set(snake_case(one.id if isinstance(one, ast.Name) else one.attr).split("_"))
        for one in ast.walk(node)
        if isinstance(one, ast.Name | ast.Attribute)
    )
