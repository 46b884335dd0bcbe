"""The queries that a notebook asks, whose tables, models, days and numbers of rows a person would turn.

client.query("SELECT * FROM `p.samples.trips`")      table = "p.samples.trips", filled in where the query stands
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nb2pkg.flow.constants import single_target, value_of
from nb2pkg.flow.plain_texts import body_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Statement
from nb2pkg.params.kinds import help_for, snake_case
from nb2pkg.params.query_settings import Setting, settings_of_query
from nb2pkg.params.sources.spot import Spot, origin_of_line, spot_at

#: Words of what is asked a query, and of names of queries.
_ASK = frozenset("query queries sql gbq execute bq bigquery".split())
_HELP = {
    "table": "Table that is read or written.",
    "model_name": "Model that is trained or asked.",
    "start_date": "First day.",
    "end_date": "Last day.",
    "row_limit": "Most rows that are taken.",
}


def spots_in_queries(statements: Iterable[Statement]) -> list[Spot]:
    """The values in queries that a person would turn, as spots of the statements that ask them.

    Args:
        statements: Some of the notebook's.
    """
    return [
        _there(setting, text, statement)
        for statement in statements
        for text, source in _queries(statement)
        for setting in settings_of_query(source)
    ]


def _queries(statement: Statement) -> Iterator[tuple[ast.Constant, str]]:
    """The texts that are queries by what they are given to or called, as far as they are written as they are."""
    if not any(word in statement.text.lower() for word in _ASK):
        return
    for node in ast.walk(tree_of(statement.text)):
        for name, value in _said_in(node):
            match value:
                case ast.Constant(value=str() as text) if _ASK & set(snake_case(name).split("_")):
                    source = ast.get_source_segment(statement.text, value)
                    if source and body_of(source) == text:
                        yield value, text


def _said_in(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """What has a name, with the name: what a call is given has that of the call, too."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]):
            yield name, first
    match node:
        case ast.keyword(arg=str() as name, value=given):
            yield name, given
        case ast.Assign() | ast.AnnAssign():
            named, bound = single_target(node), value_of(node)
            if named and bound:
                yield named, bound


def _there(setting: Setting, text: ast.Constant, statement: Statement) -> Spot:
    source = f'"{setting.value}"' if isinstance(setting.value, str) else str(setting.value)
    about = (setting.about,) if setting.about.isidentifier() else ()
    said = _HELP.get(setting.word) or help_for(setting.word)
    spot = spot_at(text, statement, setting.word, owner="query", words=about, help=said, sure=True)
    before = (ast.get_source_segment(statement.text, text) or "").partition(str(text.value))[0]
    line = text.lineno + before.count("\n") + str(text.value).count("\n", 0, setting.first)
    part = (setting.first, setting.end)
    return replace(spot, source=source, origin=origin_of_line(line, statement), part=part, in_text=True)
