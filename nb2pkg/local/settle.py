"""Modules from beside the notebook as modules of the package, and the package's own imports of them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nb2pkg.local.acting import line_that_acts
from nb2pkg.local.homes import homes_of
from nb2pkg.local.places import Place
from nb2pkg.local.search import Search, added_folders
from nb2pkg.model import (
    Beside,
    ExtraModule,
    LightningEntry,
    LocalModule,
    Module,
    Note,
    PlainEntry,
)
from nb2pkg.rules.local_imports import Standpoint, local_import_lines, with_local_imports

#: How many are named one by one in the report.
_NAMED = 12


def extra_modules(beside: Beside) -> tuple[ExtraModule, ...]:
    """Return what is copied, its imports made right."""
    homes = homes_of(beside.modules)
    at = Standpoint(homes, _left(beside))
    return tuple(sorted((_extra(one, homes, at) for one in beside.modules), key=lambda one: one.home))


def inside(extra: Iterable[ExtraModule], beside: Beside) -> Standpoint:
    """Where the package's own modules stand."""
    return Standpoint({name: one.home for one in extra for name in one.names}, _left(beside))


def with_extra_imports(modules: Sequence[Module], at: Standpoint, for_effect: Iterable[str] = ()) -> tuple[Module, ...]:
    """Make the imports of the package's own modules right.

    Args:
        modules: The rooms.
        at: Where they stand.
        for_effect: Imports for what they do, not for a name: they go where the notebook is run.

    Returns:
        The rooms.
    """
    if not at.homes:
        return tuple(modules)
    lines = [_for_effect(local_import_lines(one, at)) for one in for_effect]
    place = next((n for n, module in enumerate(modules) if module.name == "train"), 0)
    settled = [_module(module, at) for module in modules]
    settled[place] = replace(settled[place], imports=(*settled[place].imports, *lines))
    return tuple(settled)


def _for_effect(lines: Sequence[str]) -> str:
    return lines[-1] if "noqa" in lines[-1] else f"{lines[-1]}  # noqa: F401"


def entry_with_extra_imports(entry: LightningEntry | PlainEntry, at: Standpoint) -> LightningEntry | PlainEntry:
    """Make the imports of the command line right."""
    if isinstance(entry, PlainEntry) or not at.homes:
        return entry
    imports = tuple(line for one in entry.imports for line in local_import_lines(one, at))
    return replace(entry, imports=imports)


def local_names(beside: Beside) -> frozenset[str]:
    """Top-level names that are files beside the notebook, copied or not."""
    names = [*(one.name for one in beside.modules), *(one.name for one in beside.left)]
    return frozenset(name.partition(".")[0] for name in names)


def local_notes(beside: Beside, extra: Iterable[ExtraModule], package: str) -> tuple[Note, ...]:
    """Name what lies beside the notebook, and what became of it."""
    listed = [one for one in extra if one.text or not one.is_package]
    plain = [one.came_from for one in listed if one.home in one.names and not one.written]
    notes = []
    if plain:
        more = f" and {len(plain) - _NAMED} more" if len(plain) > _NAMED else ""
        told = "lies beside the notebook and is" if len(plain) == 1 else "lie beside the notebook and are"
        notes.append(Note("info", f"{', '.join(plain[:_NAMED])}{more} {told} copied into {package}/"))
    for one in listed:
        if one.home not in one.names:
            text = f"{one.came_from} is copied as {package}/{one.path}: the package may have a module of its own name"
            notes.append(Note("info", text))
    notes += [_left_note(one.path, one.name, one.why) for one in beside.left]
    notes += [note for module in beside.modules for note in _own_files(module)]
    acting = [f"{one.path} (line {line})" for one in beside.modules if (line := line_that_acts(one)) is not None]
    if acting:
        notes.append(Note("info", f"these do something as they are imported, in the package too: {', '.join(acting)}"))
    return tuple(notes)


def _left_note(path: str, name: str, why: str) -> Note:
    text = f"{name} ({path} beside the notebook) is not copied: {why}; its import stays as it is"
    return Note("warning", text)


def _own_files(module: LocalModule) -> Iterator[Note]:
    """Warn of a module that finds its data by where it lies itself."""
    search = Search(names={"__file__": Place(module.path, fixed=True)})
    for node in ast.parse(module.text).body:
        if added_folders(node, search):
            continue
        used = next((one for one in ast.walk(node) if isinstance(one, ast.Name) and one.id == "__file__"), None)
        if used is not None:
            text = f"{module.path}, line {used.lineno}: it looks for files beside itself; data are not copied"
            yield Note("warning", text)
            return


def _left(beside: Beside) -> frozenset[str]:
    return frozenset(one.name for one in beside.left)


def _extra(module: LocalModule, homes: dict[str, str], at: Standpoint) -> ExtraModule:
    home = homes[module.name]
    here = home if module.is_package else home.rpartition(".")[0]
    origin = module.name if module.is_package else module.name.rpartition(".")[0]
    text = with_local_imports(module.text, replace(at, here=here, origin=origin))
    return ExtraModule(home, (module.name, *module.also), text, module.path, module.is_package, module.written)


def _module(module: Module, at: Standpoint) -> Module:
    imports = tuple(line for one in module.imports for line in local_import_lines(one, at))
    members = tuple(replace(one, code=with_local_imports(one.code, at)) for one in module.members)
    return replace(module, imports=imports, members=members)
