"""Cut what runs into the pieces that become stage functions: along headings and roles, at cells where one is long.

## Load                                          prepare_train(...)      in data
train = pd.read_csv(path)
train.head()                   a look stays with what it looks at
## Model
model = RandomForest(...)                        build_model(...)        in models
model.fit(X, y)                                  train_model(...)        in train
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nb2pkg.family.drawn import draws, draws_itself
from nb2pkg.family.plain.units import Unit
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Role

ROOMS = {Role.DATA: "data", Role.MODEL: "models", Role.TRAIN: "train", Role.EXPLORE: "explore"}
_RANK = ("explore", "data", "models", "train")
#: Lines after which a stage ends with its cell: more under a heading than without one.
_LONG, _LONG_WITHOUT_HEADING = 40, 25
#: Statements that only look, up to so many, stay with what they look at.
_FEW = 3
#: Lines up to which a piece does not make a function of its own.
_TINY = 2


@dataclass(frozen=True, slots=True)
class Group:
    """A run of units that becomes one function.

    Attributes:
        units: They, in order.
        room: Module they go to.
        forced: Whether parts of it had to stay together.
    """

    units: tuple[Unit, ...]
    room: str
    forced: bool = False

    @property
    def section(self) -> str:
        """The heading that most of it stands under."""
        sections = [unit.statement.section for unit in self.units for _ in range(unit.lines)]
        return max(dict.fromkeys(sections), key=sections.count)

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return sum(unit.lines for unit in self.units)


def cut(units: Sequence[Unit], world: World) -> list[Group]:
    """Cut along headings, roles and, where a piece gets long, cells.

    Args:
        units: What runs.
        world: The program.

    Returns:
        Groups that hold all units in order.
    """
    rooms = _settled(units, world)
    pieces: list[list[int]] = []
    for place, unit in enumerate(units):
        last = pieces[-1][-1] if pieces else None
        if last is None or rooms[last] != rooms[place] or _section(units[last]) != _section(unit):
            pieces.append([])
        pieces[-1].append(place)
    groups = [Group(tuple(units[i] for i in piece), rooms[piece[0]]) for piece in pieces]
    return [part for group in _without_tiny(groups) for part in _at_cells(group)]


def joined(groups: Sequence[Group], *, forced: bool = False) -> Group:
    """Several groups as one; its room is the highest of theirs."""
    room = max((group.room for group in groups), key=_RANK.index)
    units = tuple(unit for group in groups for unit in group.units)
    return Group(units, room, forced or any(group.forced for group in groups))


def is_check(unit: Unit, world: World) -> bool:
    """Whether it only looks at something without drawing it: ``train.head()``, ``print(len(x))``, ``assert x``."""
    if draws(unit.effect, world) or unit.effect.binds or unit.effect.changes:
        return False
    match tree_of(unit.statement.text).body:
        case [ast.Assert()] | [ast.Expr(value=ast.Call(func=ast.Name(id="print")))]:
            return True
    return unit.effect.shows


def _section(unit: Unit) -> str:
    return unit.statement.section


def _settled(units: Sequence[Unit], world: World) -> list[str]:
    """The room of every unit; what sets up and what only checks takes that of its neighbours."""
    rooms = ["" if unit.effect.seeds else ROOMS.get(unit.statement.role, "") for unit in units]
    rooms = _setup_with_next(units, rooms)
    for first, last in _runs(rooms):
        here = units[first : last + 1]
        before = first - 1 if first and _same(units[first - 1], units[first], "section") else None
        after = last + 1 if last + 1 < len(units) and _same(units[last], units[last + 1], "section") else None
        if before is None:
            continue
        between = after is not None and rooms[before] == rooms[after]
        in_cell = _same(units[before], units[first], "cell")
        checks = len(here) <= _FEW and rooms[first] == "explore" and all(is_check(one, world) for one in here)
        alone = between and in_cell and len(here) == 1 and here[0].lines <= _FEW and not draws(here[0].effect, world)
        if (checks and (between or in_cell)) or alone:
            rooms[first : last + 1] = [rooms[before]] * len(here)
    return _figures_whole(units, rooms, world)


def _figures_whole(units: Sequence[Unit], rooms: list[str], world: World) -> list[str]:
    """What draws one figure stays together: ``fig, ax = plt.subplots()``, what is computed for it, ``ax.legend()``."""
    drawn: dict[int, list[int]] = {}
    axes: dict[int, frozenset[str]] = {}
    for place, unit in enumerate(units):
        cell = unit.statement.origin.cell
        drawing = draws_itself(unit.effect, world)
        if drawing or (unit.effect.reads & axes.get(cell, frozenset()) and not unit.effect.binds):
            drawn.setdefault(cell, []).append(place)
        if drawing:
            axes[cell] = axes.get(cell, frozenset()) | unit.effect.binds
    whole = list(rooms)
    for places in drawn.values():
        span = slice(places[0], places[-1] + 1)
        room = max(rooms[span], key=_RANK.index)
        whole[span] = [room if room in ("models", "train") else "explore"] * len(rooms[span])
    return whole


def _setup_with_next(units: Sequence[Unit], rooms: list[str]) -> list[str]:
    """Seeds and settings go with what follows them, at the end with what comes before."""
    filled = list(rooms)
    for place in reversed(range(len(units))):
        following = filled[place + 1] if place + 1 < len(units) else ""
        filled[place] = rooms[place] or following
    for place in range(len(units)):
        filled[place] = filled[place] or (filled[place - 1] if place else "") or "data"
    return filled


def _same(one: Unit, other: Unit, what: str) -> bool:
    if what == "cell":
        return one.statement.origin.cell == other.statement.origin.cell
    return one.statement.section == other.statement.section


def _runs(rooms: Sequence[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for place, room in enumerate(rooms):
        if place and rooms[place - 1] == room:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _without_tiny(groups: Sequence[Group]) -> list[Group]:
    """A line or two of data or training beside more under the same heading make no function of their own."""
    kept: list[Group] = []
    for group in groups:
        last = kept[-1] if kept else None
        if last is not None and (_only_names(last) or (last.section == group.section and _are_one(last, group))):
            longer = group if _only_names(last) else max(last, group, key=lambda one: one.lines)
            kept[-1] = Group((*last.units, *group.units), longer.room)
        else:
            kept.append(group)
    return kept


def _only_names(group: Group) -> bool:
    """``losses = []``, ``size = 3``: the beginning of what comes next."""
    texts = (line for unit in group.units for line in unit.statement.text.split("\n"))
    lines = sum(not line.lstrip().startswith("#") for line in texts)
    return lines <= _TINY and all(_gives_a_literal(unit) for unit in group.units)


def _gives_a_literal(unit: Unit) -> bool:
    match tree_of(unit.statement.text).body:
        case [ast.Assign(value=value)]:
            return not any(isinstance(node, ast.Call | ast.Name | ast.Await) for node in ast.walk(value))
    return False


def _are_one(last: Group, group: Group) -> bool:
    return min(last.lines, group.lines) <= _TINY and {last.room, group.room} <= {"data", "train"}


def _at_cells(group: Group) -> Iterable[Group]:
    limit = _LONG if group.section else _LONG_WITHOUT_HEADING
    cells: list[list[Unit]] = []
    for unit in group.units:
        if not cells or not _same(cells[-1][-1], unit, "cell"):
            cells.append([])
        cells[-1].append(unit)
    parts: list[list[Unit]] = []
    for cell in cells:
        size = sum(unit.lines for unit in cell)
        if not parts or sum(unit.lines for unit in parts[-1]) + size > limit:
            parts.append([])
        parts[-1] += cell
    return [Group(tuple(part), group.room) for part in parts]
