"""Stage functions: runs of statements under one heading, with what they need as arguments and what is needed as result.

## Clean up                                  def clean_up(train, target="SalePrice"):
train.drop_duplicates(inplace=True)   ->         \"\"\"Clean up.\"\"\"
n_train = len(train)                             train.drop_duplicates(inplace=True)
                                                 n_train = len(train)
                                                 return n_train
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nb2pkg.family.drawn import draws, saves_at_its_end
from nb2pkg.family.headings import VERBS
from nb2pkg.flow.constants import dotted
from nb2pkg.flow.methods import CHANGES_FIRST, CHANGES_ONLY_SELF
from nb2pkg.flow.names import uses_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Kind, Member, Origin
from nb2pkg.rules.docstring_entry import Described, function_doc
from nb2pkg.rules.docstring_words import words_of
from nb2pkg.rules.edits import Edit, apply_edits
from nb2pkg.rules.show import is_shown, show_in_report, shown_value
from nb2pkg.rules.source import function
from nb2pkg.story.definition import definition_in_place
from nb2pkg.story.effects import Effect, is_state
from nb2pkg.story.threads import Item, Threads
from nb2pkg.text.prose import heading_words


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage function.

    Attributes:
        name: Its name.
        title: What it does, in the notebook's words.
        effects: Its statements.
        inputs: Computed names it takes.
        outputs: Names it returns.
        keys: Items with defaults that it takes.
        report: What it calls the report that takes what it shows; empty where it has none.
    """

    name: str
    title: str
    effects: tuple[Effect, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    keys: tuple[str, ...]
    report: str = ""


def constant_keys(effects: Iterable[Effect], threads: Threads) -> tuple[str, ...]:
    """Keys of the items with defaults that the statements use, directly or through definitions."""
    found: set[str] = set()
    for effect in effects:
        names = effect.statement.names
        for name in names.reads | names.deferred:
            if name in threads.items and threads.items[name].default is not None and name not in threads.fixed:
                found.add(name)
            found |= {
                k
                for k in threads.needs.get(name, ())
                if threads.items[k].default is not None and k not in threads.fixed
            }
    return tuple(sorted(found, key=lambda key: list(threads.items).index(key)))


def statement_text(effect: Effect, world: World, threads: Threads, own_scope: bool = False) -> str:
    """The statement's text with constants as arguments and calls given what they need.

    Args:
        effect: The statement.
        world: The program.
        threads: What is handed where.
        own_scope: Whether all of the notebook's names are local where it runs: ``globals()`` is ``locals()`` there.
    """
    text = effect.statement.text
    if effect.statement.kind in (Kind.CLASS, Kind.FUNCTION):
        return definition_in_place(_definition_at(effect, world), world, threads)
    edits: list[Edit] = []
    for use in uses_of(text):
        if use.how != "load":
            continue
        item = threads.items.get(use.name)
        if own_scope and use.name == "globals" and not use.deferred and not use.scope:
            edits.append(Edit(use.line, use.column, "name", "locals"))
        elif item is not None and item.default is not None and use.name not in threads.fixed:
            if item.read(item.argument) != use.name:
                edits.append(Edit(use.line, use.column, "name", item.read(item.argument)))
        elif use.name in world.definitions and threads.needs.get(use.name):
            items = [threads.items[key] for key in threads.needs[use.name] if key not in threads.fixed]
            given = tuple((i.argument, i.argument if i.default is not None else i.key) for i in items)
            edits.append(Edit(use.line, use.column, "pass", arguments=given))
    return apply_edits(text, edits)


def _definition_at(effect: Effect, world: World) -> Definition:
    return next(d for d in world.definitions.values() if d.statement == effect.statement.index)


def body_texts(
    effects: Sequence[Effect],
    world: World,
    threads: Threads,
    report: str | None,
    last_of_cell: frozenset[int],
    own_scope: bool = False,
) -> list[str]:
    """The statements of a body; what they show goes to the report, or is printed where there is none."""
    texts: list[str] = []
    pending = False  # whether something is drawn that nothing has saved yet
    for place, effect in enumerate(effects):
        texts.append(_body_text(effect, world, threads, report, last_of_cell, own_scope))
        saved = texts[-1].rstrip().endswith(f"{report}.figures()")
        pending = not saved and (pending or draws(effect, world))
        following = effects[place + 1].statement.origin.cell if place + 1 < len(effects) else None
        if report and pending and following not in (None, effect.statement.origin.cell):
            texts.append(f"{report}.figures()")  # the notebook closes its figures where a cell ends
            pending = False
    return texts


def _body_text(
    effect: Effect,
    world: World,
    threads: Threads,
    report: str | None,
    last_of_cell: frozenset[int],
    own_scope: bool = False,
) -> str:
    text = statement_text(effect, world, threads, own_scope)
    if report:
        text = show_in_report(text, world.aliases, report)
    if effect.statement.index in last_of_cell and is_shown(text, world.aliases) and _gives(effect, world, report):
        text = shown_value(text, f"{report}.show" if report else "print")
    return text


def step_texts(
    effects: Sequence[Effect],
    stages: Sequence[Stage],
    world: World,
    threads: Threads,
    used: frozenset[str] | None = None,
) -> list[str]:
    """Statements of which some are stages: those as calls, where they begin.

    Args:
        effects: The statements.
        stages: Those among them that are calls.
        world: The program.
        threads: What is handed where.
        used: Names that are read after all of these; None where anything may be.
    """
    starts = {stage.effects[0].statement.index: stage for stage in stages}
    staged = {e.statement.index for stage in stages for e in stage.effects}
    last = last_in_cells(world)
    texts: list[str] = []
    for effect in effects:
        index = effect.statement.index
        if index in starts:
            later = None if used is None else used | read_after(starts[index], effects)
            texts.append(stage_call(starts[index], threads, later))
        if index not in staged:
            texts.append(_body_text(effect, world, threads, None, last))
    return texts


def _gives(effect: Effect, world: World, report: str | None) -> bool:
    """Whether there is a value to show; a report leaves ``None`` out itself, printing would not."""
    node = ast.parse(effect.statement.text).body[0]
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call):
        return True
    name = dotted(call.func) or ""
    definition = world.definitions.get(name)
    if definition is not None and definition.kind is Kind.FUNCTION:
        returns = [n.value for n in ast.walk(ast.parse(definition.text)) if isinstance(n, ast.Return)]
        return any(value is not None for value in returns) or "yield" in definition.text
    return bool(report) or name.rpartition(".")[2] not in CHANGES_ONLY_SELF | CHANGES_FIRST | {"chdir"}


def needed_names(effects: Sequence[Effect]) -> tuple[str, ...]:
    """Computed names that must be there before the statements run, in order of first use."""
    bound: set[str] = set()
    needed: dict[str, None] = {}
    for effect in effects:
        for name in sorted(effect.reads | effect.maybe):
            if name not in bound and name in effect.reads and not is_state(name):
                needed[name] = None
        bound |= effect.binds - effect.maybe
    return tuple(needed)


def bound_names(effects: Iterable[Effect]) -> frozenset[str]:
    """Every name the statements may bind."""
    return frozenset(name for effect in effects for name in effect.binds)


def perhaps_unbound(effects: Sequence[Effect], outputs: Iterable[str], inputs: Iterable[str]) -> tuple[str, ...]:
    """Outputs that some path leaves unbound."""
    sure = {name for effect in effects for name in effect.binds - effect.maybe} | set(inputs)
    return tuple(name for name in outputs if name not in sure)


def parameters_of(names: Iterable[str], items: Iterable[Item]) -> list[str]:
    """Parameter list: required names first, then items with their defaults."""
    with_defaults = [f"{i.argument}: {i.type} = {i.default}" if i.type else f"{i.argument}={i.default}" for i in items]
    return [*names, *with_defaults]


def stage_member(stage: Stage, world: World, threads: Threads, last_of_cell: frozenset[int]) -> Member:
    """The stage as a function."""
    items = [threads.items[key] for key in stage.keys]
    first = [stage.report] if stage.report else []
    head = f"def {stage.name}({', '.join(parameters_of([*first, *stage.inputs], items))})"
    texts = [stage_doc(stage.title, stage.inputs, items, stage.outputs, stage.report, stage.name)]
    unbound = perhaps_unbound(stage.effects, stage.outputs, stage.inputs)
    texts += [f"{name} = None  # bound on some paths only" for name in unbound]
    texts += body_texts(stage.effects, world, threads, stage.report or None, last_of_cell)
    if stage.report and not saves_at_its_end(texts[-1], stage.report):
        texts.append(f"{stage.report}.figures()")
    if stage.outputs:
        texts.append(f"return {', '.join(stage.outputs)}")
    origins = tuple(effect.statement.origin for effect in stage.effects)
    return Member(stage.name, "stage", function(head, texts), merged_origins(origins))


def stage_doc(
    title: str,
    inputs: Sequence[str],
    items: Sequence[Item],
    outputs: Sequence[str],
    report: str = "",
    name: str = "",
    made: Mapping[str, str] | None = None,
) -> str:
    """Docstring of a stage: its title, its arguments (and which stage made them, where that is known), its results."""
    about = [Described(report, "Keeps what is shown, as files.")] if report else []
    makers = made or {}
    about += [Described(n, f"What `{makers[n]}` gives." if n in makers else f"`{n}` of the notebook.") for n in inputs]
    about += [described_item(item) for item in items]
    returns = [f"{', '.join(f'`{one}`' for one in outputs)}."] if outputs else []
    return function_doc(_stage_summary(title, name), about, returns)


def described_item(item: Item, *, option: bool = False) -> Described:
    """What a docstring says of an argument with a default.

    Args:
        item: What the argument stands for.
        option: Whether it is an option, whose default ``--help`` shows beside what is said here.
    """
    return Described(item.argument, item.help, "" if option else item.default or "")


def _stage_summary(title: str, name: str) -> str:
    """The heading, or, where that is one word, the name made of it: "Evaluation" -> "Show evaluation"."""
    words = heading_words(title)
    named = words_of(name.rstrip("0123456789_"))
    one = len(words.split()) == 1 and len(named.split()) > 1 and words.lower() not in VERBS
    if not one or not named.lower().endswith(words.lower()):
        return words
    return named[: -len(words)] + (words if any(char.isupper() for char in words[1:]) else words.lower())


def read_after(stage: Stage, effects: Iterable[Effect]) -> frozenset[str]:
    """Names that the statements behind the beginning of a stage read, its own left out."""
    own = {effect.statement.index for effect in stage.effects}
    behind = [e for e in effects if e.statement.index > min(own) and e.statement.index not in own]
    names = [one.statement.names for one in behind]
    return frozenset[str]().union(
        *(one.reads | one.maybe | one.changes for one in behind),
        *(one.reads | one.deferred | one.changes | one.deletes for one in names),
    )


def stage_call(stage: Stage, threads: Threads, used: frozenset[str] | None = None) -> str:
    """The statement that runs the stage: ``a, b = stage(x, lr=lr)``, or ``stage(x, lr=lr)`` if nobody needs a and b.

    Args:
        stage: The stage.
        threads: What is handed where.
        used: Names that are read after the call; None where anything may be.
    """
    arguments = [stage.report] if stage.report else []
    arguments += list(stage.inputs)
    arguments += [f"{threads.items[key].argument}={threads.items[key].argument}" for key in stage.keys]
    call = f"{stage.name}({', '.join(arguments)})"
    wanted = stage.outputs if used is None or used.intersection(stage.outputs) else ()
    return f"{', '.join(wanted)} = {call}" if wanted else call


def merged_origins(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """Neighbouring line spans of one cell as one."""
    merged: list[Origin] = []
    for origin in sorted(set(origins)):
        last = merged[-1] if merged else None
        if last and last.cell == origin.cell and origin.first <= last.last + 2:
            merged[-1] = Origin(last.cell, last.first, max(last.last, origin.last), last.cell_id)
        else:
            merged.append(origin)
    return tuple(merged)


def last_in_cells(world: World) -> frozenset[int]:
    """Statements that stand last in their cell: the notebook shows the value of such an expression."""
    last: dict[int, int] = {}
    for statement in world.statements:
        last[statement.origin.cell] = statement.index
    return frozenset(last.values()) - {s.index for s in world.statements if s.inner}


def group_stages(effects: Sequence[Effect], breaks: frozenset[int]) -> list[tuple[Effect, ...]]:
    """Cut a segment where the heading changes, and wherever something else of interest runs in between."""
    groups: list[list[Effect]] = []
    for effect in effects:
        last = groups[-1][-1].statement if groups else None
        here = effect.statement
        new = last is None or last.section != here.section
        if new or (last is not None and any(last.index < place < here.index for place in breaks)):
            groups.append([])
        groups[-1].append(effect)
    return [tuple(group) for group in groups]
