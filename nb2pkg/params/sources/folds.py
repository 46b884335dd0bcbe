"""Which fold is held out, where rows are told apart by a column of folds.

train = df[df.fold != 0]                       valid_fold = 0
valid = df[df["fold"] == 0]
train = df.query("fold != 0")                  text
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition

#: What such columns are called.
FOLDS = frozenset(("fold", "folds", "kfold", "fold_id", "cv_fold", "Fold"))
_WORD = "valid_fold"
_HELP = "Fold that is held out."


def folds_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The numbers in a statement that a column of folds is compared with for equality."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION):
        return
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[ast.Constant(value=int()) as fold]):
                if _column(left) in FOLDS and not isinstance(fold.value, bool):
                    spot = spot_at(fold, statement, _WORD, owner="fold", help=_HELP)
                    yield replace(within_definition(spot, statement), spelled=True)


def _column(node: ast.expr) -> str:
    match node:
        case ast.Attribute(value=ast.Name(), attr=name):
            return name
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str() as name)):
            return name
    return ""
