"""What is to be written."""

from __future__ import annotations

from dataclasses import dataclass, field

from nb2pkg.model.notebook import Origin


@dataclass(frozen=True, slots=True)
class File:
    """One file of the written tree.

    Attributes:
        path: Relative, with forward slashes.
        content: Its bytes.
    """

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Unit:
    """A definition in a written module, for the lock.

    Attributes:
        path: The module's path in the tree.
        name: Qualified name of the definition.
        origins: Where it came from.
    """

    path: str
    name: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """What is to be written: all files but the lock, and where each definition came from."""

    files: tuple[File, ...]
    units: tuple[Unit, ...] = field(default=())
