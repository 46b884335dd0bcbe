"""From a code cell to plain Python, line n staying line n."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nb2pkg.errors import BadCell
from nb2pkg.model import Cell, Notebook, Origin, PythonCell, Role, Special
from nb2pkg.notebook.automagic import automagic_lines, is_bare_magic
from nb2pkg.notebook.cell_magics import cell_magic, comment_out
from nb2pkg.notebook.grammar import Fault, fault_of, parse
from nb2pkg.notebook.interpolate import literal
from nb2pkg.notebook.lines import dedent, dedent_by_first, indent_of, split_lines
from nb2pkg.notebook.magics import assigned_magic, line_magic, statement_of_prefix
from nb2pkg.notebook.meaning import UNKNOWN, Meaning
from nb2pkg.notebook.prompts import without_prompts
from nb2pkg.notebook.scan import Found, find_special
from nb2pkg.notebook.shell import captured, shell_meanings
from nb2pkg.notebook.tags import role_of_tags

_Names = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Notebook syntax that was replaced: the lines it took, and what it means."""

    first: int
    last: int
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class _Draft:
    """A cell on its way to Python.

    Attributes:
        lines: Its lines.
        pieces: What was replaced.
        emptied: For lines within a block that have lost their statement: the white space they began with.
    """

    lines: tuple[str, ...]
    pieces: tuple[_Piece, ...] = ()
    emptied: tuple[tuple[int, str], ...] = ()

    def put(self, first: int, last: int, line: str) -> _Draft:
        """Put one line in place of several, and empty lines for the rest."""
        new = (line, *("" for _ in range(first, last)))
        return replace(self, lines=(*self.lines[:first], *new, *self.lines[last + 1 :]))

    def met(self, pieces: Iterable[_Piece]) -> _Draft:
        """Add what was replaced."""
        return replace(self, pieces=(*self.pieces, *pieces))


def desugar(cell: Cell, file: str, names: frozenset[str] | None = None) -> PythonCell:
    """Turn a code cell into plain Python.

    A cell that is Python as it stands is left alone. Otherwise shell lines, magics and help lines are replaced, each
    on its own lines, by Python that does the same, or by nothing where they only show something.

    Args:
        cell: A code cell.
        file: The notebook, for messages.
        names: What the notebook binds anywhere; it tells ``$lr`` from ``$HOME``. None if that is not known.

    Returns:
        The cell in Python, with as many lines.

    Raises:
        BadCell: No reading of the cell is Python.
    """
    is_magic = names is not None and is_bare_magic(cell.source, names)
    if not is_magic and fault_of(cell.source) is None:
        return PythonCell(cell.index, cell.cell_id, cell.source)
    lines = split_lines(cell.source)
    faults: list[Fault] = []
    for prepare in [automagic_lines] if is_magic else _PREPARATIONS:
        draft = _filled(_translated(_Draft(tuple(prepare(lines))), names))
        fault = fault_of("\n".join(draft.lines))
        if fault is None:
            return _python_cell(cell, lines, draft)
        faults.append(fault)
    raise _bad_cell(cell, file, faults[0])


def desugar_notebook(notebook: Notebook) -> tuple[PythonCell, ...]:
    """Turn all code cells of a notebook into plain Python, but for those that a person tagged ``skip``.

    Args:
        notebook: The notebook.

    Returns:
        One `PythonCell` for each of these cells, in order.

    Raises:
        BadCell: A cell is not Python.
    """
    code = [cell for cell in notebook.cells if cell.kind == "code" and not _is_skipped(cell)]
    first = [desugar(cell, notebook.file) for cell in code]
    bound = frozenset(name for cell in first for name in bound_names(cell.python))
    names = None if "*" in bound else bound  # after `from m import *` nobody knows
    return tuple(_again(cell, done, notebook.file, names) for cell, done in zip(code, first, strict=True))


def _again(cell: Cell, done: PythonCell, file: str, names: _Names) -> PythonCell:
    """Read a cell once more, now that the names are known, if that can make a difference."""
    return desugar(cell, file, names) if done.specials or cell.source.strip().isidentifier() else done


def _is_skipped(cell: Cell) -> bool:
    said = role_of_tags(cell)
    return said is not None and said[0] is Role.SKIP


def bound_names(python: str) -> frozenset[str]:
    """Return every name that a piece of Python binds anywhere, within functions too."""
    tree = parse(python)
    if isinstance(tree, Fault):
        return frozenset()
    return frozenset(name for node in ast.walk(tree) for name in _bound_by(node))


def _bound_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case ast.arg(arg=name):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name


def _translated(draft: _Draft, names: _Names) -> _Draft:
    """Replace all notebook syntax."""
    head = next((i for i, line in enumerate(draft.lines) if _says_something(line)), None)
    if head is not None and draft.lines[head].startswith("%%") and not draft.lines[head].rstrip().endswith("?"):
        return _cell_magic(draft, head, names)
    at = 0
    while (found := find_special(draft.lines, at)) is not None:
        draft, at = _replaced(draft, found, names)
    return draft


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _cell_magic(draft: _Draft, head: int, names: _Names) -> _Draft:
    cell = draft.lines[head:]
    read = cell_magic(cell, names)
    last = head if read.is_python else len(draft.lines) - 1
    after = replace(draft, lines=(*draft.lines[:head], *read.lines))
    after = after.met(_Piece(head, last, meaning) for meaning in read.meanings)
    if not read.is_python:
        return after
    body = replace(after, lines=(*after.lines[: head + 1], *dedent(after.lines[head + 1 :])))
    return _translated(body, names)


def _replaced(draft: _Draft, found: Found, names: _Names) -> tuple[_Draft, int]:
    """Replace one piece; also return the line at which to go on."""
    statement = statement_of_prefix(found.text) if found.sort != "help" else None
    if statement:
        return _without_prefix(draft, found)
    if found.sort == "assigned":
        return _assigned(draft, found, names), found.last + 1
    meanings = _meanings(found, names)
    indent = indent_of(draft.lines[found.first])
    if any(meaning.as_comment for meaning in meanings):
        return _commented(draft, found, meanings[0], indent), found.last + 1
    code = "; ".join(meaning.python for meaning in meanings if meaning.python)
    after = draft.put(found.first, found.last, indent + code if code else "")
    after = after if code or not indent else replace(after, emptied=(*after.emptied, (found.first, indent)))
    return after.met(_Piece(found.first, found.last, meaning) for meaning in meanings), found.last + 1


def _meanings(found: Found, names: _Names) -> tuple[Meaning, ...]:
    text = found.text
    if found.sort == "help" or text.startswith("?") or text.endswith("?"):
        return (Meaning("help"),)
    if text.startswith("!"):
        return shell_meanings(text.lstrip("!").strip(), names)
    if text.startswith("%"):
        return line_magic(text, names)
    return (_auto_call(text),)


def _auto_call(text: str) -> Meaning:
    """``,f a b`` is ``f("a", "b")``, ``;f a b`` is ``f("a b")``, ``/f a b`` is ``f(a, b)``."""
    name, _, rest = text[1:].partition(" ")
    if not all(part.isidentifier() for part in name.split(".")):
        return UNKNOWN
    arguments = {"/": ", ".join(rest.split()), ";": literal(rest), ",": ", ".join(map(literal, rest.split()))}
    return Meaning("magic", f"{name}({arguments[text[0]]})")


def _without_prefix(draft: _Draft, found: Found) -> tuple[_Draft, int]:
    """``%time x = f()``: only the prefix goes; the statement may hold notebook syntax again."""
    line = draft.lines[found.first]
    prefixed = line[found.column :].rstrip().removesuffix("\\").rstrip()
    statement = statement_of_prefix(prefixed)
    if not statement:  # it stands on the next line
        return _joined_prefix(draft, found)
    rest = line[: found.column] + line[found.column + len(prefixed) - len(statement) :]
    after = draft.put(found.first, found.first, rest)
    return after.met([_Piece(found.first, found.last, Meaning("magic", "..."))]), found.statement


def _joined_prefix(draft: _Draft, found: Found) -> tuple[_Draft, int]:
    line = draft.lines[found.first][: found.column] + (statement_of_prefix(found.text) or "")
    after = draft.put(found.first, found.last, line)
    return after.met([_Piece(found.first, found.last, Meaning("magic", "..."))]), found.statement


def _assigned(draft: _Draft, found: Found, names: _Names) -> _Draft:
    """``x = !command`` and ``x = %magic``."""
    shell = found.text.startswith("!")
    meaning = captured(found.text.lstrip("!").strip(), names) if shell else assigned_magic(found.text, names)
    line = draft.lines[found.first][: found.column] + meaning.python
    return draft.put(found.first, found.last, line).met([_Piece(found.first, found.last, meaning)])


def _commented(draft: _Draft, found: Found, meaning: Meaning, indent: str) -> _Draft:
    span = range(found.first, found.last + 1)
    lines = tuple(indent + comment_out(line.strip()) if i in span else line for i, line in enumerate(draft.lines))
    emptied = ((found.first, indent),) if indent else ()
    piece = _Piece(found.first, found.last, meaning)
    return replace(draft, lines=lines, emptied=(*draft.emptied, *emptied)).met([piece])


def _filled(draft: _Draft) -> _Draft:
    """Where a block has lost its only statement, put `pass`."""
    if not draft.emptied or fault_of("\n".join(draft.lines)) is None:
        return draft
    lines = list(draft.lines)
    for index, indent in draft.emptied:
        comment = lines[index].strip()
        lines[index] = f"{indent}pass  {comment}".rstrip()
    return replace(draft, lines=tuple(lines))


def _python_cell(cell: Cell, lines: Sequence[str], draft: _Draft) -> PythonCell:
    specials = tuple(_special(cell, lines, piece) for piece in sorted(draft.pieces, key=lambda piece: piece.first))
    imports = dict.fromkeys(name for piece in draft.pieces for name in piece.meaning.imports)
    return PythonCell(cell.index, cell.cell_id, "\n".join(draft.lines), specials, tuple(sorted(imports)))


def _special(cell: Cell, lines: Sequence[str], piece: _Piece) -> Special:
    meaning = piece.meaning
    kept = bool(meaning.python) and meaning.kind != "unknown"
    origin = Origin(cell.index, piece.first + 1, piece.last + 1, cell.cell_id)
    text = "\n".join(lines[piece.first : piece.last + 1]).strip()
    return Special(meaning.kind, text, origin, kept, meaning.requirements)


def _bad_cell(cell: Cell, file: str, fault: Fault) -> BadCell:
    last = len(split_lines(cell.source))
    line = min(fault.line, last) if fault.line is not None else None
    if fault.python2:
        hint = "port the notebook to Python 3 first"
        return BadCell(f"this is Python 2 ({fault.message})", file=file, cell=cell.index, line=line, hint=hint)
    hint = "correct the cell, or give it the tag 'skip'"
    return BadCell(f"not Python: {fault.message}", file=file, cell=cell.index, line=line, hint=hint)


_PREPARATIONS = (dedent, dedent_by_first, without_prompts, automagic_lines)
