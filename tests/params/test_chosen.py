"""Settings that a notebook binds again, in a branch, or chooses from two values: each literal is an option."""

from __future__ import annotations

import pytest
from lost import lost
from replay import replay
from stories import notebook, plan_of
from turned import by_hand, options_of, turned

from nb2pkg import pipeline
from nb2pkg.options import Options

HEAD = "import os\nimport probe"

OPTIONS = {
    "again, and the same": (["lr = 0.1\nprobe.see(lr)", "lr = 0.1\nprobe.see(lr)"], {"lr": "0.1"}),
    "the same, and a function reads it": (
        ["def f():\n    return lr", "lr = 0.1\nprobe.see(f())", "lr = 0.1\nprobe.see(f())"],
        {"lr": "0.1"},
    ),
    "again, and another": (
        ["lr = 0.1\nprobe.see(lr)", "lr = 0.2\nprobe.see(lr)"],
        {"lr": "0.1", "lr_2": "0.2"},
    ),
    "and the first again": (
        ["lr = 0.1\nprobe.see(lr)", "lr = 0.2\nprobe.see(lr)", "lr = 0.1\nprobe.see(lr)"],
        {"lr": "0.1", "lr_2": "0.2"},
    ),
    "another, and a function reads it": (
        ["def f():\n    return lr", "lr = 0.1\nprobe.see(f())", "lr = 0.2\nprobe.see(f())"],
        {"initial_lr": "0.1", "initial_lr_2": "0.2"},
    ),
    "changed by a loop": (
        ["patience = 5\nfor i in range(9):\n    patience = max(patience, i)\nprobe.see(patience)"],
        {"initial_patience": "5"},
    ),
    "it fades": (["lr = 0.5\nfor i in range(9):\n    lr *= 0.9\nprobe.see(lr)"], {"initial_lr": "0.5"}),
    "capitals": (["EPOCHS = 5\nif os.sep:\n    EPOCHS = int('3')\nprobe.see(EPOCHS)"], {"epochs": "5"}),
    "other numbers, and other numbers again": (
        ["share_1 = 0.3\nprobe.see(share_1)", "share_1 = 4\nprobe.see(share_1)"],
        {"share_1": "0.3", "share_1_2": "4"},
    ),
    "numbers that may be a state": (["found = 1\nprobe.see(found)", "found = 4\nprobe.see(found)"], {}),
    "it says so": (
        ["t0, t1 = 5, 50  # schedule hyperparameters\nprobe.see(t0, t1)", "t0, t1 = 7, 9\nprobe.see(t0, t1)"],
        {"initial_t0": "5", "initial_t1": "50"},
    ),
    "letters": (["x = 3\nprobe.see(x)", "x = 4\nprobe.see(x)"], {}),
    "what an error costs": (
        ["def f():\n    return C", "C = 2\nprobe.see(f())", "C = 5\nprobe.see(f())"],
        {"c": "2", "c_2": "5"},
    ),
    "one of many in a branch": (
        ["if os.sep:\n    dataset_id = 'allenai/qasper'\n    probe.see(dataset_id)"],
        {"initial_dataset_id": "'allenai/qasper'"},
    ),
    "one of many, and a loop over more": (
        ["layer_name = 'conv1'\nprobe.see(layer_name)\nfor layer_name in ['a', 'b']:\n    probe.see(layer_name)"],
        {"initial_layer_name": "'conv1'"},
    ),
    "left open": (
        ["MODEL_NAME = ''\nMODEL_NAME = MODEL_NAME or probe.see('any')\nprobe.see(MODEL_NAME)"],
        {"model_name": "''"},
    ),
    "left open, and filled": (
        ["REGION = ''\nif not REGION:\n    REGION = 'us'\nprobe.see(REGION)"],
        {"region": "'us'"},
    ),
    "a place that is left open": (
        ["bucket = None\nif bucket is None:\n    bucket = probe.see('mine')\nprobe.see(bucket)"],
        {"initial_bucket": "None"},
    ),
    "what is nothing yet": (["best = None\nif best is None:\n    best = probe.see('any')\nprobe.see(best)"], {}),
    "a text in other words": (
        ["if os.sep:\n    VERSION_ID = '2.5'.replace('.', '-')\nprobe.see(VERSION_ID)"],
        {"version_id": "'2.5'"},
    ),
    "pairs of names": (
        [
            "entity, project = 'us', 'chess'\nprobe.see(entity, project)",
            "friend, project, run_id = 'you', 'go', 'x7'\nprobe.see(friend, project, run_id)",
            "entity, project = 'us', 'go'\nprobe.see(entity, project)",
        ],
        {"entity": "'us'", "project": "'chess'", "friend": "'you'", "project_2": "'go'", "run_id": "'x7'"},
    ),
    "pairs of names that a function reads": (
        [
            "def who():\n    return project\nteam, project = 'us', 'chess'\nprobe.see(team, who())",
            "friend, project = 'you', 'go'\nprobe.see(friend, who())",
        ],
        {"team": "'us'", "initial_project": "'chess'", "friend": "'you'", "initial_project_2": "'go'"},
    ),
    "one text again": (
        ["base = 'gpt2'\nprobe.see(base)", "base = 'gpt2'\nprobe.see('again', base)"],
        {"base": "'gpt2'"},
    ),
    "lists of numbers that are gone through": (
        [
            "units = [8, 4]\nfor n in units:\n    probe.see(n, units[-1])",
            "units = [32]\nprobe.see(repr([n + 1 for n in units]), len(units))",
            "units = [8, 4]\nprobe.see(max(units))",
        ],
        {"units": "[8, 4]", "units_2": "[32]"},
    ),
    "lists of numbers that something else is given": (
        ["units = [8, 4]\nprobe.see(repr(units))", "units = [32]\nunits[0] = 5\nprobe.see(repr(units))"],
        {"initial_units": "[8, 4]", "initial_units_2": "[32]"},
    ),
    "pairs that are exchanged": (
        ["a_name, b_name = 'xx', 'yy'\na_name, b_name = b_name, a_name\nprobe.see(a_name, b_name)"],
        {"initial_a_name": "'xx'", "initial_b_name": "'yy'"},
    ),
    "left open in a branch": (["if os.sep:\n    USER_ID = ''\n    probe.see(USER_ID)"], {}),
    "numbers that something is added to": (
        ["BETAS = [0.5, 1.0]\nBETAS.append(probe.pull('more'))\nprobe.see(repr(BETAS))"],
        {"betas": "[0.5, 1.0]"},
    ),
    "wrapped": (["import numpy\nlr = numpy.float32(0.1)\nprobe.see(lr)"], {"initial_lr": "0.1"}),
    "a pair in a branch": (
        ["if os.sep:\n    GPU, NGPU = probe.see('gpu'), 1\n    probe.see(NGPU)"],
        {"ngpu": "1"},
    ),
    "one of a pair": (["DATA, SIZE = probe.pull('rows'), 42\nprobe.see(SIZE)"], {"size": "42"}),
    "a pair": (["DEPTH, SIZE = 3, 42\nprobe.see(DEPTH, SIZE)"], {"depth": "3", "size": "42"}),
    "a sentence": (["if os.sep:\n    full_name = 'what it is'\n    probe.see(full_name)"], {}),
    "in each round of a loop": (
        [
            "def f(i):\n    return n_splits + i",
            "for i in range(3):\n    n_splits = 5\n    probe.see(f(i))",
            "for i in range(3):\n    n_splits = 25\n    probe.see(f(i))",
        ],
        {"chosen_n_splits": "5", "chosen_n_splits_2": "25"},
    ),
    "in each round, and by chance again": (
        ["for i in range(3):\n    n_splits = 5\n    if i > 1:\n        n_splits = 7\n    probe.see(n_splits)"],
        {},
    ),
    "counted in each round": (
        ["for i in range(3):\n    num_steps = 5\n    num_steps += i\n    probe.see(num_steps)"],
        {},
    ),
    "nothing chosen in each round": (
        ["for i in range(3):\n    lr = None\n    total = 8\n    probe.see(lr, total)"],
        {},
    ),
    "a count": (["num_steps = 5\nfor i in range(9):\n    num_steps += 1\nprobe.see(num_steps)"], {}),
    "where a count begins": (["n = 0\nfor i in range(9):\n    n = n + i\nprobe.see(n)"], {}),
    "no setting": (["total = 5\nfor i in range(9):\n    total = f(i)\nprobe.see(total)"], {}),
    "in a branch": (
        ["if os.getenv('NO'):\n    SIZE = os.getenv('NO')\nelse:\n    SIZE = 7\nprobe.see(SIZE)"],
        {"size": "7"},
    ),
    "of two values": (
        ["DEBUG = False\nEPOCHS = 1 if DEBUG else 20\nprobe.see(EPOCHS)"],
        {"debug": "False", "epochs": "20"},
    ),
    "of two values, the other way": (
        ["smoke_test = 'NO' in os.environ\nnum_iter = 50 if not smoke_test else 2\nprobe.see(num_iter)"],
        {"full_num_iter": "50"},
    ),
    "of two values, as there is a device": (
        ["GPUS = len(os.sep)\nBATCH_SIZE = 9 if GPUS else 8\nprobe.see(BATCH_SIZE)"],
        {"gpu_batch_size": "9", "cpu_batch_size": "8"},
    ),
    "of two values, as there is no device": (
        ["use_cuda = not os.sep\nnum_workers = 0 if not use_cuda else 4\nprobe.see(num_workers)"],
        {"gpu_num_workers": "4", "cpu_num_workers": "0"},
    ),
    "of two values that say which device": (
        ["has_gpu = not os.sep\nwhich_device = 2 if has_gpu == 'x' or os.sep else 3\nprobe.see(which_device)"],
        {},
    ),
    "of two values for something else": (["BATCH = 9 if os.sep else 8\nprobe.see(BATCH)"], {}),
    "what was found out": (
        ["try:\n    probe.nothing()\n    USE_IT = True\nexcept AttributeError:\n    USE_IT = False"],
        {},
    ),
    "what follows from something else": (
        ["kind = probe.see('a')\nif kind == 'a':\n    size = 7\nelse:\n    size = 8\nprobe.see(size)"],
        {},
    ),
    "for a try": (
        ["DEBUG = False\nEPOCHS = 9\nif DEBUG:\n    EPOCHS = 2\nprobe.see(EPOCHS)"],
        {"debug": "False", "epochs": "9"},
    ),
}


@pytest.mark.parametrize(("cells", "options"), OPTIONS.values(), ids=OPTIONS)
def test_options(cells: list[str], options: dict[str, str]) -> None:
    assert options_of([HEAD, *cells]) == options


@pytest.mark.parametrize("name", [name for name in OPTIONS if name != "no setting"])
def test_the_package_does_the_same(name: str) -> None:
    story = [HEAD, *OPTIONS[name][0]]
    assert replay(story).differences() == []
    book = notebook(story)
    done = pipeline.convert(book, Options())
    assert lost(book, done.plan, done.package) == []


TURNED = {
    "again, and another": ({"lr_2": "0.7"}, ("0.2", "0.7")),
    "again, and the same": ({"lr": "0.7"}, ("0.1", "0.7")),
    "and the first again": ({"lr": "0.7"}, ("0.1", "0.7")),
    "another, and a function reads it": ({"initial_lr_2": "0.7"}, ("0.2", "0.7")),
    "changed by a loop": ({"initial_patience": "50"}, ("5", "50")),
    "in each round of a loop": ({"chosen_n_splits_2": "30"}, ("25", "30")),
    "left open": ({"model_name": "b"}, ("MODEL_NAME = ''", "MODEL_NAME = 'b'")),
    "a place that is left open": ({"initial_bucket": "yours"}, ("bucket = None", "bucket = 'yours'")),
    "a text in other words": ({"version_id": "3.1"}, ("2.5", "3.1")),
    "pairs of names": ({"project_2": "shogi"}, ("'go'", "'shogi'")),
    "numbers that something is added to": ({"betas": "[0.7]"}, ("[0.5, 1.0]", "[0.7]")),
    "one of a pair": ({"size": "70"}, ("42", "70")),
    "in a branch": ({"size": "70"}, ("7", "70")),
    "of two values": ({"epochs": "70"}, ("20", "70")),
    "for a try": ({"epochs": "70"}, ("9", "70")),
}


@pytest.mark.parametrize(("name", "values", "change"), [(k, *v) for k, v in TURNED.items()], ids=TURNED)
def test_an_option_turns_what_the_value_turned(name: str, values: dict[str, str], change: tuple[str, str]) -> None:
    story = [HEAD, *OPTIONS[name][0]]
    other = [cell.replace(*change) for cell in story]
    assert turned(story, values) == by_hand(other) != by_hand(story)


def test_a_cell_that_is_added_renames_nothing() -> None:
    cells = ["lr = 0.1\nprobe.see(lr)", "lr = 0.2\nprobe.see(lr)"]
    before = options_of([HEAD, *cells])
    assert before.items() <= options_of([HEAD, *cells, "lr = 0.3\nprobe.see(lr)"]).items()


def test_what_keeps_code_for_later_keeps_the_meaning() -> None:
    cells = [HEAD, "lr = 0.1\nlate = lambda: lr\nprobe.see(late())", "lr = 0.2\nprobe.see(late())"]
    assert replay(cells).differences() == []
    assert len(plan_of(cells).parameters) == 2


def test_a_person_keeps_it_by_the_name_it_has() -> None:
    cells = [HEAD, "patience = 5\nfor i in range(9):\n    patience = max(patience, i)\nprobe.see(patience)"]
    plan = pipeline.plan(notebook(cells), Options(keep=("patience",)))
    assert plan.parameters == ()
    assert not [note for note in plan.notes if "matches" in note.text]


def test_an_option_is_from_all_the_places_of_its_value() -> None:
    cells = [HEAD, "lr = 0.1\nprobe.see(lr)", "lr = 0.2\nprobe.see(lr)", "lr = 0.1  # as before\nprobe.see(lr)"]
    places = {one.name: [origin.cell for origin in one.origins] for one in plan_of(cells).parameters}
    assert places == {"lr": [1, 3], "lr_2": [2]}


def test_a_comment_counts_at_every_place_of_a_value() -> None:
    cells = [HEAD, "lr = 0.1\nprobe.see(lr)", "lr = 0.1  # nb2pkg: keep\nprobe.see(lr)"]
    assert plan_of(cells).parameters == ()
