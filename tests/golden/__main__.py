"""Writes the golden trees anew: `python -m tests.golden [CASE ...]`; `git diff fixtures` then shows what changed."""

from __future__ import annotations

import sys

from tests.golden.golden_trees import CASES, keep


def main(cases: list[str]) -> None:
    """Write the golden trees of some fixtures, or of all."""
    unknown = sorted(set(cases) - set(CASES))
    if unknown:
        sys.exit(f"no fixture is called {', '.join(unknown)}: there are {', '.join(CASES)}")
    for case in cases or CASES:
        print(f"{case}: {'written' if keep(case) else 'unchanged'}")


main(sys.argv[1:])
