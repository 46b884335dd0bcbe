"""A cell, read for secrets: its Python, its shell lines, its text, each in its own way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from nb2pkg.model import Cell, Origin
from nb2pkg.notebook.automagic import automagic_lines
from nb2pkg.notebook.grammar import parse
from nb2pkg.notebook.lines import dedent, dedent_by_first
from nb2pkg.notebook.prompts import without_prompts
from nb2pkg.params.secret_cells import Part, Taken, take_apart
from nb2pkg.params.secret_known import Known, Span
from nb2pkg.params.secret_names import Sighting
from nb2pkg.params.secret_patterns import Hit, find_in_text, kind_for
from nb2pkg.params.secret_python import PythonText, find_in_python, read_python, spans_in_python
from nb2pkg.params.secret_words import is_placeholder, is_secret


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell, taken apart; `source` has plain line ends, and is straightened where IPython does that."""

    cell: Cell
    source: str
    taken: Taken
    python: PythonText | None


def read_cell(cell: Cell, language: str) -> ReadCell:
    """Take a cell apart and read it."""
    source = cell.source.replace("\r\n", "\n").replace("\r", "\n")
    if cell.kind != "code" or language not in ("python", "ipython", "python3"):
        return ReadCell(cell, source, _all_text(source), None)
    taken = take_apart(source)
    if taken.tree is None and not source.lstrip().startswith("%%"):
        source, taken = _straightened(source, taken)
    python = read_python(taken.python, taken.tree) if taken.tree is not None else None
    if python is None and taken.tree is not None:
        taken = _all_text(source)
    return ReadCell(cell, source, taken, python)


def _straightened(source: str, taken: Taken) -> tuple[str, Taken]:
    """Read a cell that is no Python as IPython would: without its margin, its prompts, its bare magics."""
    lines = source.split("\n")
    for prepare in (dedent, dedent_by_first, without_prompts, automagic_lines):
        straight = "\n".join(prepare(lines))
        again = take_apart(straight)
        if again.tree is not None:
            return straight, again
    return source, taken


def _all_text(source: str) -> Taken:
    return Taken("", None, (Part("text", 0, len(source)),))


def module_in(read: ReadCell, part: Part) -> tuple[PythonText, ast.Module] | None:
    """Python that the cell hands to somebody else: ``%%writefile train.py``, ``%%python``."""
    body = read.source[part.start : part.end]
    tree = parse(body) if part.sort == "module" else None
    text = read_python(body, tree) if isinstance(tree, ast.Module) else None
    return (text, tree) if isinstance(tree, ast.Module) and text is not None else None


def texts_of(read: ReadCell) -> Iterator[str]:
    """Yield the text of a cell, and what its literals mean."""
    yield read.source
    if read.python is not None:
        yield from (literal.text for literal in read.python.literals)


def sightings_in(read: ReadCell) -> Iterator[Sighting]:
    """Find the secrets of one cell, in order."""
    place = "code" if read.cell.kind == "code" else "markdown"
    found: list[tuple[int, str, Hit]] = []
    if read.python is not None:
        found += find_in_python(read.python)
    for part in read.taken.parts:
        text = read.source[part.start : part.end]
        module = module_in(read, part)
        if module is not None:
            found += [(part.start + at, value, hit) for at, value, hit in find_in_python(module[0])]
        else:
            found += [(part.start + hit.start, text[hit.start : hit.end], hit) for hit in hits_in_part(part, text)]
    for at, value, hit in sorted(found, key=lambda one: one[0]):
        yield Sighting(value, hit.kind, hit.name, hit.binds, hit.formed, origin_of(read, at, at + len(value)), place)


def hits_in_part(part: Part, text: str) -> tuple[Hit, ...]:
    """Find the secrets in what is not the Python of the cell."""
    if part.sort == "environment":
        return _in_environment(text)
    return find_in_text(text, shell=part.sort in ("shell", "script"))


def _in_environment(text: str) -> tuple[Hit, ...]:
    """``%env NAME=value``, ``%env NAME value``: the variable is the one that the notebook sets."""
    words = text.split(None, 1)
    name, sign, value = words[1].partition("=") if len(words) == 2 else ("", "", "")
    if not sign:
        name, _, value = name.partition(" ")
    name, value = name.strip(), value.strip()
    start = len(text.rstrip()) - len(value)
    inner = find_in_text(value)
    if not value or is_placeholder(value):
        return ()
    if name == "KAGGLE_USERNAME":
        return (Hit(start, start + len(value), "kaggle-username", name, binds=True),)
    if inner or is_secret(name, value, sure=True):
        kind = inner[0].kind if inner else kind_for(name, "", value)
        return (Hit(start, start + len(value), kind, name, binds=True),)
    return ()


def spans_in(read: ReadCell, known: Known) -> Iterator[Span]:
    """Every stretch that is replaced, by its place in the cell."""
    if read.python is not None:
        yield from spans_in_python(read.python, known)
    for part in read.taken.parts:
        text = read.source[part.start : part.end]
        module = module_in(read, part)
        inside = (
            spans_in_python(module[0], known) if module is not None else known.spans(text, hits_in_part(part, text))
        )
        for span in inside:
            yield Span(part.start + span.start, part.start + span.end, span.variable)


def origin_of(read: ReadCell, start: int, end: int) -> Origin:
    """Name the lines of a stretch of a cell."""
    first = read.source.count("\n", 0, start) + 1
    return Origin(read.cell.index, first, first + read.source.count("\n", start, end), read.cell.cell_id)


def bound_names(reads: tuple[ReadCell, ...]) -> Iterator[str]:
    """Yield what the cells bind anywhere, as IPython asks when it fills in fields."""
    for read in reads:
        for node in ast.walk(read.taken.tree) if read.taken.tree is not None else ():
            match node:
                case ast.Name(id=name, ctx=ast.Store()):
                    yield name
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    yield name
                case ast.alias():
                    yield (node.asname or node.name).split(".")[0]
