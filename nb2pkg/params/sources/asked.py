"""Settings that depend on what the machine has: they are computed until somebody says something.

WORKERS = 4 if os.environ.get("CI") else 8         workers = None
BATCH_SIZE = 256 if torch.cuda.is_available() else 64     two options, those of `chosen`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.comments import comment_of
from nb2pkg.flow.constants import single_target, source_of, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.bounds import Declared
from nb2pkg.params.inner_values import inner_value, said_of_computed, unless_told
from nb2pkg.params.kinds import argument_name
from nb2pkg.params.sources.chosen import on_machines
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.words import is_setting


def asked_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The one of two values that a running statement binds to the name of a setting by what the machine has."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.CONSTANT):
        return
    node = tree_of(statement.text).body[0]
    name, value = single_target(node), value_of(node)
    if name is None or not isinstance(value, ast.IfExp) or not is_setting(name) or on_machines(value):
        return
    definitions = (one for one in known.statements if one.kind in (Kind.CLASS, Kind.FUNCTION))
    if any(name in one.names.reads for one in definitions):
        return  # something is defined with it
    inner = inner_value(name, value)
    if inner is not None and inner.computed:
        free = argument_name(name)
        text = source_of(statement.text, value)
        said = said_of_computed(comment_of(statement.text), free, text)
        keyword = f"chosen_{name}" if free == name else free
        spot = spot_at(value, statement, keyword, target=name, owner=f"variable {name}", help=said)
        read = unless_told(f"({text})")
        yield replace(spot, source="None", read=read, declared=Declared(inner.annotation), spelled=True)
