"""Finds the secrets in a cell's Python: each literal on its own, with what it is bound to, and each comment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nb2pkg.notebook.grammar import parse
from nb2pkg.params.secret_context import Context, Contexts
from nb2pkg.params.secret_known import Known, Span
from nb2pkg.params.secret_literals import Comment, Piece, Tokens, Unit, fields_of, read_tokens
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
