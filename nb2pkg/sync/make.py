"""A conversion's lock."""

from __future__ import annotations

from collections.abc import Iterator

from nb2pkg import __version__
from nb2pkg.model import Beside, File, Notebook, Package, Unit
from nb2pkg.options import Options
from nb2pkg.sync.digest import cell_keys, file_prints, module_digest
from nb2pkg.sync.lock import Lock, LockedCell, LockedUnit
from nb2pkg.sync.meaning import meaning
from nb2pkg.sync.origins import line_origins
from nb2pkg.sync.units import UnitText


def make_lock(notebook: Notebook, package: Package, options: Options, notebook_path: str) -> Lock:
    """Put down what a package was made from and what was generated.

    Args:
        notebook: What was converted.
        package: What came out.
        options: What the person chose.
        notebook_path: Path from the package's folder to the notebook.

    Returns:
        The lock; it holds digests of the notebook and lines of the package, nothing else of either.
    """
    meant = meaning(notebook, options.order)
    cells = tuple(
        LockedCell(digest, usable_id(cell.cell_id)) for digest, cell in zip(meant.cells, notebook.cells, strict=True)
    )
    keys = dict(enumerate(cell_keys((cell.cell_id, cell.digest) for cell in cells)))
    return Lock(
        notebook=notebook_path,
        about=meant.about,
        cells=cells,
        options=options,
        files=tuple(sorted((file.path, file_prints(file.content)) for file in package.files)),
        units=_units(notebook, package, keys),
        version=__version__,
        local=tuple(sorted(_local(notebook.beside))),
    )


def _local(beside: Beside) -> Iterator[tuple[str, str]]:
    """Path and digest of each file beside the notebook that was looked at."""
    for module in beside.modules:
        if module.path.endswith(".py"):
            yield module.path, module_digest(module.text.encode("utf-8"))
    yield from ((one.path, one.digest) for one in beside.left if one.digest)


def usable_id(cell_id: str | None) -> str | None:
    """An id of the form that Jupyter gives; any other text in its place stays out of the lock."""
    if cell_id is None or not 0 < len(cell_id) <= 64:
        return None
    return cell_id if cell_id.isascii() and cell_id.replace("-", "").replace("_", "").isalnum() else None


def _units(notebook: Notebook, package: Package, keys: dict[int, str]) -> tuple[LockedUnit, ...]:
    sources = {cell.index: cell.source for cell in notebook.cells}
    finders = {path: UnitText(path, _content(package.files, path)) for path in {unit.path for unit in package.units}}
    return tuple(_unit(unit, finders[unit.path].take(unit.name), sources, keys) for unit in package.units)


def _unit(unit: Unit, text: tuple[str, ...], sources: dict[int, str], keys: dict[int, str]) -> LockedUnit:
    return LockedUnit(
        path=unit.path,
        name=unit.name,
        cells=tuple(dict.fromkeys(keys[origin.cell] for origin in unit.origins)),
        lines=line_origins(text, unit.origins, sources, keys),
        text=text,
    )


def _content(files: tuple[File, ...], path: str) -> bytes:
    return next((file.content for file in files if file.path == path), b"")
