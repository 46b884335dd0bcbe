"""Settings that functions and methods assign to names of their own, and constructors to what they make.

def train(model):                            num_epochs = 30
    num_epochs = 30                   ->     def train(model):
    for epoch in range(num_epochs):              for epoch in range(num_epochs):
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.comments import comment_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.config_classes import holds_settings
from nb2pkg.params.kinds import argument_name, help_for
from nb2pkg.params.local_settings import LocalSetting, local_settings, settings_of_instances
from nb2pkg.params.sources.spot import SEEDS, Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition


def locals_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The settings that the functions of a definition assign to local names; what only looks has none."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.FUNCTION, Kind.CLASS):
        return
    for node in ast.walk(tree_of(statement.text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for one in local_settings(node):
                spot = _spot(one, statement)
                yield spot if spot.keyword in SEEDS else within_definition(spot, statement)
        elif isinstance(node, ast.ClassDef) and not holds_settings(node):
            for one in settings_of_instances(node):
                yield within_definition(replace(_spot(one, statement), drop=None), statement)


def _spot(one: LocalSetting, statement: Statement) -> Spot:
    word = argument_name(one.name)
    drop = one.assignment if one.whole and word == one.name else None
    comment = comment_of(_lines_of(statement.text, one.assignment))
    said = help_for(word, comment) if comment else ""
    spot = spot_at(one.value, statement, word, owner="" if word in SEEDS else "local", help=said)
    return replace(spot, spelled=True, drop=drop)


def _lines_of(text: str, node: ast.stmt) -> str:
    """A statement with the comment behind it and a line of comment that is about it alone, as if it stood alone."""
    lines = [line.strip() for line in text.split("\n")]
    own = lines[node.lineno - 1 : node.end_lineno]
    above, below = lines[node.lineno - 2], [*lines, ""][node.end_lineno or node.lineno]
    alone = above.startswith("#") and (not below or below.startswith("#"))
    return "\n".join([above, *own] if alone else own)
