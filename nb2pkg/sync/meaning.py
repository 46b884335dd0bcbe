"""What a notebook means, as digests: enough to say which cells changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nb2pkg.sync.digest import about_digest, cell_digest

if TYPE_CHECKING:
    from nb2pkg.model import Notebook


@dataclass(frozen=True, slots=True)
class Meaning:
    """A notebook without what running it changes.

    Attributes:
        cells: Digest of each cell.
        about: Digest of what it means beyond its cells.
    """

    cells: tuple[str, ...]
    about: str


def meaning(notebook: Notebook, order: str) -> Meaning:
    """What a notebook means.

    Args:
        notebook: The notebook.
        order: ``"cell"`` or ``"execution"``; with the latter, the order in which it was run is part of its meaning.

    Returns:
        Its digests.
    """
    counts = [cell.execution_count for cell in notebook.cells]
    return Meaning(
        cells=tuple(cell_digest(cell.kind, cell.source, cell.tags) for cell in notebook.cells),
        about=about_digest(notebook.language, notebook.metadata_title, order, counts),
    )


def glance(data: bytes, order: str) -> Meaning | None:
    """The same for an ordinary notebook of today's format, without importing what reads every other one.

    Args:
        data: Bytes of the file.
        order: As for `meaning`.

    Returns:
        Its digests, or None where it is out of the ordinary. It is only good for finding that nothing changed: before
        saying that something did, read the notebook in full.
    """
    try:
        document = json.loads(data.decode("utf-8"))
        cells = [_cell(cell) for cell in document["cells"]]
        metadata = document["metadata"]
        language = _language(metadata)
        title = metadata.get("title", "").strip() or None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    counts = [count for _, count in cells]
    return Meaning(tuple(digest for digest, _ in cells), about_digest(language, title, order, counts))


def _cell(cell: dict[str, Any]) -> tuple[str, int | None]:
    source = cell["source"]
    tags = cell["metadata"].get("tags", [])
    count = cell.get("execution_count")
    text = source if isinstance(source, str) else "".join(source)
    return cell_digest(cell["cell_type"], text, tags), count if isinstance(count, int) else None


def _language(metadata: dict[str, Any]) -> str:
    told: str = metadata.get("language_info", {}).get("name") or metadata.get("kernelspec", {}).get("language")
    return told.lower() if told else "python"
