"""What a notebook falls back on where the environment says nothing.

MODEL = os.environ.get("MODEL", "llama-3.3")           model = "llama-3.3"
WORKERS = int(os.getenv("WORKERS", "4"))               workers = 4
WORKERS = int(os.getenv("WORKERS", 4))                 workers = 4
MODEL = os.environ.get("MODEL", "")                    nothing
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted, resolve, single_target, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.words import is_setting

_ASKS = ("os.environ.get", "os.getenv")
#: Words of names of what somebody chooses.
_CHOSEN = frozenset(
    "model dataset project region location language host url endpoint bucket dir directory folder path root name "
    "mode provider backend run split repo task".split()
)
_NUMBERS = ("int", "float")


def environment_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The text or number that a statement binds to the name of a setting where the environment has none."""
    if statement.kind not in (Kind.RUN, Kind.CONSTANT):
        return
    for node in tree_of(statement.text).body:
        name, value = single_target(node), value_of(node)
        if name is None or value is None or not _is_chosen(name):
            continue
        match value:
            case ast.Call(func=ast.Name(id=number), args=[inner]) if number in _NUMBERS and number not in known.imports:
                fallback = _fallback(inner, known)
            case _:
                number, fallback = "", _fallback(value, known)
        spot = _spot(name, fallback, number, statement) if fallback else None
        if spot is not None:
            yield spot


def _fallback(node: ast.expr, known: Known) -> ast.Constant | None:
    match node:
        case ast.Call(func=func, args=[ast.Constant(), ast.Constant(value=str() | int() | float()) as fallback]):
            return fallback if resolve(dotted(func) or "", known.imports) in _ASKS else None
    return None


def _spot(name: str, fallback: ast.Constant, number: str, statement: Statement) -> Spot | None:
    if isinstance(fallback.value, bool) or (not number and not isinstance(fallback.value, str)):
        return None
    text = str(fallback.value).strip()
    if not text or "\n" in text:
        return None
    free = argument_name(name)
    spot = spot_at(fallback, statement, f"default_{name}" if free == name else free, owner=f"variable {name}")
    spot = replace(spot, spelled=True)
    if not number or not isinstance(fallback.value, str):
        return spot
    return replace(spot, source=text, read="str({})") if _is_number(text, number) else None


def _is_number(text: str, kind: str) -> bool:
    """Whether it is one of that kind that reads as it is spelled."""
    try:
        return str(int(text) if kind == "int" else float(text)) == text
    except ValueError:
        return False


def _is_chosen(name: str) -> bool:
    return is_setting(name) or bool(_CHOSEN & set(snake_case(name).split("_")))
