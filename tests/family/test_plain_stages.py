"""A notebook without a Trainer becomes stage functions: where it is cut, what they take and give, who runs them."""

from __future__ import annotations

import ast

import pytest
from stories import Story, code_of, member_of, plan_of

from nb2pkg.model import PlainEntry, Plan
from nb2pkg.options import Options

TITLE = ("md", "# A story")
# Which values are options is told elsewhere.
AS_WRITTEN = Options(skip_rules=("lift-literals",))
IMPORTS = "import os\nimport numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt"


def signatures(plan: Plan, module: str) -> list[str]:
    """``name(arguments) -> results`` of every stage in a module."""
    found: list[str] = []
    for node in ast.parse(code_of(plan, module)).body:
        if isinstance(node, ast.FunctionDef) and node.name not in ("fit", "explore"):
            last = node.body[-1]
            gives = f" -> {ast.unparse(last.value)}" if isinstance(last, ast.Return) and last.value else ""
            found.append(f"{node.name}({ast.unparse(node.args)}){gives}")
    return found


def calls(plan: Plan, command: str) -> list[str]:
    """What a command does, statement by statement, docstring left out."""
    (node,) = ast.parse(member_of(plan, command)).body
    assert isinstance(node, ast.FunctionDef)
    return [ast.unparse(statement) for statement in node.body[1:]]


CUT: list[tuple[Story, dict[str, list[str]]]] = [
    (  # headings cut, and roles under them
        [
            TITLE,
            IMPORTS,
            ("md", "## Load the data"),
            ("data", "train = pd.read_csv('train.csv')\ntest = pd.read_csv('test.csv')"),
            ("md", "## Forest"),
            ("model", "from sklearn.ensemble import RandomForestClassifier\nforest = RandomForestClassifier()"),
            ("train", "forest.fit(train, test)\nforest.score(train, test)\nprint(forest)"),
        ],
        {
            "data": ["load_the_data() -> (train, test)"],
            "models": ["build_forest() -> forest"],
            "train": ["train_forest(forest, train, test)"],
        },
    ),
    (  # a look stays with what it looks at
        [
            TITLE,
            IMPORTS,
            ("data", "train = pd.read_csv('train.csv')\ntrain.head()"),
            ("md", "## Sums"),
            ("train", "answer = train.sum()\nprint(answer)\nprint(len(answer))"),
        ],
        {"data": ["load_train(report) -> train"], "train": ["run_sums(train)"]},
    ),
    (  # what draws one figure stays together
        [
            TITLE,
            IMPORTS,
            ("data", "train = pd.read_csv('train.csv')\nnames = list(train)"),
            ("explore", "plt.figure(figsize=(8, 4))"),
            ("", "plt.figure()\nheights = train.max()\nplt.bar(names, heights)\nplt.show()"),
            ("train", "answer = train.sum()\nprint(answer)\nopen('answer', 'w').write(str(answer))"),
        ],
        {
            "data": ["load_train_names() -> (train, names)"],
            "explore": ["plot_train(report, train, names)"],
            "train": ["run_train(report, train)"],
        },
    ),
    (  # names bound on some paths only: what was bound before is handed over
        [
            TITLE,
            IMPORTS,
            ("data", "rows = load()\nsize = 3"),
            ("model", "if rows:\n    size = len(rows)\n    extra = 1"),
            ("train", "print(size)\nprint(extra)\nprint(rows)"),
        ],
        {
            "data": ["load_rows_size() -> (rows, size)"],
            "models": ["build_extra(rows, size) -> (size, extra)"],
            "train": ["run_size(size, extra, rows)"],
        },
    ),
]


@pytest.mark.parametrize(("cells", "expected"), CUT)
def test_where_a_notebook_is_cut(cells: Story, expected: dict[str, list[str]]) -> None:
    plan = plan_of(cells, AS_WRITTEN)
    assert {name: signatures(plan, name) for name in expected} == expected


def test_a_value_that_may_be_missing_is_none_until_it_is_there() -> None:
    plan = plan_of(
        ["def load():\n    return []", ("data", "rows = load()"), ("model", "if rows:\n    extra = 1"), "extra"]
    )
    assert "extra = None  # bound on some paths only" in code_of(plan, "models") + code_of(plan, "train")


TOGETHER = [
    # a lambda that reads what is bound later: both are in one function
    ("late = lambda x: x + shift", "shift = load()", "print(late(1))"),
    # a function that assigns a global
    (
        "def tick():\n    global count\n    count = count + 1\n\ncount = load()",
        "tick()\nnet = build()",
        "print(count, net)",
    ),
    # a name read before it is bound
    ("def show():\n    print(total)\n\nshow()", "total = load()", "print(total)"),
]


@pytest.mark.parametrize("parts", TOGETHER)
def test_what_outlives_its_cell_stays_in_one_function(parts: tuple[str, str, str]) -> None:
    first, second, third = parts
    cells: Story = [IMPORTS, ("data", first), ("model", second), ("train", third), ("explore", "print(1)")]
    plan = plan_of(cells, AS_WRITTEN)
    together = [note.text for note in plan.notes if "in one function" in note.text]
    assert together, [note.text for note in plan.notes]


APART = [
    # eager lambdas, functions that only read: handed over
    ("frame = load()", "frame = frame.apply(lambda row: row * 2)", "print(frame)"),
    ("frame = load()\n\ndef total():\n    return frame.sum()", "answer = total()", "print(answer)"),
    ("count = load()", "count += 1", "print(count)"),
]


@pytest.mark.parametrize("parts", APART)
def test_what_can_be_handed_over_is(parts: tuple[str, str, str]) -> None:
    first, second, third = parts
    plan = plan_of([IMPORTS, ("data", first), ("model", second), ("train", third)])
    assert not [note.text for note in plan.notes if "in one function" in note.text]
    assert len([m for module in plan.modules for m in module.members if m.kind == "stage"]) == 3


def test_a_function_is_handed_the_global_that_it_reads() -> None:
    plan = plan_of(
        [IMPORTS, ("data", "frame = load()\n\ndef total():\n    return frame.sum()"), ("train", "print(total())")]
    )
    assert "def total(*, frame)" in code_of(plan, "data")
    assert "total(frame=frame)" in code_of(plan, "train")


LOOKING: list[tuple[Story, list[str], list[str]]] = [
    (  # what only looks is run by explore, with what it needs; fit does without
        [
            TITLE,
            IMPORTS,
            ("data", "train = pd.read_csv('train.csv')"),
            ("explore", "train.hist()"),
            ("data", "train = train.dropna()"),
            ("md", "## Save"),
            ("train", "train.to_csv('clean.csv')"),
        ],
        ["train = load_train()", "train = clean_train(train)", "save_train(train)"],
        ["report = Report(Path(output_dir))", "train = load_train()", "plot_train(report, train)"],
    ),
    (  # what is computed only to be looked at goes with it
        [
            TITLE,
            IMPORTS,
            ("data", "train = pd.read_csv('train.csv')"),
            ("data", "counts = train.label.value_counts()\ncounts = counts[counts > 3]\ncounts = counts / 2"),
            ("md", "## Plot"),
            ("explore", "counts.plot()"),
            ("md", "## Save"),
            ("train", "train.to_csv('clean.csv')"),
        ],
        ["train, counts = load_train_counts()", "save_train(train)"],
        ["report = Report(Path(output_dir))", "train, counts = load_train_counts()", "plot_counts(report, counts)"],
    ),
    (  # looking at what training gave means training: it stays with fit
        [
            TITLE,
            IMPORTS,
            ("data", "train = pd.read_csv('train.csv')"),
            ("md", "## Sums"),
            ("train", "answer = train.sum()\nopen('answer', 'w').write(str(answer))\nprint(answer)"),
            ("explore", "answer.plot()"),
        ],
        [
            "report = Report(Path(output_dir))",
            "train = load_train()",
            "answer = make_sums(train)",
            "plot_answer(report, answer)",
        ],
        [],
    ),
    (  # one that changes what training reads stays
        [
            TITLE,
            IMPORTS,
            ("data", "train = pd.read_csv('train.csv')"),
            ("explore", "train['size'] = train.sum(axis=1)\ntrain['size'].plot()"),
            ("train", "train.to_csv('clean.csv')"),
        ],
        ["report = Report(Path(output_dir))", "train = load_train()", "plot_train(report, train)", "save_train(train)"],
        [],
    ),
]


@pytest.mark.parametrize(("cells", "fit", "explore"), LOOKING)
def test_who_runs_what(cells: Story, fit: list[str], explore: list[str]) -> None:
    plan = plan_of(cells, AS_WRITTEN)
    names = [member.name for module in plan.modules for member in module.members]
    assert calls(plan, "fit") == fit
    assert (calls(plan, "explore") if "explore" in names else []) == explore


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("train = pd.read_csv('train.csv')", True),
        ("os.makedirs('figures')\nPath('more').mkdir()\ntrain = pd.read_csv('train.csv')", True),
        ("train = pd.read_csv('train.csv')\ntrain.to_csv('clean.csv')", False),
        ("train = pd.read_csv('train.csv')\nshutil.rmtree('figures')", False),
    ],
)
def test_a_notebook_that_only_looks_answers_to_explore_alone(text: str, alone: bool) -> None:
    plan = plan_of([IMPORTS, "import os, shutil", ("data", text), ("explore", "train.hist()\nplt.show()")])
    assert isinstance(plan.entry, PlainEntry)
    assert plan.entry.commands == (() if alone else (("fit", "fit"),))
    assert "explore" in [member.name for module in plan.modules for member in module.members]


def test_a_deleted_frame_is_let_go_of() -> None:
    plan = plan_of(
        [
            TITLE,
            IMPORTS,
            ("data", "raw = pd.read_csv('raw.csv')"),
            ("md", "## Clean"),
            ("model", "clean = raw.dropna()\ndel raw"),
            ("train", "clean.to_csv('clean.csv')"),
        ]
    )
    assert "del raw" in calls(plan, "fit")


ENVIRONMENT = [
    ("import os\nos.environ['KERAS_BACKEND'] = 'jax'\nimport keras", True),
    ("import os\nos.environ.setdefault('KERAS_BACKEND', 'jax')\nimport keras", True),
    ("from os import environ\nenviron['KERAS_BACKEND'] = 'jax'\nimport keras", True),
    ("import os\nimport keras\nos.environ['KERAS_BACKEND'] = 'jax'", False),
    ("import os\nos.environ['KERAS_BACKEND'] = pick()\nimport keras", False),
    ("import os\nsettings['KERAS_BACKEND'] = 'jax'\nimport keras", False),
]


@pytest.mark.parametrize(("text", "early"), ENVIRONMENT)
def test_the_environment_is_set_before_what_looks_at_it_is_imported(text: str, early: bool) -> None:
    plan = plan_of([text, ("train", "model = keras.Model()\nprint(model)")])
    assert isinstance(plan.entry, PlainEntry)
    assert plan.entry.environment == ("set_environment" if early else "")
    assert bool(code_of(plan, "environment")) is early


def test_an_option_is_in_the_group_of_what_uses_it() -> None:
    cells: Story = [
        "import pandas as pd\nSIZE = 3\nDEPTH = 4\nROUNDS = 5",
        ("data", "rows = pd.read_csv('rows.csv')[:SIZE]"),
        ("model", "model = build(DEPTH)"),
        ("train", "model.fit(rows, ROUNDS)\nprint(model)\nprint(ROUNDS)"),
    ]
    flags = ["--data.size", "--model.depth", "--train.rounds", "--data.rows_path"]
    assert sorted(one.flag for one in plan_of(cells).parameters) == sorted(flags)


#: What holds settings, what reads them: in the data, in the model, in the training.
FIELDS = {
    "a class": ("class CFG:\n    size = 3\n    depth = 4\n    rounds = 5", "CFG.{}"),
    "an instance": (
        "class Config:\n    def __init__(self, size=3, depth=4, rounds=5):\n        self.size = size\n"
        "        self.depth = depth\n        self.rounds = rounds\n\ncfg = Config(size=3, depth=4, rounds=5)",
        "cfg.{}",
    ),
    "a dictionary": ("params = {'size': 3, 'depth': 4, 'rounds': 5}", "params['{}']"),
    "one within": ("conf = {'a': {'size': 3, 'depth': 4, 'rounds': 5}}", "conf['a'].get('{}')"),
}


@pytest.mark.parametrize(("holder", "read"), FIELDS.values(), ids=FIELDS)
def test_a_field_is_in_the_group_of_what_reads_it(holder: str, read: str) -> None:
    cells: Story = [
        f"import pandas as pd\n{holder}",
        f"def load(path):\n    return pd.read_csv(path)[:{read.format('size')}]",
        ("data", "rows = load('rows.csv')"),
        ("model", f"model = build({read.format('depth')})"),
        ("train", f"model.fit(rows, {read.format('rounds')})\nprint(model)\nprint({read.format('depth')})"),
    ]
    groups = {one.name.rpartition("_")[2]: one.group for one in plan_of(cells).parameters}
    assert groups == {"path": "data", "size": "data", "depth": "model", "rounds": "train"}


def test_a_field_is_in_the_group_of_what_is_told_all_of_them() -> None:
    cells: Story = [
        "import pandas as pd\nimport lightgbm as lgb\nclass CFG:\n    lr = 0.1\nparams = {'num_leaves': 3}",
        ("data", "rows = pd.read_csv('rows.csv')\nprint(rows)"),
        ("train", "model = lgb.train(params, rows)\nmodel.more(**params)"),
        ("explore", "print(CFG.lr)"),
    ]
    assert {one.name: one.group for one in plan_of(cells).parameters}["num_leaves"] == "train"


@pytest.mark.parametrize(
    ("last", "saved"),
    [
        ("plt.show()", 1),
        ("# plt.savefig('a.png')\nplt.show()", 1),
        ("plt.title('a')", 1),
        ("if len(x):\n    plt.show()", 2),  # where it is not, a figure may be left
    ],
)
def test_figures_are_saved_once_where_a_stage_ends(last: str, saved: int) -> None:
    plan = plan_of([TITLE, IMPORTS, ("explore", f"x = [1, 2]\nplt.plot(x)\n{last}")])
    (stage,) = [one for one in ast.parse(code_of(plan, "explore")).body if "plt.plot" in ast.unparse(one)]
    assert ast.unparse(stage).count("figures()") == saved
