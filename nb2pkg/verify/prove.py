"""The runs of a proof, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nb2pkg.verify.compare import Known, compare, failures
from nb2pkg.verify.files import rewritten_differences, rewritten_files
from nb2pkg.verify.processes import run_command, run_notebook
from nb2pkg.verify.run import Run
from nb2pkg.verify.verdict import Outcome, Verdict
from nb2pkg.verify.workspace import make_workspace


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be proven.

    Attributes:
        cells: Index of each code cell, with its source.
        beside: The notebook's folder.
        package: The package's modules: the folder that is imported.
        commands: The commands that together do what the notebook does.
        known: What is known of both before they run.
        after_fit: Commands that use what ``fit`` leaves.
        environment: Variables that the package needs: the secrets that the notebook holds itself.
    """

    cells: tuple[tuple[int, str], ...]
    beside: Path
    package: Path
    commands: tuple[tuple[str, ...], ...]
    known: Known
    after_fit: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """How it is proven.

    Attributes:
        python: The interpreter that both run with.
        seed: What random numbers begin with, in both.
        limit: Seconds that each run may take.
        tolerance: How far numbers may be apart, relative to the larger.
    """

    python: str
    seed: int
    limit: float
    tolerance: float


class Prover:
    """Runs what is to be proven.

    Args:
        case: What that is.
        terms: How.
        top: A folder to run in, empty or not there yet.
        told: Hears which run begins.
    """

    def __init__(self, case: Case, terms: Terms, top: Path, told: Callable[[str], None] = lambda _: None) -> None:
        self.case, self.terms, self.top, self.told = case, terms, top, told
        self.seconds: dict[str, float] = {}

    def notebook(self, name: str, seed: int, *, stir: bool = False) -> Run:
        """Run the notebook."""
        python, limit = self.terms.python, self.terms.limit
        return self._done(name, run_notebook(python, self.case.cells, seed, self._place(name), limit, stir=stir))

    def command(self, command: Sequence[str]) -> Run:
        """Run a command of the package."""
        case, terms, name = self.case, self.terms, command[0]
        place = self._place(name)
        # What a loop counted in variables is not theirs any more where a Trainer fits.
        stages = {stage for several in case.known.homes.values() for stage in several if not case.known.loop}
        done = run_command(
            terms.python, case.package, command, terms.seed, place, terms.limit, case.environment, stages
        )
        return self._done(name, done)

    def verdict(self, own: Run, again: Run) -> Verdict:
        """Run the package, and compare it with two runs of the notebook."""
        tolerance, known = self.terms.tolerance, self.case.known
        runs = {command[0]: self.command(command) for command in self.case.commands}
        verdict = compare(own, again, runs, known, tolerance)
        if verdict.outcome is Outcome.DIFFERENT and not any(one.failure for one in runs.values()):
            stir = all(one.command == "explore" for one in verdict.differences)
            other = self.notebook(
                f"notebook {'stirred' if stir else 'otherwise seeded'}", self.terms.seed + 1, stir=stir
            )
            if not other.failure:
                verdict = compare(own, again, runs, known, tolerance, other)
        if verdict.outcome is Outcome.EQUAL and "fit" in runs:
            for command in self.case.after_fit:
                verdict = self._with_later(command, verdict, own, again, Path(runs["fit"].folder))
        return replace(verdict, seconds=dict(self.seconds))

    def _with_later(self, command: str, verdict: Verdict, own: Run, again: Run, place: Path) -> Verdict:
        """The verdict with what a command does in the folder that ``fit`` has left."""
        self.told(command)
        python, limit, case = self.terms.python, self.terms.limit, self.case
        run = run_command(python, case.package, [command], self.terms.seed, place, limit, case.environment)
        run = self._done(command, run)
        tolerance = self.terms.tolerance
        found = [*failures({command: run}), *rewritten_differences(own, again, command, run, tolerance)]
        count = len(rewritten_files(own, again, run, tolerance))
        compared = {**verdict.compared, **({"again": count} if count else {})}
        outcome = Outcome.DIFFERENT if found else verdict.outcome
        return replace(verdict, outcome=outcome, differences=(*verdict.differences, *found), compared=compared)

    def _place(self, name: str) -> Path:
        self.told(name)
        return make_workspace(self.top, name.replace(" ", "-"), self.case.beside)

    def _done(self, name: str, run: Run) -> Run:
        self.seconds[name] = round(run.seconds, 1)
        return run


def prove(case: Case, terms: Terms, top: Path, told: Callable[[str], None] = lambda _: None) -> Verdict:
    """Run the notebook twice and each command of the package once, and compare.

    Args:
        case: What is to be proven.
        terms: How.
        top: A folder to run in, empty or not there yet.
        told: Hears which run begins.

    Returns:
        The verdict.
    """
    prover = Prover(case, terms, top, told)
    own = prover.notebook("notebook", terms.seed)
    if own.failure:
        return replace(compare(own, own, {}, case.known, terms.tolerance), seconds=dict(prover.seconds))
    return prover.verdict(own, prover.notebook("notebook again", terms.seed))
