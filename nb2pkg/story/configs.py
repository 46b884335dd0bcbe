"""Settings in classes become constants of the program, set right behind their class: so each can be turned.

class CFG:                     class CFG:
    epochs = 10  # passes          epochs = 10  # passes
    steps = epochs * 100           steps = epochs * 100
                               epochs = 10  # passes
                        ->     CFG.epochs = epochs
                               CFG.steps = CFG.epochs * 100
if CFG.debug:                  if CFG.debug:
    CFG.epochs = 1                 CFG.epochs = 1

The class stays as it is written, and so does whatever reads it. What is read before the class could be set stays, too:
defaults of arguments, bodies of other classes.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from nb2pkg.flow.constants import as_parameters, dotted
from nb2pkg.flow.made import asked_while_made, values_of
from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import Definition, World, survey
from nb2pkg.model import Kind, Note, Origin, Program, Role, Statement
from nb2pkg.params.config_classes import holds_settings, own_word
from nb2pkg.params.kinds import argument_name, help_for, snake_case
from nb2pkg.params.literals import first_free
from nb2pkg.params.sources.spot import origin_of_line
from nb2pkg.story.config_lines import Line, config_lines, turned_lines
from nb2pkg.story.early_fields import hand_over_fields
from nb2pkg.story.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Configs:
    """The outcome.

    Attributes:
        program: The program with the constants.
        origins: Those constants -> the lines where they stand.
        classes: The classes whose settings they are.
        places: Every setting that could be one, by name -> the line where it stands.
        notes: What is to be said.
    """

    program: Program
    origins: dict[str, tuple[Origin, ...]] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()
    places: dict[str, tuple[Origin, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Those constants."""
        return frozenset(self.origins)


@dataclass(frozen=True, slots=True)
class _Found:
    """A class with settings, and the lines that set them."""

    statement: Statement
    lines: tuple[Line, ...]


def turn_configs(program: Program, world: World, wishes: Wishes) -> Configs:
    """Make constants of the settings that classes hold.

    Args:
        program: The program.
        world: The same, surveyed.
        wishes: What a person wants left alone.

    Returns:
        The program; it does the same.
    """
    if "lift-literals" in world.skipped:
        return Configs(program)
    fields = {name: _values(d, world, wishes) for name, d in world.definitions.items() if _can_be_set(d, world)}
    handed = hand_over_fields(program, world, fields)
    world = world if handed is program else survey(handed, world.skipped)
    program = handed
    places: dict[str, tuple[Origin, ...]] = {}
    notes: list[Note] = []
    found: list[_Found] = []
    for definition in world.definitions.values():
        if _can_be_set(definition, world):
            statement = world.statements[definition.statement]
            lines = config_lines(definition.text, world.aliases)
            for one in (one for one in lines if one.name):
                origin = origin_of_line(one.number, statement)
                for name in dict.fromkeys([one.name, one.field, argument_name(one.name)]):
                    places[name] = (*places.get(name, ()), origin)
            early = _read_early(definition.name, world)
            notes += _notes(lines, early, statement)
            kept = {line.field for line in lines if line.name and _is_kept(line, statement, wishes)}
            kept |= early.keys() | _unused(lines, definition, world) | _overwritten(lines, definition, world)
            chosen = turned_lines([_as_it_is(one, early) for one in lines], frozenset(kept))
            found += [_Found(statement, chosen)] if chosen else []
    return _turned(program, found, world, places, tuple(notes))


def _values(definition: Definition, world: World, wishes: Wishes) -> dict[str, str]:
    """The fields of the class itself that a person may want to turn, and their values as spelled."""
    statement = world.statements[definition.statement]
    lines = config_lines(definition.text, world.aliases)
    free = (one for one in lines if one.name and not one.held and not _is_kept(one, statement, wishes))
    return {one.name: one.source for one in free if one.field == f"{definition.name}.{one.name}"}


def _turned(
    program: Program, found: list[_Found], world: World, places: dict[str, tuple[Origin, ...]], notes: tuple[Note, ...]
) -> Configs:
    while any(one.lines for one in found):
        names = _names(found, world)
        made = _with_settings(program, found, names)
        constants = as_parameters(survey(made, world.skipped).constants, frozenset(names.values()))
        odd = {key for key, name in names.items() if name not in constants or constants[name].sort != "plain"}
        if not odd:
            classes = frozenset(name for one in found for name in one.statement.names.binds if one.lines)
            return Configs(made, {name: places[key] for key, name in names.items()}, classes, places, notes)
        found = [replace(one, lines=turned_lines(one.lines, frozenset(odd))) for one in found]
    return Configs(program, places=places, notes=notes)


def _can_be_set(definition: Definition, world: World) -> bool:
    """Whether it is a class for settings, and an attribute that is set on it is found by whoever asks for it."""
    node = tree_of(definition.text).body[0]
    if not isinstance(node, ast.ClassDef) or not holds_settings(node) or definition.name in world.computed:
        return False
    if node.keywords or not definition.family <= {"object"} | world.definitions.keys():
        return False
    if node.decorator_list and not (_is_dataclass(node) and _is_only_asked(definition, world)):
        return False
    known = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return not known & {"locals", "vars", "globals", "exec", "eval", "__slots__"}


def _is_dataclass(node: ast.ClassDef) -> bool:
    names = [dotted(one.func if isinstance(one, ast.Call) else one) for one in node.decorator_list]
    return names in (["dataclass"], ["dataclasses.dataclass"])


def _is_only_asked(definition: Definition, world: World) -> bool:
    """Whether nothing makes an instance, whose values would be those that the constructor knows."""
    others = (one for one in world.statements if one.index != definition.statement)
    derived = any(definition.name in one.family for one in world.definitions.values())
    return not derived and not any(_hands_on(one, definition.name) for one in others)


def _read_early(name: str, world: World) -> dict[str, str]:
    """The fields of a class that are read while something else is being made: field -> what that is."""
    found: dict[str, str] = {}
    for other in world.definitions.values():
        if other.name == name:
            continue
        asked = asked_while_made(other)
        told = set(asked.get(name, ()))
        if not told <= values_of(name, world) or _calls(asked, name, world):
            told |= {"*"}
        found |= {f"{name}.{one}": other.name for one in told}
    return found


def _as_it_is(line: Line, early: dict[str, str]) -> Line:
    """The line, which cannot be had again where something has read before what it binds."""
    is_read = early.keys() & line.binds or f"{min(line.binds, default='').partition('.')[0]}.*" in early
    return replace(line, text="") if is_read else line


def _calls(asked: dict[str, frozenset[str]], name: str, world: World) -> bool:
    """Whether something that is asked for is one of the notebook's own and may read the class."""
    stack = sorted(asked.keys() & world.definitions.keys() - {name})
    seen: set[str] = set()
    while stack:
        one = stack.pop()
        if one not in seen:
            seen.add(one)
            stack += sorted({use.name for use in world.definitions[one].uses} & world.definitions.keys())
    return name in seen


def _notes(lines: Sequence[Line], early: dict[str, str], statement: Statement) -> Iterator[Note]:
    for one in lines:
        reader = early.get(one.field) or early.get(f"{one.field.partition('.')[0]}.*")
        if one.name and reader:
            origin = origin_of_line(one.number, statement)
            yield Note("info", f"{one.field} stays in the code: it is read while {reader} is being defined", origin)


def _is_kept(line: Line, statement: Statement, wishes: Wishes) -> bool:
    origin = origin_of_line(line.number, statement)
    names = (line.name, line.field, argument_name(line.name))
    return wishes.keeps_name(*names) or wishes.keeps_line(origin.cell, origin.first, origin.last)


def _unused(lines: Sequence[Line], definition: Definition, world: World) -> set[str]:
    """Fields that nothing asks for; where the class itself is handed around, any may be asked for."""
    asked: set[str] = set()
    for statement in world.statements:
        if statement.index != definition.statement and _hands_on(statement, definition.name):
            return set()
        for node in ast.walk(tree_of(statement.text)):
            match node:
                case ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                    asked.add(name)
    read = frozenset[str]().union(*(one.reads for one in lines))
    return {one.field for one in lines if one.name and one.name not in asked and one.field not in read}


def _overwritten(lines: Sequence[Line], definition: Definition, world: World) -> set[str]:
    """Fields that the one instance gets other values for before anybody asks: ``cfg = CFG()``, ``cfg.lr = 0.1``."""
    name = definition.name
    using = [
        s for s in world.statements if name in s.names.reads | s.names.deferred and s.index != definition.statement
    ]
    if len(using) != 1 or "def " in definition.text:
        return set()
    match tree_of(using[0].text).body:
        case [ast.Assign(targets=[ast.Name(id=made)], value=ast.Call(func=ast.Name(id=called), args=[], keywords=[]))]:
            if called != name:
                return set()
        case _:
            return set()
    read = frozenset[str]().union(*(one.reads for one in lines))
    found: set[str] = set()
    for statement in world.statements[using[0].index + 1 :]:
        match tree_of(statement.text).body:
            case [ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner), attr=field)], value=value)]:
                if owner != made or made in {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}:
                    break
                found.add(f"{name}.{field}")
            case _:
                break
    return found - read


def _hands_on(statement: Statement, name: str) -> bool:
    """Whether a statement does something else with a class than to ask it for an attribute, or to derive from it."""
    if name not in statement.names.reads | statement.names.deferred:
        return False
    nodes = list(ast.walk(tree_of(statement.text)))
    plain = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    plain |= {id(base) for node in nodes if isinstance(node, ast.ClassDef) for base in node.bases}
    return any(isinstance(node, ast.Name) and node.id == name and id(node) not in plain for node in nodes)


def _names(found: Sequence[_Found], world: World) -> dict[str, str]:
    """A free name for every field: its own, with a word about the class where two classes have the same."""
    used = set(world.mentioned) | set(world.aliases)
    used |= {argument_name(name) for name, one in world.constants.items() if one.sort == "plain"}
    fields = [line for one in found for line in one.lines if line.name]
    times = Counter(argument_name(line.name) for line in fields)
    names: dict[str, str] = {}
    for line in fields:
        plain = argument_name(line.name)
        owner, *inner = line.field.split(".")[:-1]
        about = "_".join([*filter(None, [own_word(owner)]), *map(snake_case, inner)])
        options = [f"{about}_{plain}", plain] if about and times[plain] > 1 else [plain, f"{about}_{plain}"]
        options = [*(one for one in options if not one.startswith("_")), f"{snake_case(owner)}_{plain}"]
        names[line.field] = first_free(options, options[-1], used)
        used.add(names[line.field])
    return names


def _with_settings(program: Program, found: Sequence[_Found], names: dict[str, str]) -> Program:
    behind = {one.statement.index: one for one in found}
    statements: list[Statement] = []
    for statement in program.statements:
        statements.append(statement)
        if statement.index in behind:
            lines = behind[statement.index].lines
            statements += [_constant(one, names[one.field], statement) for one in lines if one.name]
            statements += [_setting(one, names, statement) for one in lines]
    return replace(program, statements=tuple(replace(s, index=i) for i, s in enumerate(statements)))


def _constant(line: Line, name: str, statement: Statement) -> Statement:
    told = line.comment
    if name != argument_name(line.name):
        told = f"{help_for(argument_name(line.name), line.comment).rstrip('.')} (`{line.field.rpartition('.')[0]}`)"
    kind = f": {line.annotation}" if line.annotation else ""
    return _run(f"{name}{kind} = {line.source}{f'  # {told}' if told else ''}", line, statement)


def _setting(line: Line, names: dict[str, str], statement: Statement) -> Statement:
    return _run(line.set_to(names[line.field]) if line.name else line.text, line, statement)


def _run(text: str, line: Line, statement: Statement) -> Statement:
    origin, why = origin_of_line(line.number, statement), "a setting"
    names = names_of(text)
    return replace(
        statement, kind=Kind.RUN, text=text, names=names, role=Role.SETUP, why=why, origin=origin, inner=True
    )
