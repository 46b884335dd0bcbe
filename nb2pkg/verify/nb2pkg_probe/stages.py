"""What the stages of a package compute: the values of their variables when they return.

The functions are watched by their source: each gets a ``try: ... finally:`` that hands its variables over.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from typing import Any

SEEN = "__nb2pkg_seen__"
#: The functions that commands are; what they call are the stages.
COMMANDS = frozenset(("fit", "explore", "predict"))


def watch_stages(folder: Path, stages: Iterable[str], seen: Callable[[str, dict[str, Any]], None]) -> None:
    """Hand over the variables of every stage of a package, imported from now on.

    Args:
        folder: The package's modules.
        stages: Functions that are stages, whoever calls them.
        seen: What takes them, with the name of the stage.
    """
    setattr(builtins, SEEN, seen)
    sys.meta_path.insert(0, _Finder(folder.name, stages_of(folder).union(stages)))


def stages_of(folder: Path) -> frozenset[str]:
    """The commands of a package and the functions that they call."""
    found = set(COMMANDS)
    for path in sorted(folder.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name in COMMANDS:
                found |= set(_called(node))
    return frozenset(found)


def _called(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        match one:
            case ast.Call(func=ast.Name(id=name)):
                yield name


class _Finder(MetaPathFinder):
    def __init__(self, package: str, stages: frozenset[str]) -> None:
        self.package = package
        self.stages = stages

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        if not name.startswith(f"{self.package}."):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Watching(spec.loader.name, spec.loader.path, self.stages)
        return spec


class _Watching(SourceFileLoader):
    """Loads a module with its stages watched.

    Args:
        name: The module's.
        path: Its file.
        stages: The functions to watch.
    """

    def __init__(self, name: str, path: str, stages: frozenset[str]) -> None:
        """Nothing is loaded yet."""
        super().__init__(name, path)
        self.stages = stages

    def get_code(self, fullname: str) -> Any:
        """The module compiled anew: what lies compiled beside it is not watched."""
        path = self.get_filename(fullname)
        module = ast.parse(self.get_data(path).decode("utf-8"))
        return compile(watched(module, self.stages), path, "exec", dont_inherit=True)


def watched(module: ast.Module, stages: frozenset[str]) -> ast.Module:
    """A module whose stages hand over their variables."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name in stages and not _yields(node):
            call = ast.parse(f"{SEEN}({node.name!r}, dict(locals()))").body
            node.body = [ast.Try(body=node.body, handlers=[], orelse=[], finalbody=call)]
    return ast.fix_missing_locations(module)


def _yields(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Yield | ast.YieldFrom) for one in ast.walk(node))
