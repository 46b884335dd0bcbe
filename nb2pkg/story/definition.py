"""Write a definition as the package holds it: globals become arguments, literals become hyperparameters."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from nb2pkg.flow.plain_data import is_data
from nb2pkg.flow.reach import instance_of, kept_by_itself, methods_of, reach_of
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Kind, Use
from nb2pkg.rules.edits import Edit, apply_edits, character_place, replacement
from nb2pkg.rules.signature import (
    Argument,
    Attribute,
    add_attributes,
    add_fields,
    add_to_class,
    add_to_function,
    keep_attributes,
)
from nb2pkg.story.threads import Item, Threads

_PLAIN_BASES = frozenset(
    "LightningModule LightningDataModule Module Dataset IterableDataset Callback Sampler object ABC Generic "
    "BaseEstimator TransformerMixin ClassifierMixin RegressorMixin".split()
)

#: Bases that leave attributes what they are.
_REGISTER_NOTHING = _PLAIN_BASES - {"LightningModule", "Module"}


def rewrite_definition(definition: Definition, world: World, threads: Threads) -> str:
    """The definition's new source.

    Args:
        definition: What to rewrite.
        world: The program.
        threads: What is handed where.

    Returns:
        Source in which every notebook global it was handed is an argument.
    """
    keys = threads.needs.get(definition.name, ())
    text = apply_edits(definition.text, definition_edits(definition, world, threads))
    items = [threads.items[key] for key in keys]
    if definition.kind is not Kind.CLASS:
        return add_to_function(text, [Argument(i.argument, i.type, i.default) for i in items])
    held = [(attribute, threads.items[key]) for key, attribute in _held(definition, threads).items()]
    text = add_attributes(text, [Attribute(name, item.default or "None", item.help) for name, item in held])
    text = keep_attributes(text, kept_for_processes(definition, world, threads))
    return _with_constructor(text, definition, items, world, threads)


def kept_for_processes(definition: Definition, world: World, threads: Threads) -> list[str]:
    """The attributes of a class that its instances take along: a process that begins anew has the class as written.

    Those are what methods read besides the constructor, where anything may go to another process.

    Args:
        definition: The class.
        world: The program.
        threads: What is handed where.
    """
    held = _held(definition, threads)
    of_keras = any(full.partition(".")[0] in ("keras", "tensorflow", "tf_keras") for full in definition.family)
    texts = [statement.text for statement in world.statements]
    if not held or not definition.own_constructor or of_keras or any(w in t for t in texts for w in _LOOKING):
        return []
    words = _PROCESSES[1:] if world.is_a(definition.name, "Module", "LightningModule") else _PROCESSES
    if not any(word in text for text in texts for word in words):
        return []
    plain = reach_of(definition.text)
    late = [use.name for use in definition.uses if use.deferred and plain.get((use.line, use.column))]
    read = {key for name in late for key in (name, *threads.needs.get(name, ()))}
    return [attribute for key, attribute in held.items() if key in read]


#: What tells of other processes: those that load, to which no networks go, and those that train.
_PROCESSES = ("workers", "ddp", "spawn")
#: What shows all that an instance holds.
_LOOKING = ("vars(", "__dict__")


def _held(definition: Definition, threads: Threads) -> Mapping[str, str]:
    """What a class holds itself: key -> attribute."""
    return threads.held.get(definition.name, {})


def _with_constructor(text: str, definition: Definition, items: list[Item], world: World, threads: Threads) -> str:
    parents = [base for base in definition.bases if base in world.definitions]
    inherited = {key for base in parents for key in threads.needs.get(base, ())}
    if not definition.own_constructor and all(item.key in inherited for item in items):
        return text
    plain = not parents and not definition.variadic and _known_base(definition)
    first = not plain if not parents else _base_calls(definition, world)
    kept = threads.kept.get(definition.name, frozenset())
    handed = {argument for argument, _ in definition.arguments}
    own = {attribute: value for attribute, value in kept_by_itself(definition.text).items() if value not in handed}
    arguments = [
        Argument(
            item.argument,
            item.type,
            item.default,
            store=item.key in kept and own.get(item.argument) != item.key,
            to_base=item.key in inherited,
            first=first and item.default is not None,
            aside=item.default is None and may_register(definition, item.key, world),
        )
        for item in items
        if definition.own_constructor or item.key not in inherited
    ]
    if arguments and not definition.own_constructor and _has_fields(definition):
        return add_fields(text, arguments)
    return add_to_class(text, arguments, plain_base=plain)


def _has_fields(definition: Definition) -> bool:
    """Whether it is a module of Flax: its constructor takes its fields, and one of its own would set none."""
    return any(full.startswith("flax.linen.") for full in definition.family)


def may_register(definition: Definition, key: str, world: World) -> bool:
    """Whether an attribute may become a part of the instance: networks count what they are given among their own.

    Args:
        definition: The class.
        key: What of the notebook it keeps.
        world: The program.
    """
    bases = {full for full in definition.family if full not in world.definitions}
    node = tree_of(definition.text).body[0]
    made = any(isinstance(base, ast.Call) for base in getattr(node, "bases", []))
    known = not made and all(full.rpartition(".")[2] in _REGISTER_NOTHING for full in bases)
    of_keras = any(full.partition(".")[0] in ("keras", "tensorflow") for full in bases)
    return not known and (of_keras or not is_data(key, world))


def _known_base(definition: Definition) -> bool:
    return not definition.family or all(full.rpartition(".")[2] in _PLAIN_BASES for full in definition.family)


def _base_calls(definition: Definition, world: World) -> bool:
    """Whether the constructor of a base may run the class's own methods, which read what the class was given."""
    if not all(full in world.definitions or full.rpartition(".")[2] in _PLAIN_BASES for full in definition.family):
        return True
    own = {method.name for method in methods_of(_class_body(definition.text))}
    for base in sorted(definition.family & frozenset(world.definitions)):
        for method in methods_of(_class_body(world.definitions[base].text)):
            instance = instance_of(method) if method.name == "__init__" else None
            for node in ast.walk(method) if instance else ():
                match node:
                    case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == instance:
                        if attribute in own:
                            return True
    return False


def _class_body(text: str) -> list[ast.stmt]:
    node = ast.parse(text).body[0]
    return node.body if isinstance(node, ast.ClassDef) else []


def definition_edits(definition: Definition, world: World, threads: Threads) -> list[Edit]:
    """All replacements within one definition.

    Args:
        definition: What to rewrite.
        world: The program.
        threads: What is handed where; a definition that has no needs there, not even none, takes no arguments.

    Returns:
        The edits of its text.
    """
    held = _held(definition, threads)
    keys = {*threads.needs.get(definition.name, ()), *held}
    # What stays nested in a function finds everything there by name.
    reach = threads.reach[definition.name] if definition.name in threads.needs else {}
    edits: list[Edit] = []
    for use in definition.uses:
        if use.how != "load" or not use.deferred:
            continue
        owner = reach.get((use.line, use.column), "")
        if use.name in keys:
            item = threads.items[use.name]
            read = f"{owner}.{held[use.name]}" if use.name in held else item.read(_at(owner, item))
            edits.append(Edit(use.line, use.column, "name", read))
        elif use.name in world.definitions and threads.needs.get(use.name):
            edits.append(_pass_on(use, threads, owner, held, in_place=definition.name not in threads.needs))
    for literal in threads.literals.get(definition.name, ()):
        item = threads.items[f"{definition.name}.{literal.argument}"]
        for node, read in literal.read_as(item.argument):
            owner = reach.get(character_place(definition.text, node), "")
            edits.append(replacement(definition.text, node, f"{owner}.{read}" if owner else read))
    return edits


def definition_in_place(definition: Definition, world: World, threads: Threads) -> str:
    """The source of a definition that stays where it stands and finds all it needs there by name.

    Args:
        definition: What to rewrite.
        world: The program.
        threads: What is handed where.
    """
    needs = {name: keys for name, keys in threads.needs.items() if name != definition.name}
    edits = definition_edits(definition, world, replace(threads, literals={}, needs=needs))
    for use in definition.uses:
        item = threads.items.get(use.name)
        if use.how == "load" and item is not None and item.default is not None and use.name not in threads.fixed:
            edits.append(Edit(use.line, use.column, "name", item.read(item.argument)))
    literals = threads.literals.get(definition.name, ()) if definition.kind is Kind.FUNCTION else ()
    for literal in literals:
        key = f"{definition.name}.{literal.argument}"
        if key in threads.items and key not in threads.fixed:
            places = literal.read_as(threads.items[key].argument)
            edits += [replacement(definition.text, node, read) for node, read in places]
    return apply_edits(definition.text, edits)


def _pass_on(use: Use, threads: Threads, owner: str, held: Mapping[str, str], *, in_place: bool) -> Edit:
    """The edit of a call; where the definition stands in place, what the notebook computes has the notebook's name."""
    items = [threads.items[key] for key in threads.needs[use.name]]
    read = {i.key: i.key if in_place and i.default is None else _at(owner, i) for i in items}
    read |= {key: f"{owner}.{held[key]}" for key in held if key in read}
    given = (read[i.key] for i in items)
    return Edit(use.line, use.column, "pass", arguments=tuple(zip((i.argument for i in items), given, strict=True)))


def _at(owner: str, item: Item) -> str:
    """How a place reads an item: the argument, or the attribute of the instance that holds it."""
    return f"{owner}.{item.argument}" if owner else item.argument
