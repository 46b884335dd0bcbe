"""A fixture's package, converted by the real command and installed into an environment of its own."""

from __future__ import annotations

import ast
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from declared import brought, link

TOP = Path(__file__).parents[2]
FIXTURES = TOP / "fixtures"
RUN_NOTEBOOK = Path(__file__).with_name("run_notebook.py")
WARM = Path(__file__).with_name("warm.py")
TRY_ALL = Path(__file__).with_name("try_all.py")

# What people install a package, test it, document it and run its notebook with.
TOOLS = ("pip", "pytest", "pdoc", "nbclient", "ipykernel")
# Set for everything that runs here: more threads than free cores make such small networks ten times slower, and
# compare runs that must give the same numbers.
SETTING = {"OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "", "MPLBACKEND": "Agg", "PYTHONDONTWRITEBYTECODE": ""}


@dataclass(frozen=True)
class Ran:
    """What a program did."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything, for messages of failed tests."""
        return f"status {self.status}\n{self.out[-6000:]}\n{self.err[-6000:]}"


class Warm:
    """A process of an environment that has the libraries of a package imported, and runs programs in its children.

    Importing Lightning takes longer than most that is done with it. What a new process alone would show, the help
    that comes without torch or a whole run from its first import, is to be run in one.

    Args:
        environment: The virtual environment.
        package: The package in it.
        folder: An empty folder to work in, made here.
    """

    def __init__(self, environment: Path, package: str, folder: Path) -> None:
        self._environment, self._package, self._folder = environment, package, folder
        self._process: subprocess.Popen[str] | None = None

    def imported(self) -> tuple[str, list[str]]:
        """What was said and written while every module of the package was imported."""
        self._start()
        return self._said, self._left

    def run(self, command: Sequence[str], where: Path, setting: Mapping[str, str], limit: float = 600) -> Ran:
        """Run a program, or ``-m`` and a module."""
        process = self._start()
        out, err = self._folder / "out.txt", self._folder / "err.txt"
        asked = {"command": list(command), "where": str(where), "setting": dict(setting), "out": str(out)}
        assert process.stdin
        process.stdin.write(json.dumps({**asked, "err": str(err)}) + "\n")
        process.stdin.flush()
        status = int(self._line(limit))
        return Ran(status, *(path.read_text(encoding="utf-8", errors="replace") for path in (out, err)))

    def rest(self) -> None:
        """End the process; it starts again when it is asked for something."""
        if self._process is not None:
            self._process.communicate(timeout=60)
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        if self._process is None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            self._process = subprocess.Popen(
                [str(self._environment / "bin" / "python"), str(WARM), self._package],
                cwd=self._folder,
                env=surroundings(in_environment(self._environment)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            said = self._line(600)
            while not said.endswith("ready"):
                said += "\n" + self._line(600)
            self._said, self._left = said.removesuffix("ready"), [path.name for path in self._folder.iterdir()]
        return self._process

    def _line(self, limit: float) -> str:
        assert self._process
        assert self._process.stdout
        assert select.select([self._process.stdout], [], [], limit)[0], f"nothing was said for {limit} seconds"
        line = self._process.stdout.readline()
        assert line, "the process ended"
        return line.removesuffix("\n")


@dataclass(frozen=True)
class Installed:
    """One fixture on its way.

    Attributes:
        case: The fixture, which is also the name of the distribution and of the command.
        source: The written tree.
        environment: The virtual environment that it is installed in.
        home: A folder of its own for what the tests leave.
        installation: What pip said.
        warm: A process of the environment that has imported the libraries.
    """

    case: str
    source: Path
    environment: Path
    home: Path
    installation: Ran
    warm: Warm = field(compare=False)

    @property
    def package(self) -> str:
        """The name to import."""
        return self.case.replace("-", "_")

    @property
    def notebook(self) -> Path:
        """The fixture's notebook."""
        return FIXTURES / self.case / "notebook.ipynb"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.environment / "bin" / "python"

    def place(self, name: str) -> Path:
        """A folder to work in that holds the data of the notebook; the same for the same name."""
        folder = self.home / name
        if not folder.exists():
            folder.mkdir(parents=True)
            maker = FIXTURES / self.case / "make_data.py"
            if maker.exists():
                run([sys.executable, str(maker), str(folder)], folder)
        return folder

    def beside_modules(self, name: str) -> Path:
        """Such a folder with the modules that lie beside the notebook."""
        folder = self.place(name)
        for module in self.notebook.parent.glob("*.py"):
            if module.name != "make_data.py":
                shutil.copy(module, folder)
        return folder

    def command(self, *arguments: str, where: Path, status: int | None = 0) -> Ran:
        """Run the installed console command in a new process."""
        return self.run(str(self.environment / "bin" / self.case), *arguments, where=where, status=status)

    def quick(self, *arguments: str, where: Path, status: int | None = 0) -> Ran:
        """Run the installed console command where its libraries are imported already."""
        return self.quick_run(str(self.environment / "bin" / self.case), *arguments, where=where, status=status)

    def quick_run(
        self, *command: str, where: Path, status: int | None = 0, setting: Mapping[str, str] | None = None
    ) -> Ran:
        """Run a program, or ``-m`` and a module, where the libraries of the package are imported already."""
        return checked(command, self.warm.run(command, where, setting or {}), status)

    def run(self, *command: str, where: Path, status: int | None = 0, setting: Mapping[str, str] | None = None) -> Ran:
        """Run a program in the environment."""
        return run(command, where, {**in_environment(self.environment), **(setting or {})}, status)

    def run_notebook(self, notebook: Path, where: Path) -> list[dict[str, Any]]:
        """Run a notebook in the environment and return its cells."""
        ran = where / "ran.ipynb"
        # Figures are shown as Jupyter shows them.
        inline = "module://matplotlib_inline.backend_inline"
        setting = {"PIP_NO_INDEX": "1", "IPYTHONDIR": str(where / ".ipython"), "MPLBACKEND": inline}
        self.run(str(self.python), str(RUN_NOTEBOOK), str(notebook), str(ran), where=where, setting=setting)
        cells: list[dict[str, Any]] = json.loads(ran.read_text(encoding="utf-8"))["cells"]
        return cells


def run(
    command: Sequence[str],
    where: Path,
    setting: Mapping[str, str] | None = None,
    status: int | None = 0,
    limit: float = 600,
) -> Ran:
    """Run a program away from this project, and check how it ends."""
    done = subprocess.run(
        list(command),
        cwd=where,
        env=surroundings(setting or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=limit,
        check=False,
    )
    return checked(command, Ran(done.returncode, done.stdout, done.stderr), status)


def surroundings(setting: Mapping[str, str]) -> dict[str, str]:
    """The variables that a program sees."""
    foreign = ("PYTHONPATH", "VIRTUAL_ENV", "GIT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**kept, **SETTING, **setting}


def in_environment(environment: Path) -> dict[str, str]:
    """The variables by which programs find those of an environment."""
    return {"PATH": os.pathsep.join([str(environment / "bin"), os.environ["PATH"]])}


def checked(command: Sequence[str], ran: Ran, status: int | None) -> Ran:
    """What ran, if it ended as it was to."""
    assert status is None or ran.status == status, f"{' '.join(command)}\n{ran.said}"
    return ran


def make_environment(folder: Path, requirements: Sequence[str]) -> Path:
    """Make a virtual environment that holds what a package declares, and the tools to try it with.

    The links lie outside of it: where pip wants another version, it does not take away the tests' own.
    """
    run([sys.executable, "-m", "venv", "--without-pip", str(folder)], folder.parent)
    declared = folder.parent / "declared"
    link(brought([*requirements, *TOOLS]).values(), declared)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    (packages / "declared.pth").write_text(f"{declared}\n")
    pip = folder / "bin" / "pip"
    pip.write_text(f'#!/bin/sh\nexec "{folder}/bin/python" -m pip "$@"\n')
    pip.chmod(0o755)
    return folder


def declared_by(source: Path) -> list[str]:
    """The requirements of a written package."""
    text = (source / "pyproject.toml").read_text(encoding="utf-8")
    found = ast.literal_eval("[" + text.partition("\ndependencies = [")[2].partition("\n]")[0] + "]")
    assert found, "a package without requirements"
    return [str(one) for one in found]


def convert(case: str, output: Path) -> Ran:
    """Convert a fixture with the real command."""
    notebook = str(FIXTURES / case / "notebook.ipynb")
    command = [sys.executable, "-m", "nb2pkg", "convert", notebook, "--name", case, "--output", str(output)]
    return run(command, output.parent, {"PYTHONPATH": str(TOP)})


def track(source: Path) -> None:
    """Put a written tree under git, as a person would."""
    git = ("git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Converted"]):
        run([*git, *command], source)


def install(case: str, home: Path) -> Installed:
    """Take a fixture to where a person has it after `nb2pkg convert` and `pip install .`."""
    source = home / "written"
    convert(case, source)
    environment = make_environment(home / "environment", declared_by(source))
    track(source)
    # -v shows what the build says too, and that is where deprecations are told.
    said = run([str(environment / "bin" / "pip"), "install", "-v", "."], source)
    warm = Warm(environment, case.replace("-", "_"), home / "warm")
    return Installed(case, source, environment, home, said, warm)
