"""``from utils import *`` of a module beside the notebook: what it binds can be read there, so it is spelled out.

from utils import *       from utils import load, show; import numpy as np      (utils defines two, imports one)

Then it is known what each name stands for, and the package imports what it uses.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from nb2pkg.flow.source import tree_of
from nb2pkg.local.wanted import absolute
from nb2pkg.model import LocalModule, PythonCell


@dataclass(frozen=True, slots=True)
class Exported:
    """What a star brings in.

    Attributes:
        own: Names that the module gives itself.
        imports: Import statements for those that it imports, as they are spelled from the notebook.
    """

    own: tuple[str, ...]
    imports: tuple[str, ...]


def with_names_spelled_out(cells: Iterable[PythonCell], modules: Iterable[LocalModule]) -> tuple[PythonCell, ...]:
    """Spell stars out.

    Args:
        cells: The notebook's code, in plain Python.
        modules: What lies beside it.

    Returns:
        The cells, each with as many lines; a star stays where its module makes up names as it runs.
    """
    known = {name: module for module in modules for name in (module.name, *module.also)}
    return tuple(_spelled_out(cell, known) if known and "*" in cell.python else cell for cell in cells)


def _spelled_out(cell: PythonCell, known: Mapping[str, LocalModule]) -> PythonCell:
    lines = cell.python.split("\n")
    for node in reversed([node for node in ast.walk(tree_of(cell.python)) if isinstance(node, ast.ImportFrom)]):
        module = absolute(node.module, node.level, "")
        if node.names[0].name != "*" or module is None or module not in known or node.lineno != node.end_lineno:
            continue
        found = exported(known[module], known, frozenset())
        if found is None:
            continue
        own = [f"from {module} import {', '.join(found.own)}"] if found.own else []
        line = lines[node.lineno - 1].encode("utf-8")
        text = "; ".join([*found.imports, *own]) or f"import {module}"
        lines[node.lineno - 1] = (line[: node.col_offset] + text.encode("utf-8") + line[node.end_col_offset :]).decode()
    python = "\n".join(lines)
    return cell if python == cell.python else replace(cell, python=python)


def exported(module: LocalModule, known: Mapping[str, LocalModule], above: frozenset[str]) -> Exported | None:
    """What ``import *`` of a module binds.

    Args:
        module: The module.
        known: All modules beside the notebook, by name.
        above: Modules whose stars led here.

    Returns:
        Its names; None where only running it can tell.
    """
    tree = ast.parse(module.text)
    listed = _listed(tree)
    if listed is None or _makes_names(tree):
        return None
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    bound = _bound(tree)
    imported: dict[str, str] = {}
    through: list[str] = []
    for node in tree.body:
        found = _star(node, package, known, above | {module.name})
        if found is None:
            return None
        through += found
        imported |= {name: line for name, line in _imported(node, package).items() if bound[name] == 1}
    wanted = listed or [name for name in bound if not name.startswith("_")]
    lines = [imported[name] for name in wanted if name in imported]
    own = tuple(name for name in wanted if name not in imported)
    return Exported(own, tuple(dict.fromkeys([*([] if listed else through), *lines])))


def _listed(tree: ast.Module) -> list[str] | None:
    """The names in ``__all__``, none where there is no such list; None where it is computed."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "__all__"]
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=all_) | ast.Tuple(elts=all_)):
                names = [one.value for one in all_ if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                return names if len(nodes) == 1 and len(names) == len(all_) else None
    return [] if not nodes else None


def _makes_names(tree: ast.Module) -> bool:
    calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return bool({"globals", "vars", "exec", "setattr"} & set(calls))


def _star(node: ast.stmt, package: str, known: Mapping[str, LocalModule], above: frozenset[str]) -> list[str] | None:
    """The statements that stand for a star within the module; none for any other statement."""
    if not isinstance(node, ast.ImportFrom) or node.names[0].name != "*":
        return []
    name = absolute(node.module, node.level, package)
    if name is None or name in above:
        return None
    if name not in known:
        return [f"from {name} import *"]
    found = exported(known[name], known, above)
    if found is None:
        return None
    return [*found.imports, *([f"from {name} import {', '.join(found.own)}"] if found.own else [])]


def _imported(node: ast.stmt, package: str) -> dict[str, str]:
    """Name -> import statement for each name that a plain import binds."""
    match node:
        case ast.Import(names=names):
            return {one.asname or one.name.partition(".")[0]: ast.unparse(ast.Import([one])) for one in names}
        case ast.ImportFrom(module=module, names=names, level=level) if names[0].name != "*":
            home = absolute(module, level, package)
            if module == "__future__" or home is None:
                return {}
            return {
                one.asname or one.name: ast.unparse(ast.ImportFrom(home or None, [one], 0 if home else 1))
                for one in names
            }
    return {}


def _bound(tree: ast.Module) -> Counter[str]:
    """Every name that is bound at the top of a module, in branches too, in order, and how often."""
    names: Counter[str] = Counter()
    waiting: list[ast.AST] = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names[name] += 1
                continue
            case ast.ImportFrom(module="__future__"):
                continue
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names.update(one.asname or one.name.partition(".")[0] for one in aliases if one.name != "*")
            case ast.Name(id=name, ctx=ast.Store()):
                names[name] += 1
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                continue
        waiting += reversed(list(ast.iter_child_nodes(node)))
    return names
