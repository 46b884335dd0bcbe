"""What a notebook falls back on where the environment says nothing is an option."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

FALLBACKS = {
    "MODEL = os.environ.get('NO_MODEL', 'llama')": {"model": "'llama'"},
    "MODEL = os.getenv('NO_MODEL', 'llama')": {"model": "'llama'"},
    "model = os.getenv('NO_MODEL', 'llama')": {"default_model": "'llama'"},
    "MODEL: str = os.getenv('NO_MODEL', 'llama')": {"model": "'llama'"},
    "N_WORKERS = int(os.environ.get('NO_WORKERS', '4'))": {"n_workers": "4"},
    "DROPOUT = float(os.environ.get('NO_DROPOUT', '0.5'))": {"dropout": "0.5"},
    "DROPOUT = float(os.environ.get('NO_DROPOUT', '.50'))": {},
    "N_WORKERS = int(os.environ.get('NO_WORKERS', 4))": {"n_workers": "4"},
    "DROPOUT = float(os.getenv('NO_DROPOUT', .50))": {"dropout": ".50"},
    "N_WORKERS = os.getenv('NO_WORKERS', 4)": {},
    "N_WORKERS = int(os.getenv('NO_WORKERS', False))": {},
    "MODEL = os.environ.get('NO_MODEL', '')": {},
    "MODEL = os.environ.get('NO_MODEL')": {},
    "TERM = os.environ.get('NO_TERM', 'xterm')": {},
}


@pytest.mark.parametrize(("line", "options"), FALLBACKS.items())
def test_fallbacks(line: str, options: dict[str, str]) -> None:
    cells = ["import os\nimport probe", line, f"probe.see('it', {line.split()[0].strip(':')})"]
    assert options_of(cells) == options
    assert replay(cells).differences() == []


@pytest.mark.parametrize(
    ("line", "option", "old", "new"),
    [
        ("MODEL = os.environ.get('NO_MODEL', 'llama')", "model", "llama", "gpt"),
        ("N_WORKERS = int(os.environ.get('NO_WORKERS', '4'))", "n_workers", "4", "7"),
        ("N_WORKERS = int(os.environ.get('NO_WORKERS', 4))", "n_workers", "4", "7"),
    ],
)
def test_the_option_turns_it(line: str, option: str, old: str, new: str) -> None:
    cells = ["import os\nimport probe", line, f"probe.see('it', {line.split()[0]})"]
    other = [cell.replace(old, new) for cell in cells]
    assert turned(cells, {option: new}) == by_hand(other) != by_hand(cells)
