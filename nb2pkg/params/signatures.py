"""What positional arguments of the notebook's own functions, classes and methods mean.

def train(model, epochs, lr=0.1): ...
train(net, 10)                                 10 is epochs
class Skip: def noise(self, size, n_samples): ...
model.noise(batch, 5)                          5 is n_samples
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement

#: Name -> its positional arguments, in order; a method's name has a dot before it.
Signatures = Mapping[str, tuple[str, ...]]


def signatures_of(statements: Iterable[Statement]) -> Signatures:
    """The functions and classes that the notebook defines once, and the methods that only one of them has, by name."""
    found: dict[str, list[tuple[str, ...]]] = {}
    classes: dict[str, ast.ClassDef] = {}
    for statement in statements:
        if statement.kind not in (Kind.FUNCTION, Kind.CLASS):
            continue
        for node in tree_of(statement.text).body:
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    found.setdefault(node.name, []).append(_named(node.args))
                case ast.ClassDef():
                    classes.setdefault(node.name, node)
                    found.setdefault(node.name, []).append(())
                    for name, arguments in _methods(node):
                        found.setdefault(f".{name}", []).append(arguments)
    for name, node in classes.items():
        found[name][0] = _made(node, classes)
    return {name: several[0] for name, several in found.items() if len(set(several)) == 1}


def _methods(node: ast.ClassDef) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The methods that somebody calls, with what they take besides the instance."""
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and not item.name.startswith("__"):
            plain = [dotted(one) for one in item.decorator_list]
            yield item.name, _named(item.args)[0 if "staticmethod" in plain else 1 :]


def _made(node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> tuple[str, ...]:
    """What the constructor takes: the class's own, else that of the first base that has one."""
    for one in with_bases(node.name, classes):
        for item in one.body:
            if isinstance(item, ast.FunctionDef) and item.name == "__init__":
                return _named(item.args)[1:]
    return ()


def with_bases(name: str, classes: Mapping[str, ast.ClassDef]) -> Iterator[ast.ClassDef]:
    """A class of the notebook and those that it builds on, the nearest first."""
    todo, seen = [name], set[str]()
    while todo:
        one = todo.pop(0)
        if one in classes and one not in seen:
            seen.add(one)
            todo += [dotted(base) or "" for base in classes[one].bases]
            yield classes[one]


def _named(arguments: ast.arguments) -> tuple[str, ...]:
    return tuple(one.arg for one in [*arguments.posonlyargs, *arguments.args])
