"""Python scripts whose cells start with ``# %%``."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nb2pkg.model import Cell
from nb2pkg.notebook.container import refuse_conflict_markers
from nb2pkg.notebook.document import Json
from nb2pkg.notebook.grammar import parse
from nb2pkg.notebook.lines import split_lines
from nb2pkg.notebook.scan import statement_starts

_MARKDOWN = ("[markdown]", "[md]")
_RAW = ("[raw]",)
_FENCE = "# ---"


@dataclass(frozen=True, slots=True)
class Script:
    """A script, read as a notebook.

    Attributes:
        cells: Its cells.
        metadata: What its header says, in the shape of a notebook's metadata.
        notes: What was odd about it.
    """

    cells: tuple[Cell, ...]
    metadata: Json
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A ``# %%`` line."""

    line: int
    kind: str = "code"
    tags: tuple[str, ...] = ()
    cell_id: str | None = None


def looks_like_script(text: str) -> bool:
    """Return whether a text without a file name is a script rather than JSON."""
    return not text.lstrip().startswith(("{", "[")) and any(
        _rest_of_mark(line) is not None for line in split_lines(text)
    )


def read_script(text: str, file: str) -> Script:
    """Read a script.

    Args:
        text: The script.
        file: What to call it in messages.

    Returns:
        Its cells; a script without marks is one cell.

    Raises:
        BadNotebook: A merge has left its markers in it.
    """
    refuse_conflict_markers(text, file)
    lines = split_lines(text)
    body, header = _header(lines)
    starts = statement_starts(lines)
    candidates = range(body, len(lines)) if starts is None else [index for index in starts if index >= body]
    marks = [mark for index in candidates if (mark := _mark(index, lines[index])) is not None]
    notes = () if marks else ("has no '# %%' marks: read as one cell",)
    if header:
        code_lines = set(candidates)
        lines = [_with_magic(line) if index in code_lines else line for index, line in enumerate(lines)]
    cells = [_cell(number, mark, part) for number, (mark, part) in enumerate(_spans(lines, body, marks))]
    ids = Counter(cell.cell_id for cell in cells)
    own = tuple(replace(cell, cell_id=cell.cell_id if ids[cell.cell_id] == 1 else None) for cell in cells)
    return Script(own, _metadata(header), notes)


def _header(lines: Sequence[str]) -> tuple[int, list[str]]:
    """The comment block between two ``# ---`` lines at the top: where the cells begin, and the block."""
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != _FENCE:
        return first if lines[first].strip() else 0, []
    end = next((index for index in range(first + 1, len(lines)) if lines[index].rstrip() == _FENCE), None)
    block = lines[first + 1 : end]
    if end is None or not all(line.startswith("#") for line in block):
        return first, []
    return end + 1, [line.removeprefix("#").removeprefix(" ") for line in block]


def _metadata(header: Sequence[str]) -> Json:
    """What the header says of title, kernel and language: plain `key: value` lines under their parents."""
    metadata: dict[str, object] = {}
    parents: list[tuple[int, str]] = []
    for line in header:
        key, found, value = line.strip().partition(":")
        depth = len(line) - len(line.lstrip())
        if not found:
            continue
        parents = [parent for parent in parents if parent[0] < depth]
        path = [name for _, name in parents if name != "jupyter"]
        if value.strip() and path in (["kernelspec"], ["language_info"]):
            holder = metadata.setdefault(path[0], {})
            if isinstance(holder, dict):
                holder[key] = value.strip().strip("'\"")
        elif value.strip() and not path:
            metadata[key] = value.strip().strip("'\"")
        parents.append((depth, key))
    return metadata


def _rest_of_mark(line: str) -> str | None:
    """What stands after ``# %%``, or None if the line is no mark; ``# %%time`` is a magic that was commented out."""
    if not line.startswith("#"):
        return None
    after = line[1:].lstrip(" ")
    if not after.startswith("%%"):
        return None
    rest = after.lstrip("%")
    return rest.strip() if rest[:1] in ("", " ", "\t") else None


def _mark(index: int, line: str) -> _Mark | None:
    rest = _rest_of_mark(line)
    if rest is None:
        return None
    kind = "markdown" if any(mark in rest for mark in _MARKDOWN) else "raw" if any(m in rest for m in _RAW) else "code"
    options = _options(rest)
    tags, cell_id = options.get("tags", []), options.get("id")
    listed = tags if isinstance(tags, list) else [tags]
    names = tuple(dict.fromkeys(tag.strip() for tag in listed if isinstance(tag, str) and tag.strip()))
    return _Mark(index, kind, names, cell_id if isinstance(cell_id, str) and cell_id else None)


def _options(rest: str) -> Json:
    """Read ``tags=["data"] id="x"`` or ``{"tags": ["data"]}``."""
    if rest.endswith("}") and "{" in rest:
        found = _json_at(rest, rest.index("{"))
        if isinstance(found, dict):
            return found
    pairs = {}
    for key in ("tags", "id"):
        place = f" {rest}".find(f" {key}=")
        if place >= 0:
            pairs[key] = _json_at(rest, place + len(key) + 1)
    return pairs


def _json_at(text: str, at: int) -> object:
    try:
        value: object = json.JSONDecoder().raw_decode(text, at)[0]
    except (json.JSONDecodeError, RecursionError):
        return None
    return value


def _spans(lines: Sequence[str], body: int, marks: Sequence[_Mark]) -> list[tuple[_Mark, list[str]]]:
    """The lines of each cell; what stands above the first mark is a cell too, if it says anything."""
    ends = [mark.line for mark in marks[1:]] + [len(lines)]
    spans = [(mark, list(lines[mark.line + 1 : end])) for mark, end in zip(marks, ends, strict=True)] if marks else []
    above = list(lines[body : marks[0].line if marks else len(lines)])
    return [(_Mark(body - 1), above), *spans] if any(line.strip() for line in above) else spans


def _cell(index: int, mark: _Mark, part: list[str]) -> Cell:
    while part and not part[-1].strip():
        part = part[:-1]
    if mark.kind != "code":
        return Cell(index, mark.kind, _prose(part), mark.tags, mark.cell_id)
    return Cell(index, "code", "\n".join(part), mark.tags, mark.cell_id)


def _prose(part: Sequence[str]) -> str:
    """Markdown, written as comments or as one string."""
    text = "\n".join(part).strip()
    if text[:1] in ("'", '"', "r", "R"):
        tree = parse(text)
        body = tree.body if isinstance(tree, ast.Module) else []
        match body:
            case [ast.Expr(value=ast.Constant(value=str(said)))]:
                return said.strip("\n")
    return "\n".join(line.removeprefix("#").removeprefix(" ") if line.startswith("#") else line for line in part)


def _with_magic(line: str) -> str:
    """Jupytext writes magics as comments, so that the script stays Python: ``# %matplotlib inline``, ``# !ls``."""
    bare = line.lstrip()
    after = bare.removeprefix("# ")
    is_magic = after.startswith("!") or (after.startswith("%") and after.lstrip("%")[:1].isidentifier())
    return line.replace(bare, after, 1) if bare != after and is_magic else line
