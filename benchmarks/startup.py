"""How quickly nb2pkg starts, beside `import click`, on which it stands.

    python benchmarks/startup.py [ROUNDS]

Prints the best of some rounds in milliseconds, each in a fresh process: `nb2pkg --help`, and `check` and `sync` of a
package that agrees with its notebook.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

TOP = Path(__file__).resolve().parents[1]
ENV = {**os.environ, "PYTHONPATH": str(TOP)}
NB2PKG = "import sys; from nb2pkg.__main__ import main; sys.exit(main({}))"
CASES = {
    "python": "pass",
    "import click": "import click",
    "nb2pkg --help": NB2PKG.format(["--help"]),
    "nb2pkg check, unchanged": NB2PKG.format(["check"]),
    "nb2pkg sync, unchanged": NB2PKG.format(["sync"]),
}


def best(code: str, folder: str, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=folder, env=ENV, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main(rounds: int) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "leaf.ipynb").write_bytes((TOP / "fixtures/leaf-disease/notebook.ipynb").read_bytes())
        convert = [sys.executable, "-m", "nb2pkg", "convert", "leaf.ipynb"]
        subprocess.run(convert, cwd=folder, env=ENV, check=True, capture_output=True)
        for name, code in CASES.items():
            print(f"{name:<26}{best(code, folder, rounds):8.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
