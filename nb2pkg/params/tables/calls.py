"""What the tables are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Scope = Literal["notebook", "class", "variable", "cell"]


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls that take the same hyperparameters.

    Attributes:
        libraries: What their dotted paths begin with; for methods, libraries of which one must be imported.
        words: Keyword -> one line of help; empty where the name's own is right.
        names: Their last names; none: all that the libraries hold.
        positions: What positional arguments mean: index -> keyword, those of `only_with` too.
        others: Keywords whose value may be a text or a switch; all others are numbers.
        scope: How far one value is one parameter: in the notebook, for the class, for the variable, within the cell.
        method: Whether they are methods of objects of those libraries.
        only_with: Keyword -> what its value must end with: other calls hold no hyperparameters.
        renamed: Keyword -> what its parameter is called, where the keyword means something else elsewhere.
        open: Whether what they are told else may be a setting, too, to judge by its name.
    """

    libraries: tuple[str, ...]
    words: Mapping[str, str]
    names: frozenset[str] = frozenset()
    positions: Mapping[int, str] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    scope: Scope = "notebook"
    method: bool = False
    only_with: Mapping[str, frozenset[str]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    open: bool = False


def signed(
    libraries: tuple[str, ...],
    words: Mapping[str, str],
    signatures: Mapping[str, str],
    *,
    others: str = "",
    scope: Scope = "notebook",
    method: bool = False,
    renamed: Mapping[str, str] | None = None,
) -> tuple[Calls, ...]:
    """Calls that share keywords but not the order of their arguments.

    Args:
        libraries: What their dotted paths begin with, as in `Calls`.
        words: Keyword -> help.
        signatures: Names of calls -> the names of their positional arguments; ``_`` is one that nobody turns.
        others: Keywords whose value may be a text or a switch.
        scope: As in `Calls`.
        method: As in `Calls`.
        renamed: As in `Calls`.

    Returns:
        One for each signature.
    """
    return tuple(
        Calls(
            libraries,
            words,
            frozenset(names.split()),
            {index: word for index, word in enumerate(signature.split()) if word in words},
            frozenset(others.split()),
            scope,
            method,
            renamed=renamed or {},
        )
        for names, signature in signatures.items()
    )
