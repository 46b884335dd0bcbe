"""`nb2pkg migrate`: a folder of notebooks becomes a folder of packages."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nb2pkg.cli.choices import conversions_options, options_for
from nb2pkg.cli.say import remark, say_left, shown, tell, tell_json
from nb2pkg.errors import BadUsage
from nb2pkg.migrate.find import find_notebooks
from nb2pkg.migrate.report import CONVERTED, FAILED, REFUSED, REPORT_NAME, TIMEOUT, Row, document, report_bytes
from nb2pkg.migrate.target import check_target, write_report
from nb2pkg.options import Options

if TYPE_CHECKING:
    from nb2pkg.migrate.run import Ended
    from nb2pkg.migrate.tasks import Source

ALL_CONVERTED, SOME_NOT = 0, 1


@click.command("migrate")
@click.argument("folder", type=click.Path())
@click.option("--output", metavar="DIR", type=click.Path(), required=True, help="Where the packages go.")
@click.option("--force", is_flag=True, help="Write into a folder that holds something; edited files become .orig.")
@click.option(
    "--timeout",
    type=click.IntRange(1, 86_400),
    metavar="SECONDS",
    default=60,
    show_default=True,
    help="How long one notebook may take.",
)
@click.option("--jobs", type=click.IntRange(1, 1024), metavar="N", help="How many at a time; all cores by default.")
@conversions_options
def command(folder: str, output: str, force: bool, timeout: int, jobs: int | None, as_json: bool, **chosen: Any) -> int:
    """Turn every notebook of FOLDER into a package of its own, below DIR.

    Each notebook stands alone: one that cannot be converted is a row of the report, DIR/report.json, and the rest goes
    on. Packages are named after their notebooks; where two would be called the same, their folder comes in front.

    The status is 0 if every notebook was converted, 1 if some were not, 2 on bad usage.
    """
    source, target = Path(folder), Path(output)
    check_target(source, target, force=force)
    found = find_notebooks(source, target)
    for place in found.unreadable:
        remark(f"{shown(source / place)}: this folder may not be read", color="yellow")
    if not found.notebooks:
        raise BadUsage("there is no notebook (.ipynb) in this folder", file=folder)
    sources = _sources(source, found.notebooks, {**chosen, "name": None})
    ended = _run(sources, target, jobs or _cores(), timeout, force)
    for one in ended:
        if one.root and one.written:
            say_left(one.root, one.written.backups, one.written.kept, one.written.beside)
    report = document([one.row for one in ended], found.unreadable)
    write_report(target, report_bytes(report))
    if as_json:
        tell_json(report | {"seconds": {one.row.notebook: round(one.seconds, 1) for one in ended}})
    else:
        _say([one.row for one in ended], target)
    good = all(one.row.status == CONVERTED for one in ended) and not found.unreadable
    return ALL_CONVERTED if good else SOME_NOT


def _sources(folder: Path, notebooks: Sequence[str], chosen: dict[str, Any]) -> tuple[Source, ...]:
    # Only now: it brings all that converts.
    from nb2pkg.migrate.tasks import Source
    from nb2pkg.migrate.work import check_rules

    check_rules(chosen["skip_rules"])

    @cache
    def options(place: Path) -> tuple[Options, BadUsage | None]:
        try:
            return options_for(str(place / "any.ipynb"), **chosen), None
        except BadUsage as error:
            return Options(), error

    files = [(path, folder / path) for path in notebooks]
    return tuple(Source(path, str(file), *options(file.parent)) for path, file in files)


def _run(sources: Sequence[Source], target: Path, jobs: int, limit: int, force: bool) -> tuple[Ended, ...]:
    from nb2pkg.migrate.run import Work, migrate
    from nb2pkg.migrate.work import claim_of, convert_one

    with _progress(len(sources)) as step:
        return migrate(sources, target, Work(claim_of, convert_one), jobs=jobs, limit=limit, force=force, progress=step)


@contextmanager
def _progress(count: int) -> Iterator[Callable[[], object]]:
    """A bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(
        length=2 * count, label=f"{count} notebook{'s' if count > 1 else ''}", file=sys.stderr
    ) as bar:
        yield lambda: bar.update(1)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _on_one_line(path: str) -> str:
    return path.replace("\n", "\\n").replace("\t", "\\t")


def _say(rows: Sequence[Row], target: Path) -> None:
    by_status = {status: [row for row in rows if row.status == status] for status in (CONVERTED, REFUSED)}
    failed = [row for row in rows if row.status in (FAILED, TIMEOUT)]
    for told, listed in (("refused", by_status[REFUSED]), ("failed", failed)):
        if listed:
            tell(f"{told}:", bold=True)
        for row in listed:
            tell(f"  {_on_one_line(row.notebook)}: {row.told}")
    counts = f"{len(by_status[CONVERTED])} converted, {len(by_status[REFUSED])} refused, {len(failed)} failed"
    tell(counts, color="green" if len(by_status[CONVERTED]) == len(rows) else "yellow")
    warned = sum(bool(row.warnings) for row in by_status[CONVERTED])
    about = f" ({warned} of the packages need a look: their warnings are there)" if warned else ""
    tell(f"{shown(target / REPORT_NAME)} says what became of each{about}")
