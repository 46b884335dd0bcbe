"""Notebooks that are told in functions of their own: `fit` and `explore` say, write and show what the notebook does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import PLAIN, each
from installed import Installed, Ran

pytestmark = pytest.mark.slow
plain = pytest.mark.parametrize("project", each(*PLAIN), indirect=True)

# What a package answers to.
COMMANDS = {
    "boulangerie-tokyo": ("explore",),
    "doodle-net": ("fit", "explore"),
    "loan-defaults": ("fit", "explore"),
}
# Files that the notebook writes, which are the same to the byte.
WRITTEN = {
    "boulangerie-tokyo": (),
    "doodle-net": ("predictions.csv", "runs/best.pt"),
    "loan-defaults": ("submission.csv", "outputs/oof/blend.npy"),
}
# What `%%time` and `%cd` say.
SAID_BY_MAGICS = re.compile(r"CPU times: |Wall time: |/")


@cache
def ran(project: Installed) -> dict[str, tuple[Path, Ran]]:
    """The folder in which each command ran with the notebook's values, and what it said."""
    places = {command: project.place(command) for command in offered(project)}
    return {command: (place, project.command(command, where=place)) for command, place in places.items()}


@cache
def offered(project: Installed) -> tuple[str, ...]:
    """The commands that the help names."""
    shown = project.command("--help", where=project.home).out
    return tuple(name for name in ("fit", "explore") if f"\n  {name} " in shown)


@cache
def cells(project: Installed) -> list[dict[str, Any]]:
    """The notebook, run from top to bottom."""
    return project.run_notebook(project.notebook, project.beside_modules("notebook"))


@plain
def test_help_names_the_commands_without_heavy_imports(project: Installed, tmp_path: Path) -> None:
    code = (
        f"import sys\nfrom {project.package}.cli import main\nsys.argv = ['x', '--help']\nmain()\n"
        "assert not {'torch', 'numpy', 'pandas', 'sklearn', 'matplotlib'} & set(sys.modules), 'heavy'\n"
    )
    shown = project.run(str(project.python), "-c", code, where=tmp_path).out
    assert shown == project.command("--help", where=tmp_path).out
    assert offered(project) == COMMANDS[project.case]


@plain
def test_what_the_notebook_prints_is_printed(project: Installed) -> None:
    told = printed(cells(project))
    assert len(told) > 5
    said = {command: lines(one.out) for command, (_, one) in ran(project).items()}
    for command, found in said.items():
        assert not out_of_order(found, told), command
    missing = Counter(told) - sum((Counter(found) for found in said.values()), Counter())
    assert not missing


@plain
def test_what_the_notebook_writes_is_written(project: Installed) -> None:
    assert cells(project)
    notebook = project.place("notebook")
    for name in WRITTEN[project.case]:
        assert (ran(project)["fit"][0] / name).read_bytes() == (notebook / name).read_bytes(), name


@plain
def test_every_figure_and_table_of_the_notebook_is_saved(project: Installed) -> None:
    shown = [path for place, _ in ran(project).values() for path in place.rglob("[0-9][0-9]-*.*")]
    saved = Counter(path.suffix for path in shown if path.stat().st_size)
    assert saved[".png"] == pictures(cells(project)) > 0
    assert saved[".csv"] + saved[".html"] >= tables(cells(project)) > 0


@plain
def test_the_slim_notebook_tells_the_same(project: Installed) -> None:
    slim = project.run_notebook(project.source / "notebooks" / f"{project.case}.ipynb", project.place("slim"))
    assert printed(slim) == printed(cells(project))
    assert (pictures(slim), tables(slim)) == (pictures(cells(project)), tables(cells(project)))
    for name in WRITTEN[project.case]:
        assert (project.place("slim") / name).read_bytes() == (project.place("notebook") / name).read_bytes(), name


def outputs(told: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [output for cell in told for output in cell.get("outputs", ())]


def tables(told: Iterable[dict[str, Any]]) -> int:
    return sum("<table" in "".join(output.get("data", {}).get("text/html", "")) for output in outputs(told))


def pictures(told: Iterable[dict[str, Any]]) -> int:
    return sum("image/png" in output.get("data", {}) for output in outputs(told))


def lines(text: str) -> list[str]:
    stripped = [line.rstrip() for line in text.split("\n")]
    return [line for line in stripped if line and not SAID_BY_MAGICS.match(line)]


def printed(made: Iterable[dict[str, Any]]) -> list[str]:
    """What the cells printed, line by line; those of shell lines alone set up or look, and are left out."""
    told = [cell for cell in made if not is_shell(source_of(cell))]
    streams = [output for output in outputs(told) if output.get("name") == "stdout"]
    return lines("".join("".join(output["text"]) for output in streams))


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def is_shell(source: str) -> bool:
    return source.startswith("%%writefile") or all(line[:1] in ("!", "#", "") for line in source.split("\n"))


def out_of_order(found: Iterable[str], told: Iterable[str]) -> list[str]:
    """Lines that are not among those told, in their order."""
    rest = iter(told)
    return [line for line in found if line not in rest]


@pytest.mark.parametrize(
    ("found", "told", "odd"),
    [
        ((), ("a",), []),
        (("a", "c"), ("a", "b", "c"), []),
        (("c", "a"), ("a", "b", "c"), ["a"]),
        (("a", "a"), ("a",), ["a"]),
        (("x",), ("a",), ["x"]),
    ],
)
def test_order_is_seen(found: tuple[str, ...], told: tuple[str, ...], odd: list[str]) -> None:
    assert out_of_order(found, told) == odd
