"""Texts that say how something is spelled out and nothing else: ``"{:<22}{}"``, not ``"data/{}.csv"``."""

from __future__ import annotations

from string import Formatter


def is_form(text: str) -> bool:
    """Whether there is nothing in the text but what is filled in, and marks around it."""
    try:
        parts = [*Formatter().parse(text)]
    except ValueError:
        return False
    filled = any(name is not None for _, name, _, _ in parts)
    return filled and not any(char.isalnum() for before, _, _, _ in parts for char in before)
