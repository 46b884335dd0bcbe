"""What a piece of notebook syntax comes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a line of notebook syntax; a line with several commands has several.

    Attributes:
        kind: As in `nb2pkg.model.Special`.
        python: The Python that does the same; empty where nothing is left to do.
        requirements: What it installs.
        imports: Modules that `python` needs.
        as_comment: Whether the line stays as a comment, for want of anything better.
        note: What a person should know about it, in a clause.
    """

    kind: str
    python: str = ""
    requirements: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    as_comment: bool = False
    note: str = ""


DISPLAY = Meaning("display")
UNKNOWN = Meaning("unknown", as_comment=True)
