"""The stages in order; one line each. Nothing here touches a disk, a clock or the environment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nb2pkg.errors import BadCell, BadNotebook
from nb2pkg.family import trained
from nb2pkg.family.assemble import SUPPLIED
from nb2pkg.family.decided import FamilyPlan
from nb2pkg.family.lightning.fit_names import name_what_is_fitted
from nb2pkg.family.lightning.plan import plan_lightning
from nb2pkg.family.lightning.shape import NoShape, Shape, find_shape
from nb2pkg.family.plain.plan import plan_plain
from nb2pkg.flow.directives import take_directives
from nb2pkg.flow.display_setup import without_display_setup
from nb2pkg.flow.order import order_notes
from nb2pkg.flow.program import build_program
from nb2pkg.flow.world import World, survey
from nb2pkg.local.acting import imported_for_effect
from nb2pkg.local.path_lines import keeps_path_lines, without_path_lines
from nb2pkg.local.relative import without_relative_imports
from nb2pkg.local.settle import (
    entry_with_extra_imports,
    extra_modules,
    inside,
    local_names,
    local_notes,
    with_extra_imports,
)
from nb2pkg.local.stars import with_names_spelled_out
from nb2pkg.loops.find import Untold, training_places
from nb2pkg.loops.tell import Told, tell_training_loop
from nb2pkg.loops.unfold import unfold_training
from nb2pkg.model import (
    Beside,
    Cell,
    Kind,
    LightningEntry,
    Note,
    Notebook,
    PlainEntry,
    Plan,
    Program,
    PythonCell,
    Role,
    SecretFound,
)
from nb2pkg.notebook.known import known_of
from nb2pkg.notebook.remarks import remarks
from nb2pkg.notebook.results import name_results
from nb2pkg.notebook.syntax import desugar, with_names
from nb2pkg.notebook.tags import is_parameters_cell, role_of_tags
from nb2pkg.notebook.written import take_written_modules
from nb2pkg.options import Conversion, Options
from nb2pkg.package.called_needs import needed_by_calls
from nb2pkg.package.entry import commands
from nb2pkg.package.naming import names_from
from nb2pkg.package.render import render
from nb2pkg.package.requirements import imported_modules, settle_requirements
from nb2pkg.params.secrets import hide_secrets, remove_secrets, secret_values
from nb2pkg.roles.give import give_roles
from nb2pkg.rules.bars import with_other_bars
from nb2pkg.rules.catalogue import checked
from nb2pkg.rules.docstring_sources import prose_sentence
from nb2pkg.story.asked_names import settle_questions
from nb2pkg.story.builtin_names import spell_builtins
from nb2pkg.story.by_text import settle_lookups
from nb2pkg.story.class_names import hand_to_classes
from nb2pkg.story.configs import Configs, turn_configs
from nb2pkg.story.early_defaults import hand_over_defaults
from nb2pkg.story.forms import take_forms
from nb2pkg.story.hoist import Hoisted, as_literals, building, hoist_literals, running, unreached
from nb2pkg.story.holders import Holders, holders_of, with_settings_of
from nb2pkg.story.parsers import give_parsers_their_arguments
from nb2pkg.story.rebound import tell_apart
from nb2pkg.story.run_once import run_once_behind
from nb2pkg.story.settings_apart import tell_settings_apart
from nb2pkg.story.threads import Threads, kept_inside, with_users
from nb2pkg.story.unfold import unfold_guard, unfold_main
from nb2pkg.story.versions import settle_versions
from nb2pkg.story.wishes import Wishes, left_alone, thread_as_wished, wish_notes, with_lifted


def analyse(notebook: Notebook, options: Options) -> Program:
    """The notebook as a program of statements with roles."""
    clean, _ = take_written_modules(remove_secrets(notebook)[0])
    return _program(clean, options)[0]


def plan(notebook: Notebook, options: Options) -> Plan:
    """Everything that is decided about the package."""
    return _plan(notebook, options)[0]


def convert(notebook: Notebook, options: Options) -> Conversion:
    """The package of a notebook."""
    decided, program, clean = _plan(notebook, options)
    return Conversion(decided, render(decided, clean, program), program)


def what_runs(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """The commands of a package that together do what its notebook does.

    A Trainer that stands for a loop says nothing of its own: no bars, no summary.
    """
    display = ("--trainer.enable_progress_bar=false", "--trainer.enable_model_summary=false")
    quiet = display if trains_in_a_loop(plan) else ()
    named = [name for name, _ in commands(plan) if name in ("fit", "explore")]
    return tuple((name, *quiet) if name == "fit" else (name,) for name in named)


def what_predicts(plan: Plan) -> tuple[str, ...]:
    """The commands of a package that do some of what ``fit`` does with what it has trained."""
    return tuple(name for name, _ in commands(plan) if name == "predict" and isinstance(plan.entry, PlainEntry))


def trains_in_a_loop(plan: Plan) -> bool:
    """Whether the package's Trainer stands for a loop of the notebook's."""
    return isinstance(plan.entry, LightningEntry) and plan.entry.of_a_loop


def environment_of(notebook: Notebook) -> dict[str, str]:
    """The environment variables that a package needs to do what its notebook does with secrets of its own."""
    return secret_values(notebook)


def without_secrets(notebook: Notebook, texts: Sequence[str]) -> tuple[str, ...]:
    """Texts that running a notebook gave, as they may be shown."""
    return hide_secrets(notebook, texts)


def _program(notebook: Notebook, options: Options) -> tuple[Program, tuple[Note, ...]]:
    tagged = {cell.index: found for cell in notebook.cells if cell.kind == "code" and (found := role_of_tags(cell))}
    cells, notes = _python_cells(
        notebook, options, frozenset(i for i, (role, _) in tagged.items() if role is Role.SKIP)
    )
    cells = with_names_spelled_out(without_relative_imports(cells), notebook.beside.modules)
    built = build_program(notebook, cells, tagged, options.order)
    program = give_roles(built if "lift-literals" in options.skip_rules else run_once_behind(built))
    program, more = without_display_setup(program)
    program, paths = without_path_lines(program, notebook.beside)
    notes = (*notes, *more, *paths)
    if not program.statements:
        raise BadNotebook("has no Python code", file=notebook.file)
    return program, notes


def _python_cells(
    notebook: Notebook, options: Options, skipped: frozenset[int]
) -> tuple[tuple[PythonCell, ...], tuple[Note, ...]]:
    cells: list[tuple[Cell, PythonCell]] = []
    notes: list[Note] = []
    for cell in notebook.cells:
        if cell.kind != "code":
            continue
        if cell.index in skipped:
            cells.append((replace(cell, source=""), PythonCell(cell.index, cell.cell_id, "")))
            notes.append(Note("info", f"cell {cell.index} is tagged skip and left out"))
            continue
        try:
            cells.append((cell, desugar(cell, notebook.file)))
        except BadCell as problem:
            if not options.keep_going:
                raise
            cells.append((cell, PythonCell(cell.index, cell.cell_id, "")))
            notes.append(Note("warning", f"cell {cell.index} is set aside: {problem.message}"))
    known = known_of(done.python for _, done in cells)
    read = tuple(with_names(cell, done, notebook.file, known) for cell, done in cells)
    counts = {cell.index: cell.execution_count for cell in notebook.cells}
    return name_results(read, counts, known), tuple(notes)


def _plan(notebook: Notebook, options: Options) -> tuple[Plan, Program, Notebook]:
    clean, secrets = remove_secrets(notebook)
    clean, taken = take_written_modules(clean)
    whole, notes = _program(clean, options)
    skipped = checked(options.skip_rules)
    whole = whole if "terminal-bars" in skipped else _with_other_bars(whole)
    told, directives, doubts = take_directives(whole)
    told, offered = take_forms(told, frozenset(cell.index for cell in clean.cells if is_parameters_cell(cell)))
    told, parsed = give_parsers_their_arguments(told)
    program, more = _settled(told, skipped)
    program = program if "lift-literals" in skipped else _with_settings_free(program, skipped)
    wishes = Wishes(options.keep, options.lift, (*directives, *offered))
    world = with_lifted(survey(program, skipped), wishes)
    family, wished = _family(program, world, wishes, whole.title)
    notes = (*_notebook_notes(clean), *_order_notes(clean, whole, options), *notes, *doubts, *parsed, *more)
    notes = (*notes, *taken, *remarks(whole.specials))
    distribution, package = names_from(whole.title, clean.name, options.name, _imported(world))
    requirements, required = _requirements(world, whole, family, clean.beside)
    extra = extra_modules(clean.beside)
    at = inside(extra, clean.beside)
    beside = local_notes(clean.beside, extra, package)
    decided = Plan(
        distribution=distribution,
        package=package,
        title=whole.title,
        summary=_summary(clean),
        modules=with_extra_imports(family.modules, at, imported_for_effect(whole, clean.beside)),
        entry=entry_with_extra_imports(family.entry, at),
        parameters=family.parameters,
        requirements=requirements,
        system_packages=_system_packages(whole),
        secrets=secrets,
        notes=(*notes, *beside, *wished, *family.notes, *required, *_secret_notes(secrets)),
        extra=extra,
    )
    return decided, whole, clean


def _family(program: Program, world: World, wishes: Wishes, title: str) -> tuple[FamilyPlan, tuple[Note, ...]]:
    """What the package holds, and what became of a person's wishes."""
    loop = None if "loops-to-modules" in world.skipped else _told_loop(program, world)
    told = _with_module(loop, program, world, wishes, title) if isinstance(loop, Told) else loop
    if isinstance(told, tuple):
        return told
    plan, notes = _without_loops(program, world, wishes, title)
    return plan, (*notes, *_loop_notes(told))


def _with_module(
    loop: Told, program: Program, world: World, wishes: Wishes, title: str
) -> tuple[FamilyPlan, tuple[Note, ...]] | Untold:
    """The plan of a notebook whose training loop is a module, or why a Trainer cannot tell its story."""
    surveyed = _surveyed(loop.program, program, world, wishes)
    configs = turn_configs(loop.program, surveyed, wishes)
    turned = _surveyed(configs.program, loop.program, surveyed, wishes, configs.names)
    told = _as_lightning(configs, turned, wishes, title)
    if isinstance(told, NoShape):
        return Untold(f"cannot be told through a Trainer: the notebook {told.reason}", loop.origin)
    plan, notes = told
    assert isinstance(plan.entry, LightningEntry)
    entry = replace(plan.entry, of_a_loop=True, draws=loop.draws)
    return replace(plan, entry=entry, notes=(*plan.notes, Note("info", loop.told, loop.origin))), notes


def _told_loop(program: Program, world: World) -> Told | Untold | None:
    """The program with its training loop as a module, that of a function that the notebook trains with too."""
    unfolded = unfold_training(program)
    if unfolded is program:
        return tell_training_loop(program, world)
    told = tell_training_loop(unfolded, survey(unfolded, world.skipped))
    return replace(told, origin=training_places(program).statements[0].origin) if isinstance(told, Untold) else told


def _loop_notes(loop: Untold | None) -> tuple[Note, ...]:
    return (Note("info", f"the training loop stays a loop: it {loop.reason}", loop.origin),) if loop else ()


def _without_loops(program: Program, world: World, wishes: Wishes, title: str) -> tuple[FamilyPlan, tuple[Note, ...]]:
    configs = turn_configs(program, world, wishes)
    turned = _surveyed(configs.program, program, world, wishes, configs.names)
    told = _as_lightning(configs, turned, wishes, title)
    if isinstance(told, NoShape) and configs.names:  # it may be one where the classes stay as they are
        told = _as_lightning(Configs(program), world, wishes, title)
    if not isinstance(told, NoShape):
        return told
    return _plain(configs, turned, wishes, title, told.reason)


def _plain(
    configs: Configs, before: World, wishes: Wishes, title: str, why: str, without: frozenset[str] = frozenset()
) -> tuple[FamilyPlan, tuple[Note, ...]]:
    """The plan of a notebook that is not told through Lightning; values that no option reaches stay in the code."""
    holders = holders_of(before, kept_inside(before)) - left_alone(before, wishes) - configs.classes
    where = running(before, configs.classes, holders)
    hoisted = hoist_literals(configs.program, before, where, wishes, trainers=True, without=without)
    if hoisted.world and (late := kept_inside(hoisted.world) - kept_inside(before)):  # options keep them where they are
        where = running(before, configs.classes, holders, late)
        hoisted = hoist_literals(configs.program, before, where, wishes, trainers=True, without=without)
    world, threads = _held(hoisted, configs, before, wishes, holders) or _threaded(hoisted, configs, before, wishes)
    plain = plan_plain(world, threads, title, why)
    if stray := unreached(hoisted, threads, plain.parameters):
        return _plain(configs, before, wishes, title, why, without | stray)
    left = (Note("info", hoisted.left),) if hoisted.left else ()
    places = {**hoisted.places, **configs.places}
    return plain, (*wish_notes(world, threads, wishes, plain.parameters, places), *configs.notes, *left)


def _as_lightning(
    configs: Configs, world: World, wishes: Wishes, title: str
) -> tuple[FamilyPlan, tuple[Note, ...]] | NoShape:
    """The Lightning family's plan; what is fitted has a name."""
    named = name_what_is_fitted(configs.program, world)
    known = replace(configs, program=named)
    told = _lightning(known, _surveyed(named, configs.program, world, wishes, configs.names), wishes, title)
    return told if isinstance(told, NoShape) else (told[0], (*told[1], *configs.notes))


def _lightning(
    configs: Configs, world: World, wishes: Wishes, title: str, without: frozenset[str] = frozenset()
) -> tuple[FamilyPlan, tuple[Note, ...]] | NoShape:
    """The Lightning family's plan; variables with several meanings are told apart where that is in its way."""
    program = configs.program
    shape = find_shape(world)
    if isinstance(shape, Shape):
        where = building(world, shape.trainer_name, shape.fit)
        where += [s for s in running(world, configs.classes) if s.kind in (Kind.CLASS, Kind.FUNCTION)]
        hoisted = hoist_literals(program, world, where, wishes, others=shape.others, without=without)
        turned, threads = _threaded(hoisted, configs, world, wishes)
        again = find_shape(turned)
        family = plan_lightning(turned, threads, again, title) if isinstance(again, Shape) else again
        if isinstance(family, FamilyPlan):
            if stray := unreached(hoisted, threads, family.parameters):
                return _lightning(configs, world, wishes, title, without | stray)
            places = {**hoisted.places, **configs.places}
            return family, wish_notes(turned, threads, wishes, family.parameters, places)
        shape = family
    apart = tell_apart(program, shape.name) if shape.name else None
    if apart is None:
        return shape
    surveyed = _surveyed(apart, program, world, wishes, configs.names)
    told = _lightning(replace(configs, program=apart), surveyed, wishes, title)
    return shape if isinstance(told, NoShape) else told


def _threaded(hoisted: Hoisted, configs: Configs, before: World, wishes: Wishes) -> tuple[World, Threads]:
    """The program with its literals as constants, and what is handed where in it."""
    names = hoisted.names | configs.names
    world = before if hoisted.world is None else with_lifted(hoisted.world, wishes, names)
    return world, _named_as_there(thread_as_wished(world, wishes, frozenset(hoisted.kinds)), hoisted, configs)


def _held(
    hoisted: Hoisted, configs: Configs, before: World, wishes: Wishes, classes: frozenset[str]
) -> tuple[World, Threads] | None:
    """The same where classes hold what they need themselves; None where none does, or where one cannot."""
    names, kinds = hoisted.names | configs.names, frozenset(hoisted.kinds)
    world = before if hoisted.world is None else with_lifted(hoisted.world, wishes, names)
    holders: Holders = {name: {} for name in sorted(classes)}
    held = thread_as_wished(world, wishes, kinds, holders).held if holders else {}
    if not held:
        return None
    program = with_settings_of(hoisted.program, world, held)
    world = with_lifted(survey(program, world.skipped), wishes, names)
    threads = thread_as_wished(world, wishes, kinds, {**holders, **held})
    sound = threads.held == held and not with_users(world, frozenset(threads.unsound)) & held.keys()
    return (world, _named_as_there(threads, hoisted, configs)) if sound else None


def _named_as_there(threads: Threads, hoisted: Hoisted, configs: Configs) -> Threads:
    """The decision, with what stands as a literal in the notebook called one."""
    return as_literals(threads, {**hoisted.origins, **configs.origins}, hoisted.kinds)


def _surveyed(
    program: Program, before: Program, world: World, wishes: Wishes, more: frozenset[str] = frozenset()
) -> World:
    """The program looked over; what is known of the one before where it is the same."""
    return world if program is before else with_lifted(survey(program, world.skipped), wishes, more)


def _settled(program: Program, skipped: frozenset[str]) -> tuple[Program, tuple[Note, ...]]:
    """One meaning a name, the story at the top level."""
    settled, notes = settle_versions(unfold_guard(program))
    unfolded, more = (settled, ()) if "unfold-main" in skipped else unfold_main(settled)
    asked, answers = settle_questions(hand_to_classes(unfolded))
    looked, lost = settle_lookups(asked)
    spelled, doubts = spell_builtins(looked)
    numbered = tuple(replace(s, index=i) for i, s in enumerate(spelled.statements))
    told = replace(unfolded, statements=numbered)
    said = (*notes, *more, *answers, *lost, *doubts)
    return (told if len(numbered) == len(program.statements) else give_roles(told)), said


def _with_settings_free(program: Program, skipped: frozenset[str]) -> Program:
    """One name a setting, and none that is half the default of a function."""
    apart = tell_settings_apart(program)
    return hand_over_defaults(apart, survey(apart, skipped))


def _with_other_bars(program: Program) -> Program:
    spelled = (replace(s, text=with_other_bars(s.text)) if s.kind is Kind.IMPORT else s for s in program.statements)
    return replace(program, statements=tuple(spelled))


def _summary(notebook: Notebook) -> str:
    """What the notebook says of itself: the first sentence of its introduction."""
    for cell in notebook.cells:
        if cell.kind == "code":
            return ""
        sentence = prose_sentence(cell.source) if cell.kind == "markdown" else ""
        if sentence:
            return sentence
    return ""


def _imported(world: World) -> frozenset[str]:
    return frozenset(module.partition(".")[0] for item in world.imports for module in item.modules)


#: What Lightning's loggers need beside Lightning.
_LOGGERS = {
    "TensorBoardLogger": "tensorboard",
    "WandbLogger": "wandb",
    "MLFlowLogger": "mlflow",
    "CometLogger": "comet-ml",
}


#: What takes the place of a notebook's own syntax is imported from these.
_OF_MAGICS = ("IPython", "google.cloud.bigquery")


def _requirements(
    world: World, program: Program, family: FamilyPlan, beside: Beside
) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    texts = [statement.text for statement in world.statements if "import" in statement.text]
    modules = set(imported_modules([*texts, *(module.text for module in beside.modules)]))
    written = (line for module in family.modules for line in module.imports)
    modules |= {module for line in written for module in imported_modules([line]) if module.startswith(_OF_MAGICS)}
    pip = [line for special in program.specials if special.kind in ("pip", "conda") for line in special.requirements]
    library = None
    if isinstance(family.entry, LightningEntry):
        library = family.entry.library
    needed = {
        _LOGGERS[full.rpartition(".")[2]] for full in world.aliases.values() if full.rpartition(".")[2] in _LOGGERS
    }
    text = "".join(statement.text for statement in world.statements)
    needed |= {line for name, line in _LOGGERS.items() if f".{name}(" in text}
    needed |= {trained.REQUIREMENT for module in family.modules if module.name == trained.MODULE}
    needed |= needed_by_calls((statement.text for statement in world.statements), world.aliases)
    local = local_names(beside)
    found = settle_requirements(
        sorted(modules),
        pip,
        local=local,
        lightning=library,
        extra=sorted(needed),
        elsewhere=keeps_path_lines(program),
    )
    return found.lines, found.notes


def _system_packages(program: Program) -> tuple[str, ...]:
    return tuple(sorted({name for s in program.specials if s.kind == "apt" for name in s.requirements}))


def _notebook_notes(notebook: Notebook) -> tuple[Note, ...]:
    return tuple(Note("info", text) for text in notebook.notes)


def _order_notes(notebook: Notebook, program: Program, options: Options) -> tuple[Note, ...]:
    counts = {cell.index: cell.execution_count for cell in notebook.cells}
    return order_notes(program.statements, counts, options.order, SUPPLIED)


def _secret_notes(secrets: tuple[SecretFound, ...]) -> tuple[Note, ...]:
    return tuple(map(_secret_note, secrets))


def _secret_note(found: SecretFound) -> Note:
    told = f"a {found.kind} secret is read from ${found.variable} now: revoke the one in"
    if found.file:
        return Note("warning", f"{told} {found.file}, line {found.origin.first}")
    return Note("warning", f"{told} the notebook", found.origin)
