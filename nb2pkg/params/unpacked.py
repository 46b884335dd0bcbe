"""What calls are given by ``*`` and ``**``, as far as the program says so.

self.dims = (1, 28, 28)
dm = Digits()
Net(*dm.dims, 10)            three values, then one
SETTINGS = {"width": 8}
Net(**SETTINGS)              width
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nb2pkg.flow.bound import bound_by
from nb2pkg.flow.constants import dotted, value_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement
from nb2pkg.params.signatures import with_bases

_DATA_MODULE = "LightningDataModule"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The program, to ask it what its stars stand for.

    Attributes:
        statements: The program.
        constants: Names that stand for one value that nothing changes.
    """

    statements: tuple[Statement, ...]
    constants: frozenset[str] = frozenset()

    def length(self, value: ast.expr) -> int | None:
        """How many values ``*value`` stands for; None where nobody knows."""
        match value:
            case ast.Tuple() | ast.List():
                return _length(value)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                return self._of_instance(name, attribute, called=False)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[], keywords=[]):
                return self._of_instance(name, method, called=True)
        return None

    def keys(self, value: ast.expr) -> frozenset[str] | None:
        """The names that ``**value`` gives; None where nobody knows."""
        if isinstance(value, ast.Name):
            made = list(self._bindings(value.id))
            if len(made) != 1 or made[0] is None or value.id not in self.constants:
                return None
            value = made[0]
        return _keys(value)

    def _of_instance(self, name: str, attribute: str, *, called: bool) -> int | None:
        """The length of an attribute, or of what a method returns, of a variable that is an instance of own classes."""
        classes = {node.name: node for node in self._classes()}
        made = [dotted(one.func) if isinstance(one, ast.Call) else None for one in self._bindings(name)]
        if not made or not all(one in classes for one in made):
            return None
        lengths = {self._of_class(one or "", attribute, called, classes) for one in made}
        return lengths.pop() if len(lengths) == 1 else None

    def _of_class(self, name: str, attribute: str, called: bool, classes: dict[str, ast.ClassDef]) -> int | None:
        family = list(with_bases(name, classes))
        methods = [
            item for one in family for item in one.body if isinstance(item, ast.FunctionDef) and item.name == attribute
        ]
        if methods:
            is_property = [dotted(one) for one in methods[0].decorator_list] == ["property"]
            plain = not methods[0].decorator_list if called else is_property
            return _returned(methods[0]) if plain else None
        if called:  # what Lightning's own method returned
            bases = {(dotted(base) or "").rpartition(".")[2] for one in family for base in one.bases}
            return self._set(family, "dims") if attribute == "size" and _DATA_MODULE in bases else None
        return self._set(family, attribute)

    def _set(self, family: Sequence[ast.ClassDef], attribute: str) -> int | None:
        """The length of an attribute that one of these sets, where nothing sets it to anything of another length."""
        here = {id(node) for one in family for node in ast.walk(one)}
        values: dict[int, int | None] = {}
        for tree in self._trees():
            for node in ast.walk(tree):
                match node:
                    case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()) if name == attribute:
                        values.setdefault(id(node), None)
                    case ast.Assign(targets=[ast.Attribute(attr=name) as target], value=value) if name == attribute:
                        values[id(target)] = _length(value)
        lengths = set(values.values())
        return lengths.pop() if len(lengths) == 1 and here & values.keys() else None

    def _bindings(self, name: str) -> Iterator[ast.expr | None]:
        """What a variable is bound to, wherever anything is of that name; None where that is no assignment."""
        for statement in self.statements:
            value = value_of(tree_of(statement.text).body[0]) if name in statement.names.binds else None
            for node in ast.walk(tree_of(statement.text)):
                if name in bound_by(node):
                    yield value if statement.kind is Kind.RUN else None

    def _classes(self) -> Iterator[ast.ClassDef]:
        for statement in self.statements:
            if statement.kind is Kind.CLASS:
                yield from (node for node in tree_of(statement.text).body if isinstance(node, ast.ClassDef))

    def _trees(self) -> Iterator[ast.Module]:
        yield from (tree_of(one.text) for one in self.statements)


def given_by(call: ast.Call, order: Sequence[str], program: Unpacked) -> frozenset[str] | None:
    """The names of the arguments that a call gives; None where it does not say.

    Args:
        call: The call.
        order: What its positional arguments are called.
        program: What there is to know of stars.
    """
    count = 0
    for one in call.args:
        length = program.length(one.value) if isinstance(one, ast.Starred) else 1
        if length is None:
            return None
        count += length
    named: set[str] = set()
    for word in call.keywords:
        keys = frozenset([word.arg]) if word.arg else program.keys(word.value)
        if keys is None:
            return None
        named |= keys
    return frozenset(order[:count]) | named


def _returned(method: ast.FunctionDef) -> int | None:
    lengths = {_length(node.value) for node in ast.walk(method) if isinstance(node, ast.Return)}
    return lengths.pop() if len(lengths) == 1 else None


def _length(value: ast.expr | None) -> int | None:
    if not isinstance(value, ast.Tuple | ast.List) or any(isinstance(one, ast.Starred) for one in value.elts):
        return None
    return len(value.elts)


def _keys(value: ast.expr) -> frozenset[str] | None:
    match value:
        case ast.Dict(keys=keys):
            names = [key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
            return frozenset(names) if len(names) == len(keys) else None
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=words):
            return frozenset(word.arg for word in words if word.arg) if all(word.arg for word in words) else None
    return None
