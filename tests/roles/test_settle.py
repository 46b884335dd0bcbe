"""What feeds what: a statement that says nothing by itself is what its results are for."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.model import Role
from nb2pkg.roles.give import give_roles
from nb2pkg.story.unfold import unfold_main

HEAD = "import pandas as pd\nimport matplotlib.pyplot as plt\nimport xgboost as xgb\nfrom torch import nn"
ROWS = "rows = pd.read_csv('a')"
D, M, T, E = Role.DATA, Role.MODEL, Role.TRAIN, Role.EXPLORE
FED = [
    # settings belong to what uses them
    ("params = {}\nparams['eta'] = 0.1\nfit = xgb.train(params, rows)", [T, T, T]),
    ("size = 3\nnet = nn.Linear(size, 1)", [M, M]),
    ("where = 'a'\nfound = pd.read_csv(where)", [D, D]),
    ("where = 'a'\ndef load():\n    return pd.read_csv(where)", [D, D]),
    # what several rooms need is in the lowest
    ("seed = 1\nfound = pd.read_csv(seed)\nfit = xgb.train(seed, found)", [D, D, T]),
    # what only a plot needs is explored, all the way up
    ("colours = ['red']\nplt.plot(colours)", [E, E]),
    (f"{ROWS}\ncounts = rows.groupby('a').size()\ntop = counts[:3]\ntop.plot()", [E, E, E, E]),
    (f"{ROWS}\ncounts = rows.groupby('a').size()\ncounts.plot()\nfit = xgb.train(rows)", [D, E, E, T]),
    (f"{ROWS}\nkinds = rows['a'].unique()\nkinds.sort()\nkinds", [D, E, E, E]),
    # but not what is needed besides, or what changes what others see
    (f"{ROWS}\ncounts = rows['a'] + 1\nplt.plot(counts)\nfit = xgb.train(counts)", [D, D, E, T]),
    (f"{ROWS}\nrows['b'] = rows['a'] + 1\nplt.plot(rows)\nfit = xgb.train(rows)", [D, D, E, T]),
    ("other = make()\nact(other)\nplt.plot(other)", [D, D, E]),
    # what training needs leaves the exploration
    (f"{ROWS}\nlabels = rows.a.value_counts().head(3).plot()\nfit = xgb.train(labels)", [D, D, T]),
    # a name bound anew is another thing
    (f"{ROWS}\nn = rows['a'] + 1\nplt.plot(n)\nn = rows['b'] + 1\nfit = xgb.train(n)", [D, E, E, D, T]),
    # prints stay with what they tell of
    (f"{ROWS}\nprint(len(rows))\nfit = xgb.train(rows)", [D, D, T]),
    (f"{ROWS}\nn = len(rows)\nprint(n)\nfit = xgb.train(rows)", [D, D, D, T]),
]


@pytest.mark.parametrize(("source", "roles"), FED)
def test_a_statement_is_what_its_results_are_for(source: str, roles: list[Role]) -> None:
    assert [s.role for s in program_of([HEAD, source]).statements if s.role is not Role.SETUP] == roles


REASONS = [
    ("size = 3\nnet = nn.Linear(size, 1)", "feeds `nn.Linear`"),
    ("colours = ['red']\nplt.plot(colours)", "feeds `plt.plot`"),
    ("eta = 1\nfor epoch in range(eta):\n    act()", "feeds the training"),
]


@pytest.mark.parametrize(("source", "why"), REASONS)
def test_the_reason_names_what_is_fed(source: str, why: str) -> None:
    assert next(s for s in program_of([HEAD, source]).statements if s.role is not Role.SETUP).why == why


def test_a_person_s_word_moves_nothing_but_what_it_is_about() -> None:
    cells = [HEAD, ("explore", ROWS), "fit = xgb.train(rows)"]
    assert [s.role for s in program_of(cells).statements[-2:]] == [Role.EXPLORE, Role.TRAIN]


def test_the_body_of_a_main_function_is_judged_like_top_level_code() -> None:
    source = "def main():\n    rows = pd.read_csv('a')\n    trainer.fit(rows)\nmain()"
    unfolded, _ = unfold_main(program_of([HEAD, source]))
    assert [s.role for s in give_roles(unfolded).statements[-2:]] == [D, T]
