"""Write a definition as the package holds it: globals become arguments, literals become hyperparameters."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from nb2pkg.flow.threads import Item, Threads
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Kind, Use
from nb2pkg.rules.edits import Edit, apply_edits, replacement
from nb2pkg.rules.signature import Argument, add_to_class, add_to_function


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
    return _with_constructor(text, definition, items, world, threads)


def _with_constructor(text: str, definition: Definition, items: list[Item], world: World, threads: Threads) -> str:
    parents = [base for base in definition.bases if base in world.definitions]
    inherited = {key for base in parents for key in threads.needs.get(base, ())}
    own = [item for item in items if item.key not in inherited]
    if not definition.own_constructor and not own:
        return text
    plain = not parents and not definition.variadic and _known_base(definition)
    read = _attributes_read(text)
    keeps = world.is_a(definition.name, "LightningDataModule")
    arguments = [
        Argument(
            item.argument,
            item.type,
            item.default,
            store=item.key not in inherited and (keeps or item.argument in read),
            to_base=item.key in inherited,
        )
        for item in items
        if definition.own_constructor or item.key not in inherited
    ]
    return add_to_class(text, arguments, plain_base=plain)


def _attributes_read(text: str) -> set[str]:
    return {n.attr for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Load)}


_PLAIN_BASES = frozenset(
    ["LightningModule", "LightningDataModule", "Module", "Dataset", "IterableDataset", "Callback", "object", "Sampler"]
)


def _known_base(definition: Definition) -> bool:
    return not definition.family or all(full.rpartition(".")[2] in _PLAIN_BASES for full in definition.family)


def definition_edits(definition: Definition, world: World, threads: Threads) -> list[Edit]:
    """All replacements within one definition."""
    keys = set(threads.needs.get(definition.name, ()))
    owners = _owners(definition)
    edits: list[Edit] = []
    for use in definition.uses:
        if use.how != "load" or not use.deferred:
            continue
        if use.name in keys:
            item = threads.items[use.name]
            edits.append(Edit(use.line, use.column, "name", item.read(access(definition, item, use, owners))))
        elif use.name in world.definitions and threads.needs.get(use.name):
            edits.append(_pass_on(definition, use, threads, owners))
    for literal in threads.literals.get(definition.name, ()):
        item = threads.items[f"{definition.name}.{literal.argument}"]
        for node in literal.nodes:
            use = Use("", node.lineno, 0, "load", True, _scope_at(definition, node.lineno))
            edits.append(replacement(definition.text, node, access(definition, item, use, owners)))
    return edits


def _pass_on(definition: Definition, use: Use, threads: Threads, owners: Mapping[str, str]) -> Edit:
    items = [threads.items[key] for key in threads.needs[use.name]]
    arguments = tuple((item.argument, access(definition, item, use, owners)) for item in items)
    return Edit(use.line, use.column, "pass", arguments=arguments)


def access(definition: Definition, item: Item, use: Use, owners: Mapping[str, str]) -> str:
    """How the definition reads an item at that place: the argument, or the attribute that holds it."""
    if definition.kind is not Kind.CLASS:
        return item.argument
    method = use.scope[1] if len(use.scope) > 1 else "__init__"
    return item.argument if method == "__init__" else f"{owners.get(method, 'self')}.{item.argument}"


def _owners(definition: Definition) -> dict[str, str]:
    """Method -> the name of its first argument."""
    node = ast.parse(definition.text).body[0]
    if not isinstance(node, ast.ClassDef):
        return {}
    return {
        item.name: item.args.args[0].arg
        for item in node.body
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and item.args.args
    }


def _scope_at(definition: Definition, line: int) -> tuple[str, ...]:
    node = ast.parse(definition.text).body[0]
    for item in getattr(node, "body", []):
        if isinstance(item, ast.FunctionDef) and item.lineno <= line <= (item.end_lineno or item.lineno):
            return (definition.name, item.name)
    return (definition.name,)
