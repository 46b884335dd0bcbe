"""Docstrings of functions that nb2pkg writes itself: the same entries, the same width as in those of the notebook's.

Described("width", "Width.", "16")                ->     width: Defaults to 16.
Described("lr", "Learning rate.", "1e-3")         ->     lr: Learning rate. Defaults to 0.001.
Described("lr", "Learning rate.")                 ->     lr: Learning rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nb2pkg.params.kinds import help_for
from nb2pkg.rules.docstring_defaults import default_words
from nb2pkg.rules.docstring_parts import WIDTH, Doc, Entry, Part, entry_lines, write_doc
from nb2pkg.text.literals import docstring, one_line
from nb2pkg.text.prose import docstring_text, sentence


@dataclass(frozen=True, slots=True)
class Described:
    """An argument and what is known of it.

    Attributes:
        name: The argument.
        help: One line on it, or empty.
        default: Source of its default; empty where it has none, or where ``--help`` says it beside the line.
        type: Its type, where the signature does not name it.
    """

    name: str
    help: str = ""
    default: str = ""
    type: str = ""


def says_more(name: str, words: str) -> bool:
    """Whether a line on an argument says more than its name: "Width." does not.

    Args:
        name: The argument.
        words: The line.
    """
    said = words.strip().rstrip(".").lower().split()
    if said == [word for word in name.strip("_").lower().split("_") if word]:
        return False
    return len(said) > 1 or bool(said and words != help_for(name))


def is_told(name: str, words: str, default: str = "") -> bool:
    """Whether an entry on the argument would tell anything."""
    return says_more(name, words) or bool(default_words(default))


def entry_words(name: str, words: str, default: str = "") -> str:
    """The words of an entry: what is said unless that is only the name, and the default.

    Args:
        name: The argument.
        words: What is said of it, or empty.
        default: Source of its default, or empty.

    Returns:
        A sentence or two; those of the name where there is nothing else.
    """
    said = sentence(words) if says_more(name, words) else ""
    value = "" if "default" in said.lower() else default_words(default)
    return " ".join(part for part in (said, value) if part) or help_for(name)


def argument_entry(name: str, help: str, default: str = "", type: str = "", indent: int = 4) -> str:
    """One entry of a section of arguments as text: ``    width: Defaults to 16.``, wrapped with a hanging indent.

    Args:
        name: The argument.
        help: One line on it.
        default: Source of its default, or empty; see `Described`.
        type: Its type, where the signature does not name it.
        indent: How far the docstring is indented.

    Returns:
        Lines that begin with four blanks, to stand below ``Args:``.
    """
    entry = _entry(Described(name, help, default, type))
    return "\n".join(line and f"    {line}" for line in entry_lines(entry, WIDTH - indent - 4))


def function_doc(
    summary: str, arguments: Iterable[Described] = (), returns: Sequence[str] = (), indent: str = "    "
) -> str:
    """A docstring statement in Google style, its lines wrapped.

    Args:
        summary: The first line, and what stands below it.
        arguments: What each argument is; where only their names are known, they are not listed.
        returns: Lines on the result.
        indent: White space before the function's statements.

    Returns:
        Source, without its indent on the first line.
    """
    first, _, rest = docstring_text(summary, "Run this part of the notebook").partition("\n")
    described = tuple(arguments)
    told = any(is_told(one.name, one.help, one.default) for one in described)
    entries = tuple(_entry(one) for one in described) if told else ()
    parts = [Part("", tuple(rest.strip("\n").split("\n")))] if rest.strip() else []
    parts += [Part("Args", entries=entries)] if entries else []
    parts += [Part("Returns", tuple(returns))] if returns else []
    return docstring(write_doc(Doc(first, tuple(parts)), WIDTH - len(indent)), indent)


def _entry(one: Described) -> Entry:
    return Entry(one.name, one.type, (one_line(entry_words(one.name, one.help, one.default)),))
