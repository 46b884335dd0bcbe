"""One meaning a name: definitions that are dead are dropped with a note, others that share a name are told apart.

def clean(t): ...      # never called
def clean(t): ...      # this one is      ->  only this one

class Net: ...         # used by model_a
class Net: ...         # used by model_b  ->  NetV1, Net

from models import Net          from models import Net as ImportedNet
class Net(Net): ...        ->   class Net(ImportedNet): ...
"""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import pairwise

import libcst as cst

from nb2pkg.flow.names import names_of, uses_of
from nb2pkg.model import Kind, Note, Program, Statement
from nb2pkg.rules.edits import Edit, apply_edits
from nb2pkg.story.capture import captured


def settle_versions(program: Program) -> tuple[Program, tuple[Note, ...]]:
    """Make every definition's name stand for one definition.

    Returns:
        The program with dead definitions gone and earlier living ones renamed, and a note for each.
    """
    statements, notes = _imports_apart(list(program.statements))
    for name in _repeated(statements):
        places = [s for s in statements if s.kind in (Kind.CLASS, Kind.FUNCTION) and name in s.names.binds]
        for number, (first, second) in enumerate(pairwise(places), start=1):
            between = [s for s in statements if first.index < s.index <= second.index]
            readers = [s for s in between if name in s.names.reads | s.names.deferred and not _own(s, name, second)]
            if not readers:
                notes.append(
                    Note(
                        "info",
                        f"{name} is defined again in cell {second.origin.cell} before anything uses it: "
                        "only the last definition is kept",
                        first.origin,
                    )
                )
                statements = [s for s in statements if s.index != first.index]
                continue
            if _read_later(readers, name, second, statements):
                notes.append(
                    Note(
                        "warning",
                        f"{name} has another meaning from cell {second.origin.cell} on, which what was defined before "
                        "goes on to use: its definitions stay where they stand",
                        first.origin,
                    )
                )
                statements = [replace(s, kind=Kind.RUN) if s in places else s for s in statements]
                break
            fresh = f"{name}V{number}" if first.kind is Kind.CLASS else f"{name}_v{number}"
            changed = {s.index: _renamed(s, name, fresh, s.index == first.index) for s in [first, *readers]}
            statements = [changed.get(s.index, s) for s in statements]
            notes.append(
                Note(
                    "warning",
                    f"{name} has another meaning from cell {second.origin.cell} on: it is {fresh} here",
                    first.origin,
                )
            )
    for name in sorted(RESERVED):
        statements, more = _given_way(name, statements)
        notes += more
    for name in sorted(WRITTEN):
        statements, more = _variable_given_way(name, statements)
        notes += more
    return replace(program, statements=tuple(statements)), tuple(notes)


def _imports_apart(statements: list[Statement]) -> tuple[list[Statement], list[Note]]:
    """An import that a definition of the same name is made from gets another name up to there."""
    notes: list[Note] = []
    for definition in [s for s in statements if s.kind in (Kind.CLASS, Kind.FUNCTION)]:
        name = _name_of(definition)
        if name not in definition.names.reads:
            continue
        *imports, last = [s for s in statements if name in s.names.binds | s.names.may_bind]
        if last is not definition or not imports:
            continue
        texts = [_imported_as(s.text, name, f"Imported{name}") if s.kind is Kind.IMPORT else None for s in imports]
        earlier = [s for s in statements if s.index < definition.index and s not in imports]
        if None in texts or any(name in s.names.deferred | s.names.deletes for s in earlier):
            continue
        changed = {s.index: _renamed(s, name, f"Imported{name}", False, late=False) for s in [*earlier, definition]}
        for statement, text in zip(imports, texts, strict=True):
            changed[statement.index] = replace(statement, text=text or "", names=names_of(text or ""))
        statements = [changed.get(s.index, s) for s in statements]
        notes.append(Note("info", f"the imported {name} is Imported{name} here", definition.origin))
    return statements, notes


def _name_of(definition: Statement) -> str:
    node = ast.parse(definition.text).body[0]
    assert isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    return node.name


def _imported_as(text: str, name: str, fresh: str) -> str | None:
    """A plain import with another name for one of the things it imports; None where it is not as plain as that."""
    module = cst.parse_module(text)
    match module.body:
        case [cst.SimpleStatementLine(body=[cst.ImportFrom(names=[*items]) as node])]:
            pass
        case _:
            return None
    places = [i for i, item in enumerate(items) if item.asname is None and item.name.value == name]
    if len(places) != 1:
        return None
    asname = cst.AsName(cst.Name(fresh), cst.SimpleWhitespace(" "), cst.SimpleWhitespace(" "))
    items[places[0]] = items[places[0]].with_changes(asname=asname)
    return module.with_deep_changes(node, names=items).code


#: Functions that the package has itself; its command line knows them by these names.
RESERVED = frozenset(["explore", "before_fit", "after_fit", "make_callbacks", "prepare_environment"])


def _given_way(name: str, statements: list[Statement]) -> tuple[list[Statement], list[Note]]:
    """A definition of the notebook that has the name of one of the package's own gets another."""
    bind = [s for s in statements if name in s.names.binds | s.names.may_bind]
    if len(bind) != 1 or bind[0].kind not in (Kind.CLASS, Kind.FUNCTION):
        return statements, []
    taken = {n for s in statements for n in s.names.binds | s.names.may_bind | s.names.reads | s.names.deferred}
    fresh = next(
        f"{name}{end}" for end in ("_", *(f"_{n}" for n in range(2, len(taken) + 3))) if f"{name}{end}" not in taken
    )
    touched = [s for s in statements if name in s.names.reads | s.names.deferred or s is bind[0]]
    changed = {s.index: _renamed(s, name, fresh, s is bind[0]) for s in touched}
    note = Note("info", f"{name} is {fresh} here: the package has a {name} of its own", bind[0].origin)
    return [changed.get(s.index, s) for s in statements], [note]


#: What the package's code calls by these names: a variable of the notebook would hide it.
WRITTEN = frozenset(["partial", "Path"])


def _variable_given_way(name: str, statements: list[Statement]) -> tuple[list[Statement], list[Note]]:
    """A variable that has the name of something that written code uses gets another."""
    touched = [s for s in statements if name in s.names.mentioned]
    binds = [s for s in touched if name in s.names.binds | s.names.may_bind]
    if not binds or any(s.kind is not Kind.RUN or name in s.names.assigns_globals for s in binds):
        return statements, []
    taken = frozenset[str]().union(*(s.names.mentioned for s in statements))
    fresh = next(
        f"{name}{end}" for end in ("_", *(f"_{n}" for n in range(2, len(taken) + 3))) if f"{name}{end}" not in taken
    )
    changed: dict[int, Statement] = {}
    for statement in touched:
        places = {(u.line, u.column) for u in uses_of(statement.text) if u.name == name}
        try:
            text = apply_edits(statement.text, [Edit(line, column, "name", fresh) for line, column in sorted(places)])
        except LookupError:  # ``except E as partial``: no expression stands there
            return statements, []
        changed[statement.index] = replace(statement, text=text, names=names_of(text))
    note = Note("info", f"the variable {name} is {fresh} here: written code uses {name}", binds[0].origin)
    return [changed.get(s.index, s) for s in statements], [note]


def _read_later(readers: list[Statement], name: str, second: Statement, statements: list[Statement]) -> bool:
    """Whether code that is kept between two definitions reads the name when the second one holds already."""
    keepers = {n for s in readers if s is not second and _keeps(s, name) for n in s.names.binds | s.names.may_bind}
    while True:
        more = {n for s in statements if _is_definition(s) and s.names.deferred & keepers for n in s.names.binds}
        if more <= keepers:
            break
        keepers |= more
    return any(
        keepers & (s.names.reads | s.names.changes) for s in statements if s.index > second.index and s is not second
    )


def _keeps(statement: Statement, name: str) -> bool:
    if _is_definition(statement):
        return name in statement.names.deferred
    return name in captured(statement.text)


def _is_definition(statement: Statement) -> bool:
    return statement.kind in (Kind.CLASS, Kind.FUNCTION)


def _repeated(statements: list[Statement]) -> list[str]:
    seen: dict[str, int] = {}
    for statement in statements:
        if statement.kind in (Kind.CLASS, Kind.FUNCTION):
            for name in sorted(statement.names.binds):
                seen[name] = seen.get(name, 0) + 1
    return [name for name, times in seen.items() if times > 1]


def _own(statement: Statement, name: str, second: Statement) -> bool:
    """Whether the second definition mentions the name only for itself (recursion, ``super(Net, self)``)."""
    return statement.index == second.index and name not in statement.names.reads


def _renamed(statement: Statement, name: str, fresh: str, is_definition: bool, late: bool = True) -> Statement:
    """The statement with another name; `late` says whether also where it is read only when something is called."""
    loads = [u for u in uses_of(statement.text) if u.name == name and u.how == "load" and (late or not u.deferred)]
    edits = [Edit(u.line, u.column, "name", fresh) for u in loads]
    text = apply_edits(statement.text, edits)
    if is_definition:
        module = cst.parse_module(text)
        body = [
            item.with_changes(name=cst.Name(fresh))
            if isinstance(item, cst.ClassDef | cst.FunctionDef) and item.name.value == name
            else item
            for item in module.body
        ]
        text = module.with_changes(body=body).code
    return replace(statement, text=text, names=names_of(text))
