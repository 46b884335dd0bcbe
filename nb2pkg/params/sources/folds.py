"""Which fold is held out, where rows are told apart by a column of folds.

train = df[df.fold != 0]                       valid_fold = 0
valid = df[df["fold"] == 0]
train = df.query("fold != 0")                  text
for fold in range(5):                          n_folds = 5
    valid = rows[groups % 5 == fold]
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
        for number in _numbers(node):
            spot = spot_at(number, statement, "n_folds", owner="folds", help="Number of folds.")
            yield replace(within_definition(spot, statement), spelled=True)
        match node:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[ast.Constant(value=int()) as fold]):
                if _column(left) in FOLDS and not isinstance(fold.value, bool):
                    spot = spot_at(fold, statement, _WORD, owner="fold", help=_HELP)
                    yield replace(within_definition(spot, statement), spelled=True)


def _numbers(node: ast.AST) -> list[ast.Constant]:
    """The numbers of folds that a loop goes through, and by which rows are told apart, if all of it is those."""
    match node:
        case ast.For(
            target=ast.Name(id=fold),
            iter=ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int() as number) as end]),
        ) if fold in FOLDS:
            pass
        case _:
            return []
    inner = [one for part in node.body for one in ast.walk(part)]
    parts = [one.right for one in inner if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mod)]
    found = [one for one in parts if isinstance(one, ast.Constant) and one.value == number]
    alike = [one for one in inner if isinstance(one, ast.Constant) and type(one.value) is int and one.value == number]
    return [end, *found] if found and len(found) == len(alike) else []


def _column(node: ast.expr) -> str:
    match node:
        case ast.Attribute(value=ast.Name(), attr=name):
            return name
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str() as name)):
            return name
    return ""
