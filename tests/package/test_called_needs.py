"""What pandas needs beside itself, known from its calls."""

from __future__ import annotations

import pytest

from nb2pkg.package.called_needs import needed_by_calls

ALIASES = {"pd": "pandas", "read_html": "pandas.read_html", "pl": "polars", "plt": "matplotlib.pyplot"}
NEEDED = [
    ("frame = pd.read_excel('a.xlsx')", {"openpyxl"}),
    ("with pd.ExcelWriter('a.xlsx') as writer:\n    frame.to_excel(writer)", {"openpyxl"}),
    ("def save(frame):\n    frame.to_parquet('a')", {"pyarrow"}),
    ("read_html('a')[0]", {"lxml"}),
    ("print(frame.head().to_markdown())", {"tabulate"}),
    ("frame.style.format('{:.2f}')", {"jinja2"}),
    ("frame[['a']].style.background_gradient(cmap='Blues').hide()", {"jinja2"}),
    ("frame = pd.read_csv('a.csv')", set()),
    ("frame = pl.read_parquet('a')", set()),
    ("plt.style.use('ggplot')", set()),
    ("button.style.update(color='red')", set()),
    ("style = frame.style", set()),
    ("read_excel('a')", set()),
    ("x = 'pd.read_excel'", set()),
]


@pytest.mark.parametrize(("text", "needed"), NEEDED)
def test_what_a_call_needs(text: str, needed: set[str]) -> None:
    assert needed_by_calls([text], ALIASES) == needed


@pytest.mark.parametrize("text", [text for text, _ in NEEDED])
def test_without_pandas_nothing_is_needed(text: str) -> None:
    assert needed_by_calls([text], {"pd": "modin.pandas", "plt": "matplotlib.pyplot"}) == frozenset()
