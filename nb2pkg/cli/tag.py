"""`nb2pkg tag`: the role of each cell, shown or written into the notebook."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from nb2pkg import pipeline
from nb2pkg.cli.choices import conversion_options, options_for
from nb2pkg.cli.reading import read, with_modules
from nb2pkg.cli.say import remark, tell, tell_json, tell_table
from nb2pkg.errors import BadUsage, OutputRefused
from nb2pkg.model import CellRole, Notebook, Role
from nb2pkg.notebook.source import load
from nb2pkg.sync.fsio import replace_file
from nb2pkg.sync.lock import FROM_STDIN
from nb2pkg.sync.splice import add_tags


@click.command("tag")
@click.argument("notebook", type=click.Path())
@click.option("--write", is_flag=True, help="Write the roles into the notebook as cell tags, to be corrected there.")
@conversion_options
def command(notebook: str, write: bool, as_json: bool, **chosen: Any) -> None:
    """Show the role of each code cell of NOTEBOOK, and why it has it."""
    options = options_for(notebook, **chosen)
    data = load(notebook)
    source = read(data, notebook)
    source = source if notebook == FROM_STDIN else with_modules(source, Path(notebook), options)
    roles = pipeline.analyse(source, options).roles
    added = _write(notebook, data, missing_tags(source, roles)) if write else 0
    if as_json:
        tell_json({"cells": [_document(role) for role in roles]})
        return
    tell_table(("cell", "role", "all roles", "why"), [_row(role) for role in roles])
    if write:
        tell(f"{added} cells tagged" if added else "every cell has its tag", color="green")


def missing_tags(notebook: Notebook, roles: Iterable[CellRole]) -> dict[int, str]:
    """The tag that each cell lacks, by its number; imports and magics alone need none."""
    tags = {cell.index: {tag.removeprefix("nb2pkg:").lower() for tag in cell.tags} for cell in notebook.cells}
    wanted = ((role.cell, role.role.value) for role in roles if role.role != Role.SETUP)
    return {cell: tag for cell, tag in wanted if tag not in tags[cell]}


def _write(notebook: str, data: bytes, tags: dict[int, str]) -> int:
    """Put tags into the file itself."""
    if notebook == FROM_STDIN or not notebook.endswith(".ipynb"):
        raise BadUsage("tags can be written into .ipynb files only", file=notebook, hint="without --write")
    if not tags:
        return 0
    tagged = add_tags(data, tags, notebook)
    place = Path(os.path.realpath(notebook))  # a link stays a link
    if place.read_bytes() != data:
        raise OutputRefused("the notebook changed while nb2pkg was running", file=notebook, hint="run it again")
    replace_file(place, tagged)
    remark("reload the notebook in Jupyter before you save it there")
    return len(tags)


def _row(role: CellRole) -> tuple[str, ...]:
    return str(role.cell), role.role.value, ", ".join(each.value for each in role.roles), role.why


def _document(role: CellRole) -> dict[str, Any]:
    return {
        "cell": role.cell,
        "id": role.cell_id,
        "role": role.role.value,
        "roles": [each.value for each in role.roles],
        "why": role.why,
    }
