"""Modules of the package beside its rooms: files that lay beside the notebook or that it writes, as they are.

They are their author's, so nothing formats them or looks for faults in them, here or in the written project's checks;
a line at the top says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nb2pkg.model import ExtraModule, Plan

_FOLDER = '"""Modules that lay beside the notebook."""\n'


def extra_files(plan: Plan) -> dict[str, str]:
    """Return the files by path; folders on the way to them become packages."""
    files = {f"{plan.package}/{one.path}": _text(one) for one in plan.extra}
    folders = {f"{plan.package}/{folder}/__init__.py": _FOLDER for one in plan.extra for folder in _above(one)}
    return {**folders, **files}


@dataclass(frozen=True, slots=True)
class Copied:
    """One file that is copied, for the README."""

    came_from: str
    path: str


def copied_files(plan: Plan) -> tuple[Copied, ...]:
    """Return the files that are copied, by name."""
    copied = (one for one in plan.extra if one.came_from.endswith(".py") and not one.written)
    listed = sorted(copied, key=lambda one: one.came_from)
    return tuple(Copied(one.came_from, f"{plan.package}/{one.path}") for one in listed)


def extra_packages(plan: Plan) -> tuple[str, ...]:
    """Return the packages to install: the package itself, and those below it."""
    inits = [path for path in extra_files(plan) if path.endswith("/__init__.py")]
    below = sorted(path.removesuffix("/__init__.py").replace("/", ".") for path in inits)
    return (plan.package, *below)


def extra_paths(plan: Plan) -> tuple[str, ...]:
    """Return what the project's checks leave out: files and folders at the top of the package."""
    tops = {one.path.partition("/")[0] for one in plan.extra}
    return tuple(f"{plan.package}/{top}" for top in sorted(tops))


def _above(one: ExtraModule) -> Iterable[str]:
    parts = one.path.split("/")[:-1]
    return ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def _text(one: ExtraModule) -> str:
    """The module with a line that says where it came from, below what must stand first."""
    if one.is_package and not one.came_from.endswith(".py"):
        return _FOLDER
    lines = one.text.split("\n")
    count = next((n for n, line in enumerate(lines[:2]) if not _must_be_first(line)), len(lines[:2]))
    end = "\r" if lines[0].endswith("\r") else ""
    told = "as the notebook writes it" if one.written else f"copied from {one.came_from} beside the notebook"
    head = f"# ruff: noqa ({told}; only imports are changed){end}"
    return "\n".join([*lines[:count], head, *lines[count:]])


def _must_be_first(line: str) -> bool:
    """Whether it is ``#!/usr/bin/env python`` or a line that names the encoding."""
    return line.startswith("#!") or (line.lstrip().startswith("#") and "coding" in line)
