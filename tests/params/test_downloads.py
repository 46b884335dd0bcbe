"""Each row: a command, and what becomes of the addresses and names in it."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.flow.world import survey
from nb2pkg.model import Kind
from nb2pkg.story.hoist import hoist_literals, running
from nb2pkg.story.wishes import Wishes


def written(text: str) -> str:
    """The statements as they are once their texts are constants; the lines of help left out."""
    program = program_of(["import os, subprocess, gdown", text])
    world = survey(program)
    made = hoist_literals(program, world, running(world), Wishes(), trainers=True).program
    kept = [s.text for s in made.statements if s.kind is not Kind.IMPORT]
    return "\n".join(line.partition("  # ")[0] for text in kept for line in text.split("\n") if line)


LIFTED = {
    "an address": (
        "subprocess.run(['wget', '-q', 'https://x.org/images.tar.gz'], check=False)",
        "images_url = 'https://x.org/images.tar.gz'\nsubprocess.run(['wget', '-q', images_url], check=False)",
    ),
    "an address without a name": (
        "subprocess.run(['curl', 'https://me.org/v/1'], check=False)",
        "me_url = 'https://me.org/v/1'\nsubprocess.run(['curl', me_url], check=False)",
    ),
    "an address with a short name": (
        "subprocess.run(['gdown', 'https://drive.google.com/uc?id=1O7'])",
        "google_url = 'https://drive.google.com/uc?id=1O7'\nsubprocess.run(['gdown', google_url])",
    ),
    "a repository of data": (
        "subprocess.run(['git', 'clone', 'https://github.com/me/bird-data.git'])",
        "bird_data_url = 'https://github.com/me/bird-data.git'\nsubprocess.run(['git', 'clone', bird_data_url])",
    ),
    "a file of Google Drive": (
        "subprocess.run(['gdown', '--id', '1O7', '-O', 'a.zip'])",
        "file_id = '1O7'\nsubprocess.run(['gdown', '--id', file_id, '-O', 'a.zip'])",
    ),
    "a competition": (
        "subprocess.run(['kaggle', 'competitions', 'download', '-c', 'titanic'])",
        "competition = 'titanic'\nsubprocess.run(['kaggle', 'competitions', 'download', '-c', competition])",
    ),
    "a data set of Kaggle": (
        "subprocess.run(['kaggle', 'datasets', 'download', '-d', 'me/birds'])",
        "kaggle_dataset = 'me/birds'\nsubprocess.run(['kaggle', 'datasets', 'download', '-d', kaggle_dataset])",
    ),
    "a command that is one text": (
        "os.system('wget -q https://x.org/images.tar.gz -P data')",
        'images_url = "https://x.org/images.tar.gz"\nos.system(f"wget -q {images_url} -P data")',
    ),
    "in a function": (
        "def fetch():\n    subprocess.run(['wget', 'http://x.org/cats.zip'])",
        "cats_url = 'http://x.org/cats.zip'\ndef fetch():\n    subprocess.run(['wget', cats_url])",
    ),
}


@pytest.mark.parametrize(("before", "after"), LIFTED.values(), ids=LIFTED)
def test_what_is_fetched_becomes_a_constant(before: str, after: str) -> None:
    assert written(before) == after


LEFT = {
    "a tool": "subprocess.run(['wget', 'https://x.org/Miniconda3-Linux.sh'])",
    "code": "subprocess.run(['git', 'clone', 'https://github.com/me/birds.git'])",
    "what this machine answers": "subprocess.run(['curl', 'http://localhost:8080/health'])",
    "a store": "subprocess.run(['curl', 'gs://bucket/a.csv'])",
    "another command": "subprocess.run(['open', 'https://x.org/a.zip'])",
    "another option": "subprocess.run(['tar', '-c', 'titanic'])",
    "two addresses in a text": "os.system('wget https://x.org/a.zip https://x.org/b.zip')",
    "quotes in a text": "os.system('wget \"a b\" https://x.org/a.zip')",
    "what is filled in": "os.system('wget https://x.org/a.zip -P {}')",
    "nothing": "subprocess.run([])\nos.system('')",
    "what is no command": "use(['kaggle', '-c', 'titanic'])",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_the_rest_stays(text: str) -> None:
    assert written(text) == text


STORY = [
    "import probe",
    "class Shell:\n    def run(self, words):\n        probe.see('run', words)\n    system = run",
    "shell = Shell()\nshell.run(['wget', 'http://x.org/cats.zip'])\nshell.system('wget http://x.org/dogs.zip -q')",
]


def test_an_address_turns_where_it_stands() -> None:
    assert replay(STORY).differences() == []
    options = options_of(STORY)
    assert (options["cats_url"], options["dogs_url"]) == ('"http://x.org/cats.zip"', '"http://x.org/dogs.zip"')
    values = {"cats_url": "http://y.org/c.zip", "dogs_url": "http://y.org/d.zip"}
    other = [cell.replace("x.org/cats", "y.org/c").replace("x.org/dogs", "y.org/d") for cell in STORY]
    assert turned(STORY, values) == by_hand(other) != by_hand(STORY)
