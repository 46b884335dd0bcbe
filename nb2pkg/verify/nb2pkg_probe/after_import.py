"""Doing something once a module has been imported, whoever imports it and whenever."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

Then = Callable[[ModuleType], None]


def after_import(todo: Mapping[str, Then]) -> None:
    """Do something with modules once they are there, with those that are there already now.

    Args:
        todo: Name of the module -> what to do with it.
    """
    for name, then in todo.items():
        if name in sys.modules:
            then(sys.modules[name])
    sys.meta_path.insert(0, _Finder({name: then for name, then in todo.items() if name not in sys.modules}))


class _Finder(MetaPathFinder):
    def __init__(self, todo: dict[str, Then]) -> None:
        self.todo = todo

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: Any = None) -> ModuleSpec | None:
        then = self.todo.pop(name, None)  # first: the search below comes by here again
        if then is None:
            return None
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, then)
        return spec


class _Loader(Loader):
    """A module's own loader, and then what is to be done.

    Args:
        plain: Its own.
        then: What is to be done.
    """

    def __init__(self, plain: Loader, then: Then) -> None:
        """Nothing is loaded yet."""
        self.plain = plain
        self.then = then

    def __getattr__(self, name: str) -> Any:
        """What the module's own loader can do besides."""
        return getattr(self.plain, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As it is."""
        return self.plain.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """As it is; then what is to be done."""
        self.plain.exec_module(module)
        if module.__spec__ is not None:
            module.__spec__.loader = self.plain
        module.__loader__ = self.plain
        self.then(module)
