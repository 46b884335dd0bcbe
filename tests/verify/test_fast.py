"""`verify --fast`: the notebook's own numbers become small, and the package is told the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from stories import notebook, plan_of

from nb2pkg import pipeline
from nb2pkg.cli.verify import case_of, quick
from nb2pkg.options import Options
from nb2pkg.verify.fast import Count, shrink

# cells, counts, cells that come out (None: as they were), options
TABLE: list[tuple[str, list[str], list[Count], list[str] | None, list[tuple[str, str]]]] = [
    (
        "a constant",
        ["EPOCHS = 50"],
        [Count("--train.epochs", "50", ((0, 1, 1),))],
        ["EPOCHS = 2"],
        [("--train.epochs", "2")],
    ),
    (
        "what only reads it stays",
        ["n_epochs = 50", "for e in range(1, n_epochs + 1):\n    step()"],
        [Count("--trainer.max_epochs", "50", ((0, 1, 1), (1, 1, 1)))],
        ["n_epochs = 2", "for e in range(1, n_epochs + 1):\n    step()"],
        [("--trainer.max_epochs", "2")],
    ),
    (
        "of several equal numbers the one that is called so",
        ["model = Forest(max_depth=30,\n               n_estimators=30, leaf=30)"],
        [Count("--model.n_estimators", "30", ((0, 1, 2),))],
        ["model = Forest(max_depth=30,\n               n_estimators=5, leaf=30)"],
        [("--model.n_estimators", "5")],
    ),
    (
        "every place",
        ["a = Forest(n_estimators=90)\nb = Trees(n_estimators=90)"],
        [Count("--model.n_estimators", "90", ((0, 1, 1), (0, 2, 2)))],
        ["a = Forest(n_estimators=5)\nb = Trees(n_estimators=5)"],
        [("--model.n_estimators", "5")],
    ),
    (
        "two in one line, told by their names",
        ["fit(epochs=10); tune(num_train_epochs=20)"],
        [Count("--train.epochs", "10", ((0, 1, 1),)), Count("--train.num_train_epochs", "20", ((0, 1, 1),))],
        ["fit(epochs=2); tune(num_train_epochs=2)"],
        [("--train.epochs", "2"), ("--train.num_train_epochs", "2")],
    ),
    ("no number of its own", ["fit(10, 10)"], [Count("--train.epochs", "10", ((0, 1, 1),))], None, []),
    ("computed", ["EPOCHS = 5 * 10"], [Count("--train.epochs", "5 * 10", ((0, 1, 1),))], None, []),
    ("small already", ["EPOCHS = 2"], [Count("--train.epochs", "2", ((0, 1, 1),))], None, []),
    ("nothing that is repeated", ["WIDTH = 50"], [Count("--model.width", "50", ((0, 1, 1),))], None, []),
    (
        "before a line that is no Python",
        ["EPOCHS = 50\n!ls '"],
        [Count("--train.epochs", "50", ((0, 1, 1),))],
        ["EPOCHS = 2\n!ls '"],
        [("--train.epochs", "2")],
    ),
]


@pytest.mark.parametrize(
    ("cells", "counts", "after", "options"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_small_numbers_on_both_sides(
    cells: list[str], counts: list[Count], after: list[str] | None, options: list[tuple[str, str]]
) -> None:
    less = shrink(list(enumerate(cells)), counts)
    assert [source for _, source in less.cells] == (cells if after is None else after)
    assert list(less.options) == options


STORY = [
    ("md", "# Steps"),
    "epochs = 30\nw = 0.0",
    ("md", "## Train"),
    ("train", "for epoch in range(epochs):\n    w += 1 / (epoch + 1)\nopen('w.txt', 'w').write(str(w))"),
]


def test_fit_is_told_and_the_cells_say_the_same(tmp_path: Path) -> None:
    book = notebook(STORY)
    conversion = pipeline.convert(book, Options())
    case, told = quick(case_of(book, conversion, Options(), tmp_path, tmp_path), conversion)
    flag = next(one.flag for one in plan_of(STORY).parameters if one.name == "epochs")
    assert told == {flag: "2"}
    assert dict(case.cells)[1] == "epochs = 2\nw = 0.0"
    assert case.commands == (("fit", f"{flag}=2"),)


def test_what_explore_takes_too_stays_as_it_is(tmp_path: Path) -> None:
    more = [("md", "## Look"), ("explore", "import matplotlib.pyplot as plt\nplt.plot(range(epochs))\nplt.show()")]
    book = notebook([*STORY, *more])
    conversion = pipeline.convert(book, Options())
    before = case_of(book, conversion, Options(), tmp_path, tmp_path)
    assert ("explore",) in before.commands
    assert quick(before, conversion) == (before, {})
