"""Scopes: which of them a name belongs to, by the rules of Python 3.10 to 3.13."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

#: A name in one scope: (number of the scope, name).
Key = tuple[int, str]

#: Number of the module's scope, which is the notebook's global namespace.
GLOBAL = 0

ScopeKind = Literal["module", "class", "function", "comprehension", "types"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope of a source.

    Attributes:
        number: Its number, unique within the source; the module's is `GLOBAL`.
        kind: ``"types"`` is the scope of type parameters; lambdas are functions.
        parent: The scope around it; None for the module.
        bound: Names that belong to it.
        globals: Names it declares ``global``.
        private: Name of the class around it, which ``__names`` are mangled with.
        path: Names of the classes and functions around its code, outermost first.
    """

    number: int
    kind: ScopeKind
    parent: Scope | None = None
    bound: frozenset[str] = frozenset()
    globals: frozenset[str] = frozenset()
    private: str | None = None
    path: tuple[str, ...] = ()

    def mangled(self, name: str) -> str:
        """The name as Python stores it: ``__x`` in class ``A`` is ``_A__x``."""
        return mangled(name, self.private)

    def of_load(self, name: str, assigned: Container[Key]) -> Key:
        """The scope that a load of a mangled name reads from.

        Args:
            name: The name.
            assigned: What is certainly bound by now; a class body looks in the module for what it binds only later.
        """
        here: Scope = self
        direct = True
        while here.parent is not None:
            if name in here.globals and (direct or here.kind != "class"):
                break
            if here.kind == "class":
                if direct and name in here.bound:
                    key = (here.number, name)
                    return key if key in assigned else (GLOBAL, name)
                if not direct and name == "__class__":
                    return here.number, name
            elif name in here.bound:
                return here.number, name
            direct = direct and here.kind == "types"
            here = here.parent
        return GLOBAL, name

    def of_store(self, name: str) -> Key:
        """The scope that an assignment to a mangled name in this scope binds it in."""
        here: Scope = self
        while here.kind == "comprehension" and here.parent is not None and name not in here.bound:
            here = here.parent
        if here.parent is None or name in here.globals:
            return GLOBAL, name
        if name in here.bound:
            return here.number, name
        return here.of_load(name, ())  # declared nonlocal


def mangled(name: str, private: str | None) -> str:
    """A name as code in the class `private` stores it."""
    if private is None or not name.startswith("__") or name.endswith("__"):
        return name
    owner = private.lstrip("_")
    return f"_{owner}{name}" if owner else name


@dataclass(frozen=True, slots=True)
class Declared:
    """What the code of one scope says about its own names.

    Attributes:
        bound: Names it binds, those declared ``global`` or ``nonlocal`` left out.
        globals: Names it declares ``global``.
    """

    bound: frozenset[str]
    globals: frozenset[str]


def declared_by(body: Iterable[ast.AST], private: str | None) -> Declared:
    """Collect what a scope's code binds and declares, without looking into the scopes inside it.

    Args:
        body: The code.
        private: Name of the class around it.
    """
    bound: set[str] = set()
    global_: set[str] = set()
    nonlocal_: set[str] = set()
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Global):
            global_.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            nonlocal_.update(node.names)
        else:
            bound.update(_bound_by(node))
            stack.extend(_same_scope(node))
    own = bound - global_ - nonlocal_
    return Declared(frozenset(mangled(n, private) for n in own), frozenset(mangled(n, private) for n in global_))


def parameters_of(arguments: ast.arguments) -> list[ast.arg]:
    """All parameters, in order."""
    found = [*arguments.posonlyargs, *arguments.args]
    found += [arguments.vararg] if arguments.vararg else []
    found += arguments.kwonlyargs
    return found + ([arguments.kwarg] if arguments.kwarg else [])


def defaults_of(arguments: ast.arguments) -> tuple[ast.expr, ...]:
    """The default values of parameters."""
    return (*arguments.defaults, *(default for default in arguments.kw_defaults if default is not None))


def names_in_target(target: ast.AST) -> Iterator[ast.Name]:
    """The names that a target binds: those of ``a, (*b, c.d)`` are a and b."""
    stack = [target]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            yield node
        elif isinstance(node, ast.Tuple | ast.List):
            stack.extend(reversed(node.elts))
        elif isinstance(node, ast.Starred):
            stack.append(node.value)


def imported_name(alias: ast.alias) -> str:
    """The name that ``import a.b`` (a), ``import a.b as c`` (c) or ``from m import d`` (d) binds."""
    return alias.asname or alias.name.partition(".")[0]


def _bound_by(node: ast.AST) -> Iterable[str]:
    """The names that this very node binds."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return (name,)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.alias() if node.name != "*":
            return (imported_name(node),)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return (name,)
        case ast.MatchMapping(rest=str(name)):
            return (name,)
    return ()


def _same_scope(node: ast.AST) -> Iterable[ast.AST]:
    """The children of a node whose names belong to the same scope."""
    if isinstance(node, _FUNCTIONS):
        return (*node.decorator_list, *_header(node.args), *([node.returns] if node.returns else []))
    if isinstance(node, ast.ClassDef):
        return (*node.decorator_list, *node.bases, *node.keywords)
    if isinstance(node, ast.Lambda):
        return defaults_of(node.args)
    if isinstance(node, _COMPREHENSIONS):
        # Its targets are its own; what `:=` binds in it belongs to the scope around.
        parts = [part for generator in node.generators for part in (generator.iter, *generator.ifs)]
        return (*parts, *([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]))
    if type(node).__name__ == "TypeAlias":  # Python 3.12
        return (getattr(node, "name"),)  # noqa: B009  (unknown to the type checker at 3.10)
    return ast.iter_child_nodes(node)


def _header(arguments: ast.arguments) -> tuple[ast.expr, ...]:
    annotations = (arg.annotation for arg in parameters_of(arguments) if arg.annotation is not None)
    return (*defaults_of(arguments), *annotations)
