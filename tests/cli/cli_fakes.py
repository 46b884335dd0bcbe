"""A small stand-in for the pipeline, so that the commands are tested alone: each code cell goes into one module."""

from __future__ import annotations

import sys
from types import ModuleType

from nb2pkg.errors import BadCell
from nb2pkg.model import (
    Cell,
    CellRole,
    File,
    LightningEntry,
    Note,
    Notebook,
    Origin,
    Package,
    Parameter,
    Plan,
    Program,
    Role,
    SecretFound,
    Target,
    Unit,
)
from nb2pkg.options import Conversion, Options


def _origin(cell: Cell) -> Origin:
    return Origin(cell.index, 1, cell.source.count("\n") + 1, cell.cell_id)


def analyse(notebook: Notebook, options: Options) -> Program:
    cells = [cell for cell in notebook.cells if cell.kind == "code"]
    roles = []
    for cell in cells:
        if "BROKEN" in cell.source:
            raise BadCell("this does not parse", file=notebook.file, cell=cell.index, line=1)
        role = Role.SETUP if cell.source.startswith("import") else Role.DATA
        roles.append(CellRole(cell.index, cell.cell_id, role, (role,), "it says so"))
    return Program((), (), (), notebook.name, tuple(roles))


def plan(notebook: Notebook, options: Options) -> Plan:
    analyse(notebook, options)
    name = options.name or notebook.name
    code = [cell for cell in notebook.cells if cell.kind == "code"]
    parameter = Parameter("lr", "model", "float", "1e-3", "How fast", (_origin(code[0]), _origin(code[-1])), "keyword")
    secrets = [SecretFound("kaggle", "KAGGLE_KEY", _origin(cell)) for cell in code if "SECRET" in cell.source]
    model = Target("models", "Net", "Net", False)
    return Plan(
        distribution=name,
        package=name.replace("-", "_"),
        title=name,
        summary="",
        modules=(),
        entry=LightningEntry("lightning.pytorch", model, None),
        parameters=(parameter,),
        requirements=(),
        secrets=tuple(secrets),
        notes=(Note("warning", "look at this", _origin(code[0])), Note("info", "done")),
    )


def convert(notebook: Notebook, options: Options) -> Conversion:
    planned = plan(notebook, options)
    path = f"{planned.package}/data.py"
    code = [cell for cell in notebook.cells if cell.kind == "code" and "SECRET" not in cell.source]
    text = "".join(f"{cell.source}\n\n\n" for cell in code if "FILE" not in cell.source)
    prose = "".join(f"{cell.source}\n" for cell in notebook.cells if cell.kind == "markdown")
    files = [File(path, text.encode()), File("README.md", prose.encode())]
    files += [File(f"{planned.package}/extra.py", cell.source.encode()) for cell in code if "FILE" in cell.source]
    units = tuple(Unit(path, cell.source.split("(")[0][4:], (_origin(cell),)) for cell in code if "def " in cell.source)
    return Conversion(planned, Package(tuple(files), units), analyse(notebook, options))


def install() -> ModuleType:
    """Put this module in the place of the pipeline."""
    import nb2pkg

    module = sys.modules[__name__]
    sys.modules["nb2pkg.pipeline"] = module
    nb2pkg.pipeline = module  # type: ignore[attr-defined]
    return module
