"""Where rows are split and which are kept are options; slices that look at some rows are none."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import probe\nrows = list(range(probe.pull('size') * 10))"

#: Rows as data sets have them.
ROWS = """class taken:
    def __init__(self, rows):
        self.rows = rows
    def take(self, count):
        return taken(self.rows[:count])
    def skip(self, count):
        return taken(self.rows[count:])"""

SPLITS = {
    "two parts": (["train = rows[:50]", "test = rows[50:]\nprobe.see('rows', train, test)"], {"train_size": "50"}),
    "a pair": (["train, test = rows[:50], rows[50:]\nprobe.see('rows', train, test)"], {"train_size": "50"}),
    "three parts": (
        ["train = rows[:50]\nvalid = rows[50:60]\ntest = rows[60:]\nprobe.see('rows', train, valid, test)"],
        {"train_size": "50", "valid_end": "60"},
    ),
    "other names": (["a = rows[:50]\nb = rows[50:]\nprobe.see('rows', a, b)"], {"split_end": "50"}),
    "a look": (["train = rows[:50]\nprobe.see('rows', train)"], {}),
    "few": (["train = rows[:5]\ntest = rows[5:]\nprobe.see('rows', train, test)"], {}),
    "taken and skipped": (
        [ROWS, "valid = taken(rows).take(50)\nrest = taken(rows).skip(50)\nprobe.see('rows', valid.rows, rest.rows)"],
        {"valid_size": "50"},
    ),
    "every other": (["train = rows[:50:2]\ntest = rows[50::2]\nprobe.see('rows', train, test)"], {}),
}
FILTERS = {
    "df = df[df.age <= 30]": {"max_age": "30"},
    "df = df[df['Petal length (cm)'] > 2]": {"min_petal_length_cm": "2"},
    "df = df.loc[(df['a'] > 2) & (df.b < 5.5)]": {"min_a": "2", "max_b": "5.5"},
    "df = df.filter(lambda row: row['length'] > 30)": {"min_length": "30"},
    "df = df.filter(lambda row: len(row['text']) > 30 and row.age <= 9)": {"min_text_length": "30", "max_age": "9"},
    "skewed = skewed[skewed > 0.75]": {"min_skewed": "0.75"},
    "skewed = skewed[abs(skewed) > 0.75]": {"min_skewed": "0.75"},
    "skewed = skewed[skewed.abs() > 0.75]": {"min_skewed": "0.75"},
    "skewed = skewed[skewed > 0]": {},
    "x = x[x > 0.75]": {},
    "df = df.filter(lambda row: len(row) > 30)": {},
    "df = df.filter(lambda a, b: a.age > 30)": {},
    "df = df[df.age > 0]": {},
    "df = df[df.zip_code == 94107]": {"zip_code": "94107"},
    "df = df[df['Zip Code'] == 94107]": {"zip_code": "94107"},
    "df = df[df.age == 1]": {},
    "df = df[df.age == 0.5]": {},
    "df = df[df.age != 30]": {},
    "df = df[df.age > 60].reset_index()": {"min_age": "60"},
    "old = df\ndf = old[(old.name == 'x') & (old.age > 60)].copy()": {"min_age": "60"},
    "old = df[df.age > 60]\ndf = df[['age']]": {"min_age": "60"},
    "old = df[df.age > 60]\ndf = df[~(df.age <= 60)]": {"max_age": "60"},
    "old = df[other.age > 60]\ndf = df[['age']]": {},
    "old = df[df.age == 60]\ndf = df[['age']]": {},
    "rows = [row for row in df.rows if row['score'] >= 0.6]\ndf = make(rows)": {"min_score": "0.6"},
    "rows = [row for row in df.rows if row.score >= 0.6]\ndf = make(rows)": {"min_score": "0.6"},
    "rows = [row['x'] for row in df.rows if row['score'] >= 3]\ndf = make(rows)": {},
    "rows = [row for row in df.rows if other['score'] >= 3]\ndf = make(rows)": {},
    "rows = [row for row in df.rows if len(row) >= 3]\ndf = make(rows)": {},
    "df = df[df.age > other]": {},
}


@pytest.mark.parametrize("name", SPLITS)
def test_splits(name: str) -> None:
    cells, options = SPLITS[name]
    assert options_of([HEAD, *cells]) == options
    assert replay([HEAD, *cells]).differences() == []


@pytest.mark.parametrize("name", ["two parts", "a pair", "three parts", "taken and skipped"])
def test_the_border_moves_for_both_parts(name: str) -> None:
    story = [HEAD, *SPLITS[name][0]]
    other = [cell.replace("50", "40") for cell in story]
    assert turned(story, {next(iter(SPLITS[name][1])): "40"}) == by_hand(other) != by_hand(story)


@pytest.mark.parametrize(("line", "options"), FILTERS.items())
def test_filters(line: str, options: dict[str, str]) -> None:
    cells = ["import pandas as pd", f"df = pd.read_csv(pd.where)\n{line}\ndf.to_csv(pd.where)"]
    assert options_of(cells) == options


KINDS = """\
class Table(dict):
    def __getitem__(self, at):
        return [at, self] if isinstance(at, bool) else dict.get(self, at)

def kept(name):
    df = Table([("kind", name[:1]), ("name", name)])
    df = df[df["kind"] == "a"]
    return probe.see("rows", str(df))
kept("ab")"""


def test_the_kind_of_rows_that_a_function_keeps_is_an_option() -> None:
    assert options_of([HEAD, KINDS]) == {"only_kind": '"a"'}
    assert replay([HEAD, KINDS]).differences() == []
    other = KINDS.replace('== "a"', '== "c"')
    assert turned([HEAD, KINDS], {"only_kind": "c"}) == by_hand([HEAD, other]) != by_hand([HEAD, KINDS])


@pytest.mark.parametrize(
    "change", [('df = df[df["kind"]', 'other = df[df["kind"]'), ('== "a"', "== name"), ('== "a"', '!= "a"')]
)
def test_rows_of_another_table_or_of_no_kind_are_no_option(change: tuple[str, str]) -> None:
    assert options_of([HEAD, KINDS.replace(*change)]) == {}
