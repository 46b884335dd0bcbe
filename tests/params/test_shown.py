"""Each row: statements behind one that builds a network, and whether that is only shown."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.shown import is_only_shown

SHOWN = [
    "model.summary()\nmodel = make()",
    "model.add(b)\nmodel.summary()\nmodel = make()",
    "plot_model(model)\nprint(model)\nmodel = make()\nmodel.fit(x)",
]
USED = [
    "model.fit(x)\nmodel = make()",
    "model.summary()",
    "train(model)\nmodel = make()",
    "y = model(x)\nmodel = make()",
    "def f(): return model.fit(x)\nmodel = make()",
    "other = model\nmodel = make()",
    "model = wrap(model)",
]


@pytest.mark.parametrize("first", ["model = Sequential([Dense(3)])", "model.add(Dense(3))"])
@pytest.mark.parametrize(("rest", "shown"), [*((text, True) for text in SHOWN), *((text, False) for text in USED)])
def test_what_is_built_and_never_used_is_only_shown(first: str, rest: str, shown: bool) -> None:
    statements = program_of([first, rest]).statements
    assert is_only_shown(statements[0], statements) is shown


@pytest.mark.parametrize("text", ["a, b = make()", "make()", "model.x = 3", "for model in models: pass"])
def test_only_what_has_a_name_of_its_own_counts(text: str) -> None:
    statements = program_of([text, "model = make()", "a = 1"]).statements
    assert not is_only_shown(statements[0], statements)
