"""A package that is equal is called different as soon as one thing in it is changed."""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from proof_notebooks import SKLEARN, SKLEARN_CHANGES, TORCH, TORCH_CHANGES, place

from nb2pkg import pipeline
from nb2pkg.cli.verify import case_of
from nb2pkg.notebook.read import read_notebook
from nb2pkg.options import Options
from nb2pkg.verify.compare import compare
from nb2pkg.verify.prove import Case, Prover, Terms
from nb2pkg.verify.run import Run
from nb2pkg.verify.verdict import Outcome, Verdict
from nb2pkg.verify.workspace import lay_out

NOTEBOOKS = {"torch": (TORCH, TORCH_CHANGES), "sklearn": (SKLEARN, SKLEARN_CHANGES)}
pytestmark = pytest.mark.slow


TERMS = Terms(sys.executable, 0, 120, 1e-4)


@dataclass(frozen=True)
class Proof:
    """A notebook that ran with this seed, once more and with another, and what its package explores."""

    case: Case
    own: Run
    again: Run
    other: Run
    explored: Mapping[str, Run]
    top: Path

    def of(self, package: Path, name: str) -> Verdict:
        prover = Prover(replace(self.case, package=package), TERMS, self.top / name)
        fit = next(command for command in self.case.commands if command[0] == "fit")
        runs = {"fit": prover.command(fit), **self.explored}
        return compare(self.own, self.again, runs, self.case.known, TERMS.tolerance, self.other)


Prove = Callable[[str], Proof]


@pytest.fixture(scope="module")
def prove(tmp_path_factory: pytest.TempPathFactory) -> Prove:
    """Runs a notebook when it is first asked for, and once only."""

    @functools.cache
    def proof(name: str) -> Proof:
        top = tmp_path_factory.mktemp(name)
        notebook = place(top / "here", NOTEBOOKS[name][0])
        source = read_notebook(notebook.read_bytes(), notebook.name)
        conversion = pipeline.convert(source, Options())
        lay_out({file.path: file.content for file in conversion.package.files}, top / "package")
        case = case_of(source, conversion, Options(), notebook.parent, top / "package")
        prover = Prover(case, TERMS, top / "own")
        runs = [prover.notebook(run, seed) for run, seed in (("notebook", 0), ("again", 0), ("other", 1))]
        explored = {command[0]: prover.command(command) for command in case.commands if command[0] != "fit"}
        return Proof(case, runs[0], runs[1], runs[2], explored, top)

    return proof


def together(name: str, *values: object) -> Any:
    """A row of a table whose notebook is run by one process of the tests."""
    return pytest.param(name, *values, marks=pytest.mark.xdist_group(f"proof of {name}"))


@pytest.mark.parametrize("name", [together(name) for name in NOTEBOOKS])
def test_the_package_as_it_was_written_is_equal(prove: Prove, name: str) -> None:
    proof = prove(name)
    verdict = proof.of(proof.case.package, "as-written")
    assert verdict.outcome is Outcome.EQUAL, verdict.differences
    assert verdict.compared["weights"]
    assert verdict.compared["file"] == 1
    assert not verdict.unstable


CHANGES = [together(name, *change) for name, (_, changes) in NOTEBOOKS.items() for change in changes.items()]


@pytest.mark.parametrize(("name", "what", "texts"), CHANGES)
def test_a_package_with_one_change_is_different(
    prove: Prove, name: str, what: str, texts: tuple[str, str], tmp_path: Path
) -> None:
    proof = prove(name)
    changed = tmp_path / proof.case.package.name
    shutil.copytree(proof.case.package, changed)
    count = 0
    for path in changed.glob("*.py"):
        text = path.read_text()
        count += text.count(texts[0])
        path.write_text(text.replace(*texts))
    assert count, f"the {what} was not changed"
    verdict = proof.of(changed, tmp_path.name)
    assert verdict.outcome is Outcome.DIFFERENT, verdict
