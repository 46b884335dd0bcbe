"""Classes and functions of the notebook whose attributes it changes.

class CFG: epochs = 10
if CFG.debug: CFG.epochs = 1          CFG
def setup(c): c.epochs = 1
setup(CFG)                            CFG
args = CFG; args.epochs = 1           CFG, and every class that derives from it
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from nb2pkg.flow.inside import Inside, changed_arguments, roots_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement


def changed_definitions(statements: Sequence[Statement], inside: Mapping[str, Inside]) -> frozenset[str]:
    """The definitions whose attributes anything changes, wherever it stands.

    Args:
        statements: The program.
        inside: What calling each definition changes.
    """
    changed: set[str] = set()
    for statement in statements:
        changed |= statement.names.changes
        if statement.kind is Kind.RUN:
            changed |= changed_arguments(tree_of(statement.text), inside)
    changed = changed.union(*(one.outside for one in inside.values()))
    links = [link for statement in statements for link in _links(statement, inside)]
    before = -1
    while before != len(changed):
        before = len(changed)
        changed = changed.union(*(linked for roots, linked in links if roots & changed))
    return frozenset(changed) & inside.keys()


def _links(statement: Statement, inside: Mapping[str, Inside]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Names -> what changes where one of them is changed: what stands for the same, what derives from it."""
    for node in ast.walk(tree_of(statement.text)) if statement.kind is not Kind.FUNCTION else ():
        match node:
            case ast.ClassDef(name=name, bases=bases):
                yield frozenset(b.id for b in bases if isinstance(b, ast.Name)), frozenset([name])
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                roots = roots_of(value) | _made_of(value, inside)
                yield roots, frozenset([name])
                yield frozenset([name]), roots


def _made_of(value: ast.expr, inside: Mapping[str, Inside]) -> frozenset[str]:
    """``cfg = CFG()``: what ``cfg`` does not hold itself it has from its class."""
    match value:
        case ast.Call(func=ast.Name(id=name)) if name in inside:
            return frozenset([name])
    return frozenset()
