"""Where everything that happens during a replay is written down."""

from __future__ import annotations

import sys
from typing import Any

events: list[tuple[str, str]] = []
# Whether what happens is the notebook's own doing, or the command line's while it gets ready.
_muted: list[bool] = [False]


def note(kind: str, value: Any) -> None:
    """Write an event down."""
    if not _muted[0]:
        events.append((kind, repr(value)))


def see(label: str, *values: Any) -> Any:
    """Something a notebook says about itself; gives back the last value."""
    note(label, values)
    return values[-1] if values else None


def grow(values: list[Any], value: Any = "grown") -> None:
    """Changes what it is given, which its name does not say."""
    values.append(value)


def pull(name: str, default: Any = None) -> Any:
    """Reads the data from somewhere."""
    note("pull", (name, default))
    return {"rows": [3, 1, 2], "labels": ["rust", "scab"], "size": 7}.get(name, default)


class Table:
    """A little like a frame: changes in place, and copies."""

    def __init__(self, rows: Any) -> None:
        self.rows = dict(rows)

    def __getitem__(self, key: str) -> Any:
        return self.rows[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.rows[key] = value

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Table({self.rows})"

    def drop(self, columns: Any, inplace: bool = False) -> Any:
        kept = {key: value for key, value in self.rows.items() if key not in columns}
        if inplace:
            self.rows = kept
            return None
        return Table(kept)

    def copy(self) -> Table:
        return Table(self.rows)

    def head(self) -> Any:
        return tuple(self.rows.items())[:2]


def shown(value: Any) -> None:
    """What a notebook shows at the end of a cell."""
    if value is not None:
        note("out", value if isinstance(value, str) else repr(value))


def printed(
    *values: Any, sep: str | None = None, end: str | None = None, file: Any = None, flush: bool = False
) -> None:
    """Takes the place of `print`."""
    if file in (None, sys.stdout):
        note("out", (" " if sep is None else sep).join(str(value) for value in values))
