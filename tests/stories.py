"""Notebooks written in a test: a cell is its source, or a pair of its tag and its source."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent

from nb2pkg import pipeline
from nb2pkg.flow.world import World, survey
from nb2pkg.model import Cell, Module, Notebook, Plan, Program
from nb2pkg.options import Options

Story = Sequence[str | tuple[str, str]]


def notebook(cells: Story, name: str = "story") -> Notebook:
    """A notebook of these cells; a cell tagged ``md`` is markdown."""
    made: list[Cell] = []
    for index, cell in enumerate(cells):
        tag, source = ("", cell) if isinstance(cell, str) else cell
        kind = "markdown" if tag == "md" else "code"
        tags = (tag,) if tag and tag != "md" else ()
        made.append(Cell(index, kind, dedent(source).strip("\n"), tags))
    return Notebook(name, f"{name}.ipynb", tuple(made))


def program_of(cells: Story) -> Program:
    """The story as a program."""
    return pipeline.analyse(notebook(cells), Options())


def world_of(cells: Story) -> World:
    """The story looked over."""
    return survey(program_of(cells))


def plan_of(cells: Story, options: Options | None = None) -> Plan:
    """The plan of the story's package."""
    return pipeline.plan(notebook(cells), options or Options())


def module_of(plan: Plan, name: str) -> Module:
    """One module of a plan."""
    return next(module for module in plan.modules if module.name == name)


def code_of(plan: Plan, name: str) -> str:
    """The members of a module, or nothing where there is no such module."""
    return "\n".join(member.code for module in plan.modules if module.name == name for member in module.members)


def member_of(plan: Plan, name: str) -> str:
    """The code of one member, wherever it is."""
    return next(member.code for module in plan.modules for member in module.members if member.name == name)
