"""Which definitions need which notebook globals handed to them, and under what argument names.

A definition that reads a notebook global gets it as an argument; so does everything that calls it, up to the stage
function or the command line that has the value. A literal hyperparameter in a method is treated like a global of its
own (`params.literals`), so that `Net(dropout=...)` inside a LightningModule works the same way.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from nb2pkg.flow.argument_names import choose_names, trains
from nb2pkg.flow.bound import bound_anywhere
from nb2pkg.flow.constants import Constant, dotted, resolve
from nb2pkg.flow.made import read_while_made
from nb2pkg.flow.obstacles import immovable, unreached
from nb2pkg.flow.path_text import path_text
from nb2pkg.flow.reach import Reach, reach_of
from nb2pkg.flow.source import Places, tree_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Kind, Origin
from nb2pkg.params.annotations import checked_annotation
from nb2pkg.params.bounds import without_bounds
from nb2pkg.params.kinds import argument_name, help_for, snake_case, type_of
from nb2pkg.params.literals import Literal, find_literals
from nb2pkg.params.signatures import signatures_of
from nb2pkg.story.holders import Holders, attribute_names

_MODULES = ("LightningModule", "LightningDataModule", "Module")
_TRAINERS = frozenset(["lightning.pytorch.Trainer", "pytorch_lightning.Trainer", "lightning.Trainer"])
#: What their constructors default to is an option of its own on Lightning's command line.
_OPTIONS_OF_THEIR_OWN = ("LightningModule", "LightningDataModule")
#: Classes that keep all they are given: others ask their instances for it.
_KEEPING = ("LightningDataModule", "BaseEstimator")
#: No class holds anything itself.
NO_HOLDERS: Holders = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Item:
    """One value that definitions take as an argument.

    Attributes:
        key: The global's name, or ``Class.argument`` for a literal.
        argument: Name of the argument.
        default: Source of its default; None where it is computed by the notebook.
        type: Annotation.
        help: One line.
        origins: Where the value comes from.
        sort: ``"constant"``, ``"literal"`` or ``"computed"``.
        wrap: What the notebook wraps the value in (``"Path"``): the argument is plain text, read as ``Path(argument)``.
        declared: What somebody said of its type, where a parser can check that; it is `type` then.
        kind: What sort of place the value stands in, where `sort` does not tell: ``"form"``, ``"argparse"``.
    """

    key: str
    argument: str
    default: str | None
    type: str
    help: str
    origins: tuple[Origin, ...]
    sort: str
    wrap: str = ""
    declared: str = ""
    kind: str = ""

    @property
    def source(self) -> str:
        """What a list of parameters calls the place it is from."""
        return self.kind or self.sort

    def read(self, argument: str) -> str:
        """The expression that stands for the notebook's global where the argument is at hand."""
        return f"{self.wrap}({argument})" if self.wrap else argument


@dataclass(frozen=True, slots=True)
class Threads:
    """The outcome.

    Attributes:
        items: By key.
        needs: Definition -> keys of what it takes, in a stable order.
        literals: Class -> its own literals.
        fixed: Plain constants that stay module constants, with the reason.
        unsound: Definitions that cannot stand alone, with the reason.
        kept: Class -> keys that its instances keep as attributes.
        reach: Definition -> where in its text its arguments are at hand.
        held: Classes that take nothing and hold what they need themselves: key -> attribute.
    """

    items: Mapping[str, Item]
    needs: Mapping[str, tuple[str, ...]]
    literals: Mapping[str, tuple[Literal, ...]]
    fixed: Mapping[str, str]
    unsound: Mapping[str, str]
    kept: Mapping[str, frozenset[str]]
    reach: Mapping[str, Reach]
    held: Holders = field(default_factory=dict)


def thread(world: World, keep: frozenset[str] = frozenset(), holders: Holders = NO_HOLDERS) -> Threads:
    """Decide what is handed where.

    Args:
        world: The program.
        keep: What a person wants left alone: constants, and literals as ``Class.argument``.
        holders: Classes that hold themselves what they need, with the attributes that have a name already.

    Returns:
        The decision.
    """
    literals = {name: () if name in holders else literals_of(world, d) for name, d in world.definitions.items()}
    own = {f"{name}.{one.argument}" for name, found in literals.items() for one in found}
    direct = {name: _direct(world, d) for name, d in world.definitions.items()}
    fixed = {name: "kept as asked" for name in sorted(keep) if name in world.constants or name in own}
    fixed |= {name: why for name, why in _read_early(world).items() if name not in fixed}
    unsound = _unsound_alone(world)
    stuck = {name: why for name, why in immovable(world).items() if name not in holders}
    reach = {name: reach_of(d.text, of_class=name in holders) for name, d in world.definitions.items()}
    while True:
        needs = _closure(world, direct, literals, frozenset(fixed), frozenset(holders))
        more_fixed, more_unsound = _obstacles(world, needs, literals, reach, stuck, frozenset(holders))
        unsound |= {k: v for k, v in more_unsound.items() if k not in unsound}
        nested = with_users(world, frozenset(unsound))
        fresh = {k: why for (at, k), why in reversed(more_fixed.items()) if k not in fixed and at not in nested}
        if not fresh:
            break
        fixed |= fresh
    literals = {
        name: tuple(one for one in found if f"{name}.{one.argument}" not in fixed) for name, found in literals.items()
    }
    inside = {name: needs[name] for name in holders}
    needs = {name: frozenset() if name in holders else keys for name, keys in needs.items()}
    kept = _kept(world, needs, literals, reach)
    items = _items(world, needs, literals, kept)
    held = _held(world, inside, items, holders)
    ordered = {name: tuple(sorted(keys, key=lambda key: _order(world, key, literals))) for name, keys in needs.items()}
    return Threads(items, ordered, literals, fixed, unsound, kept, reach, held)


def _held(world: World, needs: Mapping[str, frozenset[str]], items: Mapping[str, Item], holders: Holders) -> Holders:
    """What classes hold themselves, in a stable order."""
    ordered = {name: sorted(keys, key=lambda key: _order(world, key)) for name, keys in needs.items() if keys}
    wanted = {name: {key: items[key].argument for key in keys} for name, keys in ordered.items()}
    return attribute_names(world, wanted, holders) if wanted else {}


def kept_inside(world: World) -> frozenset[str]:
    """Definitions that stay where they stand, and close over what they need, whether or not literals become options.

    What a definition needs that the notebook computes does not depend on its own literals, so this is known before
    anything is made of those; an option that something is computed from may keep some more where they stand.
    """
    direct = {name: _direct(world, d) for name, d in world.definitions.items()}
    none: dict[str, tuple[Literal, ...]] = dict.fromkeys(world.definitions, ())
    reach = {name: reach_of(d.text) for name, d in world.definitions.items()}
    needs = _closure(world, direct, none, frozenset())
    _, unsound = _obstacles(world, needs, none, reach, immovable(world))
    return with_users(world, frozenset(unsound | _unsound_alone(world)))


def with_users(world: World, inside: frozenset[str]) -> frozenset[str]:
    """Definitions, and all that use those."""
    while True:
        more = {n for n, d in world.definitions.items() if inside & {use.name for use in d.uses}}
        if more <= inside:
            return inside
        inside |= more


def _unsound_alone(world: World) -> dict[str, str]:
    """Definitions that cannot stand alone, whatever they are handed, with the reason."""
    unsound = {n: "assigns notebook globals" for n, d in world.definitions.items() if d.names.assigns_globals}
    for name in sorted(world.computed & frozenset(world.definitions)):
        unsound.setdefault(name, "has a second meaning: the notebook binds its name to something else, too")
    for name in sorted({n for s in world.statements for n in s.names.deletes} & frozenset(world.definitions)):
        unsound.setdefault(name, "is deleted by the notebook")
    for name, definition in world.definitions.items():
        early = sorted(n for n in definition.names.reads if is_item(world, n) and n not in world.constants)
        if early:
            unsound.setdefault(name, f"reads {early[0]!r}, which the notebook computes, while it is being defined")
    for name, states in read_while_made(world).items():
        unsound.setdefault(name, f"reads {min(states)!r}, which the notebook changes, while it is being defined")
    return unsound


def _read_early(world: World) -> dict[str, str]:
    """Constants that a definition reads while it is being made: turning them later would reach half of what they do."""
    found: dict[str, str] = {}
    for definition in world.definitions.values():
        if is_of_lightning(world, definition.name):
            continue
        stack = sorted(definition.names.reads & frozenset(world.constants))
        while stack:
            name = stack.pop()
            if _is_plain(world, name):
                found.setdefault(name, f"is read while {definition.name} is being defined")
            stack += sorted(world.constants[name].uses)
    return found


def is_of_lightning(world: World, name: str) -> bool:
    """Whether it is a class whose arguments are options of Lightning's command line by themselves."""
    return trains(world) and world.is_a(name, *_OPTIONS_OF_THEIR_OWN)


def _order(
    world: World, key: str, literals: Mapping[str, tuple[Literal, ...]] | None = None
) -> tuple[int, int, int, str]:
    """Computed names first, then constants and literals as the notebook has them."""
    if key in world.constants:
        return (1, world.constants[key].statement, 0, key)
    owner, dot, last = key.partition(".")
    if not dot:
        return (0, 0, 0, key)
    names = [one.argument for one in (literals or {}).get(owner, ())]
    return (2, world.definitions[owner].statement, names.index(last) if last in names else 0, key)


def literals_of(world: World, definition: Definition) -> tuple[Literal, ...]:
    """The hyperparameters written in a definition, if it is one whose hyperparameters are options.

    Those are classes of networks and data modules, and functions that build a Trainer.
    """
    if "lift-literals" in world.skipped or not has_own_literals(world, definition):
        return ()
    taken = (
        {name for name, _ in definition.arguments}
        | definition.attributes
        | {argument_name(use.name) for use in definition.uses if use.name in world.constants and use.deferred}
    )
    if definition.kind is Kind.FUNCTION:
        taken |= bound_anywhere(tree_of(definition.text))
        if definition.variadic:  # what it hands on must not become its own
            taken |= _handed_on(world, definition.name)
    return find_literals(definition.text, world.aliases, frozenset(taken), signatures_of(world.statements))


def has_own_literals(world: World, definition: Definition) -> bool:
    """Whether its hyperparameters become arguments of its own: those of networks, data modules, makers of a Trainer."""
    is_module = definition.kind is Kind.CLASS and world.is_a(definition.name, *_MODULES)
    return is_module or _builds_trainer(definition, world)


def _handed_on(world: World, name: str) -> set[str]:
    """Keywords with which the notebook calls the function, and every word that may be a key of what it unpacks."""
    found: set[str] = set()
    for statement in world.statements:
        for node in ast.walk(tree_of(statement.text)):
            match node:
                case ast.Call(func=ast.Name(id=called), keywords=words) if called == name:
                    found |= {word.arg for word in words if word.arg}
                case ast.Call(func=ast.Name(id="dict"), keywords=words):
                    found |= {word.arg for word in words if word.arg}
                case ast.Constant(value=str(word)):
                    found.add(word)
    return found


def _builds_trainer(definition: Definition, world: World) -> bool:
    if definition.kind is not Kind.FUNCTION or "Trainer" not in definition.text:
        return False
    called = (dotted(n.func) for n in ast.walk(tree_of(definition.text)) if isinstance(n, ast.Call))
    return any(resolve(name, world.aliases) in _TRAINERS for name in called if name)


def is_item(world: World, name: str) -> bool:
    """Whether a global is handed on as an argument: a plain constant, or something the notebook computes."""
    if name in world.constants:
        return world.constants[name].sort in ("plain", "derived")
    return name in world.computed


def _is_plain(world: World, name: str) -> bool:
    return name in world.constants and world.constants[name].sort == "plain"


def _direct(world: World, definition: Definition) -> frozenset[str]:
    return frozenset(
        use.name
        for use in definition.uses
        if use.how == "load" and use.deferred and is_item(world, use.name) and use.name not in world.aliases
    )


def _closure(
    world: World,
    direct: Mapping[str, frozenset[str]],
    literals: Mapping[str, tuple[Literal, ...]],
    fixed: frozenset[str],
    holders: frozenset[str] = frozenset(),
) -> dict[str, frozenset[str]]:
    own = {
        name: (direct[name] | {f"{name}.{one.argument}" for one in literals[name]}) - fixed
        for name in world.definitions
    }
    called = {name: callees(world, d) - holders for name, d in world.definitions.items()}
    needs = dict(own)
    changed = True
    while changed:
        changed = False
        for name, others in called.items():
            more = needs[name].union(*(needs[other] for other in others)) if others else needs[name]
            if more != needs[name]:
                needs[name] = more
                changed = True
    return needs


def callees(world: World, definition: Definition) -> frozenset[str]:
    """Other definitions this one mentions."""
    return frozenset(u.name for u in definition.uses if u.name in world.definitions) - {definition.name}


def _obstacles(
    world: World,
    needs: Mapping[str, frozenset[str]],
    literals: Mapping[str, tuple[Literal, ...]],
    reach: Mapping[str, Reach],
    stuck: Mapping[str, str],
    holders: frozenset[str] = frozenset(),
) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """What cannot be handed through some definition: constants stay fixed, computed names make it unsound.

    Returns:
        The reason of each definition that keeps a constant, and of each that cannot stand alone.
    """
    fixed: dict[tuple[str, str], str] = {}
    unsound: dict[str, str] = {}
    for name, keys in needs.items():
        mine = {f"{name}.{one.argument}": one.nodes for one in literals[name]}
        found = unreached(world.definitions[name], reach[name], mine, needs)
        if name in stuck:
            found = dict.fromkeys(keys, stuck[name])
        if name in holders:
            found |= {key: "takes no arguments" for key in keys if not _can_be_held(world, key)}
        for key in sorted(found):
            if _is_plain(world, key) or "." in key:
                fixed[name, key] = f"{name} {found[key]}"
            else:
                unsound[name] = f"{found[key]} and needs {key!r}, which the notebook computes"
    return fixed, unsound


def _can_be_held(world: World, key: str) -> bool:
    """Whether it is a value that can stand in a class as it is."""
    return _is_plain(world, key) and path_text(ast.parse(world.constants[key].value, mode="eval").body) is None


def _kept(
    world: World,
    needs: Mapping[str, frozenset[str]],
    literals: Mapping[str, tuple[Literal, ...]],
    reach: Mapping[str, Reach],
) -> dict[str, frozenset[str]]:
    """Keys that methods read from their instance: those of a class, of its bases and of what derives from it."""
    classes = {name: d for name, d in world.definitions.items() if d.kind is Kind.CLASS}
    read = {name: _read_from_instance(d, needs, literals[name], reach[name]) for name, d in classes.items()}
    found: dict[str, frozenset[str]] = {}
    for name, definition in classes.items():
        kin = [n for n, d in classes.items() if n == name or n in definition.family or name in d.family]
        keys = needs[name] & frozenset().union(*(read[one] for one in kin))
        if world.is_a(name, *_KEEPING):
            keys |= {key for key in needs[name] if _is_plain(world, key) or "." in key}
        found[name] = keys
    return found


def _read_from_instance(
    definition: Definition, needs: Mapping[str, frozenset[str]], literals: tuple[Literal, ...], reach: Reach
) -> frozenset[str]:
    found: set[str] = set()
    for use in definition.uses:
        if use.how == "load" and use.deferred and reach.get((use.line, use.column)):
            found |= {use.name} | needs.get(use.name, frozenset())
    places = Places(definition.text)
    for literal in literals:
        if any(reach.get(places.start(node)) for node in literal.nodes):
            found.add(f"{definition.name}.{literal.argument}")
    return frozenset(found)


def _items(
    world: World,
    needs: Mapping[str, frozenset[str]],
    literals: Mapping[str, tuple[Literal, ...]],
    kept: Mapping[str, frozenset[str]],
) -> dict[str, Item]:
    """Every key with an argument name that is free wherever it passes through."""
    users: dict[str, frozenset[str]] = {}
    for name, keys in needs.items():
        for key in keys:
            users[key] = users.get(key, frozenset()) | {name}
    for name in world.constants:
        if _is_plain(world, name):
            users.setdefault(name, frozenset())
    # What definitions take is named first: a constant that none takes can do with another name.
    ordered = sorted(users, key=lambda k: (not users[k], *_order(world, k)))
    names = choose_names(world, users, kept, {key: _names_for(world, key) for key in ordered})
    return {
        key: _item(world, key, names[key], literals) for key in sorted(users, key=lambda k: _order(world, k, literals))
    }


def _names_for(world: World, key: str) -> tuple[str, ...]:
    """What an argument may be called, best first."""
    owner, dot, last = key.partition(".")
    if dot:
        return last, f"{snake_case(owner)}_{last}"
    return (argument_name(key), key) if key in world.constants else (key,)


def _item(world: World, key: str, argument: str, literals: Mapping[str, tuple[Literal, ...]]) -> Item:
    owner, dot, last = key.partition(".")
    if dot:
        literal = next(one for one in literals[owner] if one.argument == last)
        definition = world.definitions[owner]
        origins = tuple(sorted({place_of_line(definition, node.lineno) for node in literal.nodes}))
        kind = type_of(argument, literal.default)
        return Item(key, argument, literal.default, kind, help_for(last, where=literal.call), origins, "literal")
    if key in world.constants and world.constants[key].sort == "plain":
        constant = world.constants[key]
        note = help_for(argument, constant.comment)
        node = ast.parse(constant.value, mode="eval").body
        text = path_text(node)
        if text is not None:
            return Item(key, argument, repr(text.text), "str", note, constant.places, "constant", text.maker)
        value = _as_default(constant.value)
        declared = declared_type(world, constant)
        if trains(world):  # numbers within bounds are of classes of their own, which no checkpoint gives back
            declared = without_bounds(declared)
        kind = declared or type_of(argument, value)
        return Item(key, argument, value, kind, note, constant.places, "constant", declared=declared)
    origins = tuple(s.origin for s in world.statements if key in s.names.binds | s.names.may_bind)
    return Item(key, argument, None, "", help_for(argument), origins[:1], "computed")


def declared_type(world: World, constant: Constant) -> str:
    """What the notebook says of a constant's type, if a parser can check it."""
    if not constant.annotation:
        return ""
    own = dict.fromkeys([*world.definitions, *world.computed], "")
    return checked_annotation(constant.annotation, _as_default(constant.value), {**own, **world.aliases})


def _as_default(value: str) -> str:
    """The value as it can stand in a signature: ``1, 2`` and what spans lines without brackets gets some."""
    tree = ast.parse(f"({value}\n)", mode="eval").body
    bare = isinstance(tree, ast.Tuple) and tree.col_offset == 0
    return f"({value})" if bare or not _stands_alone(value) else value


def _stands_alone(value: str) -> bool:
    try:
        ast.parse(value, mode="eval")
    except SyntaxError:
        return False
    return True


def place_of_line(definition: Definition, line: int) -> Origin:
    """Where a line of the definition's text, whose leading comments come first, stands in the notebook."""
    known = dict(definition.places).get(line)
    if known is not None:
        return known
    lead = tree_of(definition.text).body[0]
    decorators: list[ast.expr] = getattr(lead, "decorator_list", [])
    first = min([lead.lineno, *(d.lineno for d in decorators)])
    number = definition.origin.first + line - first
    return Origin(definition.origin.cell, number, number, definition.origin.cell_id)
