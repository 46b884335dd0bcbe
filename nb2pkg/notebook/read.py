"""From the bytes of a notebook file to a `Notebook`."""

from __future__ import annotations

from pathlib import PurePath

from nb2pkg.errors import BadNotebook
from nb2pkg.model import Cell, Notebook
from nb2pkg.notebook.container import text_of
from nb2pkg.notebook.document import Json, parse_document
from nb2pkg.notebook.formats import read_cells
from nb2pkg.notebook.language import refuse_other_languages
from nb2pkg.notebook.percent import looks_like_script, read_script


def read_notebook(data: bytes, file: str) -> Notebook:
    """Read a notebook, leniently: what is odd but clear is let pass and noted.

    Args:
        data: The file: a notebook of any format since nbformat 2, or a Python script with ``# %%`` cells.
        file: Its name; ``.py`` says that it is a script, and for ``"-"`` its text says what it is.

    Returns:
        The notebook.

    Raises:
        BadNotebook: It is no notebook, or none in Python 3, or has no code.
    """
    text, notes = text_of(data, file)
    is_script = looks_like_script(text) if file == "-" else file.lower().endswith((".py", ".pyw"))
    read = _from_script(text, file) if is_script else _from_json(text, file)
    if not any(cell.kind == "code" and cell.source.strip() for cell in read.cells):
        raise BadNotebook("the notebook has no code", file=file)
    return Notebook(read.name, file, read.cells, "python", read.metadata_title, (*notes, *read.notes))


def _from_json(text: str, file: str) -> Notebook:
    root, odd = parse_document(text, file)
    cells, notes = read_cells(root, file)
    metadata = root.get("metadata")
    facts: Json = metadata if isinstance(metadata, dict) else {}
    refuse_other_languages(facts, file)
    return Notebook(_name(file), file, cells, metadata_title=_title(facts), notes=(*odd, *notes))


def _from_script(text: str, file: str) -> Notebook:
    script = read_script(text, file)
    refuse_other_languages(script.metadata, file)
    cells: tuple[Cell, ...] = script.cells
    return Notebook(_name(file), file, cells, metadata_title=_title(script.metadata), notes=script.notes)


def _name(file: str) -> str:
    """The file's name without folder and suffix; `notebook` where it has none."""
    stem = PurePath(file).stem
    return "notebook" if stem in ("", "-", ".ipynb", ".py") else stem


def _title(metadata: Json) -> str | None:
    title = metadata.get("title")
    return title.strip() or None if isinstance(title, str) else None
