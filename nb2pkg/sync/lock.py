"""`nb2pkg.lock`: what the package was made from and what was written, for `check`, `sync` and later merges.

The lock is tracked by git beside the files it speaks of. It is written so that two branches which change different
cells merge without a conflict: one item per line, lines between any two records that never change, no cell numbers, no
time, no absolute path, and no digest of a whole notebook or a whole file, which would differ on every branch.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from nb2pkg.errors import BadUsage
from nb2pkg.options import Options
from nb2pkg.sync.paths import LOCK_NAME, is_safe

SCHEMA = 1

# The notebook came from standard input: nothing to compare with later.
FROM_STDIN = "-"

_LATER = frozenset({"no_local"})


@dataclass(frozen=True, slots=True)
class LockedCell:
    """One cell of the notebook.

    Attributes:
        digest: What it means.
        cell_id: Its id, if it has a usable one.
    """

    digest: str
    cell_id: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Consecutive lines of a definition that came from consecutive lines of a cell.

    Attributes:
        first: First line within the definition, from 1.
        last: Last line, inclusive.
        cell: Key of the cell (see `nb2pkg.sync.digest.cell_keys`).
        cell_line: Line of the cell that became `first`, from 1.
    """

    first: int
    last: int
    cell: str
    cell_line: int


@dataclass(frozen=True, slots=True)
class LockedUnit:
    """One definition as it was written.

    Attributes:
        path: The file that holds it.
        name: Its qualified name.
        cells: Keys of the cells it came from.
        lines: Where its lines came from; lines that nb2pkg wrote itself are in no run.
        text: Its lines as they were generated.
    """

    path: str
    name: str
    cells: tuple[str, ...]
    lines: tuple[Run, ...]
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lock:
    """All that nb2pkg remembers of a conversion.

    Attributes:
        notebook: Path from the package's folder to the notebook, with forward slashes; ``"-"`` for standard input.
        about: Digest of what the notebook means beyond its cells.
        cells: All cells, in order.
        options: What the person chose.
        files: Path and fingerprint of each written file, the lock itself excluded, sorted.
        units: The definitions.
        version: The nb2pkg that wrote it.
        local: Modules beside the notebook that were looked at: path from its folder, and digest.
    """

    notebook: str
    about: str
    cells: tuple[LockedCell, ...]
    options: Options
    files: tuple[tuple[str, tuple[str, ...]], ...]
    units: tuple[LockedUnit, ...] = field(default=())
    version: str = ""
    local: tuple[tuple[str, str], ...] = ()


# -- writing ---------------------------------------------------------------------------------------------------------


def render_lock(lock: Lock) -> bytes:
    """The bytes of the lock file."""
    document = {
        "cells": [{"digest": c.digest} | ({"id": c.cell_id} if c.cell_id else {}) for c in lock.cells],
        "files": {path: [{"sha256": digest} for digest in prints] for path, prints in lock.files},
        "nb2pkg": lock.version,
        "notebook": {"about": lock.about, "path": lock.notebook},
        "options": _options_document(lock.options),
        "schema": SCHEMA,
        **({"local": dict(lock.local)} if lock.local else {}),
        "units": [_unit_document(unit) for unit in lock.units],
    }
    return (_pretty(document, "") + "\n").encode("ascii")


def _options_document(options: Options) -> dict[str, Any]:
    """The options; one that came after the first release only where it is set, so that no lock changes for nothing."""
    document = asdict(options)
    return {key: value for key, value in document.items() if value or key not in _LATER}


def _unit_document(unit: LockedUnit) -> dict[str, Any]:
    return {
        "cells": list(unit.cells),
        "lines": [[run.first, run.last, run.cell, run.cell_line] for run in unit.lines],
        "name": unit.name,
        "path": unit.path,
        "text": list(unit.text),
    }


def _pretty(value: Any, indent: str) -> str:
    """JSON with sorted keys and one item per line, but a run of lines (numbers and a name) on one."""
    match value:
        case dict() if value:
            items = [f"{json.dumps(key)}: {_pretty(value[key], indent + ' ')}" for key in sorted(value)]
            return _block("{", items, "}", indent)
        case [int(), *_]:
            return json.dumps(value)
        case [_, *_] | (_, *_):
            return _block("[", [_pretty(item, indent + " ") for item in value], "]", indent)
        case _:
            return json.dumps(value)


def _block(opening: str, items: list[str], closing: str, indent: str) -> str:
    lines = (",\n" + indent + " ").join(items)
    return f"{opening}\n{indent} {lines}\n{indent}{closing}"


# -- reading ---------------------------------------------------------------------------------------------------------


def read_lock(root: Path) -> Lock | None:
    """The lock of a package.

    Args:
        root: The package's folder.

    Returns:
        The lock, None where there is none.

    Raises:
        BadUsage: It cannot be understood.
    """
    place = root / LOCK_NAME
    return parse_lock(place.read_bytes(), str(place)) if place.is_file() and not place.is_symlink() else None


def parse_lock(content: bytes, file: str) -> Lock:
    """Read a lock.

    Args:
        content: The bytes of the lock file.
        file: What to call it in messages.

    Returns:
        The lock.

    Raises:
        BadUsage: It was written by a newer nb2pkg, holds a merge conflict, or is damaged.
    """
    document = _load(content, file)
    schema = document.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        raise BadUsage(
            f"a newer nb2pkg wrote this lock (format {schema}, this one knows {SCHEMA})",
            file=file,
            hint="upgrade nb2pkg",
        )
    try:
        lock = _lock(document)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _damaged(file, f"{type(error).__name__}: {error}") from error
    if schema != SCHEMA or not all(is_safe(path) and path.casefold() != LOCK_NAME for path, _ in lock.files):
        raise _damaged(file, "the format or a path in it is not one that nb2pkg writes")
    return lock


def _load(content: bytes, file: str) -> dict[str, Any]:
    marked = next((n for n, line in enumerate(content.split(b"\n"), 1) if line.startswith(b"<<<<<<< ")), None)
    if marked is not None:
        raise BadUsage(
            "the lock holds an unresolved merge conflict",
            file=file,
            line=marked,
            hint="resolve it like any text or take either side, then run nb2pkg sync",
        )
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _damaged(file, str(error)) from error
    if not isinstance(document, dict):
        raise _damaged(file, "it is no JSON object")
    return document


def _damaged(file: str, why: str) -> BadUsage:
    hint = "restore it from git, or convert the notebook again with --force (edited files are kept as .orig)"
    return BadUsage(f"the lock is damaged ({why})", file=file, hint=hint)


def _lock(document: dict[str, Any]) -> Lock:
    files = {_text(path): tuple(_text(b["sha256"]) for b in blocks) for path, blocks in document["files"].items()}
    return Lock(
        notebook=_text(document["notebook"]["path"]),
        about=_text(document["notebook"]["about"]),
        cells=tuple(LockedCell(_text(cell["digest"]), cell.get("id")) for cell in document["cells"]),
        options=_options(document["options"]),
        files=tuple(sorted(files.items())),
        units=tuple(_unit(unit) for unit in document["units"]),
        version=_text(document["nb2pkg"]),
        local=tuple(sorted((_text(path), _text(digest)) for path, digest in document.get("local", {}).items())),
    )


def _options(document: dict[str, Any]) -> Options:
    unknown = set(document) - {known.name for known in fields(Options)}
    if unknown:
        raise ValueError(f"unknown option {min(unknown)!r}")
    return Options(
        name=None if document["name"] is None else _text(document["name"]),
        skip_rules=tuple(map(_text, document["skip_rules"])),
        order=_text(document["order"]),
        keep_going=document["keep_going"] is True,
        lift=tuple(map(_text, document["lift"])),
        keep=tuple(map(_text, document["keep"])),
        no_local=document.get("no_local") is True,
    )


def _unit(document: dict[str, Any]) -> LockedUnit:
    return LockedUnit(
        path=_text(document["path"]),
        name=_text(document["name"]),
        cells=tuple(_text(key) for key in document["cells"]),
        lines=tuple(Run(*run) for run in document["lines"]),
        text=tuple(_text(line) for line in document["text"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {value!r}"[:80])
    return value
