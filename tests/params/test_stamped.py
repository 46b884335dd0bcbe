"""What a name begins with that ends with what tells one run from another is an option."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import probe\ndef timestamp():\n    return '2026'\nnow = timestamp()\nfold = timestamp()"
NAMES = {
    "DISPLAY_NAME = 'leaves_' + now": {"display_name_prefix": "'leaves_'"},
    "dataset = f'leaves_{now}'": {"dataset_prefix": '"leaves_"'},
    'JOB = f"leaves-{timestamp()}"': {"job_prefix": '"leaves-"'},
    "dataset = f'leaves_{fold}'": {},
    "dataset = f'leaves{now}'": {},
    "dataset = f'a b_{now}'": {},
    "dataset = f'leaves_{now}' + '.csv'": {},
    "dataset = f'leaves_{now}.csv'": {},
    "title = f'leaves_{now}'": {},
    "DISPLAY_NAME = now + '_leaves'": {},
}


@pytest.mark.parametrize(("line", "options"), NAMES.items())
def test_options(line: str, options: dict[str, str]) -> None:
    story = [HEAD, f"{line}\nprobe.see({line.partition(' = ')[0]})"]
    assert options_of(story) == options
    assert replay(story).differences() == []


@pytest.mark.parametrize("line", [line for line, options in NAMES.items() if options])
def test_the_option_turns_it(line: str) -> None:
    story = [HEAD, f"{line}\nprobe.see({line.partition(' = ')[0]})"]
    other = [cell.replace("leaves", "trees") for cell in story]
    [(name, value)] = options_of(story).items()
    assert turned(story, {name: value[1:-1].replace("leaves", "trees")}) == by_hand(other) != by_hand(story)
