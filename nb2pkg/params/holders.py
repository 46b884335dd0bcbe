"""The variable that a call has to do with, and the word it lends to a parameter's name.

forest_clf = RandomForestClassifier(max_depth=5)      forest
model.compile(optimizer=Adam(1e-3))                   model, which says nothing
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted


@dataclass(frozen=True, slots=True)
class Holder:
    """A variable.

    Attributes:
        name: Its name.
        direct: Whether it is bound to what the call gives, or is what the method is of.
    """

    name: str
    direct: bool


def holders_in(tree: ast.AST, imports: Mapping[str, str]) -> dict[int, Holder]:
    """Call -> the variable it has to do with: what its method is of, else what it is bound to.

    Args:
        tree: A statement.
        imports: Alias -> dotted path: modules are no variables.
    """
    found: dict[int, Holder] = {}
    for node in ast.walk(tree):  # from the outside in: what stands further in says more
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found |= {id(inner): Holder(name, inner is value) for inner in ast.walk(value)}
            case ast.Call(func=ast.Attribute(value=ast.expr() as value)):
                name = dotted(value) or ""
                if name.isidentifier() and name not in imports:
                    found |= {id(inner): Holder(name, inner is node) for inner in ast.walk(node)}
    return found


#: Variables that say nothing of what they hold.
_VAGUE = frozenset(
    "model models clf clfs classifier classifiers regressor reg estimator estimators pipe pipeline m mod mdl net "
    "network learn learner history hist h x y z r res result results out output outputs score scores cv opt optimizer "
    "optim callbacks callback es base ml_model my_model args training_args trainer tokenizer processor image_processor "
    "feature_extractor".split()
)
_ENDS = ("_model", "_clf", "_classifier", "_regressor", "_reg", "_pipeline", "_pipe", "_learner", "_estimator")
_STARTS = ("model_", "clf_", "pipe_")


def word_of(name: str) -> str:
    """What a variable or a class is about: ``rf_clf``, ``random_forest_classifier``; nothing for ``model``."""
    word = name.lower().strip("_")
    for end in _ENDS:
        word = word.removesuffix(end)
    for start in _STARTS:
        word = word.removeprefix(start)
    return "" if word in _VAGUE or not word.isidentifier() else word
