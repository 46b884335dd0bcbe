"""Puts ``os.environ["NAME"]`` in the place of a secret in Python.

    key = "8f3a..."                          key = os.environ["WANDB_API_KEY"]
    "https://me:ghp_...@github.com/me/x"     f"https://me:{os.environ['GITHUB_TOKEN']}@github.com/me/x"
    b"token ghp_..."                         (b"token " + os.environ["GITHUB_TOKEN"].encode())
    os.environ["HF_TOKEN"] = "hf_..."        pass
    os.getenv("HF_TOKEN", "hf_...")          os.getenv("HF_TOKEN", "")
    # was hf_...                             # was <HF_TOKEN removed by nb2pkg>

Places and line numbers stay: the lines that a secret took are kept within brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from nb2pkg.params.secret_known import Known, Span
from nb2pkg.params.secret_literals import Piece, Unit, line_starts
from nb2pkg.params.secret_patterns import find_in_text
from nb2pkg.params.secret_python import Literal, PythonText, hits_in


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the source and what takes its place."""

    start: int
    end: int
    text: str


def edits_of(text: PythonText, known: Known, os_at: Callable[[int], str]) -> list[Edit]:
    """Say what to replace.

    Args:
        text: The cell's Python.
        known: The secrets of the notebook.
        os_at: How to write the module `os` at a place of the source.

    Returns:
        The edits, none within another.
    """
    edits: list[Edit] = []
    for literal in reversed(text.literals):  # those in fields first, so that the ones around them can take them in
        spans = known.spans(literal.text, hits_in(literal, literal.text))
        if spans:
            edits = _rewrite(text.source, literal, spans, edits, os_at)
    for start, end in text.comments:
        comment = text.source[start:end]
        for span in known.spans(comment, find_in_text(comment)):
            said = "\n".join([span.removed, *("#" for _ in range(comment.count("\n", span.start, span.end)))])
            edits.append(Edit(start + span.start, start + span.end, said))
    return edits


def needs_os(text: PythonText, known: Known) -> list[int]:
    """Return the places at which `os` will be read."""
    places: list[int] = []

    def noted(place: int) -> str:
        places.append(place)
        return "os"

    edits_of(text, known, noted)
    return sorted(places)


def apply(source: str, edits: Iterable[Edit]) -> str:
    """Apply edits that do not overlap."""
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        source = source[: edit.start] + edit.text + source[edit.end :]
    return source


@dataclass(frozen=True, slots=True)
class _Marks:
    """What becomes of the units: the variable at the first of a secret, nothing at the rest of it."""

    first: dict[int, Span]
    gone: frozenset[int]
    newlines: dict[int, int]


def _marks(source: str, units: list[Unit], spans: Iterable[Span]) -> _Marks:
    first: dict[int, Span] = {}
    gone: set[int] = set()
    newlines: dict[int, int] = {}
    place, start_of = 0, {}
    for index, unit in enumerate(units):
        for inner in range(len(unit.text)):
            start_of[place + inner] = index
        place += len(unit.text)
    for span in spans:
        indices = sorted({start_of[at] for at in range(span.start, span.end)})
        first[units[indices[0]].start] = span
        gone |= {units[index].start for index in indices[1:]}
        # A backslash at a line's end means nothing, and stays where it is.
        newlines[units[indices[0]].start] = sum(source.count("\n", units[i].start, units[i].end) for i in indices)
    return _Marks(first, frozenset(gone), newlines)


def _rewrite(
    source: str, literal: Literal, spans: tuple[Span, ...], edits: list[Edit], os_at: Callable[[int], str]
) -> list[Edit]:
    start = next(literal.pieces).start
    whole = len(spans) == 1 and spans[0].start == 0 and spans[0].end == len(literal.text)
    if literal.context.is_text:
        new = _as_text(source, literal, spans)
    elif whole and (plain := _as_default(source, literal, spans[0])) is not None:
        new = plain
    elif whole:
        new = _as_expression(source, literal, spans[0].variable, os_at(start))
    elif literal.nested or any(piece.binary for piece in literal.pieces):
        new = _as_sum(source, literal, spans, edits, os_at(start))
    else:
        new = _as_f_string(source, literal, spans, edits, os_at(start))
    return [edit for edit in edits if not any(one.start <= edit.start and edit.end <= one.end for one in new)] + new


def _as_default(source: str, literal: Literal, span: Span) -> list[Edit] | None:
    """Where the value is set to the variable itself, or is its default."""
    setting = literal.context.setting
    pieces = list(literal.pieces)
    lines = source.count("\n", pieces[0].start, pieces[-1].end)
    if setting is not None and setting.variable == span.variable:
        starts = line_starts(source)
        start, end = (starts[line - 1] + column for line, column in (setting.start, setting.end))
        return [Edit(start, end, "pass" + "\n" * source.count("\n", start, end))]  # whoever runs it sets it
    if literal.context.default_of == span.variable and not lines:
        return [Edit(pieces[0].start, pieces[-1].end, '""')]
    return None


def _as_expression(source: str, literal: Literal, variable: str, module: str) -> list[Edit]:
    """The literal is the secret: a lookup takes its place, the lines that it took within the brackets."""
    first, *others = literal.groups
    quote = first[0].quote[0]
    ending = "].encode()" if first[0].binary else "]"
    edits = []
    for index, piece in enumerate(first):
        lines = "\n" * source.count("\n", piece.start, piece.end)
        head = _lookup(module, variable, quote) if index == 0 else ""
        edits.append(Edit(piece.start, piece.end, head + lines + (ending if index == len(first) - 1 else "")))
    for piece in (piece for group in others for piece in group):
        lines = "\n" * source.count("\n", piece.start, piece.end)
        nothing = ("b" if piece.binary else "") + piece.quote[0] * 2
        edits.append(Edit(piece.start, piece.end, f"({nothing}{lines})" if lines else nothing))
    return edits


def _lookup(module: str, variable: str, quote: str) -> str:
    """``os.environ["NAME"``, its bracket still open: line ends may follow. Only one sort of quote may be free."""
    return f"{module}.environ[{quote}{variable}{quote}".replace('"', quote)


def _as_text(source: str, literal: Literal, spans: tuple[Span, ...]) -> list[Edit]:
    marks = _marks(source, literal.units, spans)
    edits = []
    for unit in literal.units:
        if unit.start in marks.first:
            edits.append(Edit(unit.start, unit.end, marks.first[unit.start].removed + _line_ends(source, unit)))
        elif unit.start in marks.gone:
            edits.append(Edit(unit.start, unit.end, _line_ends(source, unit)))
    return edits


def _line_ends(source: str, unit: Unit) -> str:
    return "\n" if source[unit.start : unit.end] == "\n" else ""


def _as_f_string(source: str, literal: Literal, spans: tuple[Span, ...], edits: list[Edit], module: str) -> list[Edit]:
    marks = _marks(source, literal.units, spans)
    new = []
    for piece in literal.pieces:
        if not any(unit.start in marks.first or unit.start in marks.gone for unit in piece.units):
            continue
        other = "'" if piece.quote[0] == '"' else '"'
        inside = []
        for unit in piece.units:
            if unit.start in marks.first:
                lines = "\n" * marks.newlines[unit.start]
                inside.append(f"{{{_lookup(module, marks.first[unit.start].variable, other)}{lines}]}}")
            elif unit.start not in marks.gone:
                inside.append(_kept(source, piece, unit, edits))
        prefix = piece.prefix if piece.formatted else "f" + piece.prefix.lower().replace("u", "")
        new.append(Edit(piece.start, piece.end, f"{prefix}{piece.quote}{''.join(inside)}{piece.quote}"))
    return new


def _kept(source: str, piece: Piece, unit: Unit, edits: list[Edit]) -> str:
    """A unit as it is written in an f-string."""
    written = source[unit.start : unit.end]
    if unit.field:
        inner = [edit for edit in edits if unit.start <= edit.start and edit.end <= unit.end]
        return apply(
            written, [replace(edit, start=edit.start - unit.start, end=edit.end - unit.start) for edit in inner]
        )
    if piece.formatted or len(written) > 1:
        return written
    return written * 2 if written in "{}" else written


def _as_sum(source: str, literal: Literal, spans: tuple[Span, ...], edits: list[Edit], module: str) -> list[Edit]:
    """``(b"token " + os.environ["GITHUB_TOKEN"].encode())``, where no f-string can be."""
    marks = _marks(source, literal.units, spans)
    new = []
    for group in literal.groups:
        if not any(unit.start in marks.first or unit.start in marks.gone for piece in group for unit in piece.units):
            continue
        for index, piece in enumerate(group):
            said = " + ".join(_terms(source, piece, marks, edits, module)) or piece.prefix + piece.quote[0] * 2
            opening, closing = "+ " if index else "(", ")" if index == len(group) - 1 else ""
            new.append(Edit(piece.start, piece.end, opening + said + closing))
    return new


def _terms(source: str, piece: Piece, marks: _Marks, edits: list[Edit], module: str) -> Iterator[str]:
    run = ""
    for unit in piece.units:
        if unit.start not in marks.first and unit.start not in marks.gone:
            run += _kept(source, piece, unit, edits) if unit.field else source[unit.start : unit.end]
            continue
        if run:
            yield f"{piece.prefix}{piece.quote}{run}{piece.quote}"
            run = ""
        if unit.start in marks.first:
            quote, lines = piece.quote[0], "\n" * marks.newlines[unit.start]
            encoded = ".encode()" if piece.binary else ""
            yield f"{_lookup(module, marks.first[unit.start].variable, quote)}{lines}]{encoded}"
    if run:
        yield f"{piece.prefix}{piece.quote}{run}{piece.quote}"
