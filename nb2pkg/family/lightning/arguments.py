"""What a constructor is given where the notebook builds something, and what of it the command line can carry."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.flow.constants import source_of, value_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Statement
from nb2pkg.params.kinds import type_of
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
        The arguments, or None where they cannot be told (unpacking); of an unknown class, those that are named.
    """
    call = built_call(statement)
    if any(k.arg is None for k in call.keywords):
        return None
    if any(isinstance(a, ast.Starred) for a in call.args):
        return _beside_star(call, statement, definition, world, threads, data, context)
    names = [name for name, _ in definition.arguments] if definition else []
    if definition and len(call.args) > len(names):
        return None
    pairs = [*zip(names, call.args, strict=False), *((k.arg, k.value) for k in call.keywords if k.arg)]
    return tuple(
        Given(
            name,
            _sort(node, world, threads, data, context),
            source_of(statement.text, node),
            node,
        )
        for name, node in pairs
    )


def _beside_star(
    call: ast.Call,
    statement: Statement,
    definition: Definition | None,
    world: World,
    threads: Threads,
    data: str | None,
    context: frozenset[str],
) -> tuple[Given, ...] | None:
    """``Net(*dm.dims, width=8)``: the rest of the arguments, where it is known how many the star stands for."""
    star = call.args[0]
    if definition is None or len(call.args) != 1 or not isinstance(star, ast.Starred):
        return None
    length = _length_of(star.value, world)
    if length is None or length > len(definition.arguments):
        return None
    taken = [Given(name, "other", ast.unparse(star), star) for name, _ in definition.arguments[:length]]
    rest = [
        Given(k.arg, _sort(k.value, world, threads, data, context), source_of(statement.text, k.value), k.value)
        for k in call.keywords
        if k.arg
    ]
    return (*taken, *rest)


def _length_of(node: ast.expr, world: World) -> int | None:
    """How many values ``dm.dims`` holds, where every datamodule of the notebook sets it to a tuple of one length."""
    if not isinstance(node, ast.Attribute):
        return None
    lengths: set[int | None] = set()
    for name, definition in world.definitions.items():
        if world.is_a(name, "LightningDataModule"):
            for inner in ast.walk(ast.parse(definition.text)):
                match inner:
                    case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=attribute)], value=value):
                        if attribute == node.attr:
                            lengths.add(len(value.elts) if isinstance(value, ast.Tuple | ast.List) else None)
    return lengths.pop() if len(lengths) == 1 else None


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
