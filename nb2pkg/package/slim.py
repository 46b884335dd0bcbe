"""The slim notebook: the same story, importing the package.

Every markdown cell stays where it was. In the code, what moved into the package is imported from it, explorations are
calls, and the rest is the notebook's own. Outputs, magics and imports that nothing uses any more are gone; notebook
syntax that is not understood stays as text.
"""

from __future__ import annotations

import builtins
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import nbformat

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.flow.source import split_lines
from nb2pkg.model import Kind, LightningEntry, Notebook, Plan, Program
from nb2pkg.package.slim_calls import REPORT
from nb2pkg.package.slim_imports import Imports, gather_imports, lifted_imports, still_used
from nb2pkg.package.slim_spare import words_quoted
from nb2pkg.package.slim_steps import Step, steps_of
from nb2pkg.package.slim_trainer import without_old_arguments
from nb2pkg.package.stdlib import STANDARD_LIBRARY
from nb2pkg.rules.local_imports import Standpoint, with_local_imports
from nb2pkg.text.literals import unix_lines

# nbformat's functions carry no annotations.
_FORMAT: Any = nbformat
# With these a notebook may reach any name.
_REACHES_ALL = frozenset({"globals", "locals", "vars", "eval", "exec"})
# A cell, and the place of the step in it that imports follow; None for its head.
_At = tuple[int, int | None]
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def slim_notebook(plan: Plan, notebook: Notebook, program: Program) -> str:
    """Write the slim notebook.

    Args:
        plan: What the package holds.
        notebook: The notebook it is about.
        program: Its statements and its prose, secrets removed.

    Returns:
        A notebook of format 4.5 as JSON, without outputs; it runs where the package is installed.

    Raises:
        SafetyCheckFailed: The format's own schema refuses it.
    """
    fixed = frozenset(cell.index for cell in notebook.cells if "parameters" in cell.tags)
    sources = _importing_extra(_code_cells(plan, program, steps_of(plan, program), fixed), plan, notebook)
    prose = {section.cell: _encodable(section.text) for section in program.prose}
    left = _left_out(program)
    cells: list[dict[str, object]] = []
    used: set[str] = set()
    for cell in notebook.cells:
        if cell.index in prose:
            text = prose[cell.index]
            cells.append(_cell("markdown", text, used, {}))
        if cell.index in left:
            cells.append(_cell("raw", left[cell.index], used, {}))
        here = sources.get(cell.index, [])
        for source in here:
            # Papermill looks for this tag; ours have done their work.
            tagged = cell.index in fixed and source is here[-1]
            made = _cell("code", source, used, {"tags": ["parameters"]} if tagged else {})
            cells.append({**made, "execution_count": None, "outputs": []})
    return _written(cells)


def _left_out(program: Program) -> dict[int, str]:
    """The notebook syntax of each cell that nothing stands for; it is kept as text."""
    found: dict[int, str] = {}
    for special in program.specials:
        if special.kind == "unknown":
            before = f"{found[special.origin.cell]}\n" if special.origin.cell in found else ""
            found[special.origin.cell] = before + _encodable(special.text)
    return found


def _cell(kind: str, source: str, used: set[str], metadata: dict[str, object]) -> dict[str, object]:
    lines = split_lines(source) if source else []
    return {"cell_type": kind, "id": _cell_id(source, used), "metadata": metadata, "source": lines}


def _importing_extra(sources: dict[int, list[str]], plan: Plan, notebook: Notebook) -> dict[int, list[str]]:
    """Return the code, which imports from the package what lay beside the notebook."""
    homes = {name: one.home for one in plan.extra for name in one.names}
    if not homes:
        return sources
    left = frozenset(one.name for one in notebook.beside.left)
    at = Standpoint({"": "", **homes}, left, plan.package, origin="")
    return {cell: [with_local_imports(text, at) for text in texts] for cell, texts in sources.items()}


def _written(cells: list[dict[str, object]]) -> str:
    """Lay the notebook out as Jupyter does."""
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    made = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    try:
        _FORMAT.validate(made)
    except nbformat.ValidationError as error:
        raise SafetyCheckFailed(f"the slim notebook is not valid: {error.message}") from error
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _code_cells(plan: Plan, program: Program, steps: Sequence[Step], fixed: frozenset[int]) -> dict[int, list[str]]:
    """Return the code of each cell that has any; imports come before a cell that has to stay as it is."""
    steps = _wanted(steps, fixed)
    needed = _needed(steps)
    lifted = lifted_imports(steps)
    imports = _imports_at(plan, steps, gather_imports(plan.package, steps, lifted, needed))
    cells: dict[int, list[str]] = {}
    for index, here in _by_cell(steps).items():
        heads = imports.get((index, None), [])
        rest = "\n".join(_own_texts(plan, here, lifted, imports, needed))
        parts = [*heads, rest] if index in fixed else ["\n\n".join(part for part in (*heads, rest) if part)]
        if any(parts):
            cells[index] = [part for part in parts if part]
    first = next(iter(cells), None)
    sources = [source for parts in cells.values() for source in parts]
    missing = _supplied(needed - _bound(program, steps), sources)
    if first is not None and missing:
        cells[first][0] = "\n".join(missing) + "\n" + cells[first][0]
    return cells


def _by_cell(steps: Iterable[Step]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    for step in steps:
        found.setdefault(step.cell, []).append(step)
    return found


def _imports_at(plan: Plan, steps: Sequence[Step], places: Iterable[Imports]) -> dict[_At, list[str]]:
    found: dict[_At, list[str]] = {}
    for one in places:
        found.setdefault((one.cell, one.after), []).append(_import_text(plan, steps, one))
    return found


def _wanted(steps: Sequence[Step], fixed: frozenset[int]) -> Sequence[Step]:
    """Leave out what the package has and no step needs, until all that is left is needed."""
    while True:
        needed = _needed(steps).union(*(words_quoted(step.text) for step in steps if not step.spare))
        kept = [step for step in steps if not step.spare or step.cell in fixed or step.binds & needed]
        if len(kept) == len(steps) or _REACHES_ALL & needed:
            return steps
        steps = kept


def _needed(steps: Iterable[Step]) -> frozenset[str]:
    return frozenset(name for step in steps if not step.is_import for name in step.reads | step.later)


def _own_texts(
    plan: Plan,
    here: Iterable[Step],
    lifted: frozenset[int],
    imports: Mapping[_At, list[str]],
    needed: frozenset[str],
) -> list[str]:
    texts: list[str] = []
    for step in here:
        if step.is_import:
            texts += [] if step.place in lifted else still_used(step.text, needed)
        elif step.text:
            texts.append(_own_text(plan, step))
        texts += imports.get((step.cell, step.place), [])
    return texts


def _import_text(plan: Plan, steps: Iterable[Step], place: Imports) -> str:
    """Return imports, and below those of the explorations what shows here what they save from the command line."""
    shown = next((step.module for step in steps if step.module and f"({REPORT}" in step.text), None)
    if shown not in place.modules:
        return "\n".join(place.lines)
    drawing = [line for module in plan.modules if module.name == "explore" for line in module.imports]
    draws = any("matplotlib" in line or "seaborn" in line for line in drawing)
    more = ["from types import SimpleNamespace", *(["import matplotlib.pyplot as plt"] if draws else [])]
    figures = "plt.show" if draws else "lambda: None"
    said = "# From the command line this goes into files; here it is shown."
    lines = list(dict.fromkeys([*place.lines, *more]))
    return "\n".join([*lines, "", said, f"{REPORT} = SimpleNamespace(show=display, figures={figures})"])


def _own_text(plan: Plan, step: Step) -> str:
    return without_old_arguments(step.text) if isinstance(plan.entry, LightningEntry) else step.text


def _supplied(missing: frozenset[str], sources: Iterable[str]) -> list[str]:
    """Return imports of what the code needs and the notebook never imported, since it came from what was replaced."""
    lines = [f"import {name}" for name in sorted(missing & STANDARD_LIBRARY)]
    binds = "partial" in missing and any("partial(" in source for source in sources)
    return [*lines, "from functools import partial"] if binds else lines


def _bound(program: Program, steps: Iterable[Step]) -> frozenset[str]:
    stars = any(one.names.stars for one in program.statements if one.kind is Kind.IMPORT)
    everything = STANDARD_LIBRARY if stars else frozenset()
    return everything.union(dir(builtins), *(step.binds for step in steps))


def _cell_id(source: str, used: set[str]) -> str:
    """Return an id that comes from the content; a repeated cell gets the next one."""
    for count in range(len(used) + 1):
        digest = hashlib.sha256(f"{count}:{source}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if digest not in used:
            break
    used.add(digest)
    return digest


def _encodable(text: str) -> str:
    return unix_lines(text).encode("utf-8", "replace").decode("utf-8")
