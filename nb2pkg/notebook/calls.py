"""Replaces calls of Python that only work in a notebook, line n staying line n.

    get_ipython().system("make")       subprocess.run(["make"], check=False)
    key = userdata.get("HF_TOKEN")     key = os.environ["HF_TOKEN"]
    drive.mount("/content/drive")      pass
    interact(show, k=IntSlider(3))     show(k=3)
    os.system("pip install rich")      pass

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
from nb2pkg.notebook.python_installs import install_statement
from nb2pkg.notebook.spans import Span, replaced, span_of
from nb2pkg.notebook.widgets import widget_decorator, widget_statement

_HOSTS = ("colab", "kaggle")
_WORDS = ("get_ipython", "kernel", *_HOSTS)
_MODULES = ("google.colab", "kaggle_secrets", "ipywidgets", "IPython")


@dataclass(frozen=True, slots=True)
class _Edit:
    """A piece of the cell, and what takes its place."""

    span: Span
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
    edits = list(_edits(tree.body, cell.python, known))
    python = replaced(cell.python, {edit.span: edit.text for edit in edits if edit.text != ast.unparse(edit.node)})
    if not edits or fault_of(python):
        return cell
    specials = [special for edit in edits for special in _specials(cell, edit)]
    imports = {name for edit in edits for meaning in edit.meanings for name in meaning.imports}
    ordered = sorted([*cell.specials, *specials], key=lambda special: special.origin.first)
    return replace(cell, python=python, specials=tuple(ordered), imports=tuple(sorted({*cell.imports, *imports})))


def _may_call(python: str, known: Known) -> bool:
    if "pip" in python and "install" in python:
        return True
    hosted = [name for name, path in known.imports if path.startswith(_MODULES)]
    return any(word in python for word in (*_WORDS, *hosted, *known.secrets))


def _edits(body: Sequence[ast.stmt], text: str, known: Known) -> Iterator[_Edit]:
    for node in body:
        if isinstance(node, ast.If) and any(host in ast.unparse(node.test).lower() for host in _HOSTS):
            yield from _edits(node.orelse, text, known)
            continue
        if meanings := _meanings(node, known):
            code = "; ".join(meaning.python for meaning in meanings if meaning.python)
            yield _edit(node, code or "pass", meanings, text)
            continue
        yield from _decorators(node, text, known)
        for _, value in ast.iter_fields(node):
            parts = value if isinstance(value, list) else [value]
            if parts and isinstance(parts[0], ast.stmt):
                yield from _edits(parts, text, known)
            else:
                for part in parts:
                    if isinstance(part, ast.ExceptHandler | ast.match_case):
                        yield from _within_handler(part, text, known)
                    elif isinstance(part, ast.AST):
                        yield from _values(part, text, known)


def _decorators(node: ast.stmt, text: str, known: Known) -> Iterator[_Edit]:
    for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
        if meaning := widget_decorator(decorator, known):
            edit = _edit(decorator, "", (meaning,), text)
            yield replace(edit, span=Span(edit.span.start - 1, edit.span.end))  # its @


def _within_handler(part: ast.ExceptHandler | ast.match_case, text: str, known: Known) -> Iterator[_Edit]:
    if isinstance(part, ast.ExceptHandler) and part.type is not None:
        yield from _values(part.type, text, known)
    yield from _edits(part.body, text, known)


def _meanings(node: ast.stmt, known: Known) -> tuple[Meaning, ...]:
    found = hosted_statement(node, known) or widget_statement(node, known)
    return (found,) if found else kernel_statement(node, known) or install_statement(node, known)


def _values(node: ast.AST, text: str, known: Known) -> Iterator[_Edit]:
    meaning = (hosted_value(node, known) or kernel_value(node, known)) if isinstance(node, ast.expr) else None
    if meaning is not None and isinstance(node, ast.expr):
        yield _edit(node, meaning.python, (meaning,), text)
        return
    for child in ast.iter_child_nodes(node):
        yield from _values(child, text, known)


def _edit(node: ast.stmt | ast.expr, new: str, meanings: tuple[Meaning, ...], text: str) -> _Edit:
    return _Edit(span_of(text, node), new, node, meanings)


def _specials(cell: PythonCell, edit: _Edit) -> Iterator[Special]:
    text = ast.unparse(edit.node)
    origin = Origin(cell.index, edit.node.lineno, edit.node.end_lineno or edit.node.lineno, cell.cell_id)
    for one in edit.meanings:
        yield Special(one.kind, text, origin, bool(one.python), one.requirements, one.note)
