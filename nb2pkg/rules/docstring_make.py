"""What the docstring of one definition says."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nb2pkg.rules.docstring_arguments import (
    Place,
    Told,
    argument_names,
    constructor_arguments,
    describes_arguments,
    with_arguments,
)
from nb2pkg.rules.docstring_parts import WIDTH, Doc, Part, as_summary, write_doc
from nb2pkg.rules.docstring_read import read_doc
from nb2pkg.rules.docstring_words import class_summary, decorator_names, method_summary, property_summary, words_of
from nb2pkg.text.prose import sentence

_QUOTES = 6
# Laying out is repeated until it changes nothing; two rounds do for all that people write.
_MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Made:
    """The text of a docstring, and whether the comment above is all in it."""

    text: str
    from_comment: bool


def make_docstring(place: Place, comment: str, told: Told, values: Mapping[ast.AST, str], indent: int) -> Made | None:
    """The docstring of one definition; None where it gets none."""
    value = values[place.node]
    has_empty = not value and ast.get_docstring(place.node, clean=False) is not None
    if not value and not (place.public or has_empty or _is_spoken_of(place, comment, told, values)):
        return None
    words = value or comment or told.prose or _constructor_words(place, told)
    return Made(_laid_out(words, place, told, values, indent), not value and bool(comment))


def _constructor_words(place: Place, told: Told) -> str:
    """What a constructor says that cannot point to the class, which says nothing of the arguments."""
    if place.owner is None or place.node.name != "__init__" or describes_arguments(place.owner, told, top=place.outer):
        return ""
    return "Initialize the instance."


def _is_spoken_of(place: Place, comment: str, told: Told, values: Mapping[ast.AST, str]) -> bool:
    """Whether a private definition, which needs no docstring, has words that belong into one."""
    if place.inner:
        return False
    if place.top and (comment or any(name in told.helps for name in argument_names(place.node))):
        return True
    return isinstance(place.node, ast.ClassDef) and bool(constructor_arguments(place.node, values))


def _laid_out(words: str, place: Place, told: Told, values: Mapping[ast.AST, str], indent: int) -> str:
    """The text, laid out again and again until that changes nothing."""
    names = argument_names(place.node)
    text = words
    for _ in range(_MOST_ROUNDS):
        doc = read_doc(text, names) if text else Doc("")
        before, doc = text, with_arguments(place, doc, told, values)
        text = write_doc(_with_summary(doc, place, indent), WIDTH - indent)
        if text == before:
            break
        # What the constructor's docstring says is in the text from now on.
        values = {place.node: text}
    return text


def _with_summary(doc: Doc, place: Place, indent: int) -> Doc:
    """The summary as a sentence on one line; what does not fit there goes below it."""
    if not doc.summary:
        return replace(doc, summary=_summary(place))
    summary = as_summary(doc.summary, argument_names(place.node))
    raw = "\\" in summary or any("\\" in line for part in doc.parts for line in part.lines)
    room = WIDTH - indent - _QUOTES - raw
    own_call = not isinstance(place.node, ast.ClassDef) and f"{place.node.name}(" in summary
    if len(summary) <= room and not own_call:
        return replace(doc, summary=summary)
    head, rest = _first_sentence(summary)
    if rest and len(head) <= room and not own_call:
        return Doc(head, (Part("", (rest,)), *doc.parts))
    below = doc.summary if own_call else sentence(doc.summary)
    return Doc(_summary(place), (Part("", (below,)), *doc.parts))


def _first_sentence(summary: str) -> tuple[str, str]:
    at = 0
    while (at := summary.find(". ", at)) >= 0:
        head, rest = summary[: at + 1], summary[at + 2 :]
        if rest[:1].isupper() and "." not in head[:-1].split(" ")[-1]:
            return head, rest
        at += 1
    return summary, ""


def _summary(place: Place) -> str:
    """What the name says, and the bases."""
    node = place.node
    if isinstance(node, ast.ClassDef):
        text = class_summary(node)
    elif place.owner is not None and (known := method_summary(node, place.owner)):
        text = known
    elif {"property", "cached_property"} & set(decorator_names(node)):
        text = property_summary(node.name)
    else:
        text = f"{words_of(node.name) or f'`{node.name}`'}."
    return as_summary(text)
