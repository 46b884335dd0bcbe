"""Where code in a definition can get at what the definition was given.

    def encode(text, key=lambda c: c):     the header runs elsewhere
        return text[:limit]                here: as the argument itself

    class Net(Module):
        def __init__(self):
            self.drop = Dropout(p)         here: as the argument itself
        def forward(self, x):
            return x * scale               here: on ``self``
        @staticmethod
        def make():
            return scale                   nowhere

A function inside a method whose own ``self`` hides the method's has nothing at hand either.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from nb2pkg.flow.fstrings import place_fstrings
from nb2pkg.flow.scopes import declared_by, names_in_target, parameters_of
from nb2pkg.flow.source import Places, head_of, parse, plain_newlines

#: Line from 1 and column in characters from 0 -> the name of the instance there, or empty where arguments are at hand.
Reach = Mapping[tuple[int, int], str]

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

#: Methods that get the class although nothing says so.
_OF_THE_CLASS = frozenset(("__new__", "__init_subclass__", "__class_getitem__"))


def reach_of(text: str, *, of_class: bool = False) -> Reach:
    """The places of all expressions in a definition that can get at its arguments.

    Args:
        text: Source of one class or function.
        of_class: Whether it is a class that holds them itself: its constructor finds them on the instance, too.

    Returns:
        Place -> the name of the instance that holds them, empty where they are names themselves; places that run
        where neither is at hand are left out.
    """
    plain = plain_newlines(text)
    tree = parse(plain)
    place_fstrings(tree, plain)
    places = Places(plain)
    found: dict[tuple[int, int], str] = {}
    for node, owner in _reached(tree.body[0], "" if of_class else "__init__"):
        found[places.start(node)] = owner
    return found


def instance_of(method: _Function) -> str | None:
    """What a method calls its instance; None for static and class methods."""
    first = next(iter([*method.args.posonlyargs, *method.args.args]), None)
    if first is None or method.name in _OF_THE_CLASS or any(_is_plain(d) for d in method.decorator_list):
        return None
    return first.arg


def methods_of(body: Iterable[ast.stmt]) -> list[_Function]:
    """The methods in a class body, those under ``if`` and the like included."""
    found: list[_Function] = []
    for statement in body:
        if isinstance(statement, _Function):
            found.append(statement)
        elif not isinstance(statement, ast.ClassDef):
            inner = list(ast.iter_child_nodes(statement))
            found += methods_of([n for n in inner if isinstance(n, ast.stmt)])
            found += [m for n in inner if isinstance(n, ast.ExceptHandler) for m in methods_of(n.body)]
    return found


def _is_plain(decorator: ast.expr) -> bool:
    name = head_of(decorator)
    return name in ("staticmethod", "classmethod", "abstractstaticmethod", "abstractclassmethod")


def _reached(definition: ast.stmt, taking: str) -> Iterator[tuple[ast.expr, str]]:
    if isinstance(definition, _Function):
        yield from _inside(definition.body, "")
    for method in methods_of(definition.body if isinstance(definition, ast.ClassDef) else []):
        owner = instance_of(method)
        if owner is not None and owner not in declared_by(method.body, None).bound:
            yield from _inside(method.body, "" if method.name == taking else owner)


def _inside(body: list[ast.stmt], owner: str) -> Iterator[tuple[ast.expr, str]]:
    """The expressions in a body at which the owner still is the owner."""
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.expr):
            yield node, owner
        hidden = _rebinds(node, owner) if owner else []
        stack += [child for child in ast.iter_child_nodes(node) if child not in hidden]


def _rebinds(node: ast.AST, owner: str) -> list[ast.AST]:
    """The children of a node for which the owner's name means something else."""
    if isinstance(node, _Function | ast.Lambda):
        body = node.body if isinstance(node.body, list) else [node.body]
        named = {parameter.arg for parameter in parameters_of(node.args)} | declared_by(body, None).bound
        return list(body) if owner in named else []
    if isinstance(node, ast.ClassDef):
        return list(node.body) if owner in declared_by(node.body, None).bound else []
    if isinstance(node, _Comprehension):
        named = {name.id for generator in node.generators for name in names_in_target(generator.target)}
        return list(ast.iter_child_nodes(node)) if owner in named else []
    return []


def kept_by_itself(text: str) -> Mapping[str, str]:
    """What the constructor of a class keeps right away: attribute -> the name it is set from.

    Args:
        text: Source of the class.

    Returns:
        The attributes that ``self.attribute = name`` at the beginning of the constructor sets, and nothing else does.
    """
    node = parse(plain_newlines(text)).body[0]
    methods = methods_of(node.body) if isinstance(node, ast.ClassDef) else []
    set_anywhere = [n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and not isinstance(n.ctx, ast.Load)]
    found: dict[str, str] = {}
    for statement in next((m.body for m in methods if m.name == "__init__" and instance_of(m)), []):
        match statement:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=attribute)], value=ast.Name(id=name)):
                if set_anywhere.count(attribute) == 1:
                    found[attribute] = name
            case ast.Expr(
                value=ast.Constant() | ast.Call(func=ast.Attribute(attr="__init__" | "save_hyperparameters"))
            ):
                pass
            case ast.Assign(value=ast.Name() | ast.Constant() | ast.Attribute()):
                pass
            case _:
                break
    return found
