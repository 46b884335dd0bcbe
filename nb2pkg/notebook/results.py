"""``_`` and ``Out[3]``: what an earlier cell shows gets a name there, by which it is read.

model.score(X, y)          out_4 = model.score(X, y); display(out_4)
print(_)                   print(out_4)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from nb2pkg.model import PythonCell
from nb2pkg.notebook.grammar import Fault, fault_of, parse
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.spans import Span, replaced, span_of

# These give back nothing, which IPython does not keep.
_GIVES_NOTHING = ("print", "display", "show", "info", "append", "extend", "update", "sort", "clear", "seed")


def name_results(cells: Sequence[PythonCell], counts: Mapping[int, int | None], known: Known) -> tuple[PythonCell, ...]:
    """Give names to what cells show and later cells read as ``_``, ``_3`` or ``Out[3]``.

    Args:
        cells: The cells in order.
        counts: Execution counts of the cells, by index.
        known: The notebook's names.

    Returns:
        The cells, each with as many lines; where it is not clear which cell is meant, nothing changes.
    """
    read = {name for name, _ in known.uses if _is_result(name)} - (known.names or frozenset())
    if not read:
        return tuple(cells)
    edits: dict[int, dict[Span, str]] = {}
    for place, cell in enumerate(cells):
        for node, number in _reads(cell, read):
            source = _source(number, place, cells, counts)
            value = None if source is None else _shown(cells[source])
            if source is None or value is None:
                continue
            name, span = f"out_{cells[source].index}", span_of(cells[source].python, value)
            edits.setdefault(place, {})[span_of(cell.python, node)] = name
            edits.setdefault(source, {})[Span(span.start, span.start)] = f"{name} = "
            edits[source][Span(span.end, span.end)] = f"; display({name})"
    return tuple(_edited(cell, edits.get(place, {})) for place, cell in enumerate(cells))


def _is_result(name: str) -> bool:
    return name in ("_", "Out") or (name.startswith("_") and name[1:].isdecimal())


def _reads(cell: PythonCell, names: set[str]) -> Iterator[tuple[ast.expr, int | None]]:
    """The places that read a result, and its execution count where that is said."""
    tree = parse(cell.python)
    for node in () if isinstance(tree, Fault) else ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Name(id="Out"), slice=ast.Constant(value=int(number))) if "Out" in names:
                yield node, number
            case ast.Name(id=name) if name in names and name != "Out":
                yield node, int(name[1:]) if name[1:] else None


def _source(
    number: int | None, place: int, cells: Sequence[PythonCell], counts: Mapping[int, int | None]
) -> int | None:
    """The cell that is meant: the one with that count, or the last above that shows something."""
    above = [at for at in range(place - 1, -1, -1) if _shown(cells[at]) is not None]
    if number is None:
        return next(iter(above), None)
    return next((at for at in above if counts.get(cells[at].index) == number), None)


def _shown(cell: PythonCell) -> ast.expr | None:
    """The expression whose value a cell shows at its end."""
    tree = parse(cell.python)
    if isinstance(tree, Fault) or not tree.body or not isinstance(last := tree.body[-1], ast.Expr):
        return None
    if cell.python.rstrip().endswith(";") or isinstance(last.value, ast.Constant):
        return None
    called = ast.unparse(last.value.func).rpartition(".")[2] if isinstance(last.value, ast.Call) else ""
    return None if called in _GIVES_NOTHING else last.value


def _edited(cell: PythonCell, edits: Mapping[Span, str]) -> PythonCell:
    python = replaced(cell.python, edits)
    return cell if fault_of(python) else replace(cell, python=python)
