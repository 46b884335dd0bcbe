"""What a class for settings does only once, as it is being made, is done right behind it: so its settings come first.

class CFG:                                     class CFG:
    root = "data"                                  root = "data"
    table = pd.read_csv(root + "/a.csv")
    rows = len(table)                   ->     CFG.table = pd.read_csv(CFG.root + "/a.csv")
                                               CFG.rows = len(CFG.table)

Only where that is the same: nothing that stays reads what is moved or is done in another order, and nothing asks the
class for something before.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from nb2pkg.flow.comments import comments_in
from nb2pkg.flow.imports import aliases, find_imports
from nb2pkg.flow.names import names_of
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Kind, Origin, Program, Statement
from nb2pkg.params.config_classes import holds_settings
from nb2pkg.params.sources.spot import origin_of_line
from nb2pkg.params.tables.files import FILES
from nb2pkg.story.config_lines import Line, config_lines

_PURE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Pass)


def run_once_behind(program: Program) -> Program:
    """Put what classes for settings run only once right behind them."""
    imports = aliases(find_imports(program.statements))
    statements: list[Statement] = []
    for statement in program.statements:
        node = _settings(statement, program)
        lines = _moved(node, config_lines(statement.text, imports)) if node else []
        statements += _apart(statement, lines) if lines else [statement]
    return replace(program, statements=tuple(replace(s, index=i) for i, s in enumerate(statements)))


def _settings(statement: Statement, program: Program) -> ast.ClassDef | None:
    """The class that a statement is, if it holds settings, and nothing is made with it or has its name."""
    node = tree_of(statement.text).body[0] if statement.kind is Kind.CLASS else None
    if not isinstance(node, ast.ClassDef) or node.decorator_list or node.keywords or not holds_settings(node):
        return None
    if any(not isinstance(base, ast.Name) or base.id != "object" for base in node.bases):
        return None
    others = [s for s in program.statements if s.index != statement.index]
    early = any(node.name in s.names.reads for s in others if s.kind in (Kind.CLASS, Kind.FUNCTION))
    bound = any(node.name in s.names.binds | s.names.may_bind | s.names.deletes for s in others)
    known = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    hidden = known & {"locals", "vars", "globals", "exec", "eval", "__slots__", node.name}
    return None if early or bound or hidden else node


def _moved(node: ast.ClassDef, lines: Sequence[Line]) -> list[Line]:
    """The lines that are to stand behind the class, in order; none where one of them cannot."""
    own = {one.lineno: one for one in node.body}
    top = [line for line in lines if line.number in own]
    places = {place for place, line in enumerate(top) if _is_dear(own[line.number], line, top[:place])}
    before: set[int] = set()
    while places != before:
        before = set(places)
        touched = frozenset[str]().union(*(top[place].binds | top[place].reads for place in places))
        bound = frozenset[str]().union(*(top[place].binds for place in places))
        for place, line in enumerate(top):
            if place > min(places, default=place):
                follows = line.reads & bound or line.binds & touched
                places |= {place} if follows or _acts(own[line.number], line) else set()
    inside = [line for line in lines if line.number not in own]
    named = frozenset[str]().union(*(top[place].binds for place in places))
    stuck = any(not top[place].moved or _is_odd(own[top[place].number]) for place in places)
    return [] if stuck or any(line.reads & named for line in inside) else [top[place] for place in sorted(places)]


def _is_dear(node: ast.stmt, line: Line, above: Sequence[Line]) -> bool:
    """Whether it is to be done only once, and would keep settings from being turned, or reads a file."""
    if not _acts(node, line):
        return False
    names = {head_of(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
    return bool(names & FILES.keys()) or any(one.binds & line.reads for one in above)


def _acts(node: ast.stmt, line: Line) -> bool:
    """Whether it is more than a calculation that can be done again."""
    said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    declared = isinstance(node, ast.AnnAssign) and node.value is None
    return not (line.text or said or declared or isinstance(node, _PURE))


#: Statements that do something else at the top level than in a class, or can only stand where they are.
_ODD = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal),
    *(ast.Await, ast.AsyncFor, ast.AsyncWith, ast.NamedExpr, ast.Try, ast.Delete, ast.Match),
)


def _is_odd(node: ast.stmt) -> bool:
    declared = isinstance(node, ast.AnnAssign) and node.value is None
    return declared or any(isinstance(one, _ODD) for one in ast.walk(node))


def _apart(statement: Statement, lines: Sequence[Line]) -> list[Statement]:
    comments = comments_in(statement.text)
    text = statement.text.split("\n")
    found: list[Statement] = []
    for line in lines:
        first = line.number
        while text[first - 2].strip().startswith("#"):
            first -= 1
        above = [one.strip() for one in text[first - 1 : line.number - 1]]
        said = f"  # {comments[line.last]}" if line.last in comments else ""
        found.append(_behind("\n".join([*above, line.moved]) + said, line, statement))
        text[first - 1 : line.last] = [""] * (line.last - first + 1)
    node = tree_of(statement.text).body[0]
    if isinstance(node, ast.ClassDef) and len(node.body) == len(lines):
        text[lines[0].number - 1] = f"{' ' * node.body[0].col_offset}pass"
    rest = "\n".join(text).rstrip("\n")
    return [replace(statement, text=rest, names=names_of(rest)), *found]


def _behind(text: str, line: Line, statement: Statement) -> Statement:
    first, last = origin_of_line(line.number, statement), origin_of_line(line.last, statement)
    origin = Origin(first.cell, first.first, last.last, first.cell_id)
    return replace(statement, kind=Kind.RUN, text=text, names=names_of(text), origin=origin, inner=True)
