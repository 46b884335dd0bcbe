"""The notebook as one long program: statements, what they do with names, what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nb2pkg.model.notebook import Origin, Role, Special


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """One place where code touches a name of the notebook's global namespace.

    Attributes:
        name: The name, NFKC-normalised as Python does.
        line: Line within the analysed source, from 1.
        column: Column in characters, from 0.
        how: ``"load"``, ``"store"`` or ``"delete"``.
        deferred: Whether it runs only when a function defined here is called.
        scope: Names of the classes and functions around it, outermost first.
    """

    name: str
    line: int
    column: int
    how: str = "load"
    deferred: bool = False
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """What one statement of the notebook does with global names.

    Attributes:
        binds: Names it certainly binds when it completes normally.
        may_bind: Names it binds on some paths only (``if c: x = 1``).
        deletes: Names it deletes.
        reads: Global names it reads while it runs.
        deferred: Global names read only when functions it defines are called.
        changes: Global names whose object it may change in place (``df["a"] = 1``, ``model.fit(X)``, ``x += 1``).
        assigns_globals: Names that functions defined here assign through ``global``.
        stars: Modules of ``from m import *``.
        awaits: Whether it awaits at top level.
    """

    binds: frozenset[str] = frozenset()
    may_bind: frozenset[str] = frozenset()
    deletes: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    deferred: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    assigns_globals: frozenset[str] = frozenset()
    stars: tuple[str, ...] = ()
    awaits: bool = False

    @property
    def mentioned(self) -> frozenset[str]:
        """Every name that it does something with, changes of objects left out."""
        return self.binds | self.may_bind | self.reads | self.deferred | self.deletes | self.assigns_globals


class Kind(str, Enum):
    """What sort of statement it is."""

    IMPORT = "import"
    CLASS = "class"
    FUNCTION = "function"
    CONSTANT = "constant"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Statement:
    """One top-level statement of the notebook with the comments that lead it and trail it.

    Attributes:
        index: Position in the program, from 0.
        kind: What sort of statement.
        text: Source with its leading comment lines and its trailing comment, no blank line around it.
        names: Its names.
        role: Its role.
        why: One clause that says where the role comes from.
        origin: Where it stood (the statement itself, without leading comments).
        section: Text of the nearest heading above, without marks; empty if none.
        inner: Whether it stood inside the notebook's main function: nothing shows its value.
        again: Where the notebook does the same once more: that is left out.
        places: Where lines of the text stood that was put together from several places: (line from 1, place).
    """

    index: int
    kind: Kind
    text: str
    names: Names
    role: Role
    why: str
    origin: Origin
    section: str = ""
    inner: bool = False
    again: tuple[Origin, ...] = ()
    places: tuple[tuple[int, Origin], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A markdown cell: its text and the headings in it."""

    cell: int
    text: str


@dataclass(frozen=True, slots=True)
class CellRole:
    """The role of one code cell, for `nb2pkg tag`."""

    cell: int
    cell_id: str | None
    role: Role
    roles: tuple[Role, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Program:
    """The notebook as one long program.

    Attributes:
        statements: In execution order.
        specials: Notebook syntax that was met.
        prose: The markdown cells.
        title: The first heading, or the notebook's title, or its name.
        roles: Role of each code cell: (cell index, role by tag or inference, all roles of its statements, reason).
    """

    statements: tuple[Statement, ...]
    specials: tuple[Special, ...]
    prose: tuple[Section, ...]
    title: str
    roles: tuple[CellRole, ...] = ()
