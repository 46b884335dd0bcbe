"""Each row: statements behind one that builds a network, and whether that is only shown."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.shown import is_only_shown, is_set_by_hand

SHOWN = [
    "model.summary()\nmodel = make()",
    "model.add(b)\nmodel.summary()\nmodel = make()",
    "plot_model(model)\nprint(model)\nmodel = make()\nmodel.fit(x)",
    "print(model.shape)\nmodel = make()",
]
USED = [
    "model.fit(x)\nmodel = make()",
    "model.summary()",
    "train(model)\nmodel = make()",
    "y = model(x)\nmodel = make()",
    "def f(): return model.fit(x)\nmodel = make()",
    "other = model\nmodel = make()",
    "model = wrap(model)",
    "print(model.shape)\ny = model + 1",
]


@pytest.mark.parametrize("first", ["model = Sequential([Dense(3)])", "model.add(Dense(3))"])
@pytest.mark.parametrize(("rest", "shown"), [*((text, True) for text in SHOWN), *((text, False) for text in USED)])
def test_what_is_built_and_never_used_is_only_shown(first: str, rest: str, shown: bool) -> None:
    statements = program_of([first, rest]).statements
    assert is_only_shown(statements[0], statements) is shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("layer.linear.weight.data = Tensor([[1.0]])", True),
        ("layer.linear.bias = Tensor([1.0])", True),
        ("layer.linear.weight.data = Tensor(found)", False),
        ("layer.linear.scale = Tensor([1.0])", False),
        ("other.linear.weight.data = Tensor([[1.0]])", False),
        ("layer.fit(x)", False),
    ],
)
def test_a_layer_whose_weights_are_written_down_is_looked_at(text: str, shown: bool) -> None:
    statements = program_of(["layer = Attention(num_heads=2)", text]).statements
    assert is_set_by_hand(statements[0], statements) is shown


@pytest.mark.parametrize("text", ["a, b = make()", "make()", "model.x = 3", "for model in models: pass"])
def test_only_what_has_a_name_of_its_own_counts(text: str) -> None:
    statements = program_of([text, "model = make()", "a = 1"]).statements
    assert not is_only_shown(statements[0], statements)
