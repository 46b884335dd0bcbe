"""Figures that are drawn on the way are kept."""

from __future__ import annotations

import pytest
from stories import member_of, plan_of
from tell import usual_story

DRAWN = [
    ("figure = model.plot_prediction(1)\nsave(figure)", True),
    ("for i in range(3):\n    model.plot_prediction(i)\nmodel.steps = 1\nsave(model)", True),
    ("show_volume(model)\nmodel.steps = 1\nsave(model)", True),
    ("table.plot()\nsave(table)", True),
    ("plot = model.predict(1)\nsave(plot)", False),
    ("model.replot_later(1)\nsave(model)", False),
]


@pytest.mark.parametrize(("text", "kept"), DRAWN)
def test_a_hook_keeps_the_figures_that_it_draws(text: str, kept: bool) -> None:
    plan = plan_of(usual_story(head="table = load()", after=text))
    assert ("report.figures()" in member_of(plan, "after_fit")) is kept
