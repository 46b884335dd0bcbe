"""Every place where code touches a name of the notebook's global namespace."""

from __future__ import annotations

import ast
from functools import lru_cache

from nb2pkg.flow.fstrings import place_fstrings
from nb2pkg.flow.scopes import parameters_of
from nb2pkg.flow.source import Places, parse, plain_newlines, too_deep
from nb2pkg.flow.trace import Event
from nb2pkg.flow.walk import Walker
from nb2pkg.model import Use

Function = ast.FunctionDef | ast.AsyncFunctionDef

#: What each kind of touch is in a `Use`; changes of objects are none.
_HOW = {"load": "load", "store": "store", "declare": "store", "catch": "store", "delete": "delete"}


@lru_cache(maxsize=4096)
def uses_of(source: str) -> tuple[Use, ...]:
    r"""Every occurrence of a global name in code, in order.

    The names of a definition, an import, an exception handler and a capture pattern have the place of the name itself
    (the first part of ``a.b`` in ``import a.b``), names in f-strings their own, names in string annotations that of the
    string. ``x += 1`` is a load and a store at one place, ``x: int`` a store; names in ``global x`` are no uses. In a
    class body, a name that the class binds is the class's where it is certainly bound by then, else it may be global
    and is a use.

    Args:
        source: One or more statements.

    Returns:
        The uses; line from 1, column in characters from 0. Lines end at ``\r\n``, ``\r`` and ``\n``.

    Raises:
        BadCell: The source does not parse.
    """
    text = plain_newlines(source)
    tree = parse(text)
    try:
        place_fstrings(tree, text)
    except RecursionError as error:
        raise too_deep() from error
    places = Places(text)
    uses = {_use(event, places) for event in _events(tree) if event.how in _HOW}
    return tuple(sorted(uses, key=lambda use: (use.line, use.column, use.name, use.how, use.deferred, use.scope)))


@lru_cache(maxsize=4096)
def loaded_names(source: str) -> frozenset[str]:
    """The global names that code loads: those of `uses_of`, without their places.

    Args:
        source: One or more statements.

    Raises:
        BadCell: The source does not parse.
    """
    return frozenset(event.name for event in _events(parse(plain_newlines(source))) if event.how == "load")


def _events(tree: ast.Module) -> list[Event]:
    walker = Walker()
    try:
        walker.block(tree.body)
    except RecursionError as error:
        raise too_deep() from error
    return walker.trace.events


def attribute_stores_of_self(class_source: str) -> frozenset[str]:
    """The names assigned as ``self.<name>`` in a class.

    Args:
        class_source: Source with a class definition at top level; the first is looked at.

    Returns:
        The names assigned to an attribute of the first parameter of any of its methods, static methods left out.

    Raises:
        BadCell: The source does not parse.
    """
    body = parse(plain_newlines(class_source)).body
    definition = next((node for node in body if isinstance(node, ast.ClassDef)), None)
    found: set[str] = set()
    stack: list[ast.AST] = list(definition.body) if definition else []
    while stack:
        node = stack.pop()
        if isinstance(node, Function):
            first = next(iter(parameters_of(node.args)), None)
            if first is not None and not _is_static(node):
                found |= _attributes_assigned(node, first.arg)
        elif not isinstance(node, ast.ClassDef | ast.expr):
            stack.extend(ast.iter_child_nodes(node))  # methods defined under `if`
    return frozenset(found)


def _use(event: Event, places: Places) -> Use:
    line, column = _place(event.node, places)
    return Use(event.name, line, column, _HOW[event.how], event.deferred, event.path)


def _place(node: ast.AST, places: Places) -> tuple[int, int]:
    found: tuple[int, int] | None = None
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            found = places.after(places.start(node), "def", name)
        case ast.ClassDef(name=name):
            found = places.after(places.start(node), "class", name)
        case ast.ExceptHandler(type=ast.expr() as caught, name=str(name)):
            found = places.after(places.end(caught), "as", name)
        case ast.alias(asname=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            found = places.last(node, name)
        case ast.MatchAs(pattern=ast.pattern(), name=str(name)):
            found = places.last(node, name)
    return found or places.start(node)


def _is_static(node: Function) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in node.decorator_list)


def _attributes_assigned(method: Function, self: str) -> set[str]:
    found: set[str] = set()
    stack: list[ast.AST] = list(method.body)
    while stack:
        node = stack.pop()
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=name, ctx=ast.Store()) if owner == self:
                found.add(name)
            case ast.AnnAssign(value=None):
                continue
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                if self in {arg.arg for arg in parameters_of(node.args)}:
                    continue
            case ast.ClassDef():
                continue
        stack.extend(ast.iter_child_nodes(node))
    return found
