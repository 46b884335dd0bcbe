"""The values that flow from stage to stage: frozen, made of strings, numbers, tuples and each other.

    bytes -> Notebook -> Program -> Plan -> Package -> files

Every later value carries the `Origin` it came from. This folder imports nothing else of ours.
"""

from __future__ import annotations

from nb2pkg.model.notebook import (
    Beside,
    Cell,
    LeftModule,
    LocalModule,
    Notebook,
    Origin,
    PythonCell,
    Role,
    Special,
)
from nb2pkg.model.package import (
    File,
    Package,
    Unit,
)
from nb2pkg.model.plan import (
    Callback,
    ExtraModule,
    Folder,
    LightningEntry,
    Link,
    Member,
    Module,
    Note,
    Parameter,
    PlainEntry,
    Plan,
    SecretFound,
    Target,
)
from nb2pkg.model.program import (
    CellRole,
    Kind,
    Names,
    Program,
    Section,
    Statement,
    Use,
)

__all__ = [
    "Beside",
    "Callback",
    "Cell",
    "CellRole",
    "ExtraModule",
    "File",
    "Folder",
    "Kind",
    "LeftModule",
    "LightningEntry",
    "Link",
    "LocalModule",
    "Member",
    "Module",
    "Names",
    "Note",
    "Notebook",
    "Origin",
    "Package",
    "Parameter",
    "PlainEntry",
    "Plan",
    "Program",
    "PythonCell",
    "Role",
    "SecretFound",
    "Section",
    "Special",
    "Statement",
    "Target",
    "Unit",
    "Use",
]
