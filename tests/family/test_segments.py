"""Where a Lightning package runs what the notebook runs."""

from __future__ import annotations

import pytest
from stories import Story, plan_of, world_of
from tell import usual_story

from nb2pkg.family.lightning.only_looked_at import speaks
from nb2pkg.family.lightning.segments import Segments, sort_segments
from nb2pkg.family.lightning.shape import NoShape, Shape, find_shape
from nb2pkg.story.effects import running
from nb2pkg.story.files import files_of
from nb2pkg.story.threads import thread


def segments_of(cells: Story, tools: frozenset[str] = frozenset()) -> Segments | NoShape:
    world = world_of(cells)
    shape = find_shape(world)
    assert isinstance(shape, Shape), shape
    effects = running(world, thread(world))
    files = {e.statement.index: files_of(e, world, shape.trainer_name) for e in effects}
    speaking = frozenset(e.statement.index for e in effects if speaks(e, world, shape.trainer_name))
    return sort_segments(effects, shape, tools, files=files, speaking=speaking)


def places_of(cells: Story, tools: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Place -> what stands there, the usual statements left out."""
    segments = segments_of(cells, tools)
    assert isinstance(segments, Segments), segments
    usual = {'rows = pull("rows")', "dm = DM(rows)", "model = Net()"}
    found = {name: [e.statement.text for e in getattr(segments, name)] for name in Segments.__dataclass_fields__}
    return {name: left for name, texts in found.items() if (left := [text for text in texts if text not in usual])}


ROWS = 'rows = pull("rows")\n'
LOG, TEST = "log = read_csv('log.csv')", "trainer.test(model, dm)"
PLACED = [
    # before anything is built
    ({"head": "import os\nos.environ['A'] = '1'"}, {"prelude": ["os.environ['A'] = '1'"]}),
    ({"head": "prepare()"}, {"prelude": ["prepare()"]}),
    # on the way to the data
    ({"data": ROWS + "rows.append(1)\ndm = DM(rows)"}, {"data": ["rows.append(1)"]}),
    ({"data": ROWS + "act()\ndm = DM(rows)"}, {"data": ["act()"]}),
    ({"data": ROWS + "dm = DM(rows)\ndm.size = 3"}, {"data": ["dm.size = 3"]}),
    # on the way to the model
    ({"model": "n = len(load())\nmodel = Net(n)"}, {"model": ["n = len(load())", "model = Net(n)"]}),
    ({"model": "model = Net()\nmodel.lr = 3"}, {"model": ["model.lr = 3"]}),
    ({"model": "n = len(rows)\nmodel = Net(n)"}, {"model": ["n = len(rows)", "model = Net(n)"]}),
    # what the Trainer takes
    ({"trainer": "cb = make()\ntrainer = pl.Trainer(callbacks=[cb])"}, {"trainer": ["cb = make()"]}),
    # between building and fitting
    ({"before": "trainer.test(model, dm)"}, {"before": ["trainer.test(model, dm)"]}),
    ({"before": "found = tune(trainer)\nmodel.lr = found"}, {"before": ["found = tune(trainer)", "model.lr = found"]}),
    ({"before": "act()"}, {"before": ["act()"]}),
    # after fitting
    ({"after": "x = model(1)\nsave(x)"}, {"after": ["x = model(1)", "save(x)"]}),
    ({"after": "model"}, {"explore_after": ["model"]}),
    ({"after": "x = model(1)\nx"}, {"after": ["x = model(1)"], "explore_after": ["x"]}),
    # looking at what later statements change
    ({"after": f"{LOG}\nlog\n{TEST}"}, {"after": [LOG, TEST], "explore_after": ["log"]}),
    ({"after": f"{LOG}.tail()\n{TEST}"}, {"after": [f"{LOG}.tail()", TEST]}),
    ({"after": f"{TEST}\nread_csv('log.csv')"}, {"after": [TEST], "explore_after": ["read_csv('log.csv')"]}),
    (
        {"after": "read_csv('log.csv')\nrows.to_csv('rows.csv')"},
        {"after": ["rows.to_csv('rows.csv')"], "explore_after": ["read_csv('log.csv')"]},
    ),
    ({"after": f"trainer.callback_metrics\n{TEST}"}, {"after": ["trainer.callback_metrics", TEST]}),
    ({"after": f"model.factor\n{TEST}"}, {"after": [TEST], "explore_after": ["model.factor"]}),
    # looking before training
    ({"data": ROWS + "rows\ndm = DM(rows)"}, {"explore": ["rows"]}),
    ({"data": ROWS + "n = len(rows)\nn\ndm = DM(rows)"}, {"explore": ["n = len(rows)", "n"]}),
    ({"data": ROWS + "n = len(rows)\nn\ndm = DM(rows)", "after": "save(n)"}, {"data": ["n = len(rows)"]}),
]


@pytest.mark.parametrize(("parts", "places"), PLACED)
def test_where_a_statement_runs(parts: dict[str, str], places: dict[str, list[str]]) -> None:
    found = places_of(usual_story(**parts), frozenset({"cb"}))
    assert {place: found.get(place) for place in places} == places


def test_what_exploring_computes_and_others_need_is_computed_with_the_data() -> None:
    cells = usual_story(after="save(low)")
    looking = [("explore", "low = min(rows)"), ("explore", "see(low)")]
    found = places_of([*cells[:3], *looking, *cells[3:]])
    assert found["data"] == ["low = min(rows)"]
    assert found["explore"] == ["see(low)"]


def test_what_exploring_writes_is_written_on_the_way_to_training() -> None:
    cells = usual_story()
    found = places_of([*cells[:3], ("explore", "open('f', 'w').write('1')"), *cells[3:]])
    assert found == {"model": ["open('f', 'w').write('1')"]}


SETUP = usual_story()


def test_setting_the_datamodule_up_to_look_at_it_is_looking() -> None:
    found = places_of([*SETUP[:3], ("explore", "dm.setup()\nlen(dm.rows)"), *SETUP[3:]])
    assert found == {"explore": ["dm.setup()", "len(dm.rows)"]}


BASE = "base = Baseline().predict(rows)"
ALONE = [
    # ends in a print or a look, and nobody else needs it
    ("", f"{BASE}\nprint(base)", {}, {"explore": [BASE, "print(base)"]}),
    ("", f"{BASE}\nbase.append(1)\nprint(base)", {}, {"explore": [BASE, "base.append(1)", "print(base)"]}),
    ("", f"{BASE}\nlow = min(base)\nlow", {}, {"explore": [BASE, "low = min(base)", "low"]}),
    (
        "",
        "other = Other()\nother.fit(1)\nprint(other.best)",
        {},
        {"explore": ["other = Other()", "other.fit(1)", "print(other.best)"]},
    ),
    ("", f"{BASE}\nprint(base)", {"after": "base = 1\nsave(base)"}, {"explore": [BASE, "print(base)"]}),
    # a title goes with what stands below it
    ("", f"print('baseline')\n{BASE}\nprint(base)", {}, {"explore": ["print('baseline')", BASE, "print(base)"]}),
    # prints of data stay with the data
    ("", "print(len(rows))", {}, {"explore": None}),
    ("", "low = min(rows)\nprint(low)", {}, {"explore": None}),
    # what somebody needs
    ("", f"{BASE}\nprint(base)", {"after": "save(base)"}, {"explore": None}),
    ("", f"{BASE}\nrows.append(base)\nprint(base)", {"after": "save(rows)"}, {"explore": None}),
    ("", f"{BASE}\nprint(base)\nmodel.lr = base", {}, {"explore": None}),
    # what ends nowhere is kept where it was
    ("", BASE, {}, {"before": [BASE]}),
    ("", "other = Other()\nother.fit(1)", {}, {"explore": None}),
    # what works with the Trainer, or sees what was done to the model
    ("", "found = Baseline().predict(trainer)\nprint(found)", {}, {"explore": None}),
    ("", "other = Other()\nopen('f', 'w').write(other)\nother", {}, {"explore": None}),
    # a person's word
    ("train", f"{BASE}\nprint(base)", {}, {"explore": None}),
]


SAY, CLASS = "def say(x):\n    print(x)", "class Say(Callback):\n    def on_fit_end(self, *_):\n        print(1)"
PRINTED = [
    # what is printed is read in the order of the notebook
    (["print(rows)"], ["save(rows)\nprint(2)"], ["print(rows)", "save(rows)", "print(2)"]),
    ([SAY, "say(rows)"], [TEST], ["say(rows)", TEST]),
    (["print(rows)\nplt.plot(rows)"], [TEST], ["print(rows)", TEST]),
    # what nothing is printed after, or looked at in silence, stays apart
    (["plt.plot(rows)"], [TEST], [TEST]),
    (["print(rows)"], ["save(rows)"], ["save(rows)"]),
    ([CLASS, "print(rows)"], ["save(Say)"], ["save(Say)"]),
]


@pytest.mark.parametrize(("first", "then", "after"), PRINTED)
def test_prints_after_training_keep_their_order(first: list[str], then: list[str], after: list[str]) -> None:
    found = places_of([*usual_story(), *(("explore", one) for one in first), *(("train", one) for one in then)])
    assert found.get("after") == after


@pytest.mark.parametrize(("tag", "text", "parts", "places"), ALONE)
def test_what_is_done_to_be_looked_at_alone(
    tag: str, text: str, parts: dict[str, str], places: dict[str, list[str] | None]
) -> None:
    cells = usual_story(**parts)
    fit = next(place for place, cell in enumerate(cells) if cell[-1].startswith("trainer.fit"))
    found = places_of([*cells[:fit], (tag, text), *cells[fit:]])
    assert {place: found.get(place) for place in places} == places


NO_ORDER = [
    ({"model": "", "data": "model = Net()\nrows = load(model)\ndm = DM(rows)"}, "data need the model"),
    ({"model": "", "data": "model = Net()\nrows = load()\ndm = DM(rows)\ndm.net = model"}, "data need the model"),
    (
        {"model": "", "trainer": "trainer = pl.Trainer()\nmodel = Net(trainer.max_epochs)"},
        "builds data or model with the Trainer",
    ),
]


@pytest.mark.parametrize(("parts", "reason"), NO_ORDER)
def test_stories_that_cannot_be_cut(parts: dict[str, str], reason: str) -> None:
    found = segments_of(usual_story(**parts))
    assert isinstance(found, NoShape)
    assert found.reason == reason


NOTED = [
    (["base = Baseline().predict(rows)\nprint(base)"], ""),
    (["base = Baseline().predict(rows)", "print(base)\nbase"], ""),
    (["base = Baseline().predict(rows)\nbase", "top = Baseline().predict(rows)\ntop"], " (and cell 6)"),
    (["base = Baseline().predict(rows)\nbase"] * 3, " (and cells 6, 7)"),
    (["rows"], None),
    ([("md", "# Training"), "first = rows[0]\nfirst"], None),
    (["base = Baseline().predict(rows)\nsave(base)"], None),
]


@pytest.mark.parametrize(("texts", "too"), NOTED)
def test_training_that_is_only_looked_at_is_reported(texts: Story, too: str | None) -> None:
    cells = usual_story()
    notes = plan_of([*cells[:5], *texts, *cells[5:]]).notes
    found = [(note.text, note.origin.cell if note.origin else None) for note in notes if "`explore`" in note.text]
    text = f"nothing in training needs what is built or trained here{too}: it runs with `explore`, not with `fit`"
    assert found == ([] if too is None else [(text, 5)])
