"""A notebook's title: the first heading that says what it is about, else its file name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from nb2pkg.model import Notebook

Headings = Callable[[str], list[str]]

#: A heading of these words alone is a section that any notebook has.
_GENERAL = frozenset(
    "a about abstract all and background colab config configuration content contents context data dataset datasets "
    "dependencies environment for get getting goal goals in install installation installing intro introduction "
    "import importing imports lib libraries library libs load loading module modules necessary needed notebook "
    "objective objectives of other our overview package packages part preliminaries preparation prepare read reading "
    "required requirement requirements section set settings setting setup some start started step table the this to "
    "toc up useful welcome".split()
)


def chosen_title(notebook: Notebook, headings: Headings) -> str:
    """The title.

    Before the first code a heading of the first level goes before deeper ones, as long as it says something.

    Args:
        notebook: The notebook.
        headings: Reads the headings of a markdown cell.
    """
    texts = [cell.source for cell in notebook.cells if cell.kind == "markdown"]
    above = [text for text in _above_code(notebook) if headings(text)]
    telling = [one for text in above for one in headings(text) if not _is_general(one)]
    top = [one for text in above for one in _first_level(text, headings) if one in telling]
    first = next((one for text in texts for one in headings(text)), "")
    later = [] if _is_general(first) else [first]
    return next((one for one in [*top[:1], *telling, *later] if one), notebook.metadata_title or notebook.name)


def _above_code(notebook: Notebook) -> list[str]:
    found: list[str] = []
    for cell in notebook.cells:
        if cell.kind == "code" and cell.source.strip():
            break
        found += [cell.source] if cell.kind == "markdown" else []
    return found


def _first_level(text: str, headings: Headings) -> list[str]:
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    marked = [one for line in lines if line.startswith(("# ", "<h1")) for one in headings(line)]
    return marked or _underlined(lines)


def _underlined(lines: Sequence[str]) -> list[str]:
    return [line for line, below in pairwise(lines) if line and len(below) > 1 and set(below) == {"="}]


def _is_general(heading: str) -> bool:
    words = "".join(char.lower() if char.isalpha() else " " for char in heading).split()
    return all(word in _GENERAL for word in words)
