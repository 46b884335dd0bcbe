"""Lines of text as Python counts them."""

from __future__ import annotations


def split_lines(text: str) -> list[str]:
    r"""Split at ``\r\n``, ``\r`` and ``\n`` only; `str.splitlines` also splits inside strings (``\x0c``, ``\u2028``).

    Args:
        text: Any text.

    Returns:
        Its lines without their ends; a final line end makes no extra empty line.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines
