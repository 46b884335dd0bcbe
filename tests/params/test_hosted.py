"""What the environment of a model elsewhere is to say is an option."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import json\nimport probe\ndef host(env=None, given=None):\n    return probe.see(repr(env), repr(given))"
GIVEN = {
    "host(env={'HF_MODEL_ID': 'gpt2', 'HF_TASK': 'text-generation'})": {
        "hf_model_id": "'gpt2'",
        "hf_task": "'text-generation'",
    },
    "hub = {'HF_MODEL_ID': 'gpt2'}\nhost(env=hub)": {"hf_model_id": "'gpt2'"},
    "host(env={'MAX_TOTAL_TOKENS': json.dumps(2048), 'SM_NUM_GPUS': '4'})": {
        "max_total_tokens": "2048",
        "sm_num_gpus": "4",
    },
    "host(env={'A_LOG_LEVEL': '20', 'HUB_TOKEN': 'mine', 'size': '3', 'EMPTY': '', 'MEMORY': '03'})": {
        "memory": "'03'"
    },
    "host(env={**{}, 'NAMES': json.dumps(['a']), 'OTHER': probe})": {},
    "host(given={'HF_MODEL_ID': 'gpt2'})": {},
    "hub = {'HF_MODEL_ID': 'gpt2'}\nhost(given=hub)": {},
}


@pytest.mark.parametrize(("lines", "options"), GIVEN.items())
def test_options(lines: str, options: dict[str, str]) -> None:
    story = [HEAD, *lines.split("\n")]
    assert options_of(story) == options
    assert replay(story).differences() == []


def test_options_turn_it() -> None:
    story = [HEAD, "host(env={'HF_TASK': 'a', 'SM_NUM_GPUS': '4', 'TOKENS': json.dumps(5)})"]
    other = [cell.replace("'a'", "'b'").replace("'4'", "'2'").replace("(5)", "(7)") for cell in story]
    values = {"hf_task": "b", "sm_num_gpus": "2", "tokens": "7"}
    assert turned(story, values) == by_hand(other) != by_hand(story)
