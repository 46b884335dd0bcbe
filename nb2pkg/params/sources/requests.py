"""What a service is told besides names: spans of time, and what the dictionaries say that describe jobs.

baseline_dataset=Input(window="2h", offset="1h")             window, offset
pool = {"display_name": "leaves", "labeler_count": 1}        display_name, labeler_count
inputs = ParseDict({"annotation_specs": ["rose"]}, Value())  annotation_specs
FEATURE_THRESHOLDS = {"a": DEFAULT, "mass": 0.002}           mass_threshold
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted, single_target, value_of
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.sources.config_values import is_number, is_switch, is_text, is_value
from nb2pkg.params.sources.spot import Known, Spot, spot_at

#: Keywords that take a span of time.
_SPANS = frozenset("window offset interval lookback horizon duration retention max_age ttl monitor_interval".split())
_UNITS = frozenset("s m h d w min hour hours day days".split())
#: What makes a message of a dictionary.
_MESSAGES = frozenset(["ParseDict"])
_NAME = "display_name"
#: Words that say nothing of what a dictionary or an argument is about.
_PLAIN = frozenset("dataset data spec config request".split())


def requests_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The values of a running statement that a service is told."""
    if statement.kind not in (Kind.RUN, Kind.CONSTANT):
        return
    tree = tree_of(statement.text)
    target, outer = single_target(tree.body[0]) or "", _outer(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for word in node.keywords:
                if word.arg in _SPANS and _is_span(word.value):
                    about = _about(outer.get(id(node), ""))
                    owner = f"span of {about}"
                    yield spot_at(
                        word.value,
                        statement,
                        word.arg,
                        call=dotted(node.func) or "",
                        owner=owner,
                        words=(f"{about}",) if about else (),
                        sure=True,
                    )
            if head_of(node.func) in _MESSAGES and node.args and isinstance(node.args[0], ast.Dict):
                yield from _entries(node.args[0], statement, "")
        elif isinstance(node, ast.Dict) and _value_of(node, _NAME):
            yield from _entries(node, statement, _about(target))
    value = value_of(tree.body[0])
    if statement.role is not Role.EXPLORE and target.lower().endswith("thresholds") and isinstance(value, ast.Dict):
        yield from _thresholds(value, statement)


def _outer(tree: ast.AST) -> dict[int, str]:
    """What a call is given as, where it makes an argument of another."""
    return {
        id(node.value): node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg is not None
    }


def _is_span(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str() as text):
            unit = text.lstrip("0123456789")
            return unit != text and unit.strip().lower() in _UNITS
    return False


def _about(name: str) -> str:
    """What a name says besides what sort of thing it is: ``baseline`` for ``baseline_dataset``."""
    return "_".join(word for word in snake_case(name).strip("_").split("_") if word not in _PLAIN)


def _value_of(node: ast.Dict, name: str) -> ast.expr | None:
    return next((value for key, value in _pairs(node) if key == name), None)


def _pairs(node: ast.Dict) -> Iterator[tuple[str, ast.expr]]:
    for key, value in zip(node.keys, node.values, strict=True):
        match key:
            case ast.Constant(value=str() as text) if text.isidentifier():
                yield text, value


def _entries(node: ast.Dict, statement: Statement, about: str) -> Iterator[Spot]:
    """What a dictionary says of a job or of whatever else a service makes."""
    shown = _value_of(node, _NAME)
    for key, value in _pairs(node):
        named = shown is not None and ast.dump(value) == ast.dump(shown) and key in ("name", _NAME)
        if named and is_text(value):
            yield _spot(_NAME, value, statement, about)
        elif is_number(value) or (
            shown is None and (is_switch(value) or (not is_text(value) and is_value(value, key)))
        ):
            yield _spot(argument_name(snake_case(key)), value, statement, about)


def _thresholds(node: ast.Dict, statement: Statement) -> Iterator[Spot]:
    """The numbers among what else a dictionary of thresholds holds; one of numbers alone is an option as it is."""
    if all(map(is_number, node.values)):
        return
    for key, value in _pairs(node):
        if is_number(value):
            yield _spot(f"{snake_case(key)}_threshold", value, statement, "")


def _spot(word: str, value: ast.expr, statement: Statement, about: str) -> Spot:
    words = (about,) if about.isidentifier() else ()
    return replace(spot_at(value, statement, word, owner=f"request {about}", words=words, sure=True), spelled=True)
