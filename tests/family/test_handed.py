"""What is kept on datamodule and model hides nothing."""

from __future__ import annotations

import pytest
from stories import world_of
from tell import DATAMODULE, usual_story

from nb2pkg.family.lightning.handed import attributes_of, free_attributes, passed_and_kept


def test_a_name_that_is_taken_gets_another() -> None:
    assert free_attributes(["rows", "setup"], frozenset({"setup"})) == {"rows": "rows", "setup": "notebook_setup"}


def test_where_nobody_knows_what_is_taken_all_names_change() -> None:
    assert free_attributes(["rows"], None) == {"rows": "notebook_rows"}


def test_attributes_of_a_class_are_those_of_its_bases_too() -> None:
    world = world_of(
        usual_story(dm=DATAMODULE + "\nclass Sub(DM):\n    extra = 1\n    def f(self): return hasattr(self, 'late')\n")
    )
    found = attributes_of("Sub", "dm", world)
    assert found is not None
    assert {"rows", "batch_size", "extra", "f", "late", "setup", "trainer", "train_dataloader"} <= found
    assert "more" not in found


def test_attributes_that_the_notebook_sets_are_taken() -> None:
    world = world_of(usual_story(data='rows = pull("rows")\ndm = DM(rows)\ndm.more = 1'))
    assert "more" in (attributes_of("DM", "dm", world) or ())


def test_the_attributes_of_a_stranger_are_not_known() -> None:
    world = world_of(usual_story(dm="class DM(Stranger): pass"))
    assert attributes_of("DM", "dm", world) is None
    assert attributes_of("Nobody", "dm", world) is None


KEPT = [
    ("", "dm = DM(rows)", {"rows": "rows"}),
    ("", "dm = DM(batch_size=size, rows=rows)", {"rows": "rows", "size": "batch_size"}),
    ("", "dm = DM(rows[:3])", {}),
    ("", "dm = DM(*rows)", {}),
    ("", "dm = DM(rows)\ndm.rows = []", {}),
    ("self.rows = rows[:2]", "dm = DM(rows)", {}),
    ("self.rows = rows\n        self.rows = []", "dm = DM(rows)", {}),
    ("self.table = rows", "dm = DM(rows)", {"rows": "table"}),
]


@pytest.mark.parametrize(("stores", "data", "kept"), KEPT)
def test_what_a_class_keeps_as_it_got_it(stores: str, data: str, kept: dict[str, str]) -> None:
    dm = DATAMODULE.replace("self.rows = rows", stores or "self.rows = rows")
    world = world_of(usual_story(dm=dm, data=f"rows = load()\nsize = load()\n{data}"))
    statement = next(s for s in world.statements if s.text.startswith("dm = DM("))
    assert passed_and_kept(statement, "dm", world) == kept
