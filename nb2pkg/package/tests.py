"""The written package's own tests: what they build, what they may spare, where data are looked for."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.flow.source import head_of, tree_of, tree_of_file
from nb2pkg.model import LightningEntry, Member, Module, Parameter, PlainEntry, Plan
from nb2pkg.package.bindings import parsed
from nb2pkg.package.entry import commands
from nb2pkg.package.sweep import has_sweep
from nb2pkg.package.templates import render
from nb2pkg.package.values import value_of

_FILES = ("conftest.py", "test_data.py", "test_models.py", "test_cli.py")
_BATCH = 8
_ON_THE_CPU = (
    "--trainer.accelerator=cpu",
    "--trainer.devices=1",
    "--trainer.num_nodes=1",
    "--trainer.strategy=auto",
    "--trainer.precision=32-true",
)
_PATH_WORDS = frozenset(
    {"path", "dir", "file", "folder", "root", "directory", "filename", "csv", "json", "zip", "location"}
)
_OUTPUT_WORDS = frozenset({"output", "out", "save", "log", "logs", "submission", "checkpoint", "ckpt", "results"})
_NEEDS_WORKERS = frozenset({"persistent_workers", "prefetch_factor", "multiprocessing_context"})
_CHANGES_IN_PLACE = frozenset({"copy_", "lerp_", "mul_", "add_", "sub_", "div_", "clamp_", "fill_", "load_state_dict"})
_NO_ARGUMENTS = frozenset(
    {"object", "Module", "LightningModule", "LightningDataModule", "Dataset", "IterableDataset", "Callback", "Function"}
)


def render_tests(plan: Plan) -> dict[str, str]:
    """Write the tests of a package.

    Args:
        plan: What is to be written.

    Returns:
        Their texts by path. Without Lightning there are tests of data and models only where there are such modules.

    Raises:
        SafetyCheckFailed: The plan would give tests that are no Python.
    """
    values = _values(plan)
    texts = {}
    for file in _FILES:
        home = {"test_data.py": "data", "test_models.py": "models"}.get(file)
        classes = buildable(plan.modules, home) if home else ()
        if home and not classes and isinstance(plan.entry, PlainEntry):
            continue
        own = {"classes": classes, "has_module": bool(classes)}
        texts[f"tests/{file}"] = _parsed(f"tests/{file}", render(f"tests/{file}.jinja", {**values, **own}))
    return texts


def sample_paths(parameters: Iterable[Parameter]) -> dict[str, str]:
    """Return the options that name data to read, each with the notebook's path.

    Args:
        parameters: What the command line takes.

    Returns:
        Option and path, in the order of the parameters.
    """
    found = {parameter.flag: _text_of(parameter.default) for parameter in parameters if _is_data_path(parameter)}
    places = {flag: path for flag, path in found.items() if path and "://" not in path}
    # What lies in a folder comes with it.
    whole = {flag: path for flag, path in places.items() if "/" in path or not flag.endswith(("_file", "_folder"))}
    return whole or places


def quick_options(plan: Plan) -> tuple[str, ...]:
    """Return the options that make a run small: small batches, no worker processes, no download of weights."""
    if not isinstance(plan.entry, LightningEntry):
        return ()
    entry = plan.entry
    linked = {link.target for link in entry.links}
    parameters = [*(entry.data.parameters if entry.data else ()), *entry.model.parameters]
    smaller = [_smaller(parameter, plan) for parameter in parameters if parameter.flag[2:] not in linked]
    return (*(option for option in smaller if option), *_ON_THE_CPU)


def buildable(modules: Iterable[Module], name: str) -> tuple[str, ...]:
    """Return the classes of a module that can be built without arguments.

    Args:
        modules: The modules of the package; a class may inherit from one in another module.
        name: The module whose classes are asked for.

    Returns:
        Names in the order of the module. A class is left out where its bases do not tell what it takes.
    """
    classes = {node.name: node for module in modules for node in _classes(module.members)}
    own = [node for module in modules if module.name == name for node in _classes(module.members)]
    return tuple(dict.fromkeys(node.name for node in own if _needs_nothing(node, classes)))


def _values(plan: Plan) -> dict[str, object]:
    lightning = isinstance(plan.entry, LightningEntry)
    parameters = _parameters(plan)
    modules = [module.name for module in plan.modules]
    swept = ["sweep"] if has_sweep(plan) else []
    return {
        "package": plan.package,
        "distribution": plan.distribution,
        "lightning": lightning,
        "sweep": bool(swept),
        "library": plan.entry.library if isinstance(plan.entry, LightningEntry) else "",
        "variable": f"{plan.package.upper()}_DATA",
        "paths": sample_paths(parameters),
        "quick": quick_options(plan),
        "modules": [f"{plan.package}.{name}" for name in dict.fromkeys([*modules, "cli", *swept])],
        "commands": [name for name, _ in commands(plan)],
        "first": commands(plan)[0][0],
        "bad_values": _bad_values(plan),
        "config_groups": ["data", "model"] if lightning else [],
        "seed": _seed(plan),
        "updates_by_hand": _updates_by_hand(plan),
    }


def _parameters(plan: Plan) -> tuple[Parameter, ...]:
    match plan.entry:
        case LightningEntry() as entry:
            return (*(entry.data.parameters if entry.data else ()), *entry.model.parameters)
        case PlainEntry() as entry:  # those of its first command
            return tuple(one for one in entry.parameters if not entry.commands or one.group != "explore")


def _seed(plan: Plan) -> int:
    """Return the notebook's seed; where it is no number, or there is none, any will do."""
    seed = plan.entry.seed if isinstance(plan.entry, LightningEntry) else None
    return int(seed) if seed is not None and seed.isascii() and seed.isdecimal() else 0


def _bad_values(plan: Plan) -> tuple[str, ...]:
    """Return options that must be refused: a word for each number, but where the option follows another."""
    linked = {f"--{link.target}" for link in plan.entry.links} if isinstance(plan.entry, LightningEntry) else set()
    flags = [parameter.flag for parameter in _parameters(plan) if parameter.type in ("int", "float")]
    own = ["--trainer.max_epochs"] if isinstance(plan.entry, LightningEntry) else []
    return tuple(f"{flag}=word" for flag in [*flags, *own] if flag not in linked)


def _is_data_path(parameter: Parameter) -> bool:
    words = parameter.name.lower().split("_")
    return bool(_PATH_WORDS & set(words)) and not _OUTPUT_WORDS & set(words)


def _text_of(source: str) -> str | None:
    """Return the text of ``"data"`` or ``Path("data")``."""
    match parsed(source):
        case ast.Constant(value=str() as text):
            return text
        case ast.Call(func=ast.Name(id="Path"), args=[ast.Constant(value=str() as text)]):
            return text
    return None


def _smaller(parameter: Parameter, plan: Plan) -> str | None:
    found = value_of(parameter.default)
    value = found.value if found else None
    if "batch_size" in parameter.name and type(value) is int and value > _BATCH:
        return f"{parameter.flag}={_BATCH}"
    if parameter.name == "num_workers" and value and not _keywords(plan) & _NEEDS_WORKERS:
        return f"{parameter.flag}=0"
    if parameter.name == "pretrained" and value is True:
        return f"{parameter.flag}=false"
    return None


def _keywords(plan: Plan) -> frozenset[str]:
    return frozenset(node.arg for node in _nodes(plan.modules) if isinstance(node, ast.keyword) and node.arg)


def _updates_by_hand(plan: Plan) -> bool:
    """Say whether code changes tensors in place, as a moving average of weights does.

    Such a model changes parameters that no optimizer holds, and is right to.
    """
    for node in _nodes(plan.modules):
        match node:
            case ast.Attribute(attr=name) if name in _CHANGES_IN_PLACE:
                return True
            case ast.Attribute(attr="data", ctx=ast.Store()):
                return True
    return False


def _nodes(modules: Iterable[Module]) -> Iterator[ast.AST]:
    for module in modules:
        if module.name != "explore":
            for member in module.members:
                yield from ast.walk(tree_of(member.code))


def _classes(members: Iterable[Member]) -> Iterator[ast.ClassDef]:
    for member in members:
        yield from (node for node in tree_of(member.code).body if isinstance(node, ast.ClassDef))


def _needs_nothing(node: ast.ClassDef, classes: dict[str, ast.ClassDef], below: frozenset[str] = frozenset()) -> bool:
    if node.decorator_list or node.keywords or node.name in below:
        return False
    for child in node.body:
        if isinstance(child, ast.FunctionDef) and child.name in ("__init__", "__new__"):
            return _takes_nothing(child.args)
    bases = [head_of(base) for base in node.bases]
    return all(
        _needs_nothing(classes[base], classes, below | {node.name}) if base in classes else base in _NO_ARGUMENTS
        for base in bases
    )


def _takes_nothing(arguments: ast.arguments) -> bool:
    positional = [*arguments.posonlyargs, *arguments.args]
    needed = len(positional) - len(arguments.defaults) - 1
    return needed <= 0 and all(default is not None for default in arguments.kw_defaults)


def _parsed(path: str, text: str) -> str:
    try:
        tree_of_file(text, path)
    except SyntaxError as error:
        raise SafetyCheckFailed(f"a test would not be Python: {error}", file=path) from error
    return text
