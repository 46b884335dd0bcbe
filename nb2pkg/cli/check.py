"""`nb2pkg check`: does each package still say what its notebook says?"""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Any

import click

from nb2pkg.cli.reading import load_file, read_meaning
from nb2pkg.cli.say import remark, shown, tell, tell_json
from nb2pkg.errors import BadUsage, Nb2pkgError
from nb2pkg.sync.find import notebook_of, packages_for
from nb2pkg.sync.inspect import inspect_package
from nb2pkg.sync.lock import FROM_STDIN, Lock, read_lock
from nb2pkg.sync.paths import LOCK_NAME
from nb2pkg.sync.verdict import Verdict

AGREE, DIFFER, BAD = 0, 1, 2


@click.command("check")
@click.argument("names", metavar="[PACKAGE]...", nargs=-1, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(names: tuple[str, ...], as_json: bool) -> int:
    """Say whether packages and their notebooks agree.

    PACKAGE is a package's folder, a folder with packages below it, a file of a package, or the notebook it was made
    from. Without any, every package below the current folder is checked. Nothing is written.

    The status is 0 if all agree, 1 if one differs, 2 if one cannot be read.
    """
    packages, strangers = packages_for(names, Path())
    for name in strangers:
        remark(f"{name}: no package was made from this")
    if not packages and not strangers:
        remark("no package here (nb2pkg convert makes one)")
    status, results = AGREE, []
    for root in packages:
        try:
            result = check_package(root)
        except Nb2pkgError as error:
            remark(str(error), color="red")
            status = BAD
            continue
        status = max(status, AGREE if result["status"] == "agrees" else DIFFER)
        results.append(result)
        if not as_json:
            _say(result)
    if as_json:
        tell_json({"packages": results})
    return status


def check_package(root: Path) -> dict[str, Any]:
    """The verdict on one package, as `--json` prints it."""
    lock = read_lock(root)
    if lock is None:
        raise BadUsage("there is no lock here", file=str(root / LOCK_NAME))
    verdict = inspect_package(root, lock, load_file, read_meaning(lock.options.order))
    notebook = notebook_of(root, lock)
    return {
        "package": shown(root),
        "status": "agrees" if verdict.agrees else "differs",
        "notebook": shown(notebook) if notebook else FROM_STDIN,
        "changed_cells": list(verdict.changed_cells),
        "removed_cells": list(verdict.removed_cells),
        "edited_files": list(verdict.edited_files),
        "missing_files": list(verdict.missing_files),
        "why": list(verdict.why()),
        "run": _what_to_run(root, lock, verdict),
    }


def _what_to_run(root: Path, lock: Lock, verdict: Verdict) -> str | None:
    package = quote(shown(root))
    if verdict.agrees:
        return None
    if verdict.notebook_missing or lock.notebook == FROM_STDIN:
        return f"nb2pkg convert NOTEBOOK --output {package}"
    return f"nb2pkg sync --force {package}" if verdict.edited_files else f"nb2pkg sync {package}"


def _say(result: dict[str, Any]) -> None:
    agrees = result["status"] == "agrees"
    told = "agrees with" if agrees else "differs from"
    tell(f"{result['package']} {told} {result['notebook']}", color="green" if agrees else "yellow")
    for sentence in result["why"]:
        tell(f"  {sentence}")
    if result["edited_files"]:
        tell("  move what you edited into the notebook, or let it be replaced (it is kept in .orig files):")
    if result["run"]:
        tell(f"  run: {result['run']}")
