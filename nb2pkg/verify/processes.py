"""Running the probe, each time in a process of its own and within a time limit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from nb2pkg.verify.run import Failure, Run, run_from

#: Starts the probe with nothing else of nb2pkg in reach: its folder is the first argument.
START = "import sys; sys.path[0] = sys.argv.pop(1); from nb2pkg_probe.{} import main; main()"
FOLDER = str(Path(__file__).parent)
#: What makes two runs alike; the rest of the environment is the caller's.
SETTLED = {
    **{"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "80", "LINES": "24"},
    **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
}
INLINE = "module://matplotlib_inline.backend_inline"


def run_notebook(
    python: str, cells: Sequence[tuple[int, str]], seed: int, folder: Path, limit: float, *, stir: bool = False
) -> Run:
    """Run a notebook.

    Args:
        python: The interpreter.
        cells: Index of each code cell, with its source.
        seed: What random numbers begin with.
        folder: Where it runs.
        limit: Seconds that it may take.
        stir: Whether random numbers begin anew with each cell, as if others had been drawn before.
    """
    listed = folder.parent / f"{folder.name}.cells.json"
    listed.write_text(json.dumps([list(one) for one in cells]), encoding="utf-8")
    command = [python, "-c", START.format("run_notebook"), FOLDER, str(listed)]
    return _run(command, (str(seed), *(["stir"] if stir else [])), folder, limit, {"MPLBACKEND": INLINE})


def run_command(
    python: str,
    package: Path,
    command: Sequence[str],
    seed: int,
    folder: Path,
    limit: float,
    environment: Mapping[str, str],
    stages: Iterable[str] = (),
) -> Run:
    """Run a command of a package.

    Args:
        python: The interpreter.
        package: The package's modules.
        command: The command and its options.
        seed: What random numbers begin with.
        folder: Where it runs.
        limit: Seconds that it may take.
        environment: Variables that it needs.
        stages: Functions whose variables are looked at, besides what the commands call.
    """
    start = [python, "-c", START.format("run_package"), FOLDER, str(package.parent), package.name]
    return _run(
        start, (str(seed), ",".join(sorted(stages)), *command), folder, limit, {**environment, "MPLBACKEND": "Agg"}
    )


def _run(start: Sequence[str], rest: Sequence[str], folder: Path, limit: float, setting: Mapping[str, str]) -> Run:
    out = folder.parent / f"{folder.name}.out.json"
    out.unlink(missing_ok=True)
    begun = time.monotonic()
    process = subprocess.Popen(
        [*start, str(out), *rest],
        cwd=folder,
        env={**os.environ, **SETTLED, **setting},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _, told = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        _end(process)
        failure = Failure("TimeLimit", f"it took longer than {limit:g} s (--timeout)")
        return Run(failure=failure, seconds=limit, folder=str(folder))
    except BaseException:
        _end(process)
        raise
    seconds = time.monotonic() - begun
    if not out.exists():
        last = told.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return Run(failure=Failure("Died", last[:1000] or f"status {process.returncode}"), seconds=seconds)
    return run_from(json.loads(out.read_text(encoding="utf-8")), seconds, str(folder))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, and what it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
