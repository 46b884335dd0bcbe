"""Each row: a program that a notebook writes to a file, and the settings in it."""

from __future__ import annotations

import pytest
from replay import replay
from stories import Story, code_of, notebook, plan_of
from turned import by_hand, options_of, turned

from nb2pkg import pipeline
from nb2pkg.options import Options

PARSER = """\
import argparse
import os

parser = argparse.ArgumentParser()
parser.add_argument('--lr', dest='lr', default=0.01, type=float, help='Learning rate.')
parser.add_argument('--model-dir', default=os.getenv("AIP_MODEL_DIR"), type=str)
parser.add_argument("--strategy", default='single', type=str)
args = parser.parse_args()
cost = "$5 of ${budget}"
"""
MODEL = """\
import tensorflow as tf

BATCH_SIZE = 64
NAMES = ['a', 'b']
tmp = '/tmp/data.csv'
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dropout(0.5)])
model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=1e-2))
model.fit(x, y, epochs=10, batch_size=BATCH_SIZE)
print(f"after {10} epochs of {'many'}")
"""
GUARDED = """\
import numpy as np

def train(data, num_epochs=10, verbose=True):
    return data

if __name__ == "__main__":
    learning_rate = 0.1
    done = False
    train(np.zeros(3))
"""
CLASSES = """\
from dataclasses import dataclass
from enum import Enum

@dataclass
class Config:
    hidden_size: int = 32
    note: str = "none"

    def double(self):
        return 2 * self.hidden_size

class CFG:
    lr = 0.1
    epochs = 3

class Kind(Enum):
    lr = 0.5

class Net:
    epochs = 7

    def run(self):
        pass
"""
REQUIREMENTS = "numpy\npandas\ntorch\nimportlib\n"
SETUP = "from setuptools import setup\nimport os\n\nsetup(name='x', version='0.1')\nEPOCHS = 3\n"
PYTHON_2 = "import os\nimport sys\nprint 'epochs'\nEPOCHS = 3\nlr = 0.1\n"


def writing(script: str, name: str = "task.py") -> str:
    """A cell that writes the program and shows what the file says then."""
    return f"{written(script, name)}\nfor file in sorted(pathlib.Path().iterdir()):\n    probe.see(file.read_text())"


def written(script: str, name: str = "task.py") -> str:
    escaped = script.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'pathlib.Path({name!r}).write_text("""\\\n{escaped}""", encoding="utf-8")'


HEAD = "import pathlib\nimport probe\nimport ast"
PROGRAMS = {
    "a parser": (PARSER, {"lr": "0.01", "strategy": "'single'"}),
    "a model": (MODEL, {"batch_size": "64", "learning_rate": "1e-2", "epochs": "10", "dropout": "0.5"}),
    "what runs as a script": (GUARDED, {"num_epochs": "10", "learning_rate": "0.1"}),
    "classes that hold values": (CLASSES, {"hidden_size": "32", "lr": "0.1", "epochs": "3"}),
    "requirements": (REQUIREMENTS, {}),
    "a setup": (SETUP, {}),
    "Python 2": (PYTHON_2, {}),
    "no program": ("<html>\nimport lr = 0.1\n</html>\n\n", {}),
    "a few lines": ("import os\nEPOCHS = 3", {}),
}


@pytest.mark.parametrize(("script", "options"), PROGRAMS.values(), ids=PROGRAMS)
def test_the_settings_of_a_program(script: str, options: dict[str, str]) -> None:
    assert options_of([HEAD, writing(script)]) == options


@pytest.mark.parametrize("script", [PARSER, GUARDED, CLASSES, REQUIREMENTS, SETUP, MODEL.replace("1e-2", "0.01")])
def test_the_file_is_the_same_byte_for_byte(script: str) -> None:
    assert replay([HEAD, writing(script)]).differences() == []


def test_a_file_means_the_same_where_its_texts_and_numbers_are_spelled_otherwise() -> None:
    script = MODEL + 'optimizer = tf.keras.optimizers.get("adam")\nmodel_name = "it\'s"\n'
    shown = "for file in pathlib.Path().iterdir():\n    probe.see(ast.dump(ast.parse(file.read_text())))"
    assert replay([HEAD, f"{written(script)}\n{shown}"]).differences() == []


TURNED = {
    "numbers": (PARSER, {"lr": "0.5"}, ("default=0.01", "default=0.5")),
    "texts": (PARSER, {"strategy": 'it\'s "me"\\'}, ("'single'", repr('it\'s "me"\\'))),
    "constants": (MODEL.replace("1e-2", "0.01"), {"batch_size": "8"}, ("SIZE = 64", "SIZE = 8")),
    "defaults": (GUARDED, {"num_epochs": "3"}, ("num_epochs=10", "num_epochs=3")),
}


@pytest.mark.parametrize(("script", "values", "change"), TURNED.values(), ids=TURNED)
def test_an_option_turns_the_program(script: str, values: dict[str, str], change: tuple[str, str]) -> None:
    story = [HEAD, writing(script)]
    other = [HEAD, writing(script.replace(*change))]
    assert turned(story, values) == by_hand(other) != by_hand(story)


def test_the_line_is_that_of_the_cell() -> None:
    places = {one.name: one.origins for one in plan_of([HEAD, f"%%writefile task.py\n{PARSER}"]).parameters}
    assert [(one.cell, one.first) for one in places["lr"]] == [(1, 6)]
    named = {one.name: one.origins for one in plan_of([HEAD, f'code = """\n{PARSER}"""\n{NAMED}']).parameters}
    assert [(one.cell, one.first) for one in named["lr"]] == [(1, 6)]


NAMED = "with open('t.py', 'w') as file:\n    file.write(code)"

MANY: dict[str, tuple[Story, dict[str, str]]] = {
    "the same in two programs": (
        [HEAD, writing(PARSER, "a.py"), writing(PARSER, "b.py")],
        {"lr": "0.01", "strategy": "'single'"},
    ),
    "another in the other": (
        [HEAD, writing(PARSER, "a.py"), writing(PARSER.replace("0.01", "0.1"), "b.py")],
        {"lr": "0.01", "strategy": "'single'", "b_lr": "0.1"},
    ),
    "a name that the notebook has": (
        [HEAD, "LR = 0.5\nprobe.see(LR)", writing(PARSER)],
        {"lr": "0.5", "task_lr": "0.01", "strategy": "'single'"},
    ),
    "a text with a name": (
        [HEAD, f'code = """\n{PARSER}"""\n{NAMED}\nprobe.see(code)'],
        {"lr": "0.01", "strategy": "'single'"},
    ),
    "a text that is only shown": ([HEAD, f'code = """\n{PARSER}"""\nprobe.see(code)'], {}),
    "a name that texts need": ([HEAD, "string = probe.see('x')", writing(PARSER)], {}),
    "a text that is filled in": (
        [HEAD, 'n = probe.see(3)\n_ = pathlib.Path("t.py").write_text(f"""import os\n\nlr = 0.1\nn = {n}\n""")'],
        {},
    ),
    "added to a file": (
        [HEAD, f'with open("t.py", "a") as file:\n    file.write("""{PARSER}""")\nprobe.see(1)'],
        {"lr": "0.01", "strategy": "'single'"},
    ),
}


@pytest.mark.parametrize(("story", "options"), MANY.values(), ids=MANY)
def test_options_of_notebooks_that_write_programs(story: Story, options: dict[str, str]) -> None:
    assert options_of(story) == options
    assert replay(story).differences() == []


def test_a_program_renames_no_option_of_the_notebook() -> None:
    own = "from sklearn.linear_model import SGDRegressor"
    model = "model = SGDRegressor(max_iter=50)\nprobe.see(1)"
    script = "import os\nfrom sklearn.linear_model import SGDRegressor\n\nmodel = SGDRegressor(max_iter=7)\n"
    story = [HEAD, own, writing(script), model]
    assert options_of([HEAD, own, model]).items() < options_of(story).items()


def test_the_package_shows_the_program_as_it_is_filled_in() -> None:
    plan = plan_of([HEAD, f"%%writefile task.py\n{PARSER}"])
    code = "".join(code_of(plan, module.name) for module in plan.modules)
    assert "default=$lr, type=float" in code
    assert 'cost = "$$5 of $${budget}"' in code
    assert "lr=repr(lr)" in code


def test_a_secret_in_a_program_stays_out() -> None:
    token = "hf_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fH3j"
    script = f"{PARSER}\nlogin(token='{token}')\n"
    made = pipeline.convert(notebook([HEAD, f"%%writefile task.py\n{script}"]), Options())
    assert not any(token.encode() in file.content for file in made.package.files)


def test_what_is_left_alone_can_be_named() -> None:
    plan = plan_of([HEAD, writing(PARSER)], Options(keep=("lr",)))
    assert [one.name for one in plan.parameters] == ["strategy"]


LIGHTNING = """
import torch
import pathlib
import probe
import lightning.pytorch as pl
from torch.utils.data import DataLoader

class Net(pl.LightningModule):
    def __init__(self, lr=0.1):
        super().__init__()
        self.lr = lr

    def training_step(self, batch, index):
        return self.lr

    def configure_optimizers(self):
        return None
"""


def test_a_program_has_no_option_of_a_class_that_is_called_alike() -> None:
    fit = "trainer = pl.Trainer(max_epochs=1)\ntrainer.fit(Net(), DataLoader([1, 2], batch_size=4))"
    story = [LIGHTNING, writing(PARSER), fit]
    code = "".join(member.code for module in plan_of(story).modules for member in module.members)
    assert "repr(lr)" not in code
    assert replay(story).differences() == []
