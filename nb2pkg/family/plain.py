"""Every other notebook: its statements, in its own order, as one function ``fit``.

Definitions that stand alone go to their modules; those that lean on what the notebook computes in a way that cannot
be handed over stay nested in ``fit``, where they mean what they meant.
"""

from __future__ import annotations

from dataclasses import replace

from nb2pkg.family.assemble import Placed, documented, make_modules, place_definitions, rewritten
from nb2pkg.family.decided import FamilyPlan
from nb2pkg.family.report import folder_variable, free_word, report_class, report_module, report_variable
from nb2pkg.family.stages import (
    body_texts,
    constant_keys,
    described_item,
    last_in_cells,
    merged_origins,
    parameters_of,
)
from nb2pkg.flow.world import World
from nb2pkg.model import Kind, Member, Note, Parameter, PlainEntry
from nb2pkg.rules.docstring_entry import Described, function_doc
from nb2pkg.rules.edits import Edit, apply_edits, replacement
from nb2pkg.rules.nested import nested
from nb2pkg.rules.source import function
from nb2pkg.story.capture import looks_up_names
from nb2pkg.story.definition import definition_edits
from nb2pkg.story.effects import Effect, running
from nb2pkg.story.threads import Item, Threads

_LAST = 1_000_000


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
    inside = _nested(world, threads)
    effects = running(world, threads)
    keys = _keys(effects, inside, world, threads)
    fixed = {**threads.fixed, **{key: "kept in place" for key in threads.items if key not in keys}}
    local = replace(threads, fixed=fixed, needs={n: k for n, k in threads.needs.items() if n not in inside})
    items = [threads.items[key] for key in keys]
    parameters = tuple(
        Parameter(i.argument, "train", i.type, i.default, i.help, i.origins, i.sort)
        for i in items
        if i.default is not None
    )
    name = free_word(("fit", "run_notebook", "run_cells"), world)
    body = [*_spelled_out(world, local), *_in_order(world, effects, inside, local)]
    glue = _run(name, items, body, effects, world)
    rewrites = {n: t for n, t in rewritten(world, local).items() if n not in inside}
    rewrites = documented(rewrites, world, local, parameters)
    placed = [
        *place_definitions(world, glue, rewrites, skip=inside),
        Placed("report", 0, report_module(world)),
        *glue,
    ]
    notes = [Note("info", f"kept as one function {name} in notebook order: the notebook {reason}")]
    notes += [
        Note("warning", f"{one} stays nested in {name}: it {why}", world.definitions[one].origin)
        for one, why in threads.unsound.items()
    ]
    docs = {
        "report": "Keeps what the notebook showed, as files.",
        "data": f"Data of {title}.",
        "models": f"Models of {title}.",
        "train": f"{title}, from top to bottom.",
    }
    entry = PlainEntry((("fit", name),), parameters)
    return FamilyPlan(make_modules(placed, world, docs), entry, parameters, tuple(notes))


def _run(name: str, items: list[Item], body: list[str], effects: tuple[Effect, ...], world: World) -> list[Placed]:
    """The function that runs the notebook; where that awaits, a second one around it."""
    folder, report = folder_variable(world), report_variable(world)
    signature = ", ".join(parameters_of([f'{folder}: str = "outputs"'], items))
    about = [Described(folder, "Folder for what the notebook shows."), *(described_item(i, option=True) for i in items)]
    doc = function_doc("Run the notebook from top to bottom.", about)
    assigned = frozenset(n for s in world.statements for n in s.names.assigns_globals)
    bound = frozenset(n for e in effects for n in e.binds)
    unbound = [f"{one} = None  # assigned by a function below" for one in sorted(assigned - bound)]
    texts = [doc, f"{report} = {report_class(world)}(Path({folder}))", *unbound]
    texts += [*(nested(text, assigned) for text in body), f"{report}.figures()"]
    origins = merged_origins(e.statement.origin for e in effects)
    head = f"def {name}({signature}) -> None"
    if not any(statement.names.awaits for statement in world.statements):
        return [Placed("train", _LAST, Member(name, "stage", function(head, texts), origins))]
    waiting = free_word(("run_cells", "run_all_cells"), world)
    code = function(f"async def {waiting}({signature}) -> None", texts)
    passed = ", ".join([f"{folder}={folder}", *(f"{i.argument}={i.argument}" for i in items)])
    starter = function(head, [doc, f"asyncio.run({waiting}({passed}))"])
    return [
        Placed("train", _LAST, Member(waiting, "stage", code, origins)),
        Placed("train", _LAST + 1, Member(name, "glue", starter)),
    ]


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


def _keys(effects: tuple[Effect, ...], inside: frozenset[str], world: World, threads: Threads) -> tuple[str, ...]:
    """Items with defaults that ``fit`` takes: for its statements, and for the definitions nested in it."""
    found = set(constant_keys(effects, threads))
    for name in inside:
        own = {f"{name}.{literal.argument}" for literal in threads.literals.get(name, ())}
        own = own if world.definitions[name].kind is Kind.CLASS else set()
        used = {use.name for use in world.definitions[name].uses}
        wanted = (
            {key for other in used for key in threads.needs.get(other, ())} | used | set(threads.needs.get(name, ()))
        )
        found |= {k for k in wanted - own if k in threads.items and threads.items[k].default is not None}
    classes = [name for name in inside if world.definitions[name].kind is Kind.CLASS]
    nested_literals = {f"{name}.{one.argument}" for name in classes for one in threads.literals.get(name, ())}
    found = {key for key in found - nested_literals if key not in threads.fixed}
    return tuple(sorted(found, key=lambda key: list(threads.items).index(key)))


def _nested(world: World, threads: Threads) -> frozenset[str]:
    """Definitions that need computed names, and all that use those."""
    inside = set(threads.unsound)
    inside |= {n for n, keys in threads.needs.items() if any(threads.items[k].default is None for k in keys)}
    changed = True
    while changed:
        changed = False
        for name, definition in world.definitions.items():
            used = {use.name for use in definition.uses}
            if name not in inside and used & inside:
                inside.add(name)
                changed = True
    return frozenset(inside)


def _in_order(world: World, effects: tuple[Effect, ...], inside: frozenset[str], local: Threads) -> list[str]:
    last = last_in_cells(world)
    report = report_variable(world)
    by_index = {e.statement.index: e for e in effects}
    nested_at = {world.definitions[name].statement: name for name in inside}
    texts: list[str] = []
    for statement in world.statements:
        if statement.index in nested_at:
            texts.append(_definition_text(world, nested_at[statement.index], local))
        elif statement.kind is Kind.IMPORT and statement.names.binds & world.computed:
            texts.append(statement.text)  # its name gets another meaning further down
        elif statement.index in by_index:
            texts += body_texts([by_index[statement.index]], world, local, report, last, own_scope=True)
    return texts


def _definition_text(world: World, name: str, local: Threads) -> str:
    definition = world.definitions[name]
    bare = replace(local, literals={}, needs={n: k for n, k in local.needs.items() if n != name})
    edits = definition_edits(definition, world, bare)
    for use in definition.uses:
        item = local.items.get(use.name)
        if use.how == "load" and item is not None and item.default is not None and use.name not in local.fixed:
            edits.append(Edit(use.line, use.column, "name", item.read(item.argument)))
    literals = local.literals.get(name, ()) if definition.kind is Kind.FUNCTION else ()
    for literal in literals:
        key = f"{name}.{literal.argument}"
        if key in local.items and key not in local.fixed:
            edits += [replacement(definition.text, node, local.items[key].argument) for node in literal.nodes]
    return apply_edits(definition.text, edits)
