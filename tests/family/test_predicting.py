"""What training gives is saved by ``fit``; ``predict`` loads it and runs what predicts, and no training."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from stories import Story, member_of, notebook, plan_of

from nb2pkg import pipeline
from nb2pkg.model import PlainEntry, Plan
from nb2pkg.options import Options
from nb2pkg.verify.workspace import lay_out

TITLE = ("md", "# A story")
# Which values are options is told elsewhere.
AS_WRITTEN = Options(skip_rules=("lift-literals",))
IMPORTS = "import numpy as np\nimport pandas as pd\nfrom sklearn.ensemble import RandomForestClassifier"
LOAD = ("data", "train = pd.read_csv('train.csv')\ntest = pd.read_csv('test.csv')\nX = train.drop(columns='y')")
FOREST = ("model", "forest = RandomForestClassifier(random_state=0)")
FIT = ("train", "forest.fit(X, train['y'])\nprint(forest.score(X, train['y']))")
SUBMIT = ("train", "sub = pd.DataFrame({'y': forest.predict(test)})\nsub.to_csv('submission.csv', index=False)")


def calls(plan: Plan, command: str) -> list[str]:
    """What a command does, statement by statement, docstring left out; nothing where there is no such command."""
    assert isinstance(plan.entry, PlainEntry)
    function = dict(plan.entry.commands).get(command)
    if function is None:
        return []
    (node,) = ast.parse(member_of(plan, function)).body
    assert isinstance(node, ast.FunctionDef)
    return [ast.unparse(statement) for statement in node.body[1:]]


def file(stage: str) -> str:
    return f"Path(model_dir) / '{stage}.joblib'"


TABLE: list[tuple[str, Story, list[str], list[str]]] = [
    (
        "what predicts runs again with what was trained",
        [TITLE, IMPORTS, ("md", "## Load"), LOAD, ("md", "## Forest"), FOREST, FIT, ("md", "## Submission"), SUBMIT],
        [
            "train, test, X = load_train_test()",
            "forest = build_forest()",
            "train_forest(forest, X, train)",
            f"save_trained({file('train_forest')}, forest=forest)",
            "predict_submission(forest, test)",
        ],
        [
            "train, test, X = load_train_test()",
            f"forest = load_trained({file('train_forest')}, 'forest')",
            "predict_submission(forest, test)",
        ],
    ),
    (
        "nothing predicts: it is saved all the same",
        [TITLE, IMPORTS, ("md", "## Load"), LOAD, ("md", "## Forest"), FOREST, FIT],
        [
            "train, X = load_train()",
            "forest = build_forest()",
            "train_forest(forest, X, train)",
            f"save_trained({file('train_forest')}, forest=forest)",
        ],
        [],
    ),
    (
        "what is built while it is trained, and what training computes for later",
        [
            TITLE,
            IMPORTS,
            ("md", "## Load"),
            LOAD,
            ("md", "## Train"),
            ("train", "best = RandomForestClassifier().fit(X, train['y'])\ncut = np.mean(best.predict_proba(X))"),
            ("md", "## Submission"),
            ("train", "sub = pd.DataFrame({'y': best.predict_proba(test)[:, 1] > cut})\nsub.to_csv('submission.csv')"),
        ],
        [
            "train, test, X = load_train_test()",
            "best, cut = train_best_cut(X, train)",
            f"save_trained({file('train_best_cut')}, best=best, cut=cut)",
            "predict_submission(best, test, cut)",
        ],
        [
            "train, test, X = load_train_test()",
            f"best, cut = load_trained({file('train_best_cut')}, 'best', 'cut')",
            "predict_submission(best, test, cut)",
        ],
    ),
    (
        "a split is no training",
        [
            TITLE,
            f"{IMPORTS}\nfrom sklearn.model_selection import train_test_split",
            ("md", "## Load"),
            ("data", "rows = pd.read_csv('train.csv')"),
            ("md", "## Split"),
            (
                "train",
                "train, test = train_test_split(rows, random_state=0)\nX = train.drop(columns='y')\nprint(len(X))",
            ),
            ("md", "## Forest"),
            FOREST,
            FIT,
            ("md", "## Submission"),
            SUBMIT,
        ],
        [
            "rows = load_rows()",
            "train, test, X = split(rows)",
            "forest = build_forest()",
            "train_forest(forest, X, train)",
            f"save_trained({file('train_forest')}, forest=forest)",
            "predict_submission(forest, test)",
        ],
        [
            "rows = load_rows()",
            "train, test, X = split(rows)",
            f"forest = load_trained({file('train_forest')}, 'forest')",
            "predict_submission(forest, test)",
        ],
    ),
    (
        "a function that training makes is in no file",
        [
            TITLE,
            IMPORTS,
            ("md", "## Load"),
            LOAD,
            ("md", "## Forest"),
            FOREST,
            ("md", "## Train"),
            ("train", "forest.fit(X, train['y'])\nsure = lambda p: p > forest.score(X, train['y'])"),
            ("md", "## Submission"),
            ("train", "sub = pd.DataFrame({'y': sure(forest.predict(test))})\nsub.to_csv('submission.csv')"),
        ],
        [
            "train, test, X = load_train_test()",
            "forest = build_forest()",
            "sure = train_forest(forest, X, train)",
            f"save_trained({file('train_forest')}, forest=forest)",
            "predict_submission(sure, forest, test)",
        ],
        [],
    ),
    (
        "random numbers that come after training are those of the whole run",
        [
            TITLE,
            IMPORTS,
            "np.random.seed(0)",
            ("md", "## Load"),
            LOAD,
            ("md", "## Forest"),
            FOREST,
            FIT,
            ("md", "## Submission"),
            ("train", "noise = np.random.rand(len(test))"),
            ("train", "sub = pd.DataFrame({'y': forest.predict(test) + noise})\nsub.to_csv('submission.csv')"),
        ],
        [
            "set_seeds()",
            "train, test, X = load_train_test()",
            "forest = build_forest()",
            "train_forest(forest, X, train)",
            f"save_trained({file('train_forest')}, forest=forest)",
            "predict_submission(test, forest)",
        ],
        [],
    ),
]


@pytest.mark.parametrize(("story", "fit", "predict"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_fit_saves_and_predict_loads(story: Story, fit: list[str], predict: list[str]) -> None:
    plan = plan_of(story, AS_WRITTEN)
    assert calls(plan, "fit") == fit
    assert calls(plan, "predict") == predict


def test_what_predict_would_need_is_said() -> None:
    plan = plan_of(TABLE[4][1], AS_WRITTEN)
    assert [note.text for note in plan.notes if "predict" in note.text] == [
        "predict is no command of its own: it needs `sure`, which no file holds"
    ]


def test_a_trainer_saves_by_itself() -> None:
    cells = [
        TITLE,
        "from transformers import Trainer",
        ("md", "## Train"),
        ("train", "trainer = Trainer(model=None)\ntrainer.train()"),
        ("md", "## Test"),
        ("train", "trainer.predict([1])"),
    ]
    assert not any("save_trained" in call for call in calls(plan_of(cells, AS_WRITTEN), "fit"))


def test_a_notebook_with_a_function_called_predict_has_the_command_all_the_same() -> None:
    cells = [*TABLE[0][1][:2], "def predict(x):\n    return x\n\nprint(predict(1))", *TABLE[0][1][2:]]
    plan = plan_of(cells, AS_WRITTEN)
    assert isinstance(plan.entry, PlainEntry)
    assert dict(plan.entry.commands) == {"fit": "fit", "predict": "predict_again"}


@pytest.mark.slow
def test_predict_writes_what_fit_wrote_and_trains_nothing(tmp_path: Path) -> None:
    conversion = pipeline.convert(notebook(TABLE[0][1], "credit"), Options())
    lay_out({one.path: one.content for one in conversion.package.files}, tmp_path / "package")
    here = tmp_path / "here"
    here.mkdir()
    (here / "train.csv").write_text("a,b,y\n" + "".join(f"{i},{i * 7 % 5},{i % 2}\n" for i in range(40)))
    (here / "test.csv").write_text("a,b\n" + "".join(f"{i},{i * 3 % 5}\n" for i in range(9)))

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-m", conversion.plan.package, *command]
        environment = {"PYTHONPATH": str(tmp_path / "package"), "PATH": ""}
        return subprocess.run(program, cwd=here, env=environment, capture_output=True, text=True, timeout=120)

    early = run("predict")
    assert (early.returncode, early.stderr.strip()) == (1, "models/train_forest.joblib is not there: `fit` writes it")
    fitted = run("fit")
    assert fitted.returncode == 0, fitted.stderr
    written = (here / "submission.csv").read_text()
    (here / "submission.csv").unlink()
    (here / "train.csv").write_text("a,b,y\n1,2,0\n")  # too little to train anything with
    predicted = run("predict")
    assert predicted.returncode == 0, predicted.stderr
    assert (here / "submission.csv").read_text() == written
    assert predicted.stdout == ""  # the score that is printed belongs to training
