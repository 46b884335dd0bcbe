"""Runs one command of a package and notes what it does.

    run_package.py FOLDER PACKAGE OUT SEED STAGES COMMAND [OPTION...]

FOLDER is where the package's folder lies; OUT gets the JSON. STAGES are functions, with commas between them, whose
variables are looked at besides those of what the commands call.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path
from typing import Any

from .figures import watch_figures
from .files import state_of, written
from .fingerprint import fingerprints
from .record import Listening, Record
from .seeds import seed_all
from .shown import watch_report
from .stages import watch_stages
from .training import Training


class Values:
    """The values of the variables of stages, by ``stage:name``: when the stage returned, and at the end."""

    def __init__(self) -> None:
        """None yet."""
        self.found: dict[str, list[str]] = {}
        self.kept: list[tuple[str, dict[str, Any]]] = []

    def seen(self, stage: str, names: dict[str, Any]) -> None:
        """A stage returns."""
        self.kept.append((stage, names))
        self._add(stage, names)

    def finish(self) -> dict[str, list[str]]:
        """What stages hand on may be changed by later ones."""
        for stage, names in self.kept:
            self._add(stage, names)
        return self.found

    def _add(self, stage: str, names: dict[str, Any]) -> None:
        for name, text in fingerprints(names).items():
            several = self.found.setdefault(f"{stage}:{name}", [])
            if text not in several:
                several.append(text)


def main() -> None:
    """Run it."""
    folder, package, out, seed, stages, *command = sys.argv[1:]
    sys.path[0] = folder
    sys.path.insert(1, "")
    here = Path.cwd()
    before = state_of(here)
    record, values = Record(), Values()
    training = Training(record)
    seed_all(int(seed))
    training.watch()
    watch_figures(record)
    watch_stages(Path(folder) / package, stages.split(","), values.seen)
    watch_report(package, record)  # what is asked last is asked first
    sys.argv = [package, *command]
    error = None
    sys.stdout = Listening(record)
    try:
        runpy.run_module(package, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        error = None if ended.code in (None, 0) else {"type": "SystemExit", "text": str(ended.code)}
    except BaseException as failed:
        error = {"type": type(failed).__name__, "text": str(failed)[:1000]}
    training.finish()
    found = values.finish()
    sys.stdout = sys.__stdout__
    record.write(out, error=error, values=found, files=written(here, before))
    os._exit(0)  # threads and worker processes of libraries would keep it
