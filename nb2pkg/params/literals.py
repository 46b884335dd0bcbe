"""Hyperparameters written as literals inside the methods of torch and Lightning classes.

    torch.optim.Adam(self.parameters(), lr=1e-3)      lr
    nn.Dropout(0.5)                                   dropout
    DataLoader(self.train, batch_size=32)             batch_size
    StepLR(optimizer, 10, gamma=0.1)                  step_size, gamma

One keyword with one value within a class is one parameter, however often it is written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType

from nb2pkg.flow.constants import dotted, resolve, source_of
from nb2pkg.flow.source import place_of, tree_of
from nb2pkg.params.calls import Argument, arguments_of, is_known, part_of, sets_seed, times_of
from nb2pkg.params.layers import hidden_sizes
from nb2pkg.params.loose import settings_of
from nb2pkg.params.signatures import Signatures

_NONE: Signatures = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Literal:
    """One hyperparameter of a class.

    Attributes:
        argument: Name of the argument it becomes, unique within the class.
        default: The literal, as spelled.
        nodes: Where it stands in the class's text.
        call: What it was an argument of.
        times: How many times the value each of them is, where they are not all the value itself.
    """

    argument: str
    default: str
    nodes: tuple[ast.expr, ...]
    call: str
    times: tuple[int, ...] = ()

    def read_as(self, name: str) -> list[tuple[ast.expr, str]]:
        """The places, each with what stands there where the value has a name."""
        times = self.times or (1,) * len(self.nodes)
        return [(node, times_of(name, number)) for node, number in zip(self.nodes, times, strict=True)]


@dataclass(frozen=True, slots=True)
class _Found:
    keyword: str
    node: ast.expr
    call: str
    method: str
    target: str
    owner: str
    spelled: bool
    times: int = 1


_TRAINERS = ("lightning.pytorch.Trainer", "pytorch_lightning.Trainer", "lightning.Trainer")
_CALLBACKS = ("lightning.pytorch.callbacks.", "pytorch_lightning.callbacks.", "lightning.callbacks.")
#: What a network has several of, which are numbered.
WIDTHS = ("hidden_size", "conv_channels", "filters")
#: What a keyword is called where its plain name is taken.
SECOND = {
    **{"dropout": "dropout_rate", "lr": "learning_rate", "image_size": "crop_size"},
    **{"epochs": "num_epochs", "optimizer": "optimizer_name", "device": "device_name"},
}
#: What the argument is called that a keyword becomes, where that is not the keyword itself.
RENAMED = {
    **{"p": "dropout", "T_max": "t_max", "T_0": "t_0", "T_mult": "t_mult", "size": "image_size", "rate": "dropout"},
    **{"n_epoch": "epochs", "cyc_len": "epochs", "C": "regularization_c", "k": "k_best", "r": "lora_rank"},
    **{"pretrained_model_name_or_path": "model_name", "model_name_or_path": "model_name", "model": "model_name"},
    **{"bs": "batch_size", "optim": "optimizer", "output_dim": "embedding_dim", "ps": "dropout", "wd": "weight_decay"},
    **{"stopping_rounds": "early_stopping_rounds"},
}


def find_literals(
    text: str, imports: Mapping[str, str], taken: frozenset[str], signatures: Signatures = _NONE
) -> tuple[Literal, ...]:
    """The hyperparameters in the function or the methods of the class that the text defines.

    Args:
        text: The definition.
        imports: Alias -> dotted path.
        taken: Names that are no longer free: its arguments, the attributes of a class.
        signatures: The notebook's own functions and classes.

    Returns:
        The literals, in order of appearance, each with a name that is free.
    """
    node = tree_of(text).body[0]
    groups: dict[tuple[str, str, str], list[_Found]] = {}
    for found in _widths_in_order(list(_walk(node, imports, signatures))):
        source = source_of(text, found.node) if found.times == 1 else part_of(found.node, found.times)
        groups.setdefault((found.keyword, source, found.owner), []).append(found)
    used = set(taken)
    literals: list[Literal] = []
    for (keyword, source, _), members in groups.items():
        name = _free_name(keyword, members[0], used, sum(key[0] == keyword for key in groups) > 1)
        used.add(name)
        times = tuple(f.times for f in members)
        literals.append(Literal(name, source, tuple(f.node for f in members), members[0].call, times))
    return tuple(literals)


def _free_name(keyword: str, found: _Found, used: set[str], several: bool) -> str:
    plain = keyword if found.spelled else RENAMED.get(keyword, keyword)
    if keyword in WIDTHS:  # the first, the second, the third layer
        return first_free([plain], plain, used)
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


def _widths_in_order(found: Sequence[_Found]) -> Iterator[_Found]:
    """The same, the widths of a network as one reads them: they are told apart by their numbers."""
    widths = iter(sorted((one for one in found if one.keyword in WIDTHS), key=lambda one: place_of(one.node)))
    yield from (next(widths) if one.keyword in WIDTHS else one for one in found)


def _walk(node: ast.stmt, imports: Mapping[str, str], signatures: Signatures) -> Iterator[_Found]:
    own = [node] if isinstance(node, ast.FunctionDef) else []
    body = node.body if isinstance(node, ast.ClassDef) else []
    methods = [item for item in body if isinstance(item, ast.FunctionDef) and _takes_self(item)]
    linked = hidden_sizes([node], imports)
    for method in [*own, *methods]:
        targets = _assigned_to(method)
        for call in (n for n in ast.walk(method) if isinstance(n, ast.Call)):
            name = _called(call)
            for one in with_hidden_sizes(call, hyperparameters(call, imports, signatures), linked):
                if not _within_default(method, one.node) and not sets_seed(one):
                    owner = one.call if one.scope == "class" else ""
                    target = targets.get(id(call), "")
                    yield _Found(one.keyword, one.node, name, method.name, target, owner, one.spelled, one.times)


def is_of_trainer(called: str, imports: Mapping[str, str]) -> bool:
    """Whether it is a Trainer or a callback: the command line has options of its own for those."""
    return resolve(called, imports).startswith((*_TRAINERS, *_CALLBACKS))


def hyperparameters(call: ast.Call, imports: Mapping[str, str], signatures: Signatures = _NONE) -> Iterator[Argument]:
    """The hyperparameters among the arguments of a call that are literals, with the keywords that they stand for.

    Args:
        call: The call.
        imports: Alias -> dotted path.
        signatures: The notebook's own functions and classes.
    """
    known = list(arguments_of(call, imports))
    yield from known
    if not is_known(call, imports):
        told = {id(one.node) for one in known}
        yield from (one for one in settings_of(call, imports, signatures) if id(one.node) not in told)


def with_hidden_sizes(
    call: ast.Call, found: Iterable[Argument], linked: Mapping[int, Argument | None]
) -> Iterator[Argument]:
    """The hyperparameters of a call, and the hidden sizes among its arguments under the name that all of them have.

    Args:
        call: The call.
        found: Its hyperparameters.
        linked: What `hidden_sizes` says of the whole network.
    """
    yield from (one for one in found if id(one.node) not in linked)
    arguments = [*call.args, *(word.value for word in call.keywords)]
    nodes = (node for argument in arguments for node in _within(argument))
    yield from (one for one in (linked.get(id(node)) for node in nodes) if one)


def _within(argument: ast.expr) -> Iterator[ast.expr]:
    """An argument, and the factors of it where it is a product, the items where it is a shape."""
    match argument:
        case ast.BinOp(left=left, right=right):
            yield from (*_within(left), *_within(right))
        case ast.Tuple(elts=items):
            yield from (inner for item in items for inner in _within(item))
        case _:
            yield argument


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
