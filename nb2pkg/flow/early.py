"""Names that a notebook, run in an order, reads before anything binds them, or that nothing binds at all.

print(df)          reads ``df`` too early: the next statement binds it
df = load()
show(titles)       reads ``titles``, which nothing binds
del df
len(df)            reads ``df`` after it was deleted

What a person guards is left out: ``if "df" in globals()``, ``try: ... except NameError``.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.flow.called import Functions
from nb2pkg.flow.methods import is_builtin
from nb2pkg.flow.names import quoted_names, uses_of
from nb2pkg.flow.scopes import defaults_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Origin, Statement

#: What the kernel binds: earlier results, and helpers of its own.
_OF_THE_KERNEL = frozenset("display get_ipython In Out _ __ ___ _i _ii _iii _ih _oh _dh __IPYTHON__".split())


@dataclass(frozen=True, slots=True)
class Early:
    """A name that is read where nothing has bound it.

    Attributes:
        name: The name.
        reader: The first statement that reads it so.
        origin: Where in the notebook it does.
        function: Name of the function through which it does, empty where it reads it itself.
        binder: The next statement behind it that binds it; None where nothing does.
        deleter: The statement before it that deleted it; None where nothing did.
        nowhere: Whether nothing in the notebook ever binds it.
    """

    name: str
    reader: Statement
    origin: Origin
    function: str = ""
    binder: Statement | None = None
    deleter: Statement | None = None
    nowhere: bool = False


def read_early(statements: Sequence[Statement], given: Container[str] = ()) -> tuple[Early, ...]:
    """The names that the statements, run one after the other, read where nothing has bound them.

    Args:
        statements: In the order in which they run.
        given: Names that need nobody to bind them, beside builtins.

    Returns:
        One entry a name, in the order of reading. Names that nothing binds are left out where a star import may.
    """
    ever = _union(s.names.binds | s.names.may_bind | s.names.assigns_globals for s in statements)
    bound = set(_union(s.names.assigns_globals for s in statements))  # whenever the function is called that does it
    deleted: dict[str, Statement] = {}
    found: dict[str, Early] = {}
    functions = Functions()
    starred = False
    for place, statement in enumerate(statements):
        starred = starred or bool(statement.names.stars)
        for name, reader in _wanted(statement, functions, ever).items():
            known = name in bound or name in found or _is_there(name) or name in given
            if known or _guards(reader, name) or (name in ever and _keeps(reader, name)):
                continue
            if name in ever or not starred:
                behind = statements[place + 1 :]
                binder = next((s for s in behind if name in s.names.binds | s.names.may_bind), None)
                through = _name_of(reader) if reader is not statement else ""
                origin = statement.origin if through else _where(statement, name)
                found[name] = Early(name, statement, origin, through, binder, deleted.get(name), name not in ever)
        gone = _deleted_by(statement)
        bound -= gone
        bound |= statement.names.binds | statement.names.may_bind
        deleted |= dict.fromkeys(gone, statement)
        functions.learn(statement)
    return tuple(found.values())


def _is_there(name: str) -> bool:
    """Whether Python or the kernel binds the name: ``len``, ``display``, ``_``, ``_12``, ``_i3``."""
    if is_builtin(name):
        return True
    return name in _OF_THE_KERNEL or (name.startswith("_") and name.removeprefix("_i").removeprefix("_").isdigit())


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


def _wanted(statement: Statement, functions: Functions, ever: frozenset[str]) -> Mapping[str, Statement]:
    """The names that must be there for the statement: name -> the statement whose text reads it.

    What a function or class reads only when it is called must be bound somewhere; when, is the caller's affair.
    """
    names = statement.names
    through = functions.read_by(statement)
    own = names.reads | _deleted_by(statement) | (names.deferred - ever)
    return {**{n: through[n] for n in sorted(through) if n in ever}, **dict.fromkeys(sorted(own), statement)}


def _deleted_by(statement: Statement) -> frozenset[str]:
    """The names that the statement deletes whatever happens."""
    if not statement.names.deletes or not isinstance(_node(statement), ast.Delete):
        return frozenset()
    return statement.names.deletes


def _node(statement: Statement) -> ast.stmt:
    return tree_of(statement.text).body[0]


def _name_of(statement: Statement) -> str:
    return next(iter(sorted(statement.names.binds)), "")


def _where(statement: Statement, name: str) -> Origin:
    """The first line on which the statement reads the name."""
    node, origin = _node(statement), statement.origin
    start = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    line = min((use.line for use in uses_of(statement.text) if use.name == name and use.how != "store"), default=start)
    return replace(origin, first=origin.first + line - start)


def _guards(statement: Statement, name: str) -> bool:
    """Whether the statement reads the name only where it has asked, or where it does not matter."""
    node = _node(statement)
    if name in quoted_names(node) or _may_have_bound(statement, node, name):
        return True
    return any(_asks(inner, name) or _catches(inner, name) for inner in ast.walk(node))


def _keeps(statement: Statement, name: str) -> bool:
    """``late = lambda x: x + name``: reads it when it is called, and nothing calls it here."""
    stack: list[tuple[ast.AST, bool]] = [(_node(statement), False)]
    kept = False
    while stack:
        node, in_call = stack.pop()
        if isinstance(node, ast.Lambda) and not in_call:
            kept = kept or _mentions(node.body, name)
            stack += [(default, False) for default in defaults_of(node.args)]
        elif isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Store):
            return False
        else:
            stack += [(child, in_call or isinstance(node, ast.Call)) for child in ast.iter_child_nodes(node)]
    return kept


def _may_have_bound(statement: Statement, node: ast.stmt, name: str) -> bool:
    """Whether the statement may have bound the name itself by then, on a path that nobody can tell.

    for x in y:                    for x in y:
        if a: z = x                    if a: print(z)
        if b: print(z)                 z = x
    """
    if statement.kind is not Kind.RUN or name not in statement.names.binds | statement.names.may_bind:
        return False
    uses = [use for use in uses_of(statement.text) if use.name == name and not use.deferred]
    stores = [use.line for use in uses if use.how == "store"]
    loads = [use.line for use in uses if use.how == "load"]
    if stores and loads and min(stores) < min(loads):
        return True
    loops = [one for one in ast.walk(node) if isinstance(one, ast.For | ast.AsyncFor | ast.While)]
    return any(isinstance(one, ast.If | ast.IfExp) and _mentions(one, name) for loop in loops for one in ast.walk(loop))


def _asks(node: ast.AST, name: str) -> bool:
    """``if "x" in globals()``, ``if sys.version_info < (3,)``."""
    if not isinstance(node, ast.If | ast.IfExp | ast.BoolOp | ast.Assert):
        return False
    inside = list(ast.walk(node))
    named = any(isinstance(one, ast.Constant) and one.value == name for one in inside)
    spaces = any(isinstance(one, ast.Name) and one.id in ("globals", "locals", "vars", "dir") for one in inside)
    versions = any(isinstance(one, ast.Attribute) and one.attr == "version_info" for one in inside)
    return (named and spaces) or (versions and _mentions(node, name))


def _catches(node: ast.AST, name: str) -> bool:
    """``try: x except NameError: ...``."""
    if not isinstance(node, ast.Try) or not any(_mentions(one, name) for one in node.body):
        return False
    kinds = [kind for handler in node.handlers for kind in _kinds(handler.type)]
    return any(kind in ("", "NameError", "Exception", "BaseException", "UnboundLocalError") for kind in kinds)


def _kinds(caught: ast.expr | None) -> list[str]:
    match caught:
        case None:
            return [""]
        case ast.Tuple(elts=parts):
            return [kind for part in parts for kind in _kinds(part)]
        case ast.Name(id=name):
            return [name]
    return ["?"]


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))
