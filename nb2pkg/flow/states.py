"""Classes and functions of the notebook whose attributes it changes.

class CFG: epochs = 10
if CFG.debug: CFG.epochs = 1          CFG
def setup(c): c.epochs = 1
setup(CFG)                            CFG
args = CFG; args.epochs = 1           CFG, and every class that derives from it
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence, Set

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


def changed_attributes(statements: Sequence[Statement], inside: Mapping[str, Inside]) -> dict[str, frozenset[str]]:
    """Definitions that change in no other way than that some of their attributes are set by name: which those are.

    Args:
        statements: The program.
        inside: What calling each definition changes.
    """
    found: dict[str, set[str]] = {}
    others: list[Statement] = []
    for statement in statements:
        pairs = sets_attributes(statement, frozenset(inside)) if statement.kind is Kind.RUN else None
        others += [statement] if pairs is None else []
        for name, attribute in pairs or ():
            found.setdefault(name, set()).add(attribute)
    odd = changed_definitions(others, inside) if found else frozenset()
    for statement in statements if found else ():
        match tree_of(statement.text).body if statement.kind is Kind.CLASS else []:
            case [ast.ClassDef(name=name, bases=bases)]:
                for base in (b.id for b in bases if isinstance(b, ast.Name) and b.id in found):
                    found.setdefault(name, set()).update(found[base])
    return {name: frozenset(attributes) for name, attributes in found.items() if name not in odd}


def sets_attributes(statement: Statement, names: Set[str]) -> frozenset[tuple[str, str]] | None:
    """What a statement sets, (definition, attribute), if that is all it does: ``if CFG.debug: CFG.epochs = 1``.

    Args:
        statement: The statement.
        names: The definitions.
    """
    node = tree_of(statement.text).body[0]
    if not statement.names.changes or not statement.names.changes <= names or not _only_asks(node, names):
        return None
    return _set_by([node])


def _set_by(body: Sequence[ast.stmt]) -> frozenset[tuple[str, str]] | None:
    found: set[tuple[str, str]] = set()
    for node in body:
        more: frozenset[tuple[str, str]] | None = None
        match node:
            case ast.Assign(targets=[target]) | ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                more = _attribute(target)
            case ast.If(body=inner, orelse=orelse):
                more = _set_by([*inner, *orelse])
            case ast.Pass() | ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
                more = frozenset()
        if more is None:
            return None
        found |= more
    return frozenset(found)


def _attribute(target: ast.expr) -> frozenset[tuple[str, str]] | None:
    """``CFG.data.folds`` and ``CFG.data["folds"]`` are parts of the attribute ``data``."""
    while isinstance(target, ast.Attribute | ast.Subscript):
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            return frozenset([(target.value.id, target.attr)])
        target = target.value
    return None


def _only_asks(node: ast.stmt, names: Set[str]) -> bool:
    """Whether the definitions are mentioned for their attributes alone, and none of those is called."""
    asked = {id(one.value) for one in ast.walk(node) if isinstance(one, ast.Attribute)}
    called = {name for one in ast.walk(node) if isinstance(one, ast.Call) for name in roots_of(one.func)}
    named = [one for one in ast.walk(node) if isinstance(one, ast.Name) and one.id in names]
    return not called & names and all(id(one) in asked for one in named)


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
