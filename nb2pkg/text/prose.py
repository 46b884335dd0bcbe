"""The notebook's words as the text of a docstring: a summary line, then paragraphs of the right width."""

from __future__ import annotations

import re
import textwrap
import unicodedata

from nb2pkg.text.literals import one_line, unix_lines

# Between the quotes of a summary on one line, "r" included; and a line of the body.
SUMMARY_WIDTH = 80
BODY_WIDTH = 88
_SENTENCE_END = (".", "!", "?", "\N{IDEOGRAPHIC FULL STOP}")
# "1. ", "2.3 ", "IV) ": numbers before a heading, which are no part of what it says ("3D", "2021 in review" are).
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*[.):]|\d+(?:\.\d+)+|[IVX]+[.)])(?=\s|$)\s*|\d{1,2}\s+(?=[A-Z])")
# What editors and Python read: "-*- coding: utf-8 -*-", "vim: set ft=python:".
_MODE_LINE = re.compile(
    r"-\*-.*|(?:file)?encoding=\S*|coding[:=]\s*(?:utf|latin|ascii|iso|cp|euc|koi|gb|big5|shift)[-\w.]*|vim?:.*|!/.*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


def docstring_text(text: str, fallback: str) -> str:
    """Return the text laid out for a docstring.

    Args:
        text: Words of the notebook or the planner.
        fallback: The summary where there are none.

    Returns:
        Summary with a full stop, then the rest, wrapped.
    """
    first, _, rest = unix_lines(text).strip().partition("\n")
    summary = sentence(first) if first.strip() else sentence(fallback)
    if len(summary) <= SUMMARY_WIDTH:
        body = wrapped(rest)
    else:
        head, found, tail = _first_sentence(summary)
        fits = found and len(head) <= SUMMARY_WIDTH
        body = wrapped((tail if fits else summary) + "\n" + rest)
        summary = head if fits else sentence(textwrap.shorten(summary, SUMMARY_WIDTH - 1, placeholder="..."))
    return f"{summary}\n\n{body}" if body else summary


def heading_words(title: str) -> str:
    """Return what a heading says, without its number; empty where it is no words but a mode line, numbers, signs.

    Args:
        title: The heading, or a comment that stands for one.
    """
    line = one_line(title).lstrip("#").strip()
    words = _NUMBER.sub("", line, count=1).strip() if _NUMBER.match(line) else line
    says = any(char.isalpha() for char in words) and not _MODE_LINE.fullmatch(words)
    return words if says else ""


def ascii_words(text: str) -> list[str]:
    """Return the words of a text in small ASCII letters: ``"Évolution d'un prix"`` -> evolution, un, prix.

    Args:
        text: Any words; those of other scripts are left out, and so is what French elides before a word.
    """
    found: list[str] = []
    for word in text.lower().translate(_LETTERS).split():
        before, _, after = word.partition("'")
        whole = after if len(before) <= _ELIDED and after[:1] in _VOWELS and len(after) > 1 else before + after
        letters = (char for char in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(char))
        found += "".join(char if char.isascii() and char.isalnum() else " " for char in letters).lower().split()
    return found


_LETTERS = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"})
_VOWELS = frozenset("aeiouyhàâäéèêëîïôöùûüœæ")
# "l'", "d'", "qu'"
_ELIDED = 2


def sentence(text: str) -> str:
    """Return the text on one line, ended as a sentence."""
    line = one_line(text).rstrip(":;,")
    return line if line.endswith(_SENTENCE_END[:3]) else line + "."


def wrapped(text: str, width: int = BODY_WIDTH) -> str:
    """Return the text with lines that are too long wrapped; lists and indented lines keep their shape."""
    lines = [line.rstrip() for line in unix_lines(text).expandtabs(4).strip("\n").split("\n")]
    return "\n".join(part for line in lines for part in _wrapped_line(line, width)).strip()


def _wrapped_line(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    item = _ITEM.match(line)
    indent = " " * (item.end() if item else len(line) - len(line.lstrip()))
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _first_sentence(line: str) -> tuple[str, bool, str]:
    head, found, tail = line.partition(". ")
    return head + ".", bool(found), tail
