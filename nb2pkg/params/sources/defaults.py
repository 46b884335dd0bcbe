"""Settings that the notebook's own functions and classes default to, where a call does not say otherwise.

def train(model, epochs=10): ...                 epochs = 10
train(net)                              ->       train(net, epochs=epochs)
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nb2pkg.flow.constants import source_of
from nb2pkg.flow.path_text import path_text
from nb2pkg.model import Role, Statement
from nb2pkg.params.direct_calls import Call
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.local_settings import is_turned
from nb2pkg.params.loose import only_looks
from nb2pkg.params.sources.spot import SEEDS, Known, Spot, origin_of
from nb2pkg.params.words import is_setting


def defaults_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The defaults that the direct calls in a statement leave as they are."""
    for name, called in known.calls.items():
        if called.definition.role is Role.EXPLORE:
            continue
        here = [call for call in called.calls if call.statement == statement.index]
        for argument, value in called.defaults if here else ():
            leaving = [call for call in called.calls if argument not in call.given]
            if _is_setting(argument, value) and not _only_looks(leaving, known):
                for call in here:
                    if call in leaving:
                        yield _spot(name, argument, value, called.definition, statement, call.name)


def _spot(
    name: str, argument: str, value: ast.expr, definition: Statement, statement: Statement, place: ast.Name
) -> Spot:
    source, origin = source_of(definition.text, value), origin_of(value, definition)
    own = ("", ()) if argument in SEEDS else (f"{name}: default", (snake_case(name),))
    spot = Spot(argument, source, place, statement.index, origin, owner=own[0], words=own[1])
    return replace(spot, spelled=True, passed=True)


def _only_looks(calls: Iterable[Call], known: Known) -> bool:
    """Whether nothing but looking makes these calls, as far as statements say so."""
    roles = {s.index: s.role for s in known.statements}
    return all(roles[one.statement] is Role.EXPLORE for one in calls)


#: Texts with these words in their names say where something is, or which one it is.
_CHOSEN = frozenset(
    "path paths dir directory folder file filename root url repo repository owner dataset language checkpoint".split()
)


#: How the names begin of what says whether something is done.
_DONE = ("use_", "apply_", "enable_")


def _is_setting(argument: str, value: ast.expr) -> bool:
    words = set(snake_case(argument).split("_"))
    if isinstance(value, ast.Constant) and isinstance(value.value, bool) and argument.startswith(_DONE):
        return not only_looks(argument)
    if isinstance(value, ast.Call):
        return path_text(value) is not None and bool(words & _CHOSEN)
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and words & _CHOSEN:
        return bool(value.value.strip()) and "\n" not in value.value
    return is_setting(argument) and is_turned(argument, value)
