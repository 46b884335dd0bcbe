"""How much of a text, and how many records are used are options; a look at some is none."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.signatures import signatures_of
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

CUTS = {
    "answer = ask(prompt=TASK.format(text=text[:8000]))": [("max_text_chars", "8000", 1)],
    "answer = ask(ocr_text[:8000])": [("max_ocr_text_chars", "8000", 1)],
    "answer = ask(rows[:8000])": [],
    "answer = ask(text[:200])": [],
    "print(text[:8000])": [],
    "log(f'{text[:8000]}')": [],
    "for one in records[:100]:\n    use(one)": [("max_records", "100", 1)],
    "for one in tqdm(records[:100]):\n    use(one)": [("max_records", "100", 1)],
    "for one in records[:10]:\n    use(one)": [],
    "def load(images):\n    assert len(images) >= 120\n    return images[:120]": [("max_images", "120", 2)],
    "def load(images):\n    return images[2:120]": [],
}


@pytest.mark.parametrize(("text", "found"), CUTS.items())
def test_cuts(text: str, found: list[tuple[str, str, int]]) -> None:
    statements = program_of(["import torch", text]).statements
    groups = named(spots_in(statements, Known({}, statements)), frozenset())
    assert [(one.name, one.spots[0].source, len(one.spots)) for one in groups] == found


OWN = "def audit(model, images, scores=None): return images\ndef show_rows(rows): return rows"
HANDED = {
    "found = audit(net, images[:20])": [("max_images", "20", 1)],
    "found = audit(net, images[:20], scores[:20])": [("max_images", "20", 2)],
    "found = audit(net, images[:5])": [],
    "found = show_rows(rows[:20])": [],
    "found = net(images[:20])": [],
    "audit(net, images[:20])": [],
}


@pytest.mark.parametrize(("text", "found"), HANDED.items())
def test_what_a_function_of_the_notebook_is_given_the_first_of(text: str, found: list[tuple[str, str, int]]) -> None:
    statements = program_of(["import torch", OWN, text]).statements
    spots = spots_in(statements, Known({}, statements, signatures_of(statements)))
    assert [(one.name, one.spots[0].source, len(one.spots)) for one in named(spots, frozenset())] == found


FLOW = ["import probe", "records = list(range(99))", "for one in records[:50]:\n    probe.see(one)"]


def test_as_many_are_used_as_the_option_says() -> None:
    assert replay(FLOW).differences() == []
    assert options_of(FLOW) == {"max_records": "50"}
    fewer = [cell.replace("50", "20") for cell in FLOW]
    assert turned(FLOW, {"max_records": "20"}) == by_hand(fewer)
