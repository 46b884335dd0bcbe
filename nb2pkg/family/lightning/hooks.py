"""Functions of ``train`` and ``explore`` that the command line calls around building and fitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.family.assemble import names_in
from nb2pkg.family.drawn import draws
from nb2pkg.family.report import report_class, report_variable
from nb2pkg.family.stage_names import stage_name
from nb2pkg.family.stages import (
    Stage,
    body_texts,
    bound_names,
    constant_keys,
    described_item,
    group_stages,
    merged_origins,
    needed_names,
    parameters_of,
    perhaps_unbound,
    stage_call,
    stage_member,
)
from nb2pkg.flow.world import World
from nb2pkg.model import Member, Parameter
from nb2pkg.rules.docstring_entry import Described, function_doc
from nb2pkg.rules.source import function
from nb2pkg.story.effects import Effect
from nb2pkg.story.threads import Threads


@dataclass(frozen=True, slots=True)
class Setting:
    """What a hook finds around it.

    Attributes:
        trainer: The notebook's name of the trainer.
        model: ... of the model.
        data: ... of the datamodule, or None.
        handles: Names of callbacks and loggers -> how to reach them.
        context: Names kept on the datamodule -> under which attribute.
        objects: Keys of items that are kept there.
        on_model: Computed names kept on the model -> under which attribute.
        results: Names that an earlier hook gives -> under which argument.
        options: Keys of items that are options of data or model -> which (``"data.batch_size"``).
        world: The program.
        threads: What is handed where.
        last_of_cell: Statements whose value the notebook shows.
    """

    trainer: str
    model: str
    data: str | None
    handles: Mapping[str, str]
    context: Mapping[str, str]
    objects: frozenset[str]
    on_model: Mapping[str, str]
    results: Mapping[str, str]
    options: Mapping[str, str]
    world: World
    threads: Threads
    last_of_cell: frozenset[int]


_AROUND = ("trainer", "model", "datamodule")
_ABOUT = (
    Described("trainer", "The Trainer."),
    Described("model", "The model."),
    Described("datamodule", "The datamodule."),
)


@dataclass(frozen=True, slots=True)
class Hook:
    """A hook and the options it takes.

    Attributes:
        member: The function.
        parameters: Its options, in the group ``train``.
        follows: Arguments that follow an option of data or model -> which.
    """

    member: Member
    parameters: tuple[Parameter, ...]
    follows: Mapping[str, str]


def hook(name: str, title: str, effects: Sequence[Effect], setting: Setting, gives: Mapping[str, str]) -> Hook:
    """A hook ``name(trainer, model, datamodule, results..., options...)`` made of the notebook's statements.

    Args:
        name: Its name.
        title: First line of its docstring.
        effects: Its statements.
        setting: What is around it.
        gives: Names it binds that a later hook needs -> under which argument that takes them.
    """
    threads = setting.threads
    keys = constant_keys(effects, threads)
    texts = [*prologue(effects, setting), *kept_objects(keys, setting)]
    keys = tuple(key for key in keys if key not in setting.objects)
    texts += [f"{name} = None  # bound on some paths only" for name in perhaps_unbound(effects, gives, ())]
    shown = any(draws(effect, setting.world) for effect in effects)
    report = report_variable(setting.world)
    if shown:
        texts.append(f'{report} = {report_class(setting.world)}(Path(trainer.log_dir or ".") / "{name}")')
    texts += body_texts(effects, setting.world, threads, report if shown else None, setting.last_of_cell)
    if shown:
        texts.append(f"{report}.figures()")
    if gives:
        pairs = (f'"{argument}": {name}' for name, argument in gives.items())
        texts.append(f"return {{{', '.join(pairs)}}}")
    # A class whose arguments are options may be used without being built: ``Net.load_from_checkpoint(path)``.
    mentioned = names_in("\n".join(texts))
    keys = tuple(key for key in keys if threads.items[key].argument in mentioned)
    origins = merged_origins(effect.statement.origin for effect in effects)
    made = _written(name, "stage", title, effects, keys, texts, setting, tuple(gives))
    return replace(made, member=replace(made.member, origins=origins))


def _written(
    name: str,
    sort: str,
    title: str,
    effects: Sequence[Effect],
    keys: Sequence[str],
    texts: Sequence[str],
    setting: Setting,
    gives: Sequence[str] = (),
) -> Hook:
    """The function with its arguments: what is around it, results of earlier hooks, options."""
    items = [setting.threads.items[key] for key in keys]
    results = {n: setting.results[n] for n in needed_names(effects) if n in setting.results}
    arguments = [
        *_ABOUT,
        *(Described(argument, f"`{n}`, as computed before.") for n, argument in results.items()),
        *(described_item(item, option=True) for item in items),
    ]
    returns = [f"{', '.join(f'`{n}`' for n in gives)}, for what comes later."] if gives else []
    head = f"def {name}({', '.join(parameters_of([*_AROUND, *results.values()], items))})"
    code = function(head, [function_doc(title, arguments, returns), *texts])
    own = [setting.threads.items[key] for key in keys if key not in setting.options]
    parameters = tuple(
        Parameter(i.argument, "train", i.type or "Any", i.default or "None", i.help, i.origins, i.source) for i in own
    )
    follows = {setting.threads.items[key].argument: setting.options[key] for key in keys if key in setting.options}
    return Hook(Member(name, sort, code, ()), parameters, follows)


def prologue(effects: Sequence[Effect], setting: Setting) -> list[str]:
    """Statements that give the notebook's names their values."""
    texts: list[str] = []
    given = {setting.trainer: "trainer", setting.model: "model", setting.data: "datamodule"}
    for name in needed_names(effects):
        if name in setting.results:
            source = setting.results[name]
        elif name in given:
            source = given[name]
        elif name in setting.handles:
            source = setting.handles[name]
        elif name in setting.context:
            source = f"datamodule.{setting.context[name]}"
        elif name in setting.on_model:
            source = f"model.{setting.on_model[name]}"
        else:
            continue
        if source != name:
            texts.append(f"{name} = {source}")
    return texts


def kept_objects(keys: Iterable[str], setting: Setting) -> list[str]:
    """Statements that fetch what the datamodule keeps, as the notebook left it."""
    names = [setting.threads.items[key].argument for key in keys if key in setting.objects]
    return [f"{name} = datamodule.{setting.context[name]}" for name in names]


def result_arguments(names: Iterable[str], setting: Setting) -> dict[str, str]:
    """The argument under which a hook takes each result of an earlier one."""
    taken = {*_AROUND, *(item.argument for item in setting.threads.items.values())}
    return {name: f"notebook_{name}" if name in taken else name for name in names}


def unreachable(effects: Sequence[Effect], setting: Setting) -> tuple[str, ...]:
    """Names the statements need that no hook can reach."""
    known = {setting.trainer, setting.model, setting.data} | set(setting.handles) | set(setting.results)
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
        name = stage_name(group, needed_names(group), outputs, "show", taken)
        stages.append(Stage(name, title, group, needed_names(group), outputs, constant_keys(group, threads), report))
    return stages


def explore_after(name: str, stages: Sequence[Stage], setting: Setting) -> tuple[list[Member], Hook]:
    """The function of that name that looks at the results of training, and its stages."""
    threads = setting.threads
    fixed = {
        **threads.fixed,
        **{key: "not an option here" for stage in stages for key in stage.keys if key not in setting.options},
    }
    local = replace(threads, fixed=fixed)
    stages = [replace(stage, keys=tuple(k for k in stage.keys if k in setting.options)) for stage in stages]
    members = [stage_member(stage, setting.world, local, setting.last_of_cell) for stage in stages]
    effects = [effect for stage in stages for effect in stage.effects]
    keys = list(dict.fromkeys(key for stage in stages for key in stage.keys))
    report = f'{report_class(setting.world)}(Path(trainer.log_dir or ".") / "explore")'
    texts = [*prologue(effects, setting), *kept_objects(keys, setting)]
    texts.append(f"{report_variable(setting.world)} = {report}")
    keys = [key for key in keys if key not in setting.objects]
    texts += [stage_call(stage, local) for stage in stages]
    title = "Show what training gave, as files beside the logs."
    return members, _written(name, "glue", title, effects, keys, texts, setting)
