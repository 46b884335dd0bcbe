"""`nb2pkg verify`: does the package compute what the notebook computes?"""

from __future__ import annotations

import ast
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from nb2pkg import pipeline
from nb2pkg.cli.choices import conversion_options, options_for
from nb2pkg.cli.reading import load_named
from nb2pkg.cli.say import remark
from nb2pkg.cli.verdicts import say_verdict, tell_verdict
from nb2pkg.errors import BadUsage
from nb2pkg.model import Member, Notebook, Origin, Program, Role
from nb2pkg.notebook.tags import role_of_tags
from nb2pkg.options import Conversion, Options
from nb2pkg.sync.lock import FROM_STDIN, read_lock
from nb2pkg.sync.paths import LOCK_NAME
from nb2pkg.verify.compare import Known
from nb2pkg.verify.fast import Count, shrink
from nb2pkg.verify.prove import Case, Terms, prove
from nb2pkg.verify.verdict import Difference, Verdict
from nb2pkg.verify.workspace import lay_out


@click.command("verify")
@click.argument("notebook", type=click.Path())
@click.argument("package", required=False, type=click.Path())
@click.option("--yes", is_flag=True, help="Run the notebook and the package without asking.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=1),
    default=600.0,
    show_default=True,
    help="How long each of the runs may take.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="What random numbers begin with."
)
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0, max=1),
    default=1e-4,
    show_default=True,
    help="How far numbers may be apart, relative to the larger.",
)
@click.option("--fast", is_flag=True, help="Train for a moment only, both: few epochs, rounds and trees.")
@click.option("--python", metavar="FILE", help="The Python that has what the notebook imports; this one by default.")
@conversion_options
def command(notebook: str, package: str | None, as_json: bool, **chosen: Any) -> int:
    """Run NOTEBOOK and its PACKAGE, and compare what they compute.

    This runs the notebook's code: twice, in copies of its folder, and the package's commands beside it. Without PACKAGE
    the notebook is converted for it. Compared are the values that stages hand on, what is printed and shown, what is
    trained and how it comes out, the data of figures, and the files that are written.

    The status is 0 if all is equal, 1 if something differs, 2 if it cannot be judged.
    """
    asked = {name: chosen.pop(name) for name in ("yes", "timeout", "seed", "tolerance", "python", "fast")}
    if notebook == FROM_STDIN:
        raise BadUsage("a notebook from standard input has no folder to run in", hint="name the file")
    options = options_for(notebook, **chosen)
    if package and (lock := read_lock(Path(package))):
        options = lock.options
    elif package:
        raise BadUsage("there is no lock here", file=str(Path(package) / LOCK_NAME))
    source = load_named(notebook, options)
    conversion = pipeline.convert(source, options)
    if not asked["yes"]:
        click.confirm(f"This runs the code of {notebook}, three times or more. Go on?", abort=True, err=True)
    terms = Terms(_interpreter(asked["python"]), asked["seed"], asked["timeout"], asked["tolerance"])
    with TemporaryDirectory(prefix="nb2pkg-verify-") as top:
        root = Path(package) if package else Path(top) / "package"
        if not package:
            lay_out({file.path: file.content for file in conversion.package.files}, root)
        case = case_of(source, conversion, options, Path(notebook).parent, root)
        case, options_said = quick(case, conversion) if asked["fast"] else (case, {})
        runs = Path(top) / "runs"
        verdict = prove(case, terms, runs, lambda name: remark(f"running: {name}"))
        verdict = replace(verdict, fast=options_said)
    verdict = _without_secrets(source, verdict) if conversion.plan.secrets else verdict
    (tell_verdict if as_json else say_verdict)(verdict, asked["tolerance"])
    return verdict.outcome.value


def case_of(notebook: Notebook, conversion: Conversion, options: Options, beside: Path, root: Path) -> Case:
    """What is to be proven.

    Args:
        notebook: As it was read.
        conversion: What it becomes.
        options: With which.
        beside: The notebook's folder.
        root: The package's folder.
    """
    known = _known(notebook, conversion, pipeline.analyse(notebook, options))
    package = (root / conversion.plan.package).resolve()
    commands = pipeline.what_runs(conversion.plan)
    later = pipeline.what_predicts(conversion.plan)
    return Case(_cells(notebook), beside, package, commands, known, later, pipeline.environment_of(notebook))


def quick(case: Case, conversion: Conversion) -> tuple[Case, dict[str, str]]:
    """The same with less training, and the options that say so.

    Args:
        case: What is to be proven.
        conversion: What the notebook becomes.
    """
    explored = {one for member in _members(conversion, "explore") for one in _arguments(member)}
    found = (one for one in conversion.plan.parameters if one.group == "trainer" or one.name not in explored)
    counts = [
        Count(one.flag, one.default, tuple((place.cell, place.first, place.last) for place in one.origins))
        for one in found
    ]
    less = shrink(case.cells, counts)
    more = [f"{flag}={value}" for flag, value in less.options]
    commands = tuple((*command, *more) if command[0] == "fit" else command for command in case.commands)
    return replace(case, cells=less.cells, commands=commands), dict(less.options)


def _members(conversion: Conversion, name: str) -> list[Member]:
    return [one for module in conversion.plan.modules for one in module.members if one.name == name]


def _arguments(member: Member) -> set[str]:
    return {one.arg for one in ast.walk(ast.parse(member.code)) if isinstance(one, ast.arg)}


def _cells(notebook: Notebook) -> tuple[tuple[int, str], ...]:
    """The cells that the package is made from."""
    found = []
    for cell in notebook.cells:
        said = role_of_tags(cell)
        if cell.kind == "code" and cell.source.strip() and not (said and said[0] is Role.SKIP):
            found.append((cell.index, cell.source))
    return tuple(found)


def _known(notebook: Notebook, conversion: Conversion, program: Program) -> Known:
    last = {name: one.origin for one in program.statements for name in _stored(one.text)}
    stages = [one for module in conversion.plan.modules for one in module.members if one.kind == "stage"]
    homes = {name: tuple(one.name for one in stages if _holds(one, origin)) for name, origin in last.items()}
    talking = frozenset(cell.index for cell in notebook.cells if cell.kind == "code" and _talks(cell.source))
    modules = frozenset(Path(file.path).name for file in conversion.package.files if file.path.endswith(".py"))
    loop = pipeline.trains_in_a_loop(conversion.plan)
    return Known(homes, talking, modules, loop, _added(program, conversion))


def _added(program: Program, conversion: Conversion) -> frozenset[str]:
    """The arguments that classes have in the package and not in the notebook."""
    members = [one for module in conversion.plan.modules for one in module.members if one.kind == "class"]
    own = dict(found for one in program.statements for found in _takes(one.text))
    made = dict(found for one in members for found in _takes(one.code))
    return frozenset[str]().union(*(names - own[name] for name, names in made.items() if name in own))


def _takes(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The classes of a text, each with what its constructor takes."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ClassDef(name=name, body=body):
                heads = [one.args for one in body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
                taken = [one.arg for head in heads for one in (*head.posonlyargs, *head.args, *head.kwonlyargs)]
                yield name, frozenset(taken)


def _stored(text: str) -> set[str]:
    """The names that a statement binds anywhere in it: loops leave theirs behind."""
    return {one.id for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}


def _holds(member: Member, origin: Origin) -> bool:
    return any(one.cell == origin.cell and one.first <= origin.first <= one.last for one in member.origins)


def _talks(source: str) -> bool:
    """Whether some line of a cell is for IPython or a shell."""
    lines = [line.strip() for line in source.split("\n")]
    return any(line.startswith(("%", "!", "?")) or line.endswith("?") for line in lines)


def _interpreter(python: str | None) -> str:
    found = shutil.which(python) if python else sys.executable
    if not found:
        raise BadUsage(f"{python} is no program", hint="--python .venv/bin/python")
    return str(Path(found).absolute())


def _without_secrets(notebook: Notebook, verdict: Verdict) -> Verdict:
    """The verdict as it may be shown: what a run printed can hold what the notebook kept open."""
    texts = [verdict.why, *verdict.unstable, *verdict.samples, *verdict.unsaid]
    texts += [text for one in verdict.differences for text in (one.what, one.notebook, one.package)]
    safe = dict(zip(texts, pipeline.without_secrets(notebook, texts), strict=True))

    def hidden(one: Difference) -> Difference:
        return replace(one, what=safe[one.what], notebook=safe[one.notebook], package=safe[one.package])

    return replace(
        verdict,
        why=safe[verdict.why],
        differences=tuple(map(hidden, verdict.differences)),
        unstable=tuple(safe[text] for text in verdict.unstable),
        samples=tuple(safe[text] for text in verdict.samples),
        unsaid=tuple(safe[text] for text in verdict.unsaid),
    )
