"""Imports that fail today, since a library has put the same thing elsewhere: written as they are spelled now."""

from __future__ import annotations

import ast

# Where it was -> where it is, for whole modules ...
_MODULES = {
    "IPython.core.display": "IPython.display",
    "scipy.ndimage.filters": "scipy.ndimage",
    "scipy.ndimage.fourier": "scipy.ndimage",
    "scipy.ndimage.interpolation": "scipy.ndimage",
    "scipy.ndimage.measurements": "scipy.ndimage",
    "scipy.ndimage.morphology": "scipy.ndimage",
    "sklearn.datasets.samples_generator": "sklearn.datasets",
    "sklearn.externals.joblib": "joblib",
}
_ABCS = """
AsyncGenerator AsyncIterable AsyncIterator Awaitable ByteString Callable Collection Container Coroutine Generator
Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence MutableSet Reversible
Sequence Set Sized ValuesView
"""
# ... and for single names, where their neighbours are not what they were.
_NAMES = {
    "IPython.display.set_matplotlib_close": "matplotlib_inline.backend_inline",
    "IPython.display.set_matplotlib_formats": "matplotlib_inline.backend_inline",
    "IPython.core.pylabtools.set_matplotlib_formats": "matplotlib_inline.backend_inline",
    "sklearn.cross_validation.cross_val_score": "sklearn.model_selection",
    "sklearn.cross_validation.train_test_split": "sklearn.model_selection",
    "sklearn.metrics.scorer.make_scorer": "sklearn.metrics",
    **{f"collections.{name}": "collections.abc" for name in _ABCS.split()},
}


def as_of_today(statement: str) -> list[str]:
    """Return an import with every name where its library has it now.

    Args:
        statement: An import; anything else stays as it is.

    Returns:
        The same statement where nothing has moved; else one for each place.
    """
    match ast.parse(statement).body:
        case [ast.ImportFrom(module=str(module), names=names, level=0)]:
            places = [_place(module, alias.name) for alias in names]
            if all(place == module for place in places):
                return [statement]
            return [
                ast.unparse(_from(place, [alias for alias, at in zip(names, places, strict=True) if at == place]))
                for place in dict.fromkeys(places)
            ]
        case [ast.Import(names=[ast.alias(name=name, asname=str(alias))])] if name in _MODULES:
            return [f"import {_MODULES[name]} as {alias}"]
        case [ast.Try() as block]:
            return [_one_meaning(block) or statement]
    return [statement]


def _place(module: str, name: str) -> str:
    if _MODULES.get(f"{module}.{name}") == name:  # from sklearn.externals import joblib
        return ""
    return _NAMES.get(f"{module}.{name}") or _MODULES.get(module, module)


def _from(place: str, names: list[ast.alias]) -> ast.stmt:
    if place:
        return ast.ImportFrom(module=place, names=names, level=0)
    return ast.Import(names=names)


def _one_meaning(block: ast.Try) -> str | None:
    """Return what every branch of a block imports, where that is the same: the installing in between is gone."""
    branches = [block.body, *(handler.body for handler in block.handlers)]
    if block.orelse or block.finalbody or not block.handlers:
        return None
    said = {ast.dump(ast.Module(body=branch, type_ignores=[])) for branch in branches}
    imports = all(isinstance(node, ast.Import | ast.ImportFrom) for node in block.body)
    return "\n".join(map(ast.unparse, block.body)) if len(said) == 1 and imports else None
