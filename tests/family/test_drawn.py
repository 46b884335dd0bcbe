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


def test_what_is_done_to_the_axes_of_a_figure_stays_with_it() -> None:
    cells = [
        "import torch\nimport matplotlib.pyplot as plt",
        ("md", "## Train"),
        "net = torch.nn.Linear(2, 1)\nfor _ in range(3):\n    loss = net(torch.ones(2)).sum()\n    loss.backward()",
        ("md", "## Predict"),
        """
        net.eval()
        fig, (left, right) = plt.subplots(1, 2)
        for _ in range(3):
            loss = net(torch.ones(2)).sum()
            loss.backward()
        x = torch.linspace(0, 1, 2)
        low = net(x)
        left.plot(x, low)
        left.set_title('a')
        right.plot(x, low)
        right.fill_between(x, low, x)
        right.set_ylim([-3, 3])
        right.legend(['low', 'x'])
        right.set_title('b')
        """,
    ]
    codes = [member.code for module in plan_of(cells).modules for member in module.members]
    drawing = [code for code in codes if "plt.subplots" in code]
    assert len(drawing) == 1
    lines = [line.strip() for line in drawing[0].split("\n")]
    assert lines.index("right.set_title('b')") < lines.index("report.figures()")


SAVED = [
    # shown, then something else in the same cell: saved once
    (["table = load('a')", "plt.plot(table)\nplt.show()\nprint(1)", "print(table)\nplt.plot(table)"], 2),
    # not shown: saved where its cell ends
    (["table = load('a')", "plt.plot(table)\nprint(1)", "print(table)\nplt.plot(table)"], 2),
    # a table is no figure
    (["table = load('a')", "display(table)\nprint(1)", "print(table)"], 0),
]


@pytest.mark.parametrize(("cells", "count"), SAVED)
def test_a_figure_is_saved_where_it_is_shown_or_its_cell_ends(cells: list[str], count: int) -> None:
    plan = plan_of(["import matplotlib.pyplot as plt\nfrom files import load", ("md", "## Look"), *cells])
    codes = [member.code for module in plan.modules for member in module.members if member.kind == "stage"]
    assert sum(code.count("report.figures()") for code in codes) == count, "\n".join(codes)
