"""Every other notebook: stage functions in its own order, which ``fit`` runs; what only looks, ``explore`` runs.

Definitions go to their modules and are handed the globals that they read; those that lean on what the notebook
computes in a way that cannot be handed over stay in the stage where they stand, and mean what they meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nb2pkg.family.assemble import ROOMS, Placed, documented, make_modules, names_in, place_definitions, rewritten
from nb2pkg.family.decided import FamilyPlan
from nb2pkg.family.plain.environment import environment_member, set_before_imports
from nb2pkg.family.plain.facts import Facts, facts_of
from nb2pkg.family.plain.fields import rooms_of_fields
from nb2pkg.family.plain.flows import Flow, flows_of
from nb2pkg.family.plain.groups import Group, cut, joined
from nb2pkg.family.plain.looking import looked_at, needed_for
from nb2pkg.family.plain.named import name_groups
from nb2pkg.family.plain.predicting import Learned, learned_by
from nb2pkg.family.plain.together import kept_together
from nb2pkg.family.plain.units import Unit, must_be_one, nested_definitions, units_of
from nb2pkg.family.plain.written import Written, body_of, calls_of, keys_of, write_groups
from nb2pkg.family.report import folder_variable, free_word, report_class, report_module, report_variable
from nb2pkg.family.stages import described_item, merged_origins, parameters_of
from nb2pkg.family.trained import MODULE, load_function, model_folder_variable, save_function, trained_members
from nb2pkg.flow.world import World
from nb2pkg.model import Folder, Member, Note, Parameter, PlainEntry, Role
from nb2pkg.rules.docstring_entry import Described, function_doc
from nb2pkg.rules.source import function
from nb2pkg.story.capture import looks_up_names, rebound_while_kept
from nb2pkg.story.effects import running
from nb2pkg.story.threads import Threads

_LAST = 1_000_000
_GROUP = {"data": "data", "models": "model", "train": "train", "explore": "explore"}


@dataclass(frozen=True, slots=True)
class _Told:
    """The notebook, cut and written.

    Attributes:
        world: The program.
        threads: What is handed where, within this family.
        inside: Definitions that stay where they stand.
        units: All that runs.
        written: Its stage functions; none where one function holds everything.
        looking: Places of those that only ``explore`` runs.
        why: Why one function holds everything.
        early: What sets the environment before anything is imported.
        explored: Places of the stage functions that ``explore`` runs.
        learned: What training gives, and who predicts with it.
    """

    world: World
    threads: Threads
    inside: frozenset[str]
    units: tuple[Unit, ...]
    written: tuple[Written, ...]
    looking: frozenset[int]
    why: str
    early: tuple[Unit, ...] = ()
    explored: tuple[int, ...] = ()
    learned: Learned = field(default_factory=Learned)


def plan_plain(world: World, threads: Threads, title: str, reason: str) -> FamilyPlan:
    """Plan the package of a notebook that tells no other story.

    Args:
        world: The program.
        threads: What is handed where.
        title: The notebook's title.
        reason: Why the other families did not take it.

    Returns:
        The plan.
    """
    told = _told(world, threads, title)
    fit, predict, explore = _commands(told)
    parameters = _parameters(told, fit, explore)
    glue = [Placed(w.group.room, _place(w), w.member) for w in told.written]
    glue += [*fit.placed, *predict.placed, *explore.placed]
    early = environment_member(told.early, world) if told.early else None
    glue += [Placed("environment", 0, early)] if early else []
    rewrites = {n: t for n, t in rewritten(world, told.threads).items() if n not in told.inside}
    rewrites = documented(rewrites, world, told.threads, parameters)
    shows = any(report_class(world) in names_in(one.member.code) for one in glue)
    placed = [
        *place_definitions(world, glue, rewrites, skip=told.inside),
        *([Placed("report", 0, report_module(world))] if shows else []),
        *(Placed(MODULE, 0, one) for one in _saving(told, predict)),
        *glue,
    ]
    docs = {
        "environment": "What libraries look up in the environment.",
        "report": "Keeps what the notebook showed, as files.",
        MODULE: "Keeps what training gave, as files.",
        "data": f"Data of {title}.",
        "models": f"Models of {title}.",
        "train": f"{title}, step by step.",
        "explore": f"Looking at the data of {title}.",
    }
    commands = tuple((name, one.name) for name, one in (("fit", fit), ("predict", predict)) if one.name)
    folders = (fit if fit.name else explore).folders
    entry = PlainEntry(commands, parameters, early.name if early else "", folders)
    return FamilyPlan(make_modules(placed, world, docs), entry, parameters, _notes(told, reason))


def _told(world: World, threads: Threads, title: str) -> _Told:
    late = rebound_while_kept(world, threads, running(world, threads))
    unsound = {**dict.fromkeys(sorted(late), "is kept while what it reads gets another meaning"), **threads.unsound}
    threads = replace(threads, unsound=unsound)
    inside = nested_definitions(world, threads)
    local = replace(threads, needs={n: k for n, k in threads.needs.items() if n not in inside})
    whole = units_of(world, local, inside)
    early = set_before_imports(whole, world)
    units = tuple(unit for unit in whole if unit not in early)
    why = must_be_one(world)
    groups = kept_together(cut(units, world))
    groups = [joined(groups)] if why and groups else groups
    local = _with_used(local, groups, world)
    if len(groups) < 2:
        return _Told(world, local, inside, units, (), frozenset(), why, early)
    taken = set(world.definitions) | set(world.aliases) | world.mentioned | {"fit", "predict", "explore"}
    taken |= {item.argument for item in local.items.values()}
    flows = flows_of(groups)
    facts = facts_of(groups, flows)
    looking = looked_at(facts, flows)
    rooms = [_room_of(group, place in looking) for place, group in enumerate(groups)]
    facts = [replace(one, room=room) for one, room in zip(facts, rooms, strict=True)]
    learned = learned_by(groups, facts, flows, looking, world)
    names = name_groups(groups, flows, world, title, taken)
    flows = [_giving(flow, facts[place], learned.kept.get(place, ())) for place, flow in enumerate(flows)]
    written = write_groups(groups, flows, world, local, names)
    written = [replace(one, group=replace(one.group, room=room)) for one, room in zip(written, rooms, strict=True)]
    explored = tuple(needed_for(looking, facts, flows))
    return _Told(world, local, inside, units, tuple(written), looking, why, early, explored, learned)


def _room_of(group: Group, looks: bool) -> str:
    """The room of a group; one that only looks and yet belongs to ``fit`` stands with the training.

    Nothing imports ``explore``.
    """
    return "train" if group.room == "explore" and not looks else group.room


def _giving(flow: Flow, one: Facts, kept: Iterable[str]) -> Flow:
    """The flow of a group that also hands on what is kept of it."""
    return replace(flow, outputs=(*flow.outputs, *(n for n in kept if n in one.bound and n not in flow.outputs)))


def _with_used(local: Threads, groups: Sequence[Group], world: World) -> Threads:
    """Constants that no stage takes are no arguments."""
    used = {key for group in groups for key in keys_of(group, world, local)}
    unused = {key for key, item in local.items.items() if item.default is not None and key not in used}
    return replace(local, fixed={**local.fixed, **dict.fromkeys(sorted(unused), "kept in place")})


def _place(one: Written) -> int:
    return one.group.units[0].statement.index


@dataclass(frozen=True, slots=True)
class _Command:
    """A function that runs stages: its name, what is written, the items it takes, and its folders."""

    name: str = ""
    placed: tuple[Placed, ...] = ()
    keys: tuple[str, ...] = ()
    folders: tuple[Folder, ...] = ()


def _commands(told: _Told) -> tuple[_Command, _Command, _Command]:
    """``fit``, ``predict`` and ``explore``, where there is something for them to do."""
    if not told.written:
        fit, explore = _whole(told)
        return fit, _Command(), explore
    fits = [place for place in range(len(told.written)) if place not in told.looking]
    fit = _running(_fit_name(told.world), "train", "outputs", "Run the notebook's steps in order.", fits, told)
    title = "Predict with what `fit` has trained."
    name = free_word(("predict", "predict_again", "predict_only"), told.world)
    predict = _running(name, "train", "predictions", title, told.learned.predicts, told, loads=True)
    title = "Run the notebook's exploration and save what it shows."
    return fit, predict, _running("explore", "explore", "explore", title, told.explored, told)


def _running(
    name: str, room: str, folder: str, title: str, places: Sequence[int], told: _Told, *, loads: bool = False
) -> _Command:
    """The function that calls the stages at these places, and keeps what training gives or loads it."""
    if not places:
        return _Command()
    written = [told.written[place] for place in places]
    keys = tuple(key for key in told.threads.items if any(key in one.stage.keys for one in written))
    names = told.learned.loaded if loads else {p: n for p, n in told.learned.kept.items() if p in places}
    calls = dict(zip(places, calls_of(written, told.threads, [names.get(p, ()) for p in places]), strict=True))
    keeping = {place: _kept_texts(told.written[place].stage.name, those, told, loads) for place, those in names.items()}
    texts = [text for p in sorted({*calls, *keeping}) for text in (*calls.get(p, ()), *keeping.get(p, ()))]
    shows = report_variable(told.world) in names_in("\n".join(texts))
    shown = [Folder(folder_variable(told.world), folder, "Folder for what the notebook shows.")] if shows else []
    kept = [Folder(model_folder_variable(told.world), "models", "Folder for what training gives.")] if names else []
    folders = (*shown, *kept)
    member = _function(name, title, folders, keys, texts, (), told)
    return _Command(name, (Placed(room, _LAST, member),), keys, folders)


def _kept_texts(stage: str, names: Sequence[str], told: _Told, loads: bool) -> list[str]:
    """What saves the results of a stage, or loads them."""
    file = f'Path({model_folder_variable(told.world)}) / "{stage}.joblib"'
    if loads:
        wanted = ", ".join(f'"{name}"' for name in names)
        return [f"{', '.join(names)} = {load_function(told.world)}({file}, {wanted})"]
    return [f"{save_function(told.world)}({file}, {', '.join(f'{name}={name}' for name in names)})"]


def _saving(told: _Told, predict: _Command) -> tuple[Member, ...]:
    """The functions that keep what training gives, where something is kept."""
    return trained_members(told.world, loads=bool(predict.name)) if told.learned.kept else ()


def _function(
    name: str,
    title: str,
    folders: Sequence[Folder],
    keys: Sequence[str],
    texts: Sequence[str],
    origins: Iterable[Unit],
    told: _Told,
) -> Member:
    """A function with the folders and the items as arguments."""
    head = _head(title, folders, keys, told)
    merged = merged_origins(unit.statement.origin for unit in origins)
    code = function(f"def {name}({head.signature}) -> None", [head.doc, *head.start, *texts])
    return Member(name, "stage" if merged else "glue", code, merged)


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a function that runs stages: its arguments, its docstring, its first statement."""

    signature: str
    doc: str
    start: tuple[str, ...]
    passed: str


def _head(title: str, folders: Sequence[Folder], keys: Sequence[str], told: _Told) -> _Head:
    world, items = told.world, [told.threads.items[key] for key in keys]
    output = folder_variable(world)
    about = [Described(one.name, one.help) for one in folders]
    first = [f'{one.name}: str = "{one.default}"' for one in folders]
    return _Head(
        signature=", ".join(parameters_of(first, items)),
        doc=function_doc(title, [*about, *(described_item(item, option=True) for item in items)]),
        start=(f"{report_variable(world)} = {report_class(world)}(Path({output}))",)
        if any(one.name == output for one in folders)
        else (),
        passed=", ".join(f"{one}={one}" for one in [*(f.name for f in folders), *(i.argument for i in items)]),
    )


def _whole(told: _Told) -> tuple[_Command, _Command]:
    """All in one function; where the notebook awaits, a second one around it."""
    world, threads = told.world, told.threads
    looks = bool(told.units) and all(unit.statement.role is Role.EXPLORE for unit in told.units)
    room = "explore" if looks else "train"
    name = "explore" if looks else _fit_name(world)
    group = Group(told.units, room)
    keys = keys_of(group, world, threads) if told.units else ()
    texts = [*_spelled_out(world, threads), *(body_of(group, (), world, threads) if told.units else ())]
    folder, title = "explore" if looks else "outputs", "Run the notebook from top to bottom."
    shows = report_variable(world) in names_in("\n".join(texts))
    folders = (Folder(folder_variable(world), folder, "Folder for what the notebook shows."),) if shows else ()
    member = _function(name, title, folders, keys, texts, told.units, told)
    members = [member]
    if any(statement.names.awaits for statement in world.statements):
        waiting = free_word(("run_cells", "run_all_cells"), world)
        head = _head(title, folders, keys, told)
        start = f"asyncio.run({waiting}({head.passed}))"
        code = f"async {member.code.replace(f'def {name}(', f'def {waiting}(', 1)}"
        signature = f"def {name}({head.signature}) -> None"
        members = [
            replace(member, name=waiting, code=code),
            Member(name, "glue", function(signature, [head.doc, start])),
        ]
    placed = tuple(Placed(room, _LAST + i, one) for i, one in enumerate(members))
    command = _Command(name, placed, keys, folders)
    return (_Command(), command) if looks else (command, _Command())


def _fit_name(world: World) -> str:
    return free_word(("fit", "run_notebook", "run_cells"), world)


def _parameters(told: _Told, *commands: _Command) -> tuple[Parameter, ...]:
    """What the commands take, each in the group of the first module that uses it."""
    fit, _ = commands
    asked = rooms_of_fields(told.world, [w for place, w in enumerate(told.written) if place not in told.looking])
    found: list[Parameter] = []
    for key in told.threads.items:
        item = told.threads.items[key]
        if item.default is None or not any(key in command.keys for command in commands):
            continue
        own = [w for place, w in enumerate(told.written) if key in w.stage.keys and place not in told.looking]
        rooms = asked.get(key, [one.group.room for one in own]) if key in fit.keys else ["explore"]
        group = _GROUP[min(rooms or ["train"], key=ROOMS.index)]
        found.append(Parameter(item.argument, group, item.type, item.default, item.help, item.origins, item.source))
    return tuple(found)


def _notes(told: _Told, reason: str) -> tuple[Note, ...]:
    why = " and ".join(one for one in (reason, "" if told.written else told.why) if one)
    done = "runs as functions" if told.written else "kept as one function"
    notes = [Note("info", f"{done} in notebook order{f': the notebook {why}' if why else ''}")]
    for one in told.written:
        if one.group.forced:
            cells = [unit.statement.origin.cell for unit in one.group.units]
            text = (
                f"cells {min(cells)} to {max(cells)} stay in one function, {one.stage.name}: names are read or assigned"
            )
            notes.append(Note("warning", f"{text} there by functions and lambdas that outlive their cell"))
    if told.learned.why:
        notes.append(Note("info", f"predict is no command of its own: {told.learned.why}"))
    for name, why in told.threads.unsound.items():
        notes.append(Note("warning", f"{name} stays nested: it {why}", told.world.definitions[name].origin))
    return tuple(notes)


def _spelled_out(world: World, local: Threads) -> list[str]:
    """The constants under their own names, for a notebook that looks names up by their text."""
    if looks_up_names(world) is None:
        return []
    texts: list[str] = []
    for name, constant in world.constants.items():
        item = local.items.get(name) if name not in local.fixed else None
        if constant.sort != "derived":
            texts.append(f"{name} = {item.read(item.argument) if item else constant.value}")
    return [text for text in texts if text != f"{text.partition(' = ')[0]} = {text.partition(' = ')[0]}"]
