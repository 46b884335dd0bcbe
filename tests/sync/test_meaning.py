from __future__ import annotations

import json
from typing import Any

import pytest

from nb2pkg.errors import Nb2pkgError
from nb2pkg.notebook.read import read_notebook
from nb2pkg.sync.meaning import Meaning, glance, meaning


def _notebook(*cells: dict[str, Any], **metadata: Any) -> bytes:
    ran = {"cell_type": "code", "source": "x = 1", "metadata": {}, "execution_count": 3, "outputs": []}
    return json.dumps({"cells": [ran, *cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


def _full(data: bytes, order: str = "cell") -> Meaning:
    return meaning(read_notebook(data, "x.ipynb"), order)


ORDINARY = {
    "text": _notebook({"cell_type": "markdown", "source": "# Hi", "metadata": {}}),
    "lines": _notebook({"cell_type": "code", "source": ["a\n", "b"], "metadata": {}, "execution_count": 1}),
    "tags": _notebook({"cell_type": "code", "source": "", "metadata": {"tags": ["data", "x"]}}),
    "kernel": _notebook(kernelspec={"language": "Python", "name": "python3"}, language_info={"name": "python"}),
    "title": _notebook(title=" Leaves "),
    "not ascii": _notebook({"cell_type": "raw", "source": "é \u2028 \U0001f600", "metadata": {}}),
}


@pytest.mark.parametrize("case", ORDINARY)
@pytest.mark.parametrize("order", ["cell", "execution"])
def test_a_glance_sees_what_reading_sees(case: str, order: str) -> None:
    assert glance(ORDINARY[case], order) == _full(ORDINARY[case], order)


ODD = {
    "a byte order mark": b"\xef\xbb\xbf" + _notebook(),
    "no metadata": _notebook({"cell_type": "code", "source": "y"}),
    "source null": _notebook({"cell_type": "code", "source": None, "metadata": {}}),
    "half a character in prose": _notebook({"cell_type": "markdown", "source": "\ud800", "metadata": {}}),
    "tag twice": _notebook({"cell_type": "code", "source": "y", "metadata": {"tags": ["a", "a"]}}),
    "tags no list": _notebook({"cell_type": "code", "source": "y", "metadata": {"tags": "ab"}}),
    "kernelspec text": _notebook(kernelspec="python3"),
    "language_info null": _notebook(language_info=None),
    "no cell type": _notebook({"source": "y", "metadata": {}, "outputs": []}),
    "heading": _notebook({"cell_type": "heading", "source": "y", "level": 2, "metadata": {}}),
    "not JSON": b"{",
    "no cells": b"{}",
    "a script": b"# %%\nx = 1\n",
    "another language": _notebook(language_info={"name": "R"}),
}


@pytest.mark.parametrize("case", ODD)
def test_a_glance_at_an_odd_notebook_never_takes_it_for_another(case: str) -> None:
    """It may say nothing, or something else, and then the notebook is read in full."""
    try:
        full = _full(ODD[case])
    except Nb2pkgError:
        full = None
    seen = glance(ODD[case], "cell")
    assert seen is None or full is None or seen == full or seen not in [_full(data) for data in ORDINARY.values()]


def test_running_is_no_change_of_meaning() -> None:
    data = json.loads(_notebook())
    data["cells"][0] |= {"execution_count": 9, "outputs": [{"output_type": "stream"}]}
    data["nbformat_minor"] = 4
    assert _full(json.dumps(data).encode()) == _full(_notebook())


@pytest.mark.parametrize(
    ("counts", "same"), [((1, 2), True), ((5, 9), True), ((2, 1), False), ((1, None), False), ((None, None), False)]
)
def test_the_order_of_running_counts_only_where_it_was_asked_for(counts: tuple[int | None, ...], same: bool) -> None:
    def ran(first: int | None, second: int | None) -> bytes:
        cells = [{"cell_type": "code", "source": s, "metadata": {}, "outputs": []} for s in ("a", "b")]
        for cell, count in zip(cells, (first, second), strict=True):
            cell["execution_count"] = count  # type: ignore[assignment]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()

    assert (_full(ran(*counts), "execution") == _full(ran(1, 2), "execution")) == same
    assert _full(ran(*counts), "cell") == _full(ran(1, 2), "cell")
