"""Hyperparameters written as literals inside the methods of torch and Lightning classes.

    torch.optim.Adam(self.parameters(), lr=1e-3)      lr
    nn.Dropout(0.5)                                   dropout
    DataLoader(self.train, batch_size=32)             batch_size
    StepLR(optimizer, 10, gamma=0.1)                  step_size, gamma

One keyword with one value within a class is one parameter, however often it is written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted, resolve, source_of
from nb2pkg.flow.source import tree_of
from nb2pkg.params.calls import Argument, arguments_of, is_number, sets_seed


@dataclass(frozen=True, slots=True)
class Literal:
    """One hyperparameter of a class.

    Attributes:
        argument: Name of the argument it becomes, unique within the class.
        default: The literal, as spelled.
        nodes: Where it stands in the class's text.
        call: What it was an argument of.
    """

    argument: str
    default: str
    nodes: tuple[ast.expr, ...]
    call: str


@dataclass(frozen=True, slots=True)
class _Found:
    keyword: str
    node: ast.expr
    call: str
    method: str
    target: str


_TRAINERS = ("lightning.pytorch.Trainer", "pytorch_lightning.Trainer")
_CALLBACKS = ("lightning.pytorch.callbacks.", "pytorch_lightning.callbacks.")
_TRAINER = frozenset(
    "max_epochs min_epochs max_steps accumulate_grad_batches gradient_clip_val limit_train_batches limit_val_batches "
    "limit_test_batches val_check_interval check_val_every_n_epoch log_every_n_steps devices".split()
)
#: Keyword arguments that are hyperparameters, by the library the call comes from.
_KEYWORDS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "torch.optim.lr_scheduler.",
        frozenset(
            "step_size gamma T_max eta_min patience factor max_lr min_lr base_lr T_0 T_mult milestones pct_start "
            "threshold cooldown start_factor end_factor total_iters power warmup_epochs".split()
        ),
    ),
    ("torch.optim.", frozenset(["lr", "momentum", "weight_decay", "eps", "betas", "alpha", "lr_decay", "rho"])),
    ("torch.utils.data.", frozenset(("batch_size", "num_workers", "lengths"))),
    ("torch.Generator.", frozenset(("seed",))),
    ("torchvision.transforms.", frozenset(("size",))),
    (
        "torch.nn.",
        frozenset(
            [
                "hidden_size",
                "num_layers",
                "dropout",
                "nhead",
                "dim_feedforward",
                "d_model",
                "embedding_dim",
                "num_heads",
                "embed_dim",
                "label_smoothing",
                "p",
                "proj_size",
            ]
        ),
    ),
    *((library, _TRAINER) for library in _TRAINERS),
    *((library, frozenset(("patience", "min_delta"))) for library in _CALLBACKS),
)
#: What positional arguments mean, by the call's last name: index -> keyword.
_OPTIMIZERS = ("Adam", "AdamW", "SGD", "RMSprop", "Adagrad", "NAdam", "RAdam", "Adamax")
_DROPOUTS = ("Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout")
_SIZED = ("Resize", "CenterCrop", "RandomCrop", "RandomResizedCrop")
_POSITIONAL: Mapping[str, Mapping[int, str]] = {
    **{name: {1: "lr"} for name in _OPTIMIZERS},
    **{name: {0: "p"} for name in _DROPOUTS},
    "StepLR": {1: "step_size", 2: "gamma"},
    "ExponentialLR": {1: "gamma"},
    "MultiStepLR": {1: "milestones", 2: "gamma"},
    "CosineAnnealingLR": {1: "T_max", 2: "eta_min"},
    "OneCycleLR": {1: "max_lr"},
    "DataLoader": {1: "batch_size"},
    "random_split": {1: "lengths"},
    "manual_seed": {0: "seed"},
    **{name: {0: "size"} for name in _SIZED},
}
#: What a keyword is called where its plain name is taken.
SECOND = {
    **{"dropout": "dropout_rate", "lr": "learning_rate", "image_size": "crop_size"},
    **{"epochs": "num_epochs", "optimizer": "optimizer_name"},
}
#: What the argument is called that a keyword becomes, where that is not the keyword itself.
RENAMED = {
    **{"p": "dropout", "T_max": "t_max", "T_0": "t_0", "T_mult": "t_mult", "size": "image_size", "rate": "dropout"},
    **{"n_epoch": "epochs", "cyc_len": "epochs", "C": "regularization_c", "k": "k_best", "r": "lora_rank"},
    **{"pretrained_model_name_or_path": "model_name", "model_name_or_path": "model_name", "model": "model_name"},
    **{"bs": "batch_size", "optim": "optimizer", "output_dim": "embedding_dim", "ps": "dropout", "wd": "weight_decay"},
    **{"stopping_rounds": "early_stopping_rounds"},
}


def find_literals(text: str, imports: Mapping[str, str], taken: frozenset[str]) -> tuple[Literal, ...]:
    """The hyperparameters in the function or the methods of the class that the text defines.

    Args:
        text: The definition.
        imports: Alias -> dotted path.
        taken: Names that are no longer free: its arguments, the attributes of a class.

    Returns:
        The literals, in order of appearance, each with a name that is free.
    """
    node = tree_of(text).body[0]
    groups: dict[tuple[str, str], list[_Found]] = {}
    for found in _walk(node, imports):
        source = source_of(text, found.node)
        groups.setdefault((found.keyword, source), []).append(found)
    used = set(taken)
    literals: list[Literal] = []
    for (keyword, source), members in groups.items():
        name = _free_name(keyword, members[0], used, sum(key[0] == keyword for key in groups) > 1)
        used.add(name)
        literals.append(Literal(name, source, tuple(f.node for f in members), members[0].call))
    return tuple(literals)


def _free_name(keyword: str, found: _Found, used: set[str], several: bool) -> str:
    plain = RENAMED.get(keyword, keyword)
    method = found.method.removesuffix("_dataloader").removesuffix("_step").strip("_")
    where = found.target or (method if method not in ("init", "forward", "configure_optimizers", "setup") else "")
    last = found.call.rpartition(".")[2].lower()
    options = [
        plain,
        SECOND.get(plain, ""),
        f"{where}_{plain}" if where else "",
        f"{last}_{plain}" if last != plain else "",
    ]
    if several and where and plain not in used and found.target:
        options.insert(0, options[1])
    return first_free(options, plain, used)


def first_free(options: Iterable[str], plain: str, used: Set[str]) -> str:
    """The first option that is a name nobody uses; else the plain one, numbered."""
    for option in options:
        if option and option.isidentifier() and option not in used:
            return option
    number = 2
    while f"{plain}_{number}" in used:
        number += 1
    return f"{plain}_{number}"


def _walk(node: ast.stmt, imports: Mapping[str, str]) -> Iterator[_Found]:
    own = [node] if isinstance(node, ast.FunctionDef) else []
    body = node.body if isinstance(node, ast.ClassDef) else []
    methods = [item for item in body if isinstance(item, ast.FunctionDef) and _takes_self(item)]
    for method in [*own, *methods]:
        targets = _assigned_to(method)
        for call in (n for n in ast.walk(method) if isinstance(n, ast.Call)):
            name = _called(call)
            for one in hyperparameters(call, imports):
                if not _within_default(method, one.node) and not sets_seed(one):
                    yield _Found(one.keyword, one.node, name, method.name, targets.get(id(call), ""))


def is_of_trainer(called: str, imports: Mapping[str, str]) -> bool:
    """Whether it is a Trainer or a callback: the command line has options of its own for those."""
    return resolve(called, imports).startswith((*_TRAINERS, *_CALLBACKS))


def hyperparameters(call: ast.Call, imports: Mapping[str, str]) -> Iterator[Argument]:
    """The hyperparameters among the arguments of a call that are literals, with the keywords that they stand for."""
    name = _called(call)
    if name and not name.startswith(("self.", "super.")):
        found = _hyperparameters(call, resolve(name, imports))
        yield from (Argument(keyword, value, "", "notebook", name) for keyword, value in found if is_number(value))
    yield from arguments_of(call, imports)


def _called(call: ast.Call) -> str:
    """What is called, in words: ``torch.Generator().manual_seed`` is ``torch.Generator.manual_seed``."""
    match call.func:
        case ast.Attribute(value=ast.Call(func=maker), attr="manual_seed"):
            return f"{dotted(maker) or '?'}.manual_seed"
    return dotted(call.func) or ""


def _takes_self(method: ast.FunctionDef) -> bool:
    plain = {"staticmethod", "classmethod"}
    return bool(method.args.args) and not any(dotted(d) in plain for d in method.decorator_list)


def _within_default(method: ast.FunctionDef, value: ast.expr) -> bool:
    defaults = [*method.args.defaults, *(d for d in method.args.kw_defaults if d)]
    return any(value is inner for default in defaults for inner in ast.walk(default))


def _assigned_to(method: ast.FunctionDef) -> dict[int, str]:
    """Call -> the attribute it is stored as: ``self.drop1 = nn.Dropout(0.2)`` gives ``drop1``."""
    found: dict[int, str] = {}
    for node in ast.walk(method):
        match node:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=name)], value=ast.Call() as call):
                found[id(call)] = name
    return found


def _hyperparameters(call: ast.Call, full: str) -> Iterator[tuple[str, ast.expr]]:
    wanted = next((words for library, words in _KEYWORDS if full.startswith(library)), frozenset())
    if not wanted:
        return
    positions = _POSITIONAL.get(full.rpartition(".")[2], {})
    for index, value in enumerate(call.args):
        if isinstance(value, ast.Starred):
            break  # from here on nobody knows which is which
        if index in positions and positions[index] in wanted:
            yield positions[index], value
    for keyword in call.keywords:
        if keyword.arg in wanted:
            yield keyword.arg, keyword.value
