"""From a notebook's cells to what the rules see, and to what comes of it."""

from __future__ import annotations

import ast
import io
from collections.abc import Sequence
from contextlib import redirect_stdout

from nb2pkg.family.plain.plan import plan_plain
from nb2pkg.flow.program import build_program
from nb2pkg.flow.world import World, survey
from nb2pkg.model import Cell, Notebook, PythonCell
from nb2pkg.roles.give import give_roles
from nb2pkg.story.definition import rewrite_definition
from nb2pkg.story.threads import Threads, thread


def world_of(cells: Sequence[str], skipped: frozenset[str] = frozenset()) -> World:
    """The program of some code cells, surveyed."""
    notebook = Notebook("lesson", "lesson.ipynb", tuple(Cell(i, "code", text) for i, text in enumerate(cells)))
    python = [PythonCell(i, None, text) for i, text in enumerate(cells)]
    return survey(give_roles(build_program(notebook, python, {})), skipped)


def threaded(cells: Sequence[str], skipped: frozenset[str] = frozenset()) -> tuple[World, Threads]:
    """The program, and what is handed where in it."""
    world = world_of(cells, skipped)
    return world, thread(world)


def rewritten(cells: Sequence[str]) -> dict[str, str]:
    """Every definition of the cells as the package holds it; all of them parse."""
    world, threads = threaded(cells)
    texts = {name: rewrite_definition(one, world, threads) for name, one in world.definitions.items()}
    for text in texts.values():
        ast.parse(text)
    return texts


class _Report:
    """Prints what the notebook shows."""

    def __init__(self, folder: object) -> None:
        self.folder = folder

    def show(self, *values: object) -> None:
        if values != (None,):
            print(*values)

    def figures(self) -> None:
        """There are none."""


def package_code(cells: Sequence[str]) -> str:
    """The package of the cells as one module, in the order in which its modules import each other."""
    return code_of(*threaded(cells))


def code_of(world: World, threads: Threads) -> str:
    """The package of a program as one module."""
    modules = [m for m in plan_plain(world, threads, "Lesson", "is a lesson").modules if m.name != "report"]
    imports = [line for module in modules for line in module.imports if not line.startswith("from .")]
    return "\n".join([*imports, *(member.code for module in modules for member in module.members)])


def printed_by_notebook(cells: Sequence[str]) -> str:
    """What the cells print, run top to bottom in one namespace."""
    names: dict[str, object] = {"__name__": "lesson"}
    with redirect_stdout(io.StringIO()) as out:
        for number, cell in enumerate(cells):
            exec(compile(cell, f"<cell {number}>", "exec", dont_inherit=True), names)
    return out.getvalue()


def printed_by_package(cells: Sequence[str], **options: object) -> str:
    """What the package of the cells prints when its ``fit`` is called with these options."""
    return printed_by(package_code(cells), **options)


def printed_by(code: str, **options: object) -> str:
    """What the code of a package prints when its ``fit`` is called with these options."""
    names: dict[str, object] = {"__name__": "lesson", "Report": _Report}
    with redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "<package>", "exec", dont_inherit=True), names)
        names["fit"](**options)  # type: ignore[operator]
    return out.getvalue()
