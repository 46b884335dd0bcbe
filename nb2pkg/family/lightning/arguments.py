"""What a constructor is given where the notebook builds something, and what of it the command line can carry."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.flow.constants import source_of, value_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Statement
from nb2pkg.params.kinds import type_of
from nb2pkg.params.signatures import signatures_of
from nb2pkg.params.unpacked import Unpacked
from nb2pkg.story.threads import Threads

_SIMPLE_TYPES = frozenset(
    "int float str bool list tuple dict List Tuple Dict Optional Union Literal Any None Sequence typing "
    "PositiveInt NonNegativeInt".split()
)


@dataclass(frozen=True, slots=True)
class Given:
    """One argument at the place where the notebook builds something.

    Attributes:
        name: The parameter it goes to.
        sort: ``"literal"``, ``"constant"`` (a plain constant's name), ``"machine"`` (the name of a module constant
            that asks the machine for a plain value), ``"link"`` (follows the data) or ``"other"``.
        source: The expression.
        node: Where it stands in the statement's text.
    """

    name: str
    sort: str
    source: str
    node: ast.expr


def built_call(statement: Statement) -> ast.Call:
    """The call on the right-hand side of the statement."""
    value = value_of(ast.parse(statement.text).body[0])
    assert isinstance(value, ast.Call)
    return value


def given_arguments(
    statement: Statement,
    definition: Definition | None,
    world: World,
    threads: Threads,
    data: str | None,
    context: frozenset[str],
) -> tuple[Given, ...] | None:
    """The arguments of the call by parameter name.

    Args:
        statement: Where something is built.
        definition: The notebook's class, if it is one.
        world: The program.
        threads: Items, to know plain constants.
        data: Name of the datamodule, which links may follow.
        context: Names computed with the data.

    Returns:
        The arguments, or None where they cannot be told; of an unknown class, those that are named.
    """
    call = built_call(statement)
    pairs = _by_name(call, definition, world)
    stars = unpacked_by(call)
    if pairs is None:
        return None
    return tuple(
        Given(
            name,
            "other" if node in stars else _sort(node, world, threads, data, context),
            source_of(statement.text, node),
            node,
        )
        for name, node in pairs
    )


def unpacked_by(call: ast.Call) -> list[ast.expr]:
    """What a call unpacks into arguments."""
    positions = [one for one in call.args if isinstance(one, ast.Starred)]
    return [*positions, *(word.value for word in call.keywords if word.arg is None)]


def _by_name(call: ast.Call, definition: Definition | None, world: World) -> tuple[tuple[str, ast.expr], ...] | None:
    """The arguments with their names; what is unpacked stands for all that it may be."""
    program = Unpacked(world.statements, frozenset(world.constants))
    order = list(signatures_of(world.statements).get(definition.name, ())) if definition else []
    named = [(word.arg, word.value) for word in call.keywords if word.arg]
    given = {name for name, _ in named}
    found: list[tuple[str, ast.expr]] = []
    for one in call.args if definition else ():
        length = program.length(one.value) if isinstance(one, ast.Starred) else 1
        if length is None:  # it can be any of those that are not given by name
            found += [(name, one) for name in order[len(found) :] if name not in given]
            break
        if len(found) + length > len(order):
            return None
        found += [(name, one) for name in order[len(found) : len(found) + length]]
    found += named
    for star in (word.value for word in call.keywords if word.arg is None):
        known, rest = program.keys(star), {name for name, _ in found}
        every = [name for name, _ in definition.arguments] if definition else []
        found += [(name, star) for name in (every if known is None else sorted(known)) if name not in rest]
    return tuple(found)


def machine_constant(name: str, world: World) -> str | None:
    """The type of a module constant that asks the machine for a plain value, or None if it is no such constant.

    ``BATCH_SIZE = 256 if torch.cuda.is_available() else 64`` gives ``"int"``.
    """
    constant = world.constants.get(name)
    if constant is None or constant.sort != "object":
        return None
    kind = type_of("", constant.value)
    return kind if kind in ("int", "float", "str", "bool") else None


def _sort(node: ast.expr, world: World, threads: Threads, data: str | None, context: frozenset[str]) -> str:
    if isinstance(node, ast.Name):
        item = threads.items.get(node.id)
        if item is not None and item.default is not None and node.id not in threads.fixed:
            return "other" if item.wrap else "constant"
        if machine_constant(node.id, world):
            return "machine"
        return "link" if node.id in context else "other"
    if isinstance(node, ast.Attribute):
        # A link follows one attribute, not a chain of them.
        return "link" if data and isinstance(node.value, ast.Name) and node.value.id == data else "other"
    return "literal" if is_value(node) else "other"


def is_value(node: ast.expr) -> bool:
    """Whether the expression is a literal that the command line can carry."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return value is not None and type_of("", ast.unparse(node)) != "Any"


def is_simple_type(annotation: str) -> bool:
    """Whether jsonargparse can check the type: built of numbers, strings, lists and the like only."""
    try:
        tree = ast.parse(annotation, mode="eval")
    except SyntaxError:
        return False
    if isinstance(tree.body, ast.Constant) and isinstance(tree.body.value, str):
        return is_simple_type(tree.body.value)
    return all(n.id in _SIMPLE_TYPES for n in ast.walk(tree) if isinstance(n, ast.Name))


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter of the notebook's class as the command line would see it.

    Attributes:
        name: Its name.
        type: Annotation: the notebook's, or the default's type.
        default: Source of the default, or None.
        usable: Whether the command line can carry it.
    """

    name: str
    type: str
    default: str | None
    usable: bool


def slots_of(definition: Definition, world: World) -> tuple[Slot, ...]:
    """The class's own parameters, before anything is added."""
    annotations = dict(definition.annotations)
    found: list[Slot] = []
    for name, default in definition.arguments:
        shown = default
        constant = world.constants.get(default or "")
        if constant is not None and constant.sort == "plain":
            shown = constant.value
        value = shown is not None and (shown == "None" or is_value(ast.parse(shown, mode="eval").body))
        inferred = type_of(name, shown) if shown is not None else ""
        annotation = annotations.get(name, inferred if inferred != "Any" else "")
        asked = machine_constant(default or "", world)
        annotation = annotations.get(name, asked or annotation)
        usable = bool(annotation) and is_simple_type(annotation) and (default is None or value or asked is not None)
        found.append(Slot(name, annotation, default, usable))
    return tuple(found)
