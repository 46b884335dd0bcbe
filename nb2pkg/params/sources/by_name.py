"""Settings that a dictionary holds for several things by their names, where one of them is looked up at a time.

NEGATIVE_CAPS = {"forest": 200_000, "boost": None}       forest_negative_cap
sample(rows, NEGATIVE_CAPS[name])
SIZES = {"faces": 1024, "cats": 512}                     what each of them is like
AGES = {"young": 30, "old": 60}                          data
LABELS = {"cat": 0, "dog": 1}                            which is which
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import single_target, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.calls import is_number
from nb2pkg.params.config_words import is_other
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.config_uses import keys_set
from nb2pkg.params.sources.config_values import as_name
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.words import is_setting

_FEWEST, _MOST = 2, 8
#: Words of what there is at most of something.
_LIMITS = frozenset("cap caps quota quotas budget budgets".split())
#: Words of how large something is, whoever asks.
_EXTENTS = frozenset("size sizes dim dims length lengths len width widths height heights".split())


def by_name_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The numbers in a dictionary of one setting for several things."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.CONSTANT):
        return
    node = tree_of(statement.text).body[0]
    name, value = single_target(node), value_of(node)
    if name is None or not isinstance(value, ast.Dict) or not _is_setting(name) or keys_set(name, known):
        return
    keys = [as_name(str(key.value)) if isinstance(key, ast.Constant) else "" for key in value.keys]
    numbers = [one for one in value.values if is_number(one)]
    plain = all(is_number(one) or (isinstance(one, ast.Constant) and one.value is None) for one in value.values)
    if not (_FEWEST <= len(keys) <= _MOST and all(keys) and plain and numbers) or not _is_looked_up(name, known):
        return
    word = argument_name(snake_case(name.lower() if name.isupper() else name)).removesuffix("s")
    for key, one in zip(keys, value.values, strict=True):
        if is_number(one):
            said = f"What `{name}` has for {key}."
            yield replace(spot_at(one, statement, f"{key}_{word}", owner=f"by name {name}", help=said), spelled=True)


def _is_setting(name: str) -> bool:
    words = set(snake_case(name.lower() if name.isupper() else name).split("_"))
    return not (is_other(name) or words & _EXTENTS) and (is_setting(name.removesuffix("s")) or bool(words & _LIMITS))


def _is_looked_up(name: str, known: Known) -> bool:
    """Whether the program asks it for what something else is called."""
    for statement in known.statements:
        for node in ast.walk(tree_of(statement.text)) if name in statement.names.mentioned else ():
            match node:
                case ast.Subscript(value=ast.Name(id=asked), slice=key, ctx=ast.Load()) if asked == name:
                    pass
                case ast.Call(func=ast.Attribute(value=ast.Name(id=asked), attr="get"), args=[key, *_]) if (
                    asked == name
                ):
                    pass
                case _:
                    continue
            if isinstance(key, ast.Name | ast.Attribute | ast.Subscript):
                return True
    return False
