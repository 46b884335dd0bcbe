"""The notebook as it was read, and its cells in plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(str, Enum):
    """What a cell or statement is for; it decides the module and the command-line group."""

    DATA = "data"
    MODEL = "model"
    TRAIN = "train"
    EXPLORE = "explore"
    SETUP = "setup"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where in the notebook something came from.

    Attributes:
        cell: Index of the cell in the file, from 0, markdown included.
        first: First line within the cell, from 1.
        last: Last line within the cell, from 1, inclusive.
        cell_id: The cell's own id, where the notebook has ids.
    """

    cell: int
    first: int
    last: int
    cell_id: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it stands in the file.

    Attributes:
        index: Position in the file, from 0.
        kind: ``"code"``, ``"markdown"`` or ``"raw"``; anything unknown is ``"raw"``.
        source: The text, joined.
        tags: The cell's tags, in order.
        cell_id: Its id, if it has one of its own that no other cell shares.
        execution_count: How often the kernel had run when it ran last.
    """

    index: int
    kind: str
    source: str
    tags: tuple[str, ...] = ()
    cell_id: str | None = None
    execution_count: int | None = None


@dataclass(frozen=True, slots=True)
class LocalModule:
    """A Python file beside the notebook that the notebook imports, or that such a file imports.

    Attributes:
        name: Dotted name it is imported by (``"src.models"``).
        path: Where it lies, from the notebook's folder; for a package without ``__init__.py`` the folder.
        text: Its source.
        is_package: Whether it is a folder.
        also: Other dotted names it is imported by.
        written: Whether it lies there only once a cell of the notebook has written it.
    """

    name: str
    path: str
    text: str
    is_package: bool = False
    also: tuple[str, ...] = ()
    written: bool = False


@dataclass(frozen=True, slots=True)
class LeftModule:
    """A module beside the notebook that is not copied.

    Attributes:
        name: Its dotted name.
        path: Where it lies, from the notebook's folder.
        why: Why, in a clause.
        digest: Of its content, where a change of that may change whether it is copied.
    """

    name: str
    path: str
    why: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the notebook and is imported.

    Attributes:
        modules: What is copied into the package, by name.
        left: What is not.
        folders: Folders on the notebook's path, from its own folder, in which all that is imported is copied.
    """

    modules: tuple[LocalModule, ...] = ()
    left: tuple[LeftModule, ...] = ()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook, read leniently.

    Attributes:
        name: File name without folder and suffix, as the user wrote it (``"leaf disease"``).
        file: What to call it in messages.
        cells: All cells in file order.
        language: Lower-case name of its language, ``"python"`` where nothing is said.
        metadata_title: ``metadata.title``, if any.
        notes: What was odd about the file and let pass, for the report.
        beside: The modules that lie beside it.
    """

    name: str
    file: str
    cells: tuple[Cell, ...]
    language: str = "python"
    metadata_title: str | None = None
    notes: tuple[str, ...] = ()
    beside: Beside = Beside()


@dataclass(frozen=True, slots=True)
class Special:
    """A line of notebook syntax, and what became of it.

    Attributes:
        kind: ``"pip"``, ``"conda"``, ``"apt"``, ``"display"`` (dropped, display only), ``"shell"``, ``"magic"``,
            ``"cell_magic"``, ``"help"``, ``"hosted"`` (a call that only Colab or Kaggle answers), ``"widget"``,
            ``"unknown"``.
        text: The line or cell as written, secrets already removed.
        origin: Where it stood.
        kept: Whether Python that does the same stands in its place.
        requirements: For ``pip`` and ``conda``: PEP 508 requirement strings, pins kept; for ``apt``: package names.
        note: What a person should know about it, in a clause.
    """

    kind: str
    text: str
    origin: Origin
    kept: bool = False
    requirements: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PythonCell:
    """A code cell in plain Python: line n of `python` is line n of the cell.

    Attributes:
        index: Index of the cell.
        cell_id: Its id.
        python: Python source that `ast.parse` accepts; notebook syntax replaced line for line.
        specials: The notebook syntax that was there.
        imports: Modules that the replaced lines need (``"subprocess"``).
    """

    index: int
    cell_id: str | None
    python: str
    specials: tuple[Special, ...] = ()
    imports: tuple[str, ...] = ()
