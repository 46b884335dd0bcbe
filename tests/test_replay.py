"""What a notebook does, its package does: the same things, in the same order, nothing more and nothing less.

Each situation is converted once, and looked at from all sides: the package can be written, and no line is lost in it.
"""

from __future__ import annotations

import pytest
from _pytest.mark import ParameterSet
from lost import lost
from replay import Replay, replay
from stories import Story, notebook
from tell import situations, usual_story

from nb2pkg.model import LightningEntry, PlainEntry

# What is different by design; whoever changes that takes the row out.
DIFFERENT = {
    "random numbers while looking": "explorations do not run while training, so they draw no random numbers there",
    "fit with a checkpoint": "the command line has --ckpt_path; a note says so",
    "callback order": "callbacks that need the data come before those with options of their own",
}
# Looking at results comes after all else that is done with them, and the Trainer is built after data and model.
ANOTHER_ORDER = {
    "a baseline that is printed and needed",
    "predictions, then looking at them",
    "model eval in explore",
    "explore sees data and model",
    "explore after defines for train",
    "the trainer before data",
    "everything reversed",
    "files between exploring",
    "a baseline that is printed and writes what is read later",
}
# The slim notebook's own faults.
SLIM_DIFFERS = {
    "a variable called partial beside a function that is handed on",
    "files between exploring",
    "import twice",
    "import over a name",
    "random numbers while looking",
}
# All of them take a minute; one in six tells at once.
ONE_IN = 6


def _rows(kind: str) -> list[ParameterSet]:
    quick = [kind != "lightning" or number % ONE_IN == 0 for number in range(len(situations(kind)))]
    rows = zip(situations(kind), quick, strict=True)
    return [pytest.param(name, marks=() if at_once else pytest.mark.slow) for name, at_once in rows]


def _check(done: Replay, name: str, story: Story) -> None:
    assert done.package is not None
    assert lost(notebook(story), done.plan, done.package) == []
    found = [line for line in done.differences() if name not in ANOTHER_ORDER or not line.startswith("order of")]
    if name in DIFFERENT:
        assert found, f"no longer different: {DIFFERENT[name]}"
        return
    assert found == []
    if name not in SLIM_DIFFERS:
        assert done.slim_differences() == []


@pytest.mark.parametrize("name", _rows("lightning"))
def test_a_lightning_package_does_what_its_notebook_does(name: str) -> None:
    story = situations("lightning")[name]
    done = replay(story, whole=True)
    _check(done, name, story)
    assert isinstance(done.plan.entry, LightningEntry), [note.text for note in done.plan.notes]


@pytest.mark.parametrize("name", _rows("one_function"))
def test_a_story_that_lightning_cannot_tell_is_told_in_notebook_order(name: str) -> None:
    story = situations("one_function")[name]
    done = replay(story, whole=True)
    _check(done, name, story)
    assert isinstance(done.plan.entry, PlainEntry)
    assert any("in notebook order: the notebook " in note.text for note in done.plan.notes)


@pytest.mark.parametrize("name", _rows("plain"))
def test_a_plain_package_does_what_its_notebook_does(name: str) -> None:
    story = situations("plain")[name]
    done = replay(story, whole=True)
    _check(done, name, story)
    assert isinstance(done.plan.entry, PlainEntry)


@pytest.mark.parametrize("kind", ["lightning", "one_function", "plain"])
def test_exceptions_are_about_situations_that_are_there(kind: str) -> None:
    everything = {name for one in ("lightning", "one_function", "plain") for name in situations(one)}
    assert {*DIFFERENT, *ANOTHER_ORDER, *SLIM_DIFFERS} <= everything
    assert situations(kind)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("data", "rows = [4, 4, 4]\ndm = DM(rows)"),
        ("model", "model = Net(5)"),
        ("trainer", "trainer = pl.Trainer(max_epochs=2)"),
        ("after", "see('more', model.steps)"),
        ("head", "print('hello')"),
    ],
)
def test_the_harness_sees_a_difference_in_every_part(part: str, text: str) -> None:
    """Replaying one notebook and another's package: a comparison that finds nothing here would find nothing at all."""
    usual, other = replay(usual_story()), replay(usual_story(**{part: text}))
    mixed = Replay(usual.plan, usual.notebook, other.fit, usual.explore, other.slim)
    assert mixed.differences()
    assert mixed.slim_differences()


def test_the_harness_sees_another_order() -> None:
    done = replay(usual_story(after="see('one')\nsee('two')"))
    turned = Replay(done.plan, done.notebook, done.fit[::-1], done.explore, done.slim[::-1])
    assert turned.differences()
    assert turned.slim_differences()
