"""Write the golden tree of the handmade plan anew: ``python tests/package/write_goldens.py``, then review the diff."""

from __future__ import annotations

import shutil
from pathlib import Path

import plans

from nb2pkg.package.render import render

GOLDEN = Path(__file__).parent / "golden"


def written() -> dict[str, str]:
    """Render what the golden tree holds: all but the command line and the tests, which have goldens of their own."""
    package = render(plans.PLAN, plans.notebook_of(), plans.program_of())
    files = {file.path: file.content.decode("utf-8") for file in package.files}
    return {path: text for path, text in files.items() if not path.startswith("tests/") and not path.endswith("cli.py")}


def main() -> None:
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for path, text in written().items():
        # Hidden files would be taken for this repository's own.
        target = GOLDEN / (path.lstrip(".") + ".golden")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
