"""Runs programs one after the other, each in a child of its own, and imports the libraries of a package once for all.

`warm.py PACKAGE` imports every module of the package, says so, and then reads a line of JSON for every run:
`{"command": ["/path/of/program" or "-m", ...], "where": folder, "setting": {...}, "out": file, "err": file}`.
It answers with the status. A child imports the package anew, and ends as a program of its own would.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import runpy
import sys
from pathlib import Path
from typing import Any


def import_everything(package: str) -> None:
    """Import each module of a package, and forget the package again: its libraries stay."""
    top = importlib.import_module(package)
    for name in sorted(module.name for module in pkgutil.iter_modules(top.__path__) if module.name != "__main__"):
        importlib.import_module(f"{package}.{name}")
    for library in ("lightning.pytorch", "pytorch_lightning"):
        if library in sys.modules:  # its command line is only imported when a command runs
            importlib.import_module(f"{library}.cli")
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]


def next_run() -> dict[str, Any] | None:
    """What to run, told to each child; nothing, told to the parent when nobody asks any more."""
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            asked: dict[str, Any] = json.loads(line)
            return asked
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    return None


def become(asked: dict[str, Any]) -> None:
    """Run a program here, as if this process had been started for it."""
    for number, path, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, asked["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, asked["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(path, how), number)
    os.environ.update(asked["setting"])
    os.chdir(asked["where"])
    first, *arguments = asked["command"]
    if first == "-m":
        sys.path[0] = asked["where"]
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = str(Path(first).parent)
        sys.argv = [first, *arguments]
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    import_everything(sys.argv[1])
    print("ready", flush=True)
    run = next_run()
    if run is not None:
        become(run)
