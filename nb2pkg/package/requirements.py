"""What the package needs installed: from its imports, the notebook's own pip lines and the entry point."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nb2pkg.model import Note
from nb2pkg.package.distributions import ALTERNATIVES, also_needed, known_as
from nb2pkg.package.pins import Pin, contradicts, merged, read_pin, where_it_applies, within
from nb2pkg.package.stdlib import STANDARD_LIBRARY

# What the written command line is tested with.
_LIGHTNING = {
    "lightning": "lightning>=2.4,<3",
    "lightning.pytorch": "lightning>=2.4,<3",
    "pytorch_lightning": "pytorch-lightning>=2.4,<3",
}
_COMMAND_LINE = "jsonargparse[signatures]>=4.39,<5"
_TORCH = "torch>=2.1"
# A release of these belongs to one release of torch: where an old torch gives way, so do they.
_BESIDE_TORCH = {"torchvision": ">=0.16", "torchaudio": ">=2.1", "torchtext": ">=0.16", "torchmetrics": ">=1.0"}
# Installers and the notebook's own workplace: no package needs them to run.
_WORKPLACE = "pip wheel setuptools virtualenv conda jupyter jupyterlab notebook ipykernel nbconvert colabcode"
_PLATFORMS = ("dbutils", "google", "kaggle_")
_NOT_FOR_A_PACKAGE = frozenset(_WORKPLACE.split())


@dataclass(frozen=True, slots=True)
class Requirements:
    """What to install, and what there is to say about it.

    Attributes:
        lines: PEP 508 requirements, sorted by name.
        notes: Pins that gave way, names that were left out or guessed.
    """

    lines: tuple[str, ...]
    notes: tuple[Note, ...] = ()


def requirements_of(
    imports: Iterable[str], pip: Iterable[str] = (), *, local: Iterable[str] = (), lightning: str | None = None
) -> tuple[str, ...]:
    """Return the requirement lines of `settle_requirements` alone."""
    return settle_requirements(imports, pip, local=local, lightning=lightning).lines


def settle_requirements(
    imports: Iterable[str],
    pip: Iterable[str] = (),
    *,
    local: Iterable[str] = (),
    lightning: str | None = None,
    extra: Iterable[str] = (),
    elsewhere: bool = False,
) -> Requirements:
    """Decide what the package requires.

    Args:
        imports: Dotted names of imported modules (``"google.cloud.bigquery"``), as `imported_modules` gives them.
        pip: Requirement strings of the notebook's own pip lines, in its order.
        local: Import names that are files beside the notebook, or the package itself.
        lightning: The Lightning library of the command line, None where it has none.
        extra: What nb2pkg's own written code needs beside that.
        elsewhere: Whether the notebook looks for modules in folders that are only known when it runs.

    Returns:
        The requirements and the remarks on them.
    """
    notes: list[Note] = []
    asked = _asked_for(pip, notes)
    needed = _needed(imports, frozenset(local), asked, notes, elsewhere=elsewhere)
    pins = {name: asked.get(name, Pin(name)) for name in {*asked, *(pin.name for pin in needed)}}
    for pin in needed:
        pins[pin.name] = merged(pin, pins[pin.name])
    own = [_COMMAND_LINE, *extra]
    if lightning is not None:
        own += [_LIGHTNING[lightning], _TORCH]
        _release_old_torch(pins, notes)
    for line in own:
        _insist(pins, line, notes)
    return Requirements(tuple(pins[name].line for name in sorted(pins)), tuple(notes))


def imported_modules(statements: Iterable[str]) -> tuple[str, ...]:
    """Return the dotted names that import statements reach, ``from a import b`` as ``a.b``.

    Args:
        statements: Python source that consists of imports, wherever they stand in it.

    Returns:
        Names, sorted, each once; relative imports are none of them.
    """
    names: set[str] = set()
    for statement in statements:
        for node in ast.walk(ast.parse(statement)):
            match node:
                case ast.Import(names=aliases):
                    names.update(alias.name for alias in aliases)
                case ast.ImportFrom(module=str(module), names=aliases, level=0):
                    names.update(module if alias.name == "*" else f"{module}.{alias.name}" for alias in aliases)
    return tuple(sorted(names))


def _asked_for(lines: Iterable[str], notes: list[Note]) -> dict[str, Pin]:
    """Read the pip lines; of two for one distribution both hold, or the later, as it did in the notebook."""
    pins: dict[str, Pin] = {}
    for line in lines:
        pin = read_pin(line)
        if pin is None:
            notes.append(Note("warning", f"pip line not understood, so not required: {line}"))
        elif pin.name in _NOT_FOR_A_PACKAGE:
            notes.append(Note("info", f"{pin.name} serves the notebook's environment: not required"))
        elif pin.name.replace("-", "_") in STANDARD_LIBRARY:
            notes.append(Note("info", f"{pin.name} is part of Python: not required"))
        elif (marker := where_it_applies(pin.marker)) is None:
            notes.append(Note("info", f"{pin.line} applies to no Python that the package is for: not required"))
        else:
            pin = replace(pin, marker=marker)
            pins[pin.name] = _with_earlier(pins[pin.name], pin, notes) if pin.name in pins else pin
    return pins


def _with_earlier(earlier: Pin, later: Pin, notes: list[Note]) -> Pin:
    both = merged(earlier, later)
    elsewhere = (
        earlier.url != later.url and bool(earlier.url or earlier.specifier) and bool(later.url or later.specifier)
    )
    if elsewhere or contradicts(earlier.specifier, later.specifier):
        notes.append(Note("warning", f"the later pip line holds: {both.line}, not {earlier.line}"))
    return both


def _needed(
    imports: Iterable[str], local: frozenset[str], asked: dict[str, Pin], notes: list[Note], *, elsewhere: bool
) -> list[Pin]:
    """Return a pin without versions for each distribution that the imports come from."""
    pins: list[Pin] = []
    remarked: set[str] = set()
    for module in sorted(set(imports)):
        top = module.partition(".")[0]
        if top in STANDARD_LIBRARY or top in local:
            continue
        known = known_as(module)
        note = _on_no_index(top, asked) if known == () else None
        if known is None:
            known, note = _guess(top, asked, elsewhere)
        if note and top not in remarked:
            notes.append(note)
            remarked.add(top)
        pins.extend(pin for line in (*known, *also_needed(module)) if (pin := _brought_by(line, asked)))
    return pins


def _on_no_index(top: str, asked: dict[str, Pin]) -> Note | None:
    """A remark on what has to be installed from its sources; a platform's own modules need none."""
    pin = read_pin(top)
    if top.startswith(_PLATFORMS) or (pin is not None and pin.name in asked):
        return None
    said = f"import {top}: what brings it lies on no package index under that name: not required; install it by hand"
    return Note("warning", said)


def _guess(top: str, asked: dict[str, Pin], elsewhere: bool) -> tuple[tuple[str, ...], Note | None]:
    pin = read_pin(top)
    if pin is not None and pin.name in asked:
        return (top,), None
    # A name that nobody checked may be anybody's on an index, or nobody's, and then nothing could be installed.
    text = f"import {top}: no such file lies beside the notebook and no known distribution brings it: not required"
    if elsewhere:
        text = f"{text}; the notebook sets sys.path when it runs, so it may lie in one of those folders"
    return (), Note("warning", f"{text}; put what it needs into the package's dependencies")


def _brought_by(line: str, asked: dict[str, Pin]) -> Pin | None:
    """Return the distribution the notebook installs for it, where there is a choice."""
    pin = read_pin(line)
    if pin is None or pin.name in asked:
        return pin
    other = next((name for name in ALTERNATIVES.get(pin.name, ()) if name in asked), None)
    return Pin(other) if other else pin


def _release_old_torch(pins: dict[str, Pin], notes: list[Note]) -> None:
    for name, bounds in _BESIDE_TORCH.items():
        pin = pins.get(name)
        if pin is not None and pin.specifier and contradicts(pin.specifier, bounds):
            pins[name] = replace(pin, specifier="")
            notes.append(Note("warning", f"{pin.line} goes with a torch before 2.1: the pin is dropped"))


def _insist(pins: dict[str, Pin], line: str, notes: list[Note]) -> None:
    """Put in a requirement of the written code; a pin of the notebook stays where both can hold."""
    own = read_pin(line)
    if own is None:
        raise ValueError(line)
    pin = pins.get(own.name)
    if pin is None:
        pins[own.name] = own
    elif pin.url:
        pins[own.name] = replace(pin, extras=pin.extras | own.extras, marker="")
    elif pin.specifier and contradicts(pin.specifier, own.specifier):
        notes.append(Note("warning", f"{pin.line} cannot run the written package: {own.line} instead"))
        pins[own.name] = replace(own, extras=own.extras | pin.extras)
    else:
        versions = within(pin.specifier, own.specifier)
        pins[own.name] = replace(pin, extras=pin.extras | own.extras, specifier=versions, marker="")
