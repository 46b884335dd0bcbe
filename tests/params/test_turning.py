"""An option is the constant: a notebook with another value gives the same package with another default.

What a command line sets is then what an edit of the notebook would have set, and nothing else. The value itself is
changed in the cell where the option says that it comes from.
"""

from __future__ import annotations

from pathlib import Path

FIXTURES = sorted(path.parent.name for path in Path("fixtures").glob("*/notebook.ipynb"))
