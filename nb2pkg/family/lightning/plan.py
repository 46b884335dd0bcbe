"""The Lightning family: a LightningCLI over the notebook's own data and model."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.family.assemble import (
    SUPPLIED,
    Placed,
    documented,
    make_modules,
    names_in,
    place_definitions,
    rewritten,
)
from nb2pkg.family.decided import FamilyPlan
from nb2pkg.family.lightning.arguments import built_call
from nb2pkg.family.lightning.built import BASES, built_class
from nb2pkg.family.lightning.handed import TRAINER, attributes_of, free_attributes, passed_and_kept
from nb2pkg.family.lightning.hooks import (
    Hook,
    Setting,
    explore_after,
    explore_stages,
    free_name,
    hidden_names,
    hook,
    prologue,
    unreachable,
)
from nb2pkg.family.lightning.loaders import Kept, loader_module
from nb2pkg.family.lightning.order import Part, first_difference
from nb2pkg.family.lightning.segments import Segments, sort_segments
from nb2pkg.family.lightning.shape import NoShape, Shape
from nb2pkg.family.lightning.targets import Built, Site, decide, item_parameters
from nb2pkg.family.lightning.trainer import TrainerPlan, plain_reads, plan_trainer, tool_names
from nb2pkg.family.report import folder_variable, report_class, report_module, report_variable
from nb2pkg.family.stages import (
    Stage,
    body_texts,
    bound_names,
    constant_keys,
    group_stages,
    last_in_cells,
    needed_names,
    slug,
    stage_call,
    stage_member,
    statement_text,
)
from nb2pkg.flow.constants import dotted, resolve, value_of
from nb2pkg.flow.imports import lines_for
from nb2pkg.flow.names import names_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, LightningEntry, Link, Member, Module, Note, Parameter, Target
from nb2pkg.rules.hyperparameters import save_hyperparameters
from nb2pkg.rules.signature import set_defaults
from nb2pkg.rules.source import function
from nb2pkg.story.capture import looks_up_names, read_too_early
from nb2pkg.story.effects import (
    Effect,
    computed_effect,
    draws_nothing,
    draws_numbers,
    is_state,
    leaves_traces,
    needed_by,
    running,
)
from nb2pkg.story.threads import Threads
from nb2pkg.text.literals import docstring

_GLUE = 1_000_000


def plan_lightning(world: World, threads: Threads, shape: Shape, title: str) -> FamilyPlan | NoShape:
    """Plan the package of a Lightning notebook.

    Args:
        world: The program.
        threads: What is handed where.
        shape: Its story.
        title: The notebook's title.

    Returns:
        The plan, or why this family cannot tell the story soundly.
    """
    if threads.unsound:
        name, reason = next(iter(threads.unsound.items()))
        return NoShape(f"{name} {reason}", world.definitions[name].statement)
    twice = sorted(world.computed & frozenset(world.aliases))
    if twice:
        return NoShape(f"binds the imported name {twice[0]!r} again")
    effects = running(world, threads)
    waits = next((s.index for s in world.statements if s.names.awaits), None)
    if waits is not None:
        return NoShape("awaits at the top level", waits)
    lookup = looks_up_names(world)
    if lookup is not None:
        return NoShape("looks names up by their text", lookup)
    early = read_too_early(world, threads, effects)
    if early:
        return NoShape(f"keeps code for later that reads {early[0]!r} before it is bound", early[1].statement.index)
    seed, effects = _take_seed(effects, shape, threads, world)
    trainer_statement = next(s for s in world.statements if s.index == shape.trainer)
    call = value_of(ast.parse(trainer_statement.text).body[0])
    assert isinstance(call, ast.Call)
    tools = tool_names(call) & world.computed
    others = plain_reads(trainer_statement, world, threads)
    segments = sort_segments(effects, shape, tools, others)
    if isinstance(segments, NoShape):
        return segments
    trainer = plan_trainer(trainer_statement, segments.trainer, world, threads)
    return _Planner(world, threads, shape, segments, trainer, seed, title).plan()


@dataclass(frozen=True, slots=True)
class Seed:
    """The notebook's ``seed_everything``: its argument, whether workers are seeded, the parameter, the statement."""

    source: str
    workers: bool
    parameter: Parameter
    effect: Effect


def _take_seed(
    effects: tuple[Effect, ...], shape: Shape, threads: Threads, world: World
) -> tuple[Seed | None, tuple[Effect, ...]]:
    """``seed_everything`` before anything is built becomes the command line's own option."""
    start = min(shape.model, shape.data if shape.data is not None else shape.model)
    for place, effect in enumerate(effects):
        node = ast.parse(effect.statement.text).body[0] if effect.seeds else None
        call = node.value if isinstance(node, ast.Expr) else None
        if not isinstance(call, ast.Call) or effect.statement.index >= start:
            continue
        if not all(e.seeds or draws_nothing(e) for e in effects[:place]):
            break  # what ran before it ran unseeded
        name = dotted(call.func) or ""
        if resolve(name, world.aliases).rpartition(".")[2] != "seed_everything" or not call.args:
            continue
        argument = call.args[0]
        item = threads.items.get(argument.id) if isinstance(argument, ast.Name) else None
        source = item.default if item else ast.unparse(argument)
        if source is None or not source.strip().isdigit():
            continue
        workers = any(k.arg == "workers" and ast.unparse(k.value) == "True" for k in call.keywords)
        same = {place}
        for step in (-1, 1):  # seeds right beside it, which do the same
            other = place + step
            while 0 <= other < len(effects) and _same_seed(effects[other], argument):
                same.add(other)
                other += step
        rest = tuple(e for other, e in enumerate(effects) if other not in same)
        origins = (*(item.origins if item else ()), effect.statement.origin)
        parameter = Parameter(
            "seed_everything", "", "int", source, "Seed of all random number generators.", origins, "seed"
        )
        return Seed(source, workers, parameter, effect), rest
    return None, effects


def _same_seed(effect: Effect, argument: ast.expr) -> bool:
    """``torch.manual_seed(SEED)`` beside ``seed_everything(SEED)``, which does the same."""
    if not effect.seeds:
        return False
    node = ast.parse(effect.statement.text).body[0]
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and [ast.dump(a) for a in call.args] == [ast.dump(argument)] and not call.keywords


class _Planner:
    """Puts the parts together, one method a part."""

    def __init__(
        self,
        world: World,
        threads: Threads,
        shape: Shape,
        segments: Segments,
        trainer: TrainerPlan,
        seed: Seed | None,
        title: str,
    ) -> None:
        self.world = world
        self.threads = threads
        self.shape = shape
        self.segments = segments
        self.trainer = trainer
        self.seed = seed
        self.title = title
        self.last = last_in_cells(world)
        self.taken: set[str] = set(world.definitions) | set(world.aliases) | world.mentioned | {"explore"}
        self.built_model: Built | None = None
        self.built_data: Built | None = None
        self.glue: list[Placed] = []
        self.hooks: list[str] = []
        self.show_results = ""
        self.from_data: dict[str, Effect] = {}
        self.parameters: list[Parameter] = []
        self.notes: list[Note] = list(trainer.notes)

    def plan(self) -> FamilyPlan | NoShape:
        shape, segments = self.shape, self.segments
        self._remarks()
        tools = tuple(e for e in segments.trainer if e.statement.index not in self.trainer.absorbed)
        by_code = bool(self.trainer.built_in_code)
        if tools and not by_code:
            segments = replace(
                segments, before=tuple(sorted([*tools, *segments.before], key=lambda e: e.statement.index))
            )
            tools = ()
        later = [*tools, *segments.before, *segments.after, *segments.explore_after]
        has_data = shape.data_name is not None or bool(shape.loaders)
        if not has_data and segments.data:
            segments = replace(
                segments,
                data=(),
                model=tuple(sorted([*segments.data, *segments.model], key=lambda e: e.statement.index)),
            )
        self.segments = segments
        problem = self._trainer_from_data(data_name := shape.data_name or ("datamodule" if has_data else None))
        if problem:
            return problem
        data_bound = bound_names(segments.data)
        wanted = set(needed_names(segments.model)) | set(needed_names(later)) | set(shape.loaders)
        wanted |= self._read_by_callbacks()
        from_data = frozenset((wanted & data_bound) - {shape.data_name})
        keys = set(constant_keys(later, self.threads))
        stages = self._data_stages()
        kept, built_data = self._build_data(from_data, keys, stages, data_name)
        self.built_data = built_data
        on_model = self._kept_on_model(later, frozenset(kept.names))
        built_model = self._build_model(data_name, kept.names, on_model)
        self.built_model = built_model
        setting = Setting(
            shape.trainer_name,
            shape.model_name,
            data_name,
            self.trainer.handles,
            kept.names,
            on_model,
            {},
            kept.keys,
            self.world,
            self.threads,
            self.last,
        )
        problem = self._hooks(tools, setting)
        if problem:
            return problem
        self._explore(stages, built_data, data_name)
        return self._finish(built_data, built_model)

    def _remarks(self) -> None:
        """What a person should know of the fitting."""
        origin = self.world.statements[self.shape.fit].origin
        for name, source in self.shape.fit_arguments:
            text = f"{self.shape.trainer_name}.fit(..., {name}={source}) is left out"
            hint = ": give --ckpt_path" if name == "ckpt_path" else ""
            self.notes.append(Note("warning", text + hint, origin))
        for effect in self.segments.explore:
            if draws_numbers(effect):
                text = "draws random numbers while looking: training in the package goes on without that"
                self.notes.append(Note("info", text, effect.statement.origin))

    def _trainer_from_data(self, data_name: str | None) -> NoShape | None:
        """Arguments of the Trainer that are computed from the data are computed where those are built."""
        bound = bound_names(self.segments.data) | {self.shape.data_name or ""}
        for name, source in self.trainer.computed:
            names = names_in(source)
            statement = replace(self.world.statements[self.shape.trainer], text=source, names=names_of(source))
            effect = computed_effect(statement, self.world, self.threads)
            if not name:
                return NoShape(f"unpacks the Trainer's arguments from {source}", self.shape.trainer)
            if data_name is None or not {n for n in effect.reads if not is_state(n)} <= bound:
                return NoShape(f"computes the Trainer's {name} from {', '.join(sorted(names))}", self.shape.trainer)
            self.from_data[f"trainer_{name}"] = effect
        return None

    # --- what is built

    def _data_stages(self) -> tuple[Stage, ...]:
        """Stage functions for what runs before the datamodule is built, where there is more than a little of it."""
        end = self.shape.data if self.shape.data is not None else _GLUE
        before = [e for e in self.segments.data if e.statement.index < end]
        breaks = frozenset(
            e.statement.index for e in self.segments.explore if e.reads & bound_names(before) or e.changes
        )
        groups = group_stages(before, breaks)
        if len(before) <= 3 and len(groups) <= 1:
            return ()
        everything = [
            *self.segments.data,
            *self.segments.model,
            *self.segments.trainer,
            *self.segments.before,
            *self.segments.after,
            *self.segments.explore,
            *self.segments.explore_after,
        ]
        stages: list[Stage] = []
        for group in groups:
            end_index = group[-1].statement.index
            inside = {e.statement.index for e in group}
            later = {
                n
                for e in everything
                if e.statement.index > end_index and e.statement.index not in inside
                for n in e.reads | e.maybe
            }
            later |= set(self.shape.loaders)
            inputs = needed_names(group)
            outputs = tuple(n for n in dict.fromkeys(n for e in group for n in sorted(e.binds)) if n in later)
            title = group[0].statement.section or "Prepare the data"
            name = free_name(slug(title, "prepare"), self.taken)
            stages.append(Stage(name, title, group, inputs, outputs, constant_keys(group, self.threads)))
        return tuple(stages)

    def _build_data(
        self, wanted: frozenset[str], keys: set[str], stages: tuple[Stage, ...], data_name: str | None
    ) -> tuple[Kept, Built | None]:
        if data_name is None:
            return Kept({}, {}), None
        for stage in stages:
            self._add(
                "data", stage_member(stage, self.world, self.threads, self.last), stage.effects[0].statement.index
            )
        if self.shape.data is None:
            built, members, kept = loader_module(
                self.shape,
                self.segments,
                stages,
                wanted,
                keys,
                self.world,
                self.threads,
                self.title,
                self.taken,
                self.from_data,
            )
            for member in members:
                self._add("data", member)
            self.parameters += built.target.parameters
            return kept, built
        kept, hand_on = self._kept_on_data(data_name, wanted, keys)
        name = free_name("build_datamodule", self.taken)
        site = Site(
            "data",
            "data",
            name,
            data_name,
            self.segments.data,
            self.shape.data,
            hand_on=hand_on,
            stages=stages,
            computed=self.from_data,
        )
        built = decide(site, self.world, self.threads)
        if built.member:
            self._add("data", built.member)
        self.parameters += built.target.parameters
        return kept, built

    def _kept_on_data(self, data_name: str, wanted: frozenset[str], keys: set[str]) -> tuple[Kept, dict[str, str]]:
        """What the datamodule keeps for later, and what of it the class does not keep itself."""
        assert self.shape.data is not None
        class_name = self._class_at(self.shape.data, "data")
        items = self.threads.items
        by_class = {k: items[k].argument for k in self.threads.kept.get(class_name, ()) if items[k].default is not None}
        late = {name for e in self.segments.data if e.statement.index > self.shape.data for name in e.binds}
        statement = self.world.statements[self.shape.data]
        names = {n: a for n, a in passed_and_kept(statement, data_name, self.world).items() if n in wanted - late}
        in_data = set(constant_keys(self.segments.data, self.threads))
        own = {key: by_class[key] for key in sorted(keys & set(by_class))}
        taken = attributes_of(class_name, data_name, self.world)
        taken = taken and taken | frozenset(by_class.values())
        fresh_keys = [key for key in sorted(keys & in_data) if key not in own]
        arguments = free_attributes([items[key].argument for key in fresh_keys], taken)
        new_keys = {key: arguments[items[key].argument] for key in fresh_keys}
        taken = taken and taken | frozenset(arguments.values())
        new_names = free_attributes(sorted(wanted - frozenset(names)), taken)
        return Kept({**names, **new_names}, {**own, **new_keys}), {**new_names, **new_keys}

    def _class_at(self, index: int, group: str) -> str:
        return built_class(built_call(self.world.statements[index]), group, self.world)

    def _kept_on_model(self, later: Sequence[Effect], elsewhere: frozenset[str]) -> dict[str, str]:
        """Names that only the building of the model binds and that are used later."""
        wanted = (set(needed_names(later)) | self._read_by_callbacks()) & bound_names(self.segments.model)
        wanted -= {self.shape.model_name} | elsewhere
        taken = attributes_of(self._class_at(self.shape.model, "model"), self.shape.model_name, self.world)
        return free_attributes(sorted(wanted), taken)

    def _build_model(self, data_name: str | None, context: Mapping[str, str], on_model: Mapping[str, str]) -> Built:
        name = free_name("build_model", self.taken)
        site = Site(
            "model",
            "models",
            name,
            self.shape.model_name,
            self.segments.model,
            self.shape.model,
            data=data_name,
            context=context,
            hand_on=on_model,
        )
        built = decide(site, self.world, self.threads)
        if built.member:
            self._add("models", built.member)
        self.parameters += built.target.parameters
        return built

    # --- hooks

    def _hooks(self, tools: Sequence[Effect], setting: Setting) -> NoShape | None:
        segments = self.segments
        if segments.prelude:
            self._prelude()
        after = [*segments.after, *segments.explore_after]
        kept = tuple(sorted(set(needed_names(after)) & bound_names(segments.before)))
        later = replace(setting, on_trainer=free_attributes(kept, TRAINER))
        shown = tuple(sorted(set(needed_names(segments.explore_after)) & bound_names(segments.after)))
        last = replace(later, on_trainer={**later.on_trainer, **free_attributes(shown, TRAINER)})
        checked = (
            (tools, setting),
            (segments.before, setting),
            (segments.after, later),
            (segments.explore_after, last),
        )
        for effects, around in checked:
            lost = unreachable(effects, around)
            if lost:
                return NoShape(
                    f"needs {lost[0]!r} after the place where the package has it", effects[0].statement.index
                )
        hidden = hidden_names((tools, *(effects for effects, _ in checked[1:])), setting)
        if hidden:
            return NoShape(f"calls something {hidden!r} that is not the package's", self.shape.trainer)
        differs = first_difference(self._in_notebook(tools), self._in_package(tools, setting, later, last, shown))
        if differs:
            return NoShape(f"needs {differs[0]!r} as it is elsewhere in the package", differs[1].statement.index)
        if self.trainer.built_in_code:
            self._callbacks(tools, setting)
        if segments.before:
            self._hook(
                "before_fit",
                "What the notebook does between building and fitting.",
                segments.before,
                setting,
                later.on_trainer,
            )
        if segments.after:
            self._hook(
                "after_fit",
                "What the notebook does after fitting.",
                segments.after,
                later,
                free_attributes(shown, TRAINER),
            )
        if segments.explore_after:
            breaks = frozenset(e.statement.index for e in segments.after)
            self.show_results = free_name("show_results", self.taken)
            report = report_variable(self.world)
            stages = explore_stages(segments.explore_after, self.threads, breaks, self.taken, report)
            members, show = explore_after(self.show_results, stages, last)
            for stage, member in zip(stages, members, strict=True):
                self._add("explore", member, stage.effects[0].statement.index)
            self._add("explore", show.member)
        return None

    def _in_notebook(self, tools: Sequence[Effect]) -> list[Effect]:
        """All that runs, the building of the Trainer and the fitting included."""
        parts = (getattr(self.segments, name) for name in Segments.__dataclass_fields__ if name != "trainer")
        computed = self.from_data.values()
        return [*(e for part in parts for e in part), *self._absorbed(), *tools, *computed, *self._around_fit()]

    def _absorbed(self) -> list[Effect]:
        return [e for e in self.segments.trainer if e.statement.index in self.trainer.absorbed]

    def _around_fit(self) -> tuple[Effect, Effect]:
        shape = self.shape
        names = frozenset({shape.model_name, shape.data_name or shape.model_name, *shape.loaders})
        nothing: frozenset[str] = frozenset()
        build, fit = (self.world.statements[index] for index in (shape.trainer, shape.fit))
        trains = names | {shape.trainer_name} | set(self.trainer.handles)
        return (
            Effect(build, nothing, frozenset({shape.trainer_name}), nothing, nothing, False, False),
            Effect(fit, names, nothing, nothing, trains, False, False),
        )

    def _in_package(
        self, tools: Sequence[Effect], setting: Setting, later: Setting, last: Setting, shown: Sequence[str]
    ) -> list[Part]:
        """What runs for ``fit``, function by function."""
        segments, shape = self.segments, self.shape
        build, fit = self._around_fit()
        data = Part("data", [*segments.data, *self.from_data.values()])
        model = Part("model", segments.model, lambda _: "data")
        linked = self.built_model is not None and any(link.on == "instantiate" for link in self.built_model.links)
        model_first = shape.data is not None and shape.model < shape.data and not linked
        before_trainer = sorted([*self._absorbed(), *tools], key=lambda e: e.statement.index)
        return [
            Part("prelude", segments.prelude),
            *((model, data) if model_first else (data, model)),
            Part("tools", [*before_trainer, build], lambda name: _source(name, setting, ())),
            Part("before", segments.before, lambda name: _source(name, setting, ())),
            Part("fit", [fit], lambda name: _source(name, setting, ())),
            Part("after", segments.after, lambda name: _source(name, later, ())),
            Part("explore", segments.explore_after, lambda name: _source(name, last, shown)),
        ]

    def _read_by_callbacks(self) -> frozenset[str]:
        """Computed names in the source of the callbacks that only code can build."""
        code = "[" + ", ".join(self.trainer.built_in_code) + "]"
        direct = names_in(code)
        return (direct & self.world.computed) | needed_by(direct, self.threads)

    def _hook(
        self, name: str, title: str, effects: Sequence[Effect], setting: Setting, keep: Mapping[str, str]
    ) -> None:
        made: Hook = hook(name, title, effects, setting, keep)
        self._add("train", made.member)
        self.parameters += [
            p for p in made.parameters if (p.name, p.group) not in {(q.name, q.group) for q in self.parameters}
        ]
        self.hooks.append(name)

    def _prelude(self) -> None:
        effects = self.segments.prelude
        keys = constant_keys(effects, self.threads)
        fixed = {**self.threads.fixed, **dict.fromkeys(keys, "set before options are read")}
        local = replace(self.threads, fixed=fixed)
        stage = Stage("prepare_environment", "What the notebook does before it builds anything.", effects, (), (), ())
        self._add("train", stage_member(stage, self.world, local, self.last))
        self.hooks.append("prepare_environment")

    def _callbacks(self, tools: Sequence[Effect], setting: Setting) -> None:
        statement = self.world.statements[self.shape.trainer]
        source = f"callbacks = [{', '.join(self.trainer.built_in_code)}]"
        needs = self._read_by_callbacks() - bound_names(tools)
        built = Effect(replace(statement, text=source), needs, frozenset(), frozenset(), frozenset(), False, False)
        keys = constant_keys(tools, self.threads)
        texts = [
            docstring(
                "Build the callbacks that need the data or the model.\n\nArgs:\n"
                "    datamodule: The datamodule.\n    model: The model.\n\nReturns:\n    The callbacks.",
                "    ",
            )
        ]
        local = replace(
            self.threads, fixed={**self.threads.fixed, **{k: "no option" for k in keys if k not in setting.on_data}}
        )
        texts += prologue([built, *tools], setting, [k for k in keys if k in setting.on_data])
        texts += body_texts(tools, self.world, local, None, self.last)
        texts += [statement_text(built, self.world, local), "return callbacks"]
        self._add(
            "train", Member("make_callbacks", "stage", function("def make_callbacks(datamodule, model)", texts), ())
        )
        self.hooks.append("make_callbacks")

    # --- explore

    def _explore(self, data_stages: tuple[Stage, ...], built: Built | None, data_name: str | None) -> None:
        """``explore(output_dir, ...)``: the data's stages and the looking between them, in the notebook's order."""
        if not self.segments.explore:
            return
        breaks = frozenset(e.statement.index for e in [*self.segments.data, *self.segments.model])
        literals = {key: "a default here" for key, item in self.threads.items.items() if item.sort == "literal"}
        local = replace(self.threads, fixed={**self.threads.fixed, **literals})
        stages = explore_stages(self.segments.explore, local, breaks, self.taken, report_variable(self.world))
        for stage in stages:
            self._add("explore", stage_member(stage, self.world, local, self.last), stage.effects[0].statement.index)
        steps = self._explore_steps(stages, data_stages)
        folder = folder_variable(self.world)
        keys: list[str] = []
        steps = [*self._before_exploring(), *steps]
        for _, step_keys, _ in steps:
            keys += [key for key in step_keys if key not in keys]
        own = [
            p
            for p in (built.target.parameters if built else ())
            if any("build_datamodule" in t or (data_name and t.startswith(f"{data_name} = ")) for _, _, t in steps)
        ]
        items = [self.threads.items[key] for key in keys]
        extra = [p for p in own if p.name not in {i.argument for i in items}]
        head_parameters = [
            f'{folder}: str = "explore"',
            *(f"{i.argument}: {i.type} = {i.default}" for i in items),
            *(f"{p.name}: {p.type} = {p.default}" for p in extra),
        ]
        lines = [
            "Run the notebook's exploration and save what it shows.",
            "",
            "Args:",
            f"    {folder}: Folder for figures and tables.",
        ]
        lines += [f"    {i.argument}: {i.help}" for i in items] + [f"    {p.name}: {p.help}" for p in extra]
        texts = [
            docstring("\n".join(lines), "    "),
            f"{report_variable(self.world)} = {report_class(self.world)}(Path({folder}))",
            *(text for _, _, text in steps),
        ]
        self._add(
            "explore", Member("explore", "glue", function(f"def explore({', '.join(head_parameters)})", texts), ())
        )
        self.parameters += [replace(p, group="explore") for p in item_parameters(items, "explore")]

    def _before_exploring(self) -> list[tuple[int, tuple[str, ...], str]]:
        """What the command line does by itself before it builds."""
        steps: list[tuple[int, tuple[str, ...], str]] = []
        if self.seed:
            effect = self.seed.effect
            keys = constant_keys([effect], self.threads)
            steps.append((-1, keys, statement_text(effect, self.world, self.threads)))
        if self.segments.prelude:
            steps.append((-1, (), "prepare_environment()"))
        return steps

    def _explore_steps(
        self, stages: Sequence[Stage], data_stages: Sequence[Stage]
    ) -> list[tuple[int, tuple[str, ...], str]]:
        """What must run for the exploration, in notebook order: (place, keys, source)."""
        need: set[str] = set()
        steps: list[tuple[int, tuple[str, ...], str]] = []
        staged = {e.statement.index for stage in data_stages for e in stage.effects}
        candidates: list[tuple[int, object]] = [(s.effects[0].statement.index, s) for s in [*stages, *data_stages]]
        candidates += [
            (e.statement.index, e)
            for e in [*self.segments.data, *self.segments.model]
            if e.statement.index not in staged
        ]
        for place, one in sorted(candidates, key=lambda pair: pair[0], reverse=True):
            if isinstance(one, Stage):
                acts = any(leaves_traces(e) for e in one.effects)
                if one.report or set(one.outputs) & need or _changes(one.effects) & need or acts:
                    states = {name for e in one.effects for name in e.reads if is_state(name)}
                    need = (need - set(one.outputs)) | set(one.inputs) | states
                    steps.append((place, one.keys, stage_call(one, self.threads)))
            elif isinstance(one, Effect) and ((one.binds | self._changes_in(one)) & need or leaves_traces(one)):
                need = (need - (one.binds - one.maybe)) | self._step_reads(one)
                steps.append((place, *self._explore_step(one)))
        return sorted(steps, key=lambda step: step[0])

    def _changes_in(self, effect: Effect) -> frozenset[str]:
        """What a step changes; what is done to the model after it was built, the function that builds it does."""
        within = bool(self.built_model and self.built_model.member) and effect.statement.index > self.shape.model
        return effect.changes - {self.shape.model_name} if within else effect.changes

    def _step_reads(self, effect: Effect) -> frozenset[str]:
        built = self.built_model
        if effect.statement.index == self.shape.model and built and built.member:
            return frozenset(link.target.partition(".")[2] for link in built.links if link.on == "instantiate")
        return effect.reads

    def _explore_step(self, effect: Effect) -> tuple[tuple[str, ...], str]:
        """One statement of data or model as the exploration runs it; the model is built with its defaults."""
        if effect.statement.index == self.shape.data and self.built_data and self.built_data.construction:
            return (), self.built_data.construction
        if effect.statement.index == self.shape.model and self.built_model and self.built_model.member:
            inputs = [link.target.partition(".")[2] for link in self.built_model.links if link.on == "instantiate"]
            return (), f"{self.shape.model_name} = {self.built_model.target.name}({', '.join(inputs)})"
        keys = constant_keys([effect], self.threads)
        if effect.statement.index != self.shape.model:
            return keys, statement_text(effect, self.world, self.threads)
        fixed = {**self.threads.fixed, **dict.fromkeys(keys, "default")}
        return (), statement_text(effect, self.world, replace(self.threads, fixed=fixed))

    # --- the end

    def _add(self, room: str, member: Member, order: int = _GLUE) -> None:
        self.glue.append(Placed(room, order, member))

    def _finish(self, built_data: Built | None, built_model: Built) -> FamilyPlan:
        texts = rewritten(self.world, self.threads)
        for built in (built_data, built_model):
            if built and built.defaults:
                texts[built.target.name] = set_defaults(texts[built.target.name], built.defaults)
        for name, definition in self.world.definitions.items():
            if definition.kind is Kind.CLASS and self.world.is_a(name, "LightningModule", "LightningDataModule"):
                added = [
                    self.threads.items[k].argument
                    for k in self.threads.needs.get(name, ())
                    if self.threads.items[k].default is not None
                ]
                logs = not self.world.is_a(name, "LightningDataModule")
                if "save-hyperparameters" not in self.world.skipped:
                    texts[name] = save_hyperparameters(texts[name], tuple(added), logs)
        texts = documented(texts, self.world, self.threads, self.parameters)
        placed = place_definitions(self.world, self.glue, texts)
        if any(report_class(self.world) in names_in(one.member.code) for one in self.glue):
            placed.append(Placed("report", 0, report_module(self.world)))
        placed += self.glue
        links = self._links(built_data, built_model)
        base = {name: f"from {self._library()} import {name}" for name in BASES.values()}
        modules = make_modules(placed, self.world, _DOCS, {**SUPPLIED, **base})
        parameters = [*([self.seed.parameter] if self.seed else []), *self.parameters, *self.trainer.parameters]
        linked = {link.target for link in links}
        kept = tuple(p for p in parameters if f"{p.group}.{p.name}" not in linked)
        entry = LightningEntry(
            library=self._library(),
            model=_placed_target(built_model.target, modules),
            data=_placed_target(built_data.target, modules) if built_data else None,
            links=links,
            trainer=self.trainer.arguments,
            callbacks=self._callbacks_with_modules(modules),
            seed=self.seed.source if self.seed else None,
            hooks=tuple(self.hooks),
            explore_after=(self.show_results,) if self.segments.explore_after else (),
            seed_workers=bool(self.seed and self.seed.workers),
            imports=lines_for(
                {n for _, source in self.trainer.arguments for n in names_in(source)}, self.world.imports
            ),
            model_first=self.shape.data is not None and self.shape.model < self.shape.data,
        )
        return FamilyPlan(modules, entry, kept, tuple(self.notes))

    def _callbacks_with_modules(self, modules: tuple[Module, ...]) -> tuple:  # type: ignore[type-arg]
        """A callback of the notebook's own is imported from where it was put."""
        where = {member.name: module.name for module in modules for member in module.members}
        return tuple(
            replace(c, import_line=f"from .{where[c.class_name]} import {c.class_name}") if c.class_name in where else c
            for c in self.trainer.callbacks
        )

    def _links(self, data: Built | None, model: Built) -> tuple[Link, ...]:
        """Arguments that follow others: what is computed with the data, and a constant that both sides use."""
        links = list(model.links)
        if data is None:
            return tuple(links)
        links += [Link(f"data.{n}", n.replace("_", ".", 1), "instantiate") for n in self.from_data]
        data_names = {p.name: p for p in data.target.parameters}
        for parameter in model.target.parameters:
            twin = data_names.get(parameter.name)
            if (
                twin is not None
                and twin.origins[:1] == parameter.origins[:1]
                and parameter.source in ("constant", "literal")
            ):
                links.append(Link(f"data.{parameter.name}", f"model.{parameter.name}", "parse"))
        return tuple(links)

    def _library(self) -> str:
        for full in self.world.aliases.values():
            if full.partition(".")[0] == "pytorch_lightning":
                return "pytorch_lightning"
        return "lightning.pytorch"


def _source(name: str, setting: Setting, shown: Sequence[str]) -> str:
    """The part of the package from which a hook has a name, as its first statements say."""
    if name in setting.on_trainer:
        return "after" if name in shown else "before"
    if name in (setting.trainer, *setting.handles):
        return "tools"
    if name == setting.model:
        return "model"
    if name == setting.data or name in setting.context:
        return "data"
    return "model" if name in setting.on_model else ""


def _placed_target(target: Target, modules: Sequence[Module]) -> Target:
    """The target where it was put: a class that the data need lies with the data."""
    where = {member.name: module.name for module in modules for member in module.members}
    return replace(target, module=where.get(target.name, target.module))


def _changes(effects: Sequence[Effect]) -> frozenset[str]:
    return frozenset(name for effect in effects for name in effect.changes)


_DOCS = {
    "report": "Keeps what the notebook showed, as files.",
    "data": "Data: loading, features, datasets, the datamodule.",
    "models": "The model and its parts.",
    "train": "What happens around training.",
    "explore": "A look at the data and at the results.",
}
