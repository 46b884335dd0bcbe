"""Every byte but the tags stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.errors import BadNotebook
from nb2pkg.sync.splice import add_tags

TABLE = {
    "no metadata": (
        '{"cells": [{"source": []}]}',
        '{"cells": [{"source": [], "metadata": {"tags": ["data"]}}]}',
    ),
    "an empty cell": ('{"cells": [{}]}', '{"cells": [{"metadata": {"tags": ["data"]}}]}'),
    "empty metadata": (
        '{"cells": [{"metadata": {}}]}',
        '{"cells": [{"metadata": {"tags": ["data"]}}]}',
    ),
    "empty metadata on a line": (
        '{\n "cells": [\n  {\n   "metadata": {},\n   "source": []\n  }\n ]\n}\n',
        '{\n "cells": [\n  {\n   "metadata": {\n    "tags": ["data"]\n   },\n   "source": []\n  }\n ]\n}\n',
    ),
    "other metadata": (
        '{\n "cells": [\n  {\n   "metadata": {\n    "id": "x"\n   }\n  }\n ]\n}',
        '{\n "cells": [\n  {\n   "metadata": {\n    "id": "x",\n    "tags": ["data"]\n   }\n  }\n ]\n}',
    ),
    "two of other metadata": (
        '{"cells":[{"metadata":{"a":1,\n "b":2}}]}',
        '{"cells":[{"metadata":{"a":1,\n "b":2,\n "tags": ["data"]}}]}',
    ),
    "empty tags": (
        '{"cells": [{"metadata": {"tags": []}}]}',
        '{"cells": [{"metadata": {"tags": ["data"]}}]}',
    ),
    "other tags on lines": (
        '{"cells": [{"metadata": {"tags": [\n  "a",\n  "b"\n ]}}]}',
        '{"cells": [{"metadata": {"tags": [\n  "a",\n  "b",\n  "data"\n ]}}]}',
    ),
    "other tags in a row": (
        '{"cells": [{"metadata": {"tags": ["a"]}}]}',
        '{"cells": [{"metadata": {"tags": ["a", "data"]}}]}',
    ),
    "windows": (
        '{\r\n\t"cells": [{\r\n\t\t"metadata": {}\r\n\t}]\r\n}',
        '{\r\n\t"cells": [{\r\n\t\t"metadata": {\r\n\t\t\t"tags": ["data"]\r\n\t\t}\r\n\t}]\r\n}',
    ),
    "a byte order mark, odd numbers, lone surrogates, escapes": (
        '\ufeff{"x": [NaN, 1E400, 1.10, -0.0, 1e5], "y": "\\ud800 \\u00e9 é \\/", "cells": [{"metadata": {}}]}',
        '\ufeff{"x": [NaN, 1E400, 1.10, -0.0, 1e5], "y": "\\ud800 \\u00e9 é \\/", '
        '"cells": [{"metadata": {"tags": ["data"]}}]}',
    ),
    "a long number": (
        '{"x": ' + "9" * 5000 + ', "cells": [{"metadata": {}}]}',
        '{"x": ' + "9" * 5000 + ', "cells": [{"metadata": {"tags": ["data"]}}]}',
    ),
    "brackets and names in text": (
        '{"a": "]}\\"cells\\": [", "cells": [{"source": "\\"metadata\\": {", "metadata": {}}]}',
        '{"a": "]}\\"cells\\": [", "cells": [{"source": "\\"metadata\\": {", "metadata": {"tags": ["data"]}}]}',
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_only_the_tags_change(case: str) -> None:
    before, after = TABLE[case]
    assert add_tags(before.encode(), {0: "data"}, "x.ipynb").decode() == after


def test_no_tags_change_nothing() -> None:
    assert add_tags(b'{ "cells" : [ ] }', {}, "x.ipynb") == b'{ "cells" : [ ] }'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"cells": {}}',
        '{"worksheets": []}',
        '{"cells": []}',
        '{"cells": [3]}',
        '{"cells": [{"metadata": 3}]}',
        '{"cells": [{"metadata": {"tags": "a"}}]}',
        '{"cells": [{"metadata": {}, "metadata": {}}]}',
        '{"cells": [{}], "cells": [{}]}',
        '{"cells": [{"metadata": {}}]',
        '{"cells": [{"metadata": {}}]} x',
        '{"cells": [{"metadata" {}}]}',
    ],
)
def test_what_is_unclear_is_refused(text: str) -> None:
    with pytest.raises(BadNotebook):
        add_tags(text.encode(), {0: "data"}, "x.ipynb")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
METADATA = st.dictionaries(st.text(max_size=4), JSON, max_size=3) | st.fixed_dictionaries(
    {"tags": st.lists(st.text(max_size=3), max_size=3)}
)
NOTEBOOKS = st.fixed_dictionaries(
    {
        "metadata": JSON,
        "cells": st.lists(st.fixed_dictionaries({"source": JSON, "metadata": METADATA}), min_size=1, max_size=4),
    }
)


@given(NOTEBOOKS, st.sampled_from([None, 0, 1, 4, "\t"]), st.booleans(), st.data())
def test_any_notebook_in_any_layout(
    notebook: dict[str, Any], indent: Any, ascii_only: bool, data: st.DataObject
) -> None:
    numbers = data.draw(st.sets(st.integers(0, len(notebook["cells"]) - 1)))
    before = json.dumps(notebook, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    after = add_tags(before, dict.fromkeys(numbers, "data"), "x.ipynb")
    for number in numbers:
        notebook["cells"][number]["metadata"].setdefault("tags", []).append("data")
    assert json.loads(after) == notebook
    assert len(after) >= len(before)
