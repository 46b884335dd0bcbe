"""Modules that the notebook writes itself: ``%%writefile helper.py`` and later ``import helper``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.model import Cell, LocalModule, Note, Notebook, Origin
from nb2pkg.notebook.grammar import Fault, fault_of, parse
from nb2pkg.notebook.lines import split_lines
from nb2pkg.notebook.syntax import what_parses
from nb2pkg.notebook.words import shell_words

_WRITES = ("%%writefile", "%%file")


def take_written_modules(notebook: Notebook) -> tuple[Notebook, tuple[Note, ...]]:
    """Turn the files that a notebook writes and then imports into modules of the package.

    A file that something else names, too, is still written where the notebook writes it.

    Args:
        notebook: The notebook.

    Returns:
        The notebook with these modules beside it and their cells empty, and a remark on each.
    """
    written = {cell.index: path for cell in notebook.cells if (path := _path_written(cell))}
    if not written:
        return notebook, ()
    paths = list(written.values())
    texts = {cell.index: _body(cell) for cell in notebook.cells if cell.index in written}
    modules = {
        index: LocalModule(path.removesuffix(".py").replace("/", "."), path, texts[index], written=True)
        for index, path in written.items()
        if paths.count(path) == 1 and fault_of(texts[index]) is None
    }
    wanted = _wanted(notebook, written, modules)
    taken = {index: module for index, module in modules.items() if module.name in wanted}
    if not taken:
        return notebook, ()
    own = {module.name for module in taken.values()}
    others = tuple(module for module in notebook.beside.modules if module.name not in own)
    left = tuple(module for module in notebook.beside.left if module.name not in own)
    beside = replace(notebook.beside, modules=(*others, *taken.values()), left=left)
    cells = tuple(_emptied(cell, notebook) if cell.index in taken else cell for cell in notebook.cells)
    notes = tuple(_note(cell, taken[cell.index]) for cell in notebook.cells if cell.index in taken)
    return replace(notebook, cells=cells, beside=beside), notes


def _path_written(cell: Cell) -> str | None:
    """The path of the Python file that a cell writes, if it can be imported by it."""
    first = split_lines(cell.source)[0]
    words = shell_words(first)
    if cell.kind != "code" or len(words) != 2 or words[0] not in _WRITES or "skip" in cell.tags:
        return None
    path = words[1].removeprefix("./")
    parts = path.removesuffix(".py").split("/")
    return path if path.endswith(".py") and all(part.isidentifier() for part in parts) else None


def _body(cell: Cell) -> str:
    return "\n".join(split_lines(cell.source)[1:]).removesuffix("\n") + "\n"


def _wanted(notebook: Notebook, written: dict[int, str], modules: dict[int, LocalModule]) -> frozenset[str]:
    """What the other cells import, and what these modules import in turn."""
    known = {module.name: module.text for module in modules.values()}
    waiting = [name for cell in what_parses(notebook) if cell.index not in written for name in _imported(cell.python)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            waiting += _imported(known[name])
    return frozenset(found)


def _imported(code: str) -> Iterator[str]:
    tree = parse(code)
    for node in () if isinstance(tree, Fault) else ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name for alias in aliases)
            case ast.ImportFrom(module=str(module), names=aliases):
                yield module
                yield from (f"{module}.{alias.name}" for alias in aliases)


def _emptied(cell: Cell, notebook: Notebook) -> Cell:
    name = _path_written(cell) or ""
    others = (other.source for other in notebook.cells if other.kind == "code" and other is not cell)
    named = any(name.rpartition("/")[2] in source for source in others)
    return cell if named else replace(cell, source="\n" * cell.source.count("\n"))


def _note(cell: Cell, module: LocalModule) -> Note:
    origin = Origin(cell.index, 1, len(split_lines(cell.source)), cell.cell_id)
    return Note("info", f"`%%writefile {module.path}` is the module {module.name} of the package now", origin)
