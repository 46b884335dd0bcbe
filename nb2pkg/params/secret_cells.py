"""Takes a code cell apart: which lines are Python, which are a shell's, which are neither.

%%time                      another
!wandb login 8f3a...        shell
x = !ls                     shell, from the exclamation mark on
%env WANDB_API_KEY=8f3a...  environment
wandb.login()               Python: here all other lines are blanked out, so that every place stays where it was
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.notebook.grammar import parse
from nb2pkg.notebook.lines import indent_of, word_set
from nb2pkg.notebook.scan import Found, find_special

_SHELL_CELLS = word_set("bash sh script system sx ! zsh")
_PYTHON_CELLS = word_set("time timeit capture prun memit mprun lprun heat wandb skip")
_FILE_CELLS = frozenset(("writefile", "file"))
_OWN_PYTHON_CELLS = frozenset(("python", "python3", "pypy"))
_TEXT_CELLS = word_set("html HTML javascript js latex svg SVG markdown sql bigquery R cython perl ruby")
_SHELL_MAGICS = word_set("sx system pip conda mamba uv")
_ENVIRONMENT_MAGICS = frozenset(("env", "set_env"))
_STATEMENT_MAGICS = word_set("time timeit prun memit")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a cell that is not the cell's own Python.

    Attributes:
        sort: ``"shell"`` (IPython fills in fields), ``"script"`` (it does not), ``"environment"``, ``"text"`` or
            ``"module"`` (Python that runs elsewhere).
        start: Where it starts in the cell.
        end: Where it ends.
    """

    sort: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A code cell, taken apart.

    Attributes:
        python: The cell with all but its Python blanked out; empty where there is none.
        tree: What Python makes of it; None where it makes nothing.
        parts: The rest.
    """

    python: str
    tree: ast.Module | None
    parts: tuple[Part, ...]


def take_apart(source: str) -> Taken:
    r"""Take a code cell apart; its lines end in ``\n`` alone."""
    tree = _tree(source)
    if tree is not None:
        return Taken(source, tree, ())
    first = len(source) - len(source.lstrip())
    if source.startswith("%%", first):
        return _cell_magic(source, first)
    return _lines(source)


def _tree(source: str) -> ast.Module | None:
    tree = parse(source)
    return tree if isinstance(tree, ast.Module) else None


def _cell_magic(source: str, first: int) -> Taken:
    end = source.find("\n", first)
    head, body = source[first : end if end >= 0 else len(source)], end + 1 if end >= 0 else len(source)
    words = head[2:].split()
    name = words[0] if words else ""
    head_part = Part("text", 0, body)
    if name in _SHELL_CELLS:
        return _beside(source, head_part, "script", body)
    if name in _OWN_PYTHON_CELLS or (name in _FILE_CELLS and words[-1].endswith(".py")):
        return _beside(source, head_part, "module", body)
    if name in _FILE_CELLS or name in _TEXT_CELLS:
        return _beside(source, head_part, "text", body)
    inner = take_apart(_blank(source, 0, body))
    if inner.tree is None and name not in _PYTHON_CELLS:
        return _beside(source, head_part, "text", body)
    return Taken(inner.python, inner.tree, (head_part, *inner.parts))


def _beside(source: str, head: Part, sort: str, body: int) -> Taken:
    return Taken("", None, (head, Part(sort, body, len(source))))


def _lines(source: str) -> Taken:
    """A cell with lines of notebook syntax in it; where the rest is no Python either, all of it is text."""
    lines = source.split("\n")
    starts = _line_starts(lines)
    masked, parts, at = list(lines), [], 0
    while (found := find_special(lines, at)) is not None:
        part = _part(lines, starts, found)
        _mask(masked, found, part)
        if part.sort != "python":
            parts.append(Part(part.sort, part.start, part.end))
        at = found.last + 1
    python = "\n".join(masked)
    tree = _tree(python)
    return Taken(python, tree, tuple(parts)) if tree is not None else Taken("", None, (*parts, *_rest(source, parts)))


def _rest(source: str, parts: list[Part]) -> list[Part]:
    """What lies between the parts, as text."""
    edges = [0, *(edge for part in parts for edge in (part.start, part.end)), len(source)]
    return [Part("text", a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _part(lines: list[str], starts: list[int], found: Found) -> Part:
    start = starts[found.first] + found.column
    end = starts[found.last] + len(lines[found.last])
    if found.sort == "help":
        return Part("text", start, end)
    text = lines[found.first][found.column :]
    if text.startswith("!"):
        return Part("shell", start, end)
    name = text.lstrip("%").split(None, 1)[0] if text.lstrip("% \t") else ""
    if name in _ENVIRONMENT_MAGICS:
        return Part("environment", start, end)
    if text.startswith("%") and name in _SHELL_MAGICS:
        return Part("shell", start, end)
    if _times_a_statement(found, name, text):
        return Part("python", start + 1 + len(name), end)
    return Part("text", start, end)


def _times_a_statement(found: Found, name: str, text: str) -> bool:
    """``%time fit()``: what follows the name is Python; options are not told apart from it."""
    rest = text[1 + len(name) :].strip()
    only_line = found.sort == "escape" and found.first == found.last
    return only_line and name in _STATEMENT_MAGICS and _tree(rest) is not None and rest != ""


def _mask(masked: list[str], found: Found, part: Part) -> None:
    r"""``!ls -l \`` becomes ``0      ``: as long, harmless, and a statement where one is needed."""
    line = masked[found.first]
    head = line[: found.column] if found.sort != "help" else indent_of(line)
    if part.sort == "python":
        name = len(line) - found.column - (part.end - part.start)
        masked[found.first] = f"{head}0;".ljust(len(head) + name) + line[len(head) + name :]
        return
    masked[found.first] = f"{head}0".ljust(len(line))
    for index in range(found.first + 1, found.last + 1):
        masked[index] = " " * len(masked[index])


def _line_starts(lines: list[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _blank(source: str, start: int, end: int) -> str:
    """The same text with one stretch blanked out, line ends kept."""
    blanked = "".join(char if char == "\n" else " " for char in source[start:end])
    return source[:start] + blanked + source[end:]
