"""Decides for each cell how it gets at `os`: by an import that is there, by one that is put in, or without."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nb2pkg.model import Cell
from nb2pkg.params.secret_imports import NO_IMPORT, NO_NAMES, OsNames, import_slot, os_names
from nb2pkg.params.secret_known import Known
from nb2pkg.params.secret_reading import ReadCell
from nb2pkg.params.secret_rewrite import Edit, needs_os


@dataclass(frozen=True, slots=True)
class OsWriter:
    """How a cell writes `os`, and the import that it gets for that, if any."""

    source: str
    module: str = "os"
    names: OsNames = NO_NAMES
    edits: tuple[Edit, ...] = ()

    def at(self, place: int) -> str:
        """How to write it at one place: a function that imports it further down must not be disturbed."""
        line = self.source.count("\n", 0, place) + 1
        around = [at for first, last, at in self.names.local if first <= line <= last]
        if around:
            return "os" if min(around) < line else NO_IMPORT
        return self.module


def os_writers(reads: tuple[ReadCell, ...], known: Known) -> list[OsWriter]:
    """Decide for each cell how it gets at `os`: by an import that is there, by one that is put in, or without."""
    names = [os_names(read.taken.tree) if read.taken.tree is not None else NO_NAMES for read in reads]
    shadowed = any(one.shadowed for one in names)
    writers = [
        OsWriter(read.source, NO_IMPORT if shadowed else "os", one) for read, one in zip(reads, names, strict=True)
    ]
    ready = False
    for index, read in enumerate(reads):
        need = None if shadowed or ready else _first_need(read, names[index], known)
        if need is not None and not any(line < need for line in names[index].imported):
            at, slot = _slot_for(reads, index, need)
            if slot is None:
                writers[index] = replace(writers[index], module=NO_IMPORT)
            else:
                writers[at] = replace(writers[at], edits=(*writers[at].edits, slot))
                ready = ready or not _is_skipped(reads[at].cell)
        ready = ready or (bool(names[index].imported) and not _is_skipped(read.cell))
    return writers


def _first_need(read: ReadCell, names: OsNames, known: Known) -> int | None:
    """Return the first line that reads `os` of the notebook."""
    if read.python is None:
        return None
    lines = [read.source.count("\n", 0, place) + 1 for place in needs_os(read.python, known)]
    return min((line for line in lines if not any(a <= line <= b for a, b, _ in names.local)), default=None)


def _slot_for(reads: tuple[ReadCell, ...], index: int, need: int) -> tuple[int, Edit | None]:
    """Look for room for an import: in the cell, then upwards."""
    for at in range(index, -1, -1):
        read = reads[at]
        if read.taken.tree is None or (at != index and _is_skipped(read.cell)):
            continue
        before = need if at == index else read.source.count("\n") + 1
        slot = import_slot(read.source, read.taken.python, read.taken.tree, before)
        if slot is not None:
            return at, Edit(slot.start, slot.end, slot.text)
    return index, None


def _is_skipped(cell: Cell) -> bool:
    """Whether the cell is left out of the package, and its imports with it."""
    first = cell.source.lstrip().partition("\n")[0]
    return not {"skip", "nb2pkg:skip"}.isdisjoint(cell.tags) or (first.startswith("#") and "nb2pkg: skip" in first)
