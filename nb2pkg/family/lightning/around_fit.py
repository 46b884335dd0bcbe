"""What happens around fitting: hooks before and after it, callbacks made in code, a look at the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nb2pkg.family.assemble import Placed
from nb2pkg.family.lightning.data_side import DataSide
from nb2pkg.family.lightning.hooks import (
    Hook,
    Setting,
    explore_after,
    explore_stages,
    hidden_names,
    hook,
    kept_objects,
    prologue,
    result_arguments,
    unreachable,
)
from nb2pkg.family.lightning.model_side import ModelSide
from nb2pkg.family.lightning.order import Part, first_difference
from nb2pkg.family.lightning.segments import Segments
from nb2pkg.family.lightning.shape import NoShape
from nb2pkg.family.lightning.story import Story, glue
from nb2pkg.family.report import report_variable
from nb2pkg.family.stage_names import free_name
from nb2pkg.family.stages import (
    Stage,
    body_texts,
    bound_names,
    constant_keys,
    described_item,
    needed_names,
    parameters_of,
    stage_member,
    statement_text,
)
from nb2pkg.model import Member, Parameter
from nb2pkg.rules.docstring_entry import Described, function_doc
from nb2pkg.rules.source import function
from nb2pkg.story.effects import Effect


@dataclass(frozen=True, slots=True)
class AroundFit:
    """What surrounds fitting, decided.

    Attributes:
        hooks: Functions of ``train`` that the command line calls.
        results: Arguments of later hooks that earlier ones give.
        follows: Arguments of hooks that follow an option of data or model -> which.
        show_results: The function of ``explore`` that looks at the results, or empty.
        parameters: Options of the hooks.
        placed: Everything written.
    """

    hooks: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    follows: Mapping[str, str] = field(default_factory=dict)
    show_results: str = ""
    parameters: tuple[Parameter, ...] = ()
    placed: tuple[Placed, ...] = ()


def plan_around_fit(story: Story, data: DataSide, model: ModelSide, taken: set[str]) -> AroundFit | NoShape:
    """Decide what the command line does around fitting.

    Args:
        story: The notebook's story.
        data: Its data side.
        model: Its model side.
        taken: Names of functions and classes; those of new ones are added.

    Returns:
        The decision, or why the notebook's order cannot be kept.
    """
    segments = story.segments
    settings = _settings(story, data, model)
    problem = _problem(story, model, settings)
    if problem:
        return problem
    found = _prelude(story)
    if story.trainer.built_in_code:
        found = _and(found, _callbacks(story, settings.first))
    if segments.before:
        title = "What the notebook does between building and fitting."
        made = hook("before_fit", title, segments.before, settings.first, settings.from_before)
        found = _and(found, _hooked("before_fit", made, settings.from_before))
    if segments.after:
        title = "What the notebook does after fitting."
        made = hook("after_fit", title, segments.after, settings.after, settings.from_after)
        found = _and(found, _hooked("after_fit", made, settings.from_after))
    if segments.explore_after:
        found = _and(found, _shown(story, settings.last, taken))
    return found


@dataclass(frozen=True, slots=True)
class _Settings:
    """What each hook finds around it, and what it leaves for the next."""

    first: Setting
    after: Setting
    last: Setting
    from_before: Mapping[str, str]
    from_after: Mapping[str, str]


def _settings(story: Story, data: DataSide, model: ModelSide) -> _Settings:
    segments = story.segments
    options = {key: f"model.{name}" for key, name in model.built.options.items()}
    options |= {key: f"data.{name}" for key, name in data.built.options.items()} if data.built else {}
    first = Setting(
        story.shape.trainer_name,
        story.shape.model_name,
        story.data_name,
        story.trainer.handles,
        data.kept,
        data.objects,
        model.kept,
        {},
        options,
        story.world,
        story.threads,
        story.last_of_cell,
    )
    later = [*segments.after, *segments.explore_after]
    kept = sorted(set(needed_names(later)) & bound_names(segments.before))
    shown = sorted(set(needed_names(segments.explore_after)) & bound_names(segments.after))
    from_before, from_after = result_arguments(kept, first), result_arguments(shown, first)
    after = replace(first, results=from_before)
    return _Settings(first, after, replace(first, results={**from_before, **from_after}), from_before, from_after)


def _problem(story: Story, model: ModelSide, settings: _Settings) -> NoShape | None:
    """Why the notebook's order cannot be kept."""
    segments, tools = story.segments, story.tools
    parts = (
        (tools, settings.first),
        (segments.before, settings.first),
        (segments.after, settings.after),
        (segments.explore_after, settings.last),
    )
    for effects, around in parts:
        lost = unreachable(effects, around)
        if lost:
            text = f"needs {lost[0]!r} after the place where the package has it"
            return NoShape(text, effects[0].statement.index, lost[0])
    hidden = hidden_names([effects for effects, _ in parts], settings.first)
    if hidden:
        return NoShape(f"calls something {hidden!r} that is not the package's", story.shape.trainer)
    differs = first_difference(_in_notebook(story), _in_package(story, model, settings))
    if differs:
        text = f"needs {differs[0]!r} as it is elsewhere in the package"
        return NoShape(text, differs[1].statement.index, differs[0])
    return None


def _in_notebook(story: Story) -> list[Effect]:
    """All that runs, the building of the Trainer and the fitting included."""
    parts = (getattr(story.segments, name) for name in Segments.__dataclass_fields__ if name != "trainer")
    computed = story.computed.values()
    return [*(e for part in parts for e in part), *_absorbed(story), *story.tools, *computed, *_building(story)]


def _absorbed(story: Story) -> list[Effect]:
    return [e for e in story.segments.trainer if e.statement.index in story.trainer.absorbed]


def _building(story: Story) -> tuple[Effect, Effect]:
    """The building of the Trainer, and the fitting."""
    shape = story.shape
    names = frozenset({shape.model_name, shape.data_name or shape.model_name, *shape.loaders})
    nothing: frozenset[str] = frozenset()
    build, fit = (story.world.statements[index] for index in (shape.trainer, shape.fit))
    trains = names | {shape.trainer_name} | set(story.trainer.handles)
    return (
        Effect(build, nothing, frozenset({shape.trainer_name}), nothing, nothing, False, False),
        Effect(fit, names, nothing, nothing, trains, False, False),
    )


def _in_package(story: Story, model_side: ModelSide, settings: _Settings) -> list[Part]:
    """What runs for ``fit``, function by function."""
    segments, shape = story.segments, story.shape
    build, fit = _building(story)
    data = Part("data", [*segments.data, *story.computed.values()])
    model = Part("model", segments.model, lambda _: "data")
    linked = any(link.on == "instantiate" for link in model_side.built.links)
    model_first = shape.data is not None and shape.model < shape.data and not linked
    before_trainer = sorted([*_absorbed(story), *story.tools], key=lambda e: e.statement.index)
    return [
        Part("prelude", segments.prelude),
        *((model, data) if model_first else (data, model)),
        Part("tools", [*before_trainer, build], lambda name: _source(name, settings.first, ())),
        Part("before", segments.before, lambda name: _source(name, settings.first, ())),
        Part("fit", [fit], lambda name: _source(name, settings.first, ())),
        Part("after", segments.after, lambda name: _source(name, settings.after, ())),
        Part("explore", segments.explore_after, lambda name: _source(name, settings.last, settings.from_after)),
    ]


def _source(name: str, setting: Setting, from_after: Mapping[str, str] | Sequence[str]) -> str:
    """The part of the package from which a hook has a name, as its first statements say."""
    if name in setting.results:
        return "after" if name in from_after else "before"
    if name in (setting.trainer, *setting.handles):
        return "tools"
    if name == setting.model:
        return "model"
    if name == setting.data or name in setting.context:
        return "data"
    return "model" if name in setting.on_model else ""


# --- what is written


def _and(one: AroundFit, other: AroundFit) -> AroundFit:
    """Both; an option that two hooks take is one option."""
    known = {(p.name, p.group) for p in one.parameters}
    return AroundFit(
        (*one.hooks, *other.hooks),
        (*one.results, *other.results),
        {**one.follows, **other.follows},
        one.show_results or other.show_results,
        (*one.parameters, *(p for p in other.parameters if (p.name, p.group) not in known)),
        (*one.placed, *other.placed),
    )


def _hooked(name: str, made: Hook, gives: Mapping[str, str]) -> AroundFit:
    placed = (glue("train", made.member),)
    return AroundFit((name,), tuple(gives.values()), made.follows, "", made.parameters, placed)


def _prelude(story: Story) -> AroundFit:
    """What runs before anything is built."""
    effects = story.segments.prelude
    if not effects:
        return AroundFit()
    keys = constant_keys(effects, story.threads)
    fixed = {**story.threads.fixed, **dict.fromkeys(keys, "set before options are read")}
    title = "What the notebook does before it builds anything."
    stage = Stage("prepare_environment", title, effects, (), (), ())
    member = stage_member(stage, story.world, replace(story.threads, fixed=fixed), story.last_of_cell)
    return AroundFit((stage.name,), placed=(glue("train", member),))


def _callbacks(story: Story, setting: Setting) -> AroundFit:
    """``make_callbacks(datamodule, model, ...)`` for those that need data or model."""
    tools = story.tools
    statement = story.world.statements[story.shape.trainer]
    source = f"callbacks = [{', '.join(story.trainer.built_in_code)}]"
    needs = story.read_by_callbacks - bound_names(tools)
    built = Effect(replace(statement, text=source), needs, frozenset(), frozenset(), frozenset(), False, False)
    keys = constant_keys(tools, story.threads)
    own = [key for key in keys if key in setting.options and key not in setting.objects]
    items = [story.threads.items[key] for key in own]
    fixed = {key: "no option" for key in keys if key not in setting.options}
    local = replace(story.threads, fixed={**story.threads.fixed, **fixed})
    arguments = [Described("datamodule", "The datamodule."), Described("model", "The model.")]
    arguments += [described_item(item, option=True) for item in items]
    texts = [function_doc("Build the callbacks that need the data or the model.", arguments, ["The callbacks."])]
    texts += [*prologue([built, *tools], setting), *kept_objects(keys, setting)]
    texts += body_texts(tools, story.world, local, None, story.last_of_cell)
    texts += [statement_text(built, story.world, local), "return callbacks"]
    head = f"def make_callbacks({', '.join(parameters_of(['datamodule', 'model'], items))})"
    follows = {story.threads.items[key].argument: setting.options[key] for key in own}
    member = Member("make_callbacks", "stage", function(head, texts), ())
    return AroundFit(("make_callbacks",), follows=follows, placed=(glue("train", member),))


def _shown(story: Story, setting: Setting, taken: set[str]) -> AroundFit:
    """``show_results(trainer, model, datamodule, ...)`` and its stages."""
    effects = story.segments.explore_after
    # All of that has run before; a figure that a cell draws around it is one figure.
    cells = {e.statement.origin.cell for e in effects}
    breaks = frozenset(e.statement.index for e in story.segments.after if e.statement.origin.cell not in cells)
    name = free_name("show_results", taken)
    stages = explore_stages(effects, story.threads, breaks, taken, report_variable(story.world))
    members, show = explore_after(name, stages, setting)
    placed = [glue("explore", m, s.effects[0].statement.index) for s, m in zip(stages, members, strict=True)]
    return AroundFit(follows=show.follows, show_results=name, placed=(*placed, glue("explore", show.member)))
