"""What README.md is filled with."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from nb2pkg.model import LightningEntry, Plan
from nb2pkg.package.cluster import finds_batch_size
from nb2pkg.package.config import Setting, settings_of
from nb2pkg.package.entry import commands, explores
from nb2pkg.package.extra import copied_files
from nb2pkg.package.sweep import has_sweep
from nb2pkg.package.values import value_of
from nb2pkg.params.kinds import type_of
from nb2pkg.params.known import known_help

# Settings that people turn, first of all these.
_TURNED = ("lr", "learning_rate", "batch_size", "max_epochs", "epochs", "weight_decay", "dropout")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of flags."""

    flag: str
    type: str
    default: str
    help: str


def readme_values(plan: Plan, notebook: str) -> dict[str, object]:
    """Return the values of the README's template.

    Args:
        plan: The decision record.
        notebook: Path of the slim notebook in the tree.

    Returns:
        What the template asks for.
    """
    settings = [one for one in settings_of(plan) if not one.follows]
    answers = [name for name, _ in commands(plan)]
    others = [name for name in answers if name not in ("explore", "sweep")]
    return {
        "title": plan.title,
        "summary": plan.summary,
        "distribution": plan.distribution,
        "package": plan.package,
        "commands": others or answers,
        "example": _example(settings),
        "rows": [_row(one, plan) for one in settings],
        "explore": explores(plan) and bool(others),
        "sweep": has_sweep(plan),
        "trainer": isinstance(plan.entry, LightningEntry),
        "batch_size": finds_batch_size(plan),
        "secrets": secret_variables(plan),
        "system_packages": plan.system_packages,
        "notebook": notebook,
        "copied": copied_files(plan),
    }


def secret_variables(plan: Plan) -> tuple[str, ...]:
    """Return the environment variables that stand for secrets, sorted."""
    return tuple(sorted({secret.variable for secret in plan.secrets}))


def _row(one: Setting, plan: Plan) -> Row:
    flag = f"--{one.group}.{one.name}" if one.group else f"--{one.name}"
    types = {parameter.flag: parameter.type for parameter in plan.parameters}
    found = value_of(one.source)
    asked = type_of(one.name, one.source)
    kind = types.get(flag) or (type(found.value).__name__ if found else asked if asked != "Any" else "any")
    # The Trainer's own arguments have no words of the notebook where their values are no plain ones.
    words = one.help or (known_help(one.name, "Trainer") if one.group == "trainer" else "")
    return Row(flag, kind, one.source, words)


def _example(settings: list[Setting]) -> list[str]:
    """Return one flag with a value that is not its own: a number that people turn, twice or half as large."""
    found = [(one, value) for one in settings if (value := _other_value(one)) is not None]
    if not found:
        return []
    one, value = min(found, key=lambda pair: _rank(pair[0]))
    return [f"--{one.group}.{one.name}" if one.group else f"--{one.name}", value]


def _rank(one: Setting) -> tuple[int, int]:
    turned = one.name if one.name in _TURNED else next((end for end in _TURNED if one.name.endswith(f"_{end}")), "")
    groups = ("model", "data", "trainer", "")
    return (
        _TURNED.index(turned) if turned else len(_TURNED) + ("." not in one.source),
        groups.index(one.group) if one.group in groups else len(groups),
    )


def _other_value(one: Setting) -> str | None:
    """Return twice a positive whole number, half of a positive other; None for what is no such number."""
    found = value_of(one.source)
    if found is None or isinstance(found.value, bool) or one.name.startswith("seed"):
        return None
    match found.value:
        case int(number) if number > 0:
            return str(2 * number)
        case float(number) if 0 < number < inf:
            return str(number / 2)
    return None
