"""Where a program looks for modules: the current folder, and what it puts on ``sys.path``. Nothing is run.

sys.path.append("..")                                   looked through last
sys.path.insert(0, os.path.abspath("../src"))           looked through first
os.chdir("..")                                          from here on, ``..`` is the current folder
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from nb2pkg.flow.constants import dotted
from nb2pkg.local.places import Place, place_of

_MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Search:
    """Where modules are looked for at one point of a program.

    Attributes:
        here: The current folder, from the notebook's; None if it is not known.
        before: Folders that come before it, first one first.
        after: Folders that come after everything that is installed.
        passed: Folders that were current earlier.
        names: Paths that names stand for.
    """

    here: str | None = "."
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    names: Mapping[str, Place] = field(default_factory=dict)

    @property
    def first(self) -> tuple[str, ...]:
        """Folders whose modules go before installed ones."""
        return tuple(dict.fromkeys([*self.before, *([self.here] if self.here is not None else [])]))


def search_after(statements: Iterable[ast.stmt], search: Search) -> Search:
    """Follow statements of a program, those in branches too, as though each of them were reached."""
    for node in statements:
        search = _after(node, search)
    return search


def added_folders(node: ast.stmt, search: Search) -> tuple[str | None, ...]:
    """The folders that a statement puts on the path, if that is all it does; None for one that cannot be told.

    sys.path.append(path)
    if path not in sys.path: sys.path.append(path)
    """
    match node:
        case ast.If(test=test, body=body, orelse=[]) if not _calls(test):
            inner = [added_folders(one, search) for one in body]
            return tuple(folder for folders in inner for folder in folders) if all(inner) else ()
    return tuple(folder for folder, _ in _additions(node, search))


def _calls(test: ast.expr) -> bool:
    """Whether a condition may do something: calls other than those that only spell out a path."""
    spelling = (
        "join",
        "abspath",
        "realpath",
        "dirname",
        "normpath",
        "getcwd",
        "cwd",
        "str",
        "Path",
        "resolve",
        "exists",
    )
    calls = [node for node in ast.walk(test) if isinstance(node, ast.Call)]
    return any((dotted(call.func) or "").rpartition(".")[2] not in spelling for call in calls)


def _after(node: ast.stmt, search: Search) -> Search:
    for folder, first in _additions(node, search):
        if folder is not None and first:
            search = replace(search, before=(folder, *search.before))
        elif folder is not None:
            search = replace(search, after=(*search.after, folder))
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return _named(name, value, search)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            return _named(name, value, search)
        case ast.Expr(value=ast.Call(func=func, args=[folder_node, *_])) if dotted(func) in ("os.chdir", "chdir"):
            return _moved(place_of(folder_node, search.names, search.here), search)
        case ast.If(body=body, orelse=orelse):
            return search_after([*body, *orelse], search)
        case ast.With(body=body):
            return search_after(body, search)
        case ast.For(target=ast.Name(id=name), iter=ast.List(elts=all_) | ast.Tuple(elts=all_), body=body):
            for one in all_:
                search = search_after(body, _named(name, one, search))
        case ast.While(body=body):
            return _repeated(body, search)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            return search_after(
                [*body, *(one for handler in handlers for one in handler.body), *orelse, *final], search
            )
    return search


def _repeated(body: list[ast.stmt], search: Search) -> Search:
    """``while not os.path.exists("src"): os.chdir("..")``: nobody knows how often, so each folder may be the one."""
    start = search.here
    for _ in range(_MOST_ROUNDS):
        before = search
        search = search_after(body, search)
        if search.here == before.here:
            return search
    return search if start is None else _moved(None, search)


def _named(name: str, value: ast.expr, search: Search) -> Search:
    place = place_of(value, search.names, search.here)
    names = {key: known for key, known in search.names.items() if key != name}
    return replace(search, names=names if place is None else {**names, name: place})


def _moved(place: Place | None, search: Search) -> Search:
    passed = search.passed if search.here is None else tuple(dict.fromkeys([*search.passed, search.here]))
    return replace(search, here=None if place is None else place.seen_from(search.here), passed=passed)


def _additions(node: ast.stmt, search: Search) -> list[tuple[str | None, bool]]:
    """(folder, whether it goes first) for each that a simple statement puts on the path."""
    match node:
        case ast.Expr(value=ast.Call(func=func, args=[one])) if dotted(func) == "sys.path.append":
            return [(_seen(one, search), False)]
        case ast.Expr(value=ast.Call(func=func, args=[one])) if dotted(func) == "site.addsitedir":
            return [(_seen(one, search), False)]
        case ast.Expr(value=ast.Call(func=func, args=[_, one])) if dotted(func) == "sys.path.insert":
            return [(_seen(one, search), True)]
        case ast.Expr(value=ast.Call(func=func, args=[ast.List(elts=all_) | ast.Tuple(elts=all_)])) if (
            dotted(func) == "sys.path.extend"
        ):
            return [(_seen(one, search), False) for one in all_]
        case ast.AugAssign(target=target, op=ast.Add(), value=ast.List(elts=all_)) if dotted(target) == "sys.path":
            return [(_seen(one, search), False) for one in all_]
    return []


def _seen(node: ast.expr, search: Search) -> str | None:
    place = place_of(node, search.names, search.here)
    return place.seen_from(search.here) if place is not None else None
