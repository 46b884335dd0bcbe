"""The room of every statement: that of its role, but where it stands among others that it serves.

losses = []                         goes with the loop behind it
for batch in loader: ...
train = pd.read_csv(path)
train.head()                        a look stays with what it looks at
plt.figure(); total = ...; plt.bar(total)    one figure is one piece
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from nb2pkg.family.assemble import ROOM_OF
from nb2pkg.family.drawn import draws, draws_itself, sets_plots_up
from nb2pkg.family.plain.outside import acts_elsewhere
from nb2pkg.family.plain.telling import calls_in, tells_training
from nb2pkg.family.plain.units import Unit
from nb2pkg.flow.constants import dotted, is_inert
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.flow.states import sets_attributes
from nb2pkg.flow.world import World
from nb2pkg.model import Role
from nb2pkg.params.inner_values import is_array
from nb2pkg.story.effects import is_state

#: What only sets something up and belongs to every command.
SETUP = "setup"
RANK = (SETUP, "explore", "data", "models", "train")
#: Statements that only look, up to so many, stay with what they look at; lines of one that is no piece by itself.
_FEW = 3


def rooms_of(units: Sequence[Unit], world: World) -> list[str]:
    """The room of every unit.

    Args:
        units: All that runs, in order.
        world: The program.
    """
    rooms = ["" if unit.effect.seeds else _room_of(unit.statement.role) for unit in units]
    rooms = _settings(units, rooms, world)
    rooms = _setup_with_next(rooms)
    rooms = _with_neighbours(units, rooms, world)
    rooms = _checks_with_checked(units, rooms, world)
    rooms = _figures_whole(units, rooms, world)
    return _folders_whole(units, rooms)


def _room_of(role: Role) -> str:
    return "" if role is Role.SETUP else ROOM_OF.get(role, "")


def same_cell(one: Unit, other: Unit) -> bool:
    """Whether two units stand in one cell."""
    return one.statement.origin.cell == other.statement.origin.cell


def _settings(units: Sequence[Unit], rooms: Sequence[str], world: World) -> list[str]:
    """Settings at the beginning, and cells of settings alone, hold for every command."""
    found = list(rooms)
    settings = [_is_setting(unit, world) for unit in units]
    cells = [unit.statement.origin.cell for unit in units]
    other = {cell for cell, sets in zip(cells, settings, strict=True) if not sets}
    first = settings.index(False) if False in settings else len(units)
    for place, sets in enumerate(settings):
        looks = next((rooms[p] for p in range(place, len(units)) if rooms[p] and not settings[p]), "") == "explore"
        always = sets_configuration(units[place], world)
        if (sets and (place < first or cells[place] not in other or looks) and len(units) > first) or always:
            found[place] = SETUP
    return found


def sets_configuration(unit: Unit, world: World) -> bool:
    """``if CFG.debug: CFG.epochs = 1``: whatever asks the class later must find it."""
    effect = unit.effect
    if effect.binds or effect.seeds or unit.late or not all(map(is_state, effect.reads | effect.changes)):
        return False
    calls = [node for node in ast.walk(tree_of(unit.statement.text)) if isinstance(node, ast.Call)]
    plain = [one.func for one in calls if not is_array(one)]
    computes = all(is_inert(dotted(one) or "", world.aliases) or head_of(one) == "print" for one in plain)
    return computes and bool(sets_attributes(unit.statement, world.definitions.keys()))


def _is_setting(unit: Unit, world: World) -> bool:
    effect = unit.effect
    if effect.binds or effect.reads or effect.seeds or unit.late:
        return False
    if acts_elsewhere(unit.statement.text):
        return True
    return unit.statement.role is Role.SETUP or sets_plots_up(effect, world) or _sets_display_up(unit)


def _sets_display_up(unit: Unit) -> bool:
    """``pd.set_option("display.max_columns", 50)``: what is shown later looks otherwise in every command."""
    match tree_of(unit.statement.text).body:
        case [ast.Expr(value=ast.Call(func=ast.Attribute(attr=name)))]:
            return name in _DISPLAY
    return False


_DISPLAY = frozenset(
    "set_option set_printoptions filterwarnings simplefilter set_verbosity_error set_eng_float_format".split()
)


def _setup_with_next(rooms: Sequence[str]) -> list[str]:
    """Seeds and what else sets up go with what follows them, at the end with what comes before."""
    filled = list(rooms)
    for place in reversed(range(len(rooms))):
        following = filled[place + 1] if place + 1 < len(rooms) else ""
        filled[place] = rooms[place] or ("" if following == SETUP else following)
    for place in range(len(rooms)):
        before = filled[place - 1] if place else ""
        filled[place] = filled[place] or ("" if before == SETUP else before) or "data"
    return filled


def _with_neighbours(units: Sequence[Unit], rooms: Sequence[str], world: World) -> list[str]:
    """A single short statement among others of its cell goes with what uses it, or with what it follows."""
    found = list(rooms)
    for first, last in reversed(_runs(units, rooms)):
        unit = units[first]
        if last > first or unit.lines > _FEW or not _gives_way(unit, rooms[first], world):
            continue
        after = last + 1 if last + 1 < len(units) and same_cell(unit, units[last + 1]) else None
        before = first - 1 if first and same_cell(unit, units[first - 1]) else None
        wanted = [found[place] for place in (after, before) if place is not None]
        room = next((room for room in wanted if room not in ("explore", SETUP)), None)
        found[first] = room or found[first]
    return found


def _gives_way(unit: Unit, room: str, world: World) -> bool:
    """Whether it is no piece of its own: what is built, trained and drawn is one."""
    if room in ("explore", SETUP) or draws(unit.effect, world):
        return False
    if room == "models":
        return not unit.effect.binds
    return not tells_training([unit])


def _checks_with_checked(units: Sequence[Unit], rooms: Sequence[str], world: World) -> list[str]:
    found = list(rooms)
    for first, last in _runs(units, rooms, across=True):
        here = units[first : last + 1]
        if rooms[first] != "explore" or len(here) > _FEW or not all(is_check(one, world) for one in here):
            continue
        before = first - 1 if first and _same_section(units[first - 1], units[first]) else None
        after = last + 1 if last + 1 < len(units) and _same_section(units[last], units[last + 1]) else None
        if before is None or rooms[before] == SETUP:
            continue
        if same_cell(units[before], units[first]) or (after is not None and rooms[before] == rooms[after]):
            found[first : last + 1] = [found[before]] * len(here)
    return found


def is_check(unit: Unit, world: World) -> bool:
    """Whether it only looks at something without drawing it: ``train.head()``, ``print(len(x))``, ``assert x``."""
    if draws(unit.effect, world) or unit.effect.binds or unit.effect.changes:
        return False
    match tree_of(unit.statement.text).body:
        case [ast.Assert()] | [ast.Expr(value=ast.Call(func=ast.Name(id="print")))]:
            return True
    return unit.effect.shows


def _figures_whole(units: Sequence[Unit], rooms: Sequence[str], world: World) -> list[str]:
    """What draws one figure stays together: ``fig, ax = plt.subplots()``, what is computed for it, ``ax.legend()``."""
    drawn: dict[int, list[int]] = {}
    axes: dict[int, frozenset[str]] = {}
    for place, unit in enumerate(units):
        cell = unit.statement.origin.cell
        drawing = draws_itself(unit.effect, world) or (cell in drawn and draws(unit.effect, world))
        if drawing or (unit.effect.reads & axes.get(cell, frozenset()) and unit.effect.binds <= {"_"}):
            drawn.setdefault(cell, []).append(place)
        if drawing:
            axes[cell] = axes.get(cell, frozenset()) | unit.effect.binds
    whole = list(rooms)
    for places in drawn.values():
        span = slice(places[0], places[-1] + 1)
        room = max(rooms[span], key=RANK.index)
        whole[span] = [room if room in ("models", "train") else "explore"] * len(rooms[span])
    return whole


def _folders_whole(units: Sequence[Unit], rooms: Sequence[str]) -> list[str]:
    """What is done in another folder stays with going there and coming back."""
    moves: dict[int, list[int]] = {}
    for place, unit in enumerate(units):
        if "chdir" in calls_in([unit]):
            moves.setdefault(unit.statement.origin.cell, []).append(place)
    whole = list(rooms)
    for places in moves.values():
        span = slice(places[0], places[-1] + 1)
        whole[span] = [max(rooms[span], key=RANK.index)] * len(rooms[span])
    return whole


def _runs(units: Sequence[Unit], rooms: Sequence[str], *, across: bool = False) -> list[tuple[int, int]]:
    """Runs of one room, within a cell or across cells: places of the first and the last."""
    found: list[tuple[int, int]] = []
    for place, room in enumerate(rooms):
        if place and rooms[place - 1] == room and (across or same_cell(units[place - 1], units[place])):
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _same_section(one: Unit, other: Unit) -> bool:
    return one.statement.section == other.statement.section
