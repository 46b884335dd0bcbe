"""What a search goes through: the values to try that its grid, or its plan, lists.

grid = {"C": [1.0, 10.0], "penalty": ["l1", "l2"]}                 c_values, penalty_values
GridSearchCV(svm, grid)
sweep = {"method": "bayes", "parameters": {"batch_size": {"values": [16, 32]}, "lr": {"min": 1e-5, "max": 1e-2}}}
wandb.sweep(sweep)                                                 method, batch_size_values
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Kind, Statement
from nb2pkg.params.config_words import words_in
from nb2pkg.params.kinds import argument_name
from nb2pkg.params.sources.config_values import Makers, as_name, is_number, is_text
from nb2pkg.params.sources.spot import Known, Spot, spot_at

#: Words of what is called to search.
_SEARCHES = frozenset("search sweep tune tuner grid optimize optimization hyperopt".split())
_FEWEST, _MOST = 2, 12


def searched_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The lists in a dictionary, or in several, that a search is given, and the way in which a sweep goes."""
    if statement.kind is Kind.IMPORT or ("{" not in statement.text and "dict(" not in statement.text):
        return
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_searched(name, known):
                yield from _lists(value, name, statement)
            case ast.Call() if _searches(node):
                for value in (*node.args, *(word.value for word in node.keywords)):
                    yield from _lists(value, head_of(node.func) or "search", statement)


def _is_searched(name: str, known: Known) -> bool:
    """Whether something that searches is given it."""
    for statement in known.statements:
        if name not in statement.text:
            continue
        for node in ast.walk(tree_of(statement.text)):
            if isinstance(node, ast.Call) and _searches(node):
                given = (*node.args, *(word.value for word in node.keywords))
                if any(isinstance(one, ast.Name) and one.id == name for one in given):
                    return True
    return False


def _searches(call: ast.Call) -> bool:
    return bool(_SEARCHES & set(words_in((dotted(call.func) or head_of(call.func) or "").rpartition(".")[2])))


def _lists(value: ast.expr, name: str, statement: Statement) -> Iterator[Spot]:
    for one in value.elts if isinstance(value, ast.List) else [value]:
        pairs = Makers({}).pairs(one) or []
        plan = Makers({}).pairs(dict(pairs)["parameters"]) if "parameters" in dict(pairs) else None
        for key, held in pairs if plan is None else plan:
            word = as_name(key.rpartition("__")[2])
            inner = dict(Makers({}).pairs(held) or ()) if plan is not None else {}
            listed = inner.get("values") if plan is not None else held
            fixed = inner.get("value")
            if listed is not None and word.isidentifier() and _is_choice(listed):
                said = f"Values of `{key}` that the search tries."
                yield _spot(listed, f"{word}_values", name, statement, said)
            elif fixed is not None and word.isidentifier() and is_number(fixed):
                yield _spot(fixed, argument_name(word), name, statement)
        method = dict(pairs).get("method")
        if plan is not None and method is not None and is_text(method):
            yield _spot(method, "search_method", name, statement, "How the search goes on.")


def _is_choice(node: ast.expr) -> bool:
    """Whether it is a list of a few numbers, or of a few words."""
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items) if _FEWEST <= len(items) <= _MOST:
            return all(map(is_number, items)) or all(map(is_text, items))
    return False


def _spot(node: ast.expr, keyword: str, name: str, statement: Statement, said: str = "") -> Spot:
    return replace(spot_at(node, statement, keyword, owner=f"search {name}", help=said, sure=True), spelled=True)
