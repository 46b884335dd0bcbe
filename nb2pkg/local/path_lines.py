"""``sys.path.append("..")`` and its like leave a program where all that they served is in the package now."""

from __future__ import annotations

import ast
from dataclasses import replace

from nb2pkg.flow.constants import dotted
from nb2pkg.local.places import place_of
from nb2pkg.local.search import Search, added_folders, search_after
from nb2pkg.model import Beside, Kind, Note, Program, Statement

_ADDS = ("sys.path.append", "sys.path.insert", "sys.path.extend")


def without_path_lines(program: Program, beside: Beside) -> tuple[Program, tuple[Note, ...]]:
    """Take such lines out of a program, and paths that were only worked out for them.

    Args:
        program: The notebook.
        beside: What lies beside it.

    Returns:
        The program without them, its statements numbered anew; a remark on each.
    """
    if not beside.folders:
        return program, ()
    search = Search()
    gone: list[Statement] = []
    spelled: list[Statement] = []
    for one in program.statements:
        if one.kind is not Kind.RUN:
            continue
        nodes = ast.parse(one.text).body if not one.names.awaits else []
        folders = [folder for node in nodes for folder in added_folders(node, search)]
        if folders and all(folder in beside.folders for folder in folders):
            gone.append(one)
        elif any(_spells_a_path(node, search) for node in nodes):
            spelled.append(one)
        search = search_after(nodes, search)
    if not gone:
        return program, ()
    gone += _idle(spelled, gone, program)
    kept = [one for one in program.statements if one not in gone]
    numbered = tuple(replace(one, index=place) for place, one in enumerate(kept))
    return replace(program, statements=numbered), tuple(map(_note, sorted(gone, key=lambda one: one.index)))


def keeps_path_lines(program: Program) -> bool:
    """Whether a line is left that puts folders on the path when it runs.

    Args:
        program: The notebook, without the lines that are not needed.
    """
    texts = (one.text for one in program.statements if "sys.path" in one.text and not one.names.awaits)
    calls = (node for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return any(dotted(call.func) in _ADDS for call in calls)


def _spells_a_path(node: ast.stmt, search: Search) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name()], value=value):
            return place_of(value, search.names, search.here) is not None
    return False


def _idle(spelled: list[Statement], gone: list[Statement], program: Program) -> list[Statement]:
    """Paths that the lines needed, and nothing else does."""
    found: list[Statement] = []
    for one in reversed(spelled):
        others = [s.names for s in program.statements if s is not one and s not in gone and s not in found]
        needed = any(s.names.reads & one.names.binds for s in [*gone, *found])
        if needed and not any((o.reads | o.deferred | o.binds | o.deletes) & one.names.binds for o in others):
            found.append(one)
    return found


def _note(statement: Statement) -> Note:
    first = ast.unparse(ast.parse(statement.text)).replace("\n    ", " ")
    return Note("info", f"`{first}` is left out: what it served is in the package now", statement.origin)
