"""The numbers that a loop tries one after the other.

for num_hidden in [16, 32, 64]:            num_hidden_values
fit(num_hidden)
for name in ["a", "b"]: ...                data
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.words import is_setting

_FEWEST, _MOST = 2, 12


def tried_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The lists of numbers in a running statement that loops over a setting go through, calling something each time."""
    if statement.kind is not Kind.RUN or statement.role is Role.EXPLORE:
        return
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.For(target=ast.Name(id=name), iter=ast.List() | ast.Tuple() as values, body=body):
                if is_setting(name) and _are_numbers(values) and _hands_on(name, body):
                    yield replace(spot_at(values, statement, f"{name}_values", owner="loop"), spelled=True)


def _are_numbers(values: ast.List | ast.Tuple) -> bool:
    numbers = [one for one in values.elts if isinstance(one, ast.Constant) and isinstance(one.value, int | float)]
    return _FEWEST <= len(values.elts) <= _MOST and len(numbers) == len(values.elts)


def _hands_on(name: str, body: list[ast.stmt]) -> bool:
    """Whether something other than text is made of it."""
    calls = (node for one in body for node in ast.walk(one) if isinstance(node, ast.Call))
    given = ([*call.args, *(word.value for word in call.keywords)] for call in calls if not _shows(call))
    return any(isinstance(value, ast.Name) and value.id == name for values in given for value in values)


def _shows(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id="print" | "display") | ast.Attribute(attr="append" | "format"):
            return True
    return False
