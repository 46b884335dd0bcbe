"""`[tool.nb2pkg]` in the `pyproject.toml` next to a notebook or above it.

[tool.nb2pkg]
name = "leaf-disease"
skip-rules = ["show_to_savefig"]
order = "cell"            # or "execution"
keep-going = false
lift = ["IMG_*"]          # names that become parameters whatever the inference says
keep = ["CLASSES"]        # names that stay constants
no-local = false          # whether modules that lie beside the notebook stay there
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from nb2pkg.errors import BadUsage
from nb2pkg.options import Options

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]

ORDERS = ("cell", "execution")
_KINDS: dict[str, type] = {
    "name": str,
    "skip-rules": list,
    "order": str,
    "keep-going": bool,
    "lift": list,
    "keep": list,
    "no-local": bool,
}


def find_options(folder: Path) -> Options:
    """The options of the nearest `pyproject.toml` that has some, from a folder upward within its repository.

    Args:
        folder: The notebook's folder.

    Returns:
        What is set there; defaults where there is nothing.

    Raises:
        BadUsage: A key is unknown, or a value is of the wrong kind.
    """
    here = folder.resolve()
    for place in (here, *here.parents):
        file = place / "pyproject.toml"
        table = _table(file) if file.is_file() else None
        if table is not None:
            return parse_options(table, str(file))
        if (place / ".git").exists():
            break
    return Options()


def parse_options(table: Mapping[str, Any], file: str) -> Options:
    """Check a `[tool.nb2pkg]` table.

    Args:
        table: The table.
        file: What to call its file in messages.

    Returns:
        The options.

    Raises:
        BadUsage: A key is unknown, or a value is of the wrong kind.
    """
    for key, value in table.items():
        if key not in _KINDS:
            close = get_close_matches(key, _KINDS, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(_KINDS)}"
            raise BadUsage(f"[tool.nb2pkg] knows no {key!r}", file=file, hint=hint)
        if type(value) is not _KINDS[key] or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
            kind = {str: "text", bool: "true or false", list: "a list of text"}[_KINDS[key]]
            raise BadUsage(f"[tool.nb2pkg] {key} must be {kind}, not {value!r}", file=file)
    if table.get("order", "cell") not in ORDERS:
        raise BadUsage(f"[tool.nb2pkg] order is one of {', '.join(ORDERS)}, not {table['order']!r}", file=file)
    return Options(
        name=table.get("name"),
        skip_rules=tuple(table.get("skip-rules", ())),
        order=table.get("order", "cell"),
        keep_going=table.get("keep-going", False),
        lift=tuple(table.get("lift", ())),
        keep=tuple(table.get("keep", ())),
        no_local=table.get("no-local", False),
    )


def _table(file: Path) -> Mapping[str, Any] | None:
    try:
        document = tomllib.loads(file.read_bytes().decode("utf-8"))
    except ValueError as error:
        raise BadUsage(f"this is no TOML ({error})", file=str(file)) from error
    tools = document.get("tool")
    table = tools.get("nb2pkg") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise BadUsage("[tool.nb2pkg] must be a table", file=str(file))
    return table
