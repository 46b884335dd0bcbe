"""Finds the secrets in a cell's Python, and puts ``os.environ["NAME"]`` in their place.

    key = "8f3a..."                          key = os.environ["WANDB_API_KEY"]
    "https://me:ghp_...@github.com/me/x"     f"https://me:{os.environ['GITHUB_TOKEN']}@github.com/me/x"
    b"token ghp_..."                         (b"token " + os.environ["GITHUB_TOKEN"].encode())
    os.environ["HF_TOKEN"] = "hf_..."        os.environ.setdefault("HF_TOKEN", "")
    os.getenv("HF_TOKEN", "hf_...")          os.getenv("HF_TOKEN", "")
    # was hf_...                             # was <HF_TOKEN removed by nb2pkg>

Every literal is looked at on its own, with what it is bound to; places and line numbers stay.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from nb2pkg.notebook.grammar import parse
from nb2pkg.params.secret_context import Context, Contexts
from nb2pkg.params.secret_known import Known, Span
from nb2pkg.params.secret_literals import Comment, Piece, Tokens, Unit, fields_of, line_starts, read_tokens
from nb2pkg.params.secret_patterns import Hit, find_in_text, kind_for
from nb2pkg.params.secret_words import is_placeholder, is_secret, telling


@dataclass(frozen=True, slots=True)
class Literal:
    """A string value of the source.

    Attributes:
        pieces: The literals it is made of, in groups that Python joins by itself; groups are added up with ``+``.
        context: What it is bound to.
        nested: Whether it stands in a field of an f-string, where only one sort of quote is left.
    """

    groups: tuple[tuple[Piece, ...], ...]
    context: Context
    nested: bool = False

    @property
    def pieces(self) -> Iterator[Piece]:
        """All pieces."""
        return (piece for group in self.groups for piece in group)

    @property
    def units(self) -> list[Unit]:
        """All units."""
        return [unit for piece in self.pieces for unit in piece.units]

    @property
    def text(self) -> str:
        """What it means."""
        return "".join(unit.text for unit in self.units)


@dataclass(frozen=True, slots=True)
class PythonText:
    """A cell's Python, read for secrets.

    Attributes:
        source: The text, notebook syntax blanked out.
        literals: Its string values, those in fields of f-strings after the ones around them.
        comments: Runs of comment lines, and single comments: (start, end).
    """

    source: str
    literals: tuple[Literal, ...]
    comments: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the source and what takes its place."""

    start: int
    end: int
    text: str


def read_python(source: str, tree: ast.Module) -> PythonText | None:
    """Read the literals and comments of a cell; None where the tokenizer cannot."""
    tokens = read_tokens(source)
    if tokens is None:
        return None
    literals = tuple(_literals(source, tree, tokens, 0, nested=False))
    return PythonText(source, literals, tuple(_comment_runs(source, tokens.comments)))


def find_in_python(text: PythonText) -> Iterator[tuple[int, str, Hit]]:
    """Find the secrets: (place in the source, value, what is known of it)."""
    for literal in text.literals:
        said, units = literal.text, literal.units
        for hit in hits_in(literal, said):
            yield units[_unit_at(units, hit.start)].start, said[hit.start : hit.end], hit
    for start, end in text.comments:
        comment = text.source[start:end]
        for hit in find_in_text(comment):
            yield start + hit.start, comment[hit.start : hit.end], hit


def hits_in(literal: Literal, said: str) -> tuple[Hit, ...]:
    """Find the secrets in one literal: what its text says, then what its binding says."""
    context = literal.context
    found = [_bound_better(hit, said, context) for hit in find_in_text(said)]
    whole = _whole_hit(said, context)
    if whole is None or any(hit.start == 0 and hit.end == len(said) for hit in found):
        return tuple(found)
    if found and not (len(found) == 1 and found[0].kind not in ("url-password", "private-key") and not _spaced(said)):
        return tuple(found)
    return (Hit(0, len(said), found[0].kind if found else whole.kind, whole.name, whole.binds),)


def _spaced(said: str) -> bool:
    return any(char.isspace() for char in said) or "://" in said


def _whole_hit(said: str, context: Context) -> Hit | None:
    """Judge the whole of a literal by what it is bound to."""
    if not said or "{}" in said or context.is_text:
        return None
    setting = context.setting.variable if context.setting else context.default_of
    if setting == "KAGGLE_USERNAME" and not is_placeholder(said):
        return Hit(0, len(said), "kaggle-username", setting, binds=True)
    for bound in context.bounds:
        if bound.name == "username" and "key" in context.beside and not is_placeholder(said):
            return Hit(0, len(said), "kaggle-username", "KAGGLE_USERNAME")
        is_kaggle = bound.name == "key" and "username" in context.beside
        logs_in = bound.name in ("key", "token") and "login" in context.about.lower()
        if is_secret("api_key" if is_kaggle or logs_in else bound.name, said, sure=bound.sure):
            kind = "kaggle" if is_kaggle else kind_for(bound.name, context.about, said)
            return Hit(0, len(said), kind, bound.name, binds=bool(setting) and bound.name == setting)
    return None


def _bound_better(hit: Hit, said: str, context: Context) -> Hit:
    """Take the name from the binding where the literal is the secret and nothing else."""
    if hit.start or hit.end != len(said):
        return hit
    setting = context.setting.variable if context.setting else context.default_of
    if setting:
        return replace(hit, name=setting, binds=True)
    name = next((bound.name for bound in context.bounds if telling(bound.name)), hit.name)
    return replace(hit, name=name)


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


def spans_in_python(text: PythonText, known: Known) -> Iterator[Span]:
    """Yield every stretch of the source that is replaced."""
    for literal in text.literals:
        units = literal.units
        for span in known.spans(literal.text, hits_in(literal, literal.text)):
            first, last = units[_unit_at(units, span.start)], units[_unit_at(units, span.end - 1)]
            yield replace(span, start=first.start, end=last.end)
    for start, end in text.comments:
        comment = text.source[start:end]
        for span in known.spans(comment, find_in_text(comment)):
            yield replace(span, start=start + span.start, end=start + span.end)


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


def _literals(source: str, tree: ast.AST, tokens: Tokens, shift: int, *, nested: bool) -> Iterator[Literal]:
    waiting: list[tuple[str, int, tuple[Piece, ...]]] = []
    for context in Contexts(tree, source).all():
        groups = tuple(tokens.groups[place] for place in context.places if place in tokens.groups)
        if not groups:
            continue
        yield Literal(tuple(tuple(_moved(piece, shift) for piece in group) for group in groups), context, nested)
        waiting += [(source, shift, group) for group in groups]
    for text, offset, group in waiting:
        for piece in group:
            for unit in piece.units:
                if unit.field:
                    yield from _in_field(text, unit, offset)


def _in_field(source: str, unit: Unit, shift: int) -> Iterator[Literal]:
    """Read the literals within a replacement field: ``f"{login('...')}"``."""
    start, end = fields_of(source, unit)
    expression = f"({source[start:end]}\n)"
    tree = parse(expression) if any(quote in expression for quote in "'\"") else None
    tokens = read_tokens(expression) if isinstance(tree, ast.Module) else None
    if isinstance(tree, ast.Module) and tokens is not None:
        yield from _literals(expression, _unwrapped(tree), tokens, shift + start - 1, nested=True)


def _unwrapped(tree: ast.Module) -> ast.AST:
    """The expression below the statement: it is no docstring."""
    match tree.body:
        case [ast.Expr(value=value)]:
            return ast.Expression(body=value)
    return tree


def _moved(piece: Piece, shift: int) -> Piece:
    if not shift:
        return piece
    units = tuple(replace(unit, start=unit.start + shift, end=unit.end + shift) for unit in piece.units)
    return replace(piece, start=piece.start + shift, end=piece.end + shift, units=units)


def _comment_runs(source: str, comments: tuple[Comment, ...]) -> Iterator[tuple[int, int]]:
    """Join comments on lines of their own, since a key may go over several."""
    run: tuple[int, int] | None = None
    for comment in comments:
        follows = run is not None and comment.alone and not source[run[1] : comment.start].strip(" \t\n")
        joined = follows and run is not None and source.count("\n", run[1], comment.start) == 1
        if run is not None and not joined:
            yield run
        run = (run[0], comment.end) if joined and run is not None else (comment.start, comment.end)
        if not comment.alone:
            yield run
            run = None
    if run is not None:
        yield run


def _unit_at(units: list[Unit], place: int) -> int:
    """Return the index of the unit that means the character at `place`."""
    for index, unit in enumerate(units):
        place -= len(unit.text)
        if place < 0:
            return index
    return len(units) - 1


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
        text = f'{setting.mapping}.setdefault("{span.variable}", ""' + "\n" * source.count("\n", start, end) + ")"
        return [Edit(start, end, text)]
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
