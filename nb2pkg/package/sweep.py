"""The ``sweep`` command of a package: trials of ``fit``, and ``configs/sweep.yaml``, which says what they try."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from nb2pkg.flow.source import tree_of
from nb2pkg.model import LightningEntry, Plan
from nb2pkg.package.config import settings_of
from nb2pkg.package.space import Tried, tried
from nb2pkg.package.templates import render
from nb2pkg.package.values import value_of
from nb2pkg.text.literals import comment, one_line, yaml_string, yaml_value

PATH = "configs/sweep.yaml"
_LOWER = frozenset("loss err error mse rmse mae mape rmsle perplexity ppl wer cer nll bpd".split())
_HIGHER = frozenset(
    "acc accuracy f1 auc auroc score precision recall iou miou dice r2 kappa map ap top1 bleu psnr ssim".split()
)
_VALIDATION = frozenset({"val", "valid", "validation", "dev"})


@dataclass(frozen=True, slots=True)
class Metric:
    """What decides which trial is best.

    Attributes:
        name: As it is logged; empty where nothing is known.
        direction: ``"minimize"``, ``"maximize"`` or empty.
    """

    name: str = ""
    direction: str = ""


def has_sweep(plan: Plan) -> bool:
    """Say whether the package has a ``sweep`` command: what Lightning logs can be compared."""
    return isinstance(plan.entry, LightningEntry)


def render_sweep(plan: Plan) -> dict[str, str]:
    """Return the module of the command by its path, or nothing."""
    if not isinstance(plan.entry, LightningEntry):
        return {}
    values = {"distribution": plan.distribution, "package": plan.package, "library": plan.entry.library}
    return {f"{plan.package}/sweep.py": render("sweep.py.jinja", values)}


def sweep_config(plan: Plan) -> dict[str, str]:
    """Return the file that a person edits by its path, or nothing.

    Args:
        plan: The decision record.

    Returns:
        YAML that ``sweep --config`` loads.
    """
    if not isinstance(plan.entry, LightningEntry):
        return {}
    head = comment(
        f"What `{plan.distribution} sweep --config {PATH}` tries; made to be edited.\n"
        "A trial is a run of fit. Numbers lie between low and high (log: on a scale of powers), or are choices."
    )
    blocks = [head, _metric_lines(metric_of(plan)), _fit_lines(plan.entry), _space_lines(search_space(plan))]
    return {PATH: "\n".join(blocks) + "\n"}


def search_space(plan: Plan) -> tuple[Tried, ...]:
    """Return what a sweep tries, in the order of the flags."""
    types = {one.flag: one.type for one in plan.parameters}
    flags = [(one, f"--{one.group}.{one.name}" if one.group else f"--{one.name}") for one in settings_of(plan)]
    found = [tried(one, types.get(flag, "")) for one, flag in flags]
    return tuple(one for one in found if one)


def metric_of(plan: Plan) -> Metric:
    """Return what the notebook itself looks at: what its callbacks watch, else what it logs of validation."""
    watched = [one for one in _watched(plan) if one.name]
    logged = list(dict.fromkeys(_logged(plan)))
    names = [one for one in logged if not _VALIDATION.isdisjoint(_words(one))] or logged
    # A loss is there for every kind of task.
    names = [*(one for one in names if "loss" in _words(one)), *names]
    found = watched[0] if watched else Metric(names[0]) if names else Metric()
    return found if found.direction else Metric(found.name, _direction(found.name))


def _watched(plan: Plan) -> Iterator[Metric]:
    """Yield what callbacks watch: ModelCheckpoint first, then others, then those that code builds."""
    entry = plan.entry
    callbacks = entry.callbacks if isinstance(entry, LightningEntry) else ()
    for callback in sorted(callbacks, key=lambda one: one.class_name != "ModelCheckpoint"):
        given = dict(callback.defaults)
        yield _watching(given.get("monitor", ""), given.get("mode", ""), callback.class_name)
    for node in _nodes(plan):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), keywords=keywords):
                given = {one.arg: ast.unparse(one.value) for one in keywords if one.arg}
                if name in ("ModelCheckpoint", "EarlyStopping"):
                    yield _watching(given.get("monitor", ""), given.get("mode", ""), name)


def _watching(monitor: str, mode: str, class_name: str) -> Metric:
    name, how = value_of(monitor), value_of(mode)
    # Both callbacks take the lower for the better one unless they are told.
    own = "min" if class_name in ("ModelCheckpoint", "EarlyStopping") else ""
    text = how.value if how else own
    direction = {"min": "minimize", "max": "maximize"}.get(str(text), "")
    return Metric(name.value, direction) if name and isinstance(name.value, str) else Metric()


def _logged(plan: Plan) -> Iterator[str]:
    for node in _nodes(plan):
        match node:
            case ast.Call(func=ast.Attribute(attr="log"), args=[ast.Constant(value=str(name)), _, *_]):
                yield name
            case ast.Call(func=ast.Attribute(attr="log_dict"), args=[ast.Dict(keys=keys), *_]):
                yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def _nodes(plan: Plan) -> Iterator[ast.AST]:
    for module in plan.modules:
        for member in module.members:
            if module.name != "explore":
                yield from ast.walk(tree_of(member.code))


def _words(name: str) -> frozenset[str]:
    return frozenset(name.lower().replace("/", "_").replace("-", "_").replace(" ", "_").split("_"))


def _direction(name: str) -> str:
    words = _words(name)
    if words & _LOWER:
        return "minimize"
    return "maximize" if words & _HIGHER else ""


def _metric_lines(metric: Metric) -> str:
    name = f"metric: {yaml_string(metric.name)}" if metric.name else "# metric: val_loss"
    told = "What fit logs and trials are compared by, at the end of training"
    if metric.direction:
        return "\n".join([comment(f"{told}."), name, f"direction: {metric.direction}"])
    missing = "fill in the direction" if metric.name else "fill in both"
    return "\n".join([comment(f"{told}: {missing}."), name, "# direction: minimize"])


def _fit_lines(entry: LightningEntry) -> str:
    lines = [
        comment("Options of fit for every trial; {folder} is a folder of its own for each."),
        "fit:",
        '  trainer.default_root_dir: "{folder}"',
        "  trainer.enable_progress_bar: false",
    ]
    loggers = [value_of(source) for name, source in entry.trainer if name == "logger"]
    match loggers:
        case [found] if found and isinstance(found.value, dict):
            if "save_dir" in found.value.get("init_args", {}):
                lines.append('  trainer.logger.init_args.save_dir: "{folder}"')
    for callback in entry.callbacks:
        if "dirpath" in dict(callback.defaults):
            lines.append(f'  {callback.key}.dirpath: "{{folder}}"')
    return "\n".join(lines)


def _space_lines(space: tuple[Tried, ...]) -> str:
    if not space:
        return comment("Nothing that is usually tried: write options of fit here.\n  model.lr: {low: 1.0e-4, ...}") + (
            "\nspace: {}"
        )
    lines = ["space:"]
    for one in space:
        told = f"{one.help.strip().rstrip('.')}; " if one.help.strip() else ""
        lines.append(comment(one_line(f"{told}the notebook has {one.default}."), "  "))
        lines.append(f"  {one.option}: {yaml_value(one.values)}")
    return "\n".join(lines)
