"""`nb2pkg sync`: what changed in notebooks goes into their packages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from nb2pkg.cli.reading import load_file, read, read_meaning, with_modules
from nb2pkg.cli.say import remark, say_left, shown, tell, tell_json
from nb2pkg.errors import BadUsage, Nb2pkgError
from nb2pkg.sync.find import notebook_of, packages_for
from nb2pkg.sync.inspect import inspect_package
from nb2pkg.sync.lock import FROM_STDIN, Lock, read_lock
from nb2pkg.sync.paths import LOCK_NAME
from nb2pkg.sync.verdict import Verdict

if TYPE_CHECKING:
    from nb2pkg.sync.write import Written

NOTHING, WRITTEN, BAD = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one package.

    Attributes:
        root: Its folder.
        status: ``"agrees"``, ``"written"`` or ``"refused"``.
        notebook: Its notebook.
        why: What differed.
        written: What was written, or which edited files forbade it.
    """

    root: Path
    status: str
    notebook: Path | None
    why: tuple[str, ...] = ()
    written: Written | None = None


@click.command("sync")
@click.argument("names", metavar="[PACKAGE|NOTEBOOK]...", nargs=-1, type=click.Path())
@click.option("--force", is_flag=True, help="Replace files that were edited by hand; they are kept as .orig.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(names: tuple[str, ...], force: bool, as_json: bool) -> int:
    """Bring what changed in notebooks into their packages.

    Each notebook is converted again with the options it was converted with. Where a file of a package was edited by
    hand, that package is left as it is. Without any name, every package below the current folder is brought in step.

    The status is 0 if nothing had to be done, 1 if files were written or an edited one forbade it, 2 on bad input.
    """
    packages, strangers = packages_for(names, Path())
    for name in strangers:
        remark(f"{name}: no package was made from this")
    status, outcomes = NOTHING, []
    for root in packages:
        try:
            outcome = sync_package(root, force)
        except Nb2pkgError as error:
            remark(str(error), color="red")
            status = BAD
            continue
        status = max(status, NOTHING if outcome.status == "agrees" else WRITTEN)
        outcomes.append(outcome)
        if not as_json:
            _say(outcome)
    if as_json:
        tell_json({"packages": [_document(outcome) for outcome in outcomes]})
    return status


def sync_package(root: Path, force: bool) -> Outcome:
    """Bring one package in step with its notebook."""
    lock = read_lock(root)
    if lock is None:
        raise BadUsage("there is no lock here", file=str(root / LOCK_NAME))
    verdict = inspect_package(root, lock, load_file, read_meaning(lock.options.order))
    notebook = notebook_of(root, lock)
    if verdict.agrees:
        return Outcome(root, "agrees", notebook)
    if verdict.notebook_missing or notebook is None:
        return Outcome(root, "refused", notebook, verdict.why())
    return _convert(root, lock, notebook, verdict, force)


def _convert(root: Path, lock: Lock, notebook: Path, verdict: Verdict, force: bool) -> Outcome:
    # Only now: the hook runs at every commit, and mostly nothing changed.
    from nb2pkg import pipeline
    from nb2pkg.sync.one_way import bring_over

    source = with_modules(read(load_file(notebook), shown(notebook)), notebook, lock.options)
    written = bring_over(root, lock, source, pipeline.convert, force=force)
    status = "refused" if written.edited else "written" if written.anything or verdict.interrupted else "agrees"
    return Outcome(root, status, notebook, verdict.why(), written)


def _document(outcome: Outcome) -> dict[str, Any]:
    written = outcome.written
    return {
        "package": shown(outcome.root),
        "status": outcome.status,
        "notebook": shown(outcome.notebook) if outcome.notebook else FROM_STDIN,
        "why": list(outcome.why),
        "created": list(written.created) if written else [],
        "changed": list(written.changed) if written else [],
        "removed": list(written.removed) if written else [],
        "backups": list(written.backups) if written else [],
        "kept": list(written.kept) if written else [],
        "edited_files": list(written.edited) if written else [],
    }


def _say(outcome: Outcome) -> None:
    package = shown(outcome.root)
    if outcome.status == "refused":
        _say_refused(package, outcome)
    elif outcome.status == "written" and outcome.written:
        _say_written(package, outcome.root, outcome.written)


def _say_refused(package: str, outcome: Outcome) -> None:
    tell(f"{package}: nothing was written", color="yellow")
    edited = outcome.written.edited if outcome.written else ()
    for path in edited:
        tell(f"  {shown(outcome.root / path)} was edited by hand")
    if edited:
        tell("  move what you edited into the notebook, or let it be replaced (it is kept in .orig files):")
        tell(f"  run: nb2pkg sync --force {quote(package)}")
        return
    for sentence in outcome.why:
        tell(f"  {sentence}")
    tell(f"  run: nb2pkg convert NOTEBOOK --output {quote(package)}")


def _say_written(package: str, root: Path, written: Written) -> None:
    tell(f"{package}: in step with its notebook again", color="green")
    for told, paths in (("new", written.created), ("changed", written.changed), ("removed", written.removed)):
        for path in paths:
            tell(f"  {told}: {shown(root / path)}")
    say_left(root, written.backups, written.kept, written.beside)
    if _in_repository(root):
        tell(f"  stage it: {_git_add(package, root, written.created)}")


def _git_add(package: str, root: Path, created: Sequence[str]) -> str:
    update = f"git add --update {quote(package)}"
    new = " ".join(quote(shown(root / path)) for path in created)
    return f"{update} && git add {new}" if new else update


def _in_repository(root: Path) -> bool:
    here = root.resolve()
    return any((place / ".git").exists() for place in (here, *here.parents))
