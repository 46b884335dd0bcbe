"""Settings that functions assign to local names, once and for all.

def train():
    training_iterations = 50        training_iterations
    learning_rate = 0.1             learning_rate
    total = 0                       no setting
    size = 3
    size = size * 2                 bound twice: what it is depends on where one looks

class Agent:
    def __init__(self):
        self.gamma = 0.95           gamma
        self.steps = 0              a count, no setting
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nb2pkg.flow.bound import bound_by
from nb2pkg.params.calls import is_number
from nb2pkg.params.words import is_setting

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class LocalSetting:
    """One such name.

    Attributes:
        name: The name.
        value: Its value, a literal.
        assignment: The statement.
        whole: Whether the function can do without the statement, where the name means the same without it.
    """

    name: str
    value: ast.expr
    assignment: ast.Assign | ast.AnnAssign
    whole: bool


def local_settings(function: Function) -> Iterator[LocalSetting]:
    """The settings that a function assigns to names of its own, in order; those of functions within it left out."""
    if _asks_for_names(function):
        return
    bound = Counter(name for node in ast.walk(function) for name in bound_by(node))
    read = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    whole = [node for node in function.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    for node in _own_statements(function):
        name, value = _assigned(node)
        if value is not None and bound[name] == 1 and name in read and is_turned(name, value):
            assert isinstance(node, ast.Assign | ast.AnnAssign)
            yield LocalSetting(name, value, node, node in whole)


def settings_of_instances(node: ast.ClassDef) -> Iterator[LocalSetting]:
    """The settings that the constructor of a class writes into each instance, in order."""
    for function in node.body:
        if isinstance(function, ast.FunctionDef) and function.name == "__init__" and function.args.args:
            own = function.args.args[0].arg
            for one in _own_statements(function):
                match one:
                    case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name), attr=field)], value=value) if (
                        name == own and is_setting(field) and is_turned(field, value) and not _is_nothing(value)
                    ):
                        yield LocalSetting(field, value, one, False)


def _is_nothing(value: ast.expr) -> bool:
    """Whether an instance begins to count there: ``self.n_patience = 0``."""
    return isinstance(value, ast.Constant) and not value.value


def is_turned(name: str, value: ast.expr) -> bool:
    """Whether an assignment of this value to this name is the choice of a setting."""
    if not is_setting_or_constant(name):
        return False
    match value:
        case ast.Constant(value=bool()):
            return True
        case ast.Constant(value=int() as number):
            return number not in (0, 1) or _may_be_nothing(name)
        case ast.Constant(value=float() as number):
            return (number != 0 or _may_be_nothing(name)) and not _only_guards(name, number)
        case ast.Constant(value=str() as text):
            return bool(text.strip()) and len(text) <= _LONGEST and "\n" not in text
    return is_number(value)


def is_setting_or_constant(name: str) -> bool:
    """Whether a variable has the name of a setting, or is spelled as what nobody changes while it runs."""
    return is_setting(name) or (name.isupper() and len(name) > 1) or name == "C"  # how much an error costs


#: A text that is longer is no choice.
_LONGEST = 200
_TINY = 1e-5
#: Of other settings nothing is where a count begins, and one says that there is no choice.
_MAY_BE_NOTHING = frozenset(
    "seed dropout prob decay workers ngpu momentum temperature patience warmup delta noise alpha l1 l2".split()
)


def _only_guards(name: str, number: float) -> bool:
    """Whether it is there for nothing but to divide by something: ``eps = 1e-12``."""
    return abs(number) < _TINY and bool({"eps", "epsilon"} & set(name.lower().split("_")))


def _may_be_nothing(name: str) -> bool:
    return bool(_MAY_BE_NOTHING & set(name.lower().split("_")))


def _assigned(node: ast.stmt) -> tuple[str, ast.expr | None]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return name, value
    return "", None


def _own_statements(function: Function) -> Iterator[ast.stmt]:
    """The statements of a function that are not another's."""
    stack: list[ast.AST] = list(reversed(function.body))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.stmt):
            yield node
        stack += reversed(list(ast.iter_child_nodes(node)))


def _asks_for_names(function: Function) -> bool:
    """Whether it looks its names up by their text, or says where they belong."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id="locals" | "vars" | "eval" | "exec" | "dir")):
                return True
            case ast.Global() | ast.Nonlocal():
                return True
    return False
