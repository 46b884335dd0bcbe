"""From cells in plain Python to the program: every statement with its kind, names, role, section and origin."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from nb2pkg.flow.imports import is_import
from nb2pkg.flow.lead_comments import give_comments
from nb2pkg.flow.names import names_of
from nb2pkg.flow.order import ordered
from nb2pkg.flow.source import LAYOUT, plain_newlines, tokens_of, tree_of
from nb2pkg.flow.statements import Piece, split_statements
from nb2pkg.flow.titles import chosen_title
from nb2pkg.model import CellRole, Kind, Notebook, Origin, Program, PythonCell, Role, Section, Statement


def build_program(
    notebook: Notebook,
    cells: Iterable[PythonCell],
    tagged: Mapping[int, tuple[Role, str]],
    order: str = "cell",
) -> Program:
    """Cut all cells into statements; those of cells that a person tagged have their roles.

    Args:
        notebook: The notebook, for its markdown and order.
        cells: Its code cells in plain Python.
        tagged: Role and reason of the cells that a person tagged.
        order: ``"cell"``, or ``"execution"`` to follow the execution counts.

    Returns:
        The program; what nobody tagged is data without a reason, until `roles.give` has judged it.
    """
    prose = tuple(Section(cell.index, cell.source) for cell in notebook.cells if cell.kind == "markdown")
    by_index = {cell.index: cell for cell in cells}
    counts = {cell.index: cell.execution_count for cell in notebook.cells}
    run = [by_index[index] for index in ordered(by_index, counts, order)]
    statements: list[Statement] = []
    roles: list[CellRole] = []
    for cell in run:
        heading = heading_above(prose, cell.index)
        given = tagged.get(cell.index)
        here: list[Statement] = []
        for piece in split_statements(cell.python):
            statement = _statement(piece, cell, len(statements) + len(here), heading, given)
            if statement is not None:
                here.append(statement)
        if here and ends_silent(cell.python):
            here[-1] = _silent(here[-1])
        if given is None or given[0] is not Role.SKIP:
            statements += give_comments(here)
        roles.append(_cell_role(cell, given))
    specials = tuple(special for cell in run for special in cell.specials)
    return Program(tuple(statements), specials, prose, title_of(notebook), tuple(sorted(roles, key=lambda r: r.cell)))


def _statement(
    piece: Piece,
    cell: PythonCell,
    index: int,
    heading: str,
    given: tuple[Role, str] | None,
) -> Statement | None:
    body = tree_of(piece.text).body
    if not body:
        return None
    node = body[0]
    if isinstance(node, ast.Pass) or (cell.specials and _is_emptied(node)):
        return None
    kind = kind_of(node)
    role, why = (Role.SETUP, "imports") if kind is Kind.IMPORT else given or (Role.DATA, "")
    origin = Origin(cell.index, piece.first, piece.last, cell.cell_id)
    return Statement(index, kind, piece.text, names_of(piece.text), role, why, origin, heading)


def _silent(statement: Statement) -> Statement:
    """The statement as one whose value is not shown; the semicolon that says so stays where nothing follows it."""
    alone = statement.kind is Kind.RUN and tokens_of(plain_newlines(statement.text))[-3:-2]
    bare = alone and alone[0].type != tokenize.COMMENT
    return replace(statement, text=f"{statement.text};" if bare else statement.text, inner=True)


def ends_silent(python: str) -> bool:
    """Whether a cell ends with a semicolon: the notebook does not show the value of its last statement."""
    if ";" not in python:
        return False
    words = [token.string for token in tokens_of(plain_newlines(python)) if token.type not in LAYOUT]
    return words[-1:] == [";"]


def _is_emptied(node: ast.stmt) -> bool:
    """``if "google.colab" in sys.modules: !pip install ...``: nothing is left of it but the question."""
    if not isinstance(node, ast.If) or any(isinstance(n, ast.Call | ast.NamedExpr) for n in ast.walk(node.test)):
        return False
    return all(isinstance(item, ast.Pass) or _is_emptied(item) for item in [*node.body, *node.orelse])


def kind_of(node: ast.stmt) -> Kind:
    """The kind of a top-level statement; constants are told from other assignments later."""
    if is_import(node):
        return Kind.IMPORT
    if isinstance(node, ast.ClassDef):
        return Kind.CLASS
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return Kind.FUNCTION
    return Kind.RUN


def _cell_role(cell: PythonCell, given: tuple[Role, str] | None) -> CellRole:
    """The role that a person gave a cell, or the one of a cell without statements."""
    role, why = given or (Role.SETUP, "imports and notebook commands only")
    return CellRole(cell.index, cell.cell_id, role, (role,), why)


def headings(text: str) -> list[str]:
    """The headings of a markdown cell, marks, emphasis and links removed, code fences skipped."""
    return [heading for heading, _, _ in _placed_headings(text)]


def main_heading(text: str) -> str:
    """The heading that the code below a markdown cell stands under; empty where there is none.

    That is the last one where nothing but headings stands between, else the last of the highest level: what follows in
    a long text are its parts.
    """
    found = _placed_headings(text)
    if not found:
        return ""
    lines = [line for line in _lines(text) if line.strip()]
    close = all(later - earlier <= 1 for (_, _, earlier), (_, _, later) in pairwise(found))
    if close or len(lines) <= _SHORT_TEXT:
        return found[-1][0]
    highest = min(level for _, level, _ in found)
    return [heading for heading, level, _ in found if level == highest][-1]


#: Lines up to which a markdown cell is headings with a word about each.
_SHORT_TEXT = 4


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _placed_headings(text: str) -> list[tuple[str, int, int]]:
    """Headings with their level and the number of the line, empty ones not counted: ATX, setext and HTML."""
    found: list[tuple[str, int, int]] = []
    fenced = False
    before = ""
    number = 0
    for line in _lines(text):
        stripped = line.strip()
        number += bool(stripped)
        if stripped.startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced and stripped.startswith("#") and stripped.lstrip("#")[:1] in (" ", "\t"):
            found.append((plain_heading(stripped.lstrip("#")), len(stripped) - len(stripped.lstrip("#")), number))
        elif not fenced and stripped[:2].lower() == "<h" and stripped[2:3] in tuple("123456"):
            found.append((plain_heading(stripped), int(stripped[2]), number))
        elif not fenced and before and _underlines(stripped):
            found.append((plain_heading(before), 1 if stripped[0] == "=" else 2, number))
        before = stripped
    return [one for one in found if one[0]]


def _underlines(line: str) -> bool:
    return bool(line) and (set(line) == {"="} or (set(line) == {"-"} and len(line) > 2))


def plain_heading(text: str) -> str:
    """A heading's words: no trailing marks, emphasis, anchors or HTML."""
    words: list[str] = []
    depth = 0
    for char in text:
        if char == "<":
            depth += 1
        elif char == ">" and depth:
            depth -= 1
        elif not depth:
            words.append(char)
    said = _without_links("".join(words)).replace("**", "").replace("`", "").strip().strip("#*_ ").strip()
    for opening, closing in (("[[", "]]"), ("{#", "}")):  # anchors, as some sites' markdown has them
        if said.endswith(closing) and said.partition(opening)[0].strip():
            said = said.partition(opening)[0].strip()
    return said


def _without_links(text: str) -> str:
    """``[Data](https://...)`` -> ``Data``; images say nothing."""
    said = text
    while (middle := said.find("](")) >= 0:
        start, end = said.rfind("[", 0, middle), said.find(")", middle)
        if start < 0 or end < 0:
            return said
        image = said[start - 1 : start] == "!"
        said = said[: start - image] + ("" if image else said[start + 1 : middle]) + said[end + 1 :]
    return said


def heading_above(prose: tuple[Section, ...], cell: int) -> str:
    """The last heading in a markdown cell above this cell."""
    for section in reversed([section for section in prose if section.cell < cell]):
        found = main_heading(section.text)
        if found:
            return found
    return ""


def title_of(notebook: Notebook) -> str:
    """The notebook's title: a heading that says what it is about, its metadata, or its file name."""
    return chosen_title(notebook, headings)
