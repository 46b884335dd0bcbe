"""From a code cell to plain Python, line n staying line n."""

from __future__ import annotations

from collections.abc import Sequence

from nb2pkg.errors import BadCell
from nb2pkg.model import Cell, Notebook, Origin, PythonCell, Role, Special
from nb2pkg.notebook.automagic import automagic_lines, is_bare_magic
from nb2pkg.notebook.calls import replace_calls
from nb2pkg.notebook.grammar import Fault, fault_of
from nb2pkg.notebook.known import Known, known_of
from nb2pkg.notebook.lines import dedent, dedent_by_first, split_lines
from nb2pkg.notebook.prompts import without_prompts
from nb2pkg.notebook.tags import role_of_tags
from nb2pkg.notebook.translate import Draft, Piece, translate


def desugar(cell: Cell, file: str, known: Known | None = None) -> PythonCell:
    """Turn a code cell into plain Python.

    A cell that is Python as it stands is left alone. Otherwise shell lines, magics and help lines are replaced, each
    on its own lines, by Python that does the same, or by nothing where they only show something.

    Args:
        cell: A code cell.
        file: The notebook, for messages.
        known: The notebook's names.

    Returns:
        The cell in Python, with as many lines.

    Raises:
        BadCell: No reading of the cell is Python.
    """
    known = known or Known()
    is_magic = known.names is not None and is_bare_magic(cell.source, known.names)
    if not is_magic and fault_of(cell.source) is None:
        return PythonCell(cell.index, cell.cell_id, cell.source)
    lines = split_lines(cell.source)
    faults: list[Fault] = []
    for prepare in [automagic_lines] if is_magic else _PREPARATIONS:
        draft = translate(prepare(lines), known)
        fault = fault_of(draft.text)
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
    known = known_of(cell.python for cell in first)
    return tuple(with_names(cell, done, notebook.file, known) for cell, done in zip(code, first, strict=True))


def what_parses(notebook: Notebook) -> tuple[PythonCell, ...]:
    """Turn the code cells of a notebook that are Python into plain Python, and leave out the others.

    Args:
        notebook: The notebook.
    """
    found = [(cell, done) for cell in notebook.cells if cell.kind == "code" and (done := _if_python(cell))]
    known = known_of(done.python for _, done in found)
    return tuple(with_names(cell, done, notebook.file, known) for cell, done in found)


def _if_python(cell: Cell) -> PythonCell | None:
    try:
        return desugar(cell, "")
    except BadCell:
        return None


def with_names(cell: Cell, done: PythonCell, file: str, known: Known) -> PythonCell:
    """Read a cell once more, now that the notebook's names are known.

    Args:
        cell: The cell.
        done: What was made of it without them.
        file: The notebook, for messages.
        known: The names.
    """
    again = done.specials or cell.source.strip().isidentifier()
    return replace_calls(desugar(cell, file, known) if again else done, known)


def _is_skipped(cell: Cell) -> bool:
    said = role_of_tags(cell)
    return said is not None and said[0] is Role.SKIP


def _python_cell(cell: Cell, lines: Sequence[str], draft: Draft) -> PythonCell:
    specials = tuple(_special(cell, lines, piece) for piece in sorted(draft.pieces, key=lambda piece: piece.first))
    imports = dict.fromkeys(name for piece in draft.pieces for name in piece.meaning.imports)
    return PythonCell(cell.index, cell.cell_id, draft.text, specials, tuple(sorted(imports)))


def _special(cell: Cell, lines: Sequence[str], piece: Piece) -> Special:
    meaning = piece.meaning
    kept = bool(meaning.python) and meaning.kind != "unknown"
    origin = Origin(cell.index, piece.first + 1, piece.last + 1, cell.cell_id)
    text = "\n".join(lines[piece.first : piece.last + 1]).strip()
    return Special(meaning.kind, text, origin, kept, meaning.requirements, meaning.note)


def _bad_cell(cell: Cell, file: str, fault: Fault) -> BadCell:
    last = len(split_lines(cell.source))
    line = min(fault.line, last) if fault.line is not None else None
    if fault.python2:
        hint = "port the notebook to Python 3 first"
        return BadCell(f"this is Python 2 ({fault.message})", file=file, cell=cell.index, line=line, hint=hint)
    hint = "correct the cell, or give it the tag 'skip'"
    return BadCell(f"not Python: {fault.message}", file=file, cell=cell.index, line=line, hint=hint)


_PREPARATIONS = (dedent, dedent_by_first, without_prompts, automagic_lines)
