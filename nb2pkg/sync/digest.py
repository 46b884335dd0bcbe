"""Digests: what counts as a change, and what does not.

Running a notebook again is no change (outputs and execution counts are left out), nor is a checkout with other line
ends.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from hashlib import sha256
from zlib import crc32

# Enough to tell any two texts of one project apart, short enough for a lock that people see in diffs.
DIGITS = 16


def exact_digest(content: bytes) -> str:
    """The SHA-256 of the very bytes."""
    return sha256(content).hexdigest()


def file_prints(content: bytes) -> tuple[str, ...]:
    """The fingerprint of a file, block by block, the same for text that was checked out with other line ends.

    One digest for the whole file would conflict in git whenever two branches change the same file, however far apart.
    So text is cut after about every eighth line, chosen by what the line says and hence the same on every branch.

    Args:
        content: The file's bytes.

    Returns:
        A short digest of each block; of everything at once for a binary file.
    """
    if b"\0" in content:
        return (exact_digest(content)[:DIGITS],)
    blocks, block = [], b""
    for line in content.replace(b"\r\n", b"\n").split(b"\n"):
        block += line + b"\n"
        if line and crc32(line) % 8 == 0:
            blocks.append(block)
            block = b""
    return tuple(exact_digest(block)[:DIGITS] for block in [*blocks, block] if block)


def _short(value: object) -> str:
    # ASCII escapes: a lone surrogate in a cell must not stop a digest.
    return exact_digest(json.dumps(value, separators=(",", ":")).encode("ascii"))[:DIGITS]


def cell_digest(kind: str, source: str, tags: Iterable[str]) -> str:
    """What a cell means: its kind, text and tags, in this order."""
    return _short([kind, source, list(tags)])


def module_digest(content: bytes) -> str:
    """What a module beside the notebook says, the same after a checkout with other line ends."""
    return exact_digest(content.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n"))[:DIGITS]


def about_digest(language: str, title: str | None, order: str, execution_counts: Sequence[int | None]) -> str:
    """What a notebook means beyond its cells.

    Args:
        language: Its language.
        title: The title in its metadata.
        order: The order that was asked for.
        execution_counts: Those of all its cells. They matter only where the order follows them, and then only by rank,
            so that running everything again from top to bottom is no change.
    """
    counted = [(count, index) for index, count in enumerate(execution_counts) if count is not None]
    ranks = [index for _, index in sorted(counted)] if order == "execution" else []
    return _short([language, title, ranks])


def cell_keys(cells: Iterable[tuple[str | None, str]]) -> tuple[str, ...]:
    """A name for each cell that survives when other cells come, go and move.

    Cell numbers would change every later record of the lock when one cell is inserted.

    Args:
        cells: The id (None where there is none) and the digest of each cell.

    Returns:
        The id, or the digest; the second cell of the same digest gets ``#2``, and so on.
    """
    seen: dict[str, int] = {}
    keys = []
    for cell_id, digest in cells:
        key = cell_id or digest
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return tuple(keys)
