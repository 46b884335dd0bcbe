"""Why a definition cannot be handed an argument without meaning something else.

Where one of these holds, a constant stays a constant of the module, and what the notebook computes stays around the
definition.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.mentions import mentions_of
from nb2pkg.flow.reach import Reach, instance_of, methods_of
from nb2pkg.flow.source import Places, tree_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Kind

#: Bases whose subclasses have no constructor of their own.
_NO_CONSTRUCTOR = frozenset(
    "Enum IntEnum StrEnum Flag IntFlag NamedTuple Protocol TypedDict BaseModel BaseSettings RootModel SQLModel Struct "
    "Tensor".split()
)
#: Bases whose subclasses a library finds by itself, and builds.
_FOUND = frozenset(["TestCase", "IsolatedAsyncioTestCase", "AsyncTestCase", "Plugin", "Plugins"])
#: Class decorators that write a constructor.
_WRITES_CONSTRUCTOR = frozenset(["dataclass", "define", "attrs", "frozen", "mutable", "s"])
#: Decorators whose result takes what the function takes.
_TRANSPARENT = frozenset(
    "no_grad inference_mode enable_grad set_grad_enabled contextmanager asynccontextmanager rank_zero_only jit njit "
    "total_ordering final runtime_checkable".split()
)
#: Bases beside which another base is nothing to worry about.
_MARKERS = frozenset(["ABC", "object", "Generic", "Protocol"])
#: What a function bound with ``partial`` does not have.
_OF_FUNCTIONS = frozenset(["__name__", "__qualname__", "__module__", "__code__", "__defaults__", "__wrapped__"])


def immovable(world: World) -> dict[str, str]:
    """Definitions that cannot take any argument, with the reason."""
    alone = {name: why for name, d in world.definitions.items() if (why := _by_itself(d, world))}
    found = dict(alone)
    for name, definition in world.definitions.items():
        for base in sorted(definition.family & frozenset(alone)):
            found.setdefault(name, alone[base])
    for name, why in _by_use(world):
        found.setdefault(name, why)
    return found


def unreached(
    definition: Definition,
    reach: Reach,
    literals: Mapping[str, tuple[ast.expr, ...]],
    needs: Mapping[str, frozenset[str]],
) -> dict[str, str]:
    """Keys that the definition reads, or must pass on, where it has nothing at hand, with the reason.

    Args:
        definition: The definition.
        reach: Where its arguments are at hand.
        literals: Keys of its own literals -> where they stand in its text.
        needs: What every definition takes.
    """
    mine = needs[definition.name]
    found: dict[str, str] = {}
    for use in definition.uses:
        keys = {use.name} & mine if use.name not in needs else needs[use.name] & mine
        if not keys or use.how != "load" or not use.deferred or (use.line, use.column) in reach:
            continue
        where = f"in {'.'.join(use.scope[1:])}, " if use.scope[1:] else ""
        found |= dict.fromkeys(keys, f"reads it {where}where nothing holds it")
    places = Places(definition.text)
    for key, nodes in literals.items():
        if any(places.start(node) not in reach for node in nodes):
            found[key] = "has it where nothing holds it"
    return found


def _by_itself(definition: Definition, world: World) -> str:
    node = tree_of(definition.text).body[0]
    if isinstance(node, ast.ClassDef):
        return _of_class(node, definition, world)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _only_known(node.decorator_list, world):
        return "is decorated with something that may not pass it on"
    return ""


def _of_class(node: ast.ClassDef, definition: Definition, world: World) -> str:
    last = {decorator.rpartition(".")[2] for decorator in definition.decorators}
    bases = {full.rpartition(".")[2] for full in definition.family}
    if last & _WRITES_CONSTRUCTOR or bases & _NO_CONSTRUCTOR or any(_is_value_type(base) for base in bases):
        return "has no constructor of its own to take it"
    if not _only_known(node.decorator_list, world):
        return "is decorated with something that may not pass it on"
    if any(keyword.arg != "metaclass" or dotted(keyword.value) not in _METACLASSES for keyword in node.keywords):
        return "has a metaclass or options of its own"
    if bases & _FOUND:
        return "is built by a library that finds it"
    methods = {method.name: method for method in methods_of(node.body)}
    if {"__new__", "__setattr__", "__getattribute__", "__init_subclass__"} & set(
        methods
    ) or "__slots__" in definition.local:
        return "decides itself what its instances hold"
    if _holdings_asked(node):
        return "is asked for all that its instances hold"
    constructor = methods.get("__init__")
    if constructor is not None and (constructor not in node.body or instance_of(constructor) is None):
        return "has a constructor of an unusual form"
    return "builds others of its kind" if any(_builds_its_kind(method) for method in methods.values()) else ""


def _holdings_asked(node: ast.AST) -> bool:
    """``self.__dict__``, ``vars(self)``: what the instances were handed would be among it."""
    return any(_asks_for_all(inner) is not None for inner in ast.walk(node))


def _asks_for_all(node: ast.AST) -> ast.expr | None:
    """Whose attributes the code asks for, all of them."""
    match node:
        case ast.Attribute(value=owner, attr="__dict__") | ast.Call(func=ast.Name(id="vars"), args=[owner]):
            return owner
    return None


_METACLASSES = ("ABCMeta", "abc.ABCMeta")


def _is_value_type(base: str) -> bool:
    """Exceptions and the values that are made in ``__new__``."""
    known = getattr(builtins, base, None)
    values = (BaseException, int, float, complex, str, bytes, tuple, frozenset, type)
    named_so = base.endswith(("Error", "Exception", "Warning"))
    return named_so or (isinstance(known, type) and issubclass(known, values))


def _only_known(decorators: list[ast.expr], world: World) -> bool:
    names = [dotted(one.func if isinstance(one, ast.Call) else one) or "" for one in decorators]
    return all(n.rpartition(".")[2] in _TRANSPARENT and n not in world.definitions for n in names)


def _builds_its_kind(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """``cls(...)``, ``type(self)(...)``, ``self.__class__(...)``: made without knowing what the class takes."""
    first = next(iter([*method.args.posonlyargs, *method.args.args]), None)
    own = first.arg if first is not None and instance_of(method) is None else None
    for node in ast.walk(method):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name == own:
                return True
            case ast.Call(func=ast.Attribute(attr="__class__")):
                return True
            case ast.Call(func=ast.Call(func=ast.Name(id="type"), args=[_])):
                return True
    return False


def _by_use(world: World) -> Iterator[tuple[str, str]]:
    for name, definition in world.definitions.items():
        own = [base for base in definition.bases if base in world.definitions]
        others = [base for base in definition.bases if base.rpartition(".")[2] not in _MARKERS]
        if own and len(others) > 1:
            yield name, "has several bases"
            yield from ((base, f"is one of the bases of {name}") for base in own)
    for name in _asked_outside(world):
        yield name, "is asked for all that its instances hold"
    if any("__subclasses__" in statement.text for statement in world.statements):
        yield from ((name, "is found by its base") for name, d in world.definitions.items() if d.bases)
    built = {c.statement: c.name for c in world.constants.values() if c.sort in ("object", "fixed")}
    makers = {d.statement: d.name for d in world.definitions.values()}
    named = _asks_for_names(world)
    for mention in mentions_of(world):
        is_class = world.definitions[mention.name].kind is Kind.CLASS
        if mention.how in ("call", "value") and mention.early:
            yield mention.name, f"is used while {makers[mention.statement]} is being defined"
        elif mention.how in ("call", "value") and mention.statement in built:
            yield mention.name, f"is used to build the constant {built[mention.statement]}"
        elif mention.how == "patch" or (mention.how == "value" and is_class):
            yield mention.name, "is handed around as it is"
        elif (mention.how == "compare" and not is_class) or (mention.how == "value" and named):
            yield mention.name, "is compared or asked for its name"


def _asked_outside(world: World) -> Iterator[str]:
    """Classes of what ``vars(x)`` and ``x.__dict__`` ask, where ``x = Config()`` tells."""
    trees = [tree_of(s.text) for s in world.statements if "vars" in s.text or "__dict__" in s.text]
    owners = [owner for tree in trees for node in ast.walk(tree) if (owner := _asks_for_all(node)) is not None]
    names = {owner.id for owner in owners if isinstance(owner, ast.Name)}
    calls = [owner for owner in owners if isinstance(owner, ast.Call)]
    for statement in world.statements if names else ():
        if statement.names.binds & names:
            calls += [node for node in ast.walk(tree_of(statement.text)) if isinstance(node, ast.Call)]
    called = {dotted(call.func) or "" for call in calls}
    yield from (name for name in world.definitions if name in called and world.definitions[name].kind is Kind.CLASS)


def _asks_for_names(world: World) -> bool:
    """Whether anything reads ``f.__name__`` of something that may be one of the notebook's functions."""
    for statement in world.statements:
        if any(word in statement.text for word in _OF_FUNCTIONS):
            for node in ast.walk(tree_of(statement.text)):
                match node:
                    case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in _OF_FUNCTIONS:
                        if name not in world.definitions and name not in world.aliases:
                            return True
    return False
