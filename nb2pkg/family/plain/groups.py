"""Cut what runs into the pieces that become stage functions: along headings and roles, at cells where one is long.

## Load                                          prepare_train(...)      in data
train = pd.read_csv(path)
## Model
model = RandomForest(...)                        build_model(...)        in models
model.fit(X, y)                                  train_model(...)        in train
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nb2pkg.family.plain.rooms import RANK, SETUP, rooms_of, same_cell
from nb2pkg.family.plain.telling import tells_training
from nb2pkg.family.plain.units import Unit
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Role

#: Lines after which a stage ends with its cell: more under a heading than without one.
_LONG, _LONG_WITHOUT_HEADING = 40, 25
#: Lines up to which a piece does not make a function of its own; names given literals, up to so many lines.
_TINY, _NAMES = 2, 6


@dataclass(frozen=True, slots=True)
class Group:
    """A run of units that becomes one function.

    Attributes:
        units: They, in order.
        room: Module they go to.
        forced: Whether parts of it had to stay together.
        sets_up: Whether it only sets something up, for every command.
    """

    units: tuple[Unit, ...]
    room: str
    forced: bool = False
    sets_up: bool = False

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
    rooms = rooms_of(units, world)
    pieces: list[list[int]] = []
    for place, unit in enumerate(units):
        last = pieces[-1][-1] if pieces else None
        if last is None or rooms[last] != rooms[place] or units[last].statement.section != unit.statement.section:
            pieces.append([])
        pieces[-1].append(place)
    groups = [_group([units[i] for i in piece], rooms[piece[0]]) for piece in pieces]
    return [part for group in _without_tiny(groups) for part in _at_cells(group)]


def _group(units: Sequence[Unit], room: str) -> Group:
    if room == SETUP:
        of_models = any(unit.statement.role is Role.MODEL for unit in units)
        return Group(tuple(units), "models" if of_models else "data", sets_up=True)
    binds = any(unit.effect.binds for unit in units)
    return Group(tuple(units), "train" if room == "models" and not binds else room)


def joined(groups: Sequence[Group], *, forced: bool = False) -> Group:
    """Several groups as one; its room is the highest of theirs."""
    room = max((group.room for group in groups), key=RANK.index)
    units = tuple(unit for group in groups for unit in group.units)
    return Group(units, room, forced or any(group.forced for group in groups))


def _without_tiny(groups: Sequence[Group]) -> list[Group]:
    """A line or two of data or training beside more under the same heading make no function of their own."""
    kept: list[Group] = []
    for group in groups:
        last = kept[-1] if kept else None
        if last is None or last.sets_up or group.sets_up:
            kept.append(group)
        elif _only_names(last):
            kept[-1] = replace(group, units=(*last.units, *group.units))
        elif last.section == group.section and _are_one(last, group):
            longer = max(last, group, key=lambda one: (one.lines, one is group))
            kept[-1] = replace(longer, units=(*last.units, *group.units))
        else:
            kept.append(group)
    return kept


def _only_names(group: Group) -> bool:
    """``losses = []``, ``size = 3``: the beginning of what comes next."""
    texts = (line for unit in group.units for line in unit.statement.text.split("\n"))
    lines = sum(not line.lstrip().startswith("#") for line in texts)
    return lines <= _NAMES and all(_gives_a_literal(unit) for unit in group.units)


def _gives_a_literal(unit: Unit) -> bool:
    match tree_of(unit.statement.text).body:
        case [ast.Assign(value=value)]:
            return not any(isinstance(node, ast.Call | ast.Name | ast.Await) for node in ast.walk(value))
    return False


def _are_one(last: Group, group: Group) -> bool:
    """Whether the shorter of the two is a line or two that serve the other: what trains is no part of the data."""
    shorter, longer = sorted((last, group), key=lambda one: one.lines)
    if shorter.lines > _TINY or not {last.room, group.room} <= {"data", "train"}:
        return False
    return shorter.room == longer.room or longer.room == "train" or not tells_training(shorter.units)


def _at_cells(group: Group) -> Iterable[Group]:
    limit = _LONG if group.section else _LONG_WITHOUT_HEADING
    cells: list[list[Unit]] = []
    for unit in group.units:
        if not cells or not same_cell(cells[-1][-1], unit):
            cells.append([])
        cells[-1].append(unit)
    parts: list[list[Unit]] = []
    for cell in cells:
        size = sum(unit.lines for unit in cell)
        if not parts or sum(unit.lines for unit in parts[-1]) + size > limit:
            parts.append([])
        parts[-1] += cell
    return [replace(group, units=tuple(part)) for part in parts]
