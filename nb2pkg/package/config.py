"""``configs/default.yaml``: every flag of ``fit`` at the notebook's value, as ``--config`` reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nb2pkg.model import LightningEntry, Parameter, PlainEntry, Plan
from nb2pkg.package.values import value_of
from nb2pkg.text.literals import comment, one_line, yaml_value

PATH = "configs/default.yaml"
_FIRST_GROUPS = ("", "seed_everything", "trainer", "model", "data")


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the file.

    Attributes:
        group: Group of flags, empty at the top.
        name: The flag within it.
        source: The value, as Python source.
        help: One line about it.
        follows: The argument that it follows, which the command line then does not accept; empty for none.
    """

    group: str
    name: str
    source: str
    help: str = ""
    follows: str = ""


def default_config(plan: Plan) -> str:
    """Return the text of the configuration file.

    Args:
        plan: The decision record.

    Returns:
        YAML that ``fit --config`` loads; what YAML cannot say, or what follows another argument, is a comment.
    """
    command = "explore" if _only_explores(plan) else "fit"
    head = comment(
        f"Every flag of `{plan.distribution} {command}` at the notebook's value.\n"
        f"Use: {plan.distribution} {command} --config {PATH}, then flags that differ."
    )
    settings = settings_of(plan)
    groups = dict.fromkeys(one.group for one in settings)
    blocks = [_block(group, [one for one in settings if one.group == group]) for group in groups]
    body = "\n".join(block for block in blocks if block)
    return f"{head}\n{body}" if _says_something(body) else f"{head}\n{body}{{}}\n"


def settings_of(plan: Plan) -> tuple[Setting, ...]:
    """Return what ``fit`` accepts, by group and in the order of the plan, each flag once."""
    entry = plan.entry
    if isinstance(entry, PlainEntry):
        everything = _only_explores(plan)
        candidates = [_setting(p) for p in entry.parameters or plan.parameters if everything or p.group != "explore"]
        candidates += [Setting("", one.name, f'"{one.default}"', one.help) for one in entry.folders]
    else:
        candidates = [*_of_lightning(plan.parameters, entry)]
    found: dict[tuple[str, str], Setting] = {}
    for setting in candidates:
        if setting.name.isidentifier():
            found.setdefault((setting.group, setting.name), setting)
    return tuple(sorted(found.values(), key=lambda one: _rank(one.group)))


def _only_explores(plan: Plan) -> bool:
    return isinstance(plan.entry, PlainEntry) and not plan.entry.commands


def _of_lightning(parameters: Iterable[Parameter], entry: LightningEntry) -> Iterable[Setting]:
    """Yield the flags of a LightningCLI: the seed, the trainer, both slots and the callbacks."""
    slots = {"model": entry.model.parameters, "data": entry.data.parameters if entry.data else ()}
    accepted = {(group, one.name) for group, ones in slots.items() for one in ones}
    callbacks = {one.key for one in entry.callbacks}
    links = {link.target: link.source for link in entry.links}
    for one in (*parameters, *entry.model.parameters, *slots["data"]):
        in_slot = one.group in slots and (not slots[one.group] or (one.group, one.name) in accepted)
        if in_slot or one.group == "trainer" or one.group in callbacks or one.flag == "--seed_everything":
            yield _setting(one, links.get(f"{one.group}.{one.name}", ""))
    if entry.seed is not None:
        yield Setting("", "seed_everything", entry.seed)
    for name, source in entry.trainer:
        yield Setting("trainer", name, source)
    for callback in entry.callbacks:
        for name, source in callback.defaults:
            yield Setting(callback.key, name, source)


def _setting(one: Parameter, follows: str = "") -> Setting:
    return Setting(one.group, one.name, one.shown, one.help, follows)


def _block(group: str, settings: list[Setting]) -> str:
    indent = "  " if group else ""
    lines = [line for one in settings for line in _lines(one, indent)]
    if not lines:
        return ""
    if group:
        # A group of comments alone would be null, which no group may be.
        lines.insert(0, f"{group}:" if any(not line.lstrip().startswith("#") for line in lines) else f"# {group}:")
    return "\n".join(lines) + "\n"


def _lines(one: Setting, indent: str) -> list[str]:
    told = [comment(one_line(one.help), indent)] if one.help.strip() else []
    if one.follows:
        return [*told, comment(f"{one.name}: follows {one.follows}", indent)]
    found = value_of(one.source)
    text = None if found is None else yaml_value(found.value)
    if text is None:
        return [*told, comment(f"{one.name}: {one_line(one.source)} (built in code)", indent)]
    return [*told, f"{indent}{one.name}: {text}"]


def _rank(group: str) -> tuple[int, str]:
    return (_FIRST_GROUPS.index(group) if group in _FIRST_GROUPS else len(_FIRST_GROUPS), group)


def _says_something(body: str) -> bool:
    return any(line and not line.lstrip().startswith("#") for line in body.split("\n"))
