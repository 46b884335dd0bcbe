"""Replaces calls of Python that only work in a notebook, line n staying line n.

    get_ipython().system("make")       subprocess.run(["make"], check=False)
    key = userdata.get("HF_TOKEN")     key = os.environ["HF_TOKEN"]
    drive.mount("/content/drive")      pass
    interact(show, k=IntSlider(3))     show(k=3)

What stands below a question whether this is Colab or Kaggle is left alone: it works as it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nb2pkg.model import Origin, PythonCell, Special
from nb2pkg.notebook.grammar import Fault, fault_of, parse
from nb2pkg.notebook.hosted import hosted_statement, hosted_value
from nb2pkg.notebook.kernel import kernel_statement, kernel_value
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.meaning import Meaning
from nb2pkg.notebook.widgets import widget_decorator, widget_statement

_HOSTS = ("colab", "kaggle")
_WORDS = ("get_ipython", "kernel", *_HOSTS)
_MODULES = ("google.colab", "kaggle_secrets", "ipywidgets", "IPython")


@dataclass(frozen=True, slots=True)
class _Edit:
    """A piece of the cell, as bytes, and what takes its place."""

    start: int
    end: int
    text: str
    node: ast.stmt | ast.expr
    meanings: tuple[Meaning, ...]


def replace_calls(cell: PythonCell, known: Known) -> PythonCell:
    """Replace the calls of a cell that only work in a notebook.

    Args:
        cell: The cell in Python.
        known: The notebook's names.

    Returns:
        The cell with as many lines; itself where there is nothing to replace.
    """
    if not _may_call(cell.python, known):
        return cell
    tree = parse(cell.python)
    if isinstance(tree, Fault):
        return cell
    source = cell.python.encode("utf-8")
    edits = list(_edits(tree.body, _line_starts(source), known))
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        lines = source.count(b"\n", edit.start, edit.end)
        source = source[: edit.start] + (edit.text + "\n" * lines).encode("utf-8") + source[edit.end :]
    python = source.decode("utf-8")
    if not edits or fault_of(python):
        return cell
    specials = [special for edit in edits for special in _specials(cell, edit)]
    imports = {name for edit in edits for meaning in edit.meanings for name in meaning.imports}
    ordered = sorted([*cell.specials, *specials], key=lambda special: special.origin.first)
    return replace(cell, python=python, specials=tuple(ordered), imports=tuple(sorted({*cell.imports, *imports})))


def _may_call(python: str, known: Known) -> bool:
    hosted = [name for name, path in known.imports if path.startswith(_MODULES)]
    return any(word in python for word in (*_WORDS, *hosted, *known.secrets))


def _edits(body: Sequence[ast.stmt], starts: Sequence[int], known: Known) -> Iterator[_Edit]:
    for node in body:
        if isinstance(node, ast.If) and any(host in ast.unparse(node.test).lower() for host in _HOSTS):
            yield from _edits(node.orelse, starts, known)
            continue
        if meanings := _meanings(node, known):
            code = "; ".join(meaning.python for meaning in meanings if meaning.python)
            yield _edit(node, code or "pass", meanings, starts)
            continue
        yield from _decorators(node, starts, known)
        for _, value in ast.iter_fields(node):
            parts = value if isinstance(value, list) else [value]
            if parts and isinstance(parts[0], ast.stmt):
                yield from _edits(parts, starts, known)
            else:
                for part in parts:
                    if isinstance(part, ast.ExceptHandler | ast.match_case):
                        yield from _within_handler(part, starts, known)
                    elif isinstance(part, ast.AST):
                        yield from _values(part, starts, known)


def _decorators(node: ast.stmt, starts: Sequence[int], known: Known) -> Iterator[_Edit]:
    for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
        if meaning := widget_decorator(decorator, known):
            edit = _edit(decorator, "", (meaning,), starts)
            yield replace(edit, start=edit.start - 1)  # its @


def _within_handler(part: ast.ExceptHandler | ast.match_case, starts: Sequence[int], known: Known) -> Iterator[_Edit]:
    if isinstance(part, ast.ExceptHandler) and part.type is not None:
        yield from _values(part.type, starts, known)
    yield from _edits(part.body, starts, known)


def _meanings(node: ast.stmt, known: Known) -> tuple[Meaning, ...]:
    found = hosted_statement(node, known) or widget_statement(node, known)
    return (found,) if found else kernel_statement(node, known)


def _values(node: ast.AST, starts: Sequence[int], known: Known) -> Iterator[_Edit]:
    meaning = (hosted_value(node, known) or kernel_value(node, known)) if isinstance(node, ast.expr) else None
    if meaning is not None and isinstance(node, ast.expr):
        yield _edit(node, meaning.python, (meaning,), starts)
        return
    for child in ast.iter_child_nodes(node):
        yield from _values(child, starts, known)


def _edit(node: ast.stmt | ast.expr, text: str, meanings: tuple[Meaning, ...], starts: Sequence[int]) -> _Edit:
    start = starts[node.lineno - 1] + node.col_offset
    end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
    return _Edit(start, end, text, node, meanings)


def _line_starts(source: bytes) -> list[int]:
    """The offset of each line as Python counts them."""
    starts, at = [0], 0
    while at < len(source):
        at += 2 if source[at : at + 2] == b"\r\n" else 1
        if source[at - 1 : at] in (b"\n", b"\r"):
            starts.append(at)
    return starts


def _specials(cell: PythonCell, edit: _Edit) -> Iterator[Special]:
    text = ast.unparse(edit.node)
    origin = Origin(cell.index, edit.node.lineno, edit.node.end_lineno or edit.node.lineno, cell.cell_id)
    for one in edit.meanings:
        yield Special(one.kind, text, origin, bool(one.python), one.requirements, one.note)
