"""Literals of texts that are written as they are: what one reads between the quotes is the text."""

from __future__ import annotations


def body_of(source: str) -> str | None:
    """What stands between the quotes of a literal; None where that can be another text than the one that it means."""
    quote = next((quote for quote in _QUOTES if source.startswith(quote)), "")
    body = source.removeprefix(quote).removesuffix(quote).removeprefix("\\\n")
    plain = quote and source.endswith(quote) and "\\" not in body and quote not in body and "\r" not in body
    return body if plain else None


_QUOTES = ('"""', "'''", '"', "'")
