"""Paths that code writes down: what can be told of them without running it.

"../src"                                          ../src
os.path.join("..", "src")                         ../src
os.path.abspath(os.path.join(".."))               .., wherever the code goes from here
Path.cwd().parent / "src"                         the same kind
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import join, normpath

from nb2pkg.flow.source import head_of

#: These give the path they are given.
_SAME = frozenset({"str", "Path", "PurePath", "PosixPath", "fspath", "normpath", "as_posix", "expandvars"})
_ANCHORS = frozenset({"abspath", "realpath", "resolve", "absolute"})
_HERE = frozenset({"getcwd", "cwd"})


@dataclass(frozen=True, slots=True)
class Place:
    """A path.

    Attributes:
        text: Its text.
        fixed: Whether it is counted from the notebook's own folder, wherever the code goes.
    """

    text: str
    fixed: bool = False

    def seen_from(self, here: str | None) -> str | None:
        """The path from the notebook's folder; None where the current folder matters and is not known."""
        if self.fixed or self.text.startswith("/"):
            return normpath(self.text)
        return None if here is None else normpath(join(here, self.text))


def place_of(node: ast.expr, known: Mapping[str, Place], here: str | None) -> Place | None:
    """Say which path an expression gives.

    Args:
        node: The expression.
        known: What names stand for.
        here: The current folder, from the notebook's; None if it is not known.

    Returns:
        The path, None where only running the code can tell.
    """
    match node:
        case ast.Constant(value=str(text)):
            return Place(text)
        case ast.Name(id=name):
            return known.get(name)
        case ast.Attribute(attr="pardir"):
            return Place("..")
        case ast.Attribute(attr="curdir"):
            return Place(".")
        case ast.Attribute(value=value, attr="parent"):
            return _up(place_of(value, known, here), 1)
        case ast.Subscript(value=ast.Attribute(value=value, attr="parents"), slice=ast.Constant(value=int(count))):
            return _up(place_of(value, known, here), count + 1)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _joined([place_of(left, known, here), place_of(right, known, here)])
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _glued([place_of(left, known, here), place_of(right, known, here)])
        case ast.JoinedStr(values=values):
            parts = [part.value if isinstance(part, ast.FormattedValue) else part for part in values]
            return _glued([place_of(part, known, here) for part in parts])
        case ast.Call():
            return _called(node, known, here)
    return None


def _called(node: ast.Call, known: Mapping[str, Place], here: str | None) -> Place | None:
    name = head_of(node.func)
    if name in _HERE:
        return None if here is None else Place(here, fixed=True)
    given = [place_of(one, known, here) for one in node.args]
    if name in _ANCHORS | {"as_posix", "joinpath"} and isinstance(node.func, ast.Attribute):
        inner = place_of(node.func.value, known, here)
        given = [inner, *given] if inner is not None else given
    if not given:
        return Place(".") if name == "Path" else None
    if name in ("join", "joinpath") or (name in _SAME and len(given) > 1):
        return _joined(given)
    if name in _ANCHORS:
        return _anchored(given[0], here)
    if name == "dirname":
        return _up(given[0], 1)
    return given[0] if name in _SAME else None


def _anchored(place: Place | None, here: str | None) -> Place | None:
    found = place.seen_from(here) if place is not None else None
    return None if found is None else Place(found, fixed=True)


def _up(place: Place | None, count: int) -> Place | None:
    if place is None or count > 20:
        return None
    return Place(normpath(join(place.text, *[".."] * count)), place.fixed)


def _joined(places: list[Place | None]) -> Place | None:
    known = [place for place in places if place is not None]
    if len(known) < len(places) or not known:
        return None
    last = next((n for n in range(len(known) - 1, 0, -1) if known[n].fixed or known[n].text.startswith("/")), 0)
    return Place(join(*(place.text for place in known[last:])), known[last].fixed)


def _glued(places: list[Place | None]) -> Place | None:
    known = [place for place in places if place is not None]
    if len(known) < len(places) or not known or any(place.fixed for place in known[1:]):
        return None
    return Place("".join(place.text for place in known), known[0].fixed)
