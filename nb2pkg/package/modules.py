"""One module of the package as text: docstring, imports, members.

Put together from parsed literals and the members' own code; no template touches notebook text here.
"""

from __future__ import annotations

from nb2pkg.model import Member, Module
from nb2pkg.package.imports import settle_imports
from nb2pkg.text.literals import docstring
from nb2pkg.text.prose import docstring_text

_DOCS = {
    "data": "Data: loading, transforming, splitting",
    "models": "Models: networks, losses, metrics",
    "train": "Training: what happens around the fit",
    "explore": "Exploration: figures and tables",
}


def module_text(module: Module) -> str:
    """Return the source of one module, not yet formatted.

    The docstring begins on line 1 and line 2 is blank or ends it, so no text of the notebook is ever read as the
    declaration of an encoding, which Python looks for in comments of the first two lines.
    """
    doc = docstring(docstring_text(module.doc, _DOCS.get(module.name, module.name)))
    code = members_text(module.members)
    imports = "\n".join(settle_imports(module.imports, code))
    return "\n\n".join(part for part in (doc, imports, code) if part) + "\n"


def members_text(members: tuple[Member, ...]) -> str:
    """Join members in order: constants that stood side by side stay so, all else is set apart."""
    parts: list[str] = []
    for before, member in zip((None, *members), members, strict=False):
        gap = "" if before is None else "\n" if _side_by_side(before, member) else "\n\n\n"
        parts.append(gap + member.code.strip("\n"))
    return "".join(parts)


def init_text(title: str, summary: str, version: str) -> str:
    """Return ``__init__.py``: says what the package is, imports nothing."""
    doc = docstring(docstring_text(f"{title}\n\n{summary}" if summary else title, "A package made from a notebook"))
    return f'{doc}\n\n__version__ = "{version}"\n'


def main_text(package: str) -> str:
    """Return ``__main__.py``."""
    return f'''"""Run the command line: ``python -m {package}``."""

from .cli import main

if __name__ == "__main__":
    main()
'''


def _side_by_side(before: Member, member: Member) -> bool:
    if before.kind != "constant" or member.kind != "constant" or not before.origins or not member.origins:
        return False
    last, first = before.origins[-1], member.origins[0]
    return last.cell == first.cell and first.first == last.last + 1
