"""Functions of ``train`` and ``explore`` that the command line calls around building and fitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.family.report import report_class, report_variable
from nb2pkg.family.stages import (
    Stage,
    body_texts,
    bound_names,
    constant_keys,
    draws,
    group_stages,
    merged_origins,
    needed_names,
    parameters_of,
    perhaps_unbound,
    slug,
    stage_call,
    stage_member,
)
from nb2pkg.flow.world import World
from nb2pkg.model import Member, Parameter
from nb2pkg.rules.source import function
from nb2pkg.story.effects import Effect
from nb2pkg.story.threads import Threads
from nb2pkg.text.literals import docstring


@dataclass(frozen=True, slots=True)
class Setting:
    """What a hook finds around it.

    Attributes:
        trainer: The notebook's name of the trainer.
        model: ... of the model.
        data: ... of the datamodule, or None.
        handles: Names of callbacks and loggers -> how to reach them.
        context: Computed names kept on the datamodule -> under which attribute.
        on_model: Computed names kept on the model -> under which attribute.
        on_trainer: Names an earlier hook left on the trainer -> under which attribute.
        on_data: Keys of items kept on the datamodule -> under which attribute.
        world: The program.
        threads: What is handed where.
        last_of_cell: Statements whose value the notebook shows.
    """

    trainer: str
    model: str
    data: str | None
    handles: Mapping[str, str]
    context: Mapping[str, str]
    on_model: Mapping[str, str]
    on_trainer: Mapping[str, str]
    on_data: Mapping[str, str]
    world: World
    threads: Threads
    last_of_cell: frozenset[int]


_AROUND = ("trainer", "model", "datamodule")
_ABOUT = ("    trainer: The Trainer.", "    model: The model.", "    datamodule: The datamodule.")


@dataclass(frozen=True, slots=True)
class Hook:
    """A hook and the options it takes.

    Attributes:
        member: The function.
        parameters: Its options, in the group ``train``.
    """

    member: Member
    parameters: tuple[Parameter, ...]


def hook(
    name: str, title: str, effects: Sequence[Effect], setting: Setting, keep: Mapping[str, str], result: str = ""
) -> Hook:
    """A hook ``name(trainer, model, datamodule, options...)`` made of the notebook's statements.

    Args:
        name: Its name.
        title: First line of its docstring.
        effects: Its statements.
        setting: What is around it.
        keep: Names it binds that a later hook needs -> under which attribute it leaves them on the trainer.
        result: Source of what it returns.
    """
    threads = setting.threads
    keys = constant_keys(effects, threads)
    own = [threads.items[key] for key in keys if key not in setting.on_data]
    head = f"def {name}({', '.join(parameters_of(_AROUND, own))})"
    lines = [title, "", "Args:", *_ABOUT, *(f"    {item.argument}: {item.help}" for item in own)]
    texts = [docstring("\n".join(lines), "    "), *prologue(effects, setting, keys)]
    texts += [f"{name} = None  # bound on some paths only" for name in perhaps_unbound(effects, keep, ())]
    shown = any(draws(effect, setting.world) for effect in effects)
    report = report_variable(setting.world)
    if shown:
        texts.append(f'{report} = {report_class(setting.world)}(Path(trainer.log_dir or ".") / "{name}")')
    texts += body_texts(effects, setting.world, threads, report if shown else None, setting.last_of_cell)
    if shown:
        texts.append(f"{report}.figures()")
    texts += [f"trainer.{attribute} = {name}  # for what comes after fitting" for name, attribute in keep.items()]
    if result:
        texts.append(f"return {result}")
    origins = merged_origins(effect.statement.origin for effect in effects)
    parameters = tuple(
        Parameter(i.argument, "train", i.type or "Any", i.default or "None", i.help, i.origins, i.sort) for i in own
    )
    return Hook(Member(name, "stage", function(head, texts), origins), parameters)


def prologue(effects: Sequence[Effect], setting: Setting, keys: Sequence[str]) -> list[str]:
    """Statements that give the notebook's names their values."""
    texts: list[str] = []
    given = {setting.trainer: "trainer", setting.model: "model", setting.data: "datamodule"}
    for name in needed_names(effects):
        if name in setting.on_trainer:
            texts.append(f"{name} = trainer.{setting.on_trainer[name]}")
        elif name in given:
            if given[name] != name:
                texts.append(f"{name} = {given[name]}")
        elif name in setting.handles:
            texts.append(f"{name} = {setting.handles[name]}")
        elif name in setting.context:
            texts.append(f"{name} = datamodule.{setting.context[name]}")
        elif name in setting.on_model:
            texts.append(f"{name} = model.{setting.on_model[name]}")
    for key in keys:
        if key in setting.on_data:
            argument = setting.threads.items[key].argument
            texts.append(f"{argument} = datamodule.{setting.on_data[key]}")
    return texts


def unreachable(effects: Sequence[Effect], setting: Setting) -> tuple[str, ...]:
    """Names the statements need that no hook can reach."""
    known = {setting.trainer, setting.model, setting.data} | set(setting.handles) | set(setting.on_trainer)
    known |= set(setting.context) | set(setting.on_model)
    return tuple(name for name in needed_names(effects) if name not in known)


def hidden_names(parts: Iterable[Sequence[Effect]], setting: Setting) -> str | None:
    """A name that hooks take for something of their own and that the notebook's statements use for something else."""
    given = {setting.trainer: "trainer", setting.model: "model", setting.data: "datamodule"}
    for effects in parts:
        for name in needed_names(effects):
            if name in _AROUND and given.get(name) != name:
                return name
        if "trainer" in bound_names(effects):
            return "trainer"
    return None


def explore_stages(
    effects: Sequence[Effect],
    threads: Threads,
    breaks: frozenset[int],
    taken: set[str],
    report: str,
) -> list[Stage]:
    """Stage functions for looking, one a cell's heading."""
    stages: list[Stage] = []
    groups = group_stages(effects, breaks)
    for place, group in enumerate(groups):
        later = {n for other in groups[place + 1 :] for n in needed_names(other)}
        outputs = tuple(sorted(bound_names(group) & later))
        title = group[0].statement.section or "Look at the data"
        name = free_name(slug(title, "show", always=True), taken)
        stages.append(Stage(name, title, group, needed_names(group), outputs, constant_keys(group, threads), report))
    return stages


def free_name(name: str, taken: set[str]) -> str:
    """The name, numbered where it is taken; it is taken from now on."""
    option, number = name, 2
    while option in taken:
        option, number = f"{name}_{number}", number + 1
    taken.add(option)
    return option


def explore_after(name: str, stages: Sequence[Stage], setting: Setting) -> tuple[list[Member], Hook]:
    """The function of that name that looks at the results of training, and its stages."""
    threads = setting.threads
    fixed = {
        **threads.fixed,
        **{key: "not an option here" for stage in stages for key in stage.keys if key not in setting.on_data},
    }
    local = replace(threads, fixed=fixed)
    stages = [replace(stage, keys=tuple(k for k in stage.keys if k in setting.on_data)) for stage in stages]
    members = [stage_member(stage, setting.world, local, setting.last_of_cell) for stage in stages]
    effects = [effect for stage in stages for effect in stage.effects]
    keys = [key for stage in stages for key in stage.keys]
    doc = "\n".join(["Show what training gave, as files beside the logs.", "", "Args:", *_ABOUT])
    texts = [docstring(doc, "    "), *prologue(effects, setting, list(dict.fromkeys(keys)))]
    report = f'{report_class(setting.world)}(Path(trainer.log_dir or ".") / "explore")'
    texts.append(f"{report_variable(setting.world)} = {report}")
    texts += [stage_call(stage, local) for stage in stages]
    member = Member(name, "glue", function(f"def {name}({', '.join(_AROUND)})", texts), ())
    return members, Hook(member, ())
