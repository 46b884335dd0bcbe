"""What a form's title and markdown say of its fields.

#@title Training
#@markdown - **`steps`**: Number of steps.      steps = 50  #@param {type:"integer"}     Number of steps
#@markdown Where the model is saved.
path = "out"  #@param {type:"string"}                                                    Where the model is saved
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nb2pkg.flow.source import split_lines
from nb2pkg.model import Statement
from nb2pkg.params.forms import Form

#: A text that is longer is none on a value.
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Told:
    """What a cell says of its form.

    Attributes:
        title: The form's title.
        fields: Number of its fields.
        lines: Its lines of markdown.
    """

    title: str
    fields: int
    lines: tuple[str, ...]


def told_in_cells(statements: Iterable[Statement]) -> dict[int, Told]:
    """What each cell says of its form."""
    comments: dict[int, list[str]] = {}
    for statement in statements:
        if "@" in statement.text:
            here = comments.setdefault(statement.origin.cell, [])
            here += [line.strip() for line in split_lines(statement.text) if "#" in line]
    return {
        cell: Told(
            next((said for line in lines if (said := _said(line, "@title")) is not None), "").partition("{")[0].strip(),
            sum("@param" in line for line in lines),
            tuple(said for line in lines if (said := _said(line, "@markdown")) is not None),
        )
        for cell, lines in comments.items()
    }


def help_of(name: str, form: Form, statement: Statement, told: Mapping[int, Told]) -> str:
    """One line on a form's field.

    Args:
        name: Its variable.
        form: The field.
        statement: Where it is bound.
        told: What its cell says.

    Returns:
        What stands beside it, what the form says of that name, what stands above it, or the title of a form with no
        other field.
    """
    cell = told.get(statement.origin.cell)
    said = [form.help, _of_name(name, cell.lines if cell else ()), _above(statement.text)]
    said += [cell.title] if cell and cell.fields == 1 else []
    texts = (plain_words(one) for one in said)
    return next((text for text in texts if text and len(text) <= _LONGEST), "")


def _said(line: str, mark: str) -> str | None:
    """What a line of comment says behind one of the forms' marks."""
    said = line.lstrip("#").strip()
    return said.removeprefix(mark).strip() if line.startswith("#") and said.startswith(mark) else None


def _of_name(name: str, lines: Iterable[str]) -> str:
    """What an item of a list says of a name, ``- **`steps`**: Number of steps``."""
    for line in lines:
        for marked in (f"**`{name}`**", f"`{name}`", f"**{name}**", f"{name}"):
            before, found, after = line.partition(marked)
            if found and not before.strip(" -*+0123456789.") and after.lstrip("* ")[:1] in (":", "-", "\N{EN DASH}"):
                return after.lstrip("* :-\N{EN DASH}")
    return ""


def _above(text: str) -> str:
    """The markdown right above the statement; a comment there is found where others are."""
    block: list[str] = []
    for line in split_lines(text):
        said = _said(line.strip(), "@markdown")
        if said is None and line.strip().startswith("#") and _said(line.strip(), "@title") is None:
            block = []
        elif said is not None:
            block = [] if not said or said.startswith(("#", "---", "|")) else [*block, said]
        elif not line.strip():
            block = []
        elif not line.strip().startswith("#"):
            break
    return " ".join(block)


def plain_words(markdown: str) -> str:
    """Markdown as words: no marks, of links their text."""
    said = " ".join(markdown.split())
    while (middle := said.find("](")) >= 0:
        start, end = said.rfind("[", 0, middle), said.find(")", middle)
        if start < 0 or end < 0:
            break
        said = said[:start] + said[start + 1 : middle] + said[end + 1 :]
    return said.replace("**", "").replace("`", "").lstrip("#*- ").strip(" *_")
