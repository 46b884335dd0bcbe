"""What modules from beside the notebook are called in the package: their own names, where the rooms leave them free.

utils.py            utils
src/models.py       src.models
models.py           local_models      (the package has a room of that name, or may get one)
"""

from __future__ import annotations

from collections.abc import Iterable

from nb2pkg.model import LocalModule

#: Modules that a package may have of its own; a name must not depend on whether it has them today.
ROOMS = frozenset(
    {"data", "models", "train", "explore", "report", "trained", "environment", "cli", "sweep", "__init__", "__main__"}
)


def homes_of(modules: Iterable[LocalModule]) -> dict[str, str]:
    """Choose the modules' names in the package.

    Args:
        modules: What lies beside the notebook.

    Returns:
        Dotted name in the notebook -> dotted name in the package, for every name that a module is imported by.
    """
    listed = sorted(modules, key=lambda module: module.name)
    tops: dict[str, str] = {}
    taken = set(ROOMS)
    # Names that can stay are given out first, so that a renamed one moves no other.
    for top in sorted({module.name.partition(".")[0] for module in listed}, key=lambda one: (one in ROOMS, one)):
        tops[top] = _free(top, taken)
        taken.add(tops[top].casefold())
    homes: dict[str, str] = {}
    for module in listed:
        top, dot, rest = module.name.partition(".")
        home = f"{tops[top]}{dot}{rest}"
        homes |= dict.fromkeys((module.name, *module.also), home)
    return homes


def _free(name: str, taken: set[str]) -> str:
    """A name that no other has, on disks too for which upper and lower case are the same."""
    if name.casefold() not in taken:
        return name
    options = (f"local_{name}" + (f"_{count}" if count > 1 else "") for count in range(1, len(taken) + 2))
    return next(option for option in options if option.casefold() not in taken)
