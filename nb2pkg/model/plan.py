"""What is decided about the package."""

from __future__ import annotations

from dataclasses import dataclass

from nb2pkg.model.notebook import Origin


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
        source: ``"constant"``, ``"keyword"``, ``"literal"``, ``"signature"``, ``"trainer"``, ``"seed"``, ``"form"``
            (Colab's), ``"parameters"`` (papermill's cell) or ``"argparse"``.
        behind: What the name stands for that is the default, where it is one and that can be shown.
    """

    name: str
    group: str
    type: str
    default: str
    help: str
    origins: tuple[Origin, ...]
    source: str
    behind: str = ""

    @property
    def shown(self) -> str:
        """The default as a person is told it."""
        return self.behind or self.default

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
        written: Whether a cell of the notebook writes it.
    """

    home: str
    names: tuple[str, ...]
    text: str
    came_from: str
    is_package: bool = False
    written: bool = False

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
        of_a_loop: Whether the notebook has a loop where the package has its Trainer.
        draws: Whether that loop draws figures.
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
    of_a_loop: bool = False
    draws: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """An option that says where something goes.

    Attributes:
        name: The option.
        default: The folder.
        help: What goes there.
    """

    name: str
    default: str
    help: str


@dataclass(frozen=True, slots=True)
class PlainEntry:
    """``fit`` (and more) as functions under jsonargparse's command line.

    Attributes:
        commands: (command, function of ``train``).
        parameters: What they take.
        environment: The function of ``environment`` that runs before the other modules are imported, if any.
        folders: The arguments of the first command that say where something goes.
    """

    commands: tuple[tuple[str, str], ...]
    parameters: tuple[Parameter, ...] = ()
    environment: str = ""
    folders: tuple[Folder, ...] = ()


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
