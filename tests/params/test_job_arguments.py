"""Each row: the arguments that a job is given, and the settings among them."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

HEAD = "import probe"

ARGUMENTS = {
    "args = ['--epochs', '50', '--batch-size', '32']": {"epochs": "50", "batch_size": "32"},
    "args = ['--epochs', '50', '--shards', str(probe.see(3))]": {"epochs": "50"},
    "ARGS = ['--lr=0.1', '--steps=' + str(200)]": {"lr": "0.1", "steps": "200"},
    "spec = {'args': ['--epochs', '7']}": {"epochs": "7"},
    "job = dict(args=['--epochs', '7'])": {"epochs": "7"},
    "args = ['--epochs', '07']": {},
    "args = ['--lr', '1e-3']": {},
    "args = ['--port', '8080', '--fast', '--host=here']": {},
    "args = ['epochs', '50']": {},
    "words = ['--epochs', '50']": {},
    "args = ['--epochs={EPOCHS}', '--epochs']": {},
    "command = ' '.join(['python', 'train.py', '--epochs', '10', '--lr=0.1', '--lr', '1e-3'])": {
        "epochs": "10",
        "lr": "0.1",
    },
    "command = ' '.join(['git', 'clone', '--depth', '1'])": {},
    "command = ' '.join(['docker', 'run', '--rm', 'image', '--epochs', '5'])": {"epochs": "5"},
    "command = ' '.join(['yolo', 'train', 'epochs=20', 'data=coco.yaml', 'page=3'])": {"epochs": "20"},
    "over = ','.join(['trainer.train_steps=2000', 'task.batch_size=' + str(4), 'task.path=' + 'x'])": {
        "train_steps": "2000"
    },
    "query = '&'.join(['page=2', 'size=10'])": {},
    "words = ['trainer.train_steps=2000']": {},
}


@pytest.mark.parametrize(("line", "options"), ARGUMENTS.items())
def test_options(line: str, options: dict[str, str]) -> None:
    story = [HEAD, f"{line}\nprobe.see(repr({line.partition(' = ')[0]}))"]
    assert options_of(story) == options
    assert replay(story).differences() == []


TURNED = {
    "args = ['--epochs', '50', '--batch-size', '32']": ({"epochs": "9"}, ("50", "9")),
    "ARGS = ['--lr=0.1', '--steps=' + str(200)]": ({"lr": "0.5", "steps": "9"}, ("0.1", "0.5"), ("200", "9")),
    "spec = {'args': ['--epochs', '7']}": ({"epochs": "9"}, ("7", "9")),
    "over = ','.join(['trainer.train_steps=2000', 'x=' + str(4)])": ({"train_steps": "9"}, ("2000", "9")),
    "done = ' '.join(['python', 'x.py', '--epochs', '10'])": ({"epochs": "9"}, ("10", "9")),
}


@pytest.mark.parametrize(("line", "values", "changes"), [(k, v[0], v[1:]) for k, v in TURNED.items()], ids=TURNED)
def test_an_option_turns_what_the_text_said(
    line: str, values: dict[str, str], changes: tuple[tuple[str, str], ...]
) -> None:
    story = [HEAD, f"{line}\nprobe.see(repr({line.partition(' = ')[0]}))"]
    other = story
    for change in changes:
        other = [cell.replace(*change) for cell in other]
    assert turned(story, values) == by_hand(other) != by_hand(story)
