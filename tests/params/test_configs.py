"""Each row: cells, and the options that the configurations in them hold; below, what is none."""

from __future__ import annotations

import pytest
from lost import lost
from replay import replay
from stories import code_of, notebook, plan_of, program_of
from turned import by_hand, options_of, turned

from nb2pkg import pipeline
from nb2pkg.flow.imports import aliases, find_imports
from nb2pkg.options import Options
from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.configs import configs_in
from nb2pkg.params.sources.spot import Known

HEAD = """
import argparse
import lightgbm as lgb
import matplotlib.pyplot as plt
import ml_collections
import pandas as pd
import pyro
import requests
import wandb
from easydict import EasyDict
from omegaconf import OmegaConf
from types import SimpleNamespace
"""


def found(*cells: str) -> dict[str, str]:
    program = program_of([HEAD, *cells])
    known = Known(aliases(find_imports(program.statements)), program.statements)
    spots = [spot for statement in program.statements for spot in configs_in(statement, known)]
    return {one.name: one.spots[0].source for one in named(spots, frozenset())}


HELD = {
    "a dictionary": ("params = {'lr': 1e-3, 'depth': 5}", {"lr": "1e-3", "depth": "5"}),
    "a call": ("CFG = dict(LR=1e-3, DO_AMP=True)", {"lr": "1e-3", "do_amp": "True"}),
    "a name with more": ("lgb_params2 = {'num_leaves': 31}", {"num_leaves": "31"}),
    "every kind of value": (
        "config = {'a': -1, 'b': 'adam', 'c_': None, 'd': (1, 2), 'e': [0.9, 0.99], 'f': 2 ** 10, 'g': ['x', 'y']}",
        {"a": "-1", "b": "'adam'", "c": "None", "d": "(1, 2)", "e": "[0.9, 0.99]", "f": "2 ** 10", "g": "['x', 'y']"},
    ),
    "with what has a name already": ("SEED = 1\nparams = {'lr': 1e-3, 'seed': SEED, 'n': f()}", {"lr": "1e-3"}),
    "one within": (
        "config = {'optimizer': {'name': 'adam', 'lr': 0.1}, 'model': dict(model_dim=4)}",
        {"optimizer_name": "'adam'", "optimizer_lr": "0.1", "model_dim": "4"},
    ),
    "values by which others are overridden": ("OVERRIDES = {'a': {'lr': 1e-3}}", {"a_lr": "1e-3"}),
    "values that are read, one below the other": (
        "LOCK = {'is': 'frozen', 'fit': {'epochs': 5, 'seeds': [1, 2], 'note': 'x'}}\n"
        "for _ in range(LOCK['fit']['epochs']):\n    f(LOCK['fit']['seeds'])",
        {"fit_epochs": "5", "fit_seeds": "[1, 2]"},
    ),
    "names that mean something to Python": ("params = {'lambda': 1, 'max': 2}", {"lambda_": "1", "max_": "2"}),
    "keys that are no names": (
        "config = {'batch-size': 4, 'Learning Rate': 1}",
        {"batch_size": "4", "learning_rate": "1"},
    ),
    "camel case": ("config = {'batchSize': 4}", {"batch_size": "4"}),
    "two of them": (
        "lgb_params = {'max_depth': 5}\nxgb_params = {'max_depth': 6}",
        {"lgb_max_depth": "5", "xgb_max_depth": "6"},
    ),
    "namespaces": ("a = SimpleNamespace(lr=1)\nb = argparse.Namespace(epochs=2)", {"lr": "1", "epochs": "2"}),
    "dictionaries with attributes": ("e = EasyDict({'lr': 1, 'net': {'dim': 2}})", {"lr": "1", "net_dim": "2"}),
    "others": (
        "a = OmegaConf.create({'lr': 1})\nb = ml_collections.ConfigDict(dict(dim=2))",
        {"lr": "1", "dim": "2"},
    ),
    "of a module beside it": ("from tools import *\na = ConfigDict(dict(lr=1, dtype=x.float16))", {"lr": "1"}),
    "one's own": ("class Bag(dict):\n    pass\n\nb = Bag(lr=1)", {"lr": "1"}),
    "unpacked": (
        "best = {'num_leaves': 31, 'max_depth': 5}\nm = lgb.LGBMRegressor(**best)",
        {"num_leaves": "31", "max_depth": "5"},
    ),
    "trained with": ("best = {'max_depth': 5}\nm = lgb.train(best, data)", {"max_depth": "5"}),
    "by what they are for": (
        "params = {'max_depth': 5}\na = lgb.LGBMRegressor(**params)\nparams = {'max_depth': 6}\nlgb.train(params, x)",
        {"lgbm_max_depth": "5", "lightgbm_max_depth": "6"},
    ),
    "branches": (
        "def build(kind):\n    if kind:\n        base = {'subsample': 0.5}\n        return lgb.LGBMRegressor(**base)\n"
        "    base = {'subsample': 0.5, 'objective': 'mae'}\n    return lgb.LGBMClassifier(**base)\n\nbuild(1)",
        {"lgbm_subsample": "0.5", "build_subsample": "0.5", "objective": "'mae'"},
    ),
    "of two functions": (
        "def train():\n    params = {'lr': 0.1}\n    return params\n\n"
        "def tune():\n    params = {'lr': 0.2}\n    params['lr'] = h()\n    return params\n\ntrain()\ntune()",
        {"lr": "0.1"},
    ),
    "told": ("best = {'epochs': 5}\nwandb.init(config=best)", {"epochs": "5"}),
    "read key by key": (
        "GATE = {'auc_min': 0.9, 'rate_max': 0.1}\nif a > GATE['auc_min'] and b < GATE['rate_max']:\n    pass",
        {"auc_min": "0.9", "rate_max": "0.1"},
    ),
    "an argument": ("wandb.init(project='p', config={'lr': 0.1})", {"lr": "0.1"}),
    "an argument that is a call": ("run = wandb.init(config=dict(epochs=5))", {"epochs": "5"}),
    "arguments of two calls": (
        "big = train(model_hparams={'dim': 8}, optimizer_hparams={'lr': 0.1})\nsmall = train(model_hparams={'dim': 4})",
        {"big_dim": "8", "lr": "0.1", "small_dim": "4"},
    ),
    "unpacked at once": ("m = lgb.LGBMClassifier(**{'num_leaves': 31})", {"num_leaves": "31"}),
    "an optimizer's": ("optimizer = pyro.optim.Adam({'lr': 0.03})", {"lr": "0.03"}),
    "updates": ("config.update({'lr': 0.1})\nwandb.config.update(dict(epochs=3))", {"lr": "0.1", "epochs": "3"}),
    "attributes": ("cfg.SOLVER.BASE_LR = 0.1\ncfg.seed = 3", {"solver_base_lr": "0.1", "seed": "3"}),
    "items": ("config['lr'] = 0.1\nparams['net']['dim'] = 3", {"lr": "0.1", "net_dim": "3"}),
    "of wandb": ("wandb.config.epochs = 3", {"epochs": "3"}),
    "of an object's configuration": (
        "model.config.dropout = 2\nmodel.config.use_cache = False",
        {"dropout": "2"},
    ),
    "the same twice": ("config.lr = 0.1\nconfig.lr = 0.1", {"lr": "0.1"}),
    "in a function": ("def train():\n    params = {'lr': 0.1}\n    return fit(params)\n\ntrain()", {"lr": "0.1"}),
    "of an object": (
        "class Trainer:\n    def __init__(self):\n        self.config = {'lr': 0.1}\n\nTrainer()",
        {"lr": "0.1"},
    ),
    "what is said while it runs": ("params = {'lr': 0.1, 'verbose': -1, 'silent': True}", {"lr": "0.1"}),
    "another value later": ("config = {'lr': 0.1}\nif debug:\n    config['lr'] = 1", {"lr": "0.1"}),
    "a list": ("config.roi_size = [224, 224]\ncfg['steps'] = (1, 2)", {"roi_size": "[224, 224]", "steps": "(1, 2)"}),
    "lists in lists": (
        "cfg.MODEL.SIZES = [[16], [32, 64]]\nparams = {'betas': ((0.9, 0.99), (0.5, 0.6)), 'a': 1}",
        {"model_sizes": "[[16], [32, 64]]", "betas": "((0.9, 0.99), (0.5, 0.6))", "a": "1"},
    ),
    "updates of a part": ("config['model'].update({'lr': 0.1})", {"lr": "0.1"}),
    "what others are made of": (
        "BASE = {'lr': 0.1, 'depth': 5, 'kind': 'a'}\nfirst = {**BASE, 'x': y}",
        {"lr": "0.1", "depth": "5", "kind": "'a'"},
    ),
    "what others copy": ("BASE = {'lr': 0.1, 'depth': 5}\nfirst = BASE.copy()", {"lr": "0.1", "depth": "5"}),
    "what not every copy has its own value for": (
        "BASE = {'lr': 0.1, 'depth': 5, 'dropout': 0.2, 'epochs': 3}\nfirst = {**BASE, 'lr': x, 'depth': x}\n"
        "second = dict(BASE, lr=y)\nthird = BASE | {'lr': z, 'dropout': x}",
        {"depth": "5", "dropout": "0.2", "epochs": "3"},
    ),
    "what is read beside its copies": (
        "BASE = {'lr': 0.1, 'depth': 5}\nfirst = {**BASE, 'lr': x}\nf(BASE['lr'])",
        {"lr": "0.1", "depth": "5"},
    ),
    "what copies have before it": (
        "BASE = {'lr': 0.1, 'depth': 5}\nfirst = {'lr': x, **BASE}",
        {"lr": "0.1", "depth": "5"},
    ),
    "what a copy is told": (
        "BASE = {'kind': 'a', 'where': 'b', 'depth': 5}\nfor x in y:\n    p = BASE.copy()\n    lgb.LGBMClassifier(**p)",
        {"kind": "'a'", "where": "'b'", "depth": "5"},
    ),
    "what another call is told": (
        "start = {'lr': 0.1, 'T_0': 5}\nnet = Net(optimizer=start)",
        {"lr": "0.1", "t_0": "5"},
    ),
    "some of the parameters": (
        "o = SGD([{'params': net.a(), 'lr': 0.1, 'weight_decay': 0.0}, {'params': net.b()}], lr=0.2)",
        {"lr": "0.1"},
    ),
    "of an object, afterwards": (
        "net.preprocessor.sequence_length = 512\nnet.debug = True\nnet.lr = -0.1",
        {"sequence_length": "512", "lr": "-0.1"},
    ),
    "values that are read, some of them below another": (
        "LOCK = {'is': 'frozen', 'kind': 'a', 'alphas': [0.5, 1.0], 'gate': {'auc_min': 0.7, 'rate_max': 0.4}}\n"
        "for alpha in LOCK['alphas']:\n    f(LOCK['gate']['auc_min'], LOCK['gate']['rate_max'], LOCK['kind'])",
        {"kind": "'a'", "alphas": "[0.5, 1.0]", "gate_auc_min": "0.7", "gate_rate_max": "0.4"},
    ),
    "variants": (
        "VARIANTS = {'strict': {'threshold': 0.9, 'keep': 3}, 'loose': {'threshold': 0.8}, 'none': {'kind': 'x'}}\n"
        "for name, one in VARIANTS.items():\n    f(one.get('threshold'))",
        {"strict_threshold": "0.9", "strict_keep": "3", "loose_threshold": "0.8"},
    ),
    "variants in a list": (
        "VARIANTS = [{'alias': 'a b', 'threshold': 0.9}, {'alias': 'c', 'threshold': 0.8}]\n"
        "found = [f(one['threshold']) for one in VARIANTS]",
        {"a_b_threshold": "0.9", "c_threshold": "0.8"},
    ),
    "one in a list": (
        "pools = [{'spec': machine, 'replica_count': 1, 'port': 3, 'debug': True}]\njob = Job(pool_specs=pools)",
        {"replica_count": "1"},
    ),
    "groups with a name": (
        "import torch\ngroups = [{'params': a(), 'weight_decay': 0.1}, {'params': b(), 'weight_decay': 0.0}]\n"
        "torch.optim.AdamW(groups)",
        {"weight_decay": "0.1"},
    ),
    "the name of a model": (
        "EMBEDDING = {'name': 'st', 'model_name': 'a/b'}\nexperiment['embedding'] = EMBEDDING",
        {"model_name": "'a/b'"},
    ),
    "a prompt": ("config = {'prompt': 'a photo of a cat in the rain'}", {"prompt": "'a photo of a cat in the rain'"}),
}


@pytest.mark.parametrize(("cell", "options"), HELD.values(), ids=HELD)
def test_what_configurations_hold(cell: str, options: dict[str, str]) -> None:
    assert found(cell) == options


NONE = {
    "one below the other, and no settings": ("SHAPE = {'a': {'x': 5, 'y': 2}}\nf(SHAPE['a']['x'], SHAPE['a']['y'])"),
    "labels": "labels = {'cat': 0, 'dog': 1}",
    "other keys": "config = {0: 'cat', 1: 'dog'}",
    "a map": "frame = frame.rename(columns={'a': 'b'})",
    "types": "frame = pd.read_csv(path, dtype={'size': 'int8', 'epochs': 'int8'})",
    "a frame": "frame = pd.DataFrame({'lr': 0.1, 'epochs': 3}, index=[0])",
    "the style of a plot": "plot_args = {'lw': 2}\nplt.plot(x, **plot_args)",
    "what is drawn": "kwargs = {'linewidth': 2, 'alpha': 0.5}",
    "what a plot is told": "style = {'size': 2}\nplt.scatter(x, y, **style)",
    "what a server is told": "requests.get(url, params={'page_size': 100})",
    "settings of displays": "pd.options.display.max_rows = 10\nplt.rcParams['figure.figsize'] = (4, 4)",
    "a search": "param_grid = {'max_depth': [3, 5], 'lr': [0.1]}",
    "a search by its values": "params = {'max_depth': [3, 5], 'lr': uniform(0, 1)}",
    "descriptions": "config = {'country': {'type': 'STRING', 'description': 'of the customer'}}",
    "a sentence": "config = {'rule': 'nothing of the test data is ever looked at'}",
    "what holds": "config = {'guard': {'uses_test_data': False, 'is_external': False}}",
    "long lists": "config = {'ids': [1, 2, 3, 4, 5, 6, 7, 8, 9]}",
    "columns": "config = {'columns': ['a', 'b']}",
    "what the program notes": "row = {'lr': 0.1, 'epochs': 3}\nlog_row(**row)",
    "what grows": "best = {'max_auc': 0, 'min_loss': 9}\nbest['max_auc'] = f(best['max_auc'], best['min_loss'])\n"
    "best['min_loss'] = 1",
    "what is always overwritten": "params = {'seed': 0}\nfor fold in folds:\n    params['seed'] = fold",
    "step by step, or not": "config.lr = 0.1\nconfig.lr = 0.2\nif debug:\n    config.lr = 0.3",
    "one of two": "if debug:\n    config.lr = 0.1\nelse:\n    config.lr = 0.2",
    "step by step": "config.lr = 0.1\nf(config)\nconfig.lr = 0.2",
    "in a loop": "for x in y:\n    config.count = 0\n    f(x)",
    "nothing that was made": "self.lr = 0.1\nframe['lr'] = 0.1",
    "a counter": "state.steps = 0\nstate.lr = True",
    "what came out": "expected = {'lr': 0.1, 'rate': 0.2}\ncompare(found=f, expected=expected)\ng({**expected})",
    "modules": "import torch\ntorch.backends.lr = 3",
    "groups of something else": "f([{'name': 'a', 'lr': 0.1}])",
    "a default": "def f(params={'lr': 0.1}):\n    return params\n\nf()",
    "of a class": "class A:\n    params = {'lr': 0.1}\n\nA()",
    "a table of people": "people = {'a': {'rate': 0.1, 'age': 3}, 'b': {'rate': 0.2}}\nf(people)",
    "rows": "rows = [{'name': 'a', 'age': 3}, {'name': 'b', 'age': 4}]\nfor row in rows:\n    f(row['age'])",
    "many of one kind": f"""V = {[{"name": str(n), "lr": 0.1} for n in range(9)]}\nfor one in V:\n    f(one['lr'])""",
    "rows and something else": "V = [{'lr': 0.1}, other]\nfor one in V:\n    f(one['lr'])",
    "what came out of models": "results = {'a': {'rate': 0.1}, 'b': {'rate': 0.2}}\nfor one in results.values():\n"
    "    f(one['rate'])",
    "the name of a model that nobody is told": "row = {'model_name': 'a/b', 'x': 'y'}\nf(row)",
    "what is printed": "print({'lr': 0.1}, dict(params={'lr': 0.1}))",
}


@pytest.mark.parametrize("cell", NONE.values(), ids=NONE)
def test_what_is_no_configuration(cell: str) -> None:
    assert found(cell) == {}


TOLD = "import probe\nfrom types import SimpleNamespace"
FIT = "def fit(lr, depth, seed=0):\n    probe.see('fit', lr, depth, seed)\n\n"
STORIES = {
    "a dictionary": ["SEED = 7\nparams = {'lr': 0.1, 'depth': 5, 'seed': SEED}", FIT + "fit(**params)"],
    "one that functions read": [
        "CFG = dict(LR=0.1, DEPTH=5)",
        "def train(x):\n    probe.see('train', x, CFG['LR'])\n    return CFG['DEPTH']\n",
        "probe.see('depth', train(1), CFG)",
    ],
    "one that changes": [
        "params = {'lr': 0.1, 'depth': 5, 'seed': 0}",
        FIT + "for fold in range(2):\n    params['seed'] = fold\n    fit(**params)",
    ],
    "one within": [
        "config = {'optimizer': {'name': 'adam', 'lr': 0.1}, 'layers': [1, 2]}",
        "config['layers'].append(3)\nprobe.see('config', config['optimizer']['lr'], config['layers'])",
    ],
    "a namespace": [
        "args = SimpleNamespace(lr=0.1, depth=5)",
        "def train():\n    args.depth += 1\n    probe.see('train', args.lr, args.depth)\n",
        "train()\ntrain()",
    ],
    "assignments": [
        "config = SimpleNamespace()\nconfig.lr = 0.1\nconfig.use_amp = True",
        "if config.use_amp:\n    config.lr = 0.2\nprobe.see('lr', config.lr)",
    ],
    "in functions": [
        "def train(x):\n    params = {'lr': 0.1, 'depth': 5}\n    params['lr'] /= x\n    probe.see('train', params)\n",
        "train(2)\ntrain(4)",
    ],
    "lists in functions": [
        "def f(x):\n    params = {'lr': 0.1, 'dims': [1]}\n    params['dims'].append(x)\n    probe.see('f', params)",
        "f(2)\nf(4)",
    ],
    "lists that grow": [
        "config = SimpleNamespace()\nconfig.lr = 0.1\nconfig.dims = [1, 2]\nconfig.dims.append(3)",
        "def add(x):\n    config.dims.append(x)\n    return config.dims\n",
        "probe.see('dims', add(1), add(2), config.dims)",
    ],
    "in a loop": [FIT + "for seed in range(2):\n    params = {'lr': 0.1, 'depth': 5, 'seed': seed}\n    fit(**params)"],
    "a copy": [
        "base_params = {'lr': 0.1, 'depth': 5}\nmore = dict(base_params, seed=3)",
        FIT + "fit(**more)\nfit(**base_params)",
    ],
    "variants": [
        "VARIANTS = {'strict': {'threshold': 0.9, 'keep': 3}, 'loose': {'threshold': 0.8}}",
        "def run(spec):\n    probe.see('run', spec['threshold'], spec.get('keep'))\n",
        "for name, spec in VARIANTS.items():\n    run(spec)\nVARIANTS['loose']['keep'] = 4\nrun(VARIANTS['loose'])",
    ],
    "what is calculated": ["params = {'lr': 1 / 4, 'depth': (2 + 3) * 4}", FIT + "fit(**params)"],
    "two meanings": [
        FIT + "params = {'lr': 0.1, 'depth': 5}\nfit(**params)",
        "params = {'lr': 0.2, 'depth': 6}\nfit(**params)",
    ],
}


@pytest.mark.parametrize("cells", STORIES.values(), ids=STORIES)
def test_a_package_does_what_its_notebook_does(cells: list[str]) -> None:
    assert plan_of([TOLD, *cells]).parameters
    done = replay([TOLD, *cells])
    assert done.differences() == []
    assert done.slim_differences() == []


@pytest.mark.parametrize("cells", STORIES.values(), ids=STORIES)
def test_no_statement_is_lost(cells: list[str]) -> None:
    book = notebook([TOLD, *cells])
    done = pipeline.convert(book, Options())
    assert lost(book, done.plan, done.package) == []


TURNED = {
    "a dictionary": {"lr": ("0.1", "0.5"), "depth": ("5", "9"), "SEED": ("7", "8")},
    "one that functions read": {"lr": ("0.1", "0.5"), "depth": ("5", "9")},
    "one that changes": {"lr": ("0.1", "0.5"), "depth": ("5", "9")},
    "one within": {"optimizer_lr": ("0.1", "0.5"), "layers": ("[1, 2]", "[4, 5]")},
    "a namespace": {"lr": ("0.1", "0.5"), "depth": ("5", "9")},
    "assignments": {"use_amp": ("True", "False"), "lr": ("0.1", "0.5")},
    "in functions": {"lr": ("0.1", "0.5"), "depth": ("5", "9")},
    "in a loop": {"lr": ("0.1", "0.5"), "depth": ("5", "9")},
    "a copy": {"lr": ("0.1", "0.5"), "depth": ("5", "9"), "more_seed": ("3", "4")},
    "variants": {"strict_threshold": ("0.9", "0.5"), "strict_keep": ("3", "7"), "loose_threshold": ("0.8", "0.6")},
    "what is calculated": {"lr": ("1 / 4", "0.5"), "depth": ("(2 + 3) * 4", "9")},
    "two meanings": {"lr": ("0.1", "0.5"), "depth": ("5", "9")},
}


@pytest.mark.parametrize("name", TURNED)
def test_an_option_turns_what_the_value_turned(name: str) -> None:
    cells = [TOLD, *STORIES[name]]
    options = options_of(cells)
    for option, (value, other) in TURNED[name].items():
        assert options[option.lower()] == value
        changed = [cell.replace(f"{value}", other) if cell in STORIES[name] else cell for cell in cells]
        assert changed != cells
        assert turned(cells, {option.lower(): other.strip("'")}) == by_hand(changed)


def test_a_comment_beside_a_value_is_its_help() -> None:
    cell = "params = {\n    'lr': 0.1,  # how fast\n    'depth': 5, 'dim': 6,  # two at once\n}\nfit(params)"
    assert [(one.name, one.help) for one in plan_of([cell]).parameters] == [
        ("lr", "Learning rate (how fast)."),
        ("depth", "Depth."),
        ("dim", "Dimension."),
    ]


def test_functions_take_the_whole_of_a_configuration() -> None:
    code = code_of(plan_of([TOLD, *STORIES["one that functions read"]]), "train")
    assert "def train(x, *, cfg)" in code
    assert "CFG = dict(LR=lr, DEPTH=depth)" in code


def test_what_another_function_calls_its_own_is_free() -> None:
    loader = "def load(batch_size):\n    return DataLoader(x, batch_size, num_workers=2)"
    cells = ["from torch.utils.data import DataLoader\nx = f()", loader, "config = dict(batch_size=8)\nload(**config)"]
    assert options_of(cells) == {"batch_size": "8", "num_workers": "2"}


def test_a_person_keeps_what_is_to_stay() -> None:
    cells = ["params = {\n    'lr': 0.1,\n    'depth': 5,  # nb2pkg: keep\n}\nfit(params)"]
    assert options_of(cells) == {"lr": "0.1"}
