"""Which files a statement reads and writes."""

from __future__ import annotations

import pytest
from stories import world_of

from nb2pkg.story.effects import running
from nb2pkg.story.files import Files, files_of
from nb2pkg.story.threads import thread

HEAD = """
import os, json, torch, pandas as pd, matplotlib.pyplot as plt
from pathlib import Path
import lightning.pytorch as pl
OUT = Path("out")
NAME = OUT / "log.csv"
def read_log():
    return pd.read_csv("log.csv")
def evaluate(tester, model):
    return tester.test(model)
folder = Path(input())
rows = input()
trainer = pl.Trainer()
model = make()
"""
ANY = ""
READS = [
    ("pd.read_csv(folder / 'log.csv')", {"log.csv"}),
    ("pd.read_csv(Path(folder, 'a', 'log.csv'))", {"log.csv"}),
    ("pd.read_csv(os.path.join(folder, 'log.csv'))", {"log.csv"}),
    ("pd.read_csv(f'{folder}/a/log.csv')", {"log.csv"}),
    ("pd.read_csv(NAME)", {"log.csv"}),
    ("pd.read_csv(str(folder) + '.csv')", {".csv"}),
    ("pd.read_csv(folder)", {ANY}),
    ("open(folder / 'log.txt').read()", {"log.txt"}),
    ("(folder / 'log.txt').read_text()", {"log.txt"}),
    ("torch.load('net.pt')", {"net.pt"}),
    ("sorted(folder.glob('*.ckpt'))", {ANY}),
    ("os.listdir(folder)", {ANY}),
    ("os.path.exists('net.pt')", {"net.pt"}),
    ("read_log()", {"log.csv"}),
    ("rows.copy(deep=True)", set()),
    ("rows.load()", set()),
    ("trainer.callback_metrics", set()),
]
WRITES = [
    ("rows.to_csv(folder / 'log.csv')", {"log.csv"}),
    ("torch.save(model, 'net.pt')", {"net.pt"}),
    ("json.dump(rows, folder)", {ANY}),
    ("open('log.txt', 'w').write('a')", {"log.txt"}),
    ("(folder / 'log.txt').write_text('a')", {"log.txt"}),
    ("os.system('ls')", {ANY}),
    ("plt.savefig('log.png')", {"log.png"}),
    ("trainer.test(model)", {ANY}),
    ("evaluate(trainer, model)", {ANY}),
    ("evaluate(rows, model)", set()),
    ("model.predict(rows)", set()),
    ("model.test(rows)", set()),
]


def files(text: str) -> Files:
    world = world_of([HEAD, text])
    return files_of(running(world, thread(world))[-1], world, "trainer")


@pytest.mark.parametrize(("text", "reads"), READS)
def test_what_is_read(text: str, reads: set[str]) -> None:
    assert files(text) == Files(reads=frozenset(reads))


@pytest.mark.parametrize(("text", "writes"), WRITES)
def test_what_is_written(text: str, writes: set[str]) -> None:
    assert files(text) == Files(writes=frozenset(writes))


MEETING = [
    ("pd.read_csv('a/log.csv')", "rows.to_csv('log.csv')", True),
    ("rows.to_csv('log.csv')", "pd.read_csv('log.csv')", True),
    ("pd.read_csv('log.csv')", "rows.to_csv('submission.csv')", False),
    ("pd.read_csv(str(folder) + '.csv')", "rows.to_csv('submission.csv')", True),
    ("os.listdir(folder)", "rows.to_csv('submission.csv')", True),
    ("pd.read_csv('log.csv')", "trainer.test(model)", True),
    ("pd.read_csv('log.csv')", "pd.read_csv('log.csv')", False),
    ("plt.savefig('log.png')", "trainer.test(model)", False),
]


@pytest.mark.parametrize(("one", "other", "meet"), MEETING)
def test_statements_whose_order_matters(one: str, other: str, meet: bool) -> None:
    assert files(one).meet(files(other)) is meet
    assert files(other).meet(files(one)) is meet
