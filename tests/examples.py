"""How many examples a property is tried with: more by hand than every time."""

from __future__ import annotations

import os


def many(count: int) -> int:
    """The count, or as many times that as ``NB2PKG_EXAMPLES`` says."""
    return count * int(os.environ.get("NB2PKG_EXAMPLES", "1"))
