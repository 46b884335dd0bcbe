"""Runs the tests of several written packages, each in a process of its own, and imports Lightning only once for all.

python run_suites.py FOLDER[=TESTS[=WORD]] ...    prints {"FOLDER": {"status": 0, "output": "..."}} as JSON

With a word, only the tests that have it in their name are run.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path


def run(folder: Path, tests: str, word: str) -> dict[str, object]:
    """Run tests of one package in a child of this process."""
    log = folder / "log.txt"
    child = os.fork()
    if child == 0:
        with log.open("w") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        options = ["-q", "-rfEs", "--tb=line", "-p", "no:cacheprovider", f"--rootdir={folder}"]
        os._exit(int(pytest.main([*options, tests, *(["-k", word] if word else [])])))
    _, status = os.waitpid(child, 0)
    return {"status": os.waitstatus_to_exitcode(status), "output": log.read_text()}


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lightning.pytorch.cli  # noqa: F401
        import pytest
    asked = [[*argument.split("="), "", ""][:3] for argument in sys.argv[1:]]
    print(json.dumps({folder: run(Path(folder), tests or "tests", word) for folder, tests, word in asked}))
