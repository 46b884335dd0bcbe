"""Each row: what a service is told, and which of it is an option."""

from __future__ import annotations

import pytest
from replay import replay
from turned import options_of

HEAD = "import probe\nfrom probe import ParseDict\nfrom google.cloud import aiplatform as aip"
JOBS = "a_job = {'display_name': 'leaves'}\nb_job = {'name': 'roots', 'display_name': 'roots'}"
TOLD = {
    "a span of time": ("m = probe.run(window='2h', offset='30 min')", {"window": "'2h'", "offset": "'30 min'"}),
    "spans of two": (
        "m = probe.run(baseline_dataset=probe.see(window='1h'), target_dataset=probe.see(window='1h'))",
        {"baseline_window": "'1h'", "target_window": "'1h'"},
    ),
    "no span": ("m = probe.run(window='hann', offset='h', projection='3d', ttl=form)", {}),
    "a job": (
        "leaf_job = {'display_name': 'leaves', 'count': 2, 'parts': [x], 'uri': 'a'}\nprobe.run(leaf_job)",
        {"display_name": "'leaves'", "count": "2"},
    ),
    "two jobs": (
        f"{JOBS}\nprobe.run(a_job)\nprobe.run(b_job)",
        {"a_job_display_name": "'leaves'", "b_job_display_name": "'roots'"},
    ),
    "another dictionary": ("kind = {'name': 'leaves', 'number': 1}\nprobe.run(kind)", {}),
    "a message": (
        "inputs = ParseDict({'specs': ['rose'], 'multi_label': False, 'sort': 'x'}, probe.see())\nprobe.run(inputs)",
        {"specs": "['rose']", "multi_label": "False"},
    ),
    "thresholds": (
        "LIMIT_THRESHOLDS = {'length': base, 'mass': 0.002}\nprobe.run(LIMIT_THRESHOLDS)",
        {"mass_threshold": "0.002"},
    ),
    "what is created": ("d = aip.ImageDataset.create('leaves')\nprobe.run(d)", {"display_name": "'leaves'"}),
    "what is created elsewhere": ("d = probe.Thing.create('leaves')\nprobe.run(d)", {}),
}


@pytest.mark.parametrize(("text", "options"), TOLD.values(), ids=TOLD)
def test_what_a_service_is_told(text: str, options: dict[str, str]) -> None:
    made = "form = probe.see(3)\nbase = probe.see(4)\nx = probe.see(5)"
    assert {name: value for name, value in options_of([HEAD, made, text]).items() if name != "output_dir"} == options


STORY = [
    "import probe\ndef ask(what, window):\n    return probe.see((what, window))",
    "m = ask(3, window='2h')",
    "job = {'display_name': 'a', 'count': 2}\nprobe.see(str(job))",
]


def test_it_is_told_the_same() -> None:
    assert set(options_of(STORY)) >= {"window", "display_name", "count"}
    assert replay(STORY).differences() == []
