"""Run a small notebook, then the package made from it, and compare what happens.

The notebook runs cell by cell, top to bottom, in one namespace. The package runs as its written command line has it:
``fit`` through a LightningCLI (or the function ``fit`` itself), then ``explore``. Lightning, torch and matplotlib are
stand-ins (tests/fakes) that write down whatever is done with them.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import difflib
import inspect
import json
import os
import random
import sys
import tempfile
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stories import Story, notebook

from nb2pkg import pipeline
from nb2pkg.model import LightningEntry, Notebook, Package, Plan, Program
from nb2pkg.options import Options
from nb2pkg.package.entry import commands, render_entry
from nb2pkg.package.modules import module_text
from nb2pkg.package.render import render
from nb2pkg.package.slim import slim_notebook

FAKES = str(Path(__file__).parent / "fakes")
STAND_INS = ("lightning", "pytorch_lightning", "torch", "matplotlib", "probe")
Event = tuple[str, str]


@dataclass(frozen=True)
class Replay:
    """What happened.

    Attributes:
        plan: The plan of the package.
        notebook: Events of the notebook.
        fit: Events of the package's ``fit``.
        explore: Events of its ``explore``; empty without that command.
        slim: Events of the slim notebook.
        package: The package, as it is written.
    """

    plan: Plan
    notebook: tuple[Event, ...]
    fit: tuple[Event, ...]
    explore: tuple[Event, ...]
    slim: tuple[Event, ...]
    package: Package | None = None

    def differences(self) -> list[str]:
        """Everything that happens in the notebook or the package alone, or in another order."""
        own, fit, explore = Counter(self.notebook), Counter(self.fit), Counter(self.explore)
        found: list[str] = []
        for event in dict.fromkeys([*self.notebook, *self.fit, *self.explore]):
            here = max(fit[event], explore[event])
            if own[event] > here:
                found.append(f"lost: {event} x{own[event] - here}")
            elif here > own[event]:
                where = "fit" if fit[event] > own[event] else "explore"
                found.append(f"new in {where}: {event} x{here - own[event]}")
        if not found:
            found += [f"order of {name}: {place}" for name, place in self._disorder()]
        return found

    def slim_differences(self) -> list[str]:
        """Everything that happens in the notebook or the slim notebook alone, or in another order."""
        lines = difflib.unified_diff([*map(str, self.notebook)], [*map(str, self.slim)], "notebook", "slim", n=0)
        return [line for line in lines if line[:2] not in ("--", "++", "@@")]

    def _disorder(self) -> Iterator[tuple[str, str]]:
        for name, events in (("fit", self.fit), ("explore", self.explore)):
            rest = list(self.notebook)
            for event in events:
                if event not in rest:
                    yield name, f"{event} came too late"
                    return
                del rest[: rest.index(event) + 1]


def replay(cells: Story, *, whole: bool = False) -> Replay:
    """Run both and tell what happened.

    Args:
        cells: The notebook.
        whole: Whether the package is also written whole; what runs are the modules as they are planned.
    """
    book = notebook(cells)
    with _own_folder(), stand_ins():
        own = _run_cells(c.source for c in book.cells if c.kind == "code" and "skip" not in c.tags)
    decided, program, clean = pipeline._plan(book, Options())
    answers = {name for name, _ in commands(decided)}
    fit, explore = ((_in_own_folder(run, decided) if name in answers else ()) for name, run in _COMMANDS)
    with _own_folder(), stand_ins():
        slim = _run_slim(decided, clean, program)
    return Replay(decided, own, fit, explore, slim, render(decided, clean, program) if whole else None)


def runs(cells: Story) -> bool:
    """Whether the notebook runs from top to bottom."""
    book = notebook(cells)
    try:
        with _own_folder(), stand_ins():
            _run_cells(c.source for c in book.cells if c.kind == "code")
    except Exception:
        return False
    return True


@contextmanager
def _own_folder() -> Iterator[None]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


@contextmanager
def stand_ins() -> Iterator[None]:
    """The stand-ins, freshly imported, in place of what may be installed; `print` writes to the probe."""
    real = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in STAND_INS}
    for name in real:
        del sys.modules[name]
    sys.path.insert(0, FAKES)
    state = random.getstate()
    random.seed(20)
    import probe

    plain = builtins.print
    builtins.print = probe.printed
    try:
        yield
    finally:
        builtins.print = plain
        random.setstate(state)
        sys.path.remove(FAKES)
        for name in [name for name in sys.modules if name.partition(".")[0] in (*STAND_INS, "story")]:
            del sys.modules[name]
        sys.modules.update(real)


def _events() -> tuple[Event, ...]:
    return tuple(sys.modules["probe"].events)


def _run_cells(sources: Iterable[str]) -> tuple[Event, ...]:
    main = types.ModuleType("__main__")
    main.__dict__["display"] = sys.modules["probe"].shown
    real = sys.modules["__main__"]
    sys.modules["__main__"] = main
    try:
        for source in sources:
            _run_cell(source, main.__dict__)
    finally:
        sys.modules["__main__"] = real
    return _events()


def _run_cell(source: str, names: dict[str, Any]) -> None:
    body = compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT).body
    shows = bool(body) and isinstance(body[-1], ast.Expr) and not source.rstrip().endswith(";")
    if shows:
        body[-1] = ast.copy_location(ast.Assign([ast.Name("_", ast.Store())], body[-1].value), body[-1])
    tree = ast.fix_missing_locations(ast.Module(body, []))
    done = eval(compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)
    if inspect.iscoroutine(done):
        asyncio.run(done)
    if shows:
        sys.modules["probe"].shown(names["_"])


def load(plan: Plan) -> Mapping[str, types.ModuleType]:
    """The package's modules, imported from memory."""
    texts = {module.name: module_text(module) for module in plan.modules}
    texts["cli"] = render_entry(plan)[f"{plan.package}/cli.py"]
    package = types.ModuleType("story")
    package.__path__ = []
    sys.modules["story"] = package
    found: dict[str, types.ModuleType] = {}
    for name, text in texts.items():
        module = types.ModuleType(f"story.{name}")
        module.__package__ = "story"
        sys.modules[module.__name__] = module
        exec(compile(text, f"{name}.py", "exec"), module.__dict__)
        setattr(package, name, module)
        found[name] = module
        if name == "report":
            _record_shown(module)
    return found


def _record_shown(module: types.ModuleType) -> None:
    report = next(value for name, value in vars(module).items() if name.endswith("Report"))

    def show(_: Any, *values: Any) -> None:
        for value in values:
            sys.modules["probe"].shown(value)

    report.show = show
    report.figures = lambda _: sys.modules.get("matplotlib.pyplot") and sys.modules["matplotlib.pyplot"].close()


def run_command(plan: Plan, *arguments: str, command: str = "fit") -> tuple[Event, ...]:
    """What happens where a command of the package is given arguments."""
    with _own_folder(), stand_ins():
        modules = load(plan)
        modules["cli"].cli_main([command, *arguments])
        return _events()


def _run_fit(plan: Plan) -> tuple[Event, ...]:
    modules = load(plan)
    modules["cli"].cli_main(["fit"])
    return _events()


def _run_slim(plan: Plan, book: Notebook, program: Program) -> tuple[Event, ...]:
    cells = json.loads(slim_notebook(plan, book, program))["cells"]
    load(plan)
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    try:
        return _run_cells(sources)
    except Exception as error:
        return (*_events(), ("error", repr(error)))


def _run_explore(plan: Plan) -> tuple[Event, ...]:
    modules = load(plan)
    if isinstance(plan.entry, LightningEntry):
        modules["cli"].explore_main([])
    else:
        modules["cli"].cli_main(["explore"])
    return _events()


def _in_own_folder(run: Callable[[Plan], tuple[Event, ...]], plan: Plan) -> tuple[Event, ...]:
    with _own_folder(), stand_ins():
        return run(plan)


_COMMANDS = (("fit", _run_fit), ("explore", _run_explore))
