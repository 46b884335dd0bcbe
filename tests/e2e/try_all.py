"""Calls a package's command with one list of arguments after the other: `try_all.py PACKAGE [[ARGUMENT, ...], ...]`.

It prints the status that each ends with, and what it said to stderr.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import sys


def main(package: str, tried: list[list[str]]) -> list[tuple[object, str]]:
    """Call the command with each list of arguments."""
    command = importlib.import_module(f"{package}.cli").main
    found: list[tuple[object, str]] = []
    for arguments in tried:
        sys.argv, said, status = ["command", *arguments], io.StringIO(), None
        with contextlib.redirect_stderr(said):
            try:
                command()
            except SystemExit as stop:
                status = stop.code
        found.append((status, said.getvalue()))
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], json.loads(sys.argv[2]))))
