"""The ``sweep`` command of a package: trials of ``fit``, and ``configs/sweep.yaml``, which says what they try."""

from __future__ import annotations

from nb2pkg.model import LightningEntry, Plan
from nb2pkg.package.config import settings_of
from nb2pkg.package.metric import Metric, metric_of
from nb2pkg.package.space import Tried, tried
from nb2pkg.package.templates import render
from nb2pkg.package.values import value_of
from nb2pkg.text.literals import comment, one_line, yaml_string, yaml_value

PATH = "configs/sweep.yaml"


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
