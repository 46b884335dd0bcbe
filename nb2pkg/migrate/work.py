"""What a worker does with one notebook: reads it, never writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from nb2pkg import pipeline
from nb2pkg.beside.gather import gather
from nb2pkg.errors import Nb2pkgError
from nb2pkg.flow.imports import find_imports
from nb2pkg.migrate.folders import Claim
from nb2pkg.migrate.report import CONVERTED, Row, left_out, not_converted, one_line, warnings_among
from nb2pkg.migrate.shown import readable, shown_path, without_secrets
from nb2pkg.migrate.tasks import Job, Made, Source
from nb2pkg.model import LightningEntry, Notebook, Plan
from nb2pkg.notebook.read import read_notebook
from nb2pkg.notebook.source import load
from nb2pkg.package.naming import names_from
from nb2pkg.rules.catalogue import checked
from nb2pkg.sync.find import path_to_notebook
from nb2pkg.sync.make import make_lock


def check_rules(names: Iterable[str]) -> None:
    """Refuse names that are those of no rule, before any notebook is read for nothing.

    Raises:
        BadUsage: There is no such rule.
    """
    checked(names)


def claim_of(source: Source) -> Claim | Row:
    """What a notebook's package would be called; a row of the report if the notebook is refused."""
    shown = shown_path(source.path)
    try:
        if source.problem:
            raise source.problem
        notebook = _read(source, shown)
        shown = shown_path(source.path, notebook.cells)
        notebook = _called(notebook, shown)
        program = pipeline.analyse(notebook, source.options)
        imports = find_imports(program.statements)
        imported = frozenset(module.partition(".")[0] for item in imports for module in item.modules)
        name, _ = names_from(program.title, notebook.name, source.options.name, imported)
    except Nb2pkgError as error:
        return _refused(shown, error)
    return Claim(source.path, shown, name, imported)


def _read(source: Source, shown: str) -> Notebook:
    """A notebook with the modules beside it."""
    notebook = read_notebook(load(source.file), shown)
    return replace(notebook, beside=gather(notebook, Path(source.file).parent, copy=not source.options.no_local))


def convert_one(job: Job) -> Made | Row:
    """The package of a notebook; only its row of the report if the notebook is refused."""
    try:
        return _convert(job)
    except Nb2pkgError as error:
        return _refused(job.shown, error)


def _convert(job: Job) -> Made:
    notebook = _called(_read(job.source, job.shown), job.shown)
    options = job.source.options
    conversion = pipeline.convert(notebook, options)
    root = Path(job.root)
    place = path_to_notebook(root, Path(job.source.file))
    # A key in a name is no reason to write it down once more.
    place = place if _is_plain(job) else shown_path(place, notebook.cells)
    lock = make_lock(notebook, conversion.package, options, place)
    return Made(_row(job, conversion.plan), conversion.package.files, lock)


def _is_plain(job: Job) -> bool:
    return job.shown == readable(job.source.path)


def _row(job: Job, plan: Plan) -> Row:
    return Row(
        notebook=job.shown,
        status=CONVERTED,
        package=Path(job.root).name,
        family="lightning" if isinstance(plan.entry, LightningEntry) else "plain",
        parameters=len(plan.parameters),
        set_aside=left_out(plan.notes),
        warnings=warnings_among(plan.notes),
    )


def _called(notebook: Notebook, shown: str) -> Notebook:
    """A notebook whose name and file can be written anywhere."""
    return replace(notebook, name=one_line(PurePosixPath(shown).stem) or "notebook", file=one_line(shown))


def _refused(shown: str, error: Nb2pkgError) -> Row:
    row = not_converted(shown, error)
    return replace(row, reason=without_secrets(row.reason or ""))
