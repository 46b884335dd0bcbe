"""What a conversion costs: with the size of the notebook, beside nbconvert, and with outputs.

    python benchmarks/conversion.py [--rounds N] [--cells N ...] [--megabytes N]

Each row is one generated notebook. Each number is the best of some rounds of a whole process: its CPU time in seconds,
that of the programs it starts included, and the time on the clock. `nb2pkg convert` writes into a fresh folder;
`nbconvert --to script` writes one file. The last rows compare a notebook of many megabytes of outputs with the same
notebook without them, and with what `json.load` alone takes to read it.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from notebooks import notebook

TOP = Path(__file__).resolve().parents[1]
# As where it is installed: its byte code is kept, here in a folder that goes away.
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PYTHON = sys.executable
LOAD = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} {self.wall:7.2f}"


def cost(command: list[str], folder: Path, rounds: int) -> Cost:
    """The best of some runs; `{fresh}` in the command is a new folder each time."""
    env = {**ENV, "PYTHONPATH": str(TOP), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    found = []
    for _ in range(rounds):
        with TemporaryDirectory(dir=folder) as fresh:
            before, start = _children(), time.perf_counter()
            subprocess.run(
                [part.format(fresh=fresh) for part in command], cwd=fresh, env=env, check=True, capture_output=True
            )
            found.append(Cost(_children() - before, time.perf_counter() - start))
    return Cost(min(one.cpu for one in found), min(one.wall for one in found))


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def converted(path: Path, rounds: int) -> Cost:
    return cost([PYTHON, "-m", "nb2pkg", "convert", str(path), "--output", "{fresh}/package"], path.parent, rounds)


def scripted(path: Path, rounds: int) -> Cost:
    return cost(
        [PYTHON, "-m", "nbconvert", "--to", "script", str(path), "--output-dir", "{fresh}"], path.parent, rounds
    )


def written(folder: Path, cells: int, megabytes: int = 0) -> Path:
    path = folder / f"{cells}-cells-{megabytes}-mb.ipynb"
    path.write_bytes(notebook(cells, megabytes * 1_000_000))
    return path


def sizes(folder: Path, counts: list[int], rounds: int) -> None:
    print(f"{'':<24}{'nb2pkg convert':>16}{'nbconvert':>16}{'CPU a cell':>14}")
    print(f"{'':<24}{'cpu':>8}{'clock':>8}{'cpu':>8}{'clock':>8}{'above the first':>18}")
    first: tuple[int, float] | None = None
    for count in counts:
        path = written(folder, count)
        ours, theirs = converted(path, rounds), scripted(path, rounds)
        first = first or (count, ours.cpu)
        more = f"{(ours.cpu - first[1]) / (count - first[0]) * 1000:15.1f} ms" if count > first[0] else ""
        print(f"{count:>6} cells{'':<12}{ours} {theirs}{more}", flush=True)


def outputs(folder: Path, megabytes: int, rounds: int) -> None:
    bare, full = written(folder, 40), written(folder, 40, megabytes)
    print(f"\n{megabytes} MB of outputs{'':<9}{'cpu':>7}{'clock':>8}")
    print(f"  json.load alone       {cost([PYTHON, '-c', LOAD, str(full)], folder, rounds)}")
    print(f"  nb2pkg convert        {converted(full, rounds)}")
    print(f"  without the outputs   {converted(bare, rounds)}")
    print(f"  nbconvert             {scripted(full, rounds)}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--cells", type=int, nargs="*", default=[10, 20, 40, 60, 100, 1000])
    asked.add_argument("--megabytes", type=int, default=100)
    chosen = asked.parse_args()
    with TemporaryDirectory(prefix="nb2pkg-") as name:
        folder = Path(name)
        if chosen.cells:
            sizes(folder, chosen.cells, chosen.rounds)
        if chosen.megabytes:
            outputs(folder, chosen.megabytes, chosen.rounds)


if __name__ == "__main__":
    main()
