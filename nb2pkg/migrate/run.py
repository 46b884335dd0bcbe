"""A migration: names first, then packages, each on its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nb2pkg.errors import Nb2pkgError
from nb2pkg.migrate.folders import Claim, choose_folders
from nb2pkg.migrate.pool import CRASHED, DONE, LATE, Outcome, Pool
from nb2pkg.migrate.report import FAILED, TIMEOUT, Row, one_line
from nb2pkg.migrate.shown import shown_path
from nb2pkg.migrate.tasks import Job, Made, Source
from nb2pkg.package.naming import names_from
from nb2pkg.sync.write import Written, write_package

Progress = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Work:
    """What workers run: functions of `nb2pkg.migrate.work`; the tests have their own.

    Attributes:
        claim: What a notebook's package would be called.
        convert: The package of a notebook.
    """

    claim: Callable[[Source], Claim | Row]
    convert: Callable[[Job], Made | Row]


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one notebook.

    Attributes:
        row: Its row of the report.
        seconds: How long its conversion took.
        root: Its package's folder, if it was converted.
        written: What was written there.
    """

    row: Row
    seconds: float
    root: Path | None = None
    written: Written | None = None


def migrate(
    sources: Sequence[Source],
    target: Path,
    work: Work,
    *,
    jobs: int,
    limit: float,
    force: bool = False,
    progress: Progress = lambda: None,
) -> tuple[Ended, ...]:
    """Convert notebooks, each on its own, and write their packages.

    Args:
        sources: The notebooks.
        target: The folder that the packages' folders go into.
        work: What the workers run.
        jobs: How many are converted at a time.
        limit: Seconds that one may take.
        force: As for `nb2pkg.sync.write.write_package`.
        progress: Called twice for each notebook: when its name is known, and when it is done.

    Returns:
        What became of each, in the order given.
    """
    ended: dict[int, Ended] = {}
    with Pool(max(1, min(jobs, len(sources))), limit) as pool:
        claims: dict[int, Claim] = {}
        for number, outcome in pool.run(work.claim, sources):
            claim: Claim | Row = _failure(sources[number], outcome, limit) or outcome.value
            if isinstance(claim, Row):
                ended[number] = Ended(claim, outcome.seconds)
                progress()
            else:
                claims[number] = claim
            progress()
        folders = _folders(sources, claims)
        numbers = sorted(claims)
        tasks = [_job(sources[number], claims[number], target, folders) for number in numbers]
        for index, outcome in pool.run(work.convert, tasks):
            number = numbers[index]
            made: Made | Row = _failure(sources[number], outcome, limit) or outcome.value
            ended[number] = _written(made, outcome.seconds, Path(tasks[index].root), force)
            progress()
    return tuple(ended[number] for number in range(len(sources)))


def _folders(sources: Sequence[Source], claims: Mapping[int, Claim]) -> dict[str, str]:
    """Those that cannot be converted keep their place, so that mending one moves no other."""
    return choose_folders([claims.get(number) or _by_path(source) for number, source in enumerate(sources)])


def _by_path(source: Source) -> Claim:
    """What the package of a notebook that cannot be read would be called."""
    shown = shown_path(source.path)
    return Claim(source.path, shown, names_from("", one_line(shown), None, frozenset())[0])


def _job(source: Source, claim: Claim, target: Path, folders: Mapping[str, str]) -> Job:
    folder = folders[claim.key]
    if folder != claim.name:
        source = replace(source, options=replace(source.options, name=folder))
    return Job(source, claim.path, str(target / folder))


def _failure(source: Source, outcome: Outcome, limit: float) -> Row | None:
    if outcome.how == DONE:
        return None
    shown = shown_path(source.path)
    if outcome.how == LATE:
        return Row(shown, TIMEOUT, reason=f"took longer than {limit:g} seconds", hint="a larger --timeout")
    if outcome.how == CRASHED:
        return Row(shown, FAILED, reason=f"a fault of nb2pkg: {outcome.told}", hint="report it with the notebook")
    return Row(shown, FAILED, reason=f"the conversion broke off: {outcome.told}", hint="nb2pkg convert it alone")


def _written(made: Made | Row, seconds: float, root: Path, force: bool) -> Ended:
    if isinstance(made, Row):
        return Ended(made, seconds)
    try:
        written = write_package(root, made.files, made.lock, force=force)
    except Nb2pkgError as error:
        told = one_line(error.message)
        return Ended(Row(made.row.notebook, FAILED, reason=told, hint=error.hint), seconds)
    return Ended(made.row, seconds, root, written)
