"""Each row: a query, and what in it is an option; with none of them turned the same is asked."""

from __future__ import annotations

import pytest
from replay import replay
from stories import Story, code_of, plan_of
from turned import by_hand, options_of, turned

from nb2pkg.params.query_settings import settings_of_query
from nb2pkg.params.sql_tokens import tokens_of
from nb2pkg.rules.filled_texts import Filling, filled_query

QUERIES: dict[str, tuple[str, dict[str, object]]] = {
    "a table": ("SELECT * FROM `p-1.d.trips`", {"table": "p-1.d.trips"}),
    "a table without quotes": ("select a from the-data.d.trips t", {"table": "the-data.d.trips"}),
    "a data set and a table": ("SELECT * FROM `d.trips_*`", {"table": "d.trips_*"}),
    "joined": ("SELECT 1 FROM x JOIN `d.trips` USING (k)", {"table": "d.trips"}),
    "a table of its own": ("WITH t AS (SELECT 1) SELECT * FROM t", {}),
    "a small database": ("SELECT * FROM trips", {}),
    "columns of a row": ("SELECT * FROM t, t.hits", {}),
    "a part of a day": ("SELECT EXTRACT(DAY FROM t.day) FROM t", {}),
    "what there is": ("SELECT * FROM `p.d`.INFORMATION_SCHEMA.COLUMNS", {}),
    "a range": (
        "SELECT 1 FROM t WHERE d BETWEEN '20160801' AND '20170630'",
        {"start_date": "20160801", "end_date": "20170630"},
    ),
    "limits": (
        'SELECT 1 FROM t WHERE d >= "2018-01-01" AND d < "2019-01-01"',
        {"start_date": "2018-01-01", "end_date": "2019-01-01"},
    ),
    "days that are made": ("SELECT 1 FROM t WHERE d > DATE('2018-01-01')", {"start_date": "2018-01-01"}),
    "a day": ("SELECT 1 FROM t WHERE d = '2018-01-01'", {}),
    "days and more": ("SELECT 1 FROM t WHERE a BETWEEN 1 AND 2 AND '2018-01-01' = d", {}),
    "other texts": ("SELECT 1 FROM t WHERE name > 'm' AND kind = 'x'", {}),
    "many rows": ("SELECT 1 FROM t LIMIT 100000", {"row_limit": 100000}),
    "a look": ("SELECT 1 FROM t LIMIT 10", {}),
    "a model": (
        "CREATE OR REPLACE MODEL `d.forest` OPTIONS(model_type='x', max_iterations=50, learn_rate = 0.5) AS SELECT 1",
        {"model_name": "d.forest", "max_iterations": 50, "learn_rate": 0.5},
    ),
    "if there is none": ("CREATE MODEL IF NOT EXISTS `d.forest` AS SELECT 1", {"model_name": "d.forest"}),
    "a comment": ("SELECT 1 -- FROM `d.t`\nFROM u # LIMIT 5000\n/* FROM `d.t` */", {}),
    "a text in a text": ("SELECT 'FROM `d.t`' FROM u", {}),
    "filled in elsewhere": ("SELECT 1 FROM `{d}.t` LIMIT 5000", {}),
    "no query": ("Select the best of `d.t`", {}),
    "a quote that is open": ("SELECT 'x FROM `d.t`", {}),
}  # fmt: skip


@pytest.mark.parametrize(("query", "values"), QUERIES.values(), ids=QUERIES)
def test_what_a_query_says(query: str, values: dict[str, object]) -> None:
    found = settings_of_query(query)
    assert {one.word: one.value for one in found} == values
    assert all(query[one.first : one.end] == str(one.value) for one in found)


def test_the_tokens_of_a_query() -> None:
    tokens = tokens_of("SELECT a-b FROM p-1.d.t -- all\nWHERE `x` >= 'y z'")
    assert tokens is not None
    assert [token.text for token in tokens] == "SELECT|a|-|b|FROM|p-1.d.t|WHERE|x|>|=|y z".split("|")
    assert [token.quote for token in tokens][-4:] == ["`", "", "", "'"]


TEXTS = {
    '"a.b c"': 'f"{t} c"',
    '"""a.b c"""': 'f"""{t} c"""',
    '"""\\\na.b c"""': 'f"""\\\n{t} c"""',
    "'''a.b\nc'''": "f'''{t}\nc'''",
}


@pytest.mark.parametrize(("source", "filled"), TEXTS.items())
def test_a_text_is_filled_in_as_it_is_spelled(source: str, filled: str) -> None:
    assert filled_query(source, [Filling(0, 3, "t")]) == filled


HEAD = "import probe\nclass Client:\n    def query(self, text):\n        return probe.see(text)\nclient = Client()"
TRAIN = """\
CREATE MODEL `d.forest` AS
SELECT * FROM `p.d.trips_*`
WHERE day BETWEEN '20160801' AND '20170630'"""
EVAL = """\
SELECT * FROM ML.EVALUATE(MODEL `d.forest`, (
SELECT * FROM `p.d.trips_*`
WHERE day BETWEEN '20170701' AND '20170801'))"""
NAMED = 'query = """\nSELECT 1 FROM `d.t`\nLIMIT 2000"""'
SAVED = "_ = pathlib.Path('rows').write_text(str(rows))"
STORIES: dict[str, tuple[Story, dict[str, str]]] = {
    "two queries": (
        [HEAD, f'client.query("""{TRAIN}""")\nclient.query("""{EVAL}""")'],
        {
            **{"model_name": '"d.forest"', "table": '"p.d.trips_*"'},
            **{"train_start_date": '"20160801"', "train_end_date": '"20170630"'},
            **{"eval_start_date": '"20170701"', "eval_end_date": '"20170801"'},
        },
    ),
    "two tables": (
        [HEAD, "client.query('SELECT 1 FROM `d.trips` JOIN `d.days_2019` USING (k)')"],
        {"trips_table": '"d.trips"', "days_table": '"d.days_2019"'},
    ),
    "a name": ([HEAD, f"{NAMED}\nclient.query(query)"], {"table": '"d.t"'}),
    "rows that are kept": (
        [f"import pathlib\n{HEAD}", f"{NAMED}\nrows = client.query(query)", SAVED],
        {"table": '"d.t"', "row_limit": "2000"},
    ),
    "a function": (
        [HEAD, 'def ask(table):\n    client.query("SELECT 1 FROM `d.t`")\n    return probe.see(table)', "ask(3)"],
        {"t_table": '"d.t"'},
    ),
    "what is filled in": ([HEAD, 'n = probe.see(3)\nclient.query(f"SELECT {n} FROM `d.t`")'], {}),
    "signs that are spelled otherwise": ([HEAD, r'client.query("SELECT \"x\" FROM `d.t`")'], {}),
    "two texts as one": ([HEAD, 'client.query("SELECT x " "FROM `d.t`")'], {}),
    "a text that is no query": ([HEAD, 'probe.see("SELECT 1 FROM `d.t`")'], {}),
    "percents": ([HEAD, 'query = """SELECT %s\nFROM `d.t`"""\nclient.query(query % 3)'], {"table": '"d.t"'}),
}  # fmt: skip


@pytest.mark.parametrize(("story", "options"), STORIES.values(), ids=STORIES)
def test_options_of_notebooks_that_ask(story: Story, options: dict[str, str]) -> None:
    assert options_of(story) == options
    assert replay(story).differences() == []


def test_an_option_turns_the_query() -> None:
    story = [HEAD, f'client.query("""{TRAIN}""")']
    other = [HEAD, f'client.query("""{TRAIN.replace("d.forest", "e.tree").replace("20160801", "20150101")}""")']
    assert (
        turned(story, {"model_name": "e.tree", "start_date": "20150101"}, "explore") == by_hand(other) != by_hand(story)
    )


def test_the_line_is_that_of_the_cell() -> None:
    magic = f"from google.cloud import bigquery\n%%bigquery\n{TRAIN}"
    plan = plan_of(["from google.cloud import bigquery", magic.partition("\n")[2]])
    places = {one.name: [(origin.cell, origin.first) for origin in one.origins] for one in plan.parameters}
    assert places["model_name"] == [(1, 2)]
    assert places["start_date"] == [(1, 4)]
    code = "".join(code_of(plan, module.name) for module in plan.modules)
    assert "BETWEEN '{start_date}' AND" in code
