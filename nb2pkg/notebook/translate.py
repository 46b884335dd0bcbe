"""Replaces the notebook syntax of a cell by Python, each piece on its own lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nb2pkg.notebook.cell_magics import cell_magic, comment_out
from nb2pkg.notebook.grammar import fault_of
from nb2pkg.notebook.interpolate import literal
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.lines import dedent, indent_of
from nb2pkg.notebook.magics import assigned_magic, line_magic, statement_of_prefix
from nb2pkg.notebook.meaning import UNKNOWN, Meaning
from nb2pkg.notebook.running import captured
from nb2pkg.notebook.scan import Found, find_special
from nb2pkg.notebook.shell import shell_meanings

# What IPython's list of lines has and a list has not, or has otherwise.
_SLIST = frozenset({"n", "s", "l", "p", "nlstr", "spstr", "list", "paths", "grep", "fields", "sort"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Notebook syntax that was replaced.

    Attributes:
        first: Index of the first line it took.
        last: Index of the last.
        meaning: What it means.
    """

    first: int
    last: int
    meaning: Meaning


@dataclass(slots=True)
class Draft:
    """A cell on its way to Python; only `translate` changes it.

    Attributes:
        lines: Its lines.
        pieces: What was replaced.
        emptied: Lines within a block that have lost their statement, with the white space they began with.
    """

    lines: list[str]
    pieces: list[Piece] = field(default_factory=list)
    emptied: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The cell as it stands."""
        return "\n".join(self.lines)

    def put(self, first: int, last: int, line: str) -> None:
        """Put one line in place of several, and empty lines for the rest."""
        self.lines[first : last + 1] = [line, *("" for _ in range(first, last))]

    def met(self, found: Found, meanings: Iterable[Meaning]) -> None:
        """Record what was replaced."""
        self.pieces.extend(Piece(found.first, found.last, meaning) for meaning in meanings)


def translate(lines: Sequence[str], known: Known) -> Draft:
    """Replace all notebook syntax of a cell.

    Args:
        lines: The cell.
        known: The notebook's names.

    Returns:
        As many lines, and what was replaced. Whether they are Python now is for the caller to see.
    """
    draft, at = Draft(list(lines)), 0
    while (head := _cell_magic_at(draft.lines, at)) is not None:
        if not _replace_cell_magic(draft, head, known):
            return draft
        at = head
    while (found := find_special(draft.lines, at)) is not None:
        at = _replace(draft, found, known)
    _fill_blocks(draft)
    return draft


def _cell_magic_at(lines: Sequence[str], start: int) -> int | None:
    """The line of ``%%magic``, if the cell says nothing before it."""
    head = next((i for i in range(start, len(lines)) if _says_something(lines[i])), None)
    if head is None or not lines[head].startswith("%%") or lines[head].rstrip().endswith("?"):
        return None
    return head


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _replace_cell_magic(draft: Draft, head: int, known: Known) -> bool:
    """Replace ``%%magic``; return whether what is below is still to be read."""
    read = cell_magic(draft.lines[head:], known)
    last = head if read.is_python else len(draft.lines) - 1
    draft.pieces.extend(Piece(head, last, meaning) for meaning in read.meanings)
    body = dedent(read.lines[1:]) if read.is_python and not read.is_block else read.lines[1:]
    draft.lines[head:] = [read.lines[0], *body]
    return read.is_python


def _replace(draft: Draft, found: Found, known: Known) -> int:
    """Replace one piece; return the line at which to go on."""
    if found.sort != "help" and statement_of_prefix(found.text):
        _drop_prefix(draft, found)
        return found.statement
    if found.sort == "assigned":
        _replace_value(draft, found, known)
    else:
        _replace_statement(draft, found, _meanings(found, known))
    return found.last + 1


def _meanings(found: Found, known: Known) -> tuple[Meaning, ...]:
    text = found.text
    if found.sort == "help" or text.startswith("?") or text.endswith("?"):
        return (Meaning("help"),)
    if text.startswith("!"):
        return shell_meanings(text.lstrip("!").strip(), known)
    if text.startswith("%"):
        return line_magic(text, known)
    return (_auto_call(text),)


def _auto_call(text: str) -> Meaning:
    """``,f a b`` is ``f("a", "b")``, ``;f a b`` is ``f("a b")``, ``/f a b`` is ``f(a, b)``."""
    name, _, rest = text[1:].partition(" ")
    if not all(part.isidentifier() for part in name.split(".")):
        return UNKNOWN
    arguments = {"/": ", ".join(rest.split()), ";": literal(rest), ",": ", ".join(map(literal, rest.split()))}
    return Meaning("magic", f"{name}({arguments[text[0]]})")


def _replace_statement(draft: Draft, found: Found, meanings: tuple[Meaning, ...]) -> None:
    indent = indent_of(draft.lines[found.first])
    code = "; ".join(meaning.python for meaning in meanings if meaning.python)
    if any(meaning.as_comment for meaning in meanings):
        for index in range(found.first, found.last + 1):
            draft.lines[index] = indent + comment_out(draft.lines[index].strip())
    else:
        draft.put(found.first, found.last, indent + code if code else "")
    if indent and not code:
        draft.emptied.append((found.first, indent))
    draft.met(found, meanings)


def _replace_value(draft: Draft, found: Found, known: Known) -> None:
    """``x = !command`` and ``x = %magic``."""
    is_shell = found.text.startswith("!")
    meaning = captured(found.text.lstrip("!").strip(), known) if is_shell else assigned_magic(found.text, known)
    before = draft.lines[found.first][: found.column]
    if meaning.kind == "shell" and _is_used_as_slist(before, known):
        meaning = replace(meaning, python=f"SList({meaning.python})")
    draft.put(found.first, found.last, before + meaning.python)
    draft.met(found, [meaning])


def _is_used_as_slist(before: str, known: Known) -> bool:
    """Whether more than what a list has is asked of the name: ``files.n``."""
    return bool(_SLIST & known.attributes(before.strip().removesuffix("=").strip()))


def _drop_prefix(draft: Draft, found: Found) -> None:
    """``%time x = f()``: only the prefix goes; the statement may hold notebook syntax again."""
    line = draft.lines[found.first]
    prefixed = line[found.column :].rstrip().removesuffix("\\").rstrip()
    statement = statement_of_prefix(prefixed)
    before = line[: found.column]
    if statement:
        draft.put(found.first, found.first, before + line[found.column + len(prefixed) - len(statement) :])
    else:  # it stands on the next line
        draft.put(found.first, found.last, before + (statement_of_prefix(found.text) or ""))
    draft.met(found, [Meaning("magic", "...")])


def _fill_blocks(draft: Draft) -> None:
    """Where a block has lost its only statement, put `pass`."""
    if not draft.emptied or fault_of(draft.text) is None:
        return
    for index, indent in draft.emptied:
        draft.lines[index] = f"{indent}pass  {draft.lines[index].strip()}".rstrip()
