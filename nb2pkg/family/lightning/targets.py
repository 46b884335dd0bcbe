"""What the command line builds: the notebook's class itself where its arguments are plain, else a function around it.

dm = LeafData(batch_size=32)                 -> LeafData, with batch_size: int = 32
dm = HouseData(train_df, cols, batch_size=B) -> def build_datamodule(batch_size: int = 32) -> HouseData: ...
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nb2pkg.family.lightning.argument_places import behind, constant_places, does_something, places_of
from nb2pkg.family.lightning.arguments import (
    Given,
    Slot,
    built_call,
    given_arguments,
    is_value,
    machine_constant,
    slots_of,
    unpacked_by,
)
from nb2pkg.family.lightning.built import built_class
from nb2pkg.family.stages import (
    Stage,
    bound_names,
    constant_keys,
    merged_origins,
    needed_names,
    statement_text,
    step_texts,
)
from nb2pkg.flow.constants import dotted
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Kind, Link, Member, Origin, Parameter, Statement, Target
from nb2pkg.params.kinds import help_for, type_of
from nb2pkg.params.sources.spot import origin_of
from nb2pkg.rules.docstring_entry import Described, function_doc
from nb2pkg.rules.edits import Edit, apply_edits, character_place, replacement
from nb2pkg.rules.signature import Argument
from nb2pkg.rules.source import function
from nb2pkg.story.effects import Effect
from nb2pkg.story.said import said_of_arguments
from nb2pkg.story.threads import Item, Threads


@dataclass(frozen=True, slots=True)
class Built:
    """A slot of the command line, decided.

    Attributes:
        target: What the command line builds.
        links: What follows the data.
        member: The function around the class, if there is one.
        defaults: Defaults and annotations that the class itself gets.
        construction: The statement that builds it from the parameters.
        options: Keys of items -> the parameter that has their value.
    """

    target: Target
    links: tuple[Link, ...] = ()
    member: Member | None = None
    defaults: tuple[Argument, ...] = ()
    construction: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """Where the notebook builds it.

    Attributes:
        group: ``"data"`` or ``"model"``.
        module: Module the result goes to.
        function: Name of the function, if one is needed.
        name: The notebook's name for what is built.
        effects: Everything that runs to build it, in order, the construction included.
        index: The construction.
        data: Name of the datamodule (for links), in the model slot.
        context: Names computed with the data that the model slot may use -> their attributes on the datamodule.
        hand_on: Names to keep on what is built for later -> under which attributes.
        stages: Stage functions that replace runs of the effects before the construction.
        computed: Attribute -> an expression whose value it gets in the end.
    """

    group: str
    module: str
    function: str
    name: str
    effects: tuple[Effect, ...]
    index: int
    data: str | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    hand_on: Mapping[str, str] = field(default_factory=dict)
    stages: tuple[Stage, ...] = ()
    computed: Mapping[str, Effect] = field(default_factory=dict)


def decide(site: Site, world: World, threads: Threads) -> Built:
    """Choose between the class itself and a function around it."""
    effect = next(e for e in site.effects if e.statement.index == site.index)
    call = built_call(effect.statement)
    class_name = built_class(call, site.group, world)
    definition = world.definitions.get(dotted(call.func) or "")
    given = given_arguments(effect.statement, definition, world, threads, site.data, frozenset(site.context))
    is_class = definition is not None and definition.kind is Kind.CLASS
    alone = len(site.effects) == 1 and not (site.hand_on or site.computed or unpacked_by(call))
    if definition and is_class and given is not None and alone:
        direct = _direct(site, definition, given, world, threads)
        if direct:
            return direct
    return _factory(site, effect, class_name, definition, given, world, threads)


def _direct(
    site: Site, definition: Definition, given: tuple[Given, ...], world: World, threads: Threads
) -> Built | None:
    slots = slots_of(definition, world)
    by_name, said = {one.name: one for one in given}, said_of_arguments(definition)
    if definition.variadic or any(one.sort == "other" for one in given) or (not definition.own_constructor and given):
        return None
    keys = threads.needs.get(definition.name, ())
    if any(threads.items[key].default is None for key in keys):
        return None
    defaults: list[Argument] = []
    parameters: list[Parameter] = []
    links: list[Link] = []
    statement = next(s for s in world.statements if s.index == site.index)
    for slot in slots:
        one = by_name.get(slot.name)
        if one is not None and one.sort == "link":
            links.append(Link(_link_source(one, site), f"{site.group}.{slot.name}", "instantiate"))
            if defaults and slot.default is None:
                return None  # a required argument cannot follow one with a default
            continue
        decided = _slot_value(slot, one, said.get(slot.name) or help_for(slot.name), threads, world)
        if decided is None:
            return None
        kind, default, help_text, source = decided
        if default != slot.default or not dict(definition.annotations).get(slot.name):
            if slot.default not in (None, default) and _built_elsewhere(definition.name, site.index, world):
                return None
            defaults.append(Argument(slot.name, kind, default))
        places = _origins(one, world, threads, statement) if one else places_of(slot.name, definition, world)
        shown = behind(default, world)
        parameters.append(Parameter(slot.name, site.group, kind, default, help_text, places, source, shown))
    parameters += item_parameters([threads.items[key] for key in keys], site.group)
    target = Target(site.module, definition.name, definition.name, False, tuple(parameters))
    passed = ", ".join(f"{p.name}={p.name}" for p in parameters)
    options = {one.source: one.name for one in given if one.sort == "constant"}
    options |= {key: threads.items[key].argument for key in keys}
    return Built(target, tuple(links), None, tuple(defaults), f"{site.name} = {definition.name}({passed})", options)


def _origins(one: Given, world: World, threads: Threads, statement: Statement) -> tuple[Origin, ...]:
    """Where the value comes from that the notebook gives."""
    item = threads.items[one.source] if one.sort == "constant" else None
    return (*(item.origins if item else constant_places(one.source, world)), origin_of(one.node, statement))


def _slot_value(
    slot: Slot, one: Given | None, help_text: str, threads: Threads, world: World
) -> tuple[str, str, str, str] | None:
    """Type, default, help and source of a parameter of the class, or None if the command line cannot carry it."""
    if one is None:
        if slot.default is None or not slot.usable:
            return None
        return slot.type, slot.default, help_text, "signature"
    if one.sort == "constant":
        item = threads.items[one.source]
        assert item.default is not None
        kind = slot.type if slot.usable and slot.type else type_of(slot.name, item.default)
        kind = item.declared or kind
        return kind, item.default, item.help, item.source
    kind = slot.type if slot.usable and slot.type else _type_at(one, slot.name, world)
    return kind, one.source, help_text, "keyword"


def _type_at(one: Given, name: str, world: World) -> str:
    """The type of a literal, or of a constant that asks the machine."""
    return (machine_constant(one.source, world) if one.sort == "machine" else None) or type_of(name, one.source)


def _link_source(one: Given, site: Site) -> str:
    first, dot, rest = one.source.partition(".")
    return f"data.{rest}" if dot and first == site.data else f"data.{site.context[one.source]}"


def _built_elsewhere(name: str, index: int, world: World) -> bool:
    """Whether anything else in the notebook uses the class, and so may rely on its defaults."""
    return any(
        name in s.names.reads | s.names.deferred and s.index != index and name not in s.names.binds
        for s in world.statements
    )


def item_parameters(items: Sequence[Item], group: str) -> list[Parameter]:
    """The items as parameters of a group."""
    return [
        Parameter(i.argument, group, i.type or "Any", i.default, i.help, i.origins, i.source)
        for i in items
        if i.default is not None
    ]


def _factory(
    site: Site,
    effect: Effect,
    class_name: str,
    definition: Definition | None,
    given: tuple[Given, ...] | None,
    world: World,
    threads: Threads,
) -> Built:
    keys = constant_keys([*site.effects, *site.computed.values()], threads)
    items = [threads.items[key] for key in keys]
    own, edits, passed = _own_parameters(site, effect, definition, given, world, items)
    inputs = list(needed_names(site.effects))
    parameters = [*own, *item_parameters(items, site.group)]
    seeds = _seed_parameters(
        site, {p.name for p in [*own, *item_parameters(items, site.group)]} | set(needed_names(site.effects))
    )
    parameters = [*(p for p, _, _ in seeds), *parameters]
    texts = [_factory_doc(site, class_name, inputs, parameters)]
    texts += _factory_body(site, effect, edits, passed, {i: e for _, i, e in seeds}, world, threads)
    texts += [_kept_on(site, attribute, name) for name, attribute in site.hand_on.items()]
    for attribute, value in site.computed.items():
        texts.append(f"{site.name}.{attribute} = {statement_text(value, world, threads)}")
    texts.append(f"return {site.name}")
    signature = [*inputs, *(f"{p.name}: {p.type} = {p.default}" for p in parameters)]
    code = function(f"def {site.function}({', '.join(signature)}) -> {class_name}", texts)
    origins = merged_origins(e.statement.origin for e in site.effects)
    target = Target(site.module, site.function, class_name.rpartition(".")[2], True, tuple(parameters))
    links = tuple(
        Link(
            "data" if name == site.data else f"data.{site.context.get(name, name)}",
            f"{site.group}.{name}",
            "instantiate",
        )
        for name in inputs
    )
    construction = _construction(effect, edits, passed, world, threads)
    options = {key: threads.items[key].argument for key in keys}
    return Built(
        target, links, Member(site.function, "stage", code, origins), construction=construction, options=options
    )


def _kept_on(site: Site, attribute: str, name: str) -> str:
    if site.group == "data":
        return f"{site.name}.{attribute} = {name}"
    # A module that is set as an attribute would become a part of the model, with all its weights.
    return f'object.__setattr__({site.name}, "{attribute}", {name})'


def _own_parameters(
    site: Site,
    effect: Effect,
    definition: Definition | None,
    given: tuple[Given, ...] | None,
    world: World,
    items: list[Item],
) -> tuple[list[Parameter], list[Edit], list[str]]:
    """Literals where the class is built, and the defaults of its own that the notebook left alone."""
    taken = {item.argument for item in items} | set(needed_names(site.effects)) | bound_names(site.effects)
    parameters: list[Parameter] = []
    edits: list[Edit] = []
    passed: list[str] = []
    slots = {slot.name: slot for slot in slots_of(definition, world)} if definition else {}
    said = said_of_arguments(definition) if definition else {}
    for one in given or ():
        if one.sort not in ("literal", "machine") or one.name in taken:
            continue
        slot = slots.get(one.name)
        kind = slot.type if slot and slot.usable and slot.type else _type_at(one, one.name, world)
        told = said.get(one.name) or help_for(one.name)
        places = (*constant_places(one.source, world), origin_of(one.node, effect.statement))
        shown = behind(one.source, world)
        parameters.append(Parameter(one.name, site.group, kind, one.source, told, places, "keyword", shown))
        edits.append(replacement(effect.statement.text, one.node, one.name))
        taken.add(one.name)
    named = {one.name for one in given or ()}
    if definition and given is not None:
        for slot in slots.values():
            told = said.get(slot.name) or help_for(slot.name)
            free = slot.name not in named | taken and does_something(slot.name, definition)
            if free and slot.usable and slot.default is not None:
                places, shown = places_of(slot.name, definition, world), behind(slot.default, world)
                parameters.append(
                    Parameter(slot.name, site.group, slot.type, slot.default, told, places, "signature", shown)
                )
                passed.append(slot.name)
    return parameters, edits, passed


def _seed_parameters(site: Site, taken: set[str]) -> list[tuple[Parameter, int, Edit]]:
    """``seed_everything(42)`` on the way to the construction: the seed is a parameter."""
    found: list[tuple[Parameter, int, Edit]] = []
    for effect in site.effects:
        node = ast.parse(effect.statement.text).body[0] if effect.seeds else None
        call = node.value if isinstance(node, ast.Expr) else None
        if not isinstance(call, ast.Call) or not call.args or not is_value(call.args[0]):
            continue
        name, number = "seed", 2
        while name in taken:
            name, number = f"seed_{number}", number + 1
        taken.add(name)
        source = ast.unparse(call.args[0])
        origin = effect.statement.origin
        parameter = Parameter(
            name, site.group, "int", source, "Seed of the random number generators.", (origin,), "seed"
        )
        found.append((parameter, effect.statement.index, replacement(effect.statement.text, call.args[0], name)))
    return found


def _factory_body(
    site: Site,
    effect: Effect,
    edits: list[Edit],
    passed: list[str],
    seeds: dict[int, Edit],
    world: World,
    threads: Threads,
) -> list[str]:
    seeded = [
        _with_text(one, apply_edits(one.statement.text, [seeds[i]])) if (i := one.statement.index) in seeds else one
        for one in site.effects
    ]
    index = effect.statement.index
    before = step_texts([e for e in seeded if e.statement.index < index], site.stages, world, threads, _used(site))
    after = step_texts([e for e in seeded if e.statement.index > index], (), world, threads)
    return [*before, _construction(effect, edits, passed, world, threads), *after]


def _used(site: Site) -> frozenset[str]:
    """Names that are read when it is built and after that."""
    later = [*(e for e in site.effects if e.statement.index >= site.index), *site.computed.values()]
    names = [one.statement.names for one in later]
    return frozenset(site.hand_on).union(
        *(one.reads | one.maybe | one.changes for one in later),
        *(one.reads | one.deferred | one.changes | one.deletes for one in names),
    )


def _with_text(effect: Effect, text: str) -> Effect:
    return replace(effect, statement=replace(effect.statement, text=text))


def _construction(effect: Effect, edits: list[Edit], passed: list[str], world: World, threads: Threads) -> str:
    """The statement that builds it; literals first, whose places are those of the notebook's text."""
    changed = replace(effect, statement=replace(effect.statement, text=_with_own(effect, edits, passed)))
    return statement_text(changed, world, threads)


def _with_own(effect: Effect, edits: list[Edit], passed: list[str]) -> str:
    text = apply_edits(effect.statement.text, edits)
    if not passed:
        return text
    call = built_call(replace(effect.statement, text=text))
    if not isinstance(call.func, ast.Name):
        return text
    line, column = character_place(text, call)
    return apply_edits(text, [Edit(line, column, "pass", arguments=tuple((name, name) for name in passed))])


def _factory_doc(site: Site, class_name: str, inputs: Sequence[str], parameters: Sequence[Parameter]) -> str:
    what = "datamodule" if site.group == "data" else "model"
    arguments = [*(Described(name, f"`{name}` as computed with the data.") for name in inputs), *described(parameters)]
    result = [f"The `{class_name}`, ready for the Trainer."]
    return function_doc(f"Build the {what} as the notebook does.", arguments, result)


def described(parameters: Iterable[Parameter]) -> list[Described]:
    """What docstrings say of options: ``--help`` shows it and the default beside it."""
    return [Described(parameter.name, parameter.help) for parameter in parameters]
