"""The notebook's functions and classes that are only ever called, by their names, with arguments that can be read.

def train(model, epochs=10): ...
train(net)                             a direct call: it does not give ``epochs``
train(net, **settings)                 who knows what that gives: ``train`` is left out
hook(train)                            somebody else calls it: left out
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from nb2pkg.flow.bound import bound_anywhere
from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement
from nb2pkg.params.unpacked import Unpacked, given_by

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Call:
    """One such call.

    Attributes:
        statement: Index of the statement it stands in.
        name: What is called, where it stands.
        given: The arguments that it gives.
    """

    statement: int
    name: ast.Name
    given: frozenset[str]


@dataclass(frozen=True, slots=True)
class Called:
    """One such function or class.

    Attributes:
        definition: Its statement.
        defaults: Arguments that can be given by keyword, and what they default to.
        calls: Every call.
    """

    definition: Statement
    defaults: tuple[tuple[str, ast.expr], ...]
    calls: tuple[Call, ...]


def direct_calls(
    statements: Iterable[Statement], *, some: bool = False, constants: frozenset[str] = frozenset()
) -> dict[str, Called]:
    """The functions and classes of the program that are only called directly, and by others than themselves.

    Args:
        statements: The program.
        some: Whether calls that do not say what they give are passed over; else what they call is left out.
        constants: Names that stand for one value that nothing changes.
    """
    program = tuple(statements)
    stars = Unpacked(program, constants)
    found: dict[str, Called] = {}
    defined = {one: s for s in program if s.kind in (Kind.FUNCTION, Kind.CLASS) for one in s.names.binds}
    trees = {s.index: tree_of(s.text) for s in program if s.kind is not Kind.IMPORT}
    bound = {s.index: bound_anywhere(trees[s.index]) for s in program if s.index in trees}
    for name, definition in defined.items():
        node = trees[definition.index].body[0]
        signature = _signature(node)
        imported = any(name in s.names.binds | s.names.may_bind for s in program if s.kind is Kind.IMPORT)
        touching = [s for s in program if _means(name, s)]
        again = imported or any(name in bound.get(s.index, ()) for s in touching if s.index != definition.index)
        if signature is None or again:
            continue
        named = [one.arg for one in [*signature.posonlyargs, *signature.args]]
        order = named[1:] if isinstance(node, ast.ClassDef) else named
        given = partial(given_by, order=order, program=stars)
        mentions = partial(_only_named_in, without_making=_making_nothing(node, some))
        calls = [call for s in touching for call in _calls(name, s, given, mentions, some)]
        if None not in calls:
            known = tuple(call for call in calls if call is not None)
            found[name] = Called(definition, tuple(_defaults(signature)), known)
    return found


def _means(name: str, statement: Statement) -> bool:
    """Whether a statement has to do with the program's own name; ``def test(net, train): ...`` has not."""
    return name in statement.names.mentioned


#: Bases whose classes are made as their constructors say.
_BASES = frozenset("object Module LightningModule LightningDataModule Dataset Model Layer".split())


def _signature(node: ast.stmt) -> ast.arguments | None:
    """What a function or a class takes, if that is all that happens when it is called."""
    if isinstance(node, ast.ClassDef):
        bases = [dotted(base) or "" for base in node.bases]
        if node.decorator_list or node.keywords or not all("." in base or base in _BASES for base in bases):
            return None
        made = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
        return _signature(made[0]) if made else None
    if not isinstance(node, Function) or not all(map(_changes_no_call, node.decorator_list)):
        return None
    return node.args


def _changes_no_call(decorator: ast.expr) -> bool:
    made = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (dotted(made) or "").rpartition(".")[2] in ("no_grad", "inference_mode")


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    count = len(arguments.defaults)
    plain = [*arguments.posonlyargs, *arguments.args][-count:] if count else []
    positional = {one.arg for one in arguments.posonlyargs}
    yield from ((a.arg, d) for a, d in zip(plain, arguments.defaults, strict=True) if a.arg not in positional)
    yield from ((a.arg, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d)


def _calls(
    name: str,
    statement: Statement,
    given_by: Callable[[ast.Call], frozenset[str] | None],
    only_named_in: Callable[[ast.AST], list[ast.expr]],
    some: bool,
) -> Iterator[Call | None]:
    """The calls in a statement; None where the name stands for anything but a direct call."""
    tree = tree_of(statement.text)
    odd = {id(inner) for node in ast.walk(tree) for outer in _not_run_here(node) for inner in ast.walk(outer)}
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    mentioned = {id(inner) for node in ast.walk(tree) for outer in only_named_in(node) for inner in ast.walk(outer)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name and id(node) not in mentioned:
            call = called.get(id(node))
            if call is None or id(node) in odd or name in statement.names.binds:
                yield None
            elif (given := given_by(call)) is not None:
                yield Call(statement.index, node, given)
            else:  # it does not say what it gives
                yield from () if some else (None,)


def _making_nothing(node: ast.stmt, some: bool) -> frozenset[str]:
    """The attributes of a class that can be asked for without an instance being made in another way.

    Args:
        node: The class.
        some: Whether it may be made in ways that do not say what they give: a checkpoint knows what it was made with.
    """
    body = node.body if isinstance(node, ast.ClassDef) else []
    own = {item.name: item for item in body if isinstance(item, Function)}
    plain = {
        name for name, item in own.items() if [dotted(one) for one in item.decorator_list] in ([], ["staticmethod"])
    }
    saves = any(isinstance(inner, ast.Attribute) and inner.attr == "save_hyperparameters" for inner in ast.walk(node))
    return frozenset(plain - {"__init__"} | {"__name__"} | ({"load_from_checkpoint"} if some and saves else set()))


def _only_named_in(node: ast.AST, without_making: frozenset[str]) -> list[ast.expr]:
    """The parts of a node that say which class is meant and make none of it."""
    match node:
        case ast.Attribute(value=ast.Name() as own, attr=attribute) if attribute in without_making:
            return [own]
        case ast.Call(func=ast.Name(id="super"), args=[ast.Name() as own, ast.Name()]):
            return [own]
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, which]):
            return [which]
        case ast.arg(annotation=ast.expr() as kind):
            return [kind]
        case ast.FunctionDef(returns=ast.expr() as kind) | ast.AsyncFunctionDef(returns=ast.expr() as kind):
            return [kind]
    return []


def _not_run_here(node: ast.AST) -> list[ast.AST]:
    """The parts of a node where a call is no call like others: text, what is computed when a function is defined."""
    match node:
        case ast.JoinedStr():
            return [node]
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)]
        case ast.Lambda():
            return [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
        case ast.ClassDef():
            return [*node.decorator_list, *node.bases]
    return []
