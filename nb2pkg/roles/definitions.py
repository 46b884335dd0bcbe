"""What the notebook's own functions and classes are for, and what calling them is."""

from __future__ import annotations

import ast

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.model import Role
from nb2pkg.roles.evidence import Guess, Sign, Strength, elected
from nb2pkg.roles.name_words import of_class, of_function, split_words
from nb2pkg.roles.reading import signs_of_block
from nb2pkg.roles.scope import Scope
from nb2pkg.roles.setting_up import function_sets_up
from nb2pkg.roles.tables.merged import of_base, of_path
from nb2pkg.roles.tables.spelling import MEASURES, VAGUE

_NAME_WEIGHT, _VAGUE_WEIGHT = 3.0, 0.9
_METHODS = (
    (Role.DATA, frozenset({"__getitem__", "__len__"})),
    (Role.MODEL, frozenset({"forward"})),
    (Role.DATA, frozenset({"fit", "transform"})),
    (Role.MODEL, frozenset({"fit", "predict"})),
)


def read_function(node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Guess:
    """What a function is for: by what its body does and by its name."""
    inner = scope.without(_own_names(node))
    signs = signs_of_block(node.body, inner)
    named, words = of_function(node.name), split_words(node.name)
    if named:
        signs.append(Sign(named, f"is called {node.name}", _VAGUE_WEIGHT if words[0] in VAGUE else _NAME_WEIGHT))
    measures = named is Role.MODEL and words[-1] in MEASURES and all(sign.weight < 4 for sign in signs)
    sign = signs[-1] if measures else elected(signs)
    idle = function_sets_up(node, scope)
    if sign is None:
        return Guess(None, "", Strength.NOTHING, sets_up=idle)
    return Guess(sign.role, sign.why, Strength.CALL, sets_up=idle)


def _own_names(node: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    names = {inner.arg for inner in ast.walk(node.args) if isinstance(inner, ast.arg)}
    stored = (n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return frozenset(names | {n.id for n in stored})


def role_of_call(name: str, guess: Guess) -> Role | None:
    """What calling a function or building a class is: the same as it, but measuring is part of training."""
    if guess.role is Role.MODEL and split_words(name)[-1:] and split_words(name)[-1] in MEASURES and name.islower():
        return Role.TRAIN
    return None if guess.role is Role.SETUP else guess.role


def read_class(node: ast.ClassDef, scope: Scope) -> Guess:
    """What a class is for: by its bases, by the methods it has, by its name, by what they do."""
    for base in node.bases:
        found = _of_base(dotted(base) or "", node.name, scope)
        if found:
            return Guess(found[0], f"derives from {found[1]}", Strength.CALL)
    methods = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
    for role, needed in _METHODS:
        if needed <= methods:
            return Guess(role, f"has {' and '.join(sorted(needed))}", Strength.CALL)
    named = of_class(node.name)
    if named:
        return Guess(named, f"is called {node.name}", Strength.CALL)
    sign = elected(signs_of_block(node.body, scope.without(frozenset())))
    return Guess(sign.role, sign.why, Strength.CALL) if sign else Guess(None, "", Strength.NOTHING)


def _of_base(written: str, own: str, scope: Scope) -> tuple[Role, str] | None:
    if written in scope.called and written != own:
        role = scope.called[written]
        return (role, written) if role else None
    full = resolve(written, scope.imports)
    last = full.rpartition(".")[2]
    role = of_base(last) or of_path(full)[1] or of_class(last)
    return (role, last) if role else None
