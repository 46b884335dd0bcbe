"""A constant that seeds and does something else, too, is one option."""

from __future__ import annotations

import pytest
from stories import plan_of
from tell import usual_story

from nb2pkg.model import LightningEntry, Link

SEED = Link("seed_everything", "data.seed", "parse")
DATA = "dm = DM(pull('rows'), batch_size=SEED)"
ROWS = [
    ("SEED = 7\npl.seed_everything(SEED)", {"data": DATA}, [SEED]),
    ("SEED = 7\npl.seed_everything(7)", {"data": DATA}, []),
    ("SEED = 7", {"data": DATA}, []),
    ("SEED = 7\nSIZE = 7\npl.seed_everything(SEED)", {"data": DATA.replace("=SEED", "=SIZE")}, []),
    (
        "SEED = 7\npl.seed_everything(SEED)",
        {"data": DATA, "model": "model = Net(SEED)"},
        [SEED, Link("seed_everything", "model.factor", "parse")],
    ),
]


@pytest.mark.parametrize(("head", "parts", "links"), ROWS)
def test_what_follows_the_seed(head: str, parts: dict[str, str], links: list[Link]) -> None:
    plan = plan_of(usual_story(head=head, **parts))
    assert isinstance(plan.entry, LightningEntry), plan.notes
    assert [link for link in plan.entry.links if link.source == "seed_everything"] == links
    flags = [parameter.flag for parameter in plan.parameters]
    assert not {f"--{link.target}" for link in links} & set(flags)
    assert ("--seed_everything" in flags) == ("seed_everything" in head)
