"""What a person has said a cell is for."""

from __future__ import annotations

from nb2pkg.model import Cell, Role
from nb2pkg.notebook.lines import split_lines

_ROLES = {role.value: role for role in (Role.DATA, Role.MODEL, Role.TRAIN, Role.EXPLORE, Role.SKIP)}
_PREFIX = "nb2pkg:"


def role_of_tags(cell: Cell) -> tuple[Role, str] | None:
    """Return the role that a person gave a cell, by a cell tag or by a comment in its first line.

    Args:
        cell: The cell.

    Returns:
        The role and where it comes from; None where nobody said anything. The first of several tags counts.
    """
    tags = [tag for tag in cell.tags if _role(tag)]
    role = _role(tags[0]) if tags else None
    if role:
        others = [tag for tag in tags[1:] if _role(tag) != role]
        also = f", the first of several: {', '.join(map(repr, others))} set aside" if others else ""
        return role, f"cell tag {tags[0]!r}{also}"
    said = _said_in_comment(cell) if cell.kind == "code" else None
    return (said, f"comment '# nb2pkg: {said.value}'") if said else None


def is_parameters_cell(cell: Cell) -> bool:
    """Return whether a cell is the one whose constants papermill replaces: it has the tag ``parameters``."""
    return "parameters" in cell.tags


def _role(tag: str) -> Role | None:
    return _ROLES.get(tag.strip().lower().removeprefix(_PREFIX).strip())


def _said_in_comment(cell: Cell) -> Role | None:
    """Read ``# nb2pkg: data`` where it is the first thing in the cell, or follows a cell magic."""
    lines = (line.strip() for line in split_lines(cell.source))
    first = next((line for line in lines if line and not line.startswith("%%")), "")
    said = first.removeprefix("#").strip()
    return _role(said) if first.startswith("#") and said.lower().startswith(_PREFIX) else None
