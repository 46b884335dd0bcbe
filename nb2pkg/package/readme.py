"""What README.md is filled with."""

from __future__ import annotations

from dataclasses import dataclass

from nb2pkg.model import Plan
from nb2pkg.package.config import Setting, settings_of
from nb2pkg.package.entry import commands, explores
from nb2pkg.package.values import value_of


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
    return {
        "title": plan.title,
        "summary": plan.summary,
        "distribution": plan.distribution,
        "package": plan.package,
        "commands": [name for name, _ in commands(plan) if name != "explore"],
        "example": _example(settings),
        "rows": [_row(one, plan) for one in settings],
        "explore": explores(plan),
        "secrets": secret_variables(plan),
        "system_packages": plan.system_packages,
        "notebook": notebook,
    }


def secret_variables(plan: Plan) -> tuple[str, ...]:
    """Return the environment variables that stand for secrets, sorted."""
    return tuple(sorted({secret.variable for secret in plan.secrets}))


def _row(one: Setting, plan: Plan) -> Row:
    flag = f"--{one.group}.{one.name}" if one.group else f"--{one.name}"
    types = {parameter.flag: parameter.type for parameter in plan.parameters}
    found = value_of(one.source)
    return Row(flag, types.get(flag) or (type(found.value).__name__ if found else "any"), one.source, one.help)


def _example(settings: list[Setting]) -> list[str]:
    """Return one flag with its own value, to show how flags are written."""
    ranks = {"model": 0, "data": 1, "trainer": 2}
    for one in sorted(settings, key=lambda one: ranks.get(one.group, len(ranks))):
        found = value_of(one.source)
        if found is not None and isinstance(found.value, int | float) and not isinstance(found.value, bool):
            flag = f"{one.group}.{one.name}" if one.group else one.name
            return [f"--{flag}", str(found.value)]
    return []
