"""A setting that a notebook assigns more than once: one name for one value.

    batch_size = 64                          batch_size = 64
    ...                                      ...
    batch_size = 64                    ->    ...

    epochs = 10                              epochs = 10
    fit(epochs)                              fit(epochs)
    epochs = 20                        ->    epochs_2 = 20
    fit(epochs)                              fit(epochs_2)

    units = [8, 4]                           units = [8, 4]
    for n in units: add(n)                   for n in units: add(n)
    units = [32]                       ->    units_2 = [32]
    for n in units: add(n)                   for n in units_2: add(n)

    team, project = "us", "chess"            team = "us"
    look(team, project)                      project = "chess"
    who, project = "them", "go"        ->    look(team, project)
    look(who, project)                       who = "them"
                                             project_2 = "go"
                                             look(who, project_2)

Only where that is the same: each time a literal, at the top level, on every path; several values only where nothing
that is kept for later reads the name. The first value keeps the name, so a cell that is added renames nothing.
"""

from __future__ import annotations

import ast
import posixpath
from dataclasses import replace

from nb2pkg.flow.constants import paired, single_target, source_of, value_of
from nb2pkg.flow.names import names_of, uses_of
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Origin, Program, Statement
from nb2pkg.params.local_settings import is_setting_or_constant
from nb2pkg.params.sources.chosen import names_one_of_many
from nb2pkg.rules.edits import Edit
from nb2pkg.story.capture import captured
from nb2pkg.story.handed_over import with_edits


def tell_settings_apart(program: Program) -> Program:
    """Give every value of a setting its own name, where the program does the same with it."""
    program = _with_one_name_each(program)
    for name in _assigned_again(program):
        program = _with_one_value_each(program, name) or program
    return replace(program, statements=tuple(replace(s, index=i) for i, s in enumerate(program.statements)))


def _with_one_name_each(program: Program) -> Program:
    """The program with pairs as one statement each that assign names of something which others assign, too."""
    several = set(_several(program))
    statements: list[Statement] = []
    for statement in program.statements:
        pairs = _pairs(statement)
        names = [name for name, _ in pairs]
        again = any(name in several and names_one_of_many(name, value) for name, value in pairs)
        sound = len(set(names)) == len(names) and all(_cannot_change(value) for _, value in pairs)
        statements += _singly(statement, pairs) if again and sound else [statement]
    return replace(program, statements=tuple(replace(s, index=i) for i, s in enumerate(statements)))


def _pairs(statement: Statement) -> list[tuple[str, ast.expr]]:
    """The names and values of ``a, b = 1, 2`` where that is all of a statement, and all are names."""
    if statement.kind is not Kind.RUN or "#" in statement.text:
        return []
    body = tree_of(statement.text).body
    pairs = list(paired(body[0])) if len(body) == 1 else []
    return pairs if {name for name, _ in pairs} == statement.names.binds else []


def _singly(statement: Statement, pairs: list[tuple[str, ast.expr]]) -> list[Statement]:
    texts = [f"{name} = {source_of(statement.text, value)}" for name, value in pairs]
    return [replace(statement, text=text, names=names_of(text)) for text in texts]


def _assigned_again(program: Program) -> list[str]:
    """The settings that more than one statement assigns, in order."""
    return [
        name
        for name in _several(program)
        if is_setting_or_constant(name)
        or _is_of_numbers(name, program)
        or _is_of_names(name, program)
        or _is_one_text(name, program)
    ]


def _several(program: Program) -> list[str]:
    """The names that more than one statement assigns, in order."""
    seen: dict[str, int] = {}
    for statement in program.statements:
        for name in sorted(statement.names.binds | statement.names.may_bind):
            seen[name] = seen.get(name, 0) + 1
    return [name for name, times in seen.items() if times > 1]


def _is_of_names(name: str, program: Program) -> bool:
    """Whether all that is assigned to the name are texts that name something."""
    values = [value_of(tree_of(s.text).body[0]) for s in program.statements if _literal(s, name) is not None]
    return bool(values) and all(value is not None and names_one_of_many(name, value) for value in values)


def _is_one_text(name: str, program: Program) -> bool:
    """Whether all that is assigned to the name is one text, that names something: ``model_base = "gpt2"``."""
    values = [value_of(tree_of(s.text).body[0]) for s in program.statements if _literal(s, name) is not None]
    texts = {value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)}
    return len(name) > 2 and len(values) > 1 and len(texts) == 1 and all(map(_names_something, texts))


def _names_something(text: str) -> bool:
    """Whether a text is a name, and none of a file: those are found wherever they stand."""
    is_file = "://" not in text and posixpath.splitext(text)[1][1:].isalpha()
    return len(text) > 1 and not is_file and all(char.isalnum() or char in "-_./:" for char in text)


def _is_of_numbers(name: str, program: Program) -> bool:
    """Whether all that is assigned to the name are numbers that say something: neither nothing nor a single one."""
    values = [value_of(tree_of(s.text).body[0]) for s in program.statements if _literal(s, name) is not None]
    if any(isinstance(value, ast.List) for value in values):
        return False
    numbers = [ast.literal_eval(value) for value in values if value is not None]
    return len(name) > 2 and all(isinstance(one, int | float) and one not in (0, 1) for one in numbers)


def _with_one_value_each(program: Program, name: str) -> Program | None:
    touching = [s for s in program.statements if _touches(s, name)]
    values: dict[int, str] = {}
    for statement in touching:
        value = _literal(statement, name)
        if value is not None:
            values[statement.index] = value
        elif _rebinds(statement, name):
            return None
    if any(value.startswith("List(") for value in values.values()) and not all(_only_reads(s, name) for s in touching):
        return None
    distinct = list(dict.fromkeys(values.values()))
    running = [s for s in touching if name not in s.names.deferred or s.kind is Kind.RUN]
    if running[0].index not in values or (len(distinct) > 1 and any(_is_held(s, name) for s in touching)):
        return None
    names = dict(zip(distinct, _numbered(name, len(distinct), program), strict=True))
    firsts = {value: min(i for i, one in values.items() if one == value) for value in distinct}
    statements: list[Statement] = []
    current = name
    for statement in program.statements:
        if statement.index in values:
            current = names[values[statement.index]]
            if statement.index != firsts[values[statement.index]]:
                continue
            statement = replace(statement, again=(*statement.again, *_others(statement, values, touching)))
        statements.append(_renamed(statement, name, current) if current != name else statement)
    return replace(program, statements=tuple(statements))


def _others(statement: Statement, values: dict[int, str], touching: list[Statement]) -> list[Origin]:
    """Where else the value of a statement is assigned."""
    same = [s for s in touching if s.index != statement.index and values.get(s.index) == values[statement.index]]
    return [s.origin for s in same]


def _touches(statement: Statement, name: str) -> bool:
    names = statement.names
    return name in names.reads | names.deferred or _rebinds(statement, name)


def _rebinds(statement: Statement, name: str) -> bool:
    names = statement.names
    return name in names.binds | names.may_bind | names.deletes | names.assigns_globals


def _literal(statement: Statement, name: str) -> str | None:
    """The value that a statement assigns to the name, if it does nothing else, and the value is one that stays."""
    if statement.kind is not Kind.RUN or name not in statement.names.binds:
        return None
    body = tree_of(statement.text).body
    value = value_of(body[0]) if len(body) == 1 and single_target(body[0]) == name else None
    return ast.dump(value) if value is not None and (_cannot_change(value) or _is_list(value)) else None


def _is_list(value: ast.expr) -> bool:
    """Whether it is a list of numbers or texts: it is one value as long as nothing changes it."""
    return isinstance(value, ast.List) and bool(value.elts) and all(map(_cannot_change, value.elts))


#: What looks at a list and keeps nothing of it.
_LOOKING = frozenset("len min max sum sorted enumerate zip reversed range tuple set any all print list".split())


def _only_reads(statement: Statement, name: str) -> bool:
    """Whether a statement does nothing with a list but to go through it, to count it or to take one of its values."""
    tree = tree_of(statement.text)
    sound: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.For(iter=value) | ast.comprehension(iter=value) | ast.Subscript(value=value, ctx=ast.Load()):
                sound.add(id(value))
            case ast.Call(func=ast.Name(id=called), args=args) if called in _LOOKING:
                sound.update(map(id, args))
    loads = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    return all(id(node) in sound for node in loads if node.id == name)


def _cannot_change(value: ast.expr) -> bool:
    parts = (ast.Constant, ast.Tuple, ast.UnaryOp, ast.USub, ast.Load)
    return all(isinstance(node, parts) for node in ast.walk(value))


def _is_held(statement: Statement, name: str) -> bool:
    """Whether something reads the name later than here, or in a way that another name cannot follow."""
    names = statement.names
    return statement.kind is not Kind.RUN or names.awaits or name in names.deferred | captured(statement.text)


def _numbered(name: str, count: int, program: Program) -> list[str]:
    taken = {n for s in program.statements for n in s.names.binds | s.names.may_bind | s.names.reads | s.names.deferred}
    found = [name]
    number = 2
    while len(found) < count:
        if f"{name}_{number}" not in taken:
            found.append(f"{name}_{number}")
        number += 1
    return found


def _renamed(statement: Statement, name: str, new: str) -> Statement:
    places = {(use.line, use.column) for use in uses_of(statement.text) if use.name == name}
    return with_edits(statement, [Edit(line, column, "name", new) for line, column in sorted(places)])
