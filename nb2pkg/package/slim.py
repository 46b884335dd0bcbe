"""The slim notebook: the same story, importing the package.

Every markdown cell stays where it was. In the code, what moved into the package is imported from it, explorations are
calls, and the rest is the notebook's own. Outputs, magics and imports that nothing uses any more are gone.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import nbformat
import nbformat.v4

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.model import Kind, LightningEntry, Notebook, Plan, Program
from nb2pkg.package.imports import ACTS_UPON
from nb2pkg.package.slim_calls import REPORT
from nb2pkg.package.slim_steps import Step, steps_of
from nb2pkg.package.slim_trainer import without_old_arguments
from nb2pkg.package.stdlib import STANDARD_LIBRARY
from nb2pkg.text.literals import unix_lines

# nbformat's builders carry no annotations.
_WRITER: Any = nbformat
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
    sources = _code_cells(plan, program, steps_of(plan, program))
    prose = {section.cell: _encodable(section.text) for section in program.prose}
    cells = []
    used: set[str] = set()
    for cell in notebook.cells:
        if cell.index in prose:
            text = prose[cell.index]
            cells.append(_WRITER.v4.new_markdown_cell(text, id=_cell_id(text, used)))
        for source in sources.get(cell.index, ()):
            # Papermill looks for this tag; ours have done their work.
            metadata = {"tags": ["parameters"]} if "parameters" in cell.tags else {}
            cells.append(_WRITER.v4.new_code_cell(source, id=_cell_id(source, used), metadata=metadata))
    return _written(cells)


def _written(cells: list[Any]) -> str:
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    made = _WRITER.v4.new_notebook(cells=cells, metadata=metadata)
    try:
        nbformat.validate(made)
    except nbformat.ValidationError as error:
        raise SafetyCheckFailed(f"the slim notebook is not valid: {error.message}") from error
    return str(_WRITER.writes(made)) + "\n"


def _code_cells(plan: Plan, program: Program, steps: Sequence[Step]) -> dict[int, list[str]]:
    """Return the code of each cell that has any; a cell that sets something up may come before one."""
    needed = frozenset(name for step in steps if not step.is_import for name in step.reads | step.later)
    cells: dict[int, list[str]] = {}
    for index in dict.fromkeys(step.cell for step in steps):
        here = [step for step in steps if step.cell == index]
        source = _cell_source(plan, here, needed)
        if source:
            cells[index] = [source]
    first = next(iter(cells), None)
    missing = _supplied(needed - _bound(program, steps), [source for sources in cells.values() for source in sources])
    if first is not None and missing:
        cells[first][0] = "\n".join(missing) + "\n" + cells[first][0]
    shown = next((step for step in steps if step.module and f"({REPORT}" in step.text), None)
    if shown is not None:
        cells[shown.cell].insert(0, _report(plan))
    return cells


def _cell_source(plan: Plan, steps: Sequence[Step], needed: frozenset[str]) -> str:
    imports = [line for step in steps if step.is_import for line in _still_used(step.text, needed)]
    package = _package_imports(plan, steps)
    rest = [_own_text(plan, step) for step in steps if step.text and not step.is_import]
    head = "\n".join([*imports, *package])
    return "\n\n".join(part for part in (head, "\n".join(rest)) if part)


def _package_imports(plan: Plan, steps: Iterable[Step]) -> list[str]:
    names: dict[str, list[str]] = {}
    for step in steps:
        if step.module:
            names.setdefault(step.module, []).append(step.name)
    return [
        f"from {plan.package}.{module} import {', '.join(sorted(set(names[module])))}"
        for module in sorted(names, key=["data", "models", "train", "explore", *sorted(names)].index)
    ]


def _own_text(plan: Plan, step: Step) -> str:
    return without_old_arguments(step.text) if isinstance(plan.entry, LightningEntry) else step.text


def _still_used(statement: str, needed: frozenset[str]) -> list[str]:
    """Return an import without the names that nothing uses any more."""
    node = ast.parse(statement).body[0]
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return [statement]
    module = node.module if isinstance(node, ast.ImportFrom) else ""
    if module == "__future__" or any(alias.name == "*" or alias.name in ACTS_UPON for alias in node.names):
        return [statement]
    kept = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) in needed]
    if len(kept) == len(node.names) or module in ACTS_UPON:
        return [statement]
    node.names = kept
    return [ast.unparse(node)] if kept else []


def _supplied(missing: frozenset[str], sources: Iterable[str]) -> list[str]:
    """Return imports of what the code needs and the notebook never imported, since it came from what was replaced."""
    lines = [f"import {name}" for name in sorted(missing & STANDARD_LIBRARY)]
    binds = "partial" in missing and any("partial(" in source for source in sources)
    return [*lines, "from functools import partial"] if binds else lines


def _bound(program: Program, steps: Iterable[Step]) -> frozenset[str]:
    stars = any(one.names.stars for one in program.statements if one.kind is Kind.IMPORT)
    everything = STANDARD_LIBRARY if stars else frozenset()
    return everything.union(dir(builtins), *(step.binds for step in steps))


def _report(plan: Plan) -> str:
    """Return the cell that makes explorations show here what they save from the command line."""
    imports = [line for module in plan.modules if module.name == "explore" for line in module.imports]
    draws = any("matplotlib" in line or "seaborn" in line for line in imports)
    head = "from types import SimpleNamespace\n\n" + ("import matplotlib.pyplot as plt\n\n" if draws else "")
    figures = "plt.show" if draws else "lambda: None"
    said = "# From the command line this goes into files; here it is shown."
    return f"{head}{said}\n{REPORT} = SimpleNamespace(show=display, figures={figures})"


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
