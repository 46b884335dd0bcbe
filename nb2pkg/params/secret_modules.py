"""Modules beside the notebook, read for secrets as the notebook's own ``%%writefile`` cells are.

So one key gets one variable, wherever it stands, and a module that needs ``os`` for it imports that itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.model import Cell, LeftModule, Notebook, Origin, SecretFound
from nb2pkg.notebook.grammar import parse

_HEAD = "%%writefile module.py\n"
_NOT_REPLACED = "a secret in it could not be replaced"


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
    variables = frozenset(one.variable for one in found)
    texts = [cell.source.removeprefix(_HEAD) for cell in clean.cells[count:]]
    pairs = list(zip(notebook.beside.modules, texts, strict=True))
    kept = tuple(replace(one, text=_importable(text, variables)) for one, text in pairs if _parses(text))
    left = tuple(LeftModule(one.name, one.path, _NOT_REPLACED) for one, text in pairs if not _parses(text))
    paths = {cell.index: one.path for cell, one in zip(clean.cells[count:], notebook.beside.modules, strict=True)}
    told = tuple(_placed(one, paths[one.origin.cell]) if one.origin.cell in paths else one for one in found)
    beside = replace(notebook.beside, modules=kept, left=(*notebook.beside.left, *left))
    return replace(clean, cells=clean.cells[:count], beside=beside), told


def _parses(text: str) -> bool:
    return isinstance(parse(text), ast.Module)


def _importable(text: str, variables: frozenset[str]) -> str:
    """A module that asks for what replaces a secret as it is imported, and does without it until it is used.

    TOKEN = os.environ["HF_TOKEN"]         TOKEN = os.environ.get("HF_TOKEN", "")
    """
    lines = text.split("\n")
    found = [(node, name) for node, name in _asked_at_import(ast.parse(text)) if name in variables]
    for node, name in sorted(found, key=lambda one: (-one[0].lineno, -one[0].col_offset)):
        line = lines[node.lineno - 1].encode("utf-8")
        if node.end_lineno == node.lineno and node.value.end_col_offset is not None:
            asked = line[: node.value.end_col_offset] + f'.get("{name}", "")'.encode() + line[node.end_col_offset :]
            lines[node.lineno - 1] = asked.decode("utf-8")
    return "\n".join(lines)


def _asked_at_import(tree: ast.Module) -> Iterator[tuple[ast.Subscript, str]]:
    """Each ``os.environ["NAME"]`` outside of functions that is read."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                continue
            case ast.Subscript(
                value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name)), ctx=ast.Load()
            ):
                yield node, name
        waiting += ast.iter_child_nodes(node)


def _placed(found: SecretFound, path: str) -> SecretFound:
    """A find with its line in the file, which has no head."""
    origin = Origin(-1, found.origin.first - 1, found.origin.last - 1)
    return replace(found, origin=origin, place="module", file=path)
