"""The numbers that a notebook tries one after the other: those of a loop, and the ends of a row of them.

for num_hidden in [16, 32, 64]:                  num_hidden_values
fit(num_hidden)
counts = [4, 8, 12]                              counts: what a loop goes through
for count in counts: fit(count)
for name in ["a", "b"]: ...                      data
THRESHOLD_GRID = np.linspace(0.3, 0.7, 41)       threshold_min, threshold_max, threshold_count
thresholds = np.arange(0.2, 0.9, 0.1)            threshold_min, threshold_max, threshold_step
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.bound import bound_by
from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.calls import is_number
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition
from nb2pkg.params.words import is_setting, surely_setting

_FEWEST, _MOST = 2, 12


def tried_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The lists of numbers in a running statement that loops over a setting go through, calling something each time.

    Where a row of values of a setting is made, those are the numbers that it is made of.
    """
    if statement.kind not in (Kind.RUN, Kind.CONSTANT, Kind.FUNCTION) or statement.role is Role.EXPLORE:
        return
    tree = tree_of(statement.text)
    match tree.body[0]:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as row) if stem := _tried(name):
            for number, part, said in _ends(row, resolve(dotted(row.func) or "", known.imports)):
                word = f"{stem}_{part}"
                yield replace(spot_at(number, statement, word, owner="row", help=f"{said} of `{name}`."), spelled=True)
    lists = _lists_in(tree) if statement.kind is Kind.FUNCTION else {}
    for node in ast.walk(tree):
        match node:
            case ast.For(target=ast.Name(id=name), iter=ast.List() | ast.Tuple() as values, body=body):
                word = f"{name}_values"
            case ast.For(target=ast.Name(id=name), iter=ast.Name(id=word), body=body) if word in lists:
                values = lists[word]
            case _:
                continue
        named = word in lists and is_setting(word.removesuffix("s"))
        if (named or _is_tried(name)) and _are_numbers(values) and _hands_on(name, body):
            spot = spot_at(values, statement, word, owner="loop")
            yield within_definition(replace(spot, spelled=True), statement)


def _lists_in(tree: ast.AST) -> dict[str, ast.List | ast.Tuple]:
    """The names in a function that stand for one list that is written out."""
    times = Counter(name for node in ast.walk(tree) for name in bound_by(node))
    found: dict[str, ast.List | ast.Tuple] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.List() | ast.Tuple() as values) if times[name] == 1:
                found[name] = values
    return found


def _is_tried(name: str) -> bool:
    return is_setting(name) or name == "count"


#: What the names of such rows end with.
_ROWS = ("_grid", "_values", "_range", "_list", "_candidates")
#: How many numbers say what is in a row.
_ENDS = 3


def _tried(name: str) -> str:
    """The setting that a row of values is named after: ``threshold`` of ``THRESHOLD_GRID``."""
    word = argument_name(snake_case(name.lower() if name.isupper() else name))
    stem = next((word.removesuffix(end) for end in _ROWS if word.endswith(end)), word)
    several = stem != word or word.endswith("s")
    stem = stem.removesuffix("s")
    return stem if several and surely_setting(stem) else ""


def _ends(row: ast.Call, path: str) -> Iterator[tuple[ast.expr, str, str]]:
    """The numbers that a call makes a row of: where it begins and ends, and how many there are or how far apart."""
    module, _, last = path.rpartition(".")
    if module not in ("numpy", "torch", "jax.numpy") or len(row.args) != _ENDS or not all(map(_is_plain, row.args)):
        return
    begin, end, third = row.args
    if last == "linspace":
        if (ast.literal_eval(begin), ast.literal_eval(end)) != (0, 1):  # all that there is of a share
            yield from ((begin, "min", "Smallest"), (end, "max", "Greatest"))
        yield third, "count", "Number"
    elif last == "arange":
        yield from ((begin, "min", "Smallest"), (end, "max", "End"), (third, "step", "Distance"))


def _is_plain(node: ast.expr) -> bool:
    return is_number(node) and not isinstance(node, ast.BinOp | ast.Tuple | ast.List)


def _are_numbers(values: ast.List | ast.Tuple) -> bool:
    numbers = [one for one in values.elts if isinstance(one, ast.Constant) and isinstance(one.value, int | float)]
    return _FEWEST <= len(values.elts) <= _MOST and len(numbers) == len(values.elts)


def _hands_on(name: str, body: list[ast.stmt]) -> bool:
    """Whether something other than text is made of it."""
    calls = (node for one in body for node in ast.walk(one) if isinstance(node, ast.Call))
    given = [one for call in calls for one in _given(call)]
    return any(isinstance(part, ast.Name) and part.id == name for value in given for part in _factors(value))


def _factors(value: ast.expr) -> list[ast.expr]:
    match value:
        case ast.BinOp(left=left, right=right):
            return [*_factors(left), *_factors(right)]
    return [value]


def _given(call: ast.Call) -> list[ast.expr]:
    """What a call works with: a list is added to what is to be done, where that has several parts."""
    if not _shows(call):
        return [*call.args, *(word.value for word in call.keywords)]
    match call:
        case ast.Call(func=ast.Attribute(attr="append"), args=[ast.Dict(values=values)]):
            return values
    return []


def _shows(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id="print" | "display") | ast.Attribute(attr="append" | "format"):
            return True
    return False
