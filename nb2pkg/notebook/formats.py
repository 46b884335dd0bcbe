"""The shapes a notebook file has had: nbformat 2, 3 and 4, and what people's tools make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nb2pkg.errors import BadCell, BadNotebook
from nb2pkg.model import Cell
from nb2pkg.notebook.document import Ambiguous, Json
from nb2pkg.notebook.lines import split_lines

_KINDS = {"code": "code", "markdown": "markdown", "html": "markdown", "rst": "markdown", "heading": "markdown"}
_NEWEST = 4


@dataclass(frozen=True, slots=True)
class _Read:
    """One cell before its id is known to be its own, and what was odd about it."""

    cell: Cell
    notes: tuple[str, ...] = ()


def read_cells(root: Json, file: str) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Read the cells of a notebook in any format.

    Args:
        root: The document.
        file: What to call it in messages.

    Returns:
        Its cells, and notes on what was odd and let pass.

    Raises:
        BadNotebook: It is no notebook, or of a format that is too old or too new.
    """
    notes = _version_notes(root, file)
    raw = _raw_cells(root, file)
    read = [_read_cell(index, cell, file) for index, cell in enumerate(raw)]
    ids = Counter(each.cell.cell_id for each in read)
    cells = tuple(_with_own_id(each.cell, ids) for each in read)
    if any(count > 1 for cell_id, count in ids.items() if cell_id is not None):
        notes = (*notes, "several cells share one id: these are treated as having none")
    return cells, (*notes, *(note for each in read for note in each.notes))


def _version_notes(root: Json, file: str) -> tuple[str, ...]:
    said = root.get("nbformat")
    version = int(said) if isinstance(said, str) and said.strip().isdecimal() else said
    if isinstance(version, bool) or not isinstance(version, int | float):
        return ("does not say its format (nbformat)",)
    if version > _NEWEST:
        hint = "save it as nbformat 4"
        raise BadNotebook(f"nbformat {version:g} is newer than this program knows", file=file, hint=hint)
    if version == 1:
        hint = "open it in an old Jupyter and save it as nbformat 4"
        raise BadNotebook("nbformat 1 is too old to be read", file=file, hint=hint)
    return () if version == _NEWEST else (f"is of an old format (nbformat {version:g})",)


def _raw_cells(root: Json, file: str) -> list[object]:
    _refuse_ambiguous(root, ("cells", "worksheets", "nbformat"), file)
    if "cells" not in root and "worksheets" in root:
        return [cell for sheet in _sheets(root, file) for cell in _list_of_cells(sheet, file)]
    return _list_of_cells(root, file)


def _sheets(root: Json, file: str) -> Iterator[Json]:
    sheets = root["worksheets"]
    for sheet in sheets if isinstance(sheets, list) else [sheets]:
        if not isinstance(sheet, dict):
            raise BadNotebook("not a notebook: a worksheet is no JSON object", file=file)
        yield sheet


def _list_of_cells(holder: Json, file: str) -> list[object]:
    cells = holder.get("cells")
    if not isinstance(cells, list):
        raise BadNotebook("not a notebook: it has no cells", file=file, hint="is it the right file?")
    return cells


def _refuse_ambiguous(value: Json, keys: tuple[str, ...], file: str, cell: int | None = None) -> None:
    for key in keys:
        if isinstance(value, Ambiguous) and key in value.repeated:
            hint = "programs read such a file differently: remove one of the two"
            raise BadNotebook(f"ambiguous: {key!r} stands there twice", file=file, cell=cell, hint=hint)


def _read_cell(index: int, raw: object, file: str) -> _Read:
    if not isinstance(raw, dict):
        raise BadCell("the cell is no JSON object", file=file, cell=index)
    _refuse_ambiguous(raw, ("source", "input", "cell_type"), file, index)
    kind, notes = _kind(index, raw)
    source = _source(index, raw, file)
    if raw.get("cell_type") == "heading":
        source = f"{'#' * _level(raw)} {' '.join(split_lines(source))}"
    if kind != "code" and (clean := _without_surrogates(source)) != source:
        source, notes = clean, (*notes, f"cell {index}: half of a surrogate pair was replaced")
    metadata = raw.get("metadata")
    facts: Json = metadata if isinstance(metadata, dict) else {}
    return _Read(Cell(index, kind, source, _tags(facts), _text_or_none(raw.get("id")), _count(raw)), notes)


def _kind(index: int, raw: Json) -> tuple[str, tuple[str, ...]]:
    said = raw.get("cell_type")
    if isinstance(said, str) and said in _KINDS:
        return _KINDS[said], ()
    if said == "raw":
        return "raw", ()
    ran = any(key in raw for key in ("outputs", "execution_count", "input"))
    if said is None and ran:
        return "code", (f"cell {index}: no cell type; read as code, since it has been run",)
    shown = "no cell type" if said is None else f"unknown cell type {said!r}"
    return "raw", (f"cell {index}: {shown}; left out as raw text",)


def _source(index: int, raw: Json, file: str) -> str:
    said = raw.get("source", raw.get("input"))
    if said is None:
        return ""
    if isinstance(said, str):
        return said
    parts = said if isinstance(said, list) else [said]
    wrong = next((part for part in parts if not isinstance(part, str)), None)
    if wrong is not None or None in parts:
        raise BadCell(f"its source holds {_called(wrong)}, not text alone", file=file, cell=index)
    return "".join(part for part in parts if isinstance(part, str))


def _called(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")


def _level(raw: Json) -> int:
    level = raw.get("level", 1)
    return min(6, max(1, level)) if isinstance(level, int) else 1


def _tags(metadata: Json) -> tuple[str, ...]:
    tags = metadata.get("tags")
    listed = tags if isinstance(tags, list) else [tags]
    clean = (_without_surrogates(tag).strip() for tag in listed if isinstance(tag, str))
    return tuple(dict.fromkeys(tag for tag in clean if tag))


def _count(raw: Json) -> int | None:
    count = raw.get("execution_count", raw.get("prompt_number"))
    return count if isinstance(count, int) and not isinstance(count, bool) else None


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) and value and _without_surrogates(value) == value else None


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def _with_own_id(cell: Cell, ids: Counter[str | None]) -> Cell:
    if cell.cell_id is None or ids[cell.cell_id] == 1:
        return cell
    return Cell(cell.index, cell.kind, cell.source, cell.tags, None, cell.execution_count)
