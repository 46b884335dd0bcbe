"""The values that flow from stage to stage: frozen, made of strings, numbers, tuples and each other.

    bytes -> Notebook -> Program -> Plan -> Package -> files

Every later value carries the `Origin` it came from. This module imports nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Role(str, Enum):
    """What a cell or statement is for; it decides the module and the command-line group."""

    DATA = "data"
    MODEL = "model"
    TRAIN = "train"
    EXPLORE = "explore"
    SETUP = "setup"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where in the notebook something came from.

    Attributes:
        cell: Index of the cell in the file, from 0, markdown included.
        first: First line within the cell, from 1.
        last: Last line within the cell, from 1, inclusive.
        cell_id: The cell's own id, where the notebook has ids.
    """

    cell: int
    first: int
    last: int
    cell_id: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it stands in the file.

    Attributes:
        index: Position in the file, from 0.
        kind: ``"code"``, ``"markdown"`` or ``"raw"``; anything unknown is ``"raw"``.
        source: The text, joined.
        tags: The cell's tags, in order.
        cell_id: Its id, if it has one of its own that no other cell shares.
        execution_count: How often the kernel had run when it ran last.
    """

    index: int
    kind: str
    source: str
    tags: tuple[str, ...] = ()
    cell_id: str | None = None
    execution_count: int | None = None


@dataclass(frozen=True, slots=True)
class LocalModule:
    """A Python file beside the notebook that the notebook imports, or that such a file imports.

    Attributes:
        name: Dotted name it is imported by (``"src.models"``).
        path: Where it lies, from the notebook's folder; for a package without ``__init__.py`` the folder.
        text: Its source.
        is_package: Whether it is a folder.
        also: Other dotted names it is imported by.
    """

    name: str
    path: str
    text: str
    is_package: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftModule:
    """A module beside the notebook that is not copied.

    Attributes:
        name: Its dotted name.
        path: Where it lies, from the notebook's folder.
        why: Why, in a clause.
        digest: Of its content, where a change of that may change whether it is copied.
    """

    name: str
    path: str
    why: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the notebook and is imported.

    Attributes:
        modules: What is copied into the package, by name.
        left: What is not.
        folders: Folders on the notebook's path, from its own folder, in which all that is imported is copied.
    """

    modules: tuple[LocalModule, ...] = ()
    left: tuple[LeftModule, ...] = ()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook, read leniently.

    Attributes:
        name: File name without folder and suffix, as the user wrote it (``"leaf disease"``).
        file: What to call it in messages.
        cells: All cells in file order.
        language: Lower-case name of its language, ``"python"`` where nothing is said.
        metadata_title: ``metadata.title``, if any.
        notes: What was odd about the file and let pass, for the report.
        beside: The modules that lie beside it.
    """

    name: str
    file: str
    cells: tuple[Cell, ...]
    language: str = "python"
    metadata_title: str | None = None
    notes: tuple[str, ...] = ()
    beside: Beside = Beside()


@dataclass(frozen=True, slots=True)
class Special:
    """A line of notebook syntax, and what became of it.

    Attributes:
        kind: ``"pip"``, ``"conda"``, ``"apt"``, ``"display"`` (dropped, display only), ``"shell"``, ``"magic"``,
            ``"cell_magic"``, ``"help"``, ``"hosted"`` (a call that only Colab or Kaggle answers), ``"widget"``,
            ``"unknown"``.
        text: The line or cell as written, secrets already removed.
        origin: Where it stood.
        kept: Whether Python that does the same stands in its place.
        requirements: For ``pip`` and ``conda``: PEP 508 requirement strings, pins kept; for ``apt``: package names.
        note: What a person should know about it, in a clause.
    """

    kind: str
    text: str
    origin: Origin
    kept: bool = False
    requirements: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PythonCell:
    """A code cell in plain Python: line n of `python` is line n of the cell.

    Attributes:
        index: Index of the cell.
        cell_id: Its id.
        python: Python source that `ast.parse` accepts; notebook syntax replaced line for line.
        specials: The notebook syntax that was there.
        imports: Modules that the replaced lines need (``"subprocess"``).
    """

    index: int
    cell_id: str | None
    python: str
    specials: tuple[Special, ...] = ()
    imports: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of the notebook that can be turned from the command line.

    Attributes:
        name: Python name of the argument.
        group: ``"data"``, ``"model"``, ``"trainer"``, ``"explore"``, a callback's group, or empty for the top level.
        type: Annotation, as source.
        default: The notebook's value, as it is spelled there.
        help: One line.
        origins: Every place it stands for; the first is the one that binds it.
        source: ``"constant"``, ``"keyword"``, ``"literal"``, ``"signature"``, ``"trainer"`` or ``"seed"``.
    """

    name: str
    group: str
    type: str
    default: str
    help: str
    origins: tuple[Origin, ...]
    source: str

    @property
    def flag(self) -> str:
        """The command-line option."""
        return f"--{self.group}.{self.name}" if self.group else f"--{self.name}"


@dataclass(frozen=True, slots=True)
class SecretFound:
    """A secret that was in the notebook; its value is nowhere in this value.

    Attributes:
        kind: ``"kaggle"``, ``"wandb"``, ``"github"``, ...
        variable: Environment variable that replaces it.
        origin: Where it stood.
        place: ``"code"``, ``"markdown"``, ``"output"``, ``"metadata"``, ``"module"``.
        file: The module beside the notebook that it stood in; lines of `origin` are those of the file then.
    """

    kind: str
    variable: str
    origin: Origin
    place: str = "code"
    file: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One thing in a module of the package.

    Attributes:
        name: What it binds; for a block that binds several names, the first.
        kind: ``"class"``, ``"function"``, ``"constant"``, ``"stage"`` (a function made of statements) or ``"glue"``
            (written by nb2pkg alone).
        code: Its source, without imports.
        origins: Where it came from.
    """

    name: str
    kind: str
    code: str
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the package.

    Attributes:
        name: ``"data"``, ``"models"``, ``"train"``, ``"explore"``, ``"cli"``.
        doc: Text of its docstring.
        imports: Import statements, one logical statement each, unsorted.
        members: In order.
    """

    name: str
    doc: str
    imports: tuple[str, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class ExtraModule:
    """A module of the package that is no room of it: a file that lay beside the notebook, for one.

    It is written as it is; nothing formats it or looks for faults in it.

    Attributes:
        home: Dotted name within the package (``"src.models"``).
        names: Dotted names that the notebook imports it by.
        text: Its source, imports made right.
        came_from: Where it came from, in words for the report: a path from the notebook's folder.
        is_package: Whether it is a folder's ``__init__.py``.
    """

    home: str
    names: tuple[str, ...]
    text: str
    came_from: str
    is_package: bool = False

    @property
    def path(self) -> str:
        """Its path within the package."""
        return self.home.replace(".", "/") + ("/__init__.py" if self.is_package else ".py")


@dataclass(frozen=True, slots=True)
class Target:
    """What the command line builds in one slot.

    Attributes:
        module: Module of the package it is imported from, or a dotted library path.
        name: The class, or the function that builds it.
        class_name: Name of the class that comes out.
        is_factory: Whether `name` is a function.
        parameters: What it takes from the command line.
    """

    module: str
    name: str
    class_name: str
    is_factory: bool
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One argument that follows another: ``data.num_classes -> model.num_classes``.

    Attributes:
        source: Where the value comes from.
        target: The argument that follows it.
        on: ``"parse"`` or ``"instantiate"``.
    """

    source: str
    target: str
    on: str


@dataclass(frozen=True, slots=True)
class Callback:
    """A callback with arguments of its own on the command line."""

    key: str
    import_line: str
    class_name: str
    defaults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LightningEntry:
    """A LightningCLI over the notebook's model and data.

    Attributes:
        library: ``"lightning.pytorch"`` or ``"pytorch_lightning"``, whichever the notebook imports.
        model: The LightningModule slot.
        data: The LightningDataModule slot, if any.
        links: Arguments that follow others.
        trainer: Trainer arguments of the notebook: (name, source of the value).
        callbacks: Callbacks with flags.
        seed: Source of the seed, or None where the notebook seeds nothing.
        hooks: Functions of ``train`` that the command line calls: ``"prepare_environment"``, ``"before_fit"``,
            ``"make_callbacks"``, ``"after_fit"``, ...
        explore_after: Functions of ``explore`` that need a trained model, with what they take.
        seed_workers: Whether the notebook seeds the workers of its loaders too.
        model_first: Whether the notebook builds the model before the data.
        imports: The notebook's import statements that the values of `trainer` need.
        results: Arguments of hooks and of `explore_after` that an earlier hook gives.
        follows: Arguments of hooks that follow an option of data or model: (``"lr"``, ``"model.lr"``).
    """

    library: str
    model: Target
    data: Target | None
    links: tuple[Link, ...] = ()
    trainer: tuple[tuple[str, str], ...] = ()
    callbacks: tuple[Callback, ...] = ()
    seed: str | None = None
    hooks: tuple[str, ...] = ()
    explore_after: tuple[str, ...] = ()
    seed_workers: bool = False
    model_first: bool = False
    imports: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    follows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlainEntry:
    """``fit`` (and more) as functions under jsonargparse's command line.

    Attributes:
        commands: (command, function of ``train``).
        parameters: What they take.
        environment: The function of ``environment`` that runs before the other modules are imported, if any.
    """

    commands: tuple[tuple[str, str], ...]
    parameters: tuple[Parameter, ...] = ()
    environment: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the report.

    Attributes:
        level: ``"info"``, ``"warning"`` (a person should look).
        text: What was done or set aside, and why.
        origin: Where.
        source: All of the notebook's text that was set aside, where `text` does not hold it whole.
    """

    level: str
    text: str
    origin: Origin | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The decision record: all that is known before anything is rendered.

    Attributes:
        distribution: Name for pip and the command (``leaf-disease``).
        package: Import name (``leaf_disease``).
        title: The notebook's title.
        summary: One sentence from the notebook about it, or empty.
        modules: The Python modules, ``cli`` excluded.
        entry: The command line.
        parameters: All of them, for config, README and `nb2pkg params`.
        requirements: PEP 508 requirement strings, sorted.
        system_packages: apt packages.
        secrets: Secrets that became environment variables.
        notes: The report.
        extra: Modules beside the rooms, by home.
    """

    distribution: str
    package: str
    title: str
    summary: str
    modules: tuple[Module, ...]
    entry: LightningEntry | PlainEntry
    parameters: tuple[Parameter, ...]
    requirements: tuple[str, ...]
    system_packages: tuple[str, ...] = ()
    secrets: tuple[SecretFound, ...] = ()
    notes: tuple[Note, ...] = ()
    extra: tuple[ExtraModule, ...] = ()


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
