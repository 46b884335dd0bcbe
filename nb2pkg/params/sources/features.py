"""From where on a feature or a label holds: the number that a column is compared with to make another one.

df["large"] = (df["amount"] > 200_000).astype(float)             large_threshold
df["new"] = df["year"].apply(lambda year: 1 if year > 2000 else 0)   new_threshold
df["total_0"] = df["total"] >= 10                                min_total: the name says a number itself
df["over 10"] = df["total"] > 10                                 nothing: the name says this number
target = (df["toxicity"] > 0.7).astype(int)                      target_threshold
df["votes"] = np.sum(ratios < 0.5)                               how many there are, no feature of one row
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.sources.borders import column_of, limit_word
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition

_HELP = "Where `{}` begins to hold, or ends to."
#: What the calendar counts has no threshold to turn: from five on it is the weekend.
_CALENDAR = frozenset("dayofweek weekday day_of_week month hour day dow quarter".split())
_KINDS = frozenset("int float bool".split())
#: Names of that length stand for anything.
_SHORT = 2


def features_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The numbers in a statement that decide whether a feature or a label holds."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION):
        return
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.Assign(targets=[target], value=value):
                test = _decides(value)
                name = _feature(target, value, test) if test is not None else ""
                if test is not None and name:
                    spot = spot_at(test.comparators[0], statement, name, owner="feature", help=_help(target))
                    yield within_definition(replace(spot, spelled=True), statement)


def _help(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Subscript(slice=ast.Constant(value=str() as name)):
            return _HELP.format(name)
    return ""


def _decides(value: ast.expr) -> ast.Compare | None:
    """The comparison with a number that is all that a value consists of, whatever it is made of it then."""
    match value:
        case ast.Compare(
            ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()], comparators=[ast.Constant(value=int() | float() as at)]
        ):
            return value if at not in (0, 1) and not _is_of_calendar(value.left) else None
        case ast.Call(func=ast.Attribute(value=inner, attr="astype")):
            return _decides(inner)
        case ast.Call(func=ast.Attribute(attr="apply" | "map"), args=[ast.Lambda(body=inner)]):
            return _decides(inner)
        case ast.Call(func=func, args=[test, ast.Constant(), ast.Constant()]) if (dotted(func) or "").endswith(
            ".where"
        ):
            return _decides(test)
        case ast.Call(func=ast.Name(id=kind), args=[inner], keywords=[]) if kind in _KINDS:
            return _decides(inner)
        case ast.IfExp(test=test, body=ast.Constant(), orelse=ast.Constant()):
            return _decides(test)
        case ast.BinOp(left=inner, op=ast.Mult(), right=ast.Constant(value=1)):
            return _decides(inner)
    return None


def _is_of_calendar(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr in _CALENDAR for one in ast.walk(node)) or (
        column_of(node) in _CALENDAR
    )


def _feature(target: ast.expr, value: ast.expr, test: ast.Compare) -> str:
    """What the threshold is called: after the feature, or after the column, where the feature's name has a number."""
    match target:
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str() as key)):
            name = "_".join("".join(char if char.isalnum() else " " for char in snake_case(key)).lower().split())
        case ast.Name(id=key) if test is not value and isinstance(test.left, ast.Subscript | ast.Attribute):
            name = snake_case(key) if column_of(test.left) and len(key) > _SHORT else ""
        case _:
            return ""
    digits = [word for word in name.split("_") if word.isdigit()]
    if ast.unparse(test.comparators[0]) in digits:
        return ""  # ``over_30`` would not be that any more
    if name and not digits:
        return f"{name}_threshold" if f"{name}_threshold".isidentifier() else ""
    column = column_of(test.left)
    word = f"{limit_word(test.ops[0])}{column}"
    return word if name and column and word.isidentifier() else ""
