"""Modules beside the notebook, read for secrets as the notebook's own ``%%writefile`` cells are.

So one key gets one variable, wherever it stands, and a module that needs ``os`` for it imports that itself.
"""

from __future__ import annotations

from dataclasses import replace

from nb2pkg.model import Cell, Notebook, Origin, SecretFound

_HEAD = "%%writefile module.py\n"


def with_module_cells(notebook: Notebook) -> tuple[Cell, ...]:
    """Return the notebook's cells, and one more for each module."""
    first = max((cell.index for cell in notebook.cells), default=-1) + 1
    modules = enumerate(notebook.beside.modules, first)
    return (*notebook.cells, *(Cell(index, "code", _HEAD + module.text) for index, module in modules))


def from_module_cells(
    clean: Notebook, notebook: Notebook, found: tuple[SecretFound, ...]
) -> tuple[Notebook, tuple[SecretFound, ...]]:
    """Take the modules out of the cells again.

    Args:
        clean: What `with_module_cells` gave, secrets removed.
        notebook: The notebook before that.
        found: Where the secrets were.

    Returns:
        The notebook with its modules, and where the secrets were.
    """
    count = len(notebook.cells)
    modules = tuple(
        replace(module, text=cell.source.removeprefix(_HEAD))
        for module, cell in zip(notebook.beside.modules, clean.cells[count:], strict=True)
    )
    paths = {cell.index: module.path for cell, module in zip(clean.cells[count:], modules, strict=True)}
    told = tuple(_placed(one, paths[one.origin.cell]) if one.origin.cell in paths else one for one in found)
    return replace(clean, cells=clean.cells[:count], beside=replace(notebook.beside, modules=modules)), told


def _placed(found: SecretFound, path: str) -> SecretFound:
    """A find with its line in the file, which has no head."""
    origin = Origin(-1, found.origin.first - 1, found.origin.last - 1)
    return replace(found, origin=origin, place="module", file=path)
