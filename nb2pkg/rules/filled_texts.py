"""Texts with values that are filled in: a program that is written to a file, a query.

write_text(\"\"\"lr = 0.01\"\"\")    ->    write_text(string.Template(\"\"\"lr = $lr\"\"\").substitute(lr=repr(lr)))
query("SELECT * FROM `a.b`")      ->    query(f"SELECT * FROM `{table}`")
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.flow.plain_texts import body_of


@dataclass(frozen=True, slots=True)
class Filling:
    """A part of a text that is the value of a name.

    Attributes:
        first: Its first character.
        end: The character after its last.
        name: The name.
    """

    first: int
    end: int
    name: str


def filled_text(text: str, fillings: Sequence[Filling]) -> str:
    """The expression of a text, parts of which are the values of names, spelled as Python spells them.

    Args:
        text: The text as it is.
        fillings: Those parts, in any order, none of them within another.

    Returns:
        Source of an expression that spans as many lines as the text.
    """
    pieces: list[str] = []
    place = 0
    for one in sorted(fillings, key=lambda filling: filling.first):
        pieces += [_escaped(text[place : one.first]), _mark(one.name, text[one.end : one.end + 1])]
        place = one.end
    literal = text_literal("".join([*pieces, _escaped(text[place:])]))
    names = dict.fromkeys(one.name for one in fillings)
    return f"string.Template({literal}).substitute({', '.join(f'{name}=repr({name})' for name in names)})"


def filled_query(source: str, fillings: Sequence[Filling]) -> str:
    """The literal of a text, spelled as it is, with names in the place of parts of it.

    Args:
        source: The literal, of which `body_of` is the text; it has no braces.
        fillings: Those parts of the text, in any order, none of them within another.

    Returns:
        An f-string that spans as many lines.
    """
    body = body_of(source)
    if body is None:
        raise SafetyCheckFailed("a text to fill in is not written as it is")
    pieces: list[str] = []
    place = 0
    for one in sorted(fillings, key=lambda filling: filling.first):
        pieces += [body[place : one.first], f"{{{one.name}}}"]
        place = one.end
    begin, _, end = source.partition(body)
    return f"f{begin}{''.join([*pieces, body[place:]])}{end}"


def _escaped(text: str) -> str:
    return text.replace("$", "$$")


def _mark(name: str, following: str) -> str:
    return f"${{{name}}}" if following.isalnum() or following == "_" else f"${name}"


def text_literal(text: str) -> str:
    """A literal of a text of several lines that shows them as lines."""
    body = "\n".join(map(_line, text.split("\n")))
    body = f'{body[:-1]}\\"' if body.endswith('"') else body
    literal = f'"""\\\n{body}"""'
    if ast.literal_eval(literal) != text:
        raise SafetyCheckFailed("a text could not be written as a Python string")
    return literal


def _line(line: str) -> str:
    said = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return "".join(char if char.isprintable() or char == "\t" else repr(char)[1:-1] for char in said)
