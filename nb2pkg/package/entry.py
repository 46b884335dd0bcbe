"""The written command line: ``cli.py`` of a package, heavy imports inside its functions."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.flow.source import head_of, tree_of_file
from nb2pkg.model import Callback, LightningEntry, PlainEntry, Plan, Target
from nb2pkg.package.bindings import bound_by, imports_for, parsed
from nb2pkg.package.supported import unsupported
from nb2pkg.package.sweep import has_sweep
from nb2pkg.package.templates import render
from nb2pkg.params.bounds import is_bounded
from nb2pkg.text.literals import one_line

_CONTEXT = ("trainer", "model", "datamodule")
_AROUND_FIT = ("make_callbacks", "before_fit", "after_fit")
_LIGHTNING_COMMANDS = (
    ("fit", "train the model"),
    ("validate", "measure the model on the validation data"),
    ("test", "measure the model on the test data"),
    ("predict", "predict with the model and save the predictions"),
)
_PLAIN_COMMANDS = {
    "fit": "train the model",
    "predict": "predict with the model",
    "evaluate": "measure the model",
}
_TRAINING = frozenset("fit partial_fit backward minimize learn apply_gradients gradient".split())
_EXPLORE = ("explore", "run the exploration and save its figures and tables")
_SWEEP = ("sweep", "try other values: trials of fit, by Optuna")
_PLAIN_TYPES = frozenset(
    {"int", "float", "str", "bool", "list", "dict", "tuple", "List", "Dict", "Tuple", "Optional", "Union", "Literal"}
)
_DRAWING = frozenset({"matplotlib", "seaborn", "pandas"})


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """Options of a hook: what it takes beyond trainer, model and data module.

    Attributes:
        hook: The function of ``train``.
        skip: Source of the set of arguments that are no options of this hook.
    """

    hook: str
    skip: str


def render_entry(plan: Plan) -> dict[str, str]:
    """Write the command line of a package.

    Args:
        plan: What is to be written.

    Returns:
        The text of ``cli.py`` by its path.

    Raises:
        SafetyCheckFailed: The plan names something that no module of the package binds.
    """
    match plan.entry:
        case LightningEntry() as entry:
            text = render("cli.py.jinja", _lightning_values(plan, entry))
        case PlainEntry() as entry:
            text = render("plain_cli.py.jinja", _plain_values(plan, entry))
    path = f"{plan.package}/cli.py"
    return {path: _parsed(path, text)}


def explores(plan: Plan) -> bool:
    """Say whether the package has an ``explore`` command."""
    members = [member for module in plan.modules if module.name == "explore" for member in module.members]
    return any("explore" in bound_by(member) for member in members)


def commands(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return the commands that a package answers to, each with what it does."""
    listed: tuple[tuple[str, str], ...]
    match plan.entry:
        case LightningEntry() as lightning:
            missing = unsupported(plan, lightning)
            listed = tuple(pair for pair in _LIGHTNING_COMMANDS if pair[0] not in missing)
        case PlainEntry() as entry:
            said = _PLAIN_COMMANDS if _trains(plan) else {**_PLAIN_COMMANDS, "fit": "run the notebook's steps"}
            listed = tuple((name, said.get(name, f"run {function}")) for name, function in entry.commands)
    added = (*((_EXPLORE,) if explores(plan) else ()), *((_SWEEP,) if has_sweep(plan) else ()))
    return (*listed, *(pair for pair in added if pair[0] not in dict(listed)))


def _trains(plan: Plan) -> bool:
    """Say whether anything in the package looks like training."""
    codes = [member.code for module in plan.modules for member in module.members]
    calls = (node.func for code in codes for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    names = {head_of(one) for one in calls}
    return any(name in _TRAINING or name.startswith(("train", "fit_", "fine_tune")) for name in names)


def checkpoint_has_options(plan: Plan, model: Target) -> bool:
    """Say whether the hyperparameters in a checkpoint are the options of the model.

    They are where the command line builds the class itself, the class saves its own arguments, and these are of types
    that torch reads from a file it does not trust.
    """
    if model.is_factory or any(not _is_plain(parameter.type) for parameter in model.parameters):
        return False
    members = [member for module in plan.modules for member in module.members if member.name == model.class_name]
    nodes = [node for member in members for node in ast.walk(ast.parse(member.code))]
    return not any(isinstance(node, ast.Call) and _saves_other_names(node) for node in nodes)


def target_import(target: Target, plan: Plan) -> str:
    """Return the import of what the command line builds."""
    own = any(module.name == target.module for module in plan.modules)
    return f"from {'.' if own else ''}{target.module} import {target.name}"


def _lightning_values(plan: Plan, entry: LightningEntry) -> dict[str, object]:
    options = _train_options(plan, entry)
    seed = entry.seed if entry.seed is not None else "False"
    looks = bool(entry.explore_after) and _draws(plan)
    workers = entry.seed is not None and not entry.seed_workers
    return {
        "distribution": plan.distribution,
        "help": _help(plan),
        "library": entry.library,
        "explore": explores(plan),
        "sweep": has_sweep(plan),
        "target_imports": [
            *(target_import(target, plan) for target in (entry.data, entry.model) if target),
            *imports_for([seed], plan),
        ],
        "model": entry.model.name,
        "model_class": entry.model.class_name,
        "data": entry.data.name if entry.data else None,
        "seed": seed,
        "trainer": entry.trainer,
        "trainer_imports": imports_for((value for _, value in entry.trainer), plan),
        "class_imports": _class_imports(plan, entry, workers=workers),
        "links": entry.links,
        "callbacks": entry.callbacks,
        "train_options": options,
        "arguments": {name: _arguments(plan, entry, name) for name in (*_AROUND_FIT, *entry.explore_after)},
        "gives": {hook: _gives(plan, entry, hook) for hook in _AROUND_FIT},
        "checkpoint_has_options": checkpoint_has_options(plan, entry.model),
        "hooks": entry.hooks,
        "explore_after": entry.explore_after,
        "parts": {
            "order": entry.data is not None and not entry.model_first,
            "workers": workers,
            "before_build": workers or "prepare_environment" in entry.hooks,
            "make_callbacks": "make_callbacks" in entry.hooks,
            "looks": looks,
            "drawn": entry.draws,
            "figures": looks or entry.draws,
        },
    }


def _plain_values(plan: Plan, entry: PlainEntry) -> dict[str, object]:
    groups = {parameter.name: parameter.group for parameter in entry.parameters if parameter.group}
    return {
        "distribution": plan.distribution,
        "bounded": _is_bounded(plan),
        "help": _help(plan),
        "explore": explores(plan),
        "commands": entry.commands,
        "first": commands(plan)[0][0],
        "environment": entry.environment,
        "functions": sorted({function for _, function in entry.commands}),
        "groups": groups,
        "group_names": list(dict.fromkeys(groups.values())),
    }


def _is_bounded(plan: Plan) -> bool:
    """Say whether an option takes only numbers within bounds."""
    return any(is_bounded(parameter.type) for parameter in plan.parameters)


def _help(plan: Plan) -> list[str]:
    listed = commands(plan)
    width = max(len(name) for name, _ in listed)
    title = one_line(plan.title)
    return [
        f"usage: {plan.distribution} [-h] [--version] COMMAND ...",
        "",
        *((title, "") if title else ()),
        "commands:",
        *(f"  {name:<{width}}  {what}" for name, what in listed),
        "",
        f"Options of a command: {plan.distribution} {listed[0][0]} --help",
        "Options hold from left to right, so a --config comes first.",
    ]


def _class_imports(plan: Plan, entry: LightningEntry, *, workers: bool) -> list[str]:
    callbacks = [callback.import_line for callback in entry.callbacks]
    values = [value for callback in entry.callbacks for _, value in callback.defaults]
    statements = [
        *(["import os"] if workers else []),
        "from pathlib import Path",
        "import torch",
        f"from {entry.library}.cli import LightningCLI",
        *callbacks,
        *imports_for(values, plan),
        *(["from . import explore"] if entry.explore_after else []),
        *(["from . import train"] if entry.hooks else []),
    ]
    for callback in entry.callbacks:
        _must_import(callback)
    return list(dict.fromkeys(statements))


def _must_import(callback: Callback) -> None:
    nodes = ast.parse(callback.import_line).body
    if not all(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes):
        raise SafetyCheckFailed(f"the plan imports {callback.class_name} with something that is no import")


def _train_options(plan: Plan, entry: LightningEntry) -> list[TrainOptions]:
    """Find the options of the hooks around training; one that two hooks take is one option."""
    options: list[TrainOptions] = []
    seen: set[str] = set()
    given = {*_CONTEXT, *entry.results, *dict(entry.follows)}
    for hook in ("before_fit", "after_fit"):
        taken = _parameters_of(plan, hook) if hook in entry.hooks else ()
        names = tuple(name for name in taken if name not in given)
        if names:
            skip = sorted({*(given & set(taken)), *(seen & set(names))})
            seen |= set(names)
            options.append(TrainOptions(hook, "{" + ", ".join(f'"{name}"' for name in skip) + "}"))
    return options


def _parameters_of(plan: Plan, function: str) -> tuple[str, ...]:
    """The parameters of a function around training."""
    members = [member for module in plan.modules if module.name in ("train", "explore") for member in module.members]
    nodes = [node for member in members for node in ast.parse(member.code).body]
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return tuple(argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))
    return ()


def _arguments(plan: Plan, entry: LightningEntry, function: str) -> str:
    """What a function around training is called with, beyond trainer, model and data module."""
    config = "options" if function == "make_callbacks" else "self.config.fit"
    follows = dict(entry.follows)
    given: list[str] = []
    for name in _parameters_of(plan, function):
        if name in entry.results:
            given.append(f'{name}=results["{name}"]')
        elif name not in _CONTEXT:
            given.append(f"{name}={config}.{follows.get(name, f'train.{name}')}")
    return "".join(f", {argument}" for argument in given)


def _gives(plan: Plan, entry: LightningEntry, hook: str) -> bool:
    """Say whether a hook gives results to later ones."""
    members = [member for module in plan.modules if module.name == "train" for member in module.members]
    nodes = [node for member in members if member.name == hook for node in ast.parse(member.code).body]
    last = nodes[0].body[-1] if nodes and isinstance(nodes[0], ast.FunctionDef) else None
    return bool(entry.results) and isinstance(last, ast.Return)


def _is_plain(annotation: str) -> bool:
    names = [node.id for node in ast.walk(parsed(annotation)) if isinstance(node, ast.Name)]
    return _PLAIN_TYPES.issuperset(names)


def _saves_other_names(call: ast.Call) -> bool:
    """Tell ``save_hyperparameters(config)`` from ``save_hyperparameters()`` and ``save_hyperparameters("lr")``."""
    match call.func:
        case ast.Attribute(attr="save_hyperparameters"):
            return not all(isinstance(value, ast.Constant) for value in call.args)
    return False


def _draws(plan: Plan) -> bool:
    modules = [module for module in plan.modules if module.name == "explore"]
    trees = [ast.parse(statement) for module in modules for statement in module.imports]
    names = [alias.name for tree in trees for node in tree.body if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for tree in trees for node in tree.body if isinstance(node, ast.ImportFrom)]
    return any(name.partition(".")[0] in _DRAWING for name in names)


def _parsed(path: str, text: str) -> str:
    try:
        tree_of_file(text, path)
    except SyntaxError as error:
        raise SafetyCheckFailed(f"the command line would not be Python: {error}") from error
    return text
