"""What names mean in a notebook they mean in its package, as one piece and cut into stages at every cell."""

from __future__ import annotations

import pytest
from replay import replay
from stories import Story
from tell import situations

# What a package does otherwise; the report says so, and whoever changes that takes the row out.
REPORTED = {
    "code in a string": "binds names by their text",
    "a function that looks at its globals": "looks names up by their text",
}
# The slim notebook's own fault: what decorators register goes where the package keeps it.
SLIM_DIFFERS = {"a decorator that registers"}
# All of them take half a minute; one in six tells at once.
ONE_IN = 6

ROWS = [
    pytest.param(name, headed, marks=() if (number + headed) % ONE_IN == 0 else pytest.mark.slow)
    for number, name in enumerate(situations("names"))
    for headed in (False, True)
]


def _headed(story: Story) -> Story:
    parts = "first second third fourth fifth".split()
    return [cell for part, one in zip(parts, story, strict=False) for cell in (("md", f"## The {part} part"), one)]


@pytest.mark.parametrize(("name", "headed"), ROWS)
def test_names_mean_what_they_meant(name: str, headed: bool) -> None:
    story = situations("names")[name]
    done = replay(_headed(story) if headed else story)
    different = name in REPORTED
    assert bool(done.differences()) is different, done.differences()
    assert any(note.text.startswith(REPORTED.get(name, "")) for note in done.plan.notes)
    if not different and name not in SLIM_DIFFERS:
        assert done.slim_differences() == []


def test_exceptions_are_about_situations_that_are_there() -> None:
    assert {*REPORTED, *SLIM_DIFFERS} <= situations("names").keys()
